"""Evaluation of the cooperation (S11)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, named
from rso_core.domain.evaluation import InputKind, Response


@named("open-evaluation")
@attrs.frozen(kw_only=True)
class OpenEvaluation(Act):
    """Open an evaluation of the cooperation under a covenant."""

    evaluation: str = field("identifier of the evaluation")
    covenant: str = field("covenant that is evaluated")
    title: str = field("title")
    on: date = field("day on which it opens")
    evaluator: str = field("who carries it out", default="")


@named("give-input")
@attrs.frozen(kw_only=True)
class GiveInput(Act):
    """Record a session, interview, questionnaire or document that an evaluation draws on."""

    evaluation: str = field("identifier of the evaluation")
    input: str = field("identifier of the input, unique within the evaluation")
    kind: InputKind = field("session, interview, questionnaire or document")
    title: str = field("what it is")
    on: date = field("day")
    parties: tuple[str, ...] = field("parties that took part", default=())


@named("record-finding")
@attrs.frozen(kw_only=True)
class RecordFinding(Act):
    """Record what an evaluation found."""

    evaluation: str = field("identifier of the evaluation")
    finding: str = field("identifier of the finding, unique within the evaluation")
    text: str = field("what was found")
    on: date = field("day")
    inputs: tuple[str, ...] = field("inputs it rests on", default=())


@named("recommend")
@attrs.frozen(kw_only=True)
class Recommend(Act):
    """Record what an evaluation recommends."""

    evaluation: str = field("identifier of the evaluation")
    recommendation: str = field("identifier of the recommendation, unique within the evaluation")
    text: str = field("what is recommended")
    on: date = field("day")
    findings: tuple[str, ...] = field("findings it rests on", default=())


@named("respond")
@attrs.frozen(kw_only=True)
class Respond(Act):
    """Respond to a recommendation: adopt it, reject it, or make it into a decision, action item or amendment."""

    evaluation: str = field("identifier of the evaluation")
    recommendation: str = field("identifier of the recommendation")
    response: Response = field("adopted, rejected, decision, action or amendment")
    on: date = field("day")
    motive: str = field("why; needed for a rejection", default="")
    result: str | None = field("decision, action item or amendment that it became", default=None)
    due: date | None = field("day before which it is carried out", default=None)


@named("finish-recommendation")
@attrs.frozen(kw_only=True)
class FinishRecommendation(Act):
    """Record that a recommendation has been carried out."""

    evaluation: str = field("identifier of the evaluation")
    recommendation: str = field("identifier of the recommendation")
    on: date = field("day")
    how: str = field("how it was carried out")


@named("close-evaluation")
@attrs.frozen(kw_only=True)
class CloseEvaluation(Act):
    """Close an evaluation in which every recommendation has a response."""

    evaluation: str = field("identifier of the evaluation")
    on: date = field("day")
    conclusion: str = field("conclusion")
