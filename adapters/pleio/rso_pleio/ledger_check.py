"""The ledger held to the record, as far as it follows from it: which bodies and persons it speaks of, and how far the site is.

Which guid belongs to what was given by the site, and follows from no event. So a guid that was exchanged for another is not
seen here; a plan sees it, for what stands on the site under it is not what was written.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from rso_core.derived.deviation import Deviation
from rso_pleio.ledger_entry import What
from rso_pleio.ledger_tables import PROGRESS, TABLE

_KEYS = ("site", "group_key", "what", "key")
_BODY = "body-"
_OF_PERSONS = (What.MEMBER.value, What.PERSON.value)
_ONE_OF_A_KIND = (What.GROUP.value, What.ITEM.value)


def has_ledger(connection: sa.Connection) -> bool:
    """Whether anything was ever brought to a site from this record."""
    inspected = sa.inspect(connection)
    return inspected.has_table(TABLE.name) and inspected.has_table(PROGRESS.name)


def ledger_deviations(connection: sa.Connection, streams: set[str], head: int) -> Iterator[Deviation]:
    """Where the ledger is not what the record allows.

    Args:
        connection: on the database of the record, which has a ledger.
        streams: everything that the record has events of, such as ``body:stuurgroep``.
        head: position of the last event.
    """
    inspected = sa.inspect(connection)
    if inspected.has_table(TABLE.name):
        columns = (TABLE.c[name] for name in (*_KEYS, "guid"))
        rows = [dict(row) for row in connection.execute(sa.select(*columns)).mappings()]
        yield from _of_entries(rows, streams)
    if inspected.has_table(PROGRESS.name):
        for row in connection.execute(sa.select(PROGRESS.c.site, PROGRESS.c.position)):
            if not 0 <= row.position <= head:
                at = {"site": row.site}
                told = f"er staat {row.position}, en het dossier gaat tot {head}"
                yield Deviation.at("pleio", PROGRESS.name, at, told, "position", row.position, head)


def _of_entries(rows: list[dict[str, Any]], streams: set[str]) -> Iterator[Deviation]:
    guids = Counter((row["site"], row["guid"]) for row in rows if row["what"] in _ONE_OF_A_KIND and row["guid"])
    for row in rows:
        at = {name: row[name] for name in _KEYS}
        body = row["group_key"]
        if body.startswith(_BODY) and f"body:{body.removeprefix(_BODY)}" not in streams:
            yield Deviation.at("pleio", TABLE.name, at, "dit overleg staat niet in het dossier")
        if row["what"] in _OF_PERSONS and f"person:{row['key']}" not in streams:
            yield Deviation.at("pleio", TABLE.name, at, "deze persoon staat niet in het dossier")
        if row["what"] in _ONE_OF_A_KIND and guids[row["site"], row["guid"]] > 1:
            told = f"{row['guid']} staat er voor meer dan één ding"
            yield Deviation.at("pleio", TABLE.name, at, told, "guid", row["guid"])
