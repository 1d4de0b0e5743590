"""Composition of a body: which parties may be members, and which persons take a seat for them (S3)."""

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from rso_core.domain.body import Body
from rso_core.domain.body_events import BodyRepositioned, Profile, SeatLeft, SeatTaken
from rso_core.domain.party import Party, require_representation
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, Period, Rank, period, require_id, require_text

BODY_COMPOSITION = Rule(
    id="body.composition",
    source="S3",
    en="A body is composed as the covenant says: which parties must be members, of which kind, and how many.",
    nl="Een overleg is samengesteld zoals het convenant zegt: welke partijen, van welke soort, en hoeveel.",
    remedy_en="Change the members, or first the rule of composition of the body.",
    remedy_nl="Wijzig de leden, of eerst de regel voor de samenstelling van het overleg.",
)
BODY_MEMBER_PARTY = Rule(
    id="body.member_party",
    source="S3",
    en="A party joins a body once, and takes seats in it or leaves it only as a member.",
    nl="Een partij treedt één keer toe tot een overleg, en neemt er alleen als lid aan deel of treedt als lid uit.",
    remedy_en="Name a party that is a member on that day, or let it join first.",
    remedy_nl="Noem een partij die op die dag lid is, of laat haar eerst toetreden.",
)
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


def require_composition(profile: Profile, parties: Mapping[str, Party]) -> None:
    """Refuse members that the covenant's rules of composition do not allow.

    Args:
        parties: the members, by id.

    Raises:
        Refused: BODY_COMPOSITION.
    """
    missing = [p for p in profile.required_members if p not in profile.members]
    other = [p for p in profile.members if profile.members_from and parties[p].kind not in profile.members_from]
    count = len(profile.members)
    too_few = profile.fewest_members is not None and count < profile.fewest_members
    too_many = profile.most_members is not None and count > profile.most_members
    if missing or other or too_few or too_many:
        raise BODY_COMPOSITION.refused(
            body=profile.name,
            must_be_member=missing,
            of_another_kind=other,
            members=count,
            fewest=profile.fewest_members,
            most=profile.most_members,
        )


def join(state: Body, *, party: str, since: date) -> BodyRepositioned:
    """A party becomes a member of a body (S3)."""
    profile = state.profile_on(since)
    if party in profile.members:
        raise BODY_MEMBER_PARTY.refused(body=state.id, party=party, since=since, already_member=True)
    return BodyRepositioned(
        body=state.id, profile=attrs.evolve(profile, members=(*profile.members, party)), since=since
    )


def leave(state: Body, *, party: str, since: date) -> BodyRepositioned:
    """A party is no longer a member of a body from a day on (S3)."""
    profile = state.profile_on(since)
    if party not in profile.members or party == profile.chair:
        raise BODY_MEMBER_PARTY.refused(body=state.id, party=party, since=since, chair=profile.chair)
    members = tuple(p for p in profile.members if p != party)
    return BodyRepositioned(body=state.id, profile=attrs.evolve(profile, members=members), since=since)


def take_seat(
    state: Body,
    party: Party,
    *,
    seat: str,
    person: str,
    start: date,
    until: date | None,
    rank: Rank | None,
    deputy_of: str | None,
) -> SeatTaken:
    """A person takes part in a body for a member party that he or she represents on the first day (S3)."""
    require_id(seat, "seat")
    wanted = period(start, until)
    profile = state.profile_on(start)
    rank = rank or profile.rank
    if any(known.id == seat for known in state.seats):
        raise RECORD_NEW.refused(seat=seat, body=state.id)
    if party.id not in profile.members:
        raise BODY_MEMBER_PARTY.refused(body=state.id, party=party.id, on=start, members=profile.members)
    twice = [s.id for s in state.seats if s.person == person and s.period.overlaps(wanted)]
    if (
        twice
        or (profile.rank is not None and rank is not profile.rank)
        or not _stands_in(state, party, deputy_of, start)
    ):
        raise BODY_SEAT.refused(
            body=state.id,
            person=person,
            seats_at_the_same_time=twice,
            rank=rank,
            rank_asked=profile.rank,
            deputy_of=deputy_of,
        )
    require_representation(party, person, start)
    return SeatTaken(
        body=state.id,
        seat=seat,
        party=party.id,
        person=person,
        start=start,
        until=until,
        rank=rank,
        deputy_of=deputy_of,
    )


def leave_seat(state: Body, *, seat: str, last_day: date, reason: str) -> SeatLeft:
    """A person takes part no longer (S3)."""
    require_text(reason, "reason")
    known = next((s for s in state.seats if s.id == seat), None)
    if known is None or known.ended or not known.period.covers(last_day):
        raise BODY_SEAT_RUNS.refused(body=state.id, seat=seat, last_day=last_day, period=known and known.period)
    return SeatLeft(body=state.id, seat=seat, last_day=last_day, reason=reason)


def seats_that_move(state: Body, into: Body, *, on: date, parties: tuple[str, ...]) -> Iterator[SeatTaken]:
    """Seats that move along when a body goes up into another: those that run on, of persons without a seat there.

    A seat whose identifier is taken there gets that of the body that went up before it.
    """
    seated = {s.person for s in into.seats if s.period.overlaps(Period(on))}
    moving = [s for s in state.seats if s.period.overlaps(Period(on)) and s.person not in seated and s.party in parties]
    taken = {s.id for s in into.seats}
    names = {s.id: s.id if s.id not in taken else f"{state.id}-{s.id}" for s in moving}
    for seat in moving:
        yield SeatTaken(
            body=into.id,
            seat=names[seat.id],
            party=seat.party,
            person=seat.person,
            start=max(seat.period.start, on),
            until=seat.period.until,
            rank=seat.rank,
            deputy_of=names.get(seat.deputy_of or ""),
        )


def _stands_in(state: Body, party: Party, deputy_of: str | None, start: date) -> bool:
    return deputy_of is None or any(
        s.id == deputy_of and s.deputy_of is None and s.party == party.id and s.period.covers(start)
        for s in state.seats
    )
