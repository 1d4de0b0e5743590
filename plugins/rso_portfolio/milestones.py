"""Mijlpalen: what each project will have reached when (S9)."""

from datetime import date
from typing import Any

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
from rso_core.projection import Names, ReadModel, Register, merge_handlers
from rso_core.projection.declaring import flag, found, key, of, patch, put, table, table_of, text, where
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class MilestoneRow(RegisterRow, columns="due title name owner_name body_name reached_on state_nl"):
    """A milestone of a project."""

    project: str = column("identifier of the project", key=True)
    milestone: str = column("identifier of the milestone", key=True)
    title: str = column("what is reached then", heading="Mijlpaal")
    due: date = column("day before which", heading="Voor")
    reached_on: date | None = column("day on which it was reached", heading="Bereikt")
    name: str = derived("name of the project", heading="Project")
    body: str = derived("body the project falls under")
    owner: str = derived("party that answers for the project")
    over: bool = derived("whether the project is over")
    body_name: str = named("body", heading="Overleg")
    owner_name: str = named("party", "name of the party that answers for it", of="owner", heading="Eigenaar")
    open: bool = derived("whether it is still to be done")
    overdue: bool = derived("whether its day is past")
    state_nl: str = derived("how it stands, in words", heading="Stand")


MILESTONES = table_of(MilestoneRow, "milestones_register", _METADATA, "a row per milestone of a project")
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
    query = (
        sa.select(
            MILESTONES,
            PROJECTS.c.name,
            PROJECTS.c.body,
            PROJECTS.c.owner,
            PROJECTS.c.over,
            *NAMES.columns(MilestoneRow, PROJECTS),
        )
        .join(PROJECTS, PROJECTS.c.project == MILESTONES.c.project)
        .order_by(MILESTONES.c.due, MILESTONES.c.project, MILESTONES.c.milestone)
    )

    def tell(row: dict[str, Any]) -> MilestoneRow:
        open_ = row["reached_on"] is None and not row["over"]
        overdue = open_ and row["due"] < valid_on
        reached = "bereikt" if row["reached_on"] else "vervallen" if row["over"] else "open"
        state = "open, te laat" if overdue else reached
        return MilestoneRow(**row, open=open_, overdue=overdue, state_nl=state)

    return told_register(MilestoneRow, MILESTONES_REGISTER.title, found(connection, query), tell)


MILESTONES_REGISTER = ReadModel(
    name="milestones",
    version=1,
    title="Mijlpalen",
    tables=(MILESTONES, PROJECTS, NAMES.table),
    handlers=merge_handlers(
        {
            ProjectProposed: put(PROJECTS, over=False),
            OwnerChanged: patch(PROJECTS),
            ProjectMovedAlong: where(PROJECTS, "body", of("from_body"), patch(PROJECTS)),
            ProjectFinished: patch(PROJECTS, over=True),
            ProjectStopped: patch(PROJECTS, over=True),
            MilestoneSet: put(MILESTONES),
            MilestoneReached: patch(MILESTONES, reached_on=of("reached_on")),
        },
        NAMES.handlers,
    ),
    register=_register,
)
