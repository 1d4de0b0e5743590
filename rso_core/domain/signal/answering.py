"""A signal is passed on, ranked and answered (S8)."""

from collections.abc import Mapping
from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field, needed
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Text
from rso_core.domain.decision.state import Decision, require_in_force
from rso_core.domain.docket import MatterClosed, MatterOpened
from rso_core.domain.event import Effective, Event, context, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, DecisionId, SignalId
from rso_core.domain.refusal import Rule
from rso_core.domain.signal.state import Signal, SignalState, answer_due, joins_docket
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, in_sentences, labelled

SIGNAL_STEP_BY_STEP = Rule(
    id="signal.step_by_step",
    source="S8",
    en="A signal is escalated step by step: to the body to which the present one reports.",
    nl="Een signaal wordt stap voor stap doorgezet: naar het overleg waar het huidige aan rapporteert.",
    remedy_en="Escalate it to that body, or say first to which body this one reports.",
    remedy_nl="Zet het door naar dat overleg, of leg eerst vast aan welk overleg dit rapporteert.",
)
SIGNAL_RANKED_BY_DECISION = Rule(
    id="signal.ranked_by_decision",
    source="S8",
    en="Signals are ranked by a decision of the body that the covenant lets prioritise, each signal once.",
    nl="Signalen worden geordend bij besluit van het overleg dat volgens het convenant prioriteert, elk signaal één keer.",
    remedy_en="Record that decision first, and name it with the signals in order.",
    remedy_nl="Leg dat besluit eerst vast, en noem het met de signalen op volgorde.",
)


@event("signal.escalated", never_precedes=("signal.escalated",))
class SignalEscalated(Event):
    """The body passes it on, one step up the order; the last day for an answer stays, where there was one."""

    signal: SignalId = subject()
    from_body: BodyId = context()
    body: BodyId
    escalated_on: date
    reason: str
    answer_due: date | None = None

    def apply(self, state: Signal) -> Signal:
        """It lies at another body."""
        return attrs.evolve(state, body=self.body, answer_due=state.answer_due or self.answer_due)

    def sentence(self, names: NameIndex) -> str:
        """It was passed on."""
        due = f"; antwoord volgt uiterlijk op {in_words(self.answer_due)}" if self.answer_due else ""
        return in_sentences(
            f"{names.body(self.from_body)} legde {names.signal(self.signal)} voor aan {names.body(self.body)}{due}",
            because(self.reason),
        )


@act("escalate-signal", source="S8")
class EscalateSignal(Act):
    """Pass a signal on, one step up the order of bodies."""

    signal: SignalId = field("identifier of the signal")
    to: BodyId = field("body one step up", told="body")
    on: date = effective("day")
    reason: Text = field("why it is passed on")

    def decide(
        self, signal: Signal, to: Body, today: date, body: Body = needed(lambda signal: signal.body)
    ) -> tuple[SignalEscalated, MatterClosed, MatterOpened]:
        """Passing on gives no respite: only a signal that had no last day for an answer gets that of the next body."""
        signal.require_open(self.on, today)
        step = body.profile_on(self.on).reports_to
        SIGNAL_STEP_BY_STEP.unless(self.to == step, signal=self.signal, lies_at=body.id, reports_to=step, to=self.to)
        escalated = SignalEscalated(
            signal=self.signal,
            from_body=body.id,
            body=self.to,
            escalated_on=self.on,
            reason=self.reason,
            answer_due=signal.answer_due or answer_due(to, self.on),
        )
        return escalated, signal.leaves_docket, joins_docket(self.signal, self.to)


@event("signal.ranked")
class SignalRanked(Event):
    """A decision gives it a place on the list of priorities, 1 first."""

    signal: SignalId = subject()
    rank: int
    decision: DecisionId
    ranked_on: date
    sentence = "{signal} kreeg plaats {rank} op de prioriteitenlijst, met {decision}."

    def apply(self, state: Signal) -> Signal:
        """No rule looks back at its place."""
        return state


@act("rank-signals", source="S8")
class RankSignals(Act):
    """Put signals in order of priority, by a decision of the body that prioritises."""

    decision: DecisionId = field("decision that ranks them")
    signals: tuple[SignalId, ...] = field("signals in order, the first first", told="signal")

    def decide(
        self,
        decision: Decision,
        signals: Mapping[str, Signal],
        today: date,
        body: Body = needed(lambda decision: decision.body),
    ) -> list[Effective]:
        """They are ranked from the day of the decision."""
        require_in_force(decision)
        once = len(signals) == len(self.signals)
        SIGNAL_RANKED_BY_DECISION.unless(
            body.profile_on(decision.taken_on).prioritises and once and bool(signals),
            decision=self.decision,
            of_body=body.id,
            signals=list(self.signals),
        )
        for signal in signals.values():
            signal.require_open(decision.taken_on, today)
        return [
            Effective(
                SignalRanked(signal=signal, rank=place, decision=self.decision, ranked_on=decision.taken_on),
                on=decision.taken_on,
            )
            for place, signal in enumerate(self.signals, 1)
        ]


@event("signal.answered")
class SignalAnswered(Event):
    """The body where it lies answers who raised it; that closes it."""

    signal: SignalId = subject()
    body: BodyId = context()
    answer: str
    answered_on: date
    decision: DecisionId | None

    def apply(self, state: Signal) -> Signal:
        """A signal that is answered."""
        return attrs.evolve(state, state=SignalState.ANSWERED)

    def sentence(self, names: NameIndex) -> str:
        """It was answered."""
        decision = f", met {names.decision(self.decision)}" if self.decision else ""
        return in_sentences(
            f"{names.body(self.body)} beantwoordde {names.signal(self.signal)}{decision}",
            labelled("antwoord", self.answer),
        )


@act("answer-signal", source="S8")
class AnswerSignal(Act):
    """Answer a signal to who raised it; that closes it, with all that was bundled under it."""

    signal: SignalId = field("identifier of the signal")
    answer: Text = field("the answer")
    on: date = effective("day of the answer")
    decision: DecisionId | None = field("decision it rests on", default=None)

    def decide(self, signal: Signal, today: date) -> list[SignalAnswered | MatterClosed]:
        """With it every signal that was bundled under it has its answer."""
        signal.require_open(self.on, today)
        answered = [
            SignalAnswered(
                signal=each, body=signal.body, answer=self.answer, answered_on=self.on, decision=self.decision
            )
            for each in (self.signal, *signal.bundle)
        ]
        return [*answered, signal.leaves_docket]


@event("signal.moved_along")
class SignalMovedAlong(Event):
    """The body where it lies went up into another, which takes it over."""

    signal: SignalId = subject()
    from_body: BodyId
    body: BodyId
    since: date
    sentence = "{signal} ging mee van {from_body} naar {body}."

    def apply(self, state: Signal) -> Signal:
        """It lies at another body; unless it lay elsewhere by then, which may be told later."""
        return attrs.evolve(state, body=self.body) if state.body == self.from_body else state
