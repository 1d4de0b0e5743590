"""Roles: established by the covenant, held by a party and, on its behalf, by a person for a period (S6)."""

from datetime import date
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.party import Party, require_representation
from rso_core.domain.references import AssignmentId, BodyId, PartyId, PersonId, RoleId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, Period, period, require_id, require_text

ROLE_HOLDERS = Rule(
    id="role.holders",
    source="S6",
    en="A role has no more holders at a time than the covenant allows, one unless it says otherwise.",
    nl="Een rol heeft niet meer houders tegelijk dan het convenant toestaat, één tenzij het anders zegt.",
    remedy_en="End the earlier assignment first, or choose a period after it.",
    remedy_nl="Beëindig eerst de eerdere toewijzing, of kies een periode daarna.",
)
ROLE_PARTY = Rule(
    id="role.party",
    source="S6",
    en="A role that the covenant gives to certain parties is held on behalf of one of them.",
    nl="Een rol die het convenant aan bepaalde partijen geeft, wordt namens een van hen vervuld.",
    remedy_en="Assign the role to one of those parties.",
    remedy_nl="Wijs de rol toe aan een van die partijen.",
)
ROLE_ASSIGNMENT_RUNS = Rule(
    id="role.assignment_runs",
    source="S6",
    en="Only a running assignment of this role is ended, once and on a day within its period.",
    nl="Alleen een lopende toewijzing van deze rol wordt beëindigd, één keer en op een dag binnen haar periode.",
    remedy_en="Name a running assignment of this role and a day within its period.",
    remedy_nl="Noem een lopende toewijzing van deze rol en een dag binnen haar periode.",
)
ROLE_DEPUTY = Rule(
    id="role.deputy",
    source="S6",
    en="The deputy of a holder is someone else.",
    nl="De plaatsvervanger van een houder is een ander.",
    remedy_en="Name another person of the same party.",
    remedy_nl="Noem een andere persoon van dezelfde partij.",
)
ROLE_NUMBER_OF_HOLDERS = Rule(
    id="role.number_of_holders",
    source="S6",
    en="A role allows at least one holder.",
    nl="Een rol kent ten minste één houder.",
    remedy_en="Set the number of holders to 1 or more.",
    remedy_nl="Stel het aantal houders op 1 of meer.",
)


@attrs.frozen(kw_only=True)
class Assignment:
    """A party holds the role through a person for a period."""

    id: str
    party: str
    person: str
    period: Period
    ended: bool = False
    deputy: str | None = None


@concept("role")
@attrs.frozen(kw_only=True)
class Role:
    """State of one role and all assignments it has had."""

    id: str
    name: str
    body: str | None
    parties: tuple[str, ...]
    holders: int
    established_on: date
    assignments: tuple[Assignment, ...] = ()


@event("role.established")
class RoleEstablished(Event):
    """The covenant knows a role; ``parties`` limits who may hold it (empty: any party)."""

    role: RoleId = subject()
    name: str
    established_on: date
    body: BodyId | None = None
    parties: tuple[PartyId, ...] = ()
    holders: int = 1


@event("role.assigned")
class RoleAssigned(Event):
    """A party holds the role through a person, from ``start`` up to and including ``until``."""

    role: RoleId = subject()
    assignment: AssignmentId
    party: PartyId
    person: PersonId
    start: date
    until: date | None
    deputy: PersonId | None = None


@event("role.deputy_named")
class DeputyNamed(Event):
    """From a day on this person stands in for the holder."""

    role: RoleId = subject()
    assignment: AssignmentId
    deputy: PersonId
    since: date


@event("role.assignment_ended")
class RoleAssignmentEnded(Event):
    """``last_day`` is the last day on which the person holds the role."""

    role: RoleId = subject()
    assignment: AssignmentId
    last_day: date
    reason: str


RoleEvent = RoleEstablished | RoleAssigned | RoleAssignmentEnded | DeputyNamed


