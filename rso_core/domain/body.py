"""Bodies: stuurgroep, coördinatieoverleg, PSO and their like, with their place in the order (S3, S5).

Which bodies there are, who belongs to them and what they may do is data of a covenant, not code. What describes a body,
and what happens to it, is in `rso_core.domain.body_events`; who may be a member and who takes a seat in
`rso_core.domain.composition`.
"""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

import attrs

from rso_core.domain.body_events import (
    BodyClosed,
    BodyEvent,
    BodyMergedIn,
    BodyRenamed,
    BodyRepositioned,
    BodyRescoped,
    BodySetUp,
    BodyThemesSet,
    Profile,
    SeatLeft,
    SeatTaken,
)
from rso_core.domain.concept import concept
from rso_core.domain.refusal import Rule
from rso_core.domain.rhythm import require_rhythm
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, Period, Rank, require_id, require_text, share

BODY_OPEN = Rule(
    id="body.open",
    source="S3",
    en="A body acts from the day it is set up until the day it is closed.",
    nl="Een overleg handelt vanaf de dag van instelling tot de dag van opheffing.",
    remedy_en="Correct the date, or name the body that took over.",
    remedy_nl="Verbeter de datum, of noem het overleg dat ervoor in de plaats kwam.",
)
BODY_CHAIR_IS_MEMBER = Rule(
    id="body.chair_is_member",
    source="S6",
    en="The party that chairs a body is one of its members.",
    nl="De partij die een overleg voorzit is daar lid van.",
    remedy_en="Add the party to the members of the body, or name another chair.",
    remedy_nl="Neem de partij op als lid van het overleg, of noem een andere voorzitter.",
)
BODY_QUORUM = Rule(
    id="body.quorum",
    source="S15",
    en="The quorum of a body is a share of its members from 0 to 1, such as 1/2.",
    nl="Het quorum van een overleg is een deel van zijn leden van 0 tot 1, zoals 1/2.",
    remedy_en="Write the quorum as a fraction, such as '1/2' or '2/3'.",
    remedy_nl="Schrijf het quorum als breuk, zoals '1/2' of '2/3'.",
)
BODY_NUMBERS = Rule(
    id="body.numbers",
    source="S9",
    en="A limit of running projects is 0 or more; a place in the order and a period to answer signals are 1 or more.",
    nl="Een maximum aan lopende projecten is 0 of meer; een plaats in de ordening en een antwoordtermijn zijn 1 of meer.",
    remedy_en="Correct the number.",
    remedy_nl="Verbeter het getal.",
)
BODY_CONFIDENTIAL = Rule(
    id="body.confidential",
    source="S12",
    en="What a confidential body leaves behind does not come to lie at a body that is not confidential.",
    nl="Wat een vertrouwelijk overleg nalaat komt niet te liggen bij een overleg dat niet vertrouwelijk is.",
    remedy_en="Make the body that takes over confidential first, or decide that this one no longer is.",
    remedy_nl="Maak eerst het overleg dat het overneemt vertrouwelijk, of besluit dat dit overleg het niet meer is.",
)


@attrs.frozen(kw_only=True)
class Seat:
    """A person takes part in the body for a party; a deputy stands in for the seat ``deputy_of``."""

    id: str
    party: str
    person: str
    period: Period
    rank: Rank | None = None
    deputy_of: str | None = None
    ended: bool = False


@concept("body")
@attrs.frozen(kw_only=True)
class Body:
    """State of one body, with every profile it has had and the day from which each holds."""

    id: str
    profiles: tuple[tuple[date, Profile], ...]
    closed_on: date | None = None
    merged_into: str | None = None
    seats: tuple[Seat, ...] = ()
    themes: tuple[str, ...] = ()

    def seats_of(self, party: str, day: date) -> list[Seat]:
        """The seats that a party has in the body on a day, those of deputies included."""
        return [seat for seat in self.seats if seat.party == party and seat.period.covers(day)]

    def profile_on(self, day: date) -> Profile:
        """The profile that holds on the day: of those that started by then, the latest to start.

        Raises:
            Refused: BODY_OPEN, when the body did not exist that day.
        """
        if self.closed_on is not None and day >= self.closed_on:
            raise BODY_OPEN.refused(body=self.id, on=day, closed_on=self.closed_on, merged_into=self.merged_into)
        started = [(since, number) for number, (since, _) in enumerate(self.profiles) if since <= day]
        if not started:
            raise BODY_OPEN.refused(body=self.id, on=day, set_up_on=min(since for since, _ in self.profiles))
        return self.profiles[max(started)[1]][1]


def evolve(state: Body | None, event: BodyEvent) -> Body:
    """Fold one event into the body."""
    if isinstance(event, BodySetUp):
        return Body(id=event.body, profiles=((event.set_up_on, event.profile),))
    assert state is not None
    match event:
        case BodyRepositioned() | BodyRescoped() | BodyRenamed() | BodyMergedIn():
            return attrs.evolve(state, profiles=(*state.profiles, (event.since, event.profile)))
        case BodyClosed():
            return attrs.evolve(state, closed_on=event.closed_on, merged_into=event.merged_into)
        case BodyThemesSet():
            return attrs.evolve(state, themes=event.themes)
        case SeatTaken():
            seat = Seat(
                id=event.seat,
                party=event.party,
                person=event.person,
                period=Period(event.start, event.until),
                rank=event.rank,
                deputy_of=event.deputy_of,
            )
            return attrs.evolve(state, seats=(*state.seats, seat))
        case SeatLeft():
            return attrs.evolve(
                state,
                seats=tuple(
                    attrs.evolve(s, period=Period(s.period.start, event.last_day), ended=True)
                    if s.id == event.seat
                    else s
                    for s in state.seats
                ),
            )
        case _:
            assert_never(event)


