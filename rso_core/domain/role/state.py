"""What a role is: who may hold it, how many at a time, and every assignment it has had."""

from collections.abc import Callable
from datetime import date

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import AssignmentId, BodyId, PartyId, PersonId, RoleId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import Period

ROLE_ASSIGNMENT_RUNS = Rule(
    id="role.assignment_runs",
    source="S6",
    en="Only a running assignment of this role is ended, once and on a day within its period.",
    nl="Alleen een lopende toewijzing van deze rol wordt beëindigd, één keer en op een dag binnen haar periode.",
    remedy_en="Name a running assignment of this role and a day within its period.",
    remedy_nl="Noem een lopende toewijzing van deze rol en een dag binnen haar periode.",
)


@attrs.frozen(kw_only=True)
class Assignment:
    """A party holds the role through a person for a period."""

    id: AssignmentId
    party: PartyId
    person: PersonId
    period: Period
    ended: bool = False
    deputy: PersonId | None = None


@concept("role", dated=True)
@attrs.frozen(kw_only=True)
class Role:
    """State of one role and all assignments it has had."""

    id: RoleId
    name: str
    body: BodyId | None
    parties: tuple[PartyId, ...]
    holders: int
    established_on: date
    assignments: tuple[Assignment, ...] = ()

    def assignment(self, assignment: AssignmentId) -> Assignment | None:
        """One of its assignments, or None where it is not known."""
        return next((known for known in self.assignments if known.id == assignment), None)

    def running(self, assignment: AssignmentId, on: date) -> Assignment:
        """The assignment, when it runs on the day.

        Raises:
            Refused: ROLE_ASSIGNMENT_RUNS.
        """
        known = self.assignment(assignment)
        if known is None or not known.period.covers(on):
            raise ROLE_ASSIGNMENT_RUNS.refused(
                role=self.id, assignment=assignment, on=on, period=known and known.period
            )
        return known

    def with_changed(self, assignment: AssignmentId, change: Callable[[Assignment], Assignment]) -> "Role":
        """The role with another value for one of its assignments."""
        changed = tuple(change(known) if known.id == assignment else known for known in self.assignments)
        return attrs.evolve(self, assignments=changed)
