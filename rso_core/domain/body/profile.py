"""What describes a body, and what the covenant asks of it (S3)."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from rso_core.domain.checked_types import Share
from rso_core.domain.party.state import Party
from rso_core.domain.references import BodyId, PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import DecisionKind, Level, PartyKind, Rank, VotesShown, require_share, share

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
BODY_COMPOSITION = Rule(
    id="body.composition",
    source="S3",
    en="A body is composed as the covenant says: which parties must be members, of which kind, and how many.",
    nl="Een overleg is samengesteld zoals het convenant zegt: welke partijen, van welke soort, en hoeveel.",
    remedy_en="Change the members, or first the rule of composition of the body.",
    remedy_nl="Wijzig de leden, of eerst de regel voor de samenstelling van het overleg.",
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
    quorum: Share | None = None
    majority: Share = "1/2"
    takes_part: tuple[PartyId, ...] = ()
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
        members_from, required_members, fewest_members, most_members: rules of composition; see `require_composition`.
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

    def require_valid(self) -> None:
        """Refuse shares, numbers or a chair that no body can have.

        Raises:
            Refused: BODY_QUORUM, BODY_NUMBERS, BODY_CHAIR_IS_MEMBER.
        """
        shares = {"quorum": self.quorum}
        for rule in self.rules:
            shares |= {f"majority_to_{rule.kind}": rule.majority, f"quorum_to_{rule.kind}": rule.quorum or "0"}
        _require_shares(self.name, shares)
        least = {
            "portfolio_limit": (self.portfolio_limit, 0),
            "signal_answer_days": (self.signal_answer_days, 1),
            "place": (self.place, 1),
        }
        for field, (number, lowest) in least.items():
            BODY_NUMBERS.unless(number is None or number >= lowest, **{"body": self.name, field: number})
        BODY_CHAIR_IS_MEMBER.unless(self.chair is None or self.chair in self.members, body=self.name, chair=self.chair)

    def require_composition(self, parties: Mapping[PartyId, Party]) -> None:
        """Refuse members that the covenant's rules of composition do not allow.

        Args:
            parties: the members, by id.

        Raises:
            Refused: BODY_COMPOSITION.
        """
        missing = [party for party in self.required_members if party not in self.members]
        other = [party for party in self.members if self.members_from and parties[party].kind not in self.members_from]
        count = len(self.members)
        too_few = self.fewest_members is not None and count < self.fewest_members
        too_many = self.most_members is not None and count > self.most_members
        if missing or other or too_few or too_many:
            raise BODY_COMPOSITION.refused(
                body=self.name,
                must_be_member=missing,
                of_another_kind=other,
                members=count,
                fewest=self.fewest_members,
                most=self.most_members,
            )


@attrs.frozen(kw_only=True)
class ProfileChange:
    """What is said of the profile of a body from a day on; what is None is not said, and stays as it was on that day.

    Attributes:
        members: all member parties from then on; ``joined`` and ``left`` where only who comes or goes is said.
        cleared: fields that are nothing from then on: no rhythm, no chair.
    """

    name: str | None = None
    kind: str | None = None
    level: Level | None = None
    place: int | None = None
    members: tuple[PartyId, ...] | None = None
    scope: tuple[str, ...] | None = None
    rhythm: str | None = None
    chair: PartyId | None = None
    quorum: str | None = None
    mandate: tuple[DecisionKind, ...] | None = None
    unanimity: tuple[DecisionKind, ...] | None = None
    rhythm_start: date | None = None
    reports_to: BodyId | None = None
    overview_first: bool | None = None
    portfolio_limit: int | None = None
    signal_answer_days: int | None = None
    prioritises: bool | None = None
    rank: Rank | None = None
    members_from: tuple[PartyKind, ...] | None = None
    required_members: tuple[PartyId, ...] | None = None
    fewest_members: int | None = None
    most_members: int | None = None
    rules: tuple[DecisionRule, ...] | None = None
    confidential: bool | None = None
    votes_shown: VotesShown | None = None
    joined: tuple[PartyId, ...] = ()
    left: tuple[PartyId, ...] = ()
    cleared: tuple[str, ...] = ()

    def applied_to(self, former: Profile) -> Profile:
        """The profile from then on, where the former one held until then."""
        said: dict[str, Any] = {field.name: getattr(self, field.name) for field in attrs.fields(Profile)}
        said = {name: value for name, value in said.items() if value is not None} | dict.fromkeys(self.cleared)
        members = [party for party in said.pop("members", former.members) if party not in self.left]
        joined = [party for party in self.joined if party not in members]
        return attrs.evolve(former, **said, members=(*members, *joined))


def _require_shares(body: str, shares: Mapping[str, str]) -> None:
    for name, text in shares.items():
        try:
            require_share(text)
        except ValueError:
            raise BODY_QUORUM.refused(**{"body": body, name: text}) from None
