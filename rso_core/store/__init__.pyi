from .errors import ConflictError, StoreError, UnknownEventError
from .event_store import EventStore, Stream
from .recorded import Meta, Recorded
from .recorders import ActKey

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
