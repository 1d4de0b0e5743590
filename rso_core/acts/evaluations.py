"""Evaluation of the cooperation (S11)."""

from datetime import date

from rso_core.domain.act import Act, act, field
from rso_core.domain.evaluation import InputKind, Response
from rso_core.domain.references import CovenantId, EvaluationId, FindingId, InputId, PartyId, RecommendationId


@act("open-evaluation", source="S11")
class OpenEvaluation(Act):
    """Open an evaluation of the cooperation under a covenant."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    covenant: CovenantId = field("covenant that is evaluated")
    title: str = field("title")
    on: date = field("day on which it opens")
    evaluator: str = field("who carries it out", default="")


@act("give-input", source="S11")
class GiveInput(Act):
    """Record a session, interview, questionnaire or document that an evaluation draws on."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    input: InputId = field("identifier of the input, unique within the evaluation")
    kind: InputKind = field("session, interview, questionnaire or document")
    title: str = field("what it is")
    on: date = field("day")
    parties: tuple[PartyId, ...] = field("parties that took part", default=())


@act("record-finding", source="S11")
class RecordFinding(Act):
    """Record what an evaluation found."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    finding: FindingId = field("identifier of the finding, unique within the evaluation")
    text: str = field("what was found")
    on: date = field("day")
    inputs: tuple[InputId, ...] = field("inputs it rests on", default=())


@act("recommend", source="S11")
class Recommend(Act):
    """Record what an evaluation recommends."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    recommendation: RecommendationId = field("identifier of the recommendation, unique within the evaluation")
    text: str = field("what is recommended")
    on: date = field("day")
    findings: tuple[FindingId, ...] = field("findings it rests on", default=())


@act("respond", source="S11")
class Respond(Act):
    """Respond to a recommendation: adopt it, reject it, or make it into a decision, action item or amendment."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    recommendation: RecommendationId = field("identifier of the recommendation")
    response: Response = field("adopted, rejected, decision, action or amendment")
    on: date = field("day")
    motive: str = field("why; needed for a rejection", default="")
    result: str | None = field("decision, action item or amendment that it became", default=None)
    due: date | None = field("day before which it is carried out", default=None)


@act("finish-recommendation", source="S11")
class FinishRecommendation(Act):
    """Record that a recommendation has been carried out."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    recommendation: RecommendationId = field("identifier of the recommendation")
    on: date = field("day")
    how: str = field("how it was carried out")


@act("close-evaluation", source="S11")
class CloseEvaluation(Act):
    """Close an evaluation in which every recommendation has a response."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    on: date = field("day")
    conclusion: str = field("conclusion")
