"""The policy cycle: its moments with their windows, and the meetings and decisions that serve them (S10)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.decision import Decision
from rso_core.domain.event import Event, event, subject
from rso_core.domain.meeting import Meeting
from rso_core.domain.references import BodyId, CycleId, DecisionId, MeetingId, MomentId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, Period, period, require_id, require_text

CYCLE_MOMENT_SERVED = Rule(
    id="cycle.moment_served",
    source="S10",
    en="A moment of the policy cycle is served by a meeting or decision of its body, each named once, as it asks.",
    nl="Een moment van de beleidscyclus wordt bediend door een vergadering of besluit van zijn overleg, elk één keer "
    "genoemd, zoals het moment vraagt.",
    remedy_en="Name a meeting for a moment that asks a meeting, a decision for one that asks a decision, of its body.",
    remedy_nl="Noem een vergadering waar een vergadering wordt gevraagd, een besluit waar een besluit wordt gevraagd, "
    "van het overleg van dat moment.",
)


class Needs(StrEnum):
    """What a moment asks for before its window closes."""

    MEETING = "meeting"
    DECISION = "decision"


@attrs.frozen(kw_only=True)
class Moment:
    """A moment of the cycle: its window, the body that serves it, and what it was served by."""

    id: str
    window: Period
    body: str
    needs: Needs
    served_by: tuple[str, ...] = ()


@concept("cycle")
@attrs.frozen(kw_only=True)
class Cycle:
    """State of one policy cycle."""

    id: str
    moments: Mapping[str, Moment] = attrs.field(factory=dict)


@event("cycle.moment_set")
class MomentSet(Event):
    """The cycle has a moment, with a window that includes both days."""

    cycle: CycleId = subject()
    moment: MomentId
    name: str
    opens: date
    closes: date
    body: BodyId
    needs: Needs


@event("cycle.moment_moved")
class MomentMoved(Event):
    """The window of a moment is another."""

    cycle: CycleId = subject()
    moment: MomentId
    opens: date
    closes: date
    reason: str


@event("cycle.moment_linked")
class MomentLinked(Event):
    """A meeting or decision serves a moment."""

    cycle: CycleId = subject()
    moment: MomentId
    meeting: MeetingId | None
    decision: DecisionId | None
    on: date


CycleEvent = MomentSet | MomentMoved | MomentLinked


def evolve(state: Cycle | None, event: CycleEvent) -> Cycle:
    """Fold one event into the cycle."""
    cycle = state or Cycle(id=event.cycle)
    match event:
        case MomentSet():
            moment = Moment(
                id=event.moment, window=Period(event.opens, event.closes), body=event.body, needs=event.needs
            )
        case MomentMoved():
            moment = attrs.evolve(cycle.moments[event.moment], window=Period(event.opens, event.closes))
        case MomentLinked():
            known = cycle.moments[event.moment]
            moment = attrs.evolve(known, served_by=(*known.served_by, event.meeting or event.decision or ""))
        case _:
            assert_never(event)
    return attrs.evolve(cycle, moments={**cycle.moments, moment.id: moment})


def set_moment(
    state: Cycle | None, *, cycle: str, moment: str, name: str, opens: date, closes: date, body: str, needs: Needs
) -> MomentSet:
    """Set a moment of a policy cycle (S10)."""
    require_id(cycle, "cycle")
    require_id(moment, "moment")
    require_text(name, "name of the moment")
    period(opens, closes)
    if state is not None and moment in state.moments:
        raise RECORD_NEW.refused(moment=moment, cycle=cycle)
    return MomentSet(cycle=cycle, moment=moment, name=name, opens=opens, closes=closes, body=body, needs=needs)


def move_moment(state: Cycle, *, moment: str, opens: date, closes: date, reason: str) -> MomentMoved:
    """Give a moment another window, with the reason (S10)."""
    require_text(reason, "reason")
    period(opens, closes)
    _moment(state, moment)
    return MomentMoved(cycle=state.id, moment=moment, opens=opens, closes=closes, reason=reason)


def link(state: Cycle, *, moment: str, meeting: Meeting | None, decision: Decision | None) -> MomentLinked:
    """Link a meeting or a decision to the moment that it serves (S10)."""
    known = _moment(state, moment)
    named = [subject for subject in (meeting, decision) if subject is not None]
    fits = len(named) == 1 and (meeting is not None) is (known.needs is Needs.MEETING)
    if not fits or named[0].body != known.body or named[0].id in known.served_by:
        raise CYCLE_MOMENT_SERVED.refused(
            moment=moment,
            needs=known.needs,
            of_body=known.body,
            meeting=meeting and f"{meeting.id} ({meeting.body})",
            decision=decision and f"{decision.id} ({decision.body})",
            served_by=known.served_by,
        )
    return MomentLinked(
        cycle=state.id,
        moment=moment,
        meeting=meeting.id if meeting else None,
        decision=decision.id if decision else None,
        on=meeting.on if meeting else decision.taken_on if decision else date.max,
    )


def _moment(state: Cycle, moment: str) -> Moment:
    if moment not in state.moments:
        raise RECORD_KNOWN.refused(unknown_moment=moment, moments=list(state.moments))
    return state.moments[moment]
