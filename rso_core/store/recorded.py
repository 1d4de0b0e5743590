"""A recorded event: what happened, with the two times, the actor, the ground and the act that caused it."""

from datetime import date, datetime
from typing import Any

import attrs

from rso_core.domain.event import Event
from rso_core.old_names import named_in, with_old_names

FIRST_META = (
    "recorded_at",
    "effective",
    "actor",
    "act",
    "correlation",
    "causation",
    "source",
    "key",
    "digest",
    "imported_at",
)
"""The fields of `Meta` that every stored event has, also where they are null; bytes of released versions are a contract."""


@attrs.frozen(kw_only=True)
class Meta:
    """What the record says about an event besides the event itself.

    Attributes:
        recorded_at: when it became known to the record (aware, UTC). For an imported act this is the moment
            that the dossier states; `imported_at` then holds the moment of the import itself.
        effective: the day from which it holds (Europe/Amsterdam).
        actor: who recorded it: ``person:<id>``, ``party:<id>`` or ``office:<name>``.
        act: name of the act that led to it (``sign``).
        correlation: one id per act; all its events share it.
        causation: what directly caused the event: the act's own id, or the id of an earlier event.
        source: the document it rests on, where there is one.
        key: the idempotency key of the act, where it carried one.
        digest: fingerprint of the act under that key, to tell a repetition from a different act.
        imported_at: moment of the import (aware, UTC), None for an act recorded live.
        said: what the act said besides what its events tell, where it did (plain data, by field of the act).
        instead_of: id of the first event of the act in whose place this one stands, where it corrects one.

    The fields from `said` on are of later releases; `mapper` leaves them out of the stored bytes where they are None.
    """

    recorded_at: datetime
    effective: date
    actor: str
    act: str
    correlation: str
    causation: str
    source: str | None = None
    key: str | None = None
    digest: str | None = None
    imported_at: datetime | None = None
    said: dict[str, Any] | None = None
    instead_of: str | None = None


@attrs.frozen
class RecordedEvent:
    """An event at its place in its stream.

    Attributes:
        originator_id: the stream, ``<concept>:<id>``, such as ``party:gm0344``.
        originator_version: place in the stream, from 1.
        meta: times, actor, ground and causation.
        event: what happened.
    """

    originator_id: str
    originator_version: int
    meta: Meta
    event: Event

    @property
    def id(self) -> str:
        """Identifier of the event: stream and place, ``party:gm0344@3``."""
        return f"{self.originator_id}@{self.originator_version}"


__getattr__ = with_old_names(__name__, named_in(__name__, globals()))
