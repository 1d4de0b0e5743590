"""Signals: chances and bottlenecks (S8)."""

from datetime import date

from rso_core import acts
from rso_core.domain import signal, theme
from rso_core.domain.docket import MatterKind
from rso_core.use_cases.dockets import close_matter, open_matter
from rso_core.use_cases.facts import BODY, DECISION, PARTY, PERSON, SIGNAL, THEME, Facts, arguments, records


@records(acts.RaiseSignal)
def raise_signal(facts: Facts, act: acts.RaiseSignal, today: date) -> None:
    """A known party raises a signal at a body."""
    facts.get(PARTY, act.party)
    if act.person is not None:
        facts.get(PERSON, act.person)
    if act.theme is not None:
        theme.require_running([facts.get(THEME, act.theme)], act.on)
    event = signal.raise_(
        facts.find(SIGNAL, act.signal), facts.get(BODY, act.body), today=today, **arguments(act, "body")
    )
    facts.record(SIGNAL, act.signal, event, act.on)
    open_matter(facts, act.body, MatterKind.SIGNAL, act.signal, act.on)


@records(acts.SupportSignal)
def support_signal(facts: Facts, act: acts.SupportSignal, today: date) -> None:
    """A known party supports a signal."""
    facts.get(PARTY, act.party)
    event = signal.support(facts.get(SIGNAL, act.signal), party=act.party, on=act.on, today=today)
    facts.record(SIGNAL, act.signal, event, act.on)


@records(acts.BundleSignal)
def bundle_signal(facts: Facts, act: acts.BundleSignal, today: date) -> None:
    """A signal goes on under another; from then on that one is the open matter."""
    state, under = facts.get(SIGNAL, act.signal), facts.get(SIGNAL, act.under)
    bundled, grew = signal.bundle(state, under, on=act.on, today=today)
    facts.record(SIGNAL, act.signal, bundled, act.on)
    facts.record(SIGNAL, act.under, grew, act.on)
    close_matter(facts, state.body, MatterKind.SIGNAL, act.signal, act.on)


@records(acts.EscalateSignal)
def escalate_signal(facts: Facts, act: acts.EscalateSignal, today: date) -> None:
    """A signal passes on to the docket of the body one step up."""
    state = facts.get(SIGNAL, act.signal)
    event = signal.escalate(
        state, facts.get(BODY, state.body), to=facts.get(BODY, act.to), today=today, **arguments(act, "signal", "to")
    )
    facts.record(SIGNAL, act.signal, event, act.on)
    close_matter(facts, state.body, MatterKind.SIGNAL, act.signal, act.on)
    open_matter(facts, act.to, MatterKind.SIGNAL, act.signal, act.on)


@records(acts.RankSignals)
def rank_signals(facts: Facts, act: acts.RankSignals, today: date) -> None:
    """A decision puts signals in order."""
    decision = facts.get(DECISION, act.decision)
    ranked = signal.rank(
        [facts.get(SIGNAL, identifier) for identifier in act.signals],
        decision,
        facts.get(BODY, decision.body),
        today=today,
    )
    for event in ranked:
        facts.record(SIGNAL, event.signal, event, event.ranked_on)


@records(acts.AnswerSignal)
def answer_signal(facts: Facts, act: acts.AnswerSignal, today: date) -> None:
    """A signal is answered, with all that rode along with it."""
    state = facts.get(SIGNAL, act.signal)
    if act.decision is not None:
        facts.get(DECISION, act.decision)
    for event in signal.answer(state, today=today, **arguments(act, "signal")):
        facts.record(SIGNAL, event.signal, event, act.on)
    close_matter(facts, state.body, MatterKind.SIGNAL, act.signal, act.on)
