"""Beginning the log of a store that was made before there was one.

The events so far are taken as they are found: what happened to them before, the log cannot tell. In the same
transaction, and only then, events of before there was sealing get the names of persons in them sealed; from then on no
byte of an event changes any more.
"""

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from eventsourcing.persistence import StoredEvent

from rso_core.store.recorders import EVENTS_TABLE, KEYS_TABLE, LOG_TABLE, leaf_of
from rso_core.store.scrubbing import scrub
from rso_core.store.tables import ACT_KEYS, CHECKPOINTS, EVENTS, LOG, LOG_TILES, position

SOME = 1_000
Seal = Callable[[StoredEvent], tuple[StoredEvent, str | None, str | None]]
"""Gives an event as it is stored from now on, with the key and digest of its act as they are from now on."""


def begin_log(engine: sa.Engine, seal: Seal) -> bool:
    """Begin the log over the events so far, where there are events and no log.

    A store that had a log before and has none now was altered: no log begins there, and nothing more is recorded in it.

    Returns:
        Whether the store has a log, or none is needed; False where it was taken away.
    """
    with engine.connect() as connection:
        if not _behind(connection):
            return True
        if _had_one(connection):
            return False
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"LOCK TABLE {EVENTS_TABLE}, {LOG_TABLE} IN EXCLUSIVE MODE")
        # Another process may have been first.
        if not _behind(connection):
            return True
        index, sealed = 0, False
        for events in _in_order(connection):
            kept = [_kept(connection, event, seal) for event in events]
            sealed = sealed or kept != events
            leaves = [leaf_of(event) for event in kept]
            rows = [{"idx": index + n, "event": event, "hash": leaf} for n, (event, leaf) in enumerate(leaves)]
            connection.execute(sa.insert(LOG), rows)
            index += len(rows)
    if sealed:
        scrub(engine, [EVENTS_TABLE, KEYS_TABLE])
    return True


def _behind(connection: sa.Connection) -> bool:
    has_events = connection.scalar(sa.select(sa.exists(sa.select(EVENTS.c.topic))))
    return bool(has_events) and not connection.scalar(sa.select(sa.exists(sa.select(LOG.c.idx))))


def _had_one(connection: sa.Connection) -> bool:
    """Whether something in the store is of a release that wrote a log: a checkpoint, or a kind of event."""
    later = sa.select(EVENTS.c.topic).where(EVENTS.c.topic.in_(_SINCE_THE_LOG))
    signs = (sa.select(CHECKPOINTS.c.size), sa.select(LOG_TILES.c.idx), later)
    return any(connection.scalar(sa.select(sa.exists(sign))) for sign in signs)


_SINCE_THE_LOG = ("person.registered/2", "person.corrected/2", "record.key_introduced/1")
"""Kinds of events that no release without a log wrote."""


def _in_order(connection: sa.Connection) -> Iterator[list[StoredEvent]]:
    place, after = position(connection), 0
    while True:
        query = sa.select(place.label("at"), EVENTS).where(place > after).order_by(place).limit(SOME)
        rows = connection.execute(query).all()
        if not rows:
            return
        after = rows[-1].at
        yield [StoredEvent(r.originator_id, r.originator_version, r.topic, bytes(r.state)) for r in rows]


def _kept(connection: sa.Connection, event: StoredEvent, seal: Seal) -> StoredEvent:
    sealed, key, digest = seal(event)
    if sealed is event:
        return event
    here = EVENTS.c.originator_id == event.originator_id, EVENTS.c.originator_version == event.originator_version
    connection.execute(sa.update(EVENTS).where(*here).values(topic=sealed.topic, state=sealed.state))
    if key is not None:
        first = f"{event.originator_id}@{event.originator_version}"
        connection.execute(sa.update(ACT_KEYS).where(ACT_KEYS.c.first_event == first).values(key=key, digest=digest))
    return sealed
