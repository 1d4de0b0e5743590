from .as_of import AsOf, events_as_of, known_by
from .errors import HandlerFailedError, ProjectionError, UnknownReadModelError
from .names import Names
from .projector import Projector, ReadModelStatus
from .read_model import Column, Handler, ReadModel, Register, merge_handlers
from .rows import Rows

__all__ = [
    "AsOf",
    "Column",
    "Handler",
    "HandlerFailedError",
    "Names",
    "ProjectionError",
    "Projector",
    "ReadModel",
    "ReadModelStatus",
    "Register",
    "Rows",
    "UnknownReadModelError",
    "events_as_of",
    "known_by",
    "merge_handlers",
]
