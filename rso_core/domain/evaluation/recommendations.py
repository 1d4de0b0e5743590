"""What becomes of a recommendation, until it is carried out (S11)."""

from datetime import date
from typing import Annotated

import attrs

from rso_core.domain.act import Act, act, effective, field, needed
from rso_core.domain.action.state import Action
from rso_core.domain.checked_types import Remark, Text
from rso_core.domain.covenant.state import Covenant
from rso_core.domain.decision.state import Decision
from rso_core.domain.evaluation.state import Evaluation, Response
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import EvaluationId, KindInValue, RecommendationId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, require_happened
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, labelled

EVALUATION_RESPONSE = Rule(
    id="evaluation.response",
    source="S11",
    en="Each recommendation gets one response: adopted, rejected with a motive, or made into a decision, action item or "
    "amendment that is named.",
    nl="Elke aanbeveling krijgt één antwoord: overgenomen, verworpen met motivering, of uitgewerkt in een besluit, "
    "actiepunt of wijziging die wordt genoemd.",
    remedy_en="Name a recommendation without response; give the motive, or the identifier of what it became.",
    remedy_nl="Noem een aanbeveling zonder antwoord; geef de motivering, of het kenmerk van wat het is geworden.",
)
EVALUATION_TRACKED = Rule(
    id="evaluation.tracked",
    source="S11",
    en="A recommendation is done once, after a response other than rejection.",
    nl="Een aanbeveling wordt één keer afgerond, na een antwoord anders dan verwerping.",
    remedy_en="Record the response to the recommendation first.",
    remedy_nl="Leg eerst het antwoord op de aanbeveling vast.",
)
NAMES_ITS_RESULT = (Response.DECISION, Response.ACTION, Response.AMENDMENT)
Result = Annotated[str, KindInValue(tuple((each.value, each.value) for each in NAMES_ITS_RESULT), beside="response")]
"""What a recommendation became, by its identifier; the response says what kind of thing it is."""


@event("evaluation.responded")
class Responded(Event):
    """What is done with a recommendation; ``result`` names the decision, action item or amendment it became."""

    evaluation: EvaluationId = subject()
    recommendation: RecommendationId
    response: Response
    on: date
    motive: str
    result: Result | None
    due: date | None

    def apply(self, state: Evaluation) -> Evaluation:
        """The recommendation has its response."""
        known = state.recommendations[self.recommendation]
        return state.with_recommendation(attrs.evolve(known, response=self.response))

    def sentence(self, names: NameIndex) -> str:
        """What is done with a recommendation."""
        recommendation = names.part("recommendation", self.evaluation, self.recommendation)
        return in_sentences(
            f"de aanbeveling {recommendation} {self._became(names)}",
            labelled("motivering", self.motive),
            f"zij moet uiterlijk op {in_words(self.due)} zijn uitgevoerd" if self.due else "",
        )

    def _became(self, names: NameIndex) -> str:
        match self.response:
            case Response.ADOPTED:
                return "werd overgenomen"
            case Response.REJECTED:
                return "werd niet overgenomen"
            case Response.DECISION:
                return f"leidde tot {names.decision(self.result) if self.result else 'een besluit'}"
            case Response.ACTION:
                return f"leidde tot {names.action(self.result) if self.result else 'een actiepunt'}"
            case Response.AMENDMENT:
                return "leidde tot een wijziging van het convenant"


@act("respond", source="S11")
class Respond(Act):
    """Respond to a recommendation: adopt it, reject it, or make it into a decision, action item or amendment."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    recommendation: RecommendationId = field("identifier of the recommendation")
    response: Response = field("adopted, rejected, decision, action or amendment")
    on: date = effective("day")
    motive: Remark = field("why; needed for a rejection", default="")
    result: str | None = field("decision, action item or amendment that it became", default=None)
    due: date | None = field("day before which it is carried out", default=None)

    def decide(
        self,
        evaluation: Evaluation,
        decision: Decision | None = needed(lambda act: act.result_as(Response.DECISION)),
        action: Action | None = needed(lambda act: act.result_as(Response.ACTION)),
        covenant: Covenant = needed(lambda evaluation: evaluation.covenant),
    ) -> Responded:
        """What it became is named, and known."""
        self._require_first_response(evaluation)
        if self.result is not None:
            known = {Response.DECISION: decision, Response.ACTION: action}
            if self.response in known and known[self.response] is None:
                raise RECORD_KNOWN.refused(**{f"unknown_{self.response}": self.result})
            if self.response is Response.AMENDMENT and self.result not in covenant.amendments:
                raise RECORD_KNOWN.refused(unknown_amendment=self.result)
        return Responded(
            evaluation=self.evaluation,
            recommendation=self.recommendation,
            response=self.response,
            on=self.on,
            motive=self.motive,
            result=self.result,
            due=self.due,
        )

    def result_as(self, response: Response) -> str | None:
        """What the recommendation became, where that is of this kind."""
        return self.result if self.response is response else None

    def _require_first_response(self, evaluation: Evaluation) -> None:
        known = evaluation.recommendation(self.recommendation)
        without_result = self.response in NAMES_ITS_RESULT and self.result is None
        without_motive = self.response is Response.REJECTED and not self.motive.strip()
        if known.response is not None or without_result or without_motive or self.on < evaluation.opened_on:
            raise EVALUATION_RESPONSE.refused(
                recommendation=self.recommendation,
                response_before=known.response,
                response=self.response,
                motive=self.motive or None,
                result=self.result,
            )


@event("evaluation.recommendation_done")
class RecommendationDone(Event):
    """A recommendation has been carried out."""

    evaluation: EvaluationId = subject()
    recommendation: RecommendationId
    done_on: date
    how: str
    sentence = "De aanbeveling {recommendation} is uitgevoerd. Hoe: {how}"

    def apply(self, state: Evaluation) -> Evaluation:
        """The recommendation is done."""
        known = state.recommendations[self.recommendation]
        return state.with_recommendation(attrs.evolve(known, done_on=self.done_on))


@act("finish-recommendation", source="S11")
class FinishRecommendation(Act):
    """Record that a recommendation has been carried out."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    recommendation: RecommendationId = field("identifier of the recommendation")
    on: date = effective("day")
    how: Text = field("how it was carried out")

    def decide(self, evaluation: Evaluation, today: date) -> RecommendationDone:
        """Only what was not rejected is carried out, once."""
        require_happened(self.on, today, "recommendation")
        known = evaluation.recommendation(self.recommendation)
        done = known.response in (None, Response.REJECTED) or known.done_on is not None
        EVALUATION_TRACKED.unless(
            not done, recommendation=self.recommendation, response=known.response, done_on=known.done_on
        )
        return RecommendationDone(
            evaluation=self.evaluation, recommendation=self.recommendation, done_on=self.on, how=self.how
        )
