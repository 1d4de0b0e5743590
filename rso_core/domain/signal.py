"""Signals: chances and bottlenecks that rise through the bodies until someone answers (S8)."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.body import Body
from rso_core.domain.concept import concept
from rso_core.domain.decision import Decision, require_in_force
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import BodyId, DecisionId, PartyId, PersonId, SignalId, ThemeId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, require_happened, require_id, require_text

SIGNAL_OPEN = Rule(
    id="signal.open",
    source="S8",
    en="Only an open signal that is not bundled under another is supported, bundled, escalated, ranked or answered.",
    nl="Alleen een open signaal dat niet onder een ander is gebundeld, wordt gesteund, gebundeld, doorgezet, geordend of "
    "beantwoord.",
    remedy_en="Name an open signal, or the one under which it was bundled.",
    remedy_nl="Noem een open signaal, of het signaal waaronder het is gebundeld.",
)
SIGNAL_SUPPORTED_ONCE = Rule(
    id="signal.supported_once",
    source="S8",
    en="A party supports a signal of another party, once.",
    nl="Een partij steunt een signaal van een andere partij, één keer.",
    remedy_en="Leave the support out.",
    remedy_nl="Laat de steunbetuiging weg.",
)
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


class SignalKind(StrEnum):
    """What is signalled."""

    OPPORTUNITY = "opportunity"
    BOTTLENECK = "bottleneck"


class SignalState(StrEnum):
    """Where the signal is in its life."""

    OPEN = "open"
    BUNDLED = "bundled"
    ANSWERED = "answered"


@concept("signal")
@attrs.frozen(kw_only=True)
class Signal:
    """State of one signal; ``body`` is where it lies now, ``bundle`` what rides along with it."""

    id: str
    party: str
    body: str
    raised_on: date
    answer_due: date | None = None
    state: SignalState = SignalState.OPEN
    supporters: tuple[str, ...] = ()
    bundle: tuple[str, ...] = ()


@event("signal.raised")
class SignalRaised(Event):
    """A party signals something at a body; ``answer_due`` is the last day for an answer."""

    signal: SignalId = subject()
    kind: SignalKind
    title: str
    text: str
    party: PartyId
    person: PersonId | None
    body: BodyId
    raised_on: date
    answer_due: date | None
    theme: ThemeId | None


@event("signal.supported")
class SignalSupported(Event):
    """Another party recognises it."""

    signal: SignalId = subject()
    party: PartyId
    supported_on: date


@event("signal.bundled")
class SignalBundled(Event):
    """It goes on under another signal, whose answer will be its answer."""

    signal: SignalId = subject()
    under: SignalId
    bundled_on: date


@event("signal.bundle_grew")
class BundleGrew(Event):
    """Another signal, with what rode along with it, goes on under this one."""

    signal: SignalId = subject()
    took_up: tuple[SignalId, ...]
    bundled_on: date


@event("signal.escalated")
class SignalEscalated(Event):
    """The body passes it on, one step up the order; the last day for an answer stays, where there was one."""

    signal: SignalId = subject()
    from_body: BodyId
    body: BodyId
    escalated_on: date
    reason: str
    answer_due: date | None = None


@event("signal.ranked")
class SignalRanked(Event):
    """A decision gives it a place on the list of priorities, 1 first."""

    signal: SignalId = subject()
    rank: int
    decision: DecisionId
    ranked_on: date


@event("signal.answered")
class SignalAnswered(Event):
    """The body where it lies answers who raised it; that closes it."""

    signal: SignalId = subject()
    body: BodyId
    answer: str
    answered_on: date
    decision: DecisionId | None


@event("signal.moved_along")
class SignalMovedAlong(Event):
    """The body where it lies went up into another, which takes it over."""

    signal: SignalId = subject()
    from_body: BodyId
    body: BodyId
    since: date


SignalEvent = (
    SignalRaised
    | SignalSupported
    | SignalBundled
    | BundleGrew
    | SignalEscalated
    | SignalRanked
    | SignalAnswered
    | SignalMovedAlong
)


def evolve(state: Signal | None, event: SignalEvent) -> Signal:
    """Fold one event into the signal."""
    if isinstance(event, SignalRaised):
        return Signal(
            id=event.signal,
            party=event.party,
            body=event.body,
            raised_on=event.raised_on,
            answer_due=event.answer_due,
        )
    assert state is not None
    match event:
        case SignalSupported():
            return attrs.evolve(state, supporters=(*state.supporters, event.party))
        case SignalBundled():
            return attrs.evolve(state, state=SignalState.BUNDLED, bundle=())
        case BundleGrew():
            return attrs.evolve(state, bundle=(*state.bundle, *event.took_up))
        case SignalEscalated():
            return attrs.evolve(state, body=event.body, answer_due=event.answer_due or state.answer_due)
        case SignalMovedAlong():
            return attrs.evolve(state, body=event.body)
        case SignalRanked():
            return state
        case SignalAnswered():
            return attrs.evolve(state, state=SignalState.ANSWERED)
        case _:
            assert_never(event)


def raise_(
    state: Signal | None,
    body: Body,
    *,
    signal: str,
    kind: SignalKind,
    title: str,
    text: str,
    party: str,
    person: str | None,
    on: date,
    theme: str | None,
    today: date,
) -> SignalRaised:
    """Raise a signal at a body; the covenant names within how many days that body answers (S8)."""
    require_id(signal, "signal")
    require_text(title, "title of the signal")
    require_happened(on, today, "signal")
    if state is not None:
        raise RECORD_NEW.refused(signal=signal)
    return SignalRaised(
        signal=signal,
        kind=kind,
        title=title,
        text=text,
        party=party,
        person=person,
        body=body.id,
        raised_on=on,
        answer_due=_answer_due(body, on),
        theme=theme,
    )


def support(state: Signal, *, party: str, on: date, today: date) -> SignalSupported:
    """A party recognises the signal of another (S8)."""
    _require_open(state, on, today)
    if party == state.party or party in state.supporters:
        raise SIGNAL_SUPPORTED_ONCE.refused(
            signal=state.id, party=party, raised_by=state.party, supporters=state.supporters
        )
    return SignalSupported(signal=state.id, party=party, supported_on=on)


def bundle(state: Signal, under: Signal, *, on: date, today: date) -> tuple[SignalBundled, BundleGrew]:
    """Let a signal go on under another; what rides along with it comes too (S8)."""
    _require_open(state, on, today)
    _require_open(under, on, today)
    if state.id == under.id:
        raise SIGNAL_OPEN.refused(signal=state.id, under=under.id)
    return (
        SignalBundled(signal=state.id, under=under.id, bundled_on=on),
        BundleGrew(signal=under.id, took_up=(state.id, *state.bundle), bundled_on=on),
    )


def escalate(state: Signal, body: Body, *, to: Body, on: date, reason: str, today: date) -> SignalEscalated:
    """Pass a signal on, one step up the order; ``body`` is where it lies (S8).

    Passing on gives no respite: only a signal that had no last day for an answer gets that of the next body.
    """
    require_text(reason, "reason of the escalation")
    _require_open(state, on, today)
    step = body.profile_on(on).reports_to
    if to.id != step:
        raise SIGNAL_STEP_BY_STEP.refused(signal=state.id, lies_at=body.id, reports_to=step, to=to.id)
    return SignalEscalated(
        signal=state.id,
        from_body=body.id,
        body=to.id,
        escalated_on=on,
        reason=reason,
        answer_due=state.answer_due or _answer_due(to, on),
    )


def rank(states: Sequence[Signal], decision: Decision, body: Body, *, today: date) -> list[SignalRanked]:
    """Rank signals in the order given, by a decision of the body that prioritises (S8)."""
    require_in_force(decision)
    once = len({state.id for state in states}) == len(states)
    if not body.profile_on(decision.taken_on).prioritises or not once or not states:
        raise SIGNAL_RANKED_BY_DECISION.refused(
            decision=decision.id, of_body=body.id, signals=[state.id for state in states]
        )
    for state in states:
        _require_open(state, decision.taken_on, today)
    return [
        SignalRanked(signal=state.id, rank=place, decision=decision.id, ranked_on=decision.taken_on)
        for place, state in enumerate(states, 1)
    ]


def answer(state: Signal, *, answer: str, on: date, decision: str | None, today: date) -> tuple[SignalAnswered, ...]:
    """Answer a signal, and with it every signal that was bundled under it (S8)."""
    require_text(answer, "answer to who raised the signal")
    _require_open(state, on, today)
    return tuple(
        SignalAnswered(signal=signal, body=state.body, answer=answer, answered_on=on, decision=decision)
        for signal in (state.id, *state.bundle)
    )


def _answer_due(body: Body, on: date) -> date | None:
    days = body.profile_on(on).signal_answer_days
    return on + timedelta(days=days) if days is not None else None


def _require_open(state: Signal, on: date, today: date) -> None:
    require_happened(on, today, "signal")
    if state.state is not SignalState.OPEN or on < state.raised_on:
        raise SIGNAL_OPEN.refused(signal=state.id, state=state.state, raised_on=state.raised_on, date=on)
