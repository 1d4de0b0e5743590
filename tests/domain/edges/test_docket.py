"""The docket of a body: no open matter is lost when bodies close or go up into another."""

from datetime import date

from acts_of_a_region import set_up
from domain.deciding import Edge, Trial, record_of, table
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import SignalKind

LOST = "docket.nothing_lost"
CLOSED = date(2026, 6, 1)
ON = date(2026, 3, 1)


def bodies(*names: str) -> tuple[Act, ...]:
    return tuple(set_up(name, place=place, chair=None) for place, name in enumerate(names, 2))


ACTION = acts.AgreeAction(action="a", body="oud", title="T", party="gem-a", on=ON, due=CLOSED)
SIGNAL = acts.RaiseSignal(signal="s", kind=SignalKind.OPPORTUNITY, title="T", party="gem-a", body="oud", on=ON)
PROJECT = acts.ProposeProject(project="p", name="P", body="oud", owner="gem-a", on=ON)
RUNNING = acts.StartProject(project="p", on=ON)
GIVEN: tuple[Act, ...] = (*REGION, *bodies("oud", "breed", "breder"))
CLOSING = Trial(GIVEN, acts.CloseBody(body="oud", on=CLOSED, reason="Klaar"))
MERGE = acts.MergeBody(body="oud", into="breed", on=CLOSED, reason="R")
FURTHER = acts.MergeBody(body="breed", into="breder", on=CLOSED + DAY, reason="R")

EDGES = [
    CLOSING.refused(LOST, "a body with an open action item does not close", after=[ACTION]),
    CLOSING.allowed(
        LOST, "a body with a finished action item closes", after=[ACTION, acts.FinishAction(action="a", on=ON)],
    ),
    CLOSING.refused(LOST, "a body with an open signal does not close", after=[SIGNAL]),
    CLOSING.allowed(
        LOST, "a body with an answered signal closes",
        after=[SIGNAL, acts.AnswerSignal(signal="s", answer="Ja", on=ON)],
    ),
    CLOSING.refused(LOST, "a body with a proposed project does not close", after=[PROJECT]),
    CLOSING.refused(LOST, "a body with a running project does not close", after=[PROJECT, RUNNING]),
    CLOSING.refused(
        LOST, "a body with a paused project does not close",
        after=[PROJECT, RUNNING, acts.PauseProject(project="p", on=ON, reason="R")],
    ),
    CLOSING.allowed(
        LOST, "a body with a stopped project closes",
        after=[PROJECT, RUNNING, acts.StopProject(project="p", on=ON, reason="R")],
    ),
    CLOSING.allowed(
        LOST, "a body with a finished project closes",
        after=[PROJECT, RUNNING, acts.FinishProject(project="p", on=ON, result="R")],
    ),
    CLOSING.refused(
        LOST, "one matter of two is enough", after=[ACTION, SIGNAL, acts.DropAction(action="a", on=ON, reason="R")],
    ),
    CLOSING.allowed(LOST, "the matters of another body are of no concern", body="breed", after=[ACTION]),
]  # fmt: skip
for what, act in (("action item", ACTION), ("signal", SIGNAL), ("project", PROJECT)):
    EDGES += [
        Trial((*GIVEN, CLOSING.act), act).refused(LOST, f"a body that closed gets no {what}"),
        Trial((*GIVEN, MERGE), act).allowed(LOST, f"a body that went up gets a {what} of before, which moves along"),
        Trial((*GIVEN, MERGE, FURTHER), act).allowed(LOST, f"a {what} moves along twice"),
        Trial((*GIVEN, MERGE, acts.CloseBody(body="breed", on=CLOSED + DAY, reason="R")), act).refused(
            LOST, f"no {what} where the body that took over closed",
        ),
    ]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def moves(given: tuple[Act, ...], act: Act) -> list[tuple[str, str, date]]:
    return [(e.stream, e.event.event_name, e.effective) for e in record_of(given).perform(act)]


def test_open_matters_move_along_in_the_order_in_which_they_came() -> None:
    told = moves((*GIVEN, ACTION, SIGNAL, PROJECT, RUNNING), MERGE)
    assert told == [
        ("body:breed", "body.merged_in", CLOSED),
        ("body:oud", "body.closed", CLOSED),
        ("docket:oud", "docket.matter_closed", CLOSED),
        ("action:a", "action.moved_along", CLOSED),
        ("docket:oud", "docket.matter_closed", CLOSED),
        ("signal:s", "signal.moved_along", CLOSED),
        ("docket:oud", "docket.matter_closed", CLOSED),
        ("project:p", "project.moved_along", CLOSED),
        ("docket:oud", "docket.matter_closed", CLOSED),  # its place of the portfolio
        ("docket:breed", "docket.matters_taken_over", CLOSED),
    ]


def test_a_matter_of_before_moves_through_every_body_that_took_over() -> None:
    told = moves((*GIVEN, MERGE, FURTHER), ACTION)
    assert told == [
        ("action:a", "action.agreed", ON),
        ("docket:oud", "docket.matter_opened", ON),
        ("docket:oud", "docket.matter_closed", CLOSED),
        ("action:a", "action.moved_along", CLOSED),
        ("docket:breed", "docket.matters_taken_over", CLOSED),
        ("docket:breed", "docket.matter_closed", CLOSED + DAY),
        ("action:a", "action.moved_along", CLOSED + DAY),
        ("docket:breder", "docket.matters_taken_over", CLOSED + DAY),
    ]


def test_what_moved_along_is_closed_where_it_lies_now() -> None:
    given = (*GIVEN, ACTION, SIGNAL, PROJECT, RUNNING, MERGE)
    closing: list[tuple[Act, list[str]]] = [
        (acts.FinishAction(action="a", on=CLOSED), ["action:a", "docket:breed"]),
        (acts.AnswerSignal(signal="s", answer="Ja", on=CLOSED), ["signal:s", "docket:breed"]),
        (acts.StopProject(project="p", on=CLOSED, reason="R"), ["project:p", "docket:breed", "docket:breed"]),
    ]
    for act, streams in closing:
        assert [stream for stream, _, _ in moves(given, act)] == streams
