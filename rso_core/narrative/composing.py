"""The story of a subject, or of the whole cooperation: days, what happened on each, and how that came on record."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

import attrs

from rso_core.act_handles import handle_of
from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import counted, quoted
from rso_core.narrative.corrected import STOOD, Versions, change_in_words
from rso_core.narrative.recording import by_whom, claimed_by_hand, day_of, how_recorded, recorded_when
from rso_core.narrative.sentences import sentence
from rso_core.projection import events_as_of
from rso_core.projection.as_of import held_of
from rso_core.recorded_corrections import CorrectionHistory
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known
from rso_core.store.recorded import RecordedEvent
from rso_core.store.restorations import Restoration, restoration_of

__all__ = [
    "Day",
    "Narrative",
    "Paragraph",
    "by_whom",
    "claimed_by_hand",
    "how_recorded",
    "is_narrated",
    "names_of",
    "narrative_of",
    "narrative_of_act",
    "recorded_when",
    "restored_in_words",
    "tell",
]


@attrs.frozen
class Paragraph:
    """What came on record together: sentences, and one that says when, by whom and on what ground it was recorded.

    Attributes:
        sentences: what happened.
        recorded: how that came on record.
        handles: per sentence the handle of its act (`rso_core.act_handles`), at the last of those that the act led to;
            empty at the others. Of an act that was corrected it is that of its first version.
        corrected: what was put right in it since, a text per correction, the earliest first.
    """

    sentences: tuple[str, ...]
    recorded: str
    handles: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


@attrs.frozen
class Day:
    """A day from which something holds (Europe/Amsterdam), and what that is."""

    on: date
    paragraphs: tuple[Paragraph, ...]

    @property
    def title(self) -> str:
        """The day in Dutch."""
        return in_words(self.on)


@attrs.frozen
class Narrative:
    """A story in Dutch.

    Attributes:
        title: what it is about.
        days: the earliest first.
        notes: what holds for all of it, such as that the record was restored.
    """

    title: str
    days: tuple[Day, ...]
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """The whole story as plain text, a paragraph per line."""
        lines = [self.title]
        for day in self.days:
            lines += ["", day.title]
            for paragraph in day.paragraphs:
                lines += [f"  {' '.join(paragraph.sentences)}", f"  {paragraph.recorded}"]
                lines += [f"  {text}" for text in paragraph.corrected]
        lines += ["", *self.notes] if self.notes else []
        return "\n".join(lines)


def narrative_of(
    store: EventStore,
    subject: str | None,
    *,
    valid_on: date | None = None,
    known_on: date | datetime | None = None,
    entered_on: date | datetime | None = None,
    first_day: date | None = None,
) -> Narrative:
    """The story of one subject, or of the whole cooperation; the record is read once.

    Args:
        store: the event store.
        subject: stream id (``body:b-pso``); None for everything, the lists of open matters left out.
        valid_on: leave out what only holds after this day (Europe/Amsterdam).
        known_on: tell it as known at the end of this day, or at this moment; names too.
        entered_on: leave out what was entered after this day or moment, whatever it claims.
        first_day: leave out what holds from an earlier day.
    """
    known = list(events_as_of(store, None, known_on, entered_on))
    found = [
        recorded
        for _, recorded in known
        if (valid_on is None or recorded.meta.effective <= valid_on)
        and (first_day is None or first_day <= recorded.meta.effective)
        and is_narrated(recorded, subject)
    ]
    history = CorrectionHistory(store, known_on, entered_on)
    told = tell(found, names_of(known), subject, history)
    return attrs.evolve(told, notes=restored_in_words(restoration_of(store.url)))


def names_of(known: Sequence[Known]) -> NameIndex:
    """What everything is called by all that is known at a moment: by the names that hold; what was set aside, as it was."""
    held = held_of(known, None)
    return NameIndex.of_held((recorded for _, recorded in held), (recorded for _, recorded in known))


def restored_in_words(restoration: Restoration | None) -> tuple[str, ...]:
    """That a record was restored, as a sentence; nothing where it was not."""
    if restoration is None:
        return ()
    on = in_words(day_of(restoration.at))
    what = counted(restoration.events, "gebeurtenis", "gebeurtenissen")
    return (
        f"Van dit dossier zijn de eerste {what} op {on} teruggezet uit {quoted(restoration.origin)}; de momenten van "
        "invoer zijn die van toen.",
    )


def is_narrated(recorded: RecordedEvent, subject: str | None) -> bool:
    """Whether an event belongs in the story of a subject, or of everything."""
    if subject is None:
        return not recorded.originator_id.startswith(BOOKKEEPING)
    return recorded.originator_id == subject


def tell(
    events: Iterable[RecordedEvent],
    names: NameIndex,
    subject: str | None = None,
    history: CorrectionHistory | None = None,
) -> Narrative:
    """The story that events tell, given in recorded order.

    What was corrected is told as it is now, at its own day, with what was put right; what holds no longer, and has nothing
    in its place here, is told as such.

    Args:
        events: what happened.
        names: what everything is called.
        subject: stream id of the subject that they are all about, where that is so.
        history: what was corrected, as known at the moment of which is told.
    """
    title = (
        f"De geschiedenis van {names.subject(subject)} ({subject})"
        if subject
        else "Alles wat in het dossier is vastgelegd"
    )
    own = names.within(subject)
    if history is None or not history.corrections:
        return Narrative(title, _days((_line(r, number, own) for number, r in enumerate(events))))
    return Narrative(title, _days(_lines(list(events), own, history)))


def narrative_of_act(
    events: Iterable[RecordedEvent], names: NameIndex, title: str, history: CorrectionHistory | None = None
) -> Narrative:
    """The story of one act.

    Args:
        events: all that it led to, in recorded order; of one that was corrected, with what stands in its place.
        names: what everything is called.
        title: of the story.
        history: what was corrected.
    """
    told = [recorded for recorded in events if is_narrated(recorded, None)]
    return attrs.evolve(tell(told or events, names, None, history), title=title)


@attrs.frozen
class _Line:
    """A sentence of a story, and where it stands in it."""

    on: date
    number: int
    sentence: str
    recorded: str
    act: str
    root: str | None = None
    corrected: tuple[str, ...] = ()


def _line(recorded: RecordedEvent, number: int, own: NameIndex) -> _Line:
    meta = recorded.meta
    return _Line(meta.effective, number, sentence(recorded.event, own), how_recorded(meta, own), meta.correlation)


def _lines(events: Sequence[RecordedEvent], own: NameIndex, history: CorrectionHistory) -> Iterator[_Line]:
    """The lines of a story in which something was put right; each correction is told once."""
    versions, told = Versions(events, history), set[str]()
    for number, recorded in enumerate(events):
        if not versions.is_told(recorded):
            continue
        line, root = _line(recorded, versions.number(recorded, number), own), versions.root(recorded)
        if root is None:
            yield line
            continue
        _, original = history.original(root)
        line = attrs.evolve(line, recorded=how_recorded(original.meta, own), act=original.meta.correlation, root=root)
        corrected = () if root in told else tuple(change_in_words(each, own) for each in history.of(recorded))
        told.add(root)
        if history.holds(recorded):
            yield attrs.evolve(line, corrected=corrected)
        else:
            yield attrs.evolve(line, sentence=" ".join((*corrected, STOOD, line.sentence)))


def _days(lines: Iterable[_Line]) -> tuple[Day, ...]:
    by_day = groupby(sorted(lines, key=lambda line: (line.on, line.number)), key=lambda line: line.on)
    return tuple(Day(day, tuple(_paragraphs(found))) for day, found in by_day)


def _paragraphs(lines: Iterable[_Line]) -> Iterator[Paragraph]:
    for (note, _), found in groupby(lines, key=lambda line: (line.recorded, line.root)):
        together = list(found)
        acts = [line.act for line in together]
        handles = tuple(
            "" if act == following else handle_of(act) for act, following in zip(acts, [*acts[1:], None], strict=True)
        )
        corrected = tuple(text for line in together for text in line.corrected)
        yield Paragraph(tuple(line.sentence for line in together), note, handles, corrected)
