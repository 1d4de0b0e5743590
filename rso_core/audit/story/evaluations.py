"""Sentences about evaluations: what they draw on, find and recommend, and what becomes of it."""

from rso_core.audit.story.known import KnownNames
from rso_core.audit.story.sentences import tells
from rso_core.audit.story.words import in_words, quoted, said, told
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

INPUTS = {
    InputKind.SESSION: "de sessie",
    InputKind.INTERVIEW: "het gesprek",
    InputKind.QUESTIONNAIRE: "de vragenlijst",
    InputKind.DOCUMENT: "het document",
}


@tells(EvaluationOpened)
def opened(event: EvaluationOpened, names: KnownNames) -> str:
    """An evaluation starts."""
    return told(
        f"de evaluatie {quoted(event.title)} begon, over de samenwerking onder {names.covenant(event.covenant)}",
        said("uitgevoerd door", event.evaluator),
    )


@tells(InputGiven)
def input_given(event: InputGiven, names: KnownNames) -> str:
    """Something to draw on."""
    took_part = f"daaraan {'nam' if len(event.parties) == 1 else 'namen'} {names.parties(event.parties)} deel"
    return told(
        f"{names.evaluation(event.evaluation)} put uit {INPUTS[event.kind]} {quoted(event.title)}",
        took_part if event.parties else "",
    )


@tells(FindingMade)
def finding_made(event: FindingMade, names: KnownNames) -> str:
    """A finding."""
    rests = names.parts("input", event.evaluation, event.inputs)
    return told(
        f"{names.evaluation(event.evaluation)} stelde vast: {quoted(event.text)}",
        f"dat rust op {rests}" if rests else "",
    )


@tells(Recommended)
def recommended(event: Recommended, names: KnownNames) -> str:
    """A recommendation."""
    rests = names.parts("finding", event.evaluation, event.findings)
    return told(
        f"{names.evaluation(event.evaluation)} beval aan: {quoted(event.text)}",
        f"dat volgt uit de bevinding{'' if len(event.findings) == 1 else 'en'} {rests}" if rests else "",
    )


@tells(Responded)
def responded(event: Responded, names: KnownNames) -> str:
    """What is done with a recommendation."""
    recommendation = names.part("recommendation", event.evaluation, event.recommendation)
    return told(
        f"de aanbeveling {recommendation} {_response(event, names)}",
        said("motivering", event.motive),
        f"zij moet uiterlijk op {in_words(event.due)} zijn uitgevoerd" if event.due else "",
    )


def _response(event: Responded, names: KnownNames) -> str:
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


@tells(RecommendationDone)
def recommendation_done(event: RecommendationDone, names: KnownNames) -> str:
    """It was carried out."""
    recommendation = names.part("recommendation", event.evaluation, event.recommendation)
    return told(f"de aanbeveling {recommendation} is uitgevoerd", said("hoe", event.how))


@tells(EvaluationClosed)
def closed(event: EvaluationClosed, names: KnownNames) -> str:
    """It is closed."""
    return told(f"{names.evaluation(event.evaluation)} werd gesloten", said("conclusie", event.conclusion))
