"""Voting: who may vote, whether the quorum is there, and what the votes come to (S15)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.body.profile import DecisionRule, Profile
from rso_core.domain.checked_types import Remark
from rso_core.domain.decision.state import DecisionOutcome
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party, require_representation
from rso_core.domain.references import PartyId, PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import LATER, DecisionKind, share
from rso_core.dutch.sentences import quoted

DECISION_MANDATE = Rule(
    id="decision.mandate",
    source="S15",
    en="A body takes only the kinds of decision for which the covenant gives it a mandate.",
    nl="Een overleg neemt alleen de soorten besluiten waarvoor het convenant mandaat geeft.",
    remedy_en="Bring the matter to a body with that mandate, or record it as another kind.",
    remedy_nl="Breng de zaak in een overleg met dat mandaat, of leg haar vast als een andere soort.",
)
DECISION_QUORUM = Rule(
    id="decision.quorum",
    source="S15",
    en="A body decides when its quorum of member parties is present.",
    nl="Een overleg besluit als het quorum van deelnemende partijen aanwezig is.",
    remedy_en="Take the decision in a meeting with more parties present, or correct the attendance.",
    remedy_nl="Neem het besluit in een vergadering met meer partijen, of verbeter de aanwezigheid.",
)
DECISION_VOTE = Rule(
    id="decision.vote",
    source="S15",
    en="A party that is present votes once, through someone who is present on its behalf.",
    nl="Een aanwezige partij stemt één keer, via iemand die namens haar aanwezig is.",
    remedy_en="Correct the vote or the attendance of the meeting.",
    remedy_nl="Verbeter de stem of de aanwezigheid bij de vergadering.",
)
DECISION_VOTES_COMPLETE = Rule(
    id="decision.votes_complete",
    source="S15",
    en="Every party present is recorded as for, against or abstaining; a consultation has no votes.",
    nl="Elke aanwezige partij is vastgelegd als voor, tegen of onthouding; een consultatie kent geen stemmen.",
    remedy_en="Record the missing votes, or record the decision as unanimous.",
    remedy_nl="Leg de ontbrekende stemmen vast, of leg het besluit vast als unaniem.",
)


class Choice(StrEnum):
    """What a party says on a proposal."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@attrs.frozen(kw_only=True)
class Vote:
    """A party's choice, given by the person who acts on its behalf; ``statement`` is what it wants recorded with it."""

    party: PartyId
    person: PersonId
    choice: Choice
    statement: Remark = attrs.field(default="", metadata=LATER)


def require_quorum(what: str, profile: Profile, rule: DecisionRule, *, present: int, members: int) -> None:
    """Refuse a decision for which too few of those who may take part are there.

    Args:
        what: id of the meeting or the written decision, for the refusal.
        present, members: how many parties are there, and may take part.

    Raises:
        Refused: DECISION_QUORUM.
    """
    quorum = rule.quorum or profile.quorum
    if present == 0 or present < share(quorum) * members:
        raise DECISION_QUORUM.refused(meeting=what, parties_present=present, members=members, quorum=quorum)


def require_votes(
    what: str,
    kind: DecisionKind,
    votes: tuple[Vote, ...],
    parties: Mapping[str, Party],
    *,
    persons: Collection[tuple[str, str]],
    expected: Sequence[str],
    on: date,
) -> None:
    """Refuse votes of who is not there, twice, without mandate, or missing ones.

    Args:
        what: id of the meeting or the written decision, for the refusal.
        parties: every party that votes, by id.
        persons: party and person of everyone who may vote.
        expected: parties that must vote, unless it is a consultation.
        on: the day, on which each must represent the party.

    Raises:
        Refused: DECISION_VOTE, DECISION_VOTES_COMPLETE, PARTY_REPRESENTED.
    """
    voted: set[str] = set()
    for vote in votes:
        if (vote.party, vote.person) not in persons or vote.party in voted or vote.party not in expected:
            raise DECISION_VOTE.refused(meeting=what, party=vote.party, person=vote.person)
        voted.add(vote.party)
        require_representation(parties[vote.party], vote.person, on)
    silent = [p for p in expected if p not in voted]
    if (kind is DecisionKind.CONSULT and votes) or (kind is not DecisionKind.CONSULT and silent):
        raise DECISION_VOTES_COMPLETE.refused(meeting=what, kind=kind, votes=len(votes), without_vote=silent)


def parties_that_voted(votes: tuple[Vote, ...]) -> list[str]:
    """The party of each vote."""
    return [vote.party for vote in votes]


def all_in_favour(parties: Sequence[str], speakers: Mapping[str, str]) -> tuple[Vote, ...]:
    """A vote in favour of each party, by the person who speaks for it."""
    return tuple(Vote(party=p, person=speakers[p], choice=Choice.FOR) for p in parties)


def outcome_of(kind: DecisionKind, votes: tuple[Vote, ...], majority: str) -> DecisionOutcome:
    """What the votes come to.

    A majority of ``1`` asks every vote in favour, ``1/2`` more votes in favour than against, and any other share at
    least that part of the votes for and against.
    """
    if kind is DecisionKind.CONSULT:
        return DecisionOutcome.HEARD
    in_favour = sum(v.choice is Choice.FOR for v in votes)
    against = sum(v.choice is Choice.AGAINST for v in votes)
    needed = share(majority)
    if needed == 1:
        adopted = in_favour == len(votes)
    elif needed <= share("1/2"):
        adopted = in_favour > against
    else:
        adopted = in_favour > 0 and in_favour >= needed * (in_favour + against)
    return DecisionOutcome.ADOPTED if adopted else DecisionOutcome.REJECTED


_VOTED = {
    Choice.FOR: ("voor", "stemde", "stemden"),
    Choice.AGAINST: ("tegen", "stemde", "stemden"),
    Choice.ABSTAIN: ("van stemming", "onthield zich", "onthielden zich"),
}


def votes_in_words(votes: tuple[Vote, ...], names: NameIndex) -> Iterator[str]:
    """Sentences about who voted what, and what they wanted recorded with it."""
    for choice, (how, one, many) in _VOTED.items():
        parties = [vote.party for vote in votes if vote.choice is choice]
        if parties:
            count = "één partij" if len(parties) == 1 else f"{len(parties)} partijen"
            yield f"{count} {one if len(parties) == 1 else many} {how}: {names.parties(parties)}"
    for vote in votes:
        if vote.statement.strip():
            yield (
                f"{names.person(vote.person)} verklaarde daarbij namens {names.party(vote.party)}: "
                f"{quoted(vote.statement)}"
            )
