"""The keys of acts held to the record: a key stands for the act that used it, and for no other.

A key that was put in lets a real act be answered "recorded before", and then it is never recorded; one that was taken away or
changed lets the same line of a dossier be recorded twice, or refused.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import attrs
import msgspec
from sqlalchemy import Connection

from rso_core.derived.deviation import Deviation
from rso_core.derived.live_tables import LiveTable, read
from rso_core.derived.row_check import shown
from rso_core.store.raw_rows import ActKeysFound
from rso_core.store.recorders import ActKey
from rso_core.store.tables import ACT_KEYS, EVENTS, position

SOME = 4_096
_at = partial(Deviation.at, ACT_KEYS.name, ACT_KEYS.name)
_NAMES = tuple(column.name for column in ACT_KEYS.columns)


def act_key_deviations(connection: Connection) -> list[Deviation]:
    """Where the table of keys is not what follows from the events."""
    return list(_deviations(connection))


def act_keys_in_events(connection: Connection) -> dict[str, ActKey]:
    """The keys that the events name; events that cannot be read are told of elsewhere."""
    found = ActKeysFound()
    driver: Any = connection.connection.driver_connection
    cursor = driver.cursor()
    cursor.execute(
        f"SELECT originator_id, originator_version, state FROM {EVENTS.name} ORDER BY {position(connection)}"
    )
    while rows := cursor.fetchmany(SOME):
        for stream, version, state in rows:
            try:
                found.learn(f"{stream}@{version}", state.encode() if isinstance(state, str) else state)
            except (msgspec.MsgspecError, TypeError):
                continue
    cursor.close()
    return found.keys


def _deviations(connection: Connection) -> Iterator[Deviation]:
    live = read(connection, LiveTable.itself(ACT_KEYS))
    if live.problem is not None:
        yield Deviation.unreadable(ACT_KEYS.name, ACT_KEYS.name, live.problem)
        return
    expected = {key: attrs.astuple(known) for key, known in act_keys_in_events(connection).items()}
    there = {key[0]: row for key, row in live.rows.items()}
    if there == expected:
        return
    for key, row in expected.items():
        found, event = there.get(key), row[_NAMES.index("first_event")]
        if found is None:
            yield _at({"key": key}, f"ontbreekt (hoort bij gebeurtenis {event})", None, None, row, event)
            continue
        for name, is_, should in zip(_NAMES, found, row, strict=True):
            if is_ != should:
                told = f"er staat {shown(is_)}, het moet {shown(should)} zijn (gebeurtenis {event})"
                yield _at({"key": key}, told, name, is_, should, event)
    for key, row in there.items():
        if key not in expected:
            told = "hoort er niet te staan (geen handeling in het dossier draagt deze sleutel)"
            yield _at({"key": key}, told, None, row, None)
