"""Evaluation of the cooperation (S11)."""

from datetime import date

from rso_core import acts
from rso_core.domain import evaluation
from rso_core.domain.evaluation import Response
from rso_core.domain.values import KNOWN
from rso_core.use_cases.facts import ACTION, COVENANT, DECISION, EVALUATION, PARTY, Facts, arguments, records


@records(acts.OpenEvaluation)
def open_evaluation(facts: Facts, act: acts.OpenEvaluation, today: date) -> None:
    """The cooperation under a known covenant is evaluated."""
    facts.get(COVENANT, act.covenant)
    event = evaluation.open_(facts.find(EVALUATION, act.evaluation), **arguments(act))
    facts.record(EVALUATION, act.evaluation, event, act.on)


@records(acts.GiveInput)
def give_input(facts: Facts, act: acts.GiveInput, today: date) -> None:
    """Something to draw on, from known parties."""
    facts.all(PARTY, act.parties)
    event = evaluation.give_input(
        facts.get(EVALUATION, act.evaluation), input_=act.input, **arguments(act, "evaluation", "input")
    )
    facts.record(EVALUATION, act.evaluation, event, act.on)


@records(acts.RecordFinding)
def record_finding(facts: Facts, act: acts.RecordFinding, today: date) -> None:
    """The evaluation found something."""
    event = evaluation.find(facts.get(EVALUATION, act.evaluation), **arguments(act, "evaluation"))
    facts.record(EVALUATION, act.evaluation, event, act.on)


@records(acts.Recommend)
def recommend(facts: Facts, act: acts.Recommend, today: date) -> None:
    """The evaluation recommends something."""
    event = evaluation.recommend(facts.get(EVALUATION, act.evaluation), **arguments(act, "evaluation"))
    facts.record(EVALUATION, act.evaluation, event, act.on)


@records(acts.Respond)
def respond(facts: Facts, act: acts.Respond, today: date) -> None:
    """Something is done with a recommendation; what it became is known."""
    state = facts.get(EVALUATION, act.evaluation)
    event = evaluation.respond(state, **arguments(act, "evaluation"))
    if act.result is not None:
        _require_result(facts, state, act.response, act.result)
    facts.record(EVALUATION, act.evaluation, event, act.on)


@records(acts.FinishRecommendation)
def finish_recommendation(facts: Facts, act: acts.FinishRecommendation, today: date) -> None:
    """A recommendation has been carried out."""
    event = evaluation.finish(facts.get(EVALUATION, act.evaluation), today=today, **arguments(act, "evaluation"))
    facts.record(EVALUATION, act.evaluation, event, act.on)


@records(acts.CloseEvaluation)
def close_evaluation(facts: Facts, act: acts.CloseEvaluation, today: date) -> None:
    """An evaluation is closed."""
    event = evaluation.close(facts.get(EVALUATION, act.evaluation), **arguments(act, "evaluation"))
    facts.record(EVALUATION, act.evaluation, event, act.on)


def _require_result(facts: Facts, state: evaluation.Evaluation, response: Response, result: str) -> None:
    if response is Response.DECISION:
        facts.get(DECISION, result)
    elif response is Response.ACTION:
        facts.get(ACTION, result)
    elif response is Response.AMENDMENT and result not in facts.get(COVENANT, state.covenant).amendments:
        raise KNOWN.refused(unknown_amendment=result)
