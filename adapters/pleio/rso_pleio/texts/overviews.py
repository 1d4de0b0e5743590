"""The progress overview: as it is now, and as it lay before each meeting that opened with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rso_core.dutch.sentences import capital
from rso_pleio.documents import Block, Document, Item, Part, bullet_list, doc, heading, paragraph, refer
from rso_pleio.model import LONGEST_TITLE, DesiredItem
from rso_pleio.rows import ACTIONS, CALENDAR, DECISIONS, PROGRESS
from rso_pleio.texts.meetings import meeting_link
from rso_pleio.texts.visibility import VisibleRegisters
from rso_pleio.texts.words import in_words, line, parts_of, section, table_or

if TYPE_CHECKING:
    from rso_calendar.register import MeetingRow
    from rso_progress.register import ProgressRow

LATE, BEFORE_THE_MEETING = "Te laat", "Gereed voor de volgende vergadering"
"""The register takes what is due before the next meeting as late; readers see it apart until its day has passed."""
HEADERS = ("Datum", "Wat", "Wie", "Stand")
_LINKED = ("decision", "action")
_KINDS_WITHOUT_SECRETS = ("signal", "milestone")


def overviews(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """The overview, and below it a page per held meeting that opened with one, by what was known on that day.

    Without the registers of decisions and action items nobody can tell what is confidential, so there is none.
    """
    current = visible.own(PROGRESS)
    visible.rows(DECISIONS), visible.rows(ACTIONS)
    opened = [row for row in visible.known(CALENDAR) if _opened_with_overview(visible, row)]
    if not current and not opened and not visible.body.overview_first:
        return
    root = f"overview-{visible.id}"
    upcoming = next((row.next_meeting for row in current if row.next_meeting), None)
    text = _text(visible, current, visible.registers.day, frozenset(), meeting_link(visible, visible.meeting(upcoming)))
    earlier: list[list[Part]] = [
        [refer(in_words(row.on), f"overview-{row.meeting}"), f" ({line(row.title)})"] for row in reversed(opened)
    ]
    history = section("Bij eerdere vergaderingen", [bullet_list(*earlier)] if earlier else [])
    yield DesiredItem(
        key=root,
        kind="wiki",
        title="Voortgangsoverzicht",
        text=doc(*text, *history),
        gathers=True,
    )
    for row in opened:
        yield DesiredItem(
            key=f"overview-{row.meeting}",
            kind="wiki",
            title=_title(row),
            text=_at_meeting(visible, row),
            parent=root,
        )


def _opened_with_overview(visible: VisibleRegisters, row: MeetingRow) -> bool:
    return bool(row.body == visible.id and row.state == "held" and row.opened_with_overview)


def _title(meeting: MeetingRow) -> str:
    """The day stays readable, however long the title of the meeting is."""
    before, after = "Voortgangsoverzicht bij ", f" van {in_words(meeting.on)}"
    room = LONGEST_TITLE - len(before) - len(after)
    name = line(meeting.title) or "de vergadering"
    return f"{before}{name if len(name) <= room else name[: room - 1] + '…'}{after}"


def _at_meeting(visible: VisibleRegisters, meeting: MeetingRow) -> Document:
    day = meeting.on
    rows = [row for row in PROGRESS.earlier(visible.registers, day) if row.body == visible.id]
    then = DECISIONS.earlier(visible.registers, day)
    secret = frozenset(f"decision:{row.decision}" for row in then if row.confidential)
    return doc(
        paragraph(
            "Zoals het voorlag bij de opening van ", meeting_link(visible, meeting), ", met wat toen bekend was."
        ),
        *_text(visible, rows, day, secret, ""),
    )


def _text(
    visible: VisibleRegisters, rows: list[ProgressRow], on: date, secret: frozenset[str], upcoming: Part
) -> list[Block]:
    since = next((row.since for row in rows if row.since), None)
    told = ["Wat er is besloten, gereed, te laat en gesignaleerd"]
    told.append(f" sinds de vergadering van {in_words(since)}" if since else "")
    told.append(", voor " if parts_of(upcoming) else "")
    sections: dict[str, list[ProgressRow]] = {}
    for row in rows:
        if row.subject not in secret and _may_be_shown(visible, row.subject):
            sections.setdefault(_section(row, on), []).append(row)
    blocks: list[Block] = [paragraph(*told, upcoming, ".")]
    for name, of_section in sections.items():
        blocks += [heading(name), table_or(HEADERS, [_row(visible, row) for row in of_section], "")]
    return blocks if sections else [*blocks, paragraph("Er is niets te melden.")]


def _section(row: ProgressRow, on: date) -> str:
    """The section without the number by which the register sorts it; what is not late yet stands by itself."""
    name = capital(line(row.section).partition(". ")[2] or line(row.section)) or "Overig"
    return BEFORE_THE_MEETING if name == LATE and row.on >= on else name


def _may_be_shown(visible: VisibleRegisters, subject: str) -> bool:
    kind, _, identifier = subject.partition(":")
    if kind == "decision":
        return visible.decision(identifier) is not None
    if kind == "action":
        return visible.action(identifier) is not None
    return kind in _KINDS_WITHOUT_SECRETS


def _row(visible: VisibleRegisters, row: ProgressRow) -> list[Item]:
    kind, _, identifier = row.subject.partition(":")
    what: Part = line(row.title) or identifier
    found = {"decision": visible.decision, "action": visible.action}[kind](identifier) if kind in _LINKED else None
    if found is not None:
        what = visible.link(line(row.title) or identifier, f"{kind}-{identifier}", found.body)
    return [in_words(row.on), what, line(row.who), line(row.state_nl)]
