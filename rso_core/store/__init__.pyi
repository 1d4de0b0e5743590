from .errors import ConflictError, StoreError, UnknownEventError
from .event_store import EventStore, Stream
from .recorded import Meta, RecordedEvent
from .recorders import ActKey

__all__ = [
    "ActKey",
    "ConflictError",
    "EventStore",
    "Meta",
    "RecordedEvent",
    "StoreError",
    "Stream",
    "UnknownEventError",
]
