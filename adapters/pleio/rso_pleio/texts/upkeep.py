"""What keeps the cooperation going: effort, the policy cycle and the evaluations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rso_core.dutch.vocabulary import dutch
from rso_pleio.documents import Block, Item, Part, doc, heading, paragraph
from rso_pleio.model import DesiredItem
from rso_pleio.rows import CYCLE, EVALUATION_CYCLE, EVALUATIONS, RESOURCES, ROLES
from rso_pleio.texts.covenant import amendment_title, titles_of_covenants
from rso_pleio.texts.meetings import meeting_link
from rso_pleio.texts.visibility import VisibleRegisters
from rso_pleio.texts.words import counted, facts, in_words, line, number, parts_of, period, section, table_or

if TYPE_CHECKING:
    from rso_cycle.register import MomentRow
    from rso_evaluations.register import RecommendationRow
    from rso_resources.register import EffortRow

EFFORT_HEADERS = ("Partij", "Waarvoor", "Periode", "Afgesproken", "Toegezegd", "Verschil", "Grond")
MOMENT_HEADERS = ("Moment", "Venster", "Vraagt", "Bediend door", "Stand")
RECOMMENDATION_HEADERS = ("Nr", "Aanbeveling", "Stand", "Uitgewerkt in", "Voor", "Gereed op")


def resources(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """What was agreed on effort for the roles of the body, what was committed, and the gap."""
    body_of = {row.role: row.body for row in visible.known(ROLES)}
    mine = [row for row in visible.rows(RESOURCES) if _belongs(visible, row, body_of)]
    if mine:
        text = doc(
            paragraph("Welke inzet is afgesproken, wat daarvan is toegezegd en wat nog ontbreekt."),
            table_or(EFFORT_HEADERS, [_effort(row) for row in mine], ""),
        )
        yield DesiredItem(key=f"resources-{visible.id}", kind="wiki", title="Inzet", text=text, gathers=True)


def _belongs(visible: VisibleRegisters, row: EffortRow, body_of: dict[str, str | None]) -> bool:
    """Effort for no role or a role in no body is shown by the first body; of an unknown role nobody can tell."""
    if row.role and row.role not in body_of:
        return False
    body = body_of.get(row.role or "")
    return body == visible.id if body else visible.is_first


def _effort(row: EffortRow) -> list[Item]:
    unit = line(row.unit_nl)
    told = [f"{number(amount)} {unit}" for amount in (row.amount, row.committed, row.gap)]
    role, purpose = line(row.role_name) if row.role else "", line(row.purpose)
    what = ": ".join(part for part in (role, purpose) if part)
    return [line(row.party_name), what, period(row.start, row.until), *told, line(row.grounds)]


def cycle(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """The moments of the policy cycle that the body serves, and with what."""
    mine = [row for row in visible.rows(CYCLE) if (row.body == visible.id if row.body else visible.is_first)]
    if not mine:
        return
    cycles: dict[str, list[MomentRow]] = {}
    for row in mine:
        cycles.setdefault(row.cycle, []).append(row)
    blocks: list[Block] = []
    for name, rows in cycles.items():
        blocks += section(
            f"Cyclus {line(name)}", [table_or(MOMENT_HEADERS, [_moment(visible, row) for row in rows], "")]
        )
    yield DesiredItem(key=f"cycle-{visible.id}", kind="wiki", title="Beleidscyclus", text=doc(*blocks), gathers=True)


def _moment(visible: VisibleRegisters, row: MomentRow) -> list[Item]:
    served = [told for subject in row.linked if (told := _served_by(visible, subject))]
    return [
        line(row.name) or line(row.moment),
        period(row.opens, row.closes),
        line(row.needs_nl),
        [paragraph(*link) for link in served],
        line(row.state_nl),
    ]


def _served_by(visible: VisibleRegisters, subject: str) -> list[Part]:
    kind, _, identifier = subject.partition(":")
    if kind == "meeting":
        return [*parts_of(meeting_link(visible, visible.meeting(identifier)))]
    decision = visible.decision(identifier)
    return [] if decision is None else visible.decision_link(decision)


def evaluations(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """The evaluations of the cooperation with what became of each recommendation, and when the next is due."""
    found: dict[str, list[RecommendationRow]] = {}
    for row in visible.rows(EVALUATIONS):
        found.setdefault(row.evaluation, []).append(row)
    due = [
        paragraph(f"{line(row.title)}: evaluatie {line(row.rhythm_nl)}; de volgende is voor {in_words(row.next)}.")
        for row in visible.known(EVALUATION_CYCLE)
        if row.next
    ]
    blocks = [block for rows in reversed(found.values()) for block in _evaluation(visible, rows)]
    if due or blocks:
        text = doc(*section("Volgende evaluatie", due), *blocks)
        yield DesiredItem(key=f"evaluations-{visible.id}", kind="wiki", title="Evaluaties", text=text, gathers=True)


def _evaluation(visible: VisibleRegisters, rows: list[RecommendationRow]) -> list[Block]:
    first = rows[0]
    told = [_recommendation(visible, row) for row in rows if row.recommendation]
    given = counted(first.inputs or 0, "opbrengst", "opbrengsten")
    findings = counted(first.findings_made or 0, "bevinding", "bevindingen")
    about = titles_of_covenants(visible, ended=True).get(first.covenant, "")
    return [
        heading(line(first.title) or line(first.evaluation)),
        *facts(
            ("Over", about),
            ("Door", line(first.evaluator)),
            ("Geopend op", in_words(first.opened_on)),
            ("Afgesloten op", in_words(first.closed_on)),
            ("Rust op", f"{given} en {findings}"),
            ("Conclusie", line(first.conclusion)),
        ),
        table_or(RECOMMENDATION_HEADERS, told, "Er zijn nog geen aanbevelingen."),
    ]


def _recommendation(visible: VisibleRegisters, row: RecommendationRow) -> list[Item]:
    result = _result(visible, row)
    return [
        line(row.recommendation),
        line(row.text),
        _response(row, hidden=not result),
        [*result],
        in_words(row.due),
        in_words(row.done_on),
    ]


def _result(visible: VisibleRegisters, row: RecommendationRow) -> list[Part]:
    """What a recommendation became, where that may be shown."""
    if row.response == "decision":
        decision = visible.decision(row.result)
        return [] if decision is None else visible.decision_link(decision)
    if row.response == "action":
        action = visible.action(row.result)
        return [] if action is None else visible.action_link(action)
    return [amendment_title(visible, row.result)] if row.result else []


def _response(row: RecommendationRow, *, hidden: bool) -> str:
    late = ", te laat" if row.overdue else ""
    if row.done_on:
        return "afgerond"
    if row.response is None:
        return f"wacht op antwoord{late}"
    if row.response == "rejected":
        return f"niet overgenomen: {line(row.motive)}" if row.motive else "niet overgenomen"
    # That it became a decision or an action item tells of one that may not be shown.
    taken_up = row.response == "adopted" or (hidden and row.response in ("decision", "action"))
    return f"{'overgenomen' if taken_up else 'uitgewerkt als ' + dutch(row.response)}{late}"
