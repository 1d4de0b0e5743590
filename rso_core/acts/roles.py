"""Roles, deputies and handover (S6)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, later_field, named


@named("establish-role")
@attrs.frozen(kw_only=True)
class EstablishRole(Act):
    """Establish a role of the covenant."""

    role: str = field("identifier of the role")
    name: str = field("name of the role")
    on: date = field("day from which the role exists")
    body: str | None = field("body in which the role is held", default=None)
    parties: tuple[str, ...] = field("parties that may hold it; empty for any", default=())
    holders: int = field("how many may hold it at a time", default=1)


@named("assign-role")
@attrs.frozen(kw_only=True)
class AssignRole(Act):
    """Assign a role to a party and, on its behalf, to a person."""

    role: str = field("identifier of the role")
    assignment: str = field("identifier of the assignment, unique within the role")
    party: str = field("party that holds the role")
    person: str = field("person who fulfils it on the party's behalf")
    start: date = field("first day")
    until: date | None = field("last day, left out for an open end", default=None)
    deputy: str | None = later_field("person of the same party who stands in", default=None)


@named("name-deputy")
@attrs.frozen(kw_only=True)
class NameDeputy(Act):
    """Name who stands in for the holder of a role."""

    role: str = field("identifier of the role")
    assignment: str = field("identifier of the assignment")
    deputy: str = field("person of the same party")
    since: date = field("day from which this holds")


@named("end-assignment")
@attrs.frozen(kw_only=True)
class EndAssignment(Act):
    """End a role assignment."""

    role: str = field("identifier of the role")
    assignment: str = field("identifier of the assignment")
    last_day: date = field("last day on which it holds")
    reason: str = field("why it ends")


@named("announce-handover")
@attrs.frozen(kw_only=True)
class AnnounceHandover(Act):
    """Announce that the holder of a role will be succeeded."""

    handover: str = field("identifier of the handover")
    role: str = field("identifier of the role")
    assignment: str = field("assignment that is handed over")
    successor: str = field("person who takes over")
    takes_over_on: date = field("first day of the successor")
    on: date = field("day of the announcement")
    reason: str = field("why")
    party: str | None = field("party of the successor; that of the holder when left out", default=None)


@named("start-handover")
@attrs.frozen(kw_only=True)
class StartHandover(Act):
    """Start a handover: the open matters of the body become its checklist."""

    handover: str = field("identifier of the handover")
    on: date = field("day on which it starts")
    matters: tuple[str, ...] = field("further matters for the checklist", default=())


@named("hand-over-matter")
@attrs.frozen(kw_only=True)
class HandOverMatter(Act):
    """Tick a matter of the checklist of a handover."""

    handover: str = field("identifier of the handover")
    matter: str = field("the matter, as it stands on the checklist")
    on: date = field("day on which it was handed over")
    note: str = field("where it stands", default="")


@named("accept-handover")
@attrs.frozen(kw_only=True)
class AcceptHandover(Act):
    """The successor accepts the role: the old assignment ends and the new one starts."""

    handover: str = field("identifier of the handover")
    assignment: str = field("identifier of the new assignment")
    on: date = field("day of the acceptance")
    deputy: str | None = field("person who stands in for the successor", default=None)


@named("call-off-handover")
@attrs.frozen(kw_only=True)
class CallOffHandover(Act):
    """Call a handover off; the holder stays."""

    handover: str = field("identifier of the handover")
    on: date = field("day")
    reason: str = field("why")
