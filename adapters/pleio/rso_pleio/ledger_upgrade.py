"""A ledger of release 0.1 or 0.2, read once into the columns of today.

There one text (`note`) stood for six things, by what the row was about, and another (`sent`) for two.
"""

from collections.abc import Mapping
from typing import Any

import attrs
import sqlalchemy as sa

from rso_pleio.ledger_entry import Entry, FileContent, Origin, State, What
from rso_pleio.ledger_tables import METADATA, TABLE, row_of

_QUIET = "quiet"


_MAKING_LOCK = 7_221_017


def make_tables(connection: sa.Connection) -> None:
    """Make the tables where they are not there, and bring those of an earlier release up to date.

    Args:
        connection: in a transaction that writes; what is done here stands or falls with it.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MAKING_LOCK)))
    old = _table_of_an_earlier_release(connection)
    rows = connection.execute(sa.select(old)).mappings().all() if old is not None else []
    if old is not None:
        old.drop(connection)
    METADATA.create_all(connection, checkfirst=True)
    for row in rows:
        kept = {"site": row["site"], "written_at": row["written_at"]}
        connection.execute(sa.insert(TABLE).values({**kept, **row_of(entry_of_release_0_2(dict(row)))}))


def _table_of_an_earlier_release(connection: sa.Connection) -> sa.Table | None:
    inspected = sa.inspect(connection)
    if not inspected.has_table(TABLE.name):
        return None
    if "content_hash" in {column["name"] for column in inspected.get_columns(TABLE.name)}:
        return None
    return sa.Table(TABLE.name, sa.MetaData(), autoload_with=connection)


def entry_of_release_0_2(row: Mapping[str, Any]) -> Entry:
    """What a row of release 0.2 stands for; release 0.1 lacked some of its columns."""
    what, note = What(row["what"]), row.get("note")
    entry = Entry(group_key=row["group_key"], what=what, key=row["key"], state=State(row["state"]), guid=row["guid"])
    match what:
        case What.GROUP | What.ITEM:
            return _group_or_item(entry, row)
        case What.MEMBER:
            origin = Origin(note) if note else None
            return attrs.evolve(entry, role=row["fingerprint"], origin=origin, address_hash=row["wanted"])
        case What.SUBGROUP:
            return attrs.evolve(entry, members=frozenset((note or "").split(",")) - {""})
        case What.PERSON:
            return attrs.evolve(entry, address_hash=row["fingerprint"])


def _group_or_item(entry: Entry, row: Mapping[str, Any]) -> Entry:
    note = row.get("note")
    sent_hash, _, sent_file = (row.get("sent") or "").partition("|")
    file = _file(note)
    return attrs.evolve(
        entry,
        content_hash=row["fingerprint"],
        sent_hash=sent_hash or None,
        desired_hash=row["wanted"],
        time_updated=row.get("time_updated"),
        url=row.get("url"),
        parent=None if file is not None or note == _QUIET else note,
        file=file,
        # What was sent along of anything but a file was its note once more.
        sent_file=_file(sent_file),
        quiet=note == _QUIET,
    )


def _file(text: str | None) -> FileContent | None:
    """Hash and size of bytes; the size was ``None`` where it was not known."""
    sha256, colon, size = (text or "").partition(":")
    if not colon:
        return None
    return FileContent(sha256, int(size) if size.isdigit() else None)
