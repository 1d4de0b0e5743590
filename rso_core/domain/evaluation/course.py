"""The course of an evaluation: it opens, draws on inputs, finds, recommends, and is closed (S11)."""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.act import Act, act, effective, field, new
from rso_core.domain.checked_types import Text, Title
from rso_core.domain.evaluation.state import Evaluation, Recommendation
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import CovenantId, EvaluationId, FindingId, InputId, PartyId, RecommendationId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_known_parts, require_new_part
from rso_core.dutch.sentences import in_sentences, labelled, quoted

EVALUATION_ANSWERED_ALL = Rule(
    id="evaluation.answered_all",
    source="S11",
    en="An evaluation is closed when every recommendation has a response.",
    nl="Een evaluatie wordt gesloten als elke aanbeveling een antwoord heeft.",
    remedy_en="Record the missing responses first.",
    remedy_nl="Leg eerst de ontbrekende antwoorden vast.",
)


@event("evaluation.opened")
class EvaluationOpened(Event):
    """The cooperation under a covenant is evaluated."""

    evaluation: EvaluationId = subject()
    covenant: CovenantId
    title: str
    opened_on: date
    evaluator: str

    def apply(self, state: Evaluation | None) -> Evaluation:
        """An evaluation that is open."""
        return Evaluation(id=self.evaluation, covenant=self.covenant, opened_on=self.opened_on)

    def sentence(self, names: NameIndex) -> str:
        """An evaluation starts."""
        return in_sentences(
            f"de evaluatie {quoted(self.title)} begon, over de samenwerking onder {names.covenant(self.covenant)}",
            labelled("uitgevoerd door", self.evaluator),
        )


@act("open-evaluation", source="S11")
class OpenEvaluation(Act):
    """Open an evaluation of the cooperation under a covenant."""

    evaluation: EvaluationId = new("identifier of the evaluation")
    covenant: CovenantId = field("covenant that is evaluated")
    title: Title = field("title")
    on: date = effective("day on which it opens")
    evaluator: str = field("who carries it out", default="")

    def decide(self) -> EvaluationOpened:
        """It opens."""
        return EvaluationOpened(
            evaluation=self.evaluation,
            covenant=self.covenant,
            title=self.title,
            opened_on=self.on,
            evaluator=self.evaluator,
        )


class InputKind(StrEnum):
    """What an evaluation draws on."""

    SESSION = "session"
    INTERVIEW = "interview"
    QUESTIONNAIRE = "questionnaire"
    DOCUMENT = "document"


_INPUTS = {
    InputKind.SESSION: "de sessie",
    InputKind.INTERVIEW: "het gesprek",
    InputKind.QUESTIONNAIRE: "de vragenlijst",
    InputKind.DOCUMENT: "het document",
}


@event("evaluation.input_given")
class InputGiven(Event):
    """Something to draw on; ``parties`` took part in it."""

    evaluation: EvaluationId = subject()
    input: InputId
    kind: InputKind
    title: str
    on: date
    parties: tuple[PartyId, ...]

    def apply(self, state: Evaluation) -> Evaluation:
        """One input more."""
        return attrs.evolve(state, inputs=(*state.inputs, self.input))

    def sentence(self, names: NameIndex) -> str:
        """Something to draw on."""
        took_part = f"daaraan {'nam' if len(self.parties) == 1 else 'namen'} {names.parties(self.parties)} deel"
        return in_sentences(
            f"{names.evaluation(self.evaluation)} put uit {_INPUTS[self.kind]} {quoted(self.title)}",
            took_part if self.parties else "",
        )


