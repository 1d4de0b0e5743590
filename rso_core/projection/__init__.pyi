from .as_of import AsOf, events_as_of
from .body_profiles import BodyProfiles
from .errors import HandlerFailedError, ProjectionError, UnknownReadModelError
from .knowledge import Knowledge, known_by
from .names import Names
from .projector import Projector, ReadModelStatus
from .read_model import Column, Handler, ReadModel, Register, merge_handlers
from .register_row import (
    MissingColumnError,
    RegisterRow,
    UnknownColumnWarning,
    column,
    derived,
    named,
    typed_register,
    typed_rows,
)
from .rows import Rows

__all__ = [
    "AsOf",
    "BodyProfiles",
    "Column",
    "Handler",
    "HandlerFailedError",
    "Knowledge",
    "MissingColumnError",
    "Names",
    "ProjectionError",
    "Projector",
    "ReadModel",
    "ReadModelStatus",
    "Register",
    "RegisterRow",
    "Rows",
    "UnknownColumnWarning",
    "UnknownReadModelError",
    "column",
    "derived",
    "events_as_of",
    "known_by",
    "merge_handlers",
    "named",
    "typed_register",
    "typed_rows",
]
