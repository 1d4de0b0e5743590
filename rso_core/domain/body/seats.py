"""Which persons take part in a body for its members (S3)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.body.members import BODY_MEMBER_PARTY
from rso_core.domain.body.state import Body, Seat
from rso_core.domain.checked_types import Text
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party, require_representation
from rso_core.domain.person import Person, require_not_erased
from rso_core.domain.references import BodyId, PartyId, PersonId, SeatId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import Period, Rank, period, require_new_part
from rso_core.dutch.days import in_words, until_words
from rso_core.dutch.sentences import because, in_sentences
from rso_core.dutch.vocabulary import dutch

BODY_SEAT = Rule(
    id="body.seat",
    source="S3",
    en="A seat is taken by one person at a time, as the rank that the covenant asks; a deputy stands in for a seat "
    "of the same party.",
    nl="Iemand neemt één keer tegelijk deel, in de hoedanigheid die het convenant vraagt; een plaatsvervanger "
    "vervangt een deelnemer van dezelfde partij.",
    remedy_en="Correct person, rank or deputy, or let the earlier seat end first.",
    remedy_nl="Verbeter persoon, hoedanigheid of plaatsvervanger, of beëindig eerst de eerdere deelname.",
)
BODY_SEAT_RUNS = Rule(
    id="body.seat_runs",
    source="S3",
    en="Only a running seat is left, once and on a day within its period.",
    nl="Alleen een lopende deelname wordt beëindigd, één keer en op een dag binnen haar periode.",
    remedy_en="Name a running seat of this body and a day within its period.",
    remedy_nl="Noem een lopende deelname van dit overleg en een dag binnen haar periode.",
)


@event("body.seat_taken")
class SeatTaken(Event):
    """A person takes part in the body for a party, or stands in for who does."""

    body: BodyId = subject()
    seat: SeatId
    party: PartyId
    person: PersonId
    start: date
    until: date | None
    rank: Rank | None = None
    deputy_of: SeatId | None = None

    def apply(self, state: Body) -> Body:
        """One seat more."""
        seat = Seat(
            id=self.seat,
            party=self.party,
            person=self.person,
            period=Period(self.start, self.until),
            rank=self.rank,
            deputy_of=self.deputy_of,
        )
        return attrs.evolve(state, seats=(*state.seats, seat))

    def sentence(self, names: NameIndex) -> str:
        """Who takes part, for whom, and instead of whom."""
        rank = f" {dutch(self.rank)}" if self.rank else ""
        replaced: SeatTaken | None = names.first("seat", self.body, self.deputy_of) if self.deputy_of else None
        as_deputy = f", als plaatsvervanger van {names.person(replaced.person)}" if replaced else ""
        if self.deputy_of and not replaced:
            as_deputy = ", als plaatsvervanger"
        return in_sentences(
            f"{names.person(self.person)} neemt namens {names.party(self.party)}{rank} deel aan "
            f"{names.body(self.body)}{as_deputy}{until_words(self.until)}"
        )


@act("take-seat", source="S3")
class TakeSeat(Act):
    """A person takes part in a body for a member party, or stands in for who does."""

    body: BodyId = field("identifier of the body")
    seat: SeatId = field("identifier of the seat, unique within the body")
    party: PartyId = field("member party")
    person: PersonId = field("person who takes part")
    start: date = effective("first day")
    until: date | None = field("last day, left out for an open end", default=None)
    rank: Rank | None = field("board or official; as the body asks when left out", default=None)
    deputy_of: SeatId | None = field("seat for which this person stands in", default=None)

    def decide(self, body: Body, party: Party, person: Person) -> SeatTaken:
        """The person represents the member party on the first day, and has no other seat at the same time."""
        require_not_erased(person)
        require_new_part(self.seat, [seat.id for seat in body.seats], "seat")
        wanted = period(self.start, self.until)
        profile = body.profile_on(self.start)
        rank = self.rank or profile.rank
        if self.party not in profile.members:
            raise BODY_MEMBER_PARTY.refused(body=self.body, party=self.party, on=self.start, members=profile.members)
        twice = [seat.id for seat in body.seats if seat.person == self.person and seat.period.overlaps(wanted)]
        if twice or (profile.rank is not None and rank is not profile.rank) or not self._stands_in(body):
            raise BODY_SEAT.refused(
                body=self.body,
                person=self.person,
                seats_at_the_same_time=twice,
                rank=rank,
                rank_asked=profile.rank,
                deputy_of=self.deputy_of,
            )
        require_representation(party, self.person, self.start)
        return SeatTaken(
            body=self.body,
            seat=self.seat,
            party=self.party,
            person=self.person,
            start=self.start,
            until=self.until,
            rank=rank,
            deputy_of=self.deputy_of,
        )

    def _stands_in(self, body: Body) -> bool:
        return self.deputy_of is None or any(
            seat.id == self.deputy_of and seat.deputy_of is None and seat.period.covers(self.start)
            for seat in body.seats
            if seat.party == self.party
        )


@event("body.seat_left")
class SeatLeft(Event):
    """``last_day`` is the last day on which the person takes part."""

    body: BodyId = subject()
    seat: SeatId
    last_day: date
    reason: str

    def apply(self, state: Body) -> Body:
        """The seat has its last day."""
        return attrs.evolve(state, seats=tuple(self._ended(s) if s.id == self.seat else s for s in state.seats))

    def _ended(self, seat: Seat) -> Seat:
        return attrs.evolve(seat, period=Period(seat.period.start, self.last_day), ended=True)

    def sentence(self, names: NameIndex) -> str:
        """Who took part until then."""
        seat: SeatTaken | None = names.first("seat", self.body, self.seat)
        who = (
            f"{names.person(seat.person)} nam namens {names.party(seat.party)}"
            if seat
            else f"deelnemer {self.seat} nam"
        )
        return in_sentences(
            f"{who} tot en met {in_words(self.last_day)} deel aan {names.body(self.body)}", because(self.reason)
        )


@act("leave-seat", source="S3")
class LeaveSeat(Act):
    """A person takes part in a body no longer."""

    body: BodyId = field("identifier of the body")
    seat: SeatId = field("identifier of the seat")
    last_day: date = effective("last day")
    reason: Text = field("why it ends")

    def decide(self, body: Body) -> SeatLeft:
        """It runs, and ends on a day within its period."""
        known = next((seat for seat in body.seats if seat.id == self.seat), None)
        if known is None or known.ended or not known.period.covers(self.last_day):
            raise BODY_SEAT_RUNS.refused(
                body=self.body, seat=self.seat, last_day=self.last_day, period=known and known.period
            )
        return SeatLeft(body=self.body, seat=self.seat, last_day=self.last_day, reason=self.reason)
