"""A body takes a decision, in a meeting or in writing (S15)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rso_core.domain.act import Act, act, effective, field, later_field, needed, new
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Remark, Text, Title
from rso_core.domain.decision.revoking import DecisionSuperseded, require_revocable
from rso_core.domain.decision.state import Decision, DecisionOutcome
from rso_core.domain.decision.voting import (
    DECISION_MANDATE,
    Choice,
    Vote,
    all_in_favour,
    outcome_of,
    parties_that_voted,
    require_quorum,
    require_votes,
    votes_in_words,
)
from rso_core.domain.event import Effective, Event, event, subject
from rso_core.domain.meeting.state import Meeting, MeetingState
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party
from rso_core.domain.references import AgendaItemId, BodyId, DecisionId, MeetingId, PartyId, ProjectId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import DecisionKind, require_happened
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, labelled, listed, quoted

DECISION_MEETING_HELD = Rule(
    id="decision.meeting_held",
    source="S15",
    en="A body decides in a meeting that was held.",
    nl="Een overleg besluit in een vergadering die is gehouden.",
    remedy_en="Record the meeting with its attendance first.",
    remedy_nl="Leg eerst de vergadering met de aanwezigen vast.",
)
DECISION_WRITTEN = Rule(
    id="decision.written",
    source="S15",
    en="A body decides in writing only what the covenant lets it decide in writing, within the period of the procedure.",
    nl="Een overleg besluit alleen schriftelijk waar het convenant dat toestaat, binnen de termijn van de procedure.",
    remedy_en="Take the decision in a meeting, or let the rule of the body allow a written procedure.",
    remedy_nl="Neem het besluit in een vergadering, of laat de regel van het overleg een schriftelijke procedure toe.",
)
DECISION_FOLLOWS_EARLIER = Rule(
    id="decision.follows_earlier",
    source="S15",
    en="A decision builds on earlier ones: a consultation, an advice, a decision.",
    nl="Een besluit bouwt voort op eerdere: een consultatie, een advies, een besluit.",
    remedy_en="Name decisions that were taken before this one.",
    remedy_nl="Noem besluiten die voor dit besluit zijn genomen.",
)
_TAKEN = {
    (DecisionKind.CONSULT, DecisionOutcome.HEARD): "{body} werd geconsulteerd over {title}",
    (DecisionKind.ADVISE, DecisionOutcome.ADOPTED): "{body} bracht advies uit: {title}",
    (DecisionKind.ADVISE, DecisionOutcome.REJECTED): "{body} nam het voorgestelde advies {title} niet over",
    (DecisionKind.AGREE, DecisionOutcome.ADOPTED): "{body} stemde in met {title}",
    (DecisionKind.AGREE, DecisionOutcome.REJECTED): "{body} stemde niet in met {title}",
    (DecisionKind.DECIDE, DecisionOutcome.ADOPTED): "{body} nam het besluit {title}",
    (DecisionKind.DECIDE, DecisionOutcome.REJECTED): "{body} verwierp het voorstel {title}",
}


@event("decision.taken")
class DecisionTaken(Event):
    """A body took a decision; ``absent`` are the parties that may take part and did not.

    ``meeting`` is None for a decision in writing, for which ``asked_on`` is the first day of the procedure.
    ``follows`` are decisions it builds on; ``over_limit`` are projects that it lets run over the limit of the portfolio.
    """

    decision: DecisionId = subject()
    body: BodyId
    meeting: MeetingId | None
    kind: DecisionKind
    title: str
    text: str
    taken_on: date
    outcome: DecisionOutcome
    unanimous: bool
    votes: tuple[Vote, ...]
    absent: tuple[PartyId, ...]
    asked_on: date | None = None
    item: AgendaItemId | None = None
    follows: tuple[DecisionId, ...] = ()
    condition: str | None = None
    condition_due: date | None = None
    over_limit: tuple[ProjectId, ...] = ()
    confidential: bool = False

    def apply(self, state: Decision | None) -> Decision:
        """A decision that stands."""
        return Decision(
            id=self.decision,
            body=self.body,
            meeting=self.meeting,
            kind=self.kind,
            outcome=self.outcome,
            taken_on=self.taken_on,
            condition=self.condition,
            over_limit=self.over_limit,
        )

    def sentence(self, names: NameIndex) -> str:
        """A decision."""
        what = _TAKEN.get((self.kind, self.outcome), "{body} nam het besluit {title}")
        due = f", te vervullen uiterlijk op {in_words(self.condition_due)}" if self.condition_due else ""
        over = [names.project(project) for project in self.over_limit]
        return in_sentences(
            what.format(body=names.body(self.body), title=quoted(self.title)) + self._where(names),
            labelled("de tekst luidt", self.text),
            f"voorwaarde: {quoted(self.condition)}{due}" if self.condition else "",
            *votes_in_words(self.votes, names),
            *self._absent(names),
            f"dit bouwt voort op {listed(map(names.decision, self.follows))}" if self.follows else "",
            f"boven het maximum {'mag' if len(over) == 1 else 'mogen'} daarmee lopen: {listed(over)}" if over else "",
            "dit is vertrouwelijk" if self.confidential else "",
        )

    def _where(self, names: NameIndex) -> str:
        unanimous = ", met algemene stemmen" if self.unanimous else ""
        if self.meeting is None:
            asked = f" vanaf {in_words(self.asked_on)}" if self.asked_on else ""
            return f", in een schriftelijke ronde{asked}{unanimous}"
        title = names.get("item", self.meeting, self.item) if self.item else None
        item = f", bij agendapunt {quoted(title)}" if title else ""
        return f", in {names.meeting(self.meeting)}{item}{unanimous}"

    def _absent(self, names: NameIndex) -> Iterator[str]:
        if self.absent:
            one = len(self.absent) == 1
            verb = ("antwoordde niet" if one else "antwoordden niet") if self.meeting is None else ""
            verb = verb or ("was niet aanwezig" if one else "waren niet aanwezig")
            yield f"{names.parties(self.absent)} {verb}"


def _their_bodies(supersedes: Mapping[str, Decision]) -> list[str]:
    """The bodies that took the decisions whose place is taken."""
    return [decision.body for decision in supersedes.values()]


@act("decide", source="S15")
class Decide(Act):
    """Record a decision of a body, taken in a held meeting: consult, advise, agree or decide."""

    decision: DecisionId = new("identifier of the decision")
    meeting: MeetingId = field("meeting in which it was taken")
    kind: DecisionKind = field("consult, advise, agree or decide")
    title: Title = field("title of the decision")
    text: Remark = field("what was decided", default="")
    unanimous: bool = field("every party present voted in favour; then votes may be left out", default=False)
    votes: tuple[Vote, ...] = field("party, person and choice (for, against, abstain)", default=())
    item: AgendaItemId | None = later_field("item of the agenda under which it was taken", default=None)
    follows: tuple[DecisionId, ...] = later_field(
        "decisions it builds on: a consultation, an advice, a decision", default=()
    )
    condition: Text | None = later_field("condition under which it is taken", default=None)
    condition_due: date | None = later_field("day before which the condition is fulfilled", default=None)
    supersedes: tuple[DecisionId, ...] = later_field(
        "decisions whose place it takes", default=(), told="decision.superseded:decision"
    )
    over_limit: tuple[ProjectId, ...] = later_field(
        "projects that it lets run over the limit of the portfolio", default=()
    )
    confidential: bool = later_field("whether it stays among the members of the body", default=False)

    def decide(
        self,
        meeting: Meeting,
        follows: Mapping[str, Decision],
        supersedes: Mapping[str, Decision],
        body: Body = needed(lambda meeting: meeting.body),
        parties: Mapping[str, Party] = needed(
            lambda act, meeting: (*parties_that_voted(act.votes), *meeting.parties_present)
        ),
        bodies: Mapping[str, Body] = needed(_their_bodies),
    ) -> list[Effective]:
        """Who was present votes; ``unanimous`` stands for a vote in favour of every party present that takes part."""
        on, held = meeting.on, meeting.state is MeetingState.HELD
        DECISION_MEETING_HELD.unless(held, meeting=self.meeting, state=meeting.state, on=on)
        taking_part = _taking_part(self, body, on, follows)
        there = [party for party in meeting.parties_present if party in taking_part]
        profile = body.profile_on(on)
        rule = profile.rule_for(self.kind)
        require_quorum(self.meeting, profile, rule, present=len(there), members=len(taking_part))
        votes = self.votes
        if self.unanimous and not votes and self.kind is not DecisionKind.CONSULT:
            votes = all_in_favour(there, {a.party: a.person for a in reversed(meeting.attendance) if not a.guest})
        persons = {(a.party, a.person) for a in meeting.attendance if not a.guest}
        require_votes(self.meeting, self.kind, votes, parties, persons=persons, expected=there, on=on)
        absent = tuple(party for party in taking_part if party not in there)
        taken = _taken(self, body, votes, on=on, absent=absent, meeting=self.meeting, item=self.item)
        superseded = _superseded(taken, supersedes, bodies)
        return [Effective(event, on=on) for event in (taken, *superseded)]

    @classmethod
    def told_by(cls, events: Sequence[Event]) -> Mapping[str, Any]:
        """Where all were in favour and nobody said anything, ``unanimous`` stood for the votes, as it nearly always does."""
        taken = events[0]
        assert isinstance(taken, DecisionTaken)
        in_short = taken.unanimous and not any(vote.statement for vote in taken.votes)
        return {"unanimous": in_short, "votes": () if in_short else taken.votes}


@act("decide-in-writing", source="S15")
class DecideInWriting(Act):
    """Record a decision that a body took in writing, between meetings."""

    decision: DecisionId = new("identifier of the decision")
    body: BodyId = field("body that decides")
    kind: DecisionKind = field("consult, advise, agree or decide")
    title: Title = field("title of the decision")
    asked_on: date = field("first day of the procedure")
    closed_on: date = effective("day on which it closed")
    votes: tuple[Vote, ...] = field("answers: party, person and choice", default=())
    text: Remark = field("what was decided", default="")
    follows: tuple[DecisionId, ...] = field("decisions it builds on: a consultation, an advice, a decision", default=())
    condition: Text | None = field("condition under which it is taken", default=None)
    condition_due: date | None = field("day before which the condition is fulfilled", default=None)
    supersedes: tuple[DecisionId, ...] = field(
        "decisions whose place it takes", default=(), told="decision.superseded:decision"
    )
    over_limit: tuple[ProjectId, ...] = field("projects that it lets run over the limit of the portfolio", default=())
    confidential: bool = field("whether it stays among the members of the body", default=False)

    def decide(
        self,
        body: Body,
        follows: Mapping[str, Decision],
        supersedes: Mapping[str, Decision],
        today: date,
        parties: Mapping[str, Party] = needed(lambda act: parties_that_voted(act.votes)),
        bodies: Mapping[str, Body] = needed(_their_bodies),
    ) -> list[Event]:
        """Who does not answer counts as absent; the quorum is that of those who answered."""
        on = self.closed_on
        require_happened(on, today, "written procedure")
        taking_part = _taking_part(self, body, on, follows)
        profile = body.profile_on(on)
        rule = profile.rule_for(self.kind)
        allowed = rule.written and on >= self.asked_on
        DECISION_WRITTEN.unless(allowed, body=self.body, kind=self.kind, asked_on=self.asked_on, closed_on=on)
        answers = [vote for vote in self.votes if vote.party in taking_part]
        answered = [vote.party for vote in answers]
        if self.kind is not DecisionKind.CONSULT:
            require_quorum(self.decision, profile, rule, present=len(set(answered)), members=len(taking_part))
        persons = {(vote.party, vote.person) for vote in answers}
        require_votes(self.decision, self.kind, self.votes, parties, persons=persons, expected=answered, on=on)
        absent = tuple(party for party in taking_part if party not in answered)
        taken = _taken(self, body, self.votes, on=on, absent=absent, asked_on=self.asked_on)
        return [taken, *_superseded(taken, supersedes, bodies)]


Proposal = Decide | DecideInWriting
"""What is decided on, whichever way."""


def _taking_part(proposal: Proposal, body: Body, on: date, follows: Mapping[str, Decision]) -> tuple[str, ...]:
    """The parties that may take part, once the body may take such a decision."""
    profile = body.profile_on(on)
    mandated = proposal.kind in profile.mandate
    DECISION_MANDATE.unless(mandated, body=body.id, kind=proposal.kind, mandate=profile.mandate)
    later = [earlier.id for earlier in follows.values() if earlier.taken_on > on]
    DECISION_FOLLOWS_EARLIER.unless(not later, decision=proposal.decision, on=on, not_earlier=later)
    limited_to = profile.rule_for(proposal.kind).takes_part
    return tuple(party for party in profile.members if not limited_to or party in limited_to)


def _taken(
    proposal: Proposal,
    body: Body,
    votes: tuple[Vote, ...],
    *,
    on: date,
    absent: tuple[str, ...],
    meeting: str | None = None,
    item: str | None = None,
    asked_on: date | None = None,
) -> DecisionTaken:
    majority = body.profile_on(on).rule_for(proposal.kind).majority
    return DecisionTaken(
        decision=proposal.decision,
        body=body.id,
        meeting=meeting,
        kind=proposal.kind,
        title=proposal.title,
        text=proposal.text,
        taken_on=on,
        outcome=outcome_of(proposal.kind, votes, majority),
        unanimous=bool(votes) and all(vote.choice is Choice.FOR for vote in votes),
        votes=votes,
        absent=absent,
        asked_on=asked_on,
        item=item,
        follows=tuple(dict.fromkeys(proposal.follows)),
        condition=proposal.condition,
        condition_due=proposal.condition_due,
        over_limit=proposal.over_limit,
        confidential=proposal.confidential,
    )


def _superseded(
    taken: DecisionTaken, supersedes: Mapping[str, Decision], bodies: Mapping[str, Body]
) -> list[DecisionSuperseded]:
    """What becomes of the decisions whose place it takes."""
    by = taken.apply(None)
    for earlier in supersedes.values():
        require_revocable(earlier, by, bodies[earlier.body])
    return [
        DecisionSuperseded(decision=earlier.id, body=earlier.body, by=by.id, since=by.taken_on)
        for earlier in supersedes.values()
    ]
