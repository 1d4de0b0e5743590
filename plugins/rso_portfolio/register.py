"""Tables and handlers of the portfolio: projects and networks, and the limit of each body."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    BodyMergedIn,
    BodyRenamed,
    BodyRepositioned,
    BodyRescoped,
    BodySetUp,
    OwnerChanged,
    ProjectFinished,
    ProjectMovedAlong,
    ProjectPaused,
    ProjectProposed,
    ProjectStarted,
    ProjectStopped,
    ProjectThemesSet,
    Recorded,
)
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, day_key, found, key, number, of, patch, put, table, text

_METADATA = sa.MetaData()
PROJECTS = table(
    "portfolio_projects",
    _METADATA,
    "a row per project or network",
    key("project", "identifier of the project"),
    text("kind", "project or network"),
    text("name", "name"),
    text("goal", "what it is for"),
    text("body", "body it falls under now"),
    text("owner", "party that answers for it"),
    text("themes", "content themes"),
    day("proposed_on", "day of the proposal"),
    day("started_on", "day on which it last started"),
    text("state", "proposed, running, paused, finished or stopped"),
    day("state_since", "day from which it is so"),
    text("reason", "why it was paused or stopped, or its result"),
    text("decision", "decision that lets it run over the limit"),
    text("motive", "why it goes over the limit"),
)
LIMITS = table(
    "portfolio_limits",
    _METADATA,
    "a row per body and day on which its limit may have changed",
    key("body", "identifier of the body"),
    day_key("since", "day from which this holds"),
    number("portfolio_limit", "how many projects may run at a time"),
)
NAMES = Names("portfolio", _METADATA)


def _limit(rows: Rows, recorded: Recorded) -> None:
    event: Any = recorded.event
    since = event.set_up_on if isinstance(event, BodySetUp) else event.since
    rows.put(LIMITS, {"body": event.body, "since": since, "portfolio_limit": event.profile.portfolio_limit})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = sa.select(LIMITS).where(LIMITS.c.since <= valid_on).order_by(LIMITS.c.since)
    limits = {row["body"]: row["portfolio_limit"] for row in found(connection, query)}
    themes = {
        row["id"]: row["name"] for row in found(connection, sa.select(NAMES.table).where(NAMES.table.c.kind == "theme"))
    }
    rows = found(
        connection,
        sa.select(
            PROJECTS,
            NAMES.of("body", PROJECTS.c.body).label("body_name"),
            NAMES.of("party", PROJECTS.c.owner).label("owner_name"),
        ).order_by(PROJECTS.c.body, PROJECTS.c.kind.desc(), PROJECTS.c.proposed_on, PROJECTS.c.project),
    )
    running: dict[str, int] = {}
    for row in rows:
        if row["kind"] == "project" and row["state"] == "running":
            running[row["body"]] = running.get(row["body"], 0) + 1
    for row in rows:
        limit, load = limits.get(row["body"]), running.get(row["body"], 0)
        row |= {
            "limit": limit,
            "load": load,
            "over_limit": limit is not None and load > limit,
            "load_nl": f"{load}" if limit is None else f"{load} van {limit}",
            "kind_nl": dutch(row["kind"]),
            "state_nl": dutch(row["state"]) + (" (boven het maximum)" if row["decision"] else ""),
            "themes_nl": ", ".join(themes.get(t, t) for t in (row["themes"] or "").split("; ") if t),
        }
    return Register(title=PORTFOLIO.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("body_name", "Overleg"),
    Column("kind_nl", "Soort"),
    Column("name", "Naam"),
    Column("owner_name", "Eigenaar"),
    Column("themes_nl", "Thema's"),
    Column("state_nl", "Stand"),
    Column("state_since", "Sinds"),
    Column("load_nl", "Lopend"),
    Column("reason", "Toelichting"),
)
PORTFOLIO = ReadModel(
    name="portfolio",
    version=1,
    title="Projectenportfolio",
    tables=(PROJECTS, LIMITS, NAMES.table),
    handlers=merge_handlers(
        {
            BodySetUp: _limit,
            BodyRepositioned: _limit,
            BodyRescoped: _limit,
            BodyRenamed: _limit,
            BodyMergedIn: _limit,
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
            ProjectMovedAlong: patch(PROJECTS),
        },
        NAMES.handlers,
    ),
    register=_register,
)
