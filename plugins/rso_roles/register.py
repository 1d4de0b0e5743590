"""Tables and handlers of the role register: roles, assignments with deputy, and whether the holder still may."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from rso_core.calendar_days import shifted
from rso_core.events import (
    BodyClosed,
    DeputyNamed,
    MandateGranted,
    MandateWithdrawn,
    PersonLeft,
    RecordedEvent,
    RoleAssigned,
    RoleAssignmentEnded,
    RoleEstablished,
    Scope,
)
from rso_core.projection import Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, number, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class RoleRow(RegisterRow, columns="role_name body_name party_name person_name deputy_name start until state_nl"):
    """A role with one who holds it; or a vacancy."""

    role: str = column("identifier of the role", key=True)
    role_name: str = derived("name of the role", heading="Rol")
    body: str | None = derived("body in which it is held")
    holders: int = derived("how many may hold it at a time")
    established_on: date = derived("day from which it exists")
    body_name: str | None = named("body", heading="Overleg")
    closed_on: date | None = derived("first day on which its body no longer exists")
    assignment: str | None = column("identifier of the assignment", key=True, default=None)
    party: str | None = column("party that holds the role", default=None)
    person: str | None = column("person who exercises it", default=None)
    deputy: str | None = column("person who stands in", default=None)
    start: date | None = column("first day", heading="Vanaf", default=None)
    until: date | None = column("last day", heading="Tot en met", default=None)
    party_name: str | None = named("party", heading="Partij", default=None)
    person_name: str | None = named("person", heading="Persoon", default=None)
    deputy_name: str | None = named(
        "person", "name of the person who stands in", of="deputy", heading="Plaatsvervanger", default=None
    )
    vacant_since: date | None = derived("day from which it is vacant", default=None)
    holder_left_on: date | None = derived("last day on which the holder could act for the party", default=None)
    state_nl: str = derived("how it stands, in words", heading="Stand")


ASSIGNMENTS = table_of(RoleRow, "roles_assignments", _METADATA, "a row per assignment of a role")
ESTABLISHED = table(
    "roles_established",
    _METADATA,
    "a row per role",
    key("role", "identifier of the role"),
    text("name", "name of the role"),
    text("body", "body in which it is held"),
    number("holders", "how many may hold it at a time"),
    day("established_on", "day from which it exists"),
)
CLOSED = table(
    "roles_closed_bodies",
    _METADATA,
    "a row per body that no longer exists",
    key("body", "identifier of the body"),
    day("closed_on", "first day on which it no longer exists"),
)
MANDATES = table(
    "roles_mandates",
    _METADATA,
    "a row per mandate to represent a party",
    key("party", "party that gave it"),
    key("mandate", "identifier of the mandate"),
    text("person", "person who received it"),
    day("start", "first day"),
    day("until", "last day"),
)
LEFT = table(
    "roles_left",
    _METADATA,
    "a row per person who left the organisation",
    key("party", "party that the person acted for"),
    key("person", "identifier of the person"),
    day("last_day", "last day in the organisation"),
)
NAMES = Names("roles", _METADATA)


def _granted(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MandateGranted)
    if Scope.REPRESENT in event.scopes:
        put(MANDATES)(rows, recorded)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    roles = found(
        connection,
        sa.select(
            ESTABLISHED.c.role,
            ESTABLISHED.c.name.label("role_name"),
            ESTABLISHED.c.body,
            ESTABLISHED.c.holders,
            ESTABLISHED.c.established_on,
            *NAMES.columns(RoleRow, ESTABLISHED),
            CLOSED.c.closed_on,
        )
        .outerjoin(CLOSED, CLOSED.c.body == ESTABLISHED.c.body)
        .where(ESTABLISHED.c.established_on <= valid_on)
        .order_by(ESTABLISHED.c.body.is_(None), ESTABLISHED.c.body, ESTABLISHED.c.role),
    )
    assignments: dict[str, list[Any]] = {}
    for row in found(
        connection,
        sa.select(ASSIGNMENTS, *NAMES.columns(RoleRow, ASSIGNMENTS))
        .where(ASSIGNMENTS.c.start <= valid_on)
        .order_by(ASSIGNMENTS.c.start, ASSIGNMENTS.c.assignment),
    ):
        assignments.setdefault(row["role"], []).append(row)
    may, left = _who_may_act(connection, valid_on)

    def tell(role: dict[str, Any]) -> Iterator[RoleRow]:
        known = assignments.get(role["role"], [])
        running = [a for a in known if a["until"] is None or a["until"] >= valid_on]
        for held in running:
            who = (held["party"], held["person"])
            since = None if who in may else left.get(who) or valid_on
            state = "vervuld" if since is None else "houder vertrokken"
            yield RoleRow(**{**role, **held}, holder_left_on=since, state_nl=state)
        # A role in a body that is gone is not vacant: it went with the body.
        if not running and (role["closed_on"] is None or role["closed_on"] > valid_on):
            ended = max((shifted(a["until"], timedelta(days=1)) for a in known), default=role["established_on"])
            yield RoleRow(**role, vacant_since=ended, state_nl="vacant")

    return told_register(RoleRow, ROLES.title, roles, tell)


def _who_may_act(connection: sa.Connection, valid_on: date) -> tuple[set[tuple[str, str]], dict[tuple[str, str], date]]:
    """Who represents a party on the day; and for who no longer does, the last day on which that was so."""
    left = {(row["party"], row["person"]): row["last_day"] for row in found(connection, sa.select(LEFT))}
    may: set[tuple[str, str]] = set()
    ended: dict[tuple[str, str], date] = {}
    for row in found(connection, sa.select(MANDATES).where(MANDATES.c.start <= valid_on)):
        who = (row["party"], row["person"])
        # A mandate that was given after somebody left is one of a return.
        gone = left[who] if who in left and row["start"] <= left[who] else None
        until = min((day_ for day_ in (row["until"], gone) if day_ is not None), default=None)
        if until is None or until >= valid_on:
            may.add(who)
        else:
            ended[who] = max(until, ended.get(who, until))
    return may, ended


ROLES = ReadModel(
    name="roles",
    version=2,
    title="Rollenregister",
    tables=(ASSIGNMENTS, ESTABLISHED, CLOSED, MANDATES, LEFT, NAMES.table),
    handlers=merge_handlers(
        {
            RoleEstablished: put(ESTABLISHED),
            RoleAssigned: put(ASSIGNMENTS),
            DeputyNamed: patch(ASSIGNMENTS),
            RoleAssignmentEnded: patch(ASSIGNMENTS, until=of("last_day")),
            BodyClosed: put(CLOSED),
            MandateGranted: _granted,
            MandateWithdrawn: patch(MANDATES, until=of("last_day")),
            PersonLeft: put(LEFT),
        },
        NAMES.handlers,
    ),
    register=_register,
)
