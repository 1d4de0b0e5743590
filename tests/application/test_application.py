"""Acts: idempotent, in two times, with causation; batches; many writers at once."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from acts_of_a_region import MEETING_DAY, NOW, PARTIES, by, hold, mandate, open_region, plan, set_up
from forked_processes import forked_processes
from rso_core import ConflictError, InvalidActError, Provenance, Refused, StoreError, acts, retrying
from rso_core.application import fingerprint
from rso_core.domain.concept import fold
from rso_core.events import Attendee, Choice, DecisionKind, Level, PartyKind, RoleAssigned, Vote

ASSIGN = acts.AssignRole(role="vz", assignment="t1", party="prov", person="p-1", start=date(2026, 1, 1))


def test_the_same_key_again_changes_nothing_and_gives_the_first_outcome(store_url: str) -> None:
    with open_region(store_url) as application:
        first = application.perform(ASSIGN, by(key="k"))
        head = application.store.head()
        again = application.perform(ASSIGN, by(key="k"))
        assert again.repeated
        assert (again.correlation, again.events) == (first.correlation, first.events)
        assert application.store.head() == head
        with pytest.raises(Refused) as refused:
            application.perform(acts.replace(ASSIGN, until=date(2027, 1, 1)), by(key="k"))
        assert refused.value.rule.id == "record.key_reused"


def test_a_key_that_is_used_is_found_when_it_was_not_asked_for(store_url: str) -> None:
    """The first try takes a key for unused and what is new for new; the database says otherwise."""
    register = acts.RegisterParty(party="buur", name="Buur", kind=PartyKind.MUNICIPALITY, on=date(2026, 1, 1))
    with open_region(store_url) as application, open_region(store_url) as other:
        first = other.perform(register, by(key="k"))
        again = application.perform(register, by(key="k"))
        assert (again.repeated, again.correlation) == (True, first.correlation)
        with pytest.raises(Refused) as refused:
            application.perform(register, by(key="another"))
        assert refused.value.rule.id == "record.new"
        with pytest.raises(Refused) as refused:
            application.perform(ASSIGN, by(key="k"))
        assert refused.value.rule.id == "record.key_reused"
        head = application.store.head()
        assert head == other.store.head()


def test_an_act_that_brings_something_new_asks_for_nothing_that_is_remembered(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_region(store_url) as application:
        planned: dict[str, Any] = {"body": "overleg", "on": date(2026, 3, 1), "starts": time(10), "ends": time(12)}
        application.perform(acts.PlanMeeting(meeting="a", **planned), by(key="a"))
        asked = []
        recorder = application.store._log.recorder
        for name in ("select_events", "select_raw_streams", "find_keys"):
            monkeypatch.setattr(recorder, name, lambda *_, name=name, **__: asked.append(name))
        application.perform(acts.PlanMeeting(meeting="b", **planned), by(key="b"))
        assert asked == []


def test_an_erasure_under_a_key_of_another_act_leaves_the_key_of_the_person_alone(store_url: str) -> None:
    with open_region(store_url) as application:
        application.perform(ASSIGN, by(key="k"))
        with pytest.raises(Refused) as refused:
            application.perform(acts.ErasePerson(person="p-3", ground="Verzoek", on=NOW.date()), by(key="k"))
        assert refused.value.rule.id == "record.key_reused"
        state = application.store.keys.state("p-3")
        assert state is not None
        assert (state.there, state.erasing) == (True, None)


def test_every_event_says_who_when_why_and_on_what_ground(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        circumstances = Provenance(actor="person:p-1", source="Besluit 7", caused_by="party:prov@1")
        outcome = application.perform(ASSIGN, circumstances)
        meta = application.store.read()[-1][1].meta
        assert (meta.actor, meta.source, meta.act) == ("person:p-1", "Besluit 7", "assign-role")
        assert (meta.correlation, meta.causation) == (outcome.correlation, "party:prov@1")
        assert (meta.effective, meta.recorded_at) == (date(2026, 1, 1), NOW)


def test_a_record_taken_over_keeps_the_moment_it_became_known_and_that_of_the_import(sqlite_url: str) -> None:
    with open_region(sqlite_url, founded_at=datetime(2025, 1, 2, tzinfo=UTC)) as application:
        known = datetime(2026, 1, 5, 9, tzinfo=UTC)
        meta = application.perform(ASSIGN, by(recorded_at=known, source="Brief 7")).events[0].meta
        assert (meta.recorded_at, meta.imported_at) == (known, NOW)
        with pytest.raises(Refused) as refused:
            application.perform(ASSIGN, by(recorded_at=NOW + timedelta(seconds=1), source="Brief 7"))
        assert refused.value.rule.id == "record.not_yet"


def test_today_is_the_day_in_amsterdam(sqlite_url: str) -> None:
    just_after_midnight = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)  # 12 March, 00:30 in Amsterdam
    with open_region(sqlite_url, lambda: just_after_midnight) as application:
        plan(application)
        assert hold(application).events[0].meta.effective == MEETING_DAY
    with open_region(sqlite_url, lambda: just_after_midnight) as application:
        plan(application, "v2", MEETING_DAY + timedelta(days=1))
        with pytest.raises(Refused):
            hold(application, "v2", MEETING_DAY + timedelta(days=1))


@pytest.mark.parametrize(
    "act", [acts.replace(ASSIGN, start=cast("Any", "gisteren")), acts.replace(set_up("x"), level=cast("Any", "hoog"))]
)
def test_a_field_of_the_wrong_type_never_reaches_the_store(sqlite_url: str, act: acts.Act) -> None:
    with open_region(sqlite_url) as application:
        head = application.store.head()
        with pytest.raises(InvalidActError):
            application.perform(act, by())
        assert application.store.head() == head


def test_a_refused_act_leaves_the_batch_as_it_was(store_url: str) -> None:
    with open_region(store_url) as application:
        with application.batch() as batch:
            batch.perform(ASSIGN, by())
            with pytest.raises(Refused):
                batch.perform(acts.replace(ASSIGN, assignment="t2"), by())
            batch.perform(set_up("ander"), by())
        assert [event.originator_id for _, event in application.store.read()][-2:] == ["role:vz", "body:ander"]


def test_an_error_in_a_batch_records_nothing_of_it(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        head = application.store.head()
        with pytest.raises(RuntimeError), application.batch() as batch:
            batch.perform(ASSIGN, by(key="k"))
            raise RuntimeError
        assert (application.store.head(), application.store.find_key("k")) == (head, None)


def test_two_writers_on_facts_that_exclude_each_other_never_both_succeed(store_url: str) -> None:
    """The mandate that a signature rests on is withdrawn by another writer between reading and recording."""
    with open_region(store_url) as one, open_region(store_url) as other:
        one.perform(acts.OpenSigning(covenant="conv", on=date(2025, 11, 1)), by())
        sign = acts.Sign(covenant="conv", party="gem-a", person="p-2", signed_on=date(2026, 2, 1))
        batch = one.batch()
        batch.perform(sign, by())
        other.perform(acts.WithdrawMandate(party="gem-a", mandate="m-p-2", last_day=date(2026, 1, 1)), by())
        with pytest.raises(ConflictError):
            batch.commit()
        with pytest.raises(Refused) as refused:
            one.perform(sign, by())
        assert refused.value.rule.id == "party.represented"


def test_what_was_ended_is_not_ended_again(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        application.perform(ASSIGN, by())
        end = acts.EndAssignment(role="vz", assignment="t1", last_day=date(2026, 6, 1), reason="Vertrek")
        withdraw = acts.WithdrawMandate(party="gem-a", mandate="m-p-2", last_day=date(2026, 6, 1))
        for act, rule in ((end, "role.assignment_runs"), (withdraw, "mandate.known")):
            application.perform(act, by())
            with pytest.raises(Refused) as refused:
                application.perform(acts.replace(act, last_day=date(2026, 5, 1)), by())
            assert refused.value.rule.id == rule


def test_retrying_gives_up_with_the_conflict() -> None:
    calls = []

    def always_late() -> None:
        calls.append(1)
        raise ConflictError

    with pytest.raises(ConflictError):
        retrying(always_late, attempts=3)
    assert len(calls) == 3


def _write(url: str, number: int, acts_each: int) -> None:
    with open_region(url) as application:
        for n in range(acts_each):
            party = PARTIES[n % 3]
            fields = {"party": party, "mandate": f"w{number}-{n}", "person": "p-1", "start": date(2026, 1, 1)}
            act = acts.GrantMandate(ground="Regeling", **fields)  # type: ignore[arg-type]
            application.perform(act, by(key=f"{number}-{n}"), attempts=100)
            role = acts.replace(ASSIGN, assignment=f"w{number}-{n}")
            try:
                application.perform(role, by(), attempts=100)
            except Refused as refused:
                assert refused.rule.id == "role.holders"


@pytest.mark.slow
def test_eight_processes_lose_no_update(store_url: str) -> None:
    acts_each = 12
    open_region(store_url).store.close()
    context = forked_processes()
    writers = [context.Process(target=_write, args=(store_url, n, acts_each)) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0] * 8
    with open_region(store_url) as application:
        found = set()
        for party in PARTIES:
            events = application.history(f"party:{party}")
            assert [event.originator_version for event in events] == list(range(1, len(events) + 1))
            found |= {getattr(event.event, "mandate", None) for event in events}
        assert {f"w{n}-{i}" for n in range(8) for i in range(acts_each)} <= found
        assigned = [e for e in application.history("role:vz") if isinstance(e.event, RoleAssigned)]
        assert len(assigned) == 1, "one holder at a time, whoever was first"


def test_folding_the_log_gives_the_states_that_acts_are_decided_on(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        plan(application)
        hold(application)
        decide = acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.DECIDE, title="T", unanimous=True)
        application.perform(decide, by())
        states: dict[str, object] = {}
        for _, event in application.store.read(limit=1000):
            states[event.originator_id] = fold(states.get(event.originator_id), event.event)
        for stream, state in states.items():
            loaded = application.store.load(stream, fold, fresh=False)
            assert loaded.state == state


def test_a_store_on_a_full_disk_refuses_clearly_and_keeps_what_it_has(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    with open_region(url) as application:
        head = application.store.head()
        pool = application.store._log.recorder.datastore.pool  # type: ignore[attr-defined]
        connection = pool.get_connection(is_writer=True)
        pages = connection._sqlite_conn.execute("PRAGMA page_count").fetchone()[0]
        connection._sqlite_conn.execute(f"PRAGMA max_page_count={pages}")
        pool.put_connection(connection)
        # The longest words that are recorded take more than what is free in the last page.
        long = mandate("gem-a", "p-1", mandate="m-9", ground="N" * 50_000)
        with pytest.raises(StoreError, match="disk is full"):
            application.perform(long, by())
        assert application.store.head() == head


D = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("act", "digest"),
    [
        (
            acts.SetUpBody(
                body="b",
                name="B",
                kind="k",
                level=Level.STRATEGIC,
                place=1,
                members=("x", "y"),
                on=D,
                rhythm="FREQ=MONTHLY",
                chair="x",
                mandate=(DecisionKind.AGREE,),
            ),
            "6bc08c43fa9d5b17b994c4fdcf5407b9",
        ),
        (
            acts.Decide(
                decision="d",
                meeting="m",
                kind=DecisionKind.DECIDE,
                title="T",
                votes=(Vote(party="x", person="p", choice=Choice.FOR),),
            ),
            "8676fbcc22c6041f3432eafdea497ade",
        ),
        (
            acts.HoldMeeting(meeting="m", held_on=D, attendance=(Attendee(person="p", party="x"),)),
            "b60ccaec198e645e4cc50792e38d3765",
        ),
        (acts.Sign(covenant="c", party="x", person="p", signed_on=D), "4006fdd1d302fdbf1da4f89ef202f9f9"),
        (acts.RegisterParty(party="x", name="X", kind=PartyKind.OTHER, on=D), "de9ea8f5f4e024645df6ce36fa2a629b"),
        (acts.RepositionBody(body="b", since=D, place=2), "672c5831f3bca2fb57afbf5020196b9c"),
    ],
)
def test_an_act_of_release_0_1_is_still_the_same_act_under_its_key(act: acts.Act, digest: str) -> None:
    assert fingerprint(act, by()) == digest


def test_a_new_field_that_says_something_makes_another_act() -> None:
    plain = acts.Sign(covenant="c", party="x", person="p", signed_on=D)
    assert fingerprint(acts.replace(plain, reservation="Raad"), by()) != fingerprint(plain, by())


def test_an_empty_text_where_something_may_be_left_out_is_nothing(store_url: str) -> None:
    """A spreadsheet or form gives an empty text for what was not filled in: an optional reference, an optional hash."""
    with open_region(store_url) as application:
        plan(application)
        hold(application)
        minutes = acts.DrawUpMinutes(meeting="v1", document="verslag.pdf", sha256="", on=MEETING_DAY)
        (drawn_up,) = application.perform(minutes, by()).events
        assert drawn_up.event.sha256 is None  # type: ignore[attr-defined]
        closed = application.perform(
            acts.CloseBody(body="overleg", on=NOW.date(), reason="Klaar", merged_into=""), by()
        )
        assert closed.events[0].event.merged_into is None  # type: ignore[attr-defined]
