"""A program that holds the record open goes on after a restart of PostgreSQL, and records nothing twice."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from every_plugin import every_plugin
from rso_core import postgres_server
from rso_core.acts import RegisterParty
from rso_core.application import Application, Provenance, open_application
from rso_core.domain.values import PartyKind
from rso_core.projection import Projector
from rso_core.store import StoreError
from servers_of_postgres import Server, server_of_its_own

pytestmark = pytest.mark.postgres
ABOUT = Provenance(actor="office:secretariaat", ground="brief")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_of_its_own() as running:
        yield running


@pytest.fixture
def application(server: Server) -> Iterator[Application]:
    with open_application(server.url) as opened:
        yield opened


def joins(application: Application, number: str) -> None:
    party = f"gm{number}"
    application.perform(RegisterParty(party=party, name=party, kind=PartyKind.MUNICIPALITY, on=date(2025, 1, 1)), ABOUT)


def test_the_first_act_question_and_catch_up_after_a_restart(server: Server, application: Application) -> None:
    projector = Projector(application.store, every_plugin().read_models())
    joins(application, "1001")
    projector.catch_up()
    application.store.keys.ensure(["p-0001"])
    asked: tuple[Callable[[], object], ...] = (
        lambda: joins(application, "1010"),
        application.store.head,
        lambda: application.store.find_keys(["x"]),
        application.store.newest,
        lambda: application.store.known("party:gm1001"),
        projector.catch_up,
        lambda: projector.register("parties"),
        application.store.keys.states,
    )
    for number, first in enumerate(asked):
        server.restart()
        first()
        joins(application, f"11{number:02}")
    assert projector.catch_up() == []
    assert {row["party"] for row in projector.register("parties").rows} >= {"gm1010", "gm1107"}
    projector.close()


def test_an_act_whose_answer_was_lost_is_recorded_once(
    server: Server, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder: Any = application.store._log.recorder
    fetch = type(recorder)._fetch_ids_after_insert_events
    fetched: list[Any] = []

    def in_but_not_heard(self: Any, curs: Any, *args: Any, **kwargs: Any) -> Any:
        found = fetch(self, curs, *args, **kwargs)
        if not fetched:
            fetched.append(found)
            commit_and_cut(curs)
        return found

    def commit_and_cut(curs: Any) -> None:
        curs.execute("COMMIT")
        server.restart()

    monkeypatch.setattr(type(recorder), "_fetch_ids_after_insert_events", in_but_not_heard)
    before = application.store.head()
    joins(application, "2001")
    assert fetched
    assert application.store.head() == before + 1
    assert [event.id for event in application.store.stream("party:gm2001")] == ["party:gm2001@1"]


def test_a_server_that_stays_away_is_waited_for_and_told_in_words(
    server: Server, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(application, "3001")
    projector = Projector(application.store, every_plugin().read_models())
    projector.catch_up()
    server.stop()
    try:
        monkeypatch.setattr(postgres_server, "PATIENCE", 0.5)
        recorder: Any = application.store._log.recorder
        monkeypatch.setattr(recorder.datastore.pool, "timeout", 0.5)
        for ask in (application.store.head, projector.catch_up, lambda: joins(application, "3002")):
            with pytest.raises(StoreError, match=r"cannot be used.*[Cc]onnection.*check that the server runs"):
                ask()
        monkeypatch.undo()
        back = threading.Timer(1.5, server.start)
        back.start()
        began = time.monotonic()
        joins(application, "3003")
        assert time.monotonic() - began >= 1
        back.join()
    finally:
        server.restart()
    assert projector.catch_up() == []
    projector.close()
