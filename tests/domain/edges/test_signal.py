"""Signals: raised, supported, bundled, passed on step by step, ranked by decision, answered."""

from datetime import date
from typing import Any

from acts_of_a_region import START, set_up
from domain.deciding import Edge, Trial, record_of, table
from domain.edges.meeting_acts import REJECTED, taken
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import SignalKind

OPEN = "signal.open"
ONCE = "signal.supported_once"
STEP = "signal.step_by_step"
RANKED = "signal.ranked_by_decision"
IN_FORCE = "decision.in_force"
BODY = "body.open"

RAISED = date(2026, 3, 1)
CLOSED = date(2026, 6, 1)
BODIES: tuple[Act, ...] = (
    set_up("hoger", place=1, chair=None, signal_answer_days=10),
    set_up("lager", place=3, chair=None, reports_to="hoger", signal_answer_days=30),
    set_up("los", place=4, chair=None, reports_to="hoger"),
)


def raised(signal: str = "s", body: str = "lager", on: date = RAISED, party: str = "gem-a") -> acts.RaiseSignal:
    return acts.RaiseSignal(signal=signal, kind=SignalKind.BOTTLENECK, title="Druk", party=party, body=body, on=on)


GIVEN: tuple[Act, ...] = (*REGION, *BODIES, raised(), raised("t", party="gem-b"))
SUPPORT = acts.SupportSignal(signal="s", party="gem-b", on=RAISED)
BUNDLE = acts.BundleSignal(signal="s", under="t", on=RAISED)
ESCALATE = acts.EscalateSignal(signal="s", to="hoger", on=RAISED, reason="Kost geld")
ANSWER = acts.AnswerSignal(signal="s", answer="Wij doen het", on=RAISED)
STEPS: list[tuple[str, Act]] = [
    ("supported", SUPPORT), ("bundled", BUNDLE), ("passed on", ESCALATE), ("answered", ANSWER)
]  # fmt: skip
RAISING, SUPPORTING, ESCALATING = Trial((*REGION, *BODIES), raised()), Trial(GIVEN, SUPPORT), Trial(GIVEN, ESCALATE)
PRIORITISES = acts.RepositionBody(body="overleg", since=RAISED, prioritises=True)


def ranking(on: date = RAISED, **more: Any) -> Trial:
    given = (*GIVEN, PRIORITISES, *taken("d", on, **more))
    return Trial(given, acts.RankSignals(decision="d", signals=("t", "s")))


