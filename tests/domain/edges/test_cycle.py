"""The policy cycle: moments with a window, served by what they ask for."""

from datetime import date
from typing import Any

from acts_of_a_region import set_up
from domain.deciding import Edge, Trial, record_of, table
from domain.edges.meeting_acts import MET, planned, taken
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import Needs

SERVED = "cycle.moment_served"
NEW, KNOWN = "record.new", "record.known"

OPENS, CLOSES = date(2026, 3, 1), date(2026, 3, 31)
C: dict[str, Any] = {"cycle": "2026"}


def moment(name: str = "beleid", needs: Needs = Needs.MEETING, body: str = "overleg") -> acts.SetMoment:
    return acts.SetMoment(**C, moment=name, name=name, opens=OPENS, closes=CLOSES, body=body, needs=needs)


GIVEN: tuple[Act, ...] = (
    *REGION, set_up("ander", place=2, chair=None), moment(), moment("besluit", Needs.DECISION), planned("v1"),
    planned("v2", body="ander"), *taken("d"), *taken("e", body="ander"),
)  # fmt: skip
BY_MEETING = Trial(GIVEN, acts.ServeMoment(**C, moment="beleid", meeting="v1"))
BY_DECISION = Trial(GIVEN, acts.ServeMoment(**C, moment="besluit", decision="d"))

EDGES = [
    Trial(REGION, moment()).refused(NEW, "a moment is set once a cycle", after=[moment()]),
    Trial(REGION, moment()).allowed(NEW, "a moment of another cycle has the same name", after=[moment()], cycle="2027"),
    BY_MEETING.allowed(SERVED, "a meeting serves a moment that asks a meeting"),
    BY_MEETING.refused(SERVED, "a decision does not serve a moment that asks a meeting", meeting=None, decision="d"),
    BY_MEETING.refused(SERVED, "a meeting and a decision are one too many", decision="d"),
    BY_MEETING.refused(SERVED, "nothing serves nothing", meeting=None),
    BY_MEETING.refused(SERVED, "a meeting of another body does not serve it", meeting="v2"),
    BY_MEETING.refused(SERVED, "a meeting serves a moment once", after=[BY_MEETING.act], facts={"served_by": ("v1",)}),
    BY_MEETING.allowed(SERVED, "a second meeting serves it too", after=[BY_MEETING.act], meeting="m-d"),
    BY_DECISION.allowed(SERVED, "a decision serves a moment that asks a decision", facts={"on": MET}),
    BY_DECISION.refused(SERVED, "a meeting does not serve a moment that asks a decision", meeting="v1", decision=None),
    BY_DECISION.refused(SERVED, "a decision of another body does not serve it", decision="e"),
    BY_DECISION.refused(SERVED, "a decision serves a moment once", after=[BY_DECISION.act]),
    BY_DECISION.refused(SERVED, "where a decision is asked nothing serves nothing", decision=None),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def test_a_moment_holds_from_the_day_of_recording_or_from_its_window() -> None:
    for recorded_on, effective in ((OPENS - DAY, OPENS - DAY), (OPENS, OPENS), (OPENS + DAY, OPENS)):
        assert record_of(REGION).perform(moment(), recorded_on)[0].effective == effective
    for recorded_on, effective in ((MET - DAY, MET - DAY), (MET, MET), (MET + DAY, MET)):
        assert record_of(GIVEN).perform(BY_MEETING.act, recorded_on)[0].effective == effective
