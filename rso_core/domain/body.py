"""Bodies: stuurgroep, coördinatieoverleg, PSO and their like, with their place in the order (S3, S5).

Which bodies there are, who belongs to them and what they may do is data of a covenant, not code.
"""

from datetime import date
from fractions import Fraction
from typing import assert_never

import attrs

from rso_core.domain.event import Event, named
from rso_core.domain.refusal import Rule
from rso_core.domain.values import KNOWN, NEW, DecisionKind, Level, require_id, require_text, share

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

    @property
    def quorum_share(self) -> Fraction:
        """The quorum as a number from 0 to 1."""
        return share(self.quorum)


@attrs.frozen(kw_only=True)
class Body:
    """State of one body, with every profile it has had and the day from which each holds."""

    id: str
    profiles: tuple[tuple[date, Profile], ...]
    closed_on: date | None = None
    merged_into: str | None = None

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


BodyEvent = BodySetUp | BodyRepositioned | BodyRescoped | BodyClosed


def evolve(state: Body | None, event: BodyEvent) -> Body:
    """Fold one event into the body."""
    if isinstance(event, BodySetUp):
        return Body(id=event.body, profiles=((event.set_up_on, event.profile),))
    assert state is not None
    match event:
        case BodyRepositioned() | BodyRescoped():
            return attrs.evolve(state, profiles=(*state.profiles, (event.since, event.profile)))
        case BodyClosed():
            return attrs.evolve(state, closed_on=event.closed_on, merged_into=event.merged_into)
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


def close(state: Body, *, on: date, into: Body | None, reason: str) -> BodyClosed:
    """Close a body; ``into`` is the body it goes up into, which must exist that day (S3)."""
    require_text(reason, "reason of the closing")
    state.profile_on(on)
    if into is not None:
        if into.id == state.id:
            raise KNOWN.refused(body=state.id, merged_into=into.id)
        into.profile_on(on)
    return BodyClosed(body=state.id, closed_on=on, merged_into=into.id if into else None, reason=reason)


def _checked(profile: Profile) -> Profile:
    require_text(profile.name, "name of the body")
    try:
        share(profile.quorum)
    except ValueError:
        raise SHARE_SANE.refused(quorum=profile.quorum) from None
    if profile.chair is not None and profile.chair not in profile.members:
        raise CHAIR_IS_MEMBER.refused(body=profile.name, chair=profile.chair)
    return profile
