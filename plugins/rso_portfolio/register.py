"""Tables and handlers of the portfolio: projects and networks, and the limit of each body."""

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    OwnerChanged,
    Profile,
    ProjectFinished,
    ProjectMovedAlong,
    ProjectPaused,
    ProjectProposed,
    ProjectStarted,
    ProjectStopped,
    ProjectThemesSet,
)
from rso_core.projection import BodyProfiles, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day_key, found, key, number, of, patch, put, table, table_of, where
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class ProjectRow(
    RegisterRow, columns="body_name kind_nl name owner_name themes_nl state_nl state_since load_nl reason"
):
    """A project or knowledge network."""

    project: str = column("identifier of the project", key=True)
    kind: str = column("project or network")
    name: str = column("name", heading="Naam")
    goal: str = column("what it is for")
    body: str = column("body it falls under now")
    owner: str = column("party that answers for it")
    themes: str = column("content themes")
    proposed_on: date = column("day of the proposal")
    started_on: date | None = column("day on which it last started")
    state: str = column("proposed, running, paused, finished or stopped")
    state_since: date = column("day from which it is so", heading="Sinds")
    reason: str | None = column("why it was paused or stopped, or its result", heading="Toelichting")
    decision: str | None = column("decision that lets it run over the limit")
    motive: str | None = column("why it goes over the limit")
    body_name: str = named("body", heading="Overleg")
    owner_name: str = named("party", "name of the party that answers for it", of="owner", heading="Eigenaar")
    limit: int | None = derived("how many projects may run at a time in its body")
    load: int = derived("how many projects run in its body")
    over_limit: bool = derived("whether more run than may")
    load_nl: str = derived("how many run, and may, in words", heading="Lopend")
    kind_nl: str = derived("its kind, in words", heading="Soort")
    state_nl: str = derived("how it stands, in words", heading="Stand")
    themes_nl: str = derived("names of the content themes", heading="Thema's")


PROJECTS = table_of(ProjectRow, "portfolio_projects", _METADATA, "a row per project or network")
LIMITS = table(
    "portfolio_limits",
    _METADATA,
    "a row per body and day on which its limit may have changed",
    key("body", "identifier of the body"),
    day_key("since", "day from which this holds"),
    number("portfolio_limit", "how many projects may run at a time"),
)
NAMES = Names("portfolio", _METADATA)


def _limit(rows: Rows, body: str, since: date, profile: Profile) -> None:
    rows.put(LIMITS, {"body": body, "since": since, "portfolio_limit": profile.portfolio_limit})


CHANGES = BodyProfiles("portfolio", _METADATA, _limit)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    of_limits = sa.select(LIMITS).where(LIMITS.c.since <= valid_on).order_by(LIMITS.c.since)
    limits = {row["body"]: row["portfolio_limit"] for row in found(connection, of_limits)}
    themes = {
        row["id"]: row["name"] for row in found(connection, sa.select(NAMES.table).where(NAMES.table.c.kind == "theme"))
    }
    query = sa.select(PROJECTS, *NAMES.columns(ProjectRow, PROJECTS)).order_by(
        PROJECTS.c.body, PROJECTS.c.kind.desc(), PROJECTS.c.proposed_on, PROJECTS.c.project
    )
    projects = found(connection, query)
    running = Counter(row["body"] for row in projects if row["kind"] == "project" and row["state"] == "running")

    def tell(row: dict[str, Any]) -> ProjectRow:
        limit, load = limits.get(row["body"]), running[row["body"]]
        return ProjectRow(
            **row,
            limit=limit,
            load=load,
            over_limit=limit is not None and load > limit,
            load_nl=f"{load}" if limit is None else f"{load} van {limit}",
            kind_nl=dutch(row["kind"]),
            state_nl=dutch(row["state"]) + (" (boven het maximum)" if row["decision"] else ""),
            themes_nl=", ".join(themes.get(t, t) for t in (row["themes"] or "").split("; ") if t),
        )

    return told_register(ProjectRow, PORTFOLIO.title, projects, tell)


PORTFOLIO = ReadModel(
    name="portfolio",
    version=2,
    title="Projectenportfolio",
    tables=(PROJECTS, LIMITS, CHANGES.table, NAMES.table),
    handlers=merge_handlers(
        {
            ProjectProposed: put(PROJECTS, state="proposed", state_since=of("proposed_on")),
            ProjectStarted: patch(
                PROJECTS,
                state="running",
                state_since=of("started_on"),
                reason=None,
                decision=of("decision"),
                motive=of("motive"),
            ),
            ProjectPaused: patch(PROJECTS, state="paused", state_since=of("paused_on"), decision=None),
            ProjectFinished: patch(
                PROJECTS, state="finished", state_since=of("finished_on"), reason=of("result"), decision=None
            ),
            ProjectStopped: patch(PROJECTS, state="stopped", state_since=of("stopped_on"), decision=None),
            OwnerChanged: patch(PROJECTS),
            ProjectThemesSet: patch(PROJECTS),
            ProjectMovedAlong: where(PROJECTS, "body", of("from_body"), patch(PROJECTS)),
        },
        CHANGES.handlers,
        NAMES.handlers,
    ),
    register=_register,
)
