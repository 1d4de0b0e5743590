"""What an evaluation is: its inputs, findings and recommendations so far."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import CovenantId, EvaluationId, FindingId, InputId, RecommendationId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN

EVALUATION_OPEN = Rule(
    id="evaluation.open",
    source="S11",
    en="Inputs, findings and recommendations belong to an evaluation that is open; responses to one that exists.",
    nl="Opbrengst, bevindingen en aanbevelingen horen bij een evaluatie die loopt.",
    remedy_en="Open an evaluation first, or correct the date.",
    remedy_nl="Open eerst een evaluatie, of verbeter de datum.",
)


class Response(StrEnum):
    """What becomes of a recommendation."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    DECISION = "decision"
    ACTION = "action"
    AMENDMENT = "amendment"


@attrs.frozen(kw_only=True)
class Recommendation:
    """What became of one recommendation so far."""

    id: RecommendationId
    response: Response | None = None
    done_on: date | None = None


@concept("evaluation")
@attrs.frozen(kw_only=True)
class Evaluation:
    """State of one evaluation."""

    id: EvaluationId
    covenant: CovenantId
    opened_on: date
    closed_on: date | None = None
    inputs: tuple[InputId, ...] = ()
    findings: tuple[FindingId, ...] = ()
    recommendations: Mapping[RecommendationId, Recommendation] = attrs.field(factory=dict)

    def require_open(self, on: date) -> None:
        """Refuse what does not belong to an evaluation that is open on that day.

        Raises:
            Refused: EVALUATION_OPEN.
        """
        if self.closed_on is not None or on < self.opened_on:
            raise EVALUATION_OPEN.refused(
                evaluation=self.id, opened_on=self.opened_on, closed_on=self.closed_on, date=on
            )

    def recommendation(self, recommendation: RecommendationId) -> Recommendation:
        """One of its recommendations.

        Raises:
            Refused: RECORD_KNOWN.
        """
        if recommendation not in self.recommendations:
            raise RECORD_KNOWN.refused(
                unknown_recommendation=recommendation, recommendations=list(self.recommendations)
            )
        return self.recommendations[recommendation]

    def with_recommendation(self, known: Recommendation) -> "Evaluation":
        """The evaluation with this of one of its recommendations."""
        return attrs.evolve(self, recommendations={**self.recommendations, known.id: known})
