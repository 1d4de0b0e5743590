"""A new version of a read model that cannot be built: that of before stands and answers, and everything else goes on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from acts_of_a_region import by, open_region
from models_to_try import counting_parties
from rso_core import acts
from rso_core.application import Application
from rso_core.events import PartyRegistered
from rso_core.projection import HandlerFailedError, Projector, ReadModel
from rso_core.projection.upgrades import failed_upgrades


def nothing() -> None:
    return None


def raising() -> None:
    raise ValueError("kan niet")


def ending() -> None:
    raise SystemExit(0)


def refused(version: int) -> ReadModel:
    """A version that writes what the database refuses."""
    model = counting_parties("bad", nothing, version)
    handler = model.handlers[PartyRegistered]

    def lying(rows: Any, recorded: Any) -> None:
        handler(rows, recorded)
        rows.put(model.tables[0], {"party": object()})

    return attrs.evolve(model, handlers={PartyRegistered: lying})


def failing_with(handler: Callable[[], None]) -> Callable[[int], ReadModel]:
    return lambda version: counting_parties("bad", handler, version)


def parties(projector: Projector, name: str) -> set[str]:
    return {row["party"] for row in projector.register(name).rows}


def register_party(application: Application, party: str) -> None:
    kind: Any = "municipality"
    application.perform(acts.RegisterParty(party=party, name=party, kind=kind, on=date(2026, 1, 1)), by())


@pytest.mark.parametrize("upgrade", [failing_with(raising), failing_with(ending), refused])
def test_the_version_of_before_stands_is_told_and_goes_on_when_it_is_mended(
    store_url: str, upgrade: Callable[[int], ReadModel]
) -> None:
    with open_region(store_url) as application:
        good = counting_parties("good", nothing)
        first = Projector(application.store, [counting_parties("bad", nothing), good])
        first.catch_up()
        before = parties(first, "bad")
        first.close()
        register_party(application, "nieuw")

        other = counting_parties("good", nothing, 2)
        wrong = Projector(application.store, [upgrade(2), other])
        (failed,) = wrong.catch_up()
        assert (failed.name, failed.version, failed.status, failed.rows) == ("bad", 1, "failed", len(before))
        assert failed.failed_event is not None
        assert "version 2 could not be built, and version 1 stands as it was" in str(failed.error)
        assert parties(wrong, "bad") == before
        assert parties(wrong, "good") == {*before, "nieuw"}
        assert {status.version for status in wrong.status() if status.name == "good"} == {2}
        assert [each.name for each in wrong.retry("bad")] == ["bad"]
        assert set(wrong.rebuild_each()) == {"bad"}
        with pytest.raises(HandlerFailedError):
            wrong.rebuild(["bad"])
        assert parties(wrong, "bad") == before
        wrong.close()

        mended = Projector(application.store, [counting_parties("bad", nothing, 2), other])
        assert [each.name for each in mended.catch_up()] == ["bad"], "the same version waits to be retried"
        assert mended.retry("bad") == []
        assert parties(mended, "bad") == {*before, "nieuw"}
        with mended.engine.connect() as connection:
            assert failed_upgrades(connection) == {}
        mended.close()


def test_it_is_tried_once_and_not_by_every_command(sqlite_url: str) -> None:
    tried: list[None] = []

    def counted() -> None:
        tried.append(None)
        raise ValueError

    with open_region(sqlite_url) as application:
        Projector(application.store, [counting_parties("bad", nothing)]).catch_up()
        for _ in range(3):
            projector = Projector(application.store, [counting_parties("bad", counted, 2)])
            assert projector.catch_up()
            assert projector.is_prepared()
            projector.close()
    assert len(tried) == 1


def test_a_further_version_is_tried_by_itself(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        for version, handler in ((1, nothing), (2, raising), (3, nothing)):
            projector = Projector(application.store, [counting_parties("bad", handler, version)])
            failed = projector.catch_up()
            assert bool(failed) == (version == 2)
            projector.close()
        assert projector.status()[0].version == 3


def test_the_version_of_before_put_back_goes_on_when_asked(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        for version, handler in ((1, nothing), (2, raising)):
            Projector(application.store, [counting_parties("bad", handler, version)]).catch_up()
        register_party(application, "nieuw")
        back = Projector(application.store, [counting_parties("bad", nothing)])
        assert back.retry("bad") == []
        assert "nieuw" in parties(back, "bad")
        assert back.status()[0].version == 1


def test_the_handlers_of_one_version_never_write_to_the_tables_of_another(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        for version, handler in ((1, nothing), (2, raising), (3, nothing)):
            Projector(application.store, [counting_parties("bad", handler, version)]).catch_up()
        with sa.create_engine(sqlite_url).begin() as connection:
            connection.exec_driver_sql("INSERT INTO rso_failed_upgrades VALUES ('bad', 1000002)")
        register_party(application, "nieuw")
        projector = Projector(application.store, [counting_parties("bad", nothing, 2)])
        projector.catch_up()
        assert "nieuw" not in parties(projector, "bad")


def test_one_that_fails_in_a_rebuild_keeps_no_other_from_being_built(store_url: str) -> None:
    with open_region(store_url) as application:
        names = ("a", "bad", "z")
        Projector(application.store, [counting_parties(name, nothing) for name in names]).catch_up()
        lying = attrs.evolve(refused(1))
        projector = Projector(
            application.store, [counting_parties("a", nothing), lying, counting_parties("z", nothing)]
        )
        assert set(projector.rebuild_each()) == {"bad"}
        assert {status.name: status.generation for status in projector.status()} == {"a": 2, "bad": 1, "z": 2}
        projector.close()
