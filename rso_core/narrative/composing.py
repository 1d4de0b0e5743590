"""The story of a subject, or of the whole cooperation: days, what happened on each, and how that came on record."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

import attrs

from rso_core.act_handles import handle_of
from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import capital, counted, on_ground, quoted
from rso_core.narrative.sentences import sentence
from rso_core.projection import events_as_of
from rso_core.projection.as_of import held_of
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import EntryKind, Meta, RecordedEvent
from rso_core.store.restorations import Restoration, restoration_of
from rso_core.time_zone import AMSTERDAM


@attrs.frozen
class Paragraph:
    """What came on record together: sentences, and one that says when, by whom and on what ground it was recorded.

    Attributes:
        sentences: what happened.
        recorded: how that came on record.
        handles: per sentence the handle of its act (`rso_core.act_handles`), at the last of those that the act led to;
            empty at the others.
    """

    sentences: tuple[str, ...]
    recorded: str
    handles: tuple[str, ...] = ()


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
    known, found = list(events_as_of(store, None, known_on, entered_on)), []
    held = held_of(known, None)
    names = NameIndex.of_held((recorded for _, recorded in held), (recorded for _, recorded in known))
    for _, recorded in known:
        day = recorded.meta.effective
        if (
            (valid_on is None or day <= valid_on)
            and (first_day is None or first_day <= day)
            and is_narrated(recorded, subject)
        ):
            found.append(recorded)
    return attrs.evolve(tell(found, names, subject), notes=restored_in_words(restoration_of(store.url)))


def restored_in_words(restoration: Restoration | None) -> tuple[str, ...]:
    """That a record was restored, as a sentence; nothing where it was not."""
    if restoration is None:
        return ()
    on = in_words(_day(restoration.at))
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


def tell(events: Iterable[RecordedEvent], names: NameIndex, subject: str | None = None) -> Narrative:
    """The story that events tell, given in recorded order.

    Args:
        events: what happened.
        names: what everything is called.
        subject: stream id of the subject that they are all about, where that is so.
    """
    title = (
        f"De geschiedenis van {names.subject(subject)} ({subject})"
        if subject
        else "Alles wat in het dossier is vastgelegd"
    )
    return Narrative(title, _days(events, names.within(subject)))


def narrative_of_act(events: Iterable[RecordedEvent], names: NameIndex, title: str) -> Narrative:
    """The story of one act.

    Args:
        events: all that it led to, in recorded order.
        names: what everything is called.
        title: of the story.
    """
    told = [recorded for recorded in events if is_narrated(recorded, None)]
    return Narrative(title, _days(told or events, names.within(None)))


def _days(events: Iterable[RecordedEvent], own: NameIndex) -> tuple[Day, ...]:
    by_day = groupby(sorted(events, key=lambda r: r.meta.effective), key=lambda r: r.meta.effective)
    return tuple(Day(day, tuple(_paragraphs(found, own))) for day, found in by_day)


def _paragraphs(events: Iterable[RecordedEvent], names: NameIndex) -> Iterator[Paragraph]:
    for note, found in groupby(events, key=lambda recorded: how_recorded(recorded.meta, names)):
        together = list(found)
        acts = [recorded.meta.correlation for recorded in together]
        handles = tuple(
            "" if act == following else handle_of(act) for act, following in zip(acts, [*acts[1:], None], strict=True)
        )
        yield Paragraph(tuple(sentence(recorded.event, names) for recorded in together), note, handles)


def how_recorded(meta: Meta, names: NameIndex) -> str:
    """When something was recorded, by whom, on what ground; and how it came in, where that was another moment."""
    on = _day(meta.recorded_at)
    if claimed_by_hand(meta):
        when = recorded_when(meta)
    elif on == meta.effective:
        when = "dezelfde dag vastgelegd"
    else:
        when = f"{'pas' if on > meta.effective else 'al'} {recorded_when(meta)}"
    return capital(f"{when} {by_whom(meta, names)}.")


def recorded_when(meta: Meta) -> str:
    """``vastgelegd op 8 januari 2026``; of what was typed later, since when it is said to be known, and when it was entered."""
    on = in_words(_day(meta.recorded_at))
    if claimed_by_hand(meta):
        return f"bekend sinds {on} volgens opgave; ingevoerd op {in_words(_day(meta.entered_at))}"
    return f"vastgelegd op {on}"


def claimed_by_hand(meta: Meta) -> bool:
    """Whether it was typed, and said to have been known since an earlier moment."""
    return meta.claimed and meta.came_in is EntryKind.TYPED


def by_whom(meta: Meta, names: NameIndex) -> str:
    """``door het secretariaat, op grond van “Brief 7”``, what caused it, from where it was read in, and why it may stand."""
    cause = ""
    if meta.causation != meta.correlation:
        cause = f", naar aanleiding van {names.subject(meta.causation.rpartition('@')[0])}"
    read_in = ""
    if meta.came_in is EntryKind.IMPORTED:
        on = f" op {in_words(_day(meta.entered_at))}" if meta.claimed else ""
        read_in = f"; uit een dossier ingelezen{on}"
    why = f"; reden: {quoted(meta.ground)}" if meta.ground else ""
    return f"door {names.actor(meta.actor)}{on_ground(meta.source)}{cause}{read_in}{why}"


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()
