"""Bodies, their place in the order, and who takes part (S3); content themes (S1)."""

from datetime import date

from rso_core.domain.act import Act, act, field, later_field
from rso_core.domain.body_events import DecisionRule
from rso_core.domain.references import BodyId, PartyId, PersonId, SeatId, ThemeId
from rso_core.domain.values import DecisionKind, Level, PartyKind, Rank, VotesShown


@act("set-up-body", source="S3")
class SetUpBody(Act):
    """Set up a body of the cooperation."""

    body: BodyId = field("identifier of the body, such as b-pso")
    name: str = field("name of the body")
    kind: str = field("its sort in the covenant's own words, such as algemeen bestuur")
    level: Level = field("strategic, tactical or operational")
    place: int = field("rank in the order of bodies, 1 first")
    members: tuple[PartyId, ...] = field("member parties")
    on: date = field("day from which it exists")
    scope: tuple[str, ...] = field("fields it deals with, such as VTH and RO", default=())
    rhythm: str | None = field("RFC 5545 rule, such as FREQ=MONTHLY;INTERVAL=3", default=None)
    chair: PartyId | None = field("party that chairs it", default=None)
    quorum: str = field("share of the members needed for a decision, such as 1/2", default="1/2")
    mandate: tuple[DecisionKind, ...] = field("kinds of decision it may take", default=())
    unanimity: tuple[DecisionKind, ...] = field("kinds that need every vote in favour", default=())
    rules: tuple[DecisionRule, ...] = later_field(
        "per kind of decision, where it differs: quorum, majority, takes_part, written", default=()
    )
    rhythm_start: date | None = later_field(
        "day from which the rhythm is counted; the start when left out", default=None
    )
    reports_to: BodyId | None = later_field("body one step up the order, to which signals are escalated", default=None)
    overview_first: bool = later_field("whether its meetings open with the progress overview", default=False)
    portfolio_limit: int | None = later_field("how many projects may run at a time", default=None)
    signal_answer_days: int | None = later_field("within how many days a signal raised here is answered", default=None)
    prioritises: bool = later_field("whether it ranks signals for the cooperation", default=False)
    rank: Rank | None = later_field("as whom persons take a seat: board or official", default=None)
    members_from: tuple[PartyKind, ...] = later_field("kinds of party that may be members; any when empty", default=())
    required_members: tuple[PartyId, ...] = later_field("parties that must be members", default=())
    fewest_members: int | None = later_field("least number of member parties", default=None)
    most_members: int | None = later_field("largest number of member parties", default=None)
    confidential: bool = later_field(
        "whether the body and all that is its own stay out of the shared environment of the members", default=False
    )
    votes_shown: VotesShown = later_field(
        "how much of a vote readers see: none, counts or parties", default=VotesShown.COUNTS
    )


@act("reposition-body", source="S3")
class RepositionBody(Act):
    """Change place, name, composition, rhythm, chair or powers of a body; what is left out stays."""

    body: BodyId = field("identifier of the body")
    since: date = field("day from which the change holds")
    name: str | None = field("name", default=None)
    kind: str | None = field("sort", default=None)
    level: Level | None = field("level", default=None)
    place: int | None = field("rank in the order", default=None)
    members: tuple[PartyId, ...] | None = field("all member parties from then on", default=None)
    rhythm: str | None = field("RFC 5545 rule", default=None)
    chair: PartyId | None = field("party that chairs it", default=None)
    quorum: str | None = field("share of the members", default=None)
    mandate: tuple[DecisionKind, ...] | None = field("kinds of decision it may take", default=None)
    unanimity: tuple[DecisionKind, ...] | None = field("kinds that need every vote", default=None)
    rules: tuple[DecisionRule, ...] | None = later_field(
        "per kind of decision, where it differs: quorum, majority, takes_part, written", default=None
    )
    rhythm_start: date | None = later_field(
        "day from which the rhythm is counted; the start when left out", default=None
    )
    reports_to: BodyId | None = later_field("body one step up the order, to which signals are escalated", default=None)
    overview_first: bool | None = later_field("whether its meetings open with the progress overview", default=None)
    portfolio_limit: int | None = later_field("how many projects may run at a time", default=None)
    signal_answer_days: int | None = later_field("within how many days a signal raised here is answered", default=None)
    prioritises: bool | None = later_field("whether it ranks signals for the cooperation", default=None)
    rank: Rank | None = later_field("as whom persons take a seat: board or official", default=None)
    members_from: tuple[PartyKind, ...] | None = later_field(
        "kinds of party that may be members; any when empty", default=None
    )
    required_members: tuple[PartyId, ...] | None = later_field("parties that must be members", default=None)
    fewest_members: int | None = later_field("least number of member parties", default=None)
    most_members: int | None = later_field("largest number of member parties", default=None)
    confidential: bool | None = later_field(
        "whether the body and all that is its own stay out of the shared environment of the members", default=None
    )
    votes_shown: VotesShown | None = later_field(
        "how much of a vote readers see: none, counts or parties", default=None
    )


