"""Any act is put right or set aside: what holds follows, what rests on it is judged anew, nothing is taken out."""

from collections.abc import Iterator
from datetime import date

import pytest

from acts_of_a_region import MEETING_DAY, NOW, by, hold, open_region, plan, present, set_up
from rso_core import Act, Application, EventStore, Outcome, Refused, acts
from rso_core.corrections import Correction, correct, correct_in
from rso_core.domain.concept import fold
from rso_core.events import Choice, DecisionKind, Vote
from rso_core.proof.verification import verify

DECISION = acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.AGREE, title="Programa", unanimous=True)
ACTION = acts.AgreeAction(
    action="x", body="overleg", title="Brief", party="gem-a", on=MEETING_DAY, due=date(2026, 4, 1)
)


@pytest.fixture
def application(store_url: str) -> Iterator[Application]:
    with open_region(store_url) as application:
        yield application


def perform(application: Application, act: Act) -> Outcome:
    return application.perform(act, by())


def first_of(outcome: Outcome) -> str:
    return outcome.events[0].id


def state(application: Application, stream: str) -> object:
    return application.store.load(stream, fold).state


def put_right(application: Application, act: str, **changes: object) -> Outcome:
    return correct(application, [Correction(act, changes)], "verkeerd getypt", by())


def set_aside(application: Application, *which: str) -> Outcome:
    return correct(application, [Correction(act, None) for act in which], "per abuis", by())


def test_the_corrected_act_holds_and_both_stand_in_the_record(application: Application) -> None:
    act = first_of(perform(application, ACTION))
    outcome = put_right(application, act, due=date(2026, 5, 1))
    assert state(application, "action:x").due == date(2026, 5, 1)  # type: ignore[attr-defined]
    names = [recorded.event.event_name for recorded in application.store.stream("action:x")]
    assert names == ["action.agreed", "record.withdrawn", "action.agreed"]
    assert {event.meta.act for event in outcome.events} == {"correct-act", "agree-action"}
    assert outcome.events[0].event.reason == "verkeerd getypt"  # type: ignore[attr-defined]
    assert all(finding.ok is not False for finding in verify(application.store).findings)


def test_what_came_after_the_corrected_act_stays(application: Application) -> None:
    act = first_of(perform(application, ACTION))
    perform(application, acts.PutOffAction(action="x", due=date(2026, 6, 1), on=date(2026, 3, 20), reason="Druk"))
    put_right(application, act, title="Brief aan de raad", due=date(2026, 5, 1))
    assert state(application, "action:x").due == date(2026, 6, 1)  # type: ignore[attr-defined]


def test_a_correction_is_corrected_by_its_own_handle_or_that_of_the_first(application: Application) -> None:
    act = first_of(perform(application, ACTION))
    again = put_right(application, act, due=date(2026, 5, 1))
    put_right(application, act, due=date(2026, 5, 2))
    assert state(application, "action:x").due == date(2026, 5, 2)  # type: ignore[attr-defined]
    put_right(application, again.events[-1].id, due=date(2026, 5, 3))
    assert state(application, "action:x").due == date(2026, 5, 3)  # type: ignore[attr-defined]


def test_an_act_that_was_set_aside_never_was(application: Application) -> None:
    act = first_of(perform(application, ACTION))
    set_aside(application, act)
    assert state(application, "action:x") is None
    with pytest.raises(Refused, match="standing_act"):
        set_aside(application, act)
    perform(application, ACTION)
    assert state(application, "action:x") is not None


def test_what_rests_on_it_and_would_not_stand_is_named_and_nothing_recorded(application: Application) -> None:
    act = first_of(perform(application, ACTION))
    put_off = perform(
        application, acts.PutOffAction(action="x", due=date(2026, 6, 1), on=date(2026, 3, 20), reason="D")
    )
    head = application.store.head()
    with pytest.raises(Refused) as refused:
        set_aside(application, act)
    assert refused.value.rule.id == "correction.rest_stands"
    assert [each.partition(" ")[0] for each in refused.value.facts["rests_on_it"]] == ["put-off-action"]
    assert application.store.head() == head
    set_aside(application, act, first_of(put_off))
    assert state(application, "action:x") is None


def test_a_vote_under_the_wrong_party_is_put_right(application: Application) -> None:
    plan(application)
    hold(application, "v1", MEETING_DAY, "prov", "gem-a")
    votes = (Vote(party="prov", person="p-1", choice=Choice.FOR), Vote(party="gem-a", person="p-2", choice=Choice.FOR))
    wrong = (votes[0], Vote(party="gem-a", person="p-2", choice=Choice.AGAINST))
    decide = acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.DECIDE, title="P", votes=wrong)
    act = first_of(perform(application, decide))
    put_right(application, act, votes=votes)
    taken = application.store.stream("decision:b1")[-1].event
    assert taken.outcome == "adopted"  # type: ignore[attr-defined]


def test_somebody_who_was_absent_is_taken_from_the_list_with_what_he_voted(application: Application) -> None:
    plan(application)
    held = first_of(hold(application))
    decision = first_of(perform(application, DECISION))
    put_right(application, held, attendance=present("prov", "gem-a"))
    # The decision was unanimous of those who were there: it is judged anew, and says now who was absent.
    taken = application.store.stream("decision:b1")[-1].event
    assert taken.absent == ("gem-b",)  # type: ignore[attr-defined]
    assert application.store.stream("decision:b1")[-1].meta.instead_of == decision


