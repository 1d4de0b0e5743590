"""Which parties are members of a body (S3)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from rso_core.domain.act import Act, act, effective, field, needed
from rso_core.domain.body.profile import ProfileChange
from rso_core.domain.body.setting_up import BodyRepositioned, members_of
from rso_core.domain.body.state import Body
from rso_core.domain.event import Event
from rso_core.domain.party.state import Party
from rso_core.domain.references import BodyId, PartyId
from rso_core.domain.refusal import Rule

BODY_MEMBER_PARTY = Rule(
    id="body.member_party",
    source="S3",
    en="A party joins a body once, and takes seats in it or leaves it only as a member.",
    nl="Een partij treedt één keer toe tot een overleg, en neemt er alleen als lid aan deel of treedt als lid uit.",
    remedy_en="Name a party that is a member on that day, or let it join first.",
    remedy_nl="Noem een partij die op die dag lid is, of laat haar eerst toetreden.",
)


@act("join-body", source="S3")
class JoinBody(Act):
    """A party becomes a member of a body."""

    body: BodyId = field("identifier of the body")
    party: PartyId = field("party that joins")
    since: date = effective("day from which it is a member")

    def decide(
        self,
        body: Body,
        parties: Mapping[PartyId, Party] = needed(
            lambda act, body: members_of(body.profiles_with(act.change(), act.since)),
        ),
    ) -> BodyRepositioned:
        """It was no member yet, and the body stays composed as the covenant says."""
        profile = body.profile_on(self.since)
        if self.party in profile.members:
            raise BODY_MEMBER_PARTY.refused(body=self.body, party=self.party, since=self.since, already_member=True)
        for each in body.profiles_with(self.change(), self.since):
            each.require_composition(parties)
        return BodyRepositioned(body=self.body, change=self.change(), since=self.since)

    def change(self) -> ProfileChange:
        """What it says of the profile."""
        return ProfileChange(joined=(self.party,))

    @classmethod
    def told_by(cls, events: Sequence[Event]) -> Mapping[str, Any]:
        """Who joined; by an event of before, which says all members, the last of them."""
        (repositioned,) = events
        assert isinstance(repositioned, BodyRepositioned)
        (party,) = repositioned.change.joined or (repositioned.change.members or ())[-1:]
        return {"party": party}


@act("leave-body", source="S3")
class LeaveBody(Act):
    """A party is no longer a member of a body."""

    body: BodyId = field("identifier of the body")
    party: PartyId = field("party that leaves")
    since: date = effective("first day on which it is no member")

    def decide(
        self,
        body: Body,
        parties: Mapping[PartyId, Party] = needed(
            lambda act, body: members_of(body.profiles_with(act.change(), act.since)),
        ),
    ) -> BodyRepositioned:
        """It was a member, not the chair, and the body stays composed as the covenant says."""
        profile = body.profile_on(self.since)
        if self.party not in profile.members or self.party == profile.chair:
            raise BODY_MEMBER_PARTY.refused(body=self.body, party=self.party, since=self.since, chair=profile.chair)
        for each in body.profiles_with(self.change(), self.since):
            each.require_composition(parties)
            each.require_valid()
        return BodyRepositioned(body=self.body, change=self.change(), since=self.since)

    def change(self) -> ProfileChange:
        """What it says of the profile."""
        return ProfileChange(left=(self.party,))

    @classmethod
    def told_by(cls, events: Sequence[Event]) -> Mapping[str, Any]:
        """Who left; an event of before says only who stayed."""
        (repositioned,) = events
        assert isinstance(repositioned, BodyRepositioned)
        left = repositioned.change.left
        return {"party": left[0]} if left else {}

    @classmethod
    def told_before(cls, events: Sequence[Event], before: Callable[[str], Any]) -> Mapping[str, Any]:
        """Who left is the one member less."""
        (repositioned,) = events
        assert isinstance(repositioned, BodyRepositioned)
        stayed = repositioned.change.members
        if stayed is None:
            return {}
        body: Body = before(repositioned.stream)
        (left,) = set(body.profile_on(repositioned.since).members) - set(stayed)
        return {"party": left}
