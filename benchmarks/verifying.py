"""Verifying a whole record in its database, against bare hashing of the same bytes in memory; and what is read beside it."""

import hashlib
from collections.abc import Iterator, Sequence

from benchmarks.sample_log import sample_events
from benchmarks.timing import Pair, in_turn, rate
from rso_core import EventStore
from rso_core.database import engine_for
from rso_core.proof.log_tree import LogTree
from rso_core.proof.log_verification import compare
from rso_core.store.recorders import EVENTS_TABLE, LOG_TABLE
from rso_core.store.stored import StoredRow

GOAL = 0.5
ROUNDS = 7
SOME = 4_096


def filled(url: str, events: int) -> list[StoredRow]:
    """A store with so many sample events, in their stored form."""
    # One of the samples is not JSON, for the proofs; a store takes none such.
    rows = [StoredRow(e.stream, e.version, e.topic, e.state) for e in sample_events(events) if e.state[:1] == b"{"]
    with EventStore.open(url) as store:
        if store.head() == 0:
            store.put_stored(rows)
    return rows


def verification(database: str, url: str, rows: Sequence[StoredRow], rounds: int = ROUNDS) -> Iterator[Pair]:
    """Every event read, hashed, compared with the log, and the root made of them."""
    leaves = [row.leaf() for row in rows]

    def ours() -> int:
        found = compare(url)
        assert found.difference is None
        return found.events

    def hashed() -> int:
        return len([hashlib.sha256(leaf).digest() for leaf in leaves])

    def read_and_hashed() -> int:
        return read(url) and hashed()

    mine, bare = in_turn(ours, hashed, rounds)
    yield Pair(name="whole record verified / bare hashing", database=database, ours=mine, bare=bare, goal=GOAL)
    mine, both = in_turn(ours, read_and_hashed, rounds)
    yield Pair(name="whole record verified / read and hashed", database=database, ours=mine, bare=both, goal=GOAL)


def read(url: str) -> int:
    """Every row of events and log read by the driver, and nothing else."""
    engine = engine_for(url)
    with engine.connect() as connection:
        place = "rowid" if connection.dialect.name == "sqlite" else "notification_id"
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA mmap_size=1073741824")
        driver = connection.connection.driver_connection
        assert driver is not None
        done = 0
        for query in (
            f"SELECT originator_id, originator_version, topic, state FROM {EVENTS_TABLE} ORDER BY {place}",
            f"SELECT idx, event, hash FROM {LOG_TABLE} ORDER BY idx",
        ):
            cursor = driver.cursor()
            cursor.execute(query)
            while rows := cursor.fetchmany(SOME):
                done += len(rows)
            cursor.close()
    engine.dispose()
    return done // 2


def questions(url: str, size: int) -> list[tuple[str, float]]:
    """Rates of what is asked of the tree in the store, once its tiles are there."""
    with LogTree(url) as tree:
        tree.root(size)
        places = [(size * n) // 97 for n in range(97)]
        return [
            ("root of the whole log, from the store", rate(lambda: len([tree.root(size) for _ in places]))),
            ("inclusion proof, from the store", rate(lambda: len([tree.inclusion(n, size) for n in places]))),
            ("consistency proof, from the store", rate(lambda: len([tree.consistency(n + 1, size) for n in places]))),
        ]
