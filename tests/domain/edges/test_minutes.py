"""Minutes: of a held meeting, approved in a later one, corrected with who was missed."""

from acts_of_a_region import START, mandate, set_up
from domain.deciding import Edge, Trial, table
from domain.edges.meeting_acts import MET, held, meeting, planned
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import Attendee

OF_HELD = "minutes.of_held_meeting"
LATER = "minutes.approved_later"
BELONGS = "meeting.attendee_belongs"
REPRESENTED = "party.represented"
KNOWN = "record.known"

DRAW_UP = acts.DrawUpMinutes(meeting="v1", document="v.pdf", on=MET)
OTHER = set_up("breed", place=2, chair=None)
HELD: tuple[Act, ...] = (*REGION, OTHER, *meeting("v1", parties=("prov", "gem-a")))
DRAWN: tuple[Act, ...] = (*HELD, DRAW_UP)
DRAWING = Trial(HELD, DRAW_UP)
APPROVE = acts.ApproveMinutes(meeting="v1", in_meeting="v2")
APPROVING = Trial((*DRAWN, *meeting("v2", MET + DAY)), APPROVE)
MISSED = Attendee(person="p-3", party="gem-b")
CORRECTING = Trial(
    DRAWN,
    acts.CorrectMinutes(meeting="v1", correction="Vergeten", missed=(MISSED,)),
)
PERSON: tuple[Act, ...] = (acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START), mandate("gem-a", "p-4"))
MERGED = acts.MergeBody(body="overleg", into="breed", on=MET + DAY, reason="R")
LATER_THERE: tuple[Act, ...] = (planned("v3", MET + DAY, "breed"), held("v3", MET + DAY, chair=None))

EDGES = [
    DRAWING.allowed(OF_HELD, "minutes are of the day of the meeting"),
    DRAWING.refused(OF_HELD, "minutes are not of the day before", on=MET - DAY, facts={"held_on": MET}),
    DRAWING.refused(OF_HELD, "minutes are drawn up once", after=[DRAW_UP]),
    DRAWING.refused(OF_HELD, "no minutes of a planned meeting", meeting="v2", after=[planned("v2")]),
    DRAWING.refused(
        OF_HELD, "no minutes of a cancelled meeting", meeting="v2",
        after=[planned("v2"), acts.CancelMeeting(meeting="v2", on=MET, reason="R")],
    ),
    APPROVING.allowed(LATER, "minutes are approved in the meeting of the day after"),
    Trial((*DRAWN, *meeting("v2", MET)), APPROVE).refused(
        LATER, "minutes are not approved in a meeting of the same day",
    ),
    APPROVING.refused(LATER, "minutes are not approved in their own meeting", in_meeting="v1"),
    Trial((*HELD, *meeting("v2", MET + DAY)), APPROVE).refused(LATER, "what was not drawn up is not approved"),
    APPROVING.refused(LATER, "minutes are approved once", after=[APPROVE], facts={"approved_in": "v2"}),
    Trial((*DRAWN, planned("v2", MET + DAY)), APPROVE).refused(
        LATER, "minutes are not approved in a meeting that was not held",
    ),
    APPROVING.refused(LATER, "minutes are not approved in another body", in_meeting="v3", after=LATER_THERE),
    Trial((*DRAWN, MERGED, *LATER_THERE), acts.ApproveMinutes(meeting="v1", in_meeting="v3")).allowed(
        LATER, "minutes are approved where the body went up to",
    ),
    CORRECTING.allowed(OF_HELD, "minutes are corrected"),
    Trial(HELD, CORRECTING.act).refused(OF_HELD, "what was not drawn up is not corrected", facts={"held_on": MET}),
    Trial((*DRAWN, *meeting("v2", MET + DAY), APPROVE), CORRECTING.act).allowed(
        OF_HELD, "approved minutes are corrected",
    ),
    CORRECTING.allowed(BELONGS, "nobody needs to have been missed", missed=()),
    CORRECTING.refused(BELONGS, "who was present was not missed", missed=(Attendee(person="p-2", party="gem-a"),)),
    CORRECTING.refused(
        BELONGS, "who is missed is missed once", missed=(MISSED, MISSED),
    ),
    CORRECTING.refused(
        REPRESENTED, "who is missed represents the party", after=PERSON,
        missed=(Attendee(person="p-4", party="gem-b"),),
    ),
    CORRECTING.allowed(
        REPRESENTED, "a second person of a party is missed", after=PERSON,
        missed=(Attendee(person="p-4", party="gem-a"),),
    ),
    CORRECTING.refused(KNOWN, "who is missed is known", missed=(Attendee(person="p-8", party="gem-b"),)),
    CORRECTING.refused(KNOWN, "for whom one is missed is known", missed=(Attendee(person="p-3", party="gem-x"),)),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
