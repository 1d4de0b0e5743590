"""What can go wrong between the record and a read model."""

from collections.abc import Iterable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from rso_core.database_errors import is_of_database, told_by_database
from rso_core.nearest_names import did_you_mean, nearest
from rso_core.shown_value import shown
from rso_core.store.recorded import RecordedEvent

VALUES_REFUSED = (SQLAlchemyError, TypeError, ValueError, ArithmeticError)
"""What is raised when rows are written that hold what no column takes: by the database, its driver, or the types of columns."""


class ProjectionError(Exception):
    """A read model is declared wrongly, or cannot be built."""


class UnknownReadModelError(ProjectionError):
    """No plugin brings a read model of this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        all_of_them = f"; the registers are: {', '.join(names) or 'none'}"
        super().__init__(f"there is no register {shown(name)}{did_you_mean(nearest(name, names)) or all_of_them}")


class RegisterError(ProjectionError):
    """One register cannot be told, or not whole; the others can."""


class RegisterFailedError(RegisterError):
    """A register could not be read; says which, and of which plugin. The cause is the plugin's own error."""

    def __init__(self, register: str, plugin: str, cause: Exception) -> None:
        super().__init__(f"register {register!r} of plugin {plugin!r} cannot be read: {in_a_line(cause)}")
        self.register = register
        self.plugin = plugin


class IncompleteRegisterError(RegisterError):
    """Rows of a register cannot be told, where what is made of it needs all of them."""

    def __init__(self, register: str, untold: Sequence[object]) -> None:
        some = f" and {len(untold) - 1} more" if len(untold) > 1 else ""
        super().__init__(f"register {register!r} cannot be told whole: {untold[0]}{some}")


class HandlerFailedError(RegisterError):
    """A handler of a read model raised; says on which event. The cause is the plugin's own error."""

    def __init__(self, read_model: str, index: int, position: int, recorded: RecordedEvent) -> None:
        super().__init__(f"read model {read_model!r} failed on event {recorded.id} (position {position})")
        self.index = index
        self.position = position
        self.recorded = recorded


def in_a_line(error: BaseException) -> str:
    """An error as a register, a report or a terminal tells it: its kind, and the first line of what it says."""
    said = told_by_database(error) if is_of_database(error) else str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
