"""Bodies, their place in the order, and who takes part (S3); content themes (S1)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, later_field, named
from rso_core.domain.body_events import DecisionRule
from rso_core.domain.values import DecisionKind, Level, PartyKind, Rank, VotesShown


@named("set-up-body")
@attrs.frozen(kw_only=True)
class SetUpBody(Act):
    """Set up a body of the cooperation."""

    body: str = field("identifier of the body, such as b-pso")
    name: str = field("name of the body")
    kind: str = field("its sort in the covenant's own words, such as algemeen bestuur")
    level: Level = field("strategic, tactical or operational")
    place: int = field("rank in the order of bodies, 1 first")
    members: tuple[str, ...] = field("member parties")
    on: date = field("day from which it exists")
    scope: tuple[str, ...] = field("fields it deals with, such as VTH and RO", default=())
    rhythm: str | None = field("RFC 5545 rule, such as FREQ=MONTHLY;INTERVAL=3", default=None)
    chair: str | None = field("party that chairs it", default=None)
    quorum: str = field("share of the members needed for a decision, such as 1/2", default="1/2")
    mandate: tuple[DecisionKind, ...] = field("kinds of decision it may take", default=())
    unanimity: tuple[DecisionKind, ...] = field("kinds that need every vote in favour", default=())
    rules: tuple[DecisionRule, ...] = later_field(
        "per kind of decision, where it differs: quorum, majority, takes_part, written", default=()
    )
    rhythm_start: date | None = later_field(
        "day from which the rhythm is counted; the start when left out", default=None
    )
    reports_to: str | None = later_field("body one step up the order, to which signals are escalated", default=None)
    overview_first: bool = later_field("whether its meetings open with the progress overview", default=False)
    portfolio_limit: int | None = later_field("how many projects may run at a time", default=None)
    signal_answer_days: int | None = later_field("within how many days a signal raised here is answered", default=None)
    prioritises: bool = later_field("whether it ranks signals for the cooperation", default=False)
    rank: Rank | None = later_field("as whom persons take a seat: board or official", default=None)
    members_from: tuple[PartyKind, ...] = later_field("kinds of party that may be members; any when empty", default=())
    required_members: tuple[str, ...] = later_field("parties that must be members", default=())
    fewest_members: int | None = later_field("least number of member parties", default=None)
    most_members: int | None = later_field("largest number of member parties", default=None)
    confidential: bool = later_field(
        "whether the body and all that is its own stay out of the shared environment of the members", default=False
    )
    votes_shown: VotesShown = later_field(
        "how much of a vote readers see: none, counts or parties", default=VotesShown.COUNTS
    )


@named("reposition-body")
@attrs.frozen(kw_only=True)
class RepositionBody(Act):
    """Change place, name, composition, rhythm, chair or powers of a body; what is left out stays."""

    body: str = field("identifier of the body")
    since: date = field("day from which the change holds")
    name: str | None = field("name", default=None)
    kind: str | None = field("sort", default=None)
    level: Level | None = field("level", default=None)
    place: int | None = field("rank in the order", default=None)
    members: tuple[str, ...] | None = field("all member parties from then on", default=None)
    rhythm: str | None = field("RFC 5545 rule", default=None)
    chair: str | None = field("party that chairs it", default=None)
    quorum: str | None = field("share of the members", default=None)
    mandate: tuple[DecisionKind, ...] | None = field("kinds of decision it may take", default=None)
    unanimity: tuple[DecisionKind, ...] | None = field("kinds that need every vote", default=None)
    rules: tuple[DecisionRule, ...] | None = later_field(
        "per kind of decision, where it differs: quorum, majority, takes_part, written", default=None
    )
    rhythm_start: date | None = later_field(
        "day from which the rhythm is counted; the start when left out", default=None
    )
    reports_to: str | None = later_field("body one step up the order, to which signals are escalated", default=None)
    overview_first: bool | None = later_field("whether its meetings open with the progress overview", default=None)
    portfolio_limit: int | None = later_field("how many projects may run at a time", default=None)
    signal_answer_days: int | None = later_field("within how many days a signal raised here is answered", default=None)
    prioritises: bool | None = later_field("whether it ranks signals for the cooperation", default=None)
    rank: Rank | None = later_field("as whom persons take a seat: board or official", default=None)
    members_from: tuple[PartyKind, ...] | None = later_field(
        "kinds of party that may be members; any when empty", default=None
    )
    required_members: tuple[str, ...] | None = later_field("parties that must be members", default=None)
    fewest_members: int | None = later_field("least number of member parties", default=None)
    most_members: int | None = later_field("largest number of member parties", default=None)
    confidential: bool | None = later_field(
        "whether the body and all that is its own stay out of the shared environment of the members", default=None
    )
    votes_shown: VotesShown | None = later_field(
        "how much of a vote readers see: none, counts or parties", default=None
    )


@named("rescope-body")
@attrs.frozen(kw_only=True)
class RescopeBody(Act):
    """Widen or narrow the fields a body deals with."""

    body: str = field("identifier of the body")
    scope: tuple[str, ...] = field("all fields from then on")
    since: date = field("day from which they hold")


@named("rename-body")
@attrs.frozen(kw_only=True)
class RenameBody(Act):
    """Give a body another name; under the old one its history is still found."""

    body: str = field("identifier of the body")
    name: str = field("name from then on")
    since: date = field("day from which it holds")


@named("merge-body")
@attrs.frozen(kw_only=True)
class MergeBody(Act):
    """Let a body go up into another: members, seats, open matters and rhythm move along."""

    body: str = field("body that goes up")
    into: str = field("body that takes it in")
    on: date = field("first day on which it no longer exists on its own")
    reason: str = field("why they merge")
    rhythm: str | None = field(
        "RFC 5545 rule from then on; left out, the receiving body keeps its own or takes that of the other",
        default=None,
    )
    staying_out: tuple[str, ...] = field("member parties that do not move along", default=())


@named("close-body")
@attrs.frozen(kw_only=True)
class CloseBody(Act):
    """Close a body, which may go up into another."""

    body: str = field("identifier of the body")
    on: date = field("first day on which it no longer exists")
    reason: str = field("why it is closed")
    merged_into: str | None = field("body it goes up into", default=None)


@named("join-body")
@attrs.frozen(kw_only=True)
class JoinBody(Act):
    """A party becomes a member of a body."""

    body: str = field("identifier of the body")
    party: str = field("party that joins")
    since: date = field("day from which it is a member")


@named("leave-body")
@attrs.frozen(kw_only=True)
class LeaveBody(Act):
    """A party is no longer a member of a body."""

    body: str = field("identifier of the body")
    party: str = field("party that leaves")
    since: date = field("first day on which it is no member")


@named("take-seat")
@attrs.frozen(kw_only=True)
class TakeSeat(Act):
    """A person takes part in a body for a member party, or stands in for who does."""

    body: str = field("identifier of the body")
    seat: str = field("identifier of the seat, unique within the body")
    party: str = field("member party")
    person: str = field("person who takes part")
    start: date = field("first day")
    until: date | None = field("last day, left out for an open end", default=None)
    rank: Rank | None = field("board or official; as the body asks when left out", default=None)
    deputy_of: str | None = field("seat for which this person stands in", default=None)


@named("leave-seat")
@attrs.frozen(kw_only=True)
class LeaveSeat(Act):
    """A person takes part in a body no longer."""

    body: str = field("identifier of the body")
    seat: str = field("identifier of the seat")
    last_day: date = field("last day")
    reason: str = field("why it ends")


@named("name-theme")
@attrs.frozen(kw_only=True)
class NameTheme(Act):
    """Name a content theme, such as housing or energy; themes stay outside the covenant."""

    theme: str = field("identifier of the theme")
    name: str = field("name of the theme")
    on: date = field("day from which it runs")


@named("retire-theme")
@attrs.frozen(kw_only=True)
class RetireTheme(Act):
    """Retire a content theme."""

    theme: str = field("identifier of the theme")
    on: date = field("first day on which it no longer runs")
    reason: str = field("why it is retired")


@named("set-body-themes")
@attrs.frozen(kw_only=True)
class SetBodyThemes(Act):
    """Say which content themes hang on a body."""

    body: str = field("identifier of the body")
    themes: tuple[str, ...] = field("all themes from then on")
    since: date = field("day from which they hold")
