"""Stored events of a whole record: read up to a moment, put into an empty store, and held to their root hash."""

from collections.abc import Iterator, Mapping, Sequence

from rso_core.archive.errors import DamagedArchiveError
from rso_core.database import hidden
from rso_core.proof.merkle import root_of
from rso_core.store.errors import StoreError
from rso_core.store.event_store import EventStore
from rso_core.store.keys_belonging import Belonging, belonging_of
from rso_core.store.keys_brought_back import put_back
from rso_core.store.restorations import restoration_of
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


def must_be_fillable(store: EventStore) -> None:
    """Nothing, when there is no event in the store, or a run began to put events back here.

    Raises:
        NotEmptyError: there are others.
    """
    if store.facts.restoring() is None and restoration_of(store.url) is None:
        must_be_empty(store)


def begin_to_fill(store: EventStore, rows: Sequence[StoredRow]) -> bool:
    """Note that these events are to be put into a store, unless a run that was stopped, or that ended, put them there.

    Returns:
        Whether they are there already, and no other.

    Raises:
        NotEmptyError: there are events that were not put back here, or others.
    """
    root, head = root_of([row.leaf_hash() for row in rows]), store.head()
    if head == 0:
        store.facts.begin_restoring(root.hex())
        return False
    before = restoration_of(store.url)
    began = store.facts.restoring() == root.hex() or (before is not None and before.events == len(rows))
    if not began or root_in(store, head) != root:
        must_be_empty(store)
    return True


def put_keys(store: EventStore, keys: Mapping[str, bytes], *, filled: bool) -> None:
    """Put keys into a store before its events are, or complete those of one that has them already.

    Raises:
        KeysNotOfRecordError: keys of another record stand where they belong.
        StoreError: they cannot be put there.
    """
    if not filled:
        store.keys.put(keys)
    elif keys:
        put_back(store.keys, keys)
    elif belonging_of(store.keys.place, store.facts) is Belonging.ABSENT:
        store.facts.go_without_keys()


def become(store: EventStore, identity: str) -> None:
    """Have a store be another record, in which nothing is recorded yet.

    Raises:
        StoreError: there are keys of persons where its keys belong, of another record.
    """
    if store.facts.identity != identity:
        if store.head() == 0:
            store.keys.forget_record()
        store.facts.take_identity(identity)


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
