"""Keys of rows as the database has them: what it takes for one key has to be one key in memory too."""

import json
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from rso_core.projection.errors import ProjectionError
from rso_core.projection.rows import Key


def key_kind(column: "sa.Column[Any]") -> type:
    """The type of the values of a column, as far as it says."""
    try:
        return column.type.python_type
    except NotImplementedError:
        return object


def as_stored(table: str, key: Key, kinds: tuple[type, ...]) -> Key:
    """A key as the database gives it back.

    Args:
        table: name of the table.
        key: as a handler gives it.
        kinds: the types of its columns, by `key_kind`.

    Raises:
        ProjectionError: a part is not of the type of its column.
    """
    return tuple(_part(table, part, kind) for part, kind in zip(key, kinds, strict=True))


def _part(table: str, part: Any, kind: type) -> Any:
    if kind is date and isinstance(part, datetime):
        return part.date()
    if kind is str and isinstance(part, str):
        # An enumeration of texts is a text to the database.
        return str.__str__(part)
    if isinstance(part, kind):
        return part
    if kind is str and isinstance(part, int | float):
        return str(part)
    raise ProjectionError(f"{part!r} in the key of a row of {table!r} is not of the type of its column")


def key_text(key: Key) -> str:
    """A key as text, another one for every other key of the same table."""
    return json.dumps(key, default=str, ensure_ascii=False)
