"""The event store: `eventsourcing` with our names, our typed mapper and our guards."""

from rso_core.store.errors import ConflictError, StoreError, UnknownEventError
from rso_core.store.event_store import EventStore, Stream
from rso_core.store.recorded import Meta, Recorded
from rso_core.store.recorders import ActKey

__all__ = [
    "ActKey",
    "ConflictError",
    "EventStore",
    "Meta",
    "Recorded",
    "StoreError",
    "Stream",
    "UnknownEventError",
]