def test_a_meeting_on_the_wrong_day_takes_its_decisions_along(application: Application) -> None:
    plan(application)
    held = first_of(hold(application))
    perform(application, DECISION)
    put_right(application, held, held_on=date(2026, 3, 13))
    decided = application.store.stream("decision:b1")[-1]
    assert decided.event.taken_on == date(2026, 3, 13)  # type: ignore[attr-defined]
    assert decided.meta.effective == date(2026, 3, 13)


def test_what_is_moved_to_a_body_that_was_closed_since_is_left_to_nobody(application: Application) -> None:
    perform(application, set_up("tijdelijk", place=4))
    act = first_of(perform(application, ACTION))
    perform(application, acts.CloseBody(body="tijdelijk", on=date(2026, 10, 1), reason="Klaar"))
    with pytest.raises(Refused) as refused:
        put_right(application, act, body="tijdelijk")
    assert [each.partition(" ")[0] for each in refused.value.facts["rests_on_it"]] == ["close-body"]


def test_what_was_set_aside_no_longer_rests_on_anything(application: Application) -> None:
    act = first_of(perform(application, ACTION))
    put_off = acts.PutOffAction(action="x", due=date(2026, 6, 1), on=date(2026, 3, 20), reason="D")
    set_aside(application, first_of(perform(application, put_off)))
    set_aside(application, act)
    assert state(application, "action:x") is None
    perform(application, ACTION)
    perform(application, acts.replace(put_off, on=date(2026, 3, 15)))


def test_what_holds_from_before_its_subject_is_not_left_hanging(application: Application) -> None:
    planned = first_of(plan(application, "v9", date(2026, 9, 10)))
    perform(application, acts.CancelMeeting(meeting="v9", on=date(2026, 9, 1), reason="Geen stukken"))
    with pytest.raises(Refused) as refused:
        set_aside(application, planned)
    assert [each.partition(" ")[0] for each in refused.value.facts["rests_on_it"]] == ["cancel-meeting"]


def test_a_typo_in_a_reason_changes_nothing_of_what_followed(application: Application) -> None:
    perform(application, set_up("oud", place=3, chair=None))
    seat = acts.TakeSeat(body="oud", seat="z3", party="gem-b", person="p-3", start=date(2025, 7, 1))
    perform(application, seat)
    merged = first_of(
        perform(application, acts.MergeBody(body="oud", into="overleg", on=date(2026, 1, 1), reason="Mindr"))
    )
    # That the seat was left before came in later: it moved along, and that stands until it is put right itself.
    perform(application, acts.LeaveSeat(body="oud", seat="z3", last_day=date(2025, 11, 30), reason="Andere taak"))
    before = state(application, "body:overleg")
    put_right(application, merged, reason="Minder")
    assert state(application, "body:overleg") == before


def test_what_came_in_late_from_an_earlier_day_counts_for_who_stands(application: Application) -> None:
    plan(application)
    held = first_of(hold(application))
    perform(application, DECISION)
    # Known later: from February on, all have to be there.
    perform(application, acts.RepositionBody(body="overleg", since=date(2026, 2, 1), quorum="1"))
    with pytest.raises(Refused) as refused:
        put_right(application, held, attendance=present("prov", "gem-a"))
    assert [each.partition(" ")[0] for each in refused.value.facts["rests_on_it"]] == ["decide"]


def test_a_correction_in_a_batch_sees_what_is_not_written_yet(application: Application) -> None:
    with application.batch() as batch:
        act = batch.perform(ACTION, by(key="k1")).events[0].id
        correct_in(batch, [Correction("k1", {"due": date(2026, 5, 1)})], "verkeerd", by())
        correct_in(batch, [Correction(act, {"title": "Brief aan de raad"})], "verkeerd", by())
        batch.perform(acts.PutOffAction(action="x", due=date(2026, 6, 1), on=date(2026, 3, 20), reason="D"), by())
        with pytest.raises(Refused, match="rest_stands"):
            correct_in(batch, [Correction(act, None)], "verkeerd", by())
    assert state(application, "action:x").due == date(2026, 6, 1)  # type: ignore[attr-defined]
    assert [e.event.event_name for e in application.store.stream("action:x")] == [
        *("action.agreed", "record.withdrawn", "action.agreed", "record.withdrawn", "action.agreed", "action.put_off")
    ]


def test_another_writer_who_was_first_lets_it_be_judged_anew(
    application: Application,
) -> None:
    act = first_of(perform(application, ACTION))
    plans: list[int] = []

    def planned(_: object) -> None:
        if not plans:
            with Application(EventStore.open(application.store.url), lambda: NOW) as other:
                other.perform(acts.StartAction(action="x", on=date(2026, 3, 20)), by())
        plans.append(1)

    correct(application, [Correction(act, {"due": date(2026, 5, 1)})], "verkeerd", by(), planned)
    assert len(plans) == 2
    names = [recorded.event.event_name for recorded in application.store.stream("action:x")]
    assert names == ["action.agreed", "action.started", "record.withdrawn", "action.agreed"]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"due": date(2026, 4, 1)}, "correction.changes"),
        ({"duedate": date(2026, 4, 1)}, "correction.field"),
        ({"due": date(2026, 3, 11)}, "action.due"),
        ({"party": "gem-x"}, "record.known"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    application: Application, changes: dict[str, object], rule: str
) -> None:
    act = first_of(perform(application, ACTION))
    head = application.store.head()
    with pytest.raises(Refused) as refused:
        put_right(application, act, **changes)
    assert (refused.value.rule.id, application.store.head()) == (rule, head)
