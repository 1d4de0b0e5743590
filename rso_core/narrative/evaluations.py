"""Sentences about evaluations: what they draw on, find and recommend, and what becomes of it."""

from rso_core.domain.evaluation import (
    EvaluationClosed,
    EvaluationOpened,
    FindingMade,
    InputGiven,
    InputKind,
    RecommendationDone,
    Recommended,
    Responded,
    Response,
)
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import quoted, said, told
from rso_core.narrative.sentences import narrates

INPUTS = {
    InputKind.SESSION: "de sessie",
    InputKind.INTERVIEW: "het gesprek",
    InputKind.QUESTIONNAIRE: "de vragenlijst",
    InputKind.DOCUMENT: "het document",
}


@narrates(EvaluationOpened)
def opened(event: EvaluationOpened, names: NameIndex) -> str:
    """An evaluation starts."""
    return told(
        f"de evaluatie {quoted(event.title)} begon, over de samenwerking onder {names.covenant(event.covenant)}",
        said("uitgevoerd door", event.evaluator),
    )


@narrates(InputGiven)
def input_given(event: InputGiven, names: NameIndex) -> str:
    """Something to draw on."""
    took_part = f"daaraan {'nam' if len(event.parties) == 1 else 'namen'} {names.parties(event.parties)} deel"
    return told(
        f"{names.evaluation(event.evaluation)} put uit {INPUTS[event.kind]} {quoted(event.title)}",
        took_part if event.parties else "",
    )


@narrates(FindingMade)
def finding_made(event: FindingMade, names: NameIndex) -> str:
    """A finding."""
    rests = names.parts("input", event.evaluation, event.inputs)
    return told(
        f"{names.evaluation(event.evaluation)} stelde vast: {quoted(event.text)}",
        f"dat rust op {rests}" if rests else "",
    )


@narrates(Recommended)
def recommended(event: Recommended, names: NameIndex) -> str:
    """A recommendation."""
    rests = names.parts("finding", event.evaluation, event.findings)
    return told(
        f"{names.evaluation(event.evaluation)} beval aan: {quoted(event.text)}",
        f"dat volgt uit de bevinding{'' if len(event.findings) == 1 else 'en'} {rests}" if rests else "",
    )


@narrates(Responded)
def responded(event: Responded, names: NameIndex) -> str:
    """What is done with a recommendation."""
    recommendation = names.part("recommendation", event.evaluation, event.recommendation)
    return told(
        f"de aanbeveling {recommendation} {_response(event, names)}",
        said("motivering", event.motive),
        f"zij moet uiterlijk op {in_words(event.due)} zijn uitgevoerd" if event.due else "",
    )


def _response(event: Responded, names: NameIndex) -> str:
    match event.response:
        case Response.ADOPTED:
            return "werd overgenomen"
        case Response.REJECTED:
            return "werd niet overgenomen"
        case Response.DECISION:
            return f"leidde tot {names.decision(event.result) if event.result else 'een besluit'}"
        case Response.ACTION:
            return f"leidde tot {names.action(event.result) if event.result else 'een actiepunt'}"
        case Response.AMENDMENT:
            return "leidde tot een wijziging van het convenant"


@narrates(RecommendationDone)
def recommendation_done(event: RecommendationDone, names: NameIndex) -> str:
    """It was carried out."""
    recommendation = names.part("recommendation", event.evaluation, event.recommendation)
    return told(f"de aanbeveling {recommendation} is uitgevoerd", said("hoe", event.how))


@narrates(EvaluationClosed)
def closed(event: EvaluationClosed, names: NameIndex) -> str:
    """It is closed."""
    return told(f"{names.evaluation(event.evaluation)} werd gesloten", said("conclusie", event.conclusion))
