"""Handover of a role (S6)."""

from datetime import date

from rso_core.domain.act import Act, act, field
from rso_core.domain.references import AssignmentId, HandoverId, PartyId, PersonId, RoleId


@act("announce-handover", source="S6")
class AnnounceHandover(Act):
    """Announce that the holder of a role will be succeeded."""

    handover: HandoverId = field("identifier of the handover")
    role: RoleId = field("identifier of the role")
    assignment: AssignmentId = field("assignment that is handed over")
    successor: PersonId = field("person who takes over")
    takes_over_on: date = field("first day of the successor")
    on: date = field("day of the announcement")
    reason: str = field("why")
    party: PartyId | None = field("party of the successor; that of the holder when left out", default=None)


@act("start-handover", source="S6")
class StartHandover(Act):
    """Start a handover: the open matters of the body become its checklist."""

    handover: HandoverId = field("identifier of the handover")
    on: date = field("day on which it starts")
    matters: tuple[str, ...] = field("further matters for the checklist", default=())


@act("hand-over-matter", source="S6")
class HandOverMatter(Act):
    """Tick a matter of the checklist of a handover."""

    handover: HandoverId = field("identifier of the handover")
    matter: str = field("the matter, as it stands on the checklist")
    on: date = field("day on which it was handed over")
    note: str = field("where it stands", default="")


@act("accept-handover", source="S6")
class AcceptHandover(Act):
    """The successor accepts the role: the old assignment ends and the new one starts."""

    handover: HandoverId = field("identifier of the handover")
    assignment: AssignmentId = field("identifier of the new assignment")
    on: date = field("day of the acceptance")
    deputy: PersonId | None = field("person who stands in for the successor", default=None)


@act("call-off-handover", source="S6")
class CallOffHandover(Act):
    """Call a handover off; the holder stays."""

    handover: HandoverId = field("identifier of the handover")
    on: date = field("day")
    reason: str = field("why")