EDGES = [
    RAISING.allowed(
        BODY, "a signal is raised on the day on which the body is set up", on=START,
        facts={"answer_due": date(2025, 1, 31)},
    ),
    RAISING.refused(BODY, "no signal is raised the day before", on=START - DAY),
    RAISING.allowed(OPEN, "a body without a period answers when it will", body="los", facts={"answer_due": None}),
    SUPPORTING.allowed(ONCE, "another party supports a signal"),
    SUPPORTING.refused(ONCE, "a party does not support its own signal", party="gem-a", facts={"raised_by": "gem-a"}),
    SUPPORTING.refused(ONCE, "a party supports a signal once", after=[SUPPORT], facts={"supporters": ("gem-b",)}),
    SUPPORTING.allowed(ONCE, "a third party supports too", after=[SUPPORT], party="prov"),
    Trial(GIVEN, BUNDLE).refused(OPEN, "a signal is not bundled under itself", under="s"),
    Trial(GIVEN, BUNDLE).refused(
        OPEN, "nothing is bundled under an answered signal",
        after=[acts.AnswerSignal(signal="t", answer="Ja", on=RAISED)],
    ),
    Trial(GIVEN, BUNDLE).refused(
        OPEN, "nothing is bundled under a signal that has yet to be raised", under="u",
        after=[raised("u", on=RAISED + DAY)],
    ),
    Trial(GIVEN, BUNDLE).allowed(OPEN, "a signal is bundled under one of the same day", under="u", after=[raised("u")]),
    ESCALATING.allowed(
        STEP, "a signal is passed on one step up",
        facts={"from_body": "lager", "body": "hoger", "answer_due": date(2026, 3, 31)},
    ),
    ESCALATING.refused(
        STEP, "a signal does not skip a step", to="overleg",
        facts={"lies_at": "lager", "reports_to": "hoger", "to": "overleg"},
    ),
    ESCALATING.refused(
        STEP, "a body without a step up passes nothing on", signal="q", after=[raised("q", "hoger")],
        facts={"reports_to": None},
    ),
    ESCALATING.refused(STEP, "a signal is not passed on to where it lies", after=[ESCALATE]),
    ESCALATING.allowed(
        STEP, "what had no last day gets that of the next body", signal="q", after=[raised("q", "los")],
        facts={"answer_due": date(2026, 3, 11)},
    ),
    ESCALATING.allowed(
        STEP, "a step up holds from its day", to="overleg",
        after=[acts.RepositionBody(body="lager", since=RAISED, reports_to="overleg")],
    ),
    ESCALATING.refused(
        STEP, "a step up of the day after does not hold yet", to="overleg",
        after=[acts.RepositionBody(body="lager", since=RAISED + DAY, reports_to="overleg")],
    ),
    ranking().allowed(RANKED, "the body that prioritises ranks", facts={"signal": "t", "rank": 1, "decision": "d"}),
    ranking(on=RAISED - DAY).refused(RANKED, "the day before, the body did not prioritise yet"),
    ranking(body="hoger").refused(RANKED, "another body does not rank", facts={"of_body": "hoger"}),
    ranking().refused(RANKED, "a signal is ranked once", signals=("t", "s", "t")),
    ranking().refused(RANKED, "something is ranked", signals=()),
    ranking(**REJECTED).refused(IN_FORCE, "a rejected decision ranks nothing"),
    ranking().allowed(IN_FORCE, "a decision in force ranks"),
    ranking().refused(OPEN, "an answered signal is not ranked", after=[ANSWER]),
    ranking().refused(OPEN, "a bundled signal is not ranked", after=[BUNDLE]),
    ranking().refused(
        OPEN, "a signal of after the decision is not ranked", after=[raised("u", on=RAISED + DAY)], signals=("u",),
    ),
    ranking().allowed(OPEN, "a signal of the day of the decision is ranked", after=[raised("u")], signals=("u",)),
]  # fmt: skip
for what, act in STEPS:
    step = Trial(GIVEN, act)
    EDGES += [
        step.allowed(OPEN, f"a signal is {what} on the day on which it was raised"),
        step.refused(OPEN, f"a signal is not {what} the day before", on=RAISED - DAY, facts={"raised_on": RAISED}),
        step.refused(OPEN, f"an answered signal is not {what}", after=[ANSWER], facts={"state": "answered"}),
        step.refused(
            OPEN, f"a bundled signal is not {what}",
            after=[raised("u"), acts.BundleSignal(signal="s", under="u", on=RAISED)], facts={"state": "bundled"},
        ),
    ]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def test_a_signal_is_answered_with_all_that_rides_along() -> None:
    given = (
        *GIVEN,
        raised("u"),
        acts.BundleSignal(signal="s", under="t", on=RAISED),
        acts.BundleSignal(signal="t", under="u", on=RAISED),
    )
    told = record_of(given).perform(acts.AnswerSignal(signal="u", answer="Ja", on=RAISED))
    assert [e.stream for e in told] == ["signal:u", "signal:t", "signal:s", "docket:lager"]


def test_signals_are_ranked_in_the_order_given() -> None:
    trial = ranking()
    told = record_of(trial.given).perform(trial.act)
    assert [(e.stream, e.event.rank, e.effective) for e in told] == [  # type: ignore[attr-defined]
        ("signal:t", 1, RAISED),
        ("signal:s", 2, RAISED),
    ]


def test_a_signal_keeps_its_last_day_when_it_goes_on_twice() -> None:
    given = (*GIVEN, raised("q", "los"), acts.EscalateSignal(signal="q", to="hoger", on=RAISED, reason="R"))
    up = acts.RepositionBody(body="hoger", since=START, reports_to="overleg")
    told = record_of((*given, up)).perform(acts.EscalateSignal(signal="q", to="overleg", on=CLOSED, reason="R"))
    assert told[0].event.answer_due == date(2026, 3, 11)  # type: ignore[attr-defined]
