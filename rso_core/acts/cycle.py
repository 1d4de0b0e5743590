"""The policy cycle (S10)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, named
from rso_core.domain.cycle import Needs


@named("set-moment")
@attrs.frozen(kw_only=True)
class SetMoment(Act):
    """Set a moment of a policy cycle, with the window in which it is due."""

    cycle: str = field("identifier of the policy cycle, such as 2026")
    moment: str = field("identifier of the moment, unique within the cycle")
    name: str = field("name, such as monitoring")
    opens: date = field("first day of the window")
    closes: date = field("last day of the window")
    body: str = field("body that serves it")
    needs: Needs = field("meeting or decision", default=Needs.MEETING)


@named("move-moment")
@attrs.frozen(kw_only=True)
class MoveMoment(Act):
    """Give a moment of a policy cycle another window."""

    cycle: str = field("identifier of the policy cycle, such as 2026")
    moment: str = field("identifier of the moment")
    opens: date = field("first day of the window")
    closes: date = field("last day of the window")
    on: date = field("day on which this was decided")
    reason: str = field("why")


@named("serve-moment")
@attrs.frozen(kw_only=True)
class ServeMoment(Act):
    """Link a meeting or a decision to the moment of the policy cycle that it serves."""

    cycle: str = field("identifier of the policy cycle, such as 2026")
    moment: str = field("identifier of the moment")
    meeting: str | None = field("meeting that serves it", default=None)
    decision: str | None = field("decision that serves it", default=None)
