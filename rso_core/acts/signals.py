"""Signals: chances and bottlenecks (S8)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, named
from rso_core.domain.signal import SignalKind


@named("raise-signal")
@attrs.frozen(kw_only=True)
class RaiseSignal(Act):
    """Raise a signal at a body: a chance or a bottleneck."""

    signal: str = field("identifier of the signal")
    kind: SignalKind = field("opportunity or bottleneck")
    title: str = field("what is signalled, in one line")
    party: str = field("party that raises it")
    body: str = field("body at which it is raised")
    on: date = field("day on which it is raised")
    text: str = field("what is signalled", default="")
    person: str | None = field("person who raises it", default=None)
    theme: str | None = field("content theme it belongs to", default=None)


@named("support-signal")
@attrs.frozen(kw_only=True)
class SupportSignal(Act):
    """A party recognises the signal of another."""

    signal: str = field("identifier of the signal")
    party: str = field("party that supports it")
    on: date = field("day")


@named("bundle-signal")
@attrs.frozen(kw_only=True)
class BundleSignal(Act):
    """Let a signal go on under another; the answer to that one will be its answer."""

    signal: str = field("identifier of the signal")
    under: str = field("signal under which it goes on")
    on: date = field("day")


@named("escalate-signal")
@attrs.frozen(kw_only=True)
class EscalateSignal(Act):
    """Pass a signal on, one step up the order of bodies."""

    signal: str = field("identifier of the signal")
    to: str = field("body one step up")
    on: date = field("day")
    reason: str = field("why it is passed on")


@named("rank-signals")
@attrs.frozen(kw_only=True)
class RankSignals(Act):
    """Put signals in order of priority, by a decision of the body that prioritises."""

    decision: str = field("decision that ranks them")
    signals: tuple[str, ...] = field("signals in order, the first first")


@named("answer-signal")
@attrs.frozen(kw_only=True)
class AnswerSignal(Act):
    """Answer a signal to who raised it; that closes it, with all that was bundled under it."""

    signal: str = field("identifier of the signal")
    answer: str = field("the answer")
    on: date = field("day of the answer")
    decision: str | None = field("decision it rests on", default=None)
