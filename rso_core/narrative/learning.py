"""What each event tells about how things are called: a line per event class."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from rso_core.domain.action import ActionAgreed, ActionHandedOn
from rso_core.domain.body_events import (
    BodyMergedIn,
    BodyRenamed,
    BodyRepositioned,
    BodyRescoped,
    BodySetUp,
    SeatTaken,
)
from rso_core.domain.covenant_events import AmendmentProposed, ConsultationOpened, CovenantDrafted, MatterInherited
from rso_core.domain.cycle import MomentSet
from rso_core.domain.decision import DecisionTaken
from rso_core.domain.effort import EffortAgreed, EffortCommitted
from rso_core.domain.evaluation import EvaluationOpened, FindingMade, InputGiven, Recommended
from rso_core.domain.event import Event
from rso_core.domain.handover import HandoverAnnounced
from rso_core.domain.meeting_events import AgendaItemAdded, MeetingHeld, MeetingMoved, MeetingPlanned, MeetingSkipped
from rso_core.domain.party import MandateGranted, PartyRegistered
from rso_core.domain.person import PersonCorrected, PersonRegistered
from rso_core.domain.project import MilestoneSet, ProjectProposed
from rso_core.domain.role import RoleAssigned, RoleEstablished
from rso_core.domain.signal import SignalRaised
from rso_core.domain.theme import ThemeNamed

Learnt = tuple[str, tuple[str, ...], Callable[[Any], Any]]
"""What an event tells: of which kind of thing, the fields with its identifier, and what is kept of it."""


def _itself(event: Any) -> Any:
    return event


_PROFILE: Learnt = ("body", ("body",), attrgetter("profile.name"))
LEARNT: Mapping[type[Event], tuple[Learnt, ...]] = {
    PartyRegistered: (("party", ("party",), attrgetter("name")),),
    PersonRegistered: (("person", ("person",), attrgetter("name")),),
    PersonCorrected: (("person", ("person",), attrgetter("name")),),
    MandateGranted: (("mandate", ("party", "mandate"), _itself),),
    RoleEstablished: (("role", ("role",), attrgetter("name")),),
    RoleAssigned: (("assignment", ("role", "assignment"), _itself),),
    HandoverAnnounced: (("handover", ("handover",), attrgetter("role")),),
    ThemeNamed: (("theme", ("theme",), attrgetter("name")),),
    CovenantDrafted: (("covenant", ("covenant",), attrgetter("title")),),
    MatterInherited: (("inherited", ("covenant", "matter"), attrgetter("title")),),
    ConsultationOpened: (("consultation", ("covenant", "consultation"), attrgetter("question")),),
    AmendmentProposed: (("amendment", ("covenant", "amendment"), attrgetter("title")),),
    BodySetUp: (_PROFILE,),
    BodyRepositioned: (_PROFILE,),
    BodyRescoped: (_PROFILE,),
    BodyRenamed: (_PROFILE,),
    BodyMergedIn: (_PROFILE,),
    SeatTaken: (("seat", ("body", "seat"), _itself),),
    MeetingPlanned: (("meeting", ("meeting",), attrgetter("title")), ("day", ("meeting",), attrgetter("on"))),
    MeetingMoved: (("day", ("meeting",), attrgetter("on")),),
    MeetingHeld: (("day", ("meeting",), attrgetter("held_on")),),
    MeetingSkipped: (("skipped", ("meeting",), _itself),),
    AgendaItemAdded: (("item", ("meeting", "item.id"), attrgetter("item.title")),),
    DecisionTaken: (("decision", ("decision",), _itself),),
    ActionAgreed: (("action", ("action",), attrgetter("title")), ("does", ("action",), attrgetter("party"))),
    ActionHandedOn: (("does", ("action",), attrgetter("party")),),
    SignalRaised: (("signal", ("signal",), attrgetter("title")),),
    ProjectProposed: (("project", ("project",), _itself),),
    MilestoneSet: (("milestone", ("project", "milestone"), attrgetter("title")),),
    EffortCommitted: (("commitment", ("effort", "commitment"), _itself),),
    EffortAgreed: (("effort", ("effort",), _itself),),
    MomentSet: (("moment", ("cycle", "moment"), attrgetter("name")),),
    EvaluationOpened: (("evaluation", ("evaluation",), attrgetter("title")),),
    InputGiven: (("input", ("evaluation", "input"), attrgetter("title")),),
    FindingMade: (("finding", ("evaluation", "finding"), attrgetter("text")),),
    Recommended: (("recommendation", ("evaluation", "recommendation"), attrgetter("text")),),
}
PROFILE_EVENTS = BodySetUp | BodyRepositioned | BodyRescoped | BodyRenamed | BodyMergedIn
"""Events that carry a whole profile of a body."""
