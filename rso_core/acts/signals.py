"""Signals: chances and bottlenecks (S8)."""

from datetime import date

from rso_core.domain.act import Act, act, field
from rso_core.domain.references import BodyId, DecisionId, PartyId, PersonId, SignalId, ThemeId
from rso_core.domain.signal import SignalKind


@act("raise-signal", source="S8")
class RaiseSignal(Act):
    """Raise a signal at a body: a chance or a bottleneck."""

    signal: SignalId = field("identifier of the signal")
    kind: SignalKind = field("opportunity or bottleneck")
    title: str = field("what is signalled, in one line")
    party: PartyId = field("party that raises it")
    body: BodyId = field("body at which it is raised")
    on: date = field("day on which it is raised")
    text: str = field("what is signalled", default="")
    person: PersonId | None = field("person who raises it", default=None)
    theme: ThemeId | None = field("content theme it belongs to", default=None)


@act("support-signal", source="S8")
class SupportSignal(Act):
    """A party recognises the signal of another."""

    signal: SignalId = field("identifier of the signal")
    party: PartyId = field("party that supports it")
    on: date = field("day")


@act("bundle-signal", source="S8")
class BundleSignal(Act):
    """Let a signal go on under another; the answer to that one will be its answer."""

    signal: SignalId = field("identifier of the signal")
    under: SignalId = field("signal under which it goes on")
    on: date = field("day")


@act("escalate-signal", source="S8")
class EscalateSignal(Act):
    """Pass a signal on, one step up the order of bodies."""

    signal: SignalId = field("identifier of the signal")
    to: BodyId = field("body one step up")
    on: date = field("day")
    reason: str = field("why it is passed on")


@act("rank-signals", source="S8")
class RankSignals(Act):
    """Put signals in order of priority, by a decision of the body that prioritises."""

    decision: DecisionId = field("decision that ranks them")
    signals: tuple[SignalId, ...] = field("signals in order, the first first")


@act("answer-signal", source="S8")
class AnswerSignal(Act):
    """Answer a signal to who raised it; that closes it, with all that was bundled under it."""

    signal: SignalId = field("identifier of the signal")
    answer: str = field("the answer")
    on: date = field("day of the answer")
    decision: DecisionId | None = field("decision it rests on", default=None)
