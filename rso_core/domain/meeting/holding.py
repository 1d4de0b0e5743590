"""A meeting is held: who was present on whose behalf, and who chaired (S3, S4, S5, S6)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import attrs

from rso_core.domain.act import Act, act, effective, field, later_field, needed
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Text
from rso_core.domain.event import Event, context, event, subject
from rso_core.domain.meeting.state import (
    MEETING_OVERVIEW_FIRST,
    Attendee,
    Meeting,
    MeetingState,
    parties_of,
    persons_of,
)
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party, require_representation
from rso_core.domain.person import Person
from rso_core.domain.references import BodyId, MeetingId, NotChecked, PartyId, PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_happened
from rso_core.dutch.sentences import counted, in_sentences, labelled

MEETING_ATTENDEE_BELONGS = Rule(
    id="meeting.attendee_belongs",
    source="S3",
    en="A meeting is attended once per person, on behalf of a member party or as a guest; where a party has "
    "recorded seats, by who holds one.",
    nl="Een vergadering wordt per persoon één keer bijgewoond, namens een deelnemende partij of als gast; "
    "heeft een partij vaste deelnemers, dan door een van hen.",
    remedy_en="Name a member party of the body, or record the person as a guest.",
    remedy_nl="Noem een deelnemende partij van het overleg, of leg de persoon vast als gast.",
)
MEETING_CHAIR = Rule(
    id="meeting.chair",
    source="S6",
    en="A meeting is chaired by someone present on behalf of the party that the covenant names as chair.",
    nl="Een vergadering wordt voorgezeten door een aanwezige namens de partij die het convenant als voorzitter noemt.",
    remedy_en="Name a chair who attended on behalf of that party, or record the chair's attendance.",
    remedy_nl="Noem een voorzitter die namens die partij aanwezig was, of leg diens aanwezigheid vast.",
)


@event("meeting.held", never_precedes=("meeting.moved",))
class MeetingHeld(Event):
    """The meeting took place, with these present."""

    meeting: MeetingId = subject()
    body: BodyId = context()
    held_on: date
    chair: PersonId | None
    attendance: tuple[Attendee, ...]
    opened_with_overview: bool = False
    without_overview: str | None = None

    def apply(self, state: Meeting) -> Meeting:
        """A meeting that was held."""
        return attrs.evolve(
            state, state=MeetingState.HELD, on=self.held_on, chair=self.chair, attendance=self.attendance
        )

    def sentence(self, names: NameIndex) -> str:
        """Who chaired, how it opened, and who was present."""
        members = [(who.person, who.party) for who in self.attendance if not who.guest]
        guests = [(who.person, who.party) for who in self.attendance if who.guest]
        chair = f" onder voorzitterschap van {names.person(self.chair)}" if self.chair else ""
        were = f"{'was' if len(members) == 1 else 'waren'} {counted(len(members), 'deelnemer', 'deelnemers')}"
        opened = "zij opende met het voortgangsoverzicht" if self.opened_with_overview else ""
        return in_sentences(
            f"{names.meeting(self.meeting)} werd gehouden{chair}",
            opened or labelled("zij opende zonder voortgangsoverzicht", self.without_overview),
            f"aanwezig {were}: {names.persons(members)}" if members else "er waren geen deelnemers aanwezig",
            f"te gast {'was' if len(guests) == 1 else 'waren'} {names.persons(guests)}" if guests else "",
        )


@act("hold-meeting", source="S5")
class HoldMeeting(Act):
    """Record that a planned meeting took place, and who was present on whose behalf."""

    meeting: MeetingId = field("identifier of the meeting")
    held_on: date = effective("day on which it took place")
    attendance: tuple[Attendee, ...] = field("persons present, the party of each, and whether a guest")
    chair: Annotated[PersonId, NotChecked()] | None = field("person who chaired", default=None)
    without_overview: Text | None = later_field("motive for starting without the progress overview", default=None)

    def decide(
        self,
        meeting: Meeting,
        today: date,
        persons: Mapping[PersonId, Person] = needed(lambda act: persons_of(act.attendance)),
        body: Body = needed(lambda meeting: meeting.body),
        parties: Mapping[PartyId, Party] = needed(lambda act: parties_of(act.attendance)),
    ) -> MeetingHeld:
        """It still had to be held, and all who were present are known and belong there.

        Where the covenant names a party as chair, the chair is present on behalf of it. Where it asks for the progress
        overview first, the agenda opens with it, or ``without_overview`` gives the motive for starting without.
        """
        meeting.require_planned()
        require_happened(self.held_on, today, "meeting")
        profile = body.profile_on(self.held_on)
        if profile.overview_first and not meeting.opens_with_overview and self.without_overview is None:
            raise MEETING_OVERVIEW_FIRST.refused(
                meeting=self.meeting, body=body.id, agenda=[item.title for item in meeting.agenda]
            )
        require_attendance(self.meeting, body, parties, attendance=self.attendance, held_on=self.held_on)
        self._require_chair(profile.chair)
        return MeetingHeld(
            meeting=self.meeting,
            body=meeting.body,
            held_on=self.held_on,
            chair=self.chair,
            attendance=self.attendance,
            opened_with_overview=meeting.opens_with_overview and self.without_overview is None,
            without_overview=self.without_overview,
        )

    def _require_chair(self, chair_party: PartyId | None) -> None:
        on_behalf_of = {who.person: who.party for who in self.attendance if not who.guest}
        if self.chair is None:
            wrong = chair_party is not None
        else:
            wrong = self.chair not in on_behalf_of or chair_party not in (None, on_behalf_of[self.chair])
        if wrong:
            raise MEETING_CHAIR.refused(
                meeting=self.meeting,
                chair=self.chair,
                chair_present_for=on_behalf_of.get(self.chair or ""),
                chair_party=chair_party,
            )


def require_attendance(
    meeting: MeetingId, body: Body, parties: Mapping[PartyId, Party], *, attendance: tuple[Attendee, ...], held_on: date
) -> None:
    """Refuse attendance of who does not belong there: twice, for no member, without a seat or without mandate.

    Where the seats of a party are recorded, it is represented by who has one, deputies included.

    Raises:
        Refused: MEETING_ATTENDEE_BELONGS, PARTY_REPRESENTED.
    """
    members = body.profile_on(held_on).members
    seen: set[str] = set()
    for attendee in attendance:
        seats = [seat.person for seat in body.seats_of(attendee.party, held_on)]
        may = attendee.guest or (attendee.party in members and (not seats or attendee.person in seats))
        if attendee.person in seen or not may:
            raise MEETING_ATTENDEE_BELONGS.refused(
                meeting=meeting, person=attendee.person, party=attendee.party, seats=seats, members=members
            )
        seen.add(attendee.person)
        require_representation(parties[attendee.party], attendee.person, held_on)
