from . import acts as acts
from .application import Application, Batch, InvalidActError, Outcome, Provenance, open_application, retrying
from .catalogue import act_classes, event_classes
from .domain.act import Act
from .domain.event import Event
from .domain.refusal import Refused, Rule
from .store.errors import ConflictError, StoreError, UnknownEventError, UnreachableStoreError
from .store.event_store import EventStore
from .store.recorded import Meta, RecordedEvent

__version__: str

__all__ = [
    "Act",
    "Application",
    "Batch",
    "ConflictError",
    "Event",
    "EventStore",
    "InvalidActError",
    "Meta",
    "Outcome",
    "Provenance",
    "RecordedEvent",
    "Refused",
    "Rule",
    "StoreError",
    "UnknownEventError",
    "UnreachableStoreError",
    "__version__",
    "act_classes",
    "acts",
    "event_classes",
    "open_application",
    "retrying",
]
