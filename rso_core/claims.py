"""Claims in the record: moments since when something is said to have been known, before its entry."""

from datetime import datetime

import msgspec

from rso_core.store.event_store import EventStore

BATCH = 1_000


def latest_claim(store: EventStore, source: str) -> datetime | None:
    """The latest moment (aware) claimed on a document; None where none was.

    Typed claims are rare, so the record is gone through for one; only what names the document is decoded.

    Args:
        store: the record.
        source: the document, as it was named.
    """
    named = b'"source":' + msgspec.json.encode(source)
    after, latest = 0, None
    while rows := store.stored(after, BATCH):
        naming = [position for position, row in rows if named in row.state]
        for _, recorded in store.read_at(naming) if naming else ():
            meta = recorded.meta
            if meta.claimed and meta.source == source and (latest is None or meta.recorded_at > latest):
                latest = meta.recorded_at
        after = rows[-1][0]
    return latest
