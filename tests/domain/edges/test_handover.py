"""Handover of a role: announced, started, its matters handed over, accepted or called off."""

from datetime import date
from typing import Any

from acts_of_a_region import START, mandate
from domain.deciding import Edge, Trial, record_of, table
from domain.trials import DAY, REGION
from rso_core import Act, acts

ORDER = "handover.in_order"
SUCCESSOR = "handover.successor"
CHECKLIST = "handover.checklist"
REPRESENTED = "party.represented"
RUNS = "role.assignment_runs"
KNOWN = "record.known"

FROM = date(2026, 1, 1)
TAKES_OVER = date(2026, 5, 1)
SAID = date(2026, 4, 1)
H: dict[str, Any] = {"handover": "h"}
ASSIGNED: tuple[Act, ...] = (
    *REGION,
    acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START),
    mandate("gem-a", "p-4", until=TAKES_OVER),
    acts.EstablishRole(role="r", name="Rol", on=START, body="overleg"),
    acts.AssignRole(role="r", assignment="t1", party="gem-a", person="p-2", start=FROM, until=date(2026, 12, 31)),
)
ANNOUNCE = acts.AnnounceHandover(
    **H, role="r", assignment="t1", successor="p-4", takes_over_on=TAKES_OVER, on=SAID, reason="Andere functie"
)
A_DAY_LATER = acts.AnnounceHandover(
    **H, role="r", assignment="t1", successor="p-4", takes_over_on=TAKES_OVER + DAY, on=SAID, reason="Andere functie"
)
BEGIN = acts.StartHandover(**H, on=SAID, matters=("sleutel", "archief"))
KEY = acts.HandOverMatter(**H, matter="sleutel", on=SAID)
ARCHIVE = acts.HandOverMatter(**H, matter="archief", on=SAID)
ACCEPT = acts.AcceptHandover(**H, assignment="t2", on=SAID)
CALL_OFF = acts.CallOffHandover(**H, on=SAID, reason="Toch niet")

ANNOUNCED: tuple[Act, ...] = (*ASSIGNED, ANNOUNCE)
STARTED: tuple[Act, ...] = (*ANNOUNCED, BEGIN)
READY: tuple[Act, ...] = (*STARTED, KEY, ARCHIVE)
ANNOUNCING, ACCEPTING = Trial(ASSIGNED, ANNOUNCE), Trial(READY, ACCEPT)
ENDED = acts.EndAssignment(role="r", assignment="t1", last_day=date(2026, 4, 30), reason="Vertrek")

EDGES = [
    ANNOUNCING.allowed(SUCCESSOR, "the successor is another", facts={"holder": "p-2", "party": "gem-a"}),
    ANNOUNCING.refused(SUCCESSOR, "the successor is not the holder", successor="p-2"),
    ANNOUNCING.allowed(SUCCESSOR, "the successor starts the day after the holder did", takes_over_on=FROM + DAY),
    ANNOUNCING.refused(
        SUCCESSOR, "the successor does not start on the day on which the holder did", takes_over_on=FROM,
    ),
    ANNOUNCING.allowed(
        SUCCESSOR, "the successor may be of another party", successor="p-3", party="gem-b", facts={"party": "gem-b"},
    ),
    ANNOUNCING.allowed(RUNS, "a handover is announced on the first day of the assignment", on=FROM),
    ANNOUNCING.refused(RUNS, "a handover is not announced before the assignment", on=FROM - DAY),
    ANNOUNCING.allowed(RUNS, "a handover is announced on the last day of the assignment", on=date(2026, 12, 31)),
    ANNOUNCING.refused(RUNS, "a handover is not announced after the assignment", on=date(2027, 1, 1)),
    Trial(ANNOUNCED, BEGIN).allowed(ORDER, "an announced handover starts"),
    Trial(STARTED, BEGIN).refused(ORDER, "a handover starts once"),
    Trial(ANNOUNCED, BEGIN).allowed(
        ORDER, "blank matters are no matters and each is named once", matters=("a", " ", "b", "a"),
        facts={"checklist": ("a", "b")},
    ),
    Trial(ANNOUNCED, KEY).refused(ORDER, "nothing is handed over before the start"),
    Trial(STARTED, KEY).allowed(ORDER, "a matter is handed over once it started"),
    Trial(STARTED, KEY).refused(KNOWN, "a matter is handed over once", after=[KEY]),
    Trial(STARTED, ARCHIVE).allowed(KNOWN, "the other matter stays open", after=[KEY]),
    Trial((*READY, ACCEPT), KEY).refused(ORDER, "nothing is handed over after the acceptance"),
    Trial(ANNOUNCED, ACCEPT).refused(ORDER, "nobody accepts before the start"),
    Trial(STARTED, ACCEPT).refused(
        CHECKLIST, "nobody accepts with matters open", after=[KEY], facts={"not_handed_over": ("archief",)},
    ),
    ACCEPTING.allowed(CHECKLIST, "the successor accepts once all is handed over"),
    ACCEPTING.refused(ORDER, "a handover is accepted once", after=[ACCEPT], assignment="t3"),
    Trial((*ANNOUNCED, acts.StartHandover(**H, on=SAID)), ACCEPT).allowed(
        CHECKLIST, "without matters nothing is to be handed over",
    ),
    ACCEPTING.allowed(REPRESENTED, "the successor represents the party on the first day"),
    Trial((*ASSIGNED, A_DAY_LATER, acts.StartHandover(**H, on=SAID)), ACCEPT).refused(
        REPRESENTED, "the successor no longer represents the party on the first day"
    ),
    ACCEPTING.refused("role.deputy", "the deputy of the successor is another", deputy="p-4"),
    ACCEPTING.allowed("role.deputy", "the successor has a deputy", deputy="p-2"),
    Trial(ANNOUNCED, CALL_OFF).allowed(ORDER, "an announced handover is called off"),
    Trial(STARTED, CALL_OFF).allowed(ORDER, "a started handover is called off"),
    Trial((*READY, ACCEPT), CALL_OFF).refused(ORDER, "an accepted handover is not called off"),
    Trial((*STARTED, CALL_OFF), CALL_OFF).refused(ORDER, "a handover is called off once"),
    Trial((*ANNOUNCED, CALL_OFF), BEGIN).refused(ORDER, "what was called off does not start"),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def test_the_assignment_ends_the_day_before_the_successor_starts() -> None:
    names = [(e.event.event_name, e.effective) for e in record_of(READY).perform(ACCEPT)]
    assert names == [
        ("handover.accepted", SAID),
        ("role.assignment_ended", TAKES_OVER - DAY),
        ("role.assigned", TAKES_OVER),
    ]
    names = [(e.event.event_name, e.effective) for e in record_of((*READY, ENDED)).perform(ACCEPT)]
    assert names == [("handover.accepted", SAID), ("role.assigned", TAKES_OVER)]


def test_the_checklist_holds_the_open_matters_of_the_body_and_no_places() -> None:
    action = acts.AgreeAction(action="a", body="overleg", title="T", party="gem-a", on=FROM, due=SAID)
    project = acts.ProposeProject(project="p", name="P", body="overleg", owner="gem-a", on=FROM)
    running = acts.StartProject(project="p", on=FROM)
    started = record_of((*ANNOUNCED, action, project, running)).perform(BEGIN)[0].event
    assert started.checklist == ("action a", "project p", "sleutel", "archief")  # type: ignore[attr-defined]
