"""Decisions of a body in a meeting: consult, advise, agree or decide, with votes per party (S15)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.body import Body, Profile
from rso_core.domain.event import Event, named
from rso_core.domain.meeting import Meeting, MeetingState
from rso_core.domain.party import Party, require_representation
from rso_core.domain.refusal import Rule
from rso_core.domain.values import NEW, DecisionKind, require_id, require_text

MEETING_HELD = Rule(
    id="decision.meeting_held",
    source="S15",
    en="A body decides in a meeting that was held.",
    nl="Een overleg besluit in een vergadering die is gehouden.",
    remedy_en="Record the meeting with its attendance first.",
    remedy_nl="Leg eerst de vergadering met de aanwezigen vast.",
)
BODY_MANDATE = Rule(
    id="decision.mandate",
    source="S15",
    en="A body takes only the kinds of decision for which the covenant gives it a mandate.",
    nl="Een overleg neemt alleen de soorten besluiten waarvoor het convenant mandaat geeft.",
    remedy_en="Bring the matter to a body with that mandate, or record it as another kind.",
    remedy_nl="Breng de zaak in een overleg met dat mandaat, of leg haar vast als een andere soort.",
)
QUORUM = Rule(
    id="decision.quorum",
    source="S15",
    en="A body decides when its quorum of member parties is present.",
    nl="Een overleg besluit als het quorum van deelnemende partijen aanwezig is.",
    remedy_en="Take the decision in a meeting with more parties present, or correct the attendance.",
    remedy_nl="Neem het besluit in een vergadering met meer partijen, of verbeter de aanwezigheid.",
)
VOTE_OF_PRESENT = Rule(
    id="decision.vote",
    source="S15",
    en="A party that is present votes once, through someone who is present on its behalf.",
    nl="Een aanwezige partij stemt één keer, via iemand die namens haar aanwezig is.",
    remedy_en="Correct the vote or the attendance of the meeting.",
    remedy_nl="Verbeter de stem of de aanwezigheid bij de vergadering.",
)
VOTES_COMPLETE = Rule(
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


class DecisionOutcome(StrEnum):
    """What came of it; a consultation is heard, the other kinds are adopted or rejected."""

    HEARD = "heard"
    ADOPTED = "adopted"
    REJECTED = "rejected"


@attrs.frozen(kw_only=True)
class Vote:
    """A party's choice, given by the person present on its behalf."""

    party: str
    person: str
    choice: Choice


@attrs.frozen(kw_only=True)
class Decision:
    """State of one decision."""

    id: str
    body: str
    meeting: str
    kind: DecisionKind
    outcome: DecisionOutcome


@named("decision.taken")
@attrs.frozen(kw_only=True)
class DecisionTaken(Event):
    """A body took a decision; ``absent`` are the member parties that were not represented."""

    decision: str
    body: str
    meeting: str
    kind: DecisionKind
    title: str
    text: str
    taken_on: date
    outcome: DecisionOutcome
    unanimous: bool
    votes: tuple[Vote, ...]
    absent: tuple[str, ...]


DecisionEvent = DecisionTaken


def evolve(state: Decision | None, event: DecisionEvent) -> Decision:
    """Fold one event into the decision."""
    match event:
        case DecisionTaken():
            return Decision(
                id=event.decision,
                body=event.body,
                meeting=event.meeting,
                kind=event.kind,
                outcome=event.outcome,
            )
        case _:
            assert_never(event)


def take(
    state: Decision | None,
    meeting: Meeting,
    body: Body,
    parties: Mapping[str, Party],
    *,
    decision: str,
    kind: DecisionKind,
    title: str,
    text: str,
    votes: tuple[Vote, ...],
    unanimous: bool,
) -> DecisionTaken:
    """Take a decision in a held meeting (S15).

    Facts: the meeting with its attendance, the body, and every party that votes. ``unanimous`` stands
    for a vote in favour of every party present. The outcome follows from the votes: adopted by all votes
    where the covenant asks unanimity for the kind, else by more votes in favour than against.
    """
    require_id(decision, "decision")
    require_text(title, "title of the decision")
    if state is not None:
        raise NEW.refused(decision=decision)
    if meeting.state is not MeetingState.HELD:
        raise MEETING_HELD.refused(meeting=meeting.id, state=meeting.state, on=meeting.on)
    profile = body.profile_on(meeting.on)
    if kind not in profile.mandate:
        raise BODY_MANDATE.refused(body=body.id, kind=kind, mandate=profile.mandate)
    _require_quorum(meeting, profile)
    if unanimous and not votes and kind is not DecisionKind.CONSULT:
        votes = _all_in_favour(meeting)
    _require_votes(meeting, kind, votes, parties)
    return DecisionTaken(
        decision=decision,
        body=body.id,
        meeting=meeting.id,
        kind=kind,
        title=title,
        text=text,
        taken_on=meeting.on,
        outcome=_outcome(kind, votes, needs_all=kind in profile.unanimity),
        unanimous=bool(votes) and all(v.choice is Choice.FOR for v in votes),
        votes=votes,
        absent=tuple(p for p in profile.members if p not in meeting.parties_present),
    )


def _all_in_favour(meeting: Meeting) -> tuple[Vote, ...]:
    speaker = {a.party: a.person for a in reversed(meeting.attendance) if not a.guest}
    return tuple(Vote(party=p, person=speaker[p], choice=Choice.FOR) for p in meeting.parties_present)


def _require_quorum(meeting: Meeting, profile: Profile) -> None:
    present = len(set(meeting.parties_present) & set(profile.members))
    if present == 0 or present < profile.quorum_share * len(profile.members):
        raise QUORUM.refused(
            meeting=meeting.id,
            parties_present=present,
            members=len(profile.members),
            quorum=profile.quorum,
        )


def _require_votes(meeting: Meeting, kind: DecisionKind, votes: tuple[Vote, ...], parties: Mapping[str, Party]) -> None:
    present = {(a.party, a.person) for a in meeting.attendance if not a.guest}
    voted: set[str] = set()
    for vote in votes:
        if (vote.party, vote.person) not in present or vote.party in voted:
            raise VOTE_OF_PRESENT.refused(meeting=meeting.id, party=vote.party, person=vote.person)
        voted.add(vote.party)
        require_representation(parties[vote.party], vote.person, meeting.on)
    silent = [p for p in meeting.parties_present if p not in voted]
    if (kind is DecisionKind.CONSULT and votes) or (kind is not DecisionKind.CONSULT and silent):
        raise VOTES_COMPLETE.refused(meeting=meeting.id, kind=kind, votes=len(votes), without_vote=silent)


def _outcome(kind: DecisionKind, votes: tuple[Vote, ...], *, needs_all: bool) -> DecisionOutcome:
    if kind is DecisionKind.CONSULT:
        return DecisionOutcome.HEARD
    in_favour = sum(v.choice is Choice.FOR for v in votes)
    against = sum(v.choice is Choice.AGAINST for v in votes)
    adopted = in_favour == len(votes) if needs_all else in_favour > against
    return DecisionOutcome.ADOPTED if adopted else DecisionOutcome.REJECTED
