"""What goes from the ledger when a person is erased: a hash of an address can be guessed by who guesses the address."""

from collections.abc import Iterator

import sqlalchemy as sa

from rso_pleio.ledger_entry import State, What
from rso_pleio.ledger_tables import TABLE
from rso_pleio.ledger_upgrade import make_tables


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
    member = TABLE.c.what == What.MEMBER.value, TABLE.c.key == person
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        make_tables(connection)
        connection.execute(sa.delete(TABLE).where(TABLE.c.what == What.PERSON.value, TABLE.c.key == person))
        connection.execute(sa.update(TABLE).where(*member).values(address_hash=None))
        sites = connection.scalars(sa.select(TABLE.c.site).distinct().order_by(TABLE.c.site)).all()
        asked = sa.select(TABLE.c.site).where(*member, TABLE.c.state == State.INVITED.value).distinct()
        invited = set(connection.scalars(asked))
    for site in sites:
        yield f"run 'rso pleio apply': until then {site} shows the name where the record told it"
        if site in invited:
            yield f"withdraw the invitation of {person} on {site} by hand, where it was not answered"
