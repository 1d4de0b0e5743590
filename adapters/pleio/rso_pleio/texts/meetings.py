"""Meetings as events: when and where, the agenda, and afterwards the minutes and the decisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from rso_core.calendar_days import shifted
from rso_core.dutch.vocabulary import dutch
from rso_core.time_zone import AMSTERDAM
from rso_pleio.documents import Block, Document, Item, Part, bullet_list, doc, refer
from rso_pleio.model import LONGEST_TITLE, DesiredItem, title
from rso_pleio.rows import AGENDA, CALENDAR, DECISIONS
from rso_pleio.texts.visibility import VisibleRegisters
from rso_pleio.texts.words import (
    clock,
    counted,
    facts,
    in_words,
    line,
    on_weekday,
    person_name,
    prose,
    section,
    table_or,
    when,
)

if TYPE_CHECKING:
    from rso_calendar.agenda import AgendaItemRow
    from rso_calendar.register import MeetingRow
    from rso_decisions.register import DecisionRow

UNKNOWN_START = time(9)
"""Start in the calendar of a meeting of which no time is known; its text says that the time is not known."""
USUAL_LENGTH = timedelta(hours=1)
LATEST_START = datetime.combine(date.max, time(22), AMSTERDAM)
"""After that there is no time left for a meeting to end in."""


def meetings(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """An event per meeting; one that is skipped on purpose was never in a diary."""
    agendas: dict[str, list[AgendaItemRow]] = {}
    for item in visible.known(AGENDA):
        agendas.setdefault(item.meeting, []).append(item)
    decisions: dict[str, list[DecisionRow]] = {}
    for decision in visible.known(DECISIONS):
        if decision.body == visible.id and decision.meeting and visible.decision(decision.decision):
            decisions.setdefault(decision.meeting, []).append(decision)
    for row in visible.own(CALENDAR):
        if row.state != "skipped":
            starts, ends = _moments(row.on, row.starts, row.ends)
            yield DesiredItem(
                key=f"meeting-{row.meeting}",
                kind="event",
                title=title(f"{_prefix(row)}{line(row.title)}"),
                text=_text(visible, row, agendas.get(row.meeting, []), decisions.get(row.meeting, [])),
                starts=starts,
                ends=ends,
                location=line(row.place)[:LONGEST_TITLE],
            )


def _prefix(row: MeetingRow) -> str:
    if row.state == "cancelled":
        return "Geannuleerd: "
    return "Verplaatst: " if row.state == "planned" and row.former_day else ""


def _moments(day: date, starts: time | None, ends: time | None) -> tuple[datetime, datetime]:
    """Start and end, also where the record knows one of them or none: a calendar needs both."""
    if starts is None and ends is not None:
        end = datetime.combine(day, ends, AMSTERDAM)
        return datetime.combine(day, min(UNKNOWN_START, ends), AMSTERDAM), end
    start = datetime.combine(day, starts or UNKNOWN_START, AMSTERDAM)
    if ends is None:
        return start, min(start, LATEST_START) + USUAL_LENGTH
    # A meeting that ends before it starts goes on past midnight.
    return start, datetime.combine(shifted(day, timedelta(days=ends < start.time())), ends, AMSTERDAM)


def _text(
    visible: VisibleRegisters, row: MeetingRow, agenda: list[AgendaItemRow], decisions: list[DecisionRow]
) -> Document:
    told = [*_facts(visible, row), *section("Agenda", _agenda(visible, row, agenda))]
    if row.state == "held":
        told += section("Verslag", _minutes(visible, row))
    links = [visible.decision_link(decision) for decision in decisions]
    return doc(*told, *section("Besluiten", [bullet_list(*links)] if links else []))


def _facts(visible: VisibleRegisters, row: MeetingRow) -> list[Block]:
    held = row.state == "held"
    present = counted(row.parties_present or 0, "partij", "partijen")
    persons = counted(row.persons_present or 0, "persoon", "personen")
    return facts(
        ("Stand", dutch(row.state)),
        ("Wanneer", when(row.on, row.starts, row.ends)),
        ("Verplaatst van", on_weekday(row.former_day) if row.former_day else ""),
        ("Plaats", line(row.place)),
        ("Reden", line(row.reason)),
        ("Extra vergadering", "buiten het ritme van dit overleg" if row.extra else ""),
        ("Voorzitter", person_name(row.chair, row.chair_name)),
        ("Aanwezig", f"{present} ({persons})" if held else ""),
        ("Voortgangsoverzicht", _overview(row)),
        ("Begonnen zonder voortgangsoverzicht", line(row.without_overview) if held else ""),
    )


def _overview(row: MeetingRow) -> Part:
    if row.state != "held" or not row.opened_with_overview:
        return ""
    return refer("zoals het voorlag bij de opening", f"overview-{row.meeting}")


def _agenda(visible: VisibleRegisters, meeting: MeetingRow, agenda: list[AgendaItemRow]) -> list[Block]:
    """The agenda without what is confidential; numbers run over what is shown, times stay what they are."""
    items = [row for row in agenda if not row.confidential]
    rows: list[list[Item]] = [
        [str(n), clock(row.at), line(row.title), line(row.kind_nl), line(row.papers)] for n, row in enumerate(items, 1)
    ]
    if not rows and meeting.state in ("held", "cancelled"):
        return []
    return [table_or(("Nr", "Tijd", "Agendapunt", "Aard", "Stukken"), rows, "Er zijn nog geen agendapunten.")]


def _minutes(visible: VisibleRegisters, row: MeetingRow) -> list[Block]:
    if not row.minutes:
        return prose("Er is nog geen verslag.")
    approved = visible.meeting(row.approved_in)
    return facts(
        ("Document", line(row.minutes)),
        ("Stand", "vastgesteld" if row.approved_in else "concept"),
        ("Opgemaakt op", in_words(row.minutes_on)),
        ("Vastgesteld in", _named_with_day(visible, approved) if approved else ""),
        ("Correctie", line(row.correction)),
    )


def _named_with_day(visible: VisibleRegisters, meeting: MeetingRow) -> Part:
    told = f"{line(meeting.title)} van {in_words(meeting.on)}"
    return visible.link(told, f"meeting-{meeting.meeting}", meeting.body)


def meeting_link(visible: VisibleRegisters, meeting: MeetingRow | None) -> Part:
    """A meeting by its title and day, as a link where it stands in this group; nothing for none."""
    return _named_with_day(visible, meeting) if meeting is not None else ""
