"""A body starts, and gets another place, composition, rhythm, power, field of work or name (S3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from rso_core.domain.act import Act, act, effective, field, later_field, needed, new
from rso_core.domain.body.description import changes, described
from rso_core.domain.body.profile import DecisionRule, Profile, ProfileChange
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Count, Days, Name, RhythmRule, Share
from rso_core.domain.event import Event, context, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party
from rso_core.domain.references import BodyId, NotChecked, PartyId
from rso_core.domain.refusal import FieldName
from rso_core.domain.values import DecisionKind, Level, PartyKind, Rank, VotesShown, require_text
from rso_core.dutch.sentences import in_sentences, listed, quoted

NotYetKnownBody = Annotated[BodyId, NotChecked()]
"""A body that may be set up later."""


@event("body.set_up")
class BodySetUp(Event):
    """A body starts on a day."""

    body: BodyId = subject()
    profile: Profile
    set_up_on: date

    def apply(self, state: Body | None) -> Body:
        """A body with its first profile."""
        return Body(id=self.body, profiles=((self.set_up_on, self.profile),))

    def sentence(self, names: NameIndex) -> str:
        """What it is."""
        return in_sentences(f"het overleg {quoted(self.profile.name)} werd ingesteld", *described(self.profile, names))


@act("set-up-body", source="S3", known_ahead=True)
class SetUpBody(Act):
    """Set up a body of the cooperation."""

    body: BodyId = new("identifier of the body, such as b-pso")
    name: Name = field("name of the body")
    kind: str = field("its sort in the covenant's own words, such as algemeen bestuur")
    level: Level = field("strategic, tactical or operational")
    place: Count = field("rank in the order of bodies, 1 first")
    members: tuple[PartyId, ...] = field("member parties")
    on: date = effective("day from which it exists")
    scope: tuple[str, ...] = field("fields it deals with, such as VTH and RO", default=())
    rhythm: RhythmRule | None = field("RFC 5545 rule, such as FREQ=MONTHLY;INTERVAL=3", default=None)
    chair: PartyId | None = field("party that chairs it", default=None)
    quorum: Share = field("share of the members needed for a decision, such as 1/2", default="1/2")
    mandate: tuple[DecisionKind, ...] = field("kinds of decision it may take", default=())
    unanimity: tuple[DecisionKind, ...] = field("kinds that need every vote in favour", default=())
    rules: tuple[DecisionRule, ...] = later_field(
        "per kind of decision, where it differs: quorum, majority, takes_part, written", default=()
    )
    rhythm_start: date | None = later_field(
        "day from which the rhythm is counted; the start when left out", default=None
    )
    reports_to: NotYetKnownBody | None = later_field(
        "body one step up the order, to which signals are escalated", default=None
    )
    overview_first: bool = later_field("whether its meetings open with the progress overview", default=False)
    portfolio_limit: Count | None = later_field("how many projects may run at a time", default=None)
    signal_answer_days: Days | None = later_field("within how many days a signal raised here is answered", default=None)
    prioritises: bool = later_field("whether it ranks signals for the cooperation", default=False)
    rank: Rank | None = later_field("as whom persons take a seat: board or official", default=None)
    members_from: tuple[PartyKind, ...] = later_field("kinds of party that may be members; any when empty", default=())
    required_members: tuple[PartyId, ...] = later_field("parties that must be members", default=())
    fewest_members: Count | None = later_field("least number of member parties", default=None)
    most_members: Count | None = later_field("largest number of member parties", default=None)
    confidential: bool = later_field(
        "whether the body and all that is its own stay out of the shared environment of the members", default=False
    )
    votes_shown: VotesShown = later_field(
        "how much of a vote readers see: none, counts or parties", default=VotesShown.COUNTS
    )

    def decide(self, members: Mapping[PartyId, Party]) -> BodySetUp:
        """It is composed as the covenant says."""
        profile = self.profile()
        profile.require_composition(members)
        profile.require_valid()
        return BodySetUp(body=self.body, profile=profile, set_up_on=self.on)

    def profile(self) -> Profile:
        """What describes it from the start."""
        return Profile(
            name=self.name,
            kind=self.kind,
            level=self.level,
            place=self.place,
            members=self.members,
            scope=self.scope,
            rhythm=self.rhythm,
            chair=self.chair,
            quorum=self.quorum,
            mandate=self.mandate,
            unanimity=self.unanimity,
            rules=self.rules,
            rhythm_start=self.rhythm_start,
            reports_to=self.reports_to,
            overview_first=self.overview_first,
            portfolio_limit=self.portfolio_limit,
            signal_answer_days=self.signal_answer_days,
            prioritises=self.prioritises,
            rank=self.rank,
            members_from=self.members_from,
            required_members=self.required_members,
            fewest_members=self.fewest_members,
            most_members=self.most_members,
            confidential=self.confidential,
            votes_shown=self.votes_shown,
        )


@event("body.repositioned", version=2)
class BodyRepositioned(Event):
    """From a day on the body is otherwise: name, place, members, rhythm, chair or powers changed."""

    body: BodyId = subject()
    change: ProfileChange
    since: date

    def apply(self, state: Body) -> Body:
        """One change more."""
        return state.with_change(self.change, self.since)

    def sentence(self, names: NameIndex) -> str:
        """What changed."""
        changes = changes_with(self, self.body, self.change, self.since, names)
        return in_sentences(f"{names.body(self.body)} kreeg een andere opzet", *changes)


@act("reposition-body", source="S3")
class RepositionBody(Act):
    """Change place, name, composition, rhythm, chair or powers of a body; what is left out stays."""

    body: BodyId = field("identifier of the body")
    since: date = effective("day from which the change holds")
    name: Name | None = field("name", default=None)
    kind: str | None = field("sort", default=None)
    level: Level | None = field("level", default=None)
    place: Count | None = field("rank in the order", default=None)
    members: tuple[PartyId, ...] | None = field("all member parties from then on", default=None)
    rhythm: RhythmRule | None = field("RFC 5545 rule", default=None)
    chair: PartyId | None = field("party that chairs it", default=None)
    quorum: Share | None = field("share of the members", default=None)
    mandate: tuple[DecisionKind, ...] | None = field("kinds of decision it may take", default=None)
    unanimity: tuple[DecisionKind, ...] | None = field("kinds that need every vote", default=None)
    rules: tuple[DecisionRule, ...] | None = later_field(
        "per kind of decision, where it differs: quorum, majority, takes_part, written", default=None
    )
    rhythm_start: date | None = later_field(
        "day from which the rhythm is counted; the start when left out", default=None
    )
    reports_to: NotYetKnownBody | None = later_field(
        "body one step up the order, to which signals are escalated", default=None
    )
    overview_first: bool | None = later_field("whether its meetings open with the progress overview", default=None)
    portfolio_limit: Count | None = later_field("how many projects may run at a time", default=None)
    signal_answer_days: Days | None = later_field("within how many days a signal raised here is answered", default=None)
    prioritises: bool | None = later_field("whether it ranks signals for the cooperation", default=None)
    rank: Rank | None = later_field("as whom persons take a seat: board or official", default=None)
    members_from: tuple[PartyKind, ...] | None = later_field(
        "kinds of party that may be members; any when empty", default=None
    )
    required_members: tuple[PartyId, ...] | None = later_field("parties that must be members", default=None)
    fewest_members: Count | None = later_field("least number of member parties", default=None)
    most_members: Count | None = later_field("largest number of member parties", default=None)
    confidential: bool | None = later_field(
        "whether the body and all that is its own stay out of the shared environment of the members", default=None
    )
    votes_shown: VotesShown | None = later_field(
        "how much of a vote readers see: none, counts or parties", default=None
    )

    def decide(
        self,
        body: Body,
        parties: Mapping[PartyId, Party] = needed(
            lambda act, body: members_of(body.profiles_with(act.change(), act.since)),
        ),
    ) -> BodyRepositioned:
        """It runs, and is composed as the covenant says, on that day and on the later days of which something is known."""
        for profile in body.profiles_with(self.change(), self.since):
            profile.require_composition(parties)
            profile.require_valid()
        return BodyRepositioned(body=self.body, change=self.change(), since=self.since)

    @classmethod
    def told_before(cls, events: Sequence[Event], before: Callable[[str], Any]) -> Mapping[str, Any]:
        """What stayed as it was had been left out, as far as anybody can tell."""
        (repositioned,) = events
        assert isinstance(repositioned, BodyRepositioned)
        former, change = before(repositioned.stream).profile_on(repositioned.since), repositioned.change
        fields = (field.name for field in cls.__attrs_attrs__ if hasattr(former, field.name))
        return {name: None for name in fields if getattr(change, name) == getattr(former, name)}

    def change(self) -> ProfileChange:
        """What it says of the profile."""
        return ProfileChange(
            name=self.name,
            kind=self.kind,
            level=self.level,
            place=self.place,
            members=self.members,
            rhythm=self.rhythm,
            chair=self.chair,
            quorum=self.quorum,
            mandate=self.mandate,
            unanimity=self.unanimity,
            rules=self.rules,
            rhythm_start=self.rhythm_start,
            reports_to=self.reports_to,
            overview_first=self.overview_first,
            portfolio_limit=self.portfolio_limit,
            signal_answer_days=self.signal_answer_days,
            prioritises=self.prioritises,
            rank=self.rank,
            members_from=self.members_from,
            required_members=self.required_members,
            fewest_members=self.fewest_members,
            most_members=self.most_members,
            confidential=self.confidential,
            votes_shown=self.votes_shown,
        )


@event("body.rescoped", version=2)
class BodyRescoped(Event):
    """From a day on the body deals with these fields (VTH becomes VTH & RO)."""

    body: BodyId = subject()
    scope: tuple[str, ...]
    since: date

    @property
    def change(self) -> ProfileChange:
        """What it says of the profile."""
        return ProfileChange(scope=self.scope)

    def apply(self, state: Body) -> Body:
        """One change more."""
        return state.with_change(self.change, self.since)

    def sentence(self, names: NameIndex) -> str:
        """What it deals with."""
        fields = listed(self.scope)
        scope = f"gaat nu over {fields}" if fields else "heeft geen vast werkveld meer"
        return in_sentences(f"{names.body(self.body)} {scope}")


@act("rescope-body", source="S3")
class RescopeBody(Act):
    """Widen or narrow the fields a body deals with."""

    body: BodyId = field("identifier of the body")
    scope: tuple[str, ...] = field("all fields from then on")
    since: date = effective("day from which they hold")

    def decide(self, body: Body) -> BodyRescoped:
        """It runs, and has a field of work."""
        require_text(" ".join(self.scope), FieldName("scope"))
        body.profile_on(self.since)
        return BodyRescoped(body=self.body, scope=self.scope, since=self.since)


@event("body.renamed", version=2)
class BodyRenamed(Event):
    """From a day on the body has another name; under the old one its history is still found."""

    body: BodyId = subject()
    name: str
    since: date
    former_name: str = context()

    @property
    def change(self) -> ProfileChange:
        """What it says of the profile."""
        return ProfileChange(name=self.name)

    def apply(self, state: Body) -> Body:
        """One change more."""
        return state.with_change(self.change, self.since)

    def sentence(self, names: NameIndex) -> str:
        """Both names."""
        return in_sentences(f"het overleg {quoted(self.former_name)} heet nu {quoted(self.name)}")


@act("rename-body", source="S3")
class RenameBody(Act):
    """Give a body another name; under the old one its history is still found."""

    body: BodyId = field("identifier of the body")
    name: Name = field("name from then on")
    since: date = effective("day from which it holds")

    def decide(self, body: Body) -> BodyRenamed:
        """It runs."""
        former = body.profile_on(self.since)
        return BodyRenamed(body=self.body, name=self.name, since=self.since, former_name=former.name)


def members_of(profiles: Iterable[Profile]) -> tuple[PartyId, ...]:
    """Every party that is a member by one of the profiles."""
    return tuple(dict.fromkeys(party for profile in profiles for party in profile.members))


def changes_with(event: Event, body: BodyId, change: ProfileChange, since: date, names: NameIndex) -> list[str]:
    """What the profile of a body from a day on says otherwise than that of just before, as was known until this event."""
    known: Body | None = None
    for each in names.named_before(event, "body", body):
        if known is not None or isinstance(each, BodySetUp):
            known = each.apply(known)
    if known is None or since < known.profiles[0][0]:
        return []
    former = [profile for day, profile in known.profiles if day <= since][-1]
    return changes(former, change.applied_to(former), names)
