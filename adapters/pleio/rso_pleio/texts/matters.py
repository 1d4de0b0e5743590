"""What lies at a body: signals with their way and answer, and projects and knowledge networks with their milestones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rso_core.dutch.sentences import capital
from rso_core.dutch.vocabulary import dutch
from rso_pleio.documents import Block, Item, Part, doc, paragraph
from rso_pleio.model import DesiredItem
from rso_pleio.rows import MILESTONES, PORTFOLIO, SIGNALS
from rso_pleio.texts.visibility import VisibleRegisters
from rso_pleio.texts.words import facts, in_words, line, parts_of, prose, section, table_or

if TYPE_CHECKING:
    from rso_portfolio.milestones import MilestoneRow
    from rso_portfolio.register import ProjectRow
    from rso_signals.register import SignalRow

OPEN_SIGNALS = ("Prioriteit", "Signaal", "Van", "Weg", "Antwoord voor", "Stand")
CLOSED_SIGNALS = ("Signaal", "Van", "Weg", "Antwoord", "Op", "Besluit")
MILESTONE_HEADERS = ("Mijlpaal", "Voor", "Bereikt op", "Stand")


def signals(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """The signals that lie at the body: what waits for an answer first, then what was answered or bundled."""
    mine = visible.own(SIGNALS)
    if not mine:
        return
    waiting = [_waiting(visible, row) for row in mine if row.state == "open"]
    bundled = [_bundled(visible, row) for row in mine if row.state == "bundled"]
    last_first = sorted(mine, key=lambda row: (row.answered_on or date.min, row.signal), reverse=True)
    answered = [_answered(visible, row) for row in last_first if row.state == "answered"]
    text = doc(
        *section("Open", [table_or(OPEN_SIGNALS, waiting, "Er zijn geen open signalen.")]),
        *section("Gebundeld", [table_or(("Signaal", "Van", "Onder"), bundled, "")] if bundled else []),
        *section("Beantwoord", [table_or(CLOSED_SIGNALS, answered, "Er zijn nog geen beantwoorde signalen.")]),
    )
    yield DesiredItem(key=f"signals-{visible.id}", kind="wiki", title="Signalen", text=text, gathers=True)


def _waiting(visible: VisibleRegisters, row: SignalRow) -> list[Item]:
    late = ", te laat" if row.overdue else ""
    return [
        line(row.rank),
        _about(row),
        _from(row),
        visible.path(row),
        in_words(row.answer_due),
        f"{dutch(row.state)}{late}",
    ]


def _about(row: SignalRow) -> list[str | Block]:
    told = f"{capital(line(row.kind_nl))}: {line(row.title) or line(row.signal)}"
    same = line(row.text) in ("", line(row.title))
    theme = [paragraph(f"Thema: {line(row.theme_name)}")] if row.theme else []
    return [told, *([] if same else prose(row.text)), *theme]


def _from(row: SignalRow) -> str:
    support = line(row.supporters)
    return line(row.party_name) + (f", gesteund door {support}" if support else "")


def _bundled(visible: VisibleRegisters, row: SignalRow) -> list[Item]:
    under = visible.signal(row.under)
    return [_about(row), _from(row), "" if under is None else line(under.title)]


def _answered(visible: VisibleRegisters, row: SignalRow) -> list[Item]:
    decision = visible.decision(row.decision)
    # An answer that rests on what is confidential tells what was decided there.
    answer = "" if row.decision and decision is None else line(row.answer)
    link: Item = [] if decision is None else visible.decision_link(decision)
    return [_about(row), _from(row), visible.path(row), answer, in_words(row.answered_on), link or ""]


def portfolio(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """The projects and knowledge networks under the body, and how full its portfolio is."""
    mine = visible.own(PORTFOLIO)
    if not mine:
        return
    milestones: dict[str, list[MilestoneRow]] = {}
    for row in visible.known(MILESTONES):
        milestones.setdefault(row.project, []).append(row)
    kinds = (("project", "Projecten"), ("network", "Kennisnetwerken"))
    blocks = [
        block
        for kind, called in kinds
        for block in section(called, _projects(visible, [r for r in mine if r.kind == kind], milestones))
    ]
    text = doc(paragraph(_load(mine[0])), *blocks)
    yield DesiredItem(
        key=f"portfolio-{visible.id}", kind="wiki", title="Projecten en kennisnetwerken", text=text, gathers=True
    )


def _load(row: ProjectRow) -> str:
    load, limit = row.load, row.limit
    running = f"Er {'loopt' if load == 1 else 'lopen'} nu {load} project{'' if load == 1 else 'en'}"
    if limit is None:
        return f"{running}."
    return f"{running}; het maximum is {limit}{', dat is overschreden' if row.over_limit else ''}."


def _projects(
    visible: VisibleRegisters, projects: Sequence[ProjectRow], milestones: dict[str, list[MilestoneRow]]
) -> list[Block]:
    blocks: list[Block] = []
    for row in projects:
        told = [*_project(visible, row)]
        rows: list[list[Item]] = [
            [line(m.title), in_words(m.due), in_words(m.reached_on), line(m.state_nl)]
            for m in milestones.get(row.project, [])
        ]
        told += [table_or(MILESTONE_HEADERS, rows, "")] if rows else []
        blocks += section(line(row.name) or line(row.project), told, level=3)
    return blocks


def _project(visible: VisibleRegisters, row: ProjectRow) -> list[Block]:
    decision = visible.decision(row.decision)
    over: list[Part] = [] if decision is None else [*visible.decision_link(decision)]
    motive = line(row.motive) if decision is not None else ""
    return facts(
        ("Stand", f"{dutch(row.state)} sinds {in_words(row.state_since)}"),
        ("Eigenaar", line(row.owner_name) or visible.party(row.owner)),
        ("Doel", line(row.goal)),
        ("Thema's", line(row.themes_nl)),
        ("Resultaat" if row.state == "finished" else "Toelichting", line(row.reason)),
        ("Loopt boven het maximum op grond van", [*over, *parts_of(f" — {motive}" if motive else "")]),
    )