@act("rescope-body", source="S3")
class RescopeBody(Act):
    """Widen or narrow the fields a body deals with."""

    body: BodyId = field("identifier of the body")
    scope: tuple[str, ...] = field("all fields from then on")
    since: date = field("day from which they hold")


@act("rename-body", source="S3")
class RenameBody(Act):
    """Give a body another name; under the old one its history is still found."""

    body: BodyId = field("identifier of the body")
    name: str = field("name from then on")
    since: date = field("day from which it holds")


@act("merge-body", source="S3")
class MergeBody(Act):
    """Let a body go up into another: members, seats, open matters and rhythm move along."""

    body: BodyId = field("body that goes up")
    into: BodyId = field("body that takes it in")
    on: date = field("first day on which it no longer exists on its own")
    reason: str = field("why they merge")
    rhythm: str | None = field(
        "RFC 5545 rule from then on; left out, the receiving body keeps its own or takes that of the other",
        default=None,
    )
    staying_out: tuple[PartyId, ...] = field("member parties that do not move along", default=())


@act("close-body", source="S3")
class CloseBody(Act):
    """Close a body, which may go up into another."""

    body: BodyId = field("identifier of the body")
    on: date = field("first day on which it no longer exists")
    reason: str = field("why it is closed")
    merged_into: BodyId | None = field("body it goes up into", default=None)


@act("join-body", source="S3")
class JoinBody(Act):
    """A party becomes a member of a body."""

    body: BodyId = field("identifier of the body")
    party: PartyId = field("party that joins")
    since: date = field("day from which it is a member")


@act("leave-body", source="S3")
class LeaveBody(Act):
    """A party is no longer a member of a body."""

    body: BodyId = field("identifier of the body")
    party: PartyId = field("party that leaves")
    since: date = field("first day on which it is no member")


@act("take-seat", source="S3")
class TakeSeat(Act):
    """A person takes part in a body for a member party, or stands in for who does."""

    body: BodyId = field("identifier of the body")
    seat: SeatId = field("identifier of the seat, unique within the body")
    party: PartyId = field("member party")
    person: PersonId = field("person who takes part")
    start: date = field("first day")
    until: date | None = field("last day, left out for an open end", default=None)
    rank: Rank | None = field("board or official; as the body asks when left out", default=None)
    deputy_of: SeatId | None = field("seat for which this person stands in", default=None)


@act("leave-seat", source="S3")
class LeaveSeat(Act):
    """A person takes part in a body no longer."""

    body: BodyId = field("identifier of the body")
    seat: SeatId = field("identifier of the seat")
    last_day: date = field("last day")
    reason: str = field("why it ends")


@act("set-body-themes", source="S1", chapter="bodies")
class SetBodyThemes(Act):
    """Say which content themes hang on a body."""

    body: BodyId = field("identifier of the body")
    themes: tuple[ThemeId, ...] = field("all themes from then on")
    since: date = field("day from which they hold")
