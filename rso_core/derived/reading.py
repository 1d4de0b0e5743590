"""One consistent reading of the database, in which nothing changes."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from rso_core.database import at_one_moment


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction in which everything is seen as it is at one moment, and that leaves nothing behind."""
    with engine.connect() as connection, at_one_moment(connection):
        yield connection
