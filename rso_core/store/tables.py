"""The tables of the store as SQLAlchemy sees them, for what reads or copies stored bytes; the recorders write them."""

import sqlalchemy as sa

from rso_core.store.recorders import CHECKPOINTS_TABLE, EVENTS_TABLE, KEYS_TABLE, LOG_TABLE, RECORD_TABLE, TILES_TABLE

_METADATA = sa.MetaData()
EVENTS = sa.Table(
    EVENTS_TABLE,
    _METADATA,
    sa.Column("originator_id", sa.Text, primary_key=True),
    sa.Column("originator_version", sa.BigInteger, primary_key=True),
    sa.Column("topic", sa.Text),
    sa.Column("state", sa.LargeBinary),
)
ACT_KEYS = sa.Table(
    KEYS_TABLE,
    _METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("correlation", sa.Text, nullable=False),
    sa.Column("first_event", sa.Text, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
)
LOG = sa.Table(
    LOG_TABLE,
    _METADATA,
    sa.Column("idx", sa.BigInteger, primary_key=True),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
)
"""Per event in recorded order: its index from 0, its id, and the hash of its leaf."""

LOG_TILES = sa.Table(
    TILES_TABLE,
    _METADATA,
    sa.Column("level", sa.Integer, primary_key=True),
    sa.Column("idx", sa.BigInteger, primary_key=True),
    sa.Column("hash", sa.LargeBinary, nullable=False),
)
"""Derived from the log: at level 1 the roots of 256 events each, at level 2 those of 256 × 256, and so on."""
CHECKPOINTS = sa.Table(
    CHECKPOINTS_TABLE,
    _METADATA,
    sa.Column("size", sa.BigInteger, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("note", sa.Text, nullable=False),
)
"""The checkpoints that were signed: number of events, verifier key, and the note with all its signatures."""
RECORD = sa.Table(
    RECORD_TABLE,
    _METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What a store says of itself: see `rso_core.store.record_facts`."""


def position(connection: sa.Connection) -> "sa.ColumnElement[int]":
    """The column that says in which order events were recorded: the row id, which says nothing else."""
    name = "rowid" if connection.dialect.name == "sqlite" else "notification_id"
    return sa.literal_column(f"{EVENTS_TABLE}.{name}", sa.BigInteger)
