"""The policy cycle (S10)."""

from datetime import date

from rso_core.domain.act import Act, act, field
from rso_core.domain.cycle import Needs
from rso_core.domain.references import BodyId, CycleId, DecisionId, MeetingId, MomentId


@act("set-moment", source="S10")
class SetMoment(Act):
    """Set a moment of a policy cycle, with the window in which it is due."""

    cycle: CycleId = field("identifier of the policy cycle, such as 2026")
    moment: MomentId = field("identifier of the moment, unique within the cycle")
    name: str = field("name, such as monitoring")
    opens: date = field("first day of the window")
    closes: date = field("last day of the window")
    body: BodyId = field("body that serves it")
    needs: Needs = field("meeting or decision", default=Needs.MEETING)


@act("move-moment", source="S10")
class MoveMoment(Act):
    """Give a moment of a policy cycle another window."""

    cycle: CycleId = field("identifier of the policy cycle, such as 2026")
    moment: MomentId = field("identifier of the moment")
    opens: date = field("first day of the window")
    closes: date = field("last day of the window")
    on: date = field("day on which this was decided")
    reason: str = field("why")


@act("serve-moment", source="S10")
class ServeMoment(Act):
    """Link a meeting or a decision to the moment of the policy cycle that it serves."""

    cycle: CycleId = field("identifier of the policy cycle, such as 2026")
    moment: MomentId = field("identifier of the moment")
    meeting: MeetingId | None = field("meeting that serves it", default=None)
    decision: DecisionId | None = field("decision that serves it", default=None)
