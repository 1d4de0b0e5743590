from .errors import ConflictError, StoreError, UnknownEventError, UnreachableStoreError
from .event_store import EventStore
from .recorded import Meta, RecordedEvent
from .recorders import ActKey
from .streams import Stream

__all__ = [
    "ActKey",
    "ConflictError",
    "EventStore",
    "Meta",
    "RecordedEvent",
    "StoreError",
    "Stream",
    "UnknownEventError",
    "UnreachableStoreError",
]
