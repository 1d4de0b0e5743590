"""Evaluation of the cooperation: inputs, findings, and recommendations that are followed to the end (S11)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import CovenantId, EvaluationId, FindingId, InputId, PartyId, RecommendationId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import KNOWN, NEW, require_happened, require_id, require_text

EVALUATION_OPEN = Rule(
    id="evaluation.open",
    source="S11",
    en="Inputs, findings and recommendations belong to an evaluation that is open; responses to one that exists.",
    nl="Opbrengst, bevindingen en aanbevelingen horen bij een evaluatie die loopt.",
    remedy_en="Open an evaluation first, or correct the date.",
    remedy_nl="Open eerst een evaluatie, of verbeter de datum.",
)
RESPONDED_ONCE = Rule(
    id="evaluation.response",
    source="S11",
    en="Each recommendation gets one response: adopted, rejected with a motive, or made into a decision, action item or "
    "amendment that is named.",
    nl="Elke aanbeveling krijgt één antwoord: overgenomen, verworpen met motivering, of uitgewerkt in een besluit, "
    "actiepunt of wijziging die wordt genoemd.",
    remedy_en="Name a recommendation without response; give the motive, or the identifier of what it became.",
    remedy_nl="Noem een aanbeveling zonder antwoord; geef de motivering, of het kenmerk van wat het is geworden.",
)
TRACKED_TO_DONE = Rule(
    id="evaluation.tracked",
    source="S11",
    en="A recommendation is done once, after a response other than rejection.",
    nl="Een aanbeveling wordt één keer afgerond, na een antwoord anders dan verwerping.",
    remedy_en="Record the response to the recommendation first.",
    remedy_nl="Leg eerst het antwoord op de aanbeveling vast.",
)
ANSWERED_ALL = Rule(
    id="evaluation.answered_all",
    source="S11",
    en="An evaluation is closed when every recommendation has a response.",
    nl="Een evaluatie wordt gesloten als elke aanbeveling een antwoord heeft.",
    remedy_en="Record the missing responses first.",
    remedy_nl="Leg eerst de ontbrekende antwoorden vast.",
)


class InputKind(StrEnum):
    """What an evaluation draws on."""

    SESSION = "session"
    INTERVIEW = "interview"
    QUESTIONNAIRE = "questionnaire"
    DOCUMENT = "document"


class Response(StrEnum):
    """What becomes of a recommendation."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    DECISION = "decision"
    ACTION = "action"
    AMENDMENT = "amendment"


NAMES_ITS_RESULT = (Response.DECISION, Response.ACTION, Response.AMENDMENT)


@attrs.frozen(kw_only=True)
class Recommendation:
    """What became of one recommendation so far."""

    id: str
    response: Response | None = None
    done_on: date | None = None


@attrs.frozen(kw_only=True)
class Evaluation:
    """State of one evaluation."""

    id: str
    covenant: str
    opened_on: date
    closed_on: date | None = None
    inputs: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    recommendations: Mapping[str, Recommendation] = attrs.field(factory=dict)


@event("evaluation.opened")
class EvaluationOpened(Event):
    """The cooperation under a covenant is evaluated."""

    evaluation: EvaluationId = subject()
    covenant: CovenantId
    title: str
    opened_on: date
    evaluator: str


@event("evaluation.input_given")
class InputGiven(Event):
    """Something to draw on; ``parties`` took part in it."""

    evaluation: EvaluationId = subject()
    input: InputId
    kind: InputKind
    title: str
    on: date
    parties: tuple[PartyId, ...]


@event("evaluation.finding_made")
class FindingMade(Event):
    """Something the evaluation found; ``inputs`` are what it rests on."""

    evaluation: EvaluationId = subject()
    finding: FindingId
    text: str
    on: date
    inputs: tuple[InputId, ...]


@event("evaluation.recommended")
class Recommended(Event):
    """Something the evaluation recommends; ``findings`` are what it rests on."""

    evaluation: EvaluationId = subject()
    recommendation: RecommendationId
    text: str
    on: date
    findings: tuple[FindingId, ...]


@event("evaluation.responded")
class Responded(Event):
    """What is done with a recommendation; ``result`` names the decision, action item or amendment it became."""

    evaluation: EvaluationId = subject()
    recommendation: RecommendationId
    response: Response
    on: date
    motive: str
    result: str | None
    due: date | None


@event("evaluation.recommendation_done")
class RecommendationDone(Event):
    """A recommendation has been carried out."""

    evaluation: EvaluationId = subject()
    recommendation: RecommendationId
    done_on: date
    how: str


@event("evaluation.closed")
class EvaluationClosed(Event):
    """The evaluation is closed; its recommendations are followed on until they are done."""

    evaluation: EvaluationId = subject()
    closed_on: date
    conclusion: str


EvaluationEvent = (
    EvaluationOpened | InputGiven | FindingMade | Recommended | Responded | RecommendationDone | EvaluationClosed
)


