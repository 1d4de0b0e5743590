"""Decisions as pages, per year, with their votes as far as the body lets those be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rso_core.dutch.vocabulary import dutch
from rso_pleio.documents import Block, Document, Item, Part, bold, bullet_list, doc, paragraph, refer
from rso_pleio.model import DesiredItem, title
from rso_pleio.rows import DECISIONS
from rso_pleio.texts.meetings import meeting_link
from rso_pleio.texts.visibility import VisibleRegisters
from rso_pleio.texts.words import counted, facts, in_words, line, prose, section, table_or

if TYPE_CHECKING:
    from rso_decisions.register import DecisionRow

LATEST = 10
"""How many of the last decisions the first page lists."""
WITH_COUNTS = ("counts", "parties")
"""Choices of a body that let the numbers of votes be seen."""
HEADERS = ("Datum", "Soort", "Besluit", "Uitkomst")


def decisions(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """A page per decision, below one per year, below *Besluiten*."""
    found = [row for row in visible.own(DECISIONS) if visible.decision(row.decision)]
    if not found:
        return
    root = f"decisions-{visible.id}"
    years: dict[int, list[DecisionRow]] = {}
    for row in reversed(found):
        years.setdefault(row.taken_on.year, []).append(row)
    yield DesiredItem(key=root, kind="wiki", title="Besluiten", text=_first_page(visible, found, years), gathers=True)
    for year, of_year in sorted(years.items(), reverse=True):
        text = doc(
            paragraph(f"De besluiten uit {year}, het laatste eerst."),
            table_or(HEADERS, [_row(visible, row) for row in of_year], ""),
        )
        yield DesiredItem(key=f"{root}-{year}", kind="wiki", title=str(year), text=text, parent=root, gathers=True)
    for row in found:
        yield DesiredItem(
            key=f"decision-{row.decision}",
            kind="wiki",
            title=title(line(row.title) or line(row.decision)),
            text=decision_text(visible, row),
            parent=f"{root}-{row.taken_on.year}",
        )


def _first_page(visible: VisibleRegisters, found: list[DecisionRow], years: dict[int, list[DecisionRow]]) -> Document:
    told: list[list[Part]] = [
        [refer(str(year), f"decisions-{visible.id}-{year}"), f": {counted(len(of_year), 'besluit', 'besluiten')}"]
        for year, of_year in sorted(years.items(), reverse=True)
    ]
    latest = [_row(visible, row) for row in list(reversed(found))[:LATEST]]
    return doc(
        paragraph(f"Alle besluiten van {visible.body_name(visible.id)}, per jaar."),
        bullet_list(*told),
        *section("Laatste besluiten", [table_or(HEADERS, latest, "")]),
    )


def _row(visible: VisibleRegisters, row: DecisionRow) -> list[Item]:
    ended = f"; {standing(row)}" if row.standing != "stands" else ""
    return [
        in_words(row.taken_on),
        line(row.kind_nl),
        visible.decision_link(row),
        f"{_outcome(visible, row)}{ended}",
    ]


def _outcome(visible: VisibleRegisters, row: DecisionRow) -> str:
    unanimous = row.unanimous and _votes_shown(visible) in WITH_COUNTS
    return dutch(row.outcome) + (" (unaniem)" if unanimous else "")


def _votes_shown(visible: VisibleRegisters) -> str:
    """What may be seen of votes: how many, where the body does not say."""
    return str(visible.body.votes_shown or "counts")


def decision_text(visible: VisibleRegisters, row: DecisionRow) -> Document:
    """What was decided, where and how, what it rests on and what followed."""
    in_writing = "" if row.meeting else f"schriftelijk, gevraagd op {in_words(row.asked_on)}"
    told = facts(
        ("Genomen op", in_words(row.taken_on)),
        ("Overleg", visible.body_name(row.body)),
        ("Vergadering", meeting_link(visible, visible.meeting(row.meeting))),
        ("Procedure", in_writing if row.asked_on else ""),
        ("Soort", line(row.kind_nl)),
        ("Uitkomst", _outcome(visible, row)),
        ("Stand", standing(row)),
        ("Bron", line(row.source)),
        ("Kenmerk", line(row.decision)),
    )
    return doc(
        *told,
        *section("Tekst", prose(row.text)),
        *section("Voorwaarde", _condition(row)),
        *section("Stemmen", _votes(visible, row)),
        *section("Samenhang", _chain(visible, row)),
    )


def standing(row: DecisionRow) -> str:
    """Whether a decision holds, and from when it no longer does."""
    if row.standing != "stands":
        return dutch(row.standing) + (f" per {in_words(row.ended_on)}" if row.ended_on else "")
    if row.outcome != "adopted":
        return ""
    return dutch("conditional_open" if row.condition and row.fulfilled_on is None else "stands")


def _condition(row: DecisionRow) -> list[Block]:
    if not row.condition:
        return []
    fulfilled = f"vervuld op {in_words(row.fulfilled_on)}" if row.fulfilled_on else "nog niet vervuld"
    return [
        *prose(row.condition),
        *facts(("Te vervullen voor", in_words(row.condition_due)), ("Stand", fulfilled)),
    ]


def _votes(visible: VisibleRegisters, row: DecisionRow) -> list[Block]:
    counts = [count or 0 for count in (row.votes_for, row.votes_against, row.abstentions)]
    how = _votes_shown(visible)
    if how not in WITH_COUNTS or not any(counts):
        return []
    told = [[str(count) for count in (*counts, row.absent or 0)]]
    blocks: list[Block] = [table_or(("Voor", "Tegen", "Onthouding", "Afwezig"), told, "")]
    if how == "counts":
        return blocks
    per_party = [[line(v["party_name"]), dutch(v["choice"] or ""), line(v["statement"])] for v in row.votes]
    return [
        *blocks,
        *facts(("Tegen stemden", line(row.dissent))),
        *section("Per partij", [table_or(("Partij", "Stem", "Verklaring"), per_party, "Er zijn geen stemmen.")], 3),
    ]


def _chain(visible: VisibleRegisters, row: DecisionRow) -> list[Block]:
    """What came before and after, a list per kind of link; what is confidential is not counted either."""
    found: dict[str, list[list[Part]]] = {}
    for subject in row.follows:
        name, parts = _before(visible, row, subject)
        found.setdefault(name, []).extend([parts] if parts else [])
    ender = visible.decision(row.ended_by)
    if ender is not None:
        found["Vervangen door" if row.standing == "superseded" else "Ingetrokken door"] = [visible.decision_link(ender)]
    for subject in row.followed_by:
        name, parts = _after(visible, row, subject)
        found.setdefault(name, []).extend([parts] if parts else [])
    return [
        block for name, links in found.items() if links for block in (paragraph(bold(f"{name}:")), bullet_list(*links))
    ]


def _before(visible: VisibleRegisters, row: DecisionRow, subject: str) -> tuple[str, list[Part]]:
    kind, _, identifier = subject.partition(":")
    if kind == "signal":
        signal = visible.signal(identifier)
        elsewhere = "" if signal is None or signal.body == visible.id else f" ({visible.body_name(signal.body)})"
        return "Antwoord op signaal", [] if signal is None else [line(signal.title), elsewhere]
    earlier = visible.decision(identifier) if kind == "decision" else None
    if earlier is None:
        return "Bouwt voort op", []
    ended_here = earlier.ended_by == row.decision
    how = {"superseded": "Vervangt", "revoked": "Trekt in"}.get(earlier.standing, "") if ended_here else ""
    return how or "Bouwt voort op", visible.decision_link(earlier)


def _after(visible: VisibleRegisters, row: DecisionRow, subject: str) -> tuple[str, list[Part]]:
    kind, _, identifier = subject.partition(":")
    if kind == "action":
        action = visible.action(identifier)
        return "Actiepunten", [] if action is None else [*visible.action_link(action), f" ({dutch(action.state)})"]
    later = visible.decision(identifier) if kind == "decision" and identifier != row.ended_by else None
    return "Hierop bouwt voort", [] if later is None else visible.decision_link(later)
