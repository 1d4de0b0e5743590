"""Who holds a role, who stands in, and until when (S6)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field, later_field, needed
from rso_core.domain.checked_types import Text
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party, require_representation
from rso_core.domain.person import Person, require_not_erased
from rso_core.domain.references import AssignmentId, PartyId, PersonId, RoleId
from rso_core.domain.refusal import Rule
from rso_core.domain.role.state import ROLE_ASSIGNMENT_RUNS, Assignment, Role
from rso_core.domain.values import Period, period, require_new_part
from rso_core.dutch.days import in_words, until_words
from rso_core.dutch.sentences import because, in_sentences

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
ROLE_DEPUTY = Rule(
    id="role.deputy",
    source="S6",
    en="The deputy of a holder is someone else.",
    nl="De plaatsvervanger van een houder is een ander.",
    remedy_en="Name another person of the same party.",
    remedy_nl="Noem een andere persoon van dezelfde partij.",
)


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

    def apply(self, state: Role) -> Role:
        """One assignment more."""
        assignment = Assignment(
            id=self.assignment,
            party=self.party,
            person=self.person,
            period=Period(self.start, self.until),
            deputy=self.deputy,
        )
        return attrs.evolve(state, assignments=(*state.assignments, assignment))

    def sentence(self, names: NameIndex) -> str:
        """Someone holds it."""
        until = until_words(self.until)
        return in_sentences(
            f"{names.person(self.person)} vervult {names.role(self.role)} namens {names.party(self.party)}{until}",
            f"plaatsvervanger is {names.person(self.deputy)}" if self.deputy else "",
        )


def assign(
    role: Role,
    party: Party,
    *,
    assignment: AssignmentId,
    person: PersonId,
    start: date,
    until: date | None,
    deputy: PersonId | None,
) -> RoleAssigned:
    """A role that has room goes to a party and, on its behalf, to a person who represents it on the first day.

    Raises:
        Refused: RECORD_VALID_ID, RECORD_NEW, PERIOD_END_AFTER_START, ROLE_PARTY, ROLE_HOLDERS, PARTY_REPRESENTED, ROLE_DEPUTY.
    """
    require_new_part(assignment, [known.id for known in role.assignments], "assignment")
    wanted = period(start, until)
    allowed = not role.parties or party.id in role.parties
    ROLE_PARTY.unless(allowed, role=role.id, party=party.id, parties=role.parties)
    overlapping = [a for a in role.assignments if a.period.overlaps(wanted)]
    ROLE_HOLDERS.unless(
        _most_at_once(overlapping, wanted) < role.holders,
        role=role.id,
        holders_allowed=role.holders,
        wanted=wanted,
        held=[f"{a.person} for {a.party} {a.period}" for a in overlapping],
    )
    require_representation(party, person, start)
    if deputy is not None:
        _require_deputy(role, party, person, deputy, start)
    return RoleAssigned(
        role=role.id,
        assignment=assignment,
        party=party.id,
        person=person,
        start=start,
        until=until,
        deputy=deputy,
    )


def _most_at_once(assignments: list[Assignment], within: Period) -> int:
    """Largest number of assignments that hold on one day of the period.

    The number can only rise on a first day, so the first days are the days to look at.
    """
    days = [max(a.period.start, within.start) for a in assignments]
    return max((sum(a.period.covers(day) for a in assignments) for day in days), default=0)


def _require_deputy(role: Role, party: Party, person: PersonId, deputy: PersonId, on: date) -> None:
    """Refuse a deputy who is the holder, or who does not represent the same party."""
    ROLE_DEPUTY.unless(deputy != person, role=role.id, holder=person, deputy=deputy)
    require_representation(party, deputy, on)


@act("assign-role", source="S6")
class AssignRole(Act):
    """Assign a role to a party and, on its behalf, to a person."""

    role: RoleId = field("identifier of the role")
    assignment: AssignmentId = field("identifier of the assignment, unique within the role")
    party: PartyId = field("party that holds the role")
    person: PersonId = field("person who fulfils it on the party's behalf")
    start: date = effective("first day")
    until: date | None = field("last day, left out for an open end", default=None)
    deputy: PersonId | None = later_field("person of the same party who stands in", default=None)

    def decide(self, role: Role, party: Party, person: Person, deputy: Person | None) -> RoleAssigned:
        """Nobody who was erased is given a role."""
        for each in (person, deputy):
            if each is not None:
                require_not_erased(each)
        return assign(
            role,
            party,
            assignment=self.assignment,
            person=self.person,
            start=self.start,
            until=self.until,
            deputy=self.deputy,
        )


@event("role.deputy_named")
class DeputyNamed(Event):
    """From a day on this person stands in for the holder."""

    role: RoleId = subject()
    assignment: AssignmentId
    deputy: PersonId
    since: date

    def apply(self, state: Role) -> Role:
        """The assignment has this deputy."""
        return state.with_changed(self.assignment, lambda known: attrs.evolve(known, deputy=self.deputy))

    def sentence(self, names: NameIndex) -> str:
        """Someone stands in."""
        held: RoleAssigned | None = names.first("assignment", self.role, self.assignment)
        holder = f" van {names.person(held.person)}" if held else ""
        return in_sentences(f"{names.person(self.deputy)} is plaatsvervanger{holder} in {names.role(self.role)}")


@act("name-deputy", source="S6")
class NameDeputy(Act):
    """Name who stands in for the holder of a role."""

    role: RoleId = field("identifier of the role")
    assignment: AssignmentId = field("identifier of the assignment")
    deputy: PersonId = field("person of the same party")
    since: date = effective("day from which this holds")

    def decide(
        self,
        role: Role,
        deputy: Person,
        party: Party = needed(lambda act, role: role.running(act.assignment, act.since).party),
    ) -> DeputyNamed:
        """The deputy represents the party of the holder, and is someone else."""
        require_not_erased(deputy)
        holder = role.running(self.assignment, self.since).person
        _require_deputy(role, party, holder, self.deputy, self.since)
        return DeputyNamed(role=self.role, assignment=self.assignment, deputy=self.deputy, since=self.since)


@event("role.assignment_ended")
class RoleAssignmentEnded(Event):
    """``last_day`` is the last day on which the person holds the role."""

    role: RoleId = subject()
    assignment: AssignmentId
    last_day: date
    reason: str

    def apply(self, state: Role) -> Role:
        """The assignment holds until that day."""
        return state.with_changed(
            self.assignment,
            lambda known: attrs.evolve(known, period=Period(known.period.start, self.last_day), ended=True),
        )

    def sentence(self, names: NameIndex) -> str:
        """Someone holds it no longer."""
        held: RoleAssigned | None = names.first("assignment", self.role, self.assignment)
        who = f"de houder ({self.assignment})"
        if held is not None:
            who = f"{names.person(held.person)} ({names.party_alone(held.party)})"
        until = f"tot en met {in_words(self.last_day)}"
        return in_sentences(f"{who} vervulde {names.role(self.role)} {until}", self._why(names))

    def _why(self, names: NameIndex) -> str:
        """The record names a handover by its identifier, which a reader does not know."""
        kind, _, handover = self.reason.partition(" ")
        follows = kind == "Overdracht" and names.first("handover", handover)
        return "dat volgde uit de overdracht" if follows else because(self.reason)


def end(role: Role, *, assignment: AssignmentId, last_day: date, reason: str) -> RoleAssignmentEnded:
    """A running assignment ends, once.

    Raises:
        Refused: ROLE_ASSIGNMENT_RUNS.
    """
    known = role.assignment(assignment)
    if known is None or known.ended or not known.period.covers(last_day):
        raise ROLE_ASSIGNMENT_RUNS.refused(
            role=role.id, assignment=assignment, last_day=last_day, period=known and known.period
        )
    return RoleAssignmentEnded(role=role.id, assignment=assignment, last_day=last_day, reason=reason)


@act("end-assignment", source="S6")
class EndAssignment(Act):
    """End a role assignment."""

    role: RoleId = field("identifier of the role")
    assignment: AssignmentId = field("identifier of the assignment")
    last_day: date = effective("last day on which it holds")
    reason: Text = field("why it ends")

    def decide(self, role: Role) -> RoleAssignmentEnded:
        """It ends."""
        return end(role, assignment=self.assignment, last_day=self.last_day, reason=self.reason)
