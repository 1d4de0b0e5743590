"""What was put right, in Dutch: when, by whom and why, what the act said and what it says now."""

from collections.abc import Iterable, Sequence

from rso_core.act_words import differing_in_words
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.names import NameIndex
from rso_core.domain.person import PersonRegistered
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, quoted
from rso_core.narrative.recording import by_whom, day_of
from rso_core.narrative.sentences import sentence
from rso_core.recorded_corrections import MERGE, ActChange, Became, CorrectionHistory, RecordedCorrection
from rso_core.store.recorded import RecordedEvent

VERBS = {
    Became.CORRECTED: "verbeterd",
    Became.SET_ASIDE: "opzijgezet",
    Became.JUDGED_ANEW: "opnieuw beoordeeld na een verbetering",
}
STOOD = "Hier stond:"
"""Before what an act said that no longer holds here."""


def change_in_words(change: ActChange, names: NameIndex, *, openly: bool = True) -> str:
    """``Verbeterd op 3 april 2026 door het secretariaat, omdat “…”. Er stond: … Nu: …``.

    Args:
        change: what became of the act.
        names: what everything is called.
        openly: with why, and what the act said and says; otherwise only that it was put right, when and by whom.
    """
    meta = change.correction
    head = f"{_verb(change)} op {in_words(day_of(meta.recorded_at))} {by_whom(meta, names)}"
    if not openly:
        return in_sentences(head)
    return in_sentences(f"{head}, omdat {quoted(change.reason)}", *_both_versions(change, names))


def _verb(change: ActChange) -> str:
    if change.correction.act == MERGE and isinstance(change.before[0][1].event, PersonRegistered):
        return "samengevoegd met een dubbele registratie" if change.after else "opzijgezet als dubbele registratie"
    return VERBS[change.became]


def _both_versions(change: ActChange, names: NameIndex) -> Iterable[str]:
    if change.became is Became.SET_ASIDE:
        return
    fields = differing_in_words(change, names)
    if fields:
        yield "er stond: " + "; ".join(before for before, _ in fields)
        yield "nu: " + "; ".join(after for _, after in fields)
    elif before := [
        text for text in sentences_of(change.before, names) if text not in sentences_of(change.after, names)
    ]:
        yield f"er stond: {' '.join(before)}"


def sentences_of(events: Iterable[tuple[int, RecordedEvent]], names: NameIndex) -> list[str]:
    """What events tell, without what only keeps count of open matters."""
    return [sentence(r.event, names) for _, r in events if not r.originator_id.startswith(BOOKKEEPING)]


def correction_in_words(correction: RecordedCorrection, names: NameIndex) -> tuple[str, ...]:
    """A correction by itself: per act, by its handle, what became of it and what it said."""
    return tuple(
        f"Handeling {change.handle}: {' '.join(dict.fromkeys(_by_itself(change, names)))}"
        for change in correction.changes
    )


def _by_itself(change: ActChange, names: NameIndex) -> Iterable[str]:
    yield change_in_words(change, names)
    if change.became is Became.SET_ASIDE:
        yield STOOD
        yield from sentences_of(change.before, names)


class Versions:
    """Which version of each act is told, of the events that are told together.

    Args:
        events: what is told, in recorded order, with what no longer holds.
        history: the corrections, as known at the moment of which is told.
    """

    def __init__(self, events: Sequence[RecordedEvent], history: CorrectionHistory) -> None:
        self.history = history
        self._numbers: dict[str, int] = {}
        standing: set[str] = set()
        last_withdrawn: dict[str, ActChange] = {}
        for number, recorded in enumerate(events):
            change = history.change_of(recorded)
            root = recorded.meta.instead_of if change is None else change.root
            if root is not None:
                self._numbers.setdefault(root, number)
                if change is None:
                    standing.add(root)
                else:
                    last_withdrawn[root] = change
        self._standing, self._last = standing, last_withdrawn

    def is_told(self, recorded: RecordedEvent) -> bool:
        """Whether an event is told: it holds, or nothing that is told holds in its place."""
        if isinstance(recorded.event, EventsWithdrawn):
            return False
        change = self.history.change_of(recorded)
        return change is None or (change.root not in self._standing and self._last[change.root] is change)

    def number(self, recorded: RecordedEvent, own: int) -> int:
        """Where an event comes among others of its day: where its act first stood."""
        root = self.root(recorded)
        return own if root is None else self._numbers[root]

    def root(self, recorded: RecordedEvent) -> str | None:
        """The act that was corrected of which an event is a version; None for any other."""
        change = self.history.change_of(recorded)
        return recorded.meta.instead_of if change is None else change.root
