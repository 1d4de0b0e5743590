"""Mijlpalen: what each project will have reached when (S9)."""

from datetime import date

import sqlalchemy as sa

from rso_core.events import (
    MilestoneReached,
    MilestoneSet,
    OwnerChanged,
    ProjectFinished,
    ProjectMovedAlong,
    ProjectProposed,
    ProjectStopped,
)
from rso_core.projection import Column, Names, ReadModel, Register, merge_handlers
from rso_core.projection.declaring import day, flag, found, key, of, patch, put, table, text

_METADATA = sa.MetaData()
MILESTONES = table(
    "milestones_register",
    _METADATA,
    "a row per milestone of a project",
    key("project", "identifier of the project"),
    key("milestone", "identifier of the milestone"),
    text("title", "what is reached then"),
    day("due", "day before which"),
    day("reached_on", "day on which it was reached"),
)
PROJECTS = table(
    "milestones_projects",
    _METADATA,
    "a row per project",
    key("project", "identifier of the project"),
    text("name", "name"),
    text("body", "body it falls under now"),
    text("owner", "party that answers for it"),
    flag("over", "whether it was finished or stopped"),
)
NAMES = Names("milestones", _METADATA)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    rows = found(
        connection,
        sa.select(
            MILESTONES,
            PROJECTS.c.name,
            PROJECTS.c.body,
            PROJECTS.c.owner,
            PROJECTS.c.over,
            NAMES.of("body", PROJECTS.c.body).label("body_name"),
            NAMES.of("party", PROJECTS.c.owner).label("owner_name"),
        )
        .join(PROJECTS, PROJECTS.c.project == MILESTONES.c.project)
        .order_by(MILESTONES.c.due, MILESTONES.c.project, MILESTONES.c.milestone),
    )
    for row in rows:
        row["open"] = row["reached_on"] is None and not row["over"]
        row["overdue"] = row["open"] and row["due"] < valid_on
        reached = "bereikt" if row["reached_on"] else "vervallen" if row["over"] else "open"
        row["state_nl"] = "open, te laat" if row["overdue"] else reached
    return Register(title=MILESTONES_REGISTER.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("due", "Voor"),
    Column("title", "Mijlpaal"),
    Column("name", "Project"),
    Column("owner_name", "Eigenaar"),
    Column("body_name", "Overleg"),
    Column("reached_on", "Bereikt"),
    Column("state_nl", "Stand"),
)
MILESTONES_REGISTER = ReadModel(
    name="milestones",
    version=1,
    title="Mijlpalen",
    tables=(MILESTONES, PROJECTS, NAMES.table),
    handlers=merge_handlers(
        {
            ProjectProposed: put(PROJECTS, over=False),
            OwnerChanged: patch(PROJECTS),
            ProjectMovedAlong: patch(PROJECTS),
            ProjectFinished: patch(PROJECTS, over=True),
            ProjectStopped: patch(PROJECTS, over=True),
            MilestoneSet: put(MILESTONES),
            MilestoneReached: patch(MILESTONES, reached_on=of("reached_on")),
        },
        NAMES.handlers,
    ),
    register=_register,
)
