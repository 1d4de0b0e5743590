"""Tables and handlers of the role register: roles, and their assignments with first and last day."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from rso_core.events import BodyClosed, Recorded, RoleAssigned, RoleAssignmentEnded, RoleEstablished
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers

_METADATA = sa.MetaData()
ASSIGNMENTS = sa.Table(
    "roles_assignments",
    _METADATA,
    sa.Column("role", sa.String, primary_key=True),
    sa.Column("assignment", sa.String, primary_key=True),
    sa.Column("party", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("start", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
)
ESTABLISHED = sa.Table(
    "roles_established",
    _METADATA,
    sa.Column("role", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("body", sa.String),
    sa.Column("holders", sa.Integer, nullable=False),
    sa.Column("established_on", sa.Date, nullable=False),
)
CLOSED = sa.Table(
    "roles_closed_bodies",
    _METADATA,
    sa.Column("body", sa.String, primary_key=True),
    sa.Column("closed_on", sa.Date, nullable=False),
)
NAMES = Names("roles", _METADATA)


def _established(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, RoleEstablished)
    rows.put(
        ESTABLISHED,
        {
            "role": event.role,
            "name": event.name,
            "body": event.body,
            "holders": event.holders,
            "established_on": event.established_on,
        },
    )


def _assigned(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, RoleAssigned)
    rows.put(
        ASSIGNMENTS,
        {
            "role": event.role,
            "assignment": event.assignment,
            "party": event.party,
            "person": event.person,
            "start": event.start,
            "until": event.until,
        },
    )


def _ended(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, RoleAssignmentEnded)
    rows.patch(ASSIGNMENTS, {"role": event.role, "assignment": event.assignment}, until=event.last_day)


def _body_closed(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, BodyClosed)
    rows.put(CLOSED, {"body": event.body, "closed_on": event.closed_on})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    roles = connection.execute(
        sa.select(
            ESTABLISHED.c.role,
            ESTABLISHED.c.name.label("role_name"),
            ESTABLISHED.c.body,
            ESTABLISHED.c.established_on,
            NAMES.of("body", ESTABLISHED.c.body).label("body_name"),
            CLOSED.c.closed_on,
        )
        .outerjoin(CLOSED, CLOSED.c.body == ESTABLISHED.c.body)
        .where(ESTABLISHED.c.established_on <= valid_on)
        .order_by(ESTABLISHED.c.body.is_(None), ESTABLISHED.c.body, ESTABLISHED.c.role)
    ).mappings()
    assignments: dict[str, list[Any]] = {}
    for row in connection.execute(
        sa.select(
            ASSIGNMENTS,
            NAMES.of("party", ASSIGNMENTS.c.party).label("party_name"),
            NAMES.of("person", ASSIGNMENTS.c.person).label("person_name"),
        )
        .where(ASSIGNMENTS.c.start <= valid_on)
        .order_by(ASSIGNMENTS.c.start, ASSIGNMENTS.c.assignment)
    ).mappings():
        assignments.setdefault(row["role"], []).append(row)
    rows: list[dict[str, Any]] = []
    for role in roles:
        known = assignments.get(role["role"], [])
        running = [a for a in known if a["until"] is None or a["until"] >= valid_on]
        rows.extend({**role, **a, "vacant_since": None, "state_nl": "vervuld"} for a in running)
        # A role in a body that is gone is not vacant: it went with the body.
        if not running and (role["closed_on"] is None or role["closed_on"] > valid_on):
            ended = max((a["until"] + timedelta(days=1) for a in known), default=role["established_on"])
            rows.append({**_VACANT, **role, "vacant_since": ended, "state_nl": "vacant"})
    return Register(title=ROLES.title, columns=_COLUMNS, rows=tuple(rows))


_VACANT: dict[str, Any] = dict.fromkeys(
    ("assignment", "party", "party_name", "person", "person_name", "start", "until")
)
_COLUMNS = (
    Column("role_name", "Rol"),
    Column("body_name", "Overleg"),
    Column("party_name", "Partij"),
    Column("person_name", "Persoon"),
    Column("start", "Vanaf"),
    Column("until", "Tot en met"),
    Column("state_nl", "Stand"),
)
ROLES = ReadModel(
    name="roles",
    version=1,
    title="Rollenregister",
    tables=(ASSIGNMENTS, ESTABLISHED, CLOSED, NAMES.table),
    handlers=merge_handlers(
        {
            RoleEstablished: _established,
            RoleAssigned: _assigned,
            RoleAssignmentEnded: _ended,
            BodyClosed: _body_closed,
        },
        NAMES.handlers,
    ),
    register=_register,
)
