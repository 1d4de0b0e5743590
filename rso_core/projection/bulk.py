"""Many rows written at once, by the driver itself: no statement is compiled per row."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from functools import lru_cache
from itertools import chain, islice
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from rso_core import database_errors
from rso_core.projection.errors import ProjectionError
from rso_core.projection.row_keys import key_kind

Values = list[Any]
Processor = Callable[[Any], Any]
COPIED_AT_ONCE = 2_000
REMEMBERED = 50_000


class RowsRefusedError(ProjectionError):
    """The database refused rows, because of what is in them; the cause is its own error."""


def insert_all(connection: Connection, table: Table, rows: Iterable[Values]) -> None:
    """Insert rows that are not there yet.

    Args:
        connection: in a transaction.
        table: into which.
        rows: the values of each row, of every column of the table in order; a list is changed into what the driver takes.

    Raises:
        RowsRefusedError: the database refuses a row.
    """
    left = iter(rows)
    first = next(left, None)
    if first is None:
        return
    rows = chain([first], left)
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        _insert_many(connection, table, rows)


def _insert_many(connection: Connection, table: Table, rows: Iterable[Values]) -> None:
    cursor = connection.connection.cursor()
    try:
        processed = as_driver_takes(table, connection.dialect, rows)
        # The driver takes them as they come; a list of all of them would be what memory is bounded for.
        cursor.executemany(_statement(table, connection.dialect), cast("Sequence[Values]", processed))
    except (sqlite3.OperationalError, sqlite3.InternalError):
        raise
    except Exception as error:  # also of what makes of a value what the driver takes, which a handler gave
        raise RowsRefusedError(f"rows of {table.name!r} were refused: {database_errors.told(error)}") from error
    finally:
        cursor.close()


@lru_cache(maxsize=1_000)
def _statement(table: Table, dialect: sa.Dialect) -> str:
    quote = dialect.identifier_preparer.quote
    return f"INSERT INTO {quote(table.name)} VALUES ({', '.join('?' * len(table.columns))})"


def as_driver_takes(table: Table, dialect: sa.Dialect, rows: Iterable[Values]) -> Iterator[Values]:
    """The rows as the driver takes them; a list is changed into it."""
    processors = _processors(table, dialect)
    if not processors:
        return iter(rows)
    return _each_processed(processors, rows)


def _each_processed(processors: Sequence[tuple[int, Processor]], rows: Iterable[Values]) -> Iterator[Values]:
    remembered = [(index, known.__getitem__) for index, known in processors if isinstance(known, _Remembered)]
    others = [(index, processor) for index, processor in processors if not isinstance(processor, _Remembered)]
    for values in rows:
        for index, told in remembered:
            values[index] = told(values[index])
        for index, processor in others:
            if values[index] is not None:
                values[index] = processor(values[index])
        yield values


@lru_cache(maxsize=1_000)
def _processors(table: Table, dialect: sa.Dialect) -> tuple[tuple[int, Processor], ...]:
    """What makes of a value what the driver takes, by the place of its column; where there is anything to do."""
    found: list[tuple[int, Processor]] = []
    for index, column in enumerate(table.columns):
        processor = column.type.dialect_impl(dialect).bind_processor(dialect)
        if processor is not None:
            found.append((index, _Remembered(processor) if key_kind(column) in (date, time, bool) else processor))
    return tuple(found)


class _Remembered(dict[Any, Any]):
    """Tells of a day what was made of it before: a record has few of them, and many rows on each."""

    def __init__(self, processor: Processor) -> None:
        super().__init__()
        self._processor = processor
        self[None] = None

    def __call__(self, value: Any) -> Any:
        return self[value]

    def __missing__(self, value: Any) -> Any:
        if len(self) < REMEMBERED:
            self[value] = self._processor(value)
            return self[value]
        return self._processor(value)


def _copy(connection: Connection, table: Table, rows: Iterable[Values]) -> None:
    import psycopg  # noqa: PLC0415 - an extra

    quote = connection.dialect.identifier_preparer.quote
    cursor = connection.connection.cursor()
    columns = ", ".join(quote(column.name) for column in table.columns)
    processed = as_driver_takes(table, connection.dialect, rows)
    try:
        with cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
            while some := list(islice(processed, COPIED_AT_ONCE)):
                copy.write("".join(["\t".join([_text(value) for value in row]) + "\n" for row in some]).encode())
    except psycopg.Error as error:
        if not isinstance(error, psycopg.IntegrityError | psycopg.DataError):
            raise
        raise RowsRefusedError(f"rows of {table.name!r} were refused: {database_errors.told(error)}") from error
    except Exception as error:
        raise RowsRefusedError(f"rows of {table.name!r} were refused: {database_errors.told(error)}") from error
    finally:
        cursor.close()


_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _text(value: Any) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return "\\N"
    kind = type(value)
    if kind is str:
        # Most texts have nothing to escape, and to find that out is quicker than to translate.
        return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPED)  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    if kind is bool:
        return "t" if value else "f"
    if kind is bytes:
        return f"\\\\x{value.hex()}"
    return str(value).translate(_ESCAPED)
