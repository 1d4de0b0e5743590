"""Stored events of a whole record: read up to a moment, put into an empty store, and held to their root hash."""

from collections.abc import Iterator, Sequence

from rso_core.archive.errors import DamagedArchiveError
from rso_core.database import hidden
from rso_core.proof.merkle import root_of
from rso_core.store.errors import StoreError
from rso_core.store.event_store import EventStore
from rso_core.store.stored import StoredRow

BATCH = 1_000


class NotEmptyError(StoreError):
    """There are events in the store, so no other record can be put into it."""


def rows_until(store: EventStore, head: int) -> Iterator[tuple[int, StoredRow]]:
    """The stored events up to and including a position, in recorded order.

    A record only grows, so what stands up to its head of this moment is one consistent whole, whatever is written
    meanwhile.
    """
    after = 0
    while after < head and (batch := store.stored(after, BATCH)):
        for position, row in batch:
            if position > head:
                return
            yield position, row
        after = batch[-1][0]


def must_be_empty(store: EventStore) -> None:
    """Nothing, when there is no event in the store.

    Raises:
        NotEmptyError: there is.
    """
    if store.head() != 0:
        raise NotEmptyError(
            f"there are events at {hidden(store.url)} already; a record is only put into an empty store: name another with "
            "--store, such as sqlite:///teruggezet.db"
        )


def fill_store(store: EventStore, rows: Sequence[StoredRow]) -> str:
    """Put events into an empty store, and read them back.

    Returns:
        The root hash over what stands in the store now (hexadecimal): that of the events given.

    Raises:
        NotEmptyError, StoreError: nothing was put in.
        DamagedArchiveError: another program wrote into the store at the same moment.
    """
    must_be_empty(store)
    store.put_stored(rows)
    root = root_in(store, store.head())
    if root != root_of([row.leaf_hash() for row in rows]):
        raise DamagedArchiveError(
            f"what stands at {hidden(store.url)} now is not what was put in: another program wrote into it meanwhile; "
            "start again with an empty store"
        )
    return root.hex()


def root_in(store: EventStore, head: int) -> bytes:
    """The root hash over the events of a store up to and including a position."""
    return root_of(row.leaf_hash() for _, row in rows_until(store, head))