def set_up(state: Body | None, *, body: str, profile: Profile, on: date) -> BodySetUp:
    """Set up a body (S3)."""
    require_id(body, "body")
    if state is not None:
        raise RECORD_NEW.refused(body=body)
    return BodySetUp(body=body, profile=_checked(profile), set_up_on=on)


def reposition(state: Body, *, profile: Profile, since: date) -> BodyRepositioned:
    """Give a running body another place, composition, rhythm or power (S3)."""
    state.profile_on(since)
    return BodyRepositioned(body=state.id, profile=_checked(profile), since=since)


def rescope(state: Body, *, scope: tuple[str, ...], since: date) -> BodyRescoped:
    """Widen or narrow the fields a body deals with (S3)."""
    require_text(" ".join(scope), "scope of the body")
    return BodyRescoped(body=state.id, profile=attrs.evolve(state.profile_on(since), scope=scope), since=since)


def rename(state: Body, *, name: str, since: date) -> BodyRenamed:
    """Give a body another name (S3)."""
    profile = state.profile_on(since)
    renamed = _checked(attrs.evolve(profile, name=name))
    return BodyRenamed(body=state.id, profile=renamed, since=since, former_name=profile.name)


def set_themes(state: Body, *, themes: tuple[str, ...], since: date) -> BodyThemesSet:
    """Say which content themes hang on a body (S1)."""
    state.profile_on(since)
    return BodyThemesSet(body=state.id, themes=tuple(dict.fromkeys(themes)), since=since)


def take_in(state: Body, merged: Body, *, on: date, rhythm: str | None, staying_out: tuple[str, ...]) -> BodyMergedIn:
    """Take in a body that goes up into this one (S3).

    Its members become members here, except those named; ``rhythm`` is the rhythm from then on. When it is left out,
    this body keeps its own, or takes that of the other where it has none.
    """
    mine, theirs = state.profile_on(on), merged.profile_on(on)
    joined = tuple(p for p in theirs.members if p not in mine.members and p not in staying_out)
    changed = attrs.evolve(
        mine,
        members=(*mine.members, *joined),
        rhythm=rhythm or mine.rhythm or theirs.rhythm,
        rhythm_start=mine.rhythm_start if mine.rhythm and not rhythm else None,
    )
    return BodyMergedIn(body=state.id, merged=merged.id, profile=_checked(changed), since=on, joined=joined)


def close(state: Body, *, on: date, into: Body | None, reason: str) -> BodyClosed:
    """Close a body, once; ``into`` is the body it goes up into, which exists that day and is not to end itself (S3).

    What is confidential stays so: a body that is not confidential does not take it over (S12).
    """
    require_text(reason, "reason of the closing")
    state.profile_on(on)
    for ended in (state, into):
        if ended is not None and ended.closed_on is not None:
            raise BODY_OPEN.refused(body=ended.id, on=on, closed_on=ended.closed_on, merged_into=ended.merged_into)
    changes = max(since for since, _ in state.profiles)
    if on < changes:
        raise BODY_OPEN.refused(body=state.id, closed_on=on, changed_on=changes)
    if into is not None:
        if into.id == state.id:
            raise RECORD_KNOWN.refused(body=state.id, merged_into=into.id)
        there = into.profile_on(on)
        if state.profile_on(on).confidential and not there.confidential:
            raise BODY_CONFIDENTIAL.refused(body=state.id, merged_into=into.id, on=on)
    return BodyClosed(body=state.id, closed_on=on, merged_into=into.id if into else None, reason=reason)


def _checked(profile: Profile) -> Profile:
    require_text(profile.name, "name of the body")
    shares = {"quorum": profile.quorum}
    for rule in profile.rules:
        shares |= {f"majority_to_{rule.kind}": rule.majority, f"quorum_to_{rule.kind}": rule.quorum or "0"}
    _require_shares(profile.name, shares)
    if profile.rhythm is not None:
        require_rhythm(profile.rhythm)
    limits = {"portfolio_limit": 0, "signal_answer_days": 1, "place": 1}
    for field, least in limits.items():
        if (number := getattr(profile, field)) is not None and number < least:
            raise BODY_NUMBERS.refused(**{"body": profile.name, field: number})
    if profile.chair is not None and profile.chair not in profile.members:
        raise BODY_CHAIR_IS_MEMBER.refused(body=profile.name, chair=profile.chair)
    return profile


def _require_shares(body: str, shares: Mapping[str, str]) -> None:
    for name, text in shares.items():
        try:
            share(text)
        except ValueError:
            raise BODY_QUORUM.refused(**{"body": body, name: text}) from None
