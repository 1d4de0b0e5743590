"""The tree over the log of a store: the same roots and proofs as over the leaves in memory, from kept tiles or without."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from rso_core import EventStore
from rso_core.database import engine_for
from rso_core.proof.errors import ProofError
from rso_core.proof.log_tree import LogTree
from rso_core.proof.merkle import root_of, verify_consistency, verify_inclusion
from rso_core.store.stored import StoredRow
from rso_core.store.tables import LOG, LOG_TILES

SIZES = (1, 2, 255, 256, 257, 512, 700)
STATE = b'{"meta":{"correlation":"c"},"data":{}}'


def rows(start: int, end: int) -> list[StoredRow]:
    return [StoredRow(f"theme:t-{n}", 1, "theme.named/1", STATE) for n in range(start, end)]


@pytest.fixture
def store(store_url: str) -> Iterator[EventStore]:
    with EventStore.open(store_url) as store:
        yield store


def test_roots_and_proofs_are_those_of_the_leaves_while_the_log_grows(store: EventStore) -> None:
    leaves: list[bytes] = []
    with LogTree(store.url) as growing:
        assert (growing.size(), growing.root(0)) == (0, root_of([]))
        for size in SIZES:
            more = rows(len(leaves), size)
            store.put_stored(more)
            leaves += [row.leaf_hash() for row in more]
            assert (growing.size(), growing.root(size)) == (size, root_of(leaves))
            for index in {0, size // 2, size - 1}:
                verify_inclusion(leaves[index], index, size, growing.inclusion(index, size), root_of(leaves))
                assert growing.index_of(f"theme:t-{index}@1") == index
    with LogTree(store.url, keep=False) as tree:
        for old in SIZES:
            proof = tree.consistency(old, len(leaves))
            verify_consistency(old, len(leaves), root_of(leaves[:old]), root_of(leaves), proof)


def test_complete_subtrees_are_kept_and_only_when_asked(store: EventStore) -> None:
    store.put_stored(rows(0, 600))
    engine = engine_for(store.url)

    def kept() -> int:
        with engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(LOG_TILES)) or 0

    with LogTree(store.url, keep=False) as tree:
        root = tree.root(600)
    assert kept() == 0
    with LogTree(store.url) as tree:
        assert tree.root(600) == root
    assert kept() == 2
    with LogTree(store.url) as tree:
        assert tree.root(600) == root
    engine.dispose()


def test_what_is_not_there_is_told(store: EventStore) -> None:
    store.put_stored(rows(0, 10))
    with LogTree(store.url) as tree:
        with pytest.raises(ProofError, match="the log has 10 events, not 11"):
            tree.root(11)
        with pytest.raises(ProofError, match="there is no event 'theme:x@1'"):
            tree.index_of("theme:x@1")
    engine = engine_for(store.url)
    with engine.begin() as connection:
        connection.execute(sa.delete(LOG).where(LOG.c.idx == 4))
    engine.dispose()
    with LogTree(store.url) as tree, pytest.raises(ProofError, match="event 5 is missing from the log"):
        tree.root(10)
