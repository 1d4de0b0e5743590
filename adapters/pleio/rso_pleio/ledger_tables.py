"""The tables of the ledger. They hold no names, addresses or texts."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from rso_pleio.ledger_entry import Entry, FileContent, Origin, State, What

_PLAIN = ("group_key", "key", "guid", "content_hash", "sent_hash", "desired_hash", "time_updated", "url", "parent",
          "quiet", "role", "address_hash")  # fmt: skip
METADATA = sa.MetaData()
TABLE = sa.Table(
    "rso_pleio_ledger",
    METADATA,
    sa.Column("site", sa.String, primary_key=True),
    sa.Column("group_key", sa.String, primary_key=True),
    sa.Column("what", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("guid", sa.String),
    sa.Column("content_hash", sa.String),
    sa.Column("sent_hash", sa.String),
    sa.Column("desired_hash", sa.String),
    sa.Column("time_updated", sa.String),
    sa.Column("url", sa.String),
    sa.Column("parent", sa.String),
    sa.Column("file_sha256", sa.String),
    sa.Column("file_size", sa.Integer),
    sa.Column("sent_file_sha256", sa.String),
    sa.Column("sent_file_size", sa.Integer),
    sa.Column("quiet", sa.Boolean, nullable=False),
    sa.Column("role", sa.String),
    sa.Column("origin", sa.String),
    sa.Column("address_hash", sa.String),
    sa.Column("members", sa.String),
    sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
)
PROGRESS = sa.Table(
    "rso_pleio_progress",
    METADATA,
    sa.Column("site", sa.String, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("told", sa.String, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("in_step_at", sa.DateTime(timezone=True)),
)


def row_of(entry: Entry) -> dict[str, Any]:
    """The columns of an entry."""
    row = {name: getattr(entry, name) for name in _PLAIN}
    for name in ("file", "sent_file"):
        file: FileContent | None = getattr(entry, name)
        row |= {f"{name}_sha256": file.sha256 if file else None, f"{name}_size": file.size if file else None}
    return {
        **row,
        # A driver may know a text only as that very type.
        "what": entry.what.value,
        "state": entry.state.value,
        "origin": entry.origin.value if entry.origin else None,
        "members": ",".join(sorted(entry.members)) or None,
    }


def entry_of(row: Mapping[str, Any]) -> Entry:
    """The entry of a row."""
    return Entry(
        **{name: row[name] for name in _PLAIN},
        what=What(row["what"]),
        state=State(row["state"]),
        origin=Origin(row["origin"]) if row["origin"] else None,
        file=_file(row["file_sha256"], row["file_size"]),
        sent_file=_file(row["sent_file_sha256"], row["sent_file_size"]),
        members=frozenset((row["members"] or "").split(",")) - {""},
    )


def _file(sha256: str | None, size: int | None) -> FileContent | None:
    return FileContent(sha256, size) if sha256 is not None else None
