"""What a database says of an error, without the values that it was about: these may be names and addresses of persons."""

import re
import traceback
from collections.abc import Iterator

_VALUE = re.compile(r"""(?<=[\w)]): ?(?:["'„“].*|0x[0-9a-fA-F ]+)$""", re.DOTALL)
"""What PostgreSQL sets behind a message about data: the value itself."""
_DRIVERS = frozenset({"psycopg", "sqlite3", "eventsourcing", "sqlalchemy"})


def is_of_database(error: BaseException) -> bool:
    """Whether an error comes from a database, or from what stands between it and us."""
    return any(each.__module__.partition(".")[0] in _DRIVERS for each in type(error).__mro__)


def comes_of_database(error: BaseException) -> bool:
    """Whether an error, or one of those that led to it, comes from a database."""
    return any(map(is_of_database, _chain(error)))


def told_by_database(error: BaseException) -> str:
    """The first line of what a database says, without values.

    PostgreSQL tells the row in a detail, and in a message about data the value behind it; neither is taken over.
    """
    error = _first(error)
    said = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    line = said.strip().partition("\n")[0]
    if str(getattr(error, "sqlstate", None) or "").startswith("22"):
        line = _VALUE.sub("", line)
    return line or type(error).__name__


def _first(error: BaseException) -> BaseException:
    """The error of the driver, of one that wraps it."""
    if (driven := getattr(error, "orig", None)) is not None:
        return _first(driven)
    if is_of_database(error) and error.__cause__ is not None and is_of_database(error.__cause__):
        return _first(error.__cause__)
    return error


def told(error: BaseException) -> str:
    """The kind of an error and all that it says; of a database no values."""
    said = told_by_database(error) if is_of_database(error) else _said(error)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _said(error: BaseException) -> str:
    """What an error says; one of a plugin may fail to say anything."""
    try:
        return str(error)
    except BaseException:
        return "(it cannot say what it is)"


def traced(error: BaseException) -> str:
    """An error with where it was raised, and those that led to it, first things first; of a database no values."""
    parts = []
    for each in reversed([*_chain(error)]):
        parts.append(
            "Traceback (most recent call last):\n"
            + "".join(traceback.format_tb(each.__traceback__))
            + told(each)
            + "\n"
        )
    return "\nThat led to:\n\n".join(parts)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
