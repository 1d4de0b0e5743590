"""The policy cycle (S10)."""

from datetime import date

from rso_core import acts
from rso_core.domain import cycle
from rso_core.use_cases.facts import BODY, CYCLE, DECISION, MEETING, Facts, arguments, records


@records(acts.SetMoment)
def set_moment(facts: Facts, act: acts.SetMoment, today: date) -> None:
    """The cycle has a moment, to be served by a known body; it holds from the day of recording, or from its window."""
    facts.get(BODY, act.body)
    event = cycle.set_moment(facts.find(CYCLE, act.cycle), **arguments(act))
    facts.record(CYCLE, act.cycle, event, min(today, act.opens))


@records(acts.MoveMoment)
def move_moment(facts: Facts, act: acts.MoveMoment, today: date) -> None:
    """A moment gets another window."""
    event = cycle.move_moment(facts.get(CYCLE, act.cycle), **arguments(act, "cycle", "on"))
    facts.record(CYCLE, act.cycle, event, act.on)


@records(acts.ServeMoment)
def serve_moment(facts: Facts, act: acts.ServeMoment, today: date) -> None:
    """A meeting or decision serves a moment; a planned meeting is linked from the day of recording."""
    event = cycle.link(
        facts.get(CYCLE, act.cycle),
        moment=act.moment,
        meeting=facts.get(MEETING, act.meeting) if act.meeting else None,
        decision=facts.get(DECISION, act.decision) if act.decision else None,
    )
    facts.record(CYCLE, act.cycle, event, min(today, event.on))
