"""What no longer holds of a stream, because the act that recorded it was corrected or set aside.

Nothing is taken out of the record. From the moment it is recorded, the events named here no longer count; what holds in
their place follows in the record, and says in whose place it stands (`rso_core.store.recorded.Meta.instead_of`).
"""

from typing import Any

from rso_core.domain.event import Event, event
from rso_core.dutch.sentences import in_sentences


@event("record.withdrawn")
class EventsWithdrawn(Event):
    """Events of a stream no longer hold: the act that led to them was corrected, set aside or judged anew."""

    withdrawn_from: str
    versions: tuple[int, ...]
    corrected_act: str
    reason: str

    @property
    def stream(self) -> str:
        """The stream whose events are withdrawn."""
        return self.withdrawn_from

    @property
    def withdrawn(self) -> frozenset[str]:
        """Ids of the events that no longer hold."""
        return frozenset(f"{self.withdrawn_from}@{version}" for version in self.versions)

    def apply(self, state: Any) -> Any:
        """The state of what holds is folded anew without the withdrawn events, so this itself changes nothing."""
        return state

    def sentence(self, _: object) -> str:
        """That something recorded earlier no longer holds, and why."""
        return in_sentences(f"wat hier eerder was vastgelegd geldt niet meer: {self.reason}")
