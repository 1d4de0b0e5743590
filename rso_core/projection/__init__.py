"""Read models: tables derived from the record by plugins, in batches, exactly once, at any two moments."""

from rso_core.projection.as_of import AsOf, events_as_of, known_by
from rso_core.projection.errors import HandlerFailedError, ProjectionError, UnknownReadModelError
from rso_core.projection.names import Names
from rso_core.projection.projector import Projector, ReadModelStatus
from rso_core.projection.read_model import Column, Handler, ReadModel, Register, merge_handlers
from rso_core.projection.rows import Rows

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
