"""Bodies: stuurgroep, coördinatieoverleg, PSO and their like, with their place in the order (S3, S5).

Which bodies there are, who belongs to them and what they may do is data of a covenant, not code. Who may be a member
and who takes a seat is in `rso_core.domain.composition`.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import assert_never

import attrs

from rso_core.domain.event import Event, named
from rso_core.domain.refusal import Rule
from rso_core.domain.rhythm import require_rhythm
from rso_core.domain.values import (
    KNOWN,
    NEW,
    DecisionKind,
    Level,
    PartyKind,
    Period,
    Rank,
    require_id,
    require_text,
    share,
)

BODY_OPEN = Rule(
    id="body.open",
    source="S3",
    en="A body acts from the day it is set up until the day it is closed.",
    nl="Een overleg handelt vanaf de dag van instelling tot de dag van opheffing.",
    remedy_en="Correct the date, or name the body that took over.",
    remedy_nl="Verbeter de datum, of noem het overleg dat ervoor in de plaats kwam.",
)
CHAIR_IS_MEMBER = Rule(
    id="body.chair_is_member",
    source="S6",
    en="The party that chairs a body is one of its members.",
    nl="De partij die een overleg voorzit is daar lid van.",
    remedy_en="Add the party to the members of the body, or name another chair.",
    remedy_nl="Neem de partij op als lid van het overleg, of noem een andere voorzitter.",
)
SHARE_SANE = Rule(
    id="body.quorum",
    source="S15",
    en="The quorum of a body is a share of its members from 0 to 1, such as 1/2.",
    nl="Het quorum van een overleg is een deel van zijn leden van 0 tot 1, zoals 1/2.",
    remedy_en="Write the quorum as a fraction, such as '1/2' or '2/3'.",
    remedy_nl="Schrijf het quorum als breuk, zoals '1/2' of '2/3'.",
)


NUMBERS_SANE = Rule(
    id="body.numbers",
    source="S9",
    en="A limit of running projects is 0 or more; a place in the order and a period to answer signals are 1 or more.",
    nl="Een maximum aan lopende projecten is 0 of meer; een plaats in de ordening en een antwoordtermijn zijn 1 of meer.",
    remedy_en="Correct the number.",
    remedy_nl="Verbeter het getal.",
)


@attrs.frozen(kw_only=True)
class DecisionRule:
    """How a body takes one kind of decision, where that differs from quorum and unanimity of the body as a whole.

    Attributes:
        quorum: share of those who may take part that must be present (or answer, in a written procedure).
        majority: share of the votes cast for and against that must be in favour: ``1/2`` means more than half,
            ``1`` means that every party present is in favour, ``2/3`` means at least two thirds.
        takes_part: parties that may take part; all members when empty.
        written: whether the body may take it in writing, between meetings.
    """

    kind: DecisionKind
    quorum: str | None = None
    majority: str = "1/2"
    takes_part: tuple[str, ...] = ()
    written: bool = False


@attrs.frozen(kw_only=True)
class Profile:
    """What describes a body and may be repositioned; members and chair are ids of parties.

    Attributes:
        kind: the body's sort in the covenant's own words (``algemeen bestuur``, ``ambtelijk overleg``, …).
        place: rank in the order of bodies, 1 first.
        rhythm: how often it meets, as an RFC 5545 rule (``FREQ=MONTHLY;INTERVAL=3``).
        quorum: share of the members that must be present for a decision, as ``1/2``.
        mandate: kinds of decision the body may take.
        unanimity: kinds of decision that need every vote in favour.
        rhythm_start: day from which the rhythm is counted; the day on which this profile starts when left out.
        reports_to: id of the body one step up in the order, to which signals are escalated.
        overview_first: whether its meetings open with the progress overview (S4).
        portfolio_limit: how many projects may run at a time (S9); no limit when left out.
        signal_answer_days: within how many days a signal raised here is answered (S8).
        prioritises: whether it ranks signals for the cooperation (S8).
        rank: as whom persons take a seat; either when left out.
        members_from, required_members, fewest_members, most_members: rules of composition; see `composition`.
        rules: per kind of decision, where it differs (S15).
    """

    name: str
    kind: str
    level: Level
    place: int
    members: tuple[str, ...]
    scope: tuple[str, ...] = ()
    rhythm: str | None = None
    chair: str | None = None
    quorum: str = "1/2"
    mandate: tuple[DecisionKind, ...] = ()
    unanimity: tuple[DecisionKind, ...] = ()
    rhythm_start: date | None = None
    reports_to: str | None = None
    overview_first: bool = False
    portfolio_limit: int | None = None
    signal_answer_days: int | None = None
    prioritises: bool = False
    rank: Rank | None = None
    members_from: tuple[PartyKind, ...] = ()
    required_members: tuple[str, ...] = ()
    fewest_members: int | None = None
    most_members: int | None = None
    rules: tuple[DecisionRule, ...] = ()

    @property
    def quorum_share(self) -> Fraction:
        """The quorum as a number from 0 to 1."""
        return share(self.quorum)

    def rule_for(self, kind: DecisionKind) -> DecisionRule:
        """How the body takes this kind of decision."""
        own = next((rule for rule in self.rules if rule.kind is kind), None)
        return own or DecisionRule(kind=kind, majority="1" if kind in self.unanimity else "1/2")


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


@named("body.set_up")
@attrs.frozen(kw_only=True)
class BodySetUp(Event):
    """A body starts on a day."""

    body: str
    profile: Profile
    set_up_on: date


@named("body.repositioned")
@attrs.frozen(kw_only=True)
class BodyRepositioned(Event):
    """From a day on the body has this profile: name, place, members, rhythm, chair or powers changed."""

    body: str
    profile: Profile
    since: date


@named("body.rescoped")
@attrs.frozen(kw_only=True)
class BodyRescoped(Event):
    """From a day on the body deals with these fields (VTH becomes VTH & RO)."""

    body: str
    profile: Profile
    since: date


@named("body.closed")
@attrs.frozen(kw_only=True)
class BodyClosed(Event):
    """The body no longer exists from ``closed_on``; it may have gone up into another."""

    body: str
    closed_on: date
    merged_into: str | None
    reason: str


@named("body.renamed")
@attrs.frozen(kw_only=True)
class BodyRenamed(Event):
    """From a day on the body has another name; under the old one its history is still found."""

    body: str
    profile: Profile
    since: date
    former_name: str


@named("body.merged_in")
@attrs.frozen(kw_only=True)
class BodyMergedIn(Event):
    """Another body went up into this one: members, and a rhythm where this one had none, came along."""

    body: str
    merged: str
    profile: Profile
    since: date
    joined: tuple[str, ...]


@named("body.themes_set")
@attrs.frozen(kw_only=True)
class BodyThemesSet(Event):
    """From a day on these content themes hang on the body."""

    body: str
    themes: tuple[str, ...]
    since: date


@named("body.seat_taken")
@attrs.frozen(kw_only=True)
class SeatTaken(Event):
    """A person takes part in the body for a party, or stands in for who does."""

    body: str
    seat: str
    party: str
    person: str
    start: date
    until: date | None
    rank: Rank | None = None
    deputy_of: str | None = None


@named("body.seat_left")
@attrs.frozen(kw_only=True)
class SeatLeft(Event):
    """``last_day`` is the last day on which the person takes part."""

    body: str
    seat: str
    last_day: date
    reason: str


BodyEvent = (
    BodySetUp
    | BodyRepositioned
    | BodyRescoped
    | BodyClosed
    | BodyRenamed
    | BodyMergedIn
    | BodyThemesSet
    | SeatTaken
    | SeatLeft
)


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
        raise NEW.refused(body=body)
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
    """Close a body, once; ``into`` is the body it goes up into, which exists that day and is not to end itself (S3)."""
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
            raise KNOWN.refused(body=state.id, merged_into=into.id)
        into.profile_on(on)
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
            raise NUMBERS_SANE.refused(**{"body": profile.name, field: number})
    if profile.chair is not None and profile.chair not in profile.members:
        raise CHAIR_IS_MEMBER.refused(body=profile.name, chair=profile.chair)
    return profile


def _require_shares(body: str, shares: Mapping[str, str]) -> None:
    for name, text in shares.items():
        try:
            share(text)
        except ValueError:
            raise SHARE_SANE.refused(**{"body": body, name: text}) from None
