"""Looking for what is left of a person: in files, tables, registers and whatever else can be printed."""

import base64
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from rso_core.cli.session import plain
from rso_core.database import engine_for
from rso_core.projection import HandlerFailedError, Projector


def open_spellings(parts: Iterable[str]) -> set[bytes]:
    """How a part of a name stands in a file in the open, in lower case."""
    return {part.lower().encode(encoding) for part in parts for encoding in ("utf-8", "utf-16-le", "utf-16-be")}


def coded_spellings(parts: Iterable[str]) -> set[bytes]:
    """How a part of a name stands in a file in base64."""
    found: set[bytes] = set()
    for part in parts:
        for text in {part, part.lower(), part.upper()}:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                raw = text.encode(encoding)
                # In base64 it depends on how many bytes go before: the characters at both ends belong to neighbours.
                for shift in range(3):
                    coded = base64.b64encode(bytes(shift) + raw).rstrip(b"=")
                    found.add(coded[(0, 2, 3)[shift] : len(coded) - 1])
    return found


def in_bytes(data: bytes, parts: Iterable[str]) -> set[bytes]:
    """The spellings that are found in the data."""
    lower, wanted = data.lower(), list(parts)
    plain_text = {spelling for spelling in open_spellings(wanted) if spelling in lower}
    return plain_text | {spelling for spelling in coded_spellings(wanted) if spelling in data}


def in_files(folder: Path, parts: Iterable[str]) -> set[tuple[str, bytes]]:
    """The files below a folder in which something is found, with what."""
    wanted = list(parts)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert files
    return {(path.name, spelling) for path in files for spelling in in_bytes(path.read_bytes(), wanted)}


def in_tables(url: str, parts: Iterable[str]) -> set[tuple[str, bytes]]:
    """The tables of a database in which something is found, with what."""
    wanted, found = list(parts), set()
    engine = engine_for(url)
    with engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            quoted = connection.dialect.identifier_preparer.quote(name)
            for row in connection.exec_driver_sql(f"SELECT * FROM {quoted}"):
                cells = [bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode() for cell in row]
                found |= {(name, spelling) for spelling in in_bytes(b"\n".join(cells), wanted)}
    engine.dispose()
    return found


def in_value(value: object, parts: Iterable[str]) -> set[bytes]:
    """What is found in a value as it is printed."""
    return in_bytes(repr(value).encode(), parts)


def registers_at(
    projector: Projector, valid_on: date, known_on: date | None = None, *, broken: Collection[str] = ()
) -> dict[str, object]:
    """Every register at a moment, as JSON gives it; of one that is meant to fail, why it did if it did."""
    found: dict[str, object] = {}
    with projector.registers(valid_on, known_on) as register:
        for model in projector.read_models:
            try:
                found[model.name] = plain([dict(row) for row in register(model.name).rows])
            except HandlerFailedError as error:
                if model.name not in broken:
                    raise
                found[model.name] = (str(error), str(error.__cause__))
    return found


class KilledError(BaseException):
    """Stands for the end of the process: nothing catches it."""


@contextmanager
def killed() -> Iterator[None]:
    """What is killed within, ends there."""
    try:
        yield
    except KilledError:
        return
    raise AssertionError("it was not killed")