def evolve(state: Role | None, event: RoleEvent) -> Role:
    """Fold one event into the role."""
    if isinstance(event, RoleEstablished):
        return Role(
            id=event.role,
            name=event.name,
            body=event.body,
            parties=event.parties,
            holders=event.holders,
            established_on=event.established_on,
        )
    assert state is not None
    match event:
        case RoleAssigned():
            assignment = Assignment(
                id=event.assignment,
                party=event.party,
                person=event.person,
                period=Period(event.start, event.until),
                deputy=event.deputy,
            )
            return attrs.evolve(state, assignments=(*state.assignments, assignment))
        case DeputyNamed():
            return attrs.evolve(
                state,
                assignments=tuple(
                    attrs.evolve(a, deputy=event.deputy) if a.id == event.assignment else a for a in state.assignments
                ),
            )
        case RoleAssignmentEnded():
            return attrs.evolve(
                state,
                assignments=tuple(
                    attrs.evolve(a, period=Period(a.period.start, event.last_day), ended=True)
                    if a.id == event.assignment
                    else a
                    for a in state.assignments
                ),
            )
        case _:
            assert_never(event)


def establish(
    state: Role | None,
    *,
    role: str,
    name: str,
    on: date,
    body: str | None,
    parties: tuple[str, ...],
    holders: int,
) -> RoleEstablished:
    """Establish a role (S6)."""
    require_id(role, "role")
    require_text(name, "name of the role")
    if state is not None:
        raise RECORD_NEW.refused(role=role, name=state.name)
    if holders < 1:
        raise ROLE_NUMBER_OF_HOLDERS.refused(role=role, holders=holders)
    return RoleEstablished(role=role, name=name, established_on=on, body=body, parties=parties, holders=holders)


def assign(
    state: Role,
    party: Party,
    *,
    assignment: str,
    person: str,
    start: date,
    until: date | None,
    deputy: str | None = None,
) -> RoleAssigned:
    """Assign the role to a party and, on its behalf, to a person who represents it on the first day (S6).

    A deputy represents the same party, and is someone else.
    """
    require_id(assignment, "assignment")
    wanted = period(start, until)
    if any(known.id == assignment for known in state.assignments):
        raise RECORD_NEW.refused(assignment=assignment, role=state.id)
    if state.parties and party.id not in state.parties:
        raise ROLE_PARTY.refused(role=state.id, party=party.id, parties=state.parties)
    overlapping = [a for a in state.assignments if a.period.overlaps(wanted)]
    if _most_at_once(overlapping, wanted) >= state.holders:
        raise ROLE_HOLDERS.refused(
            role=state.id,
            holders_allowed=state.holders,
            wanted=wanted,
            held=[f"{a.person} for {a.party} {a.period}" for a in overlapping],
        )
    require_representation(party, person, start)
    if deputy is not None:
        _require_deputy(state, party, person, deputy, start)
    return RoleAssigned(
        role=state.id, assignment=assignment, party=party.id, person=person, start=start, until=until, deputy=deputy
    )


def name_deputy(state: Role, party: Party, *, assignment: str, deputy: str, since: date) -> DeputyNamed:
    """Name who stands in for the holder of a running assignment; ``party`` is that of the assignment (S6)."""
    known = running(state, assignment, since)
    _require_deputy(state, party, known.person, deputy, since)
    return DeputyNamed(role=state.id, assignment=assignment, deputy=deputy, since=since)


def running(state: Role, assignment: str, on: date) -> Assignment:
    """The assignment, when it runs on the day.

    Raises:
        Refused: ROLE_ASSIGNMENT_RUNS.
    """
    known = next((a for a in state.assignments if a.id == assignment), None)
    if known is None or not known.period.covers(on):
        raise ROLE_ASSIGNMENT_RUNS.refused(role=state.id, assignment=assignment, on=on, period=known and known.period)
    return known


def _require_deputy(state: Role, party: Party, person: str, deputy: str, on: date) -> None:
    if deputy == person:
        raise ROLE_DEPUTY.refused(role=state.id, holder=person, deputy=deputy)
    require_representation(party, deputy, on)


def end_assignment(state: Role, *, assignment: str, last_day: date, reason: str) -> RoleAssignmentEnded:
    """End a running assignment (S6)."""
    require_text(reason, "reason of the end")
    known = next((a for a in state.assignments if a.id == assignment), None)
    if known is None or known.ended or not known.period.covers(last_day):
        raise ROLE_ASSIGNMENT_RUNS.refused(
            role=state.id, assignment=assignment, last_day=last_day, period=known and known.period
        )
    return RoleAssignmentEnded(role=state.id, assignment=assignment, last_day=last_day, reason=reason)


def _most_at_once(assignments: list[Assignment], within: Period) -> int:
    """Largest number of assignments that hold on one day of the period.

    The number can only rise on a first day, so the first days are the days to look at.
    """
    days = [max(a.period.start, within.start) for a in assignments]
    return max((sum(a.period.covers(day) for a in assignments) for day in days), default=0)
