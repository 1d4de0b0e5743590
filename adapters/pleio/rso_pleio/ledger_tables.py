"""The tables of the ledger, and what goes from them when a person is erased.

They hold no names, addresses or texts; but a fingerprint of an address can be guessed by who guesses the address.
"""

from collections.abc import Iterator

import sqlalchemy as sa

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
    sa.Column("fingerprint", sa.String),
    sa.Column("time_updated", sa.String),
    sa.Column("wanted", sa.String),
    sa.Column("url", sa.String),
    sa.Column("note", sa.String),
    sa.Column("sent", sa.String),
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


def forget_person(engine: sa.Engine, person: str) -> Iterator[str]:
    """Remove the fingerprints of a person's address; which account it is stays until the person is out of the groups.

    Args:
        engine: on the store's database.
        person: identifier.

    Yields:
        What is left to do on each site, a sentence each.
    """
    if not sa.inspect(engine).has_table(TABLE.name):
        return
    member = TABLE.c.what == "member", TABLE.c.key == person
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.delete(TABLE).where(TABLE.c.what == "person", TABLE.c.key == person))
        connection.execute(sa.update(TABLE).where(*member).values(wanted=None))
        sites = connection.scalars(sa.select(TABLE.c.site).distinct().order_by(TABLE.c.site)).all()
        asked = sa.select(TABLE.c.site).where(*member, TABLE.c.state == "invited").distinct()
        invited = set(connection.scalars(asked))
    for site in sites:
        yield f"run 'rso pleio apply': until then {site} shows the name where the record told it"
        if site in invited:
            yield f"withdraw the invitation of {person} on {site} by hand, where it was not answered"