def evolve(state: Evaluation | None, event: EvaluationEvent) -> Evaluation:
    """Fold one event into the evaluation."""
    if isinstance(event, EvaluationOpened):
        return Evaluation(id=event.evaluation, covenant=event.covenant, opened_on=event.opened_on)
    assert state is not None
    match event:
        case InputGiven():
            return attrs.evolve(state, inputs=(*state.inputs, event.input))
        case FindingMade():
            return attrs.evolve(state, findings=(*state.findings, event.finding))
        case EvaluationClosed():
            return attrs.evolve(state, closed_on=event.closed_on)
        case Recommended():
            known = Recommendation(id=event.recommendation)
        case Responded():
            known = attrs.evolve(state.recommendations[event.recommendation], response=event.response)
        case RecommendationDone():
            known = attrs.evolve(state.recommendations[event.recommendation], done_on=event.done_on)
        case _:
            assert_never(event)
    return attrs.evolve(state, recommendations={**state.recommendations, known.id: known})


def open_(
    state: Evaluation | None, *, evaluation: str, covenant: str, title: str, on: date, evaluator: str
) -> EvaluationOpened:
    """Open an evaluation (S11)."""
    require_id(evaluation, "evaluation")
    require_text(title, "title of the evaluation")
    if state is not None:
        raise NEW.refused(evaluation=evaluation)
    return EvaluationOpened(evaluation=evaluation, covenant=covenant, title=title, opened_on=on, evaluator=evaluator)


def give_input(
    state: Evaluation, *, input_: str, kind: InputKind, title: str, on: date, parties: tuple[str, ...]
) -> InputGiven:
    """Record a session, interview, questionnaire or document that the evaluation draws on (S11)."""
    _require_open(state, on)
    _require_new(input_, state.inputs, "input")
    require_text(title, "title of the input")
    return InputGiven(evaluation=state.id, input=input_, kind=kind, title=title, on=on, parties=parties)


def find(state: Evaluation, *, finding: str, text: str, on: date, inputs: tuple[str, ...]) -> FindingMade:
    """Record a finding, with the inputs it rests on (S11)."""
    _require_open(state, on)
    _require_new(finding, state.findings, "finding")
    require_text(text, "text of the finding")
    _require_known(inputs, state.inputs, "inputs")
    return FindingMade(evaluation=state.id, finding=finding, text=text, on=on, inputs=inputs)


def recommend(state: Evaluation, *, recommendation: str, text: str, on: date, findings: tuple[str, ...]) -> Recommended:
    """Record a recommendation, with the findings it rests on (S11)."""
    _require_open(state, on)
    _require_new(recommendation, tuple(state.recommendations), "recommendation")
    require_text(text, "text of the recommendation")
    _require_known(findings, state.findings, "findings")
    return Recommended(evaluation=state.id, recommendation=recommendation, text=text, on=on, findings=findings)


def respond(
    state: Evaluation,
    *,
    recommendation: str,
    response: Response,
    on: date,
    motive: str,
    result: str | None,
    due: date | None,
) -> Responded:
    """Respond to a recommendation (S11)."""
    known = _recommendation(state, recommendation)
    without_result = response in NAMES_ITS_RESULT and result is None
    without_motive = response is Response.REJECTED and not motive.strip()
    if known.response is not None or without_result or without_motive or on < state.opened_on:
        raise RESPONDED_ONCE.refused(
            recommendation=recommendation,
            response_before=known.response,
            response=response,
            motive=motive or None,
            result=result,
        )
    return Responded(
        evaluation=state.id,
        recommendation=recommendation,
        response=response,
        on=on,
        motive=motive,
        result=result,
        due=due,
    )


def finish(state: Evaluation, *, recommendation: str, on: date, how: str, today: date) -> RecommendationDone:
    """Record that a recommendation has been carried out (S11)."""
    require_happened(on, today, "recommendation")
    require_text(how, "how it was carried out")
    known = _recommendation(state, recommendation)
    if known.response in (None, Response.REJECTED) or known.done_on is not None:
        raise TRACKED_TO_DONE.refused(recommendation=recommendation, response=known.response, done_on=known.done_on)
    return RecommendationDone(evaluation=state.id, recommendation=recommendation, done_on=on, how=how)


def close(state: Evaluation, *, on: date, conclusion: str) -> EvaluationClosed:
    """Close an evaluation once every recommendation has a response (S11)."""
    require_text(conclusion, "conclusion of the evaluation")
    _require_open(state, on)
    waiting = [r.id for r in state.recommendations.values() if r.response is None]
    if waiting:
        raise ANSWERED_ALL.refused(evaluation=state.id, without_response=waiting)
    return EvaluationClosed(evaluation=state.id, closed_on=on, conclusion=conclusion)


def _recommendation(state: Evaluation, recommendation: str) -> Recommendation:
    if recommendation not in state.recommendations:
        raise KNOWN.refused(unknown_recommendation=recommendation, recommendations=list(state.recommendations))
    return state.recommendations[recommendation]


def _require_open(state: Evaluation, on: date) -> None:
    if state.closed_on is not None or on < state.opened_on:
        raise EVALUATION_OPEN.refused(
            evaluation=state.id, opened_on=state.opened_on, closed_on=state.closed_on, date=on
        )


def _require_new(identifier: str, known: tuple[str, ...], what: str) -> None:
    require_id(identifier, what)
    if identifier in known:
        raise NEW.refused(**{what: identifier})


def _require_known(named: tuple[str, ...], known: tuple[str, ...], what: str) -> None:
    unknown = [identifier for identifier in named if identifier not in known]
    if unknown:
        raise KNOWN.refused(**{f"unknown_{what}": unknown, "known": known})
