"""The server of the record restarts while somebody follows it: the watch goes on, and stays the only one."""

from collections.abc import Iterator
from typing import Any

import pytest

from rso_core import UnreachableStoreError
from rso_pleio.ledger import BusyError, Ledger
from rso_pleio.watch import RECORD_PAUSE, Watcher
from servers_of_postgres import Server, server_of_its_own

SITE = "https://site.example"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_of_its_own() as running:
        yield running


@pytest.fixture
def ledgers(server: Server) -> Iterator[tuple[Ledger, Ledger]]:
    both = Ledger(server.url, SITE), Ledger(server.url, SITE)
    yield both
    for each in both:
        each.close()


@pytest.mark.postgres
def test_after_a_restart_the_right_to_follow_is_taken_anew(server: Server, ledgers: tuple[Ledger, Ledger]) -> None:
    ours, other = ledgers
    with ours.alone("watch"):
        server.restart()
        ours.still_alone("watch")
        with pytest.raises(BusyError), other.alone("watch"):
            pass
        with other.alone("work"):
            pass
    with other.alone("watch"):
        pass


@pytest.mark.postgres
def test_another_may_have_taken_it_meanwhile(server: Server, ledgers: tuple[Ledger, Ledger]) -> None:
    ours, other = ledgers
    with ours.alone("watch"):
        server.restart()
        with other.alone("watch"), pytest.raises(BusyError):
            ours.still_alone("watch")


class _Unreachable:
    """A ledger and a log in one, for a record that nobody can read."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    def still_alone(self, _: str) -> None:
        raise UnreachableStoreError("the server is away")

    def warning(self, event: str, **more: Any) -> None:
        self.said.append({"event": event, **more})


def test_a_record_that_cannot_be_read_is_looked_for_later_and_later() -> None:
    away: Any = _Unreachable()
    away.ledger = away
    follows = Watcher(sync=away, every=2.0, log=away)
    pauses = [follows.round() for _ in range(7)]
    assert pauses == [4.0, 8.0, 16.0, 32.0, RECORD_PAUSE, RECORD_PAUSE, RECORD_PAUSE]
    assert {told["event"] for told in away.said} == {"record_unreachable"}
    assert away.said[0]["told"] == "the server is away"
