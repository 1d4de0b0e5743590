"""What was written is read back, in the transaction that wrote it, before anybody is told that it was recorded.

A trigger that ignores an insert, a rule, a view in the place of a table: the database says that all went well, and keeps nothing, or
something else. Who was told that an act is recorded would find out when it is too late to type it again.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from rso_core.store.errors import NotKeptError

Row = tuple[Any, ...]
Leaf = tuple[str, bytes]
"""The id of an event and the hash of its leaf."""
AT_A_TIME = 500
"""So many keys are asked for in one query."""


def require_same(written: Iterable[Row], kept: Iterable[Row], what: str) -> None:
    """Refuse what was not kept as it was written, in the same order.

    Args:
        written: what was written.
        kept: what is read back.
        what: what it is, for the message.

    Raises:
        NotKeptError: a row is missing, differs, or is there beside them.
    """
    for row, found in zip_longest(written, kept):
        if row != found:
            raise NotKeptError(f"{what} {(row or found or ('?',))[0]}")


class SQLiteReadBack:
    """Reads back what was written to the tables of a store on SQLite.

    Where no trigger is on the tables and they are plain ones, what SQLite says it inserted is there: then only that is counted. The
    database has a number that changes with every change of a table or trigger, and a connection acts by what it read under that
    number; so it is looked for triggers when the number changed, and everything is read back where there are any.

    Args:
        events, log, keys: names of the tables.
    """

    def __init__(self, events: str, log: str, keys: str) -> None:
        self._looked: tuple[sqlite3.Connection, int] | None = None
        names = f"'{events}', '{log}', '{keys}'"
        # The name of the table of a trigger is kept as it was typed.
        self._plain = (
            f"SELECT count(*) FROM sqlite_master WHERE lower(tbl_name) IN ({names}) AND "
            "(type <> 'table' AND type <> 'index' OR sql LIKE '%conflict%' OR sql LIKE 'create virtual%')"
        )
        columns = "originator_id, originator_version, topic, state"
        self._events = f"SELECT {columns} FROM {events} WHERE rowid >= ? ORDER BY rowid"
        self._log = f"SELECT event, hash FROM {log} WHERE idx > (SELECT MAX(idx) FROM {log}) - ? ORDER BY idx"
        self._keys = f"SELECT key, digest, correlation, first_event, events FROM {keys} WHERE key IN "

    def require_kept(
        self, c: sqlite3.Cursor, first: int, events: Sequence[Row], leaves: Sequence[Leaf], keys: Sequence[Row]
    ) -> None:
        """Refuse what the database did not keep.

        Args:
            c: in the transaction that wrote.
            first: position of the first event.
            events: with stream, version, topic and bytes.
            leaves: as they stand in the log.
            keys: with key, fingerprint, correlation, first event and number of events.

        Raises:
            NotKeptError: something is missing or differs.
        """
        if self._is_plain(c):
            return
        c.row_factory = None
        require_same(events, c.execute(self._events, (first,)), "event")
        require_same(leaves, c.execute(self._log, (len(leaves),)), "the line in the log of event")
        for start in range(0, len(keys), AT_A_TIME):
            some = keys[start : start + AT_A_TIME]
            marks = ",".join("?" * len(some))
            kept = {row[0]: row for row in c.execute(f"{self._keys} ({marks})", [row[0] for row in some])}
            require_same(some, [kept.get(row[0], ()) for row in some], "the key")

    def _is_plain(self, c: sqlite3.Cursor) -> bool:
        (version,) = c.execute("PRAGMA schema_version").fetchone()
        if self._looked is not None and self._looked[0] is c.connection and self._looked[1] == version:
            return True
        (found,) = c.execute(self._plain).fetchone()
        if found == 0:
            self._looked = c.connection, version
        return bool(found == 0)


def require_number(c: sqlite3.Cursor, number: int, what: str) -> None:
    """Refuse when the last statement inserted more or fewer rows than it was given.

    Raises:
        NotKeptError: it did.
    """
    if c.rowcount != number:
        raise NotKeptError(f"{what}: {c.rowcount} of {number} inserted")
