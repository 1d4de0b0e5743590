"""Tables and handlers of the covenant register: the life of each covenant, step by step (S1)."""

from datetime import date
from typing import Any, TypedDict

import attrs
import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    AmendmentEnteredIntoForce,
    AmendmentProposed,
    ConsultationAnswered,
    ConsultationClosed,
    ConsultationOpened,
    CovenantAdopted,
    CovenantDrafted,
    CovenantEnded,
    CovenantEnteredIntoForce,
    CovenantOpenedForSigning,
    InheritedMatterSettled,
    MatterInherited,
    PartyAcceded,
    PartyWithdrew,
    RecordedEvent,
    VersionDrafted,
)
from rso_core.projection import Handler, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class Answer(TypedDict):
    """The answer of a party in a consultation round."""

    party: str
    party_name: str
    answer: str
    text: str | None


class CovenantStepRow(RegisterRow, columns="covenant on kind title party_name closed_on told"):
    """A step in the life of a covenant, or a matter it inherits."""

    covenant: str = column("identifier of the covenant", heading="Convenant", key=True)
    step: str = column("kind and identifier of the step", key=True)
    kind: str = column("what kind of step (Dutch)", heading="Stap")
    title: str = column("what it is about (Dutch)", heading="Waarover")
    on: date = column("day of the step", heading="Datum")
    until: date | None = column("last day, for what runs over a period")
    closed_on: date | None = column("day on which it was closed or settled", heading="Afgerond")
    result: str | None = column("what came of it")
    party: str | None = column("party that it is about")
    sha256: str | None = column("hash of the document, for a version or an amendment")
    party_name: str | None = named("party", heading="Partij")
    asked: list[str] = derived("names of the parties that are asked")
    answers: list[Answer] = derived("the answers of those that answered")
    unanswered: list[str] = derived("names of the parties that did not answer")
    told: str = derived("what came of it, in words", heading="Uitkomst")


STEPS = table_of(
    CovenantStepRow,
    "covenants_steps",
    _METADATA,
    "a row per step in the life of a covenant, and per matter it inherits",
)
ANSWERS = table(
    "covenants_answers",
    _METADATA,
    "a row per party that is asked in a consultation round",
    key("covenant", "identifier of the covenant"),
    key("consultation", "identifier of the round"),
    key("party", "party that is asked"),
    day("answered_on", "day of the answer"),
    text("answer", "in_favour, with_remarks or objects"),
    text("text", "remarks or objection"),
)
NAMES = Names("covenants", _METADATA)


def _step(kind: str, title: str, on: str, **fields: str) -> Handler:
    """A handler that writes a step; ``title`` may name fields of the event in braces."""

    def handler(rows: Rows, recorded: RecordedEvent) -> None:
        event: Any = recorded.event
        facts = {name: getattr(event, field) for name, field in fields.items() if name != "id"}
        identifier = getattr(event, fields["id"]) if "id" in fields else ""
        values = {field.name: getattr(event, field.name) for field in attrs.fields(type(event))}
        rows.put(
            STEPS,
            {
                "covenant": event.covenant,
                "step": f"{kind}:{identifier}",
                "kind": kind,
                "title": title.format_map(values),
                "on": getattr(event, on),
                **facts,
            },
        )

    return handler


def _asked(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, ConsultationOpened)
    _step("consultatie", "{consultation}: {question}", "opened_on", id="consultation", until="closes_on")(
        rows, recorded
    )
    for party in event.asked:
        rows.put(ANSWERS, {"covenant": event.covenant, "consultation": event.consultation, "party": party})


def _answered(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, ConsultationAnswered)
    at = {"covenant": event.covenant, "consultation": event.consultation, "party": event.party}
    rows.patch(ANSWERS, at, answered_on=event.answered_on, answer=event.answer.value, text=event.text)


def _closed(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, ConsultationClosed)
    at = {"covenant": event.covenant, "step": f"consultatie:{event.consultation}"}
    rows.patch(STEPS, at, closed_on=event.closed_on, result=event.conclusion)


def _settled(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, InheritedMatterSettled)
    at = {"covenant": event.covenant, "step": f"nalatenschap:{event.matter}"}
    rows.patch(STEPS, at, closed_on=event.settled_on, result=event.how)


def _amended(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, AmendmentEnteredIntoForce)
    at = {"covenant": event.covenant, "step": f"wijziging:{event.amendment}"}
    rows.patch(STEPS, at, closed_on=event.in_force_on, result="van kracht")


def _register(connection: sa.Connection, valid_on: date) -> Register:
    answers: dict[tuple[str, str], list[dict[str, Any]]] = {}
    query = sa.select(ANSWERS, NAMES.of("party", ANSWERS.c.party).label("party_name")).order_by(ANSWERS.c.party)
    for answer in found(connection, query):
        answers.setdefault((answer["covenant"], f"consultatie:{answer['consultation']}"), []).append(answer)
    query = sa.select(STEPS, *NAMES.columns(CovenantStepRow, STEPS)).order_by(
        STEPS.c.covenant, STEPS.c.on, STEPS.c.step
    )
    return told_register(
        CovenantStepRow,
        COVENANTS.title,
        found(connection, query),
        lambda step: _row(step, answers.get((step["covenant"], step["step"]), [])),
    )


def _row(step: dict[str, Any], answers: list[dict[str, Any]]) -> CovenantStepRow:
    given = [
        Answer(party=a["party"], party_name=a["party_name"], answer=a["answer"], text=a["text"])
        for a in answers
        if a["answer"]
    ]
    told = [step["result"]] if step["result"] else []
    if answers:
        told.append(f"{len(given)} van {len(answers)} geantwoord")
        told += [
            f"{a['party_name']}: {dutch(a['answer'])}{': ' + a['text'] if a['text'] else ''}"
            for a in answers
            if a["answer"] not in (None, "in_favour")
        ]
    return CovenantStepRow(
        **step,
        asked=[a["party_name"] for a in answers],
        answers=given,
        unanswered=[a["party_name"] for a in answers if not a["answer"]],
        told="; ".join(told),
    )


COVENANTS = ReadModel(
    name="covenants",
    version=1,
    title="Convenantregister",
    tables=(STEPS, ANSWERS, NAMES.table),
    handlers=merge_handlers(
        {
            CovenantDrafted: _step("concept", "{title}", "drafted_on", result="predecessor"),
            MatterInherited: _step("nalatenschap", "{title}", "inherited_on", id="matter"),
            InheritedMatterSettled: _settled,
            VersionDrafted: _step("versie", "{version}: {document}", "drafted_on", id="version", sha256="sha256"),
            ConsultationOpened: _asked,
            ConsultationAnswered: _answered,
            ConsultationClosed: _closed,
            CovenantAdopted: _step("vaststelling", "versie {version}, besluit {decision}", "adopted_on"),
            CovenantOpenedForSigning: _step("openstelling", "open voor ondertekening", "opened_on"),
            CovenantEnteredIntoForce: _step("inwerkingtreding", "van kracht", "in_force_on"),
            AmendmentProposed: _step(
                "wijziging", "{title}", "proposed_on", id="amendment", until="deadline", sha256="sha256"
            ),
            AmendmentEnteredIntoForce: _amended,
            PartyAcceded: _step("toetreding", "{ground}", "acceded_on", id="party", party="party"),
            PartyWithdrew: _step("uittreding", "{reason}", "last_day", id="party", party="party"),
            CovenantEnded: _step("einde", "{reason}", "last_day"),
        },
        NAMES.handlers,
    ),
    register=_register,
)
