from .as_of import AsOf, events_as_of
from .body_profiles import BodyProfiles
from .errors import (
    HandlerFailedError,
    IncompleteRegisterError,
    ProjectionError,
    RegisterError,
    RegisterFailedError,
    UnknownReadModelError,
)
from .knowledge import Knowledge, known_by
from .names import Names, unreadable_name
from .projector import Projector, ReadModelStatus
from .read_model import Column, Handler, ReadModel, Register, UntoldRow, merge_handlers
from .reading import RegistersRead
from .register_row import (
    MissingColumnError,
    RegisterRow,
    UnknownColumnWarning,
    column,
    derived,
    named,
    told_register,
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
    "IncompleteRegisterError",
    "Knowledge",
    "MissingColumnError",
    "Names",
    "ProjectionError",
    "Projector",
    "ReadModel",
    "ReadModelStatus",
    "Register",
    "RegisterError",
    "RegisterFailedError",
    "RegisterRow",
    "RegistersRead",
    "Rows",
    "UnknownColumnWarning",
    "UnknownReadModelError",
    "UntoldRow",
    "column",
    "derived",
    "events_as_of",
    "known_by",
    "merge_handlers",
    "named",
    "told_register",
    "typed_register",
    "typed_rows",
    "unreadable_name",
]
