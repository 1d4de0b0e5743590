"""A record behind a pooler in transaction mode (PgBouncer): nothing rests on what a session remembers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from acts_of_a_region import by, open_region
from every_plugin import every_plugin
from pooler import Pooler
from rso_core import acts
from rso_core.database import engine_for
from rso_core.events import SignalKind
from rso_core.projection import Projector
from rso_pleio.ledger import BusyError, Ledger
from servers_of_postgres import Server, server_of_its_own

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_of_its_own() as running:
        yield running


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    pooler = Pooler(server.port, sessions=4)
    yield f"postgresql://postgres@127.0.0.1:{pooler.port}/postgres"
    assert pooler.transactions > 4
    pooler.close()


def signals(url: str, writer: int) -> int:
    with open_region(url) as application:
        for number in range(8):
            act = acts.RaiseSignal(
                signal=f"s{writer}-{number}", kind=SignalKind.OPPORTUNITY, title="Kans", party="gem-a", body="overleg",
                on=date(2026, 11, 1),
            )  # fmt: skip
            application.perform(act, by(key=f"{writer}-{number}"))
        return len(application.store.entries())


def test_acts_registers_and_moments(url: str) -> None:
    with open_region(url) as application:
        before = len(application.store.entries())
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(signals, [url, url], [1, 2]))
        for _ in range(12):  # as often as a driver takes to prepare a question
            application.store.stream("party:gem-a")
            application.store.find_key("1-1")
        assert len(application.store.entries()) == before + 32
        projector = Projector(application.store, every_plugin().read_models(), live_from=0)
        assert projector.catch_up() == []
        assert len(projector.register("signals").rows) == 16
        assert projector.register("parties", known_on=date(2024, 1, 1)).rows == ()
        projector.close()


def test_one_at_a_time_for_a_site(url: str) -> None:
    one, other = Ledger(url, "https://site.example"), Ledger(url, "https://site.example")
    with one.alone("watch"):
        with pytest.raises(BusyError), other.alone("watch"):
            pass
        one.still_alone("watch")
    with other.alone("watch"):
        pass
    one.close()
    other.close()


def test_straight_at_the_server_questions_are_prepared(server: Server) -> None:
    engine = engine_for(server.url)
    with engine.connect() as connection:
        assert connection.connection.driver_connection.prepare_threshold == 5  # type: ignore[union-attr]
    engine.dispose()
