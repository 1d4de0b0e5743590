"""Everything that happens to a body, and the profile that these events hold (S3)."""

from datetime import date
from fractions import Fraction

import attrs

from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import BodyId, PartyId, PersonId, SeatId, ThemeId
from rso_core.domain.values import DecisionKind, Level, PartyKind, Rank, VotesShown, share


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
        confidential: whether the body and all that is its own stay out of the shared environment of the members (S12).
        votes_shown: how much of a vote is shown to readers (S12).
        rank: as whom persons take a seat; either when left out.
        members_from, required_members, fewest_members, most_members: rules of composition; see `composition`.
        rules: per kind of decision, where it differs (S15).
    """

    name: str
    kind: str
    level: Level
    place: int
    members: tuple[PartyId, ...]
    scope: tuple[str, ...] = ()
    rhythm: str | None = None
    chair: PartyId | None = None
    quorum: str = "1/2"
    mandate: tuple[DecisionKind, ...] = ()
    unanimity: tuple[DecisionKind, ...] = ()
    rhythm_start: date | None = None
    reports_to: BodyId | None = None
    overview_first: bool = False
    portfolio_limit: int | None = None
    signal_answer_days: int | None = None
    prioritises: bool = False
    rank: Rank | None = None
    members_from: tuple[PartyKind, ...] = ()
    required_members: tuple[PartyId, ...] = ()
    fewest_members: int | None = None
    most_members: int | None = None
    rules: tuple[DecisionRule, ...] = ()
    confidential: bool = False
    votes_shown: VotesShown = VotesShown.COUNTS

    @property
    def quorum_share(self) -> Fraction:
        """The quorum as a number from 0 to 1."""
        return share(self.quorum)

    def rule_for(self, kind: DecisionKind) -> DecisionRule:
        """How the body takes this kind of decision."""
        own = next((rule for rule in self.rules if rule.kind is kind), None)
        return own or DecisionRule(kind=kind, majority="1" if kind in self.unanimity else "1/2")


@event("body.set_up")
class BodySetUp(Event):
    """A body starts on a day."""

    body: BodyId = subject()
    profile: Profile
    set_up_on: date


@event("body.repositioned")
class BodyRepositioned(Event):
    """From a day on the body has this profile: name, place, members, rhythm, chair or powers changed."""

    body: BodyId = subject()
    profile: Profile
    since: date


@event("body.rescoped")
class BodyRescoped(Event):
    """From a day on the body deals with these fields (VTH becomes VTH & RO)."""

    body: BodyId = subject()
    profile: Profile
    since: date


@event("body.closed")
class BodyClosed(Event):
    """The body no longer exists from ``closed_on``; it may have gone up into another."""

    body: BodyId = subject()
    closed_on: date
    merged_into: BodyId | None
    reason: str


@event("body.renamed")
class BodyRenamed(Event):
    """From a day on the body has another name; under the old one its history is still found."""

    body: BodyId = subject()
    profile: Profile
    since: date
    former_name: str


@event("body.merged_in")
class BodyMergedIn(Event):
    """Another body went up into this one: members, and a rhythm where this one had none, came along."""

    body: BodyId = subject()
    merged: BodyId
    profile: Profile
    since: date
    joined: tuple[PartyId, ...]


@event("body.themes_set")
class BodyThemesSet(Event):
    """From a day on these content themes hang on the body."""

    body: BodyId = subject()
    themes: tuple[ThemeId, ...]
    since: date


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


@event("body.seat_left")
class SeatLeft(Event):
    """``last_day`` is the last day on which the person takes part."""

    body: BodyId = subject()
    seat: SeatId
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