@act("give-input", source="S11")
class GiveInput(Act):
    """Record a session, interview, questionnaire or document that an evaluation draws on."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    input: InputId = field("identifier of the input, unique within the evaluation")
    kind: InputKind = field("session, interview, questionnaire or document")
    title: Title = field("what it is")
    on: date = effective("day")
    parties: tuple[PartyId, ...] = field("parties that took part", default=())

    def decide(self, evaluation: Evaluation) -> InputGiven:
        """Only an open evaluation draws on something."""
        evaluation.require_open(self.on)
        require_new_part(self.input, evaluation.inputs, "input")
        return InputGiven(
            evaluation=self.evaluation,
            input=self.input,
            kind=self.kind,
            title=self.title,
            on=self.on,
            parties=self.parties,
        )


@event("evaluation.finding_made")
class FindingMade(Event):
    """Something the evaluation found; ``inputs`` are what it rests on."""

    evaluation: EvaluationId = subject()
    finding: FindingId
    text: str
    on: date
    inputs: tuple[InputId, ...]

    def apply(self, state: Evaluation) -> Evaluation:
        """One finding more."""
        return attrs.evolve(state, findings=(*state.findings, self.finding))

    def sentence(self, names: NameIndex) -> str:
        """A finding."""
        rests = names.parts("input", self.evaluation, self.inputs)
        return in_sentences(
            f"{names.evaluation(self.evaluation)} stelde vast: {quoted(self.text)}",
            f"dat rust op {rests}" if rests else "",
        )


@act("record-finding", source="S11")
class RecordFinding(Act):
    """Record what an evaluation found."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    finding: FindingId = field("identifier of the finding, unique within the evaluation")
    text: Text = field("what was found")
    on: date = effective("day")
    inputs: tuple[InputId, ...] = field("inputs it rests on", default=())

    def decide(self, evaluation: Evaluation) -> FindingMade:
        """Findings rest on inputs of the same evaluation."""
        evaluation.require_open(self.on)
        require_new_part(self.finding, evaluation.findings, "finding")
        require_known_parts(self.inputs, evaluation.inputs, "inputs")
        return FindingMade(
            evaluation=self.evaluation, finding=self.finding, text=self.text, on=self.on, inputs=self.inputs
        )


@event("evaluation.recommended")
class Recommended(Event):
    """Something the evaluation recommends; ``findings`` are what it rests on."""

    evaluation: EvaluationId = subject()
    recommendation: RecommendationId
    text: str
    on: date
    findings: tuple[FindingId, ...]

    def apply(self, state: Evaluation) -> Evaluation:
        """One recommendation more."""
        return state.with_recommendation(Recommendation(id=self.recommendation))

    def sentence(self, names: NameIndex) -> str:
        """A recommendation."""
        rests = names.parts("finding", self.evaluation, self.findings)
        return in_sentences(
            f"{names.evaluation(self.evaluation)} beval aan: {quoted(self.text)}",
            f"dat volgt uit de bevinding{'' if len(self.findings) == 1 else 'en'} {rests}" if rests else "",
        )


@act("recommend", source="S11")
class Recommend(Act):
    """Record what an evaluation recommends."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    recommendation: RecommendationId = field("identifier of the recommendation, unique within the evaluation")
    text: Text = field("what is recommended")
    on: date = effective("day")
    findings: tuple[FindingId, ...] = field("findings it rests on", default=())

    def decide(self, evaluation: Evaluation) -> Recommended:
        """Recommendations rest on findings of the same evaluation."""
        evaluation.require_open(self.on)
        require_new_part(self.recommendation, evaluation.recommendations, "recommendation")
        require_known_parts(self.findings, evaluation.findings, "findings")
        return Recommended(
            evaluation=self.evaluation,
            recommendation=self.recommendation,
            text=self.text,
            on=self.on,
            findings=self.findings,
        )


@event("evaluation.closed")
class EvaluationClosed(Event):
    """The evaluation is closed; its recommendations are followed on until they are done."""

    evaluation: EvaluationId = subject()
    closed_on: date
    conclusion: str
    sentence = "{evaluation} werd gesloten. Conclusie: {conclusion}"

    def apply(self, state: Evaluation) -> Evaluation:
        """An evaluation that is closed."""
        return attrs.evolve(state, closed_on=self.closed_on)


@act("close-evaluation", source="S11")
class CloseEvaluation(Act):
    """Close an evaluation in which every recommendation has a response."""

    evaluation: EvaluationId = field("identifier of the evaluation")
    on: date = effective("day")
    conclusion: Text = field("conclusion")

    def decide(self, evaluation: Evaluation) -> EvaluationClosed:
        """No recommendation may be left without an answer."""
        evaluation.require_open(self.on)
        waiting = [each.id for each in evaluation.recommendations.values() if each.response is None]
        EVALUATION_ANSWERED_ALL.unless(not waiting, evaluation=self.evaluation, without_response=waiting)
        return EvaluationClosed(evaluation=self.evaluation, closed_on=self.on, conclusion=self.conclusion)
