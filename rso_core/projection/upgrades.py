"""New versions of read models that could not be built: those of before stay, and the new are tried again when asked."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from rso_core.projection.generation import stored_version
from rso_core.projection.read_model import ReadModel

FAILED_UPGRADES = sa.Table(
    "rso_failed_upgrades",
    sa.MetaData(),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)


def failed_upgrades(connection: Connection) -> dict[str, int]:
    """The version of each read model that could not be built, as the catalog would have it."""
    if not sa.inspect(connection).has_table(FAILED_UPGRADES.name):
        return {}
    return {row.name: row.version for row in connection.execute(sa.select(FAILED_UPGRADES))}


def note_failed_upgrade(connection: Connection, model: ReadModel) -> None:
    """Note that this version of a read model could not be built."""
    FAILED_UPGRADES.create(connection, checkfirst=True)
    forget_failed_upgrades(connection, [model.name])
    connection.execute(sa.insert(FAILED_UPGRADES).values(name=model.name, version=stored_version(model)))


def forget_failed_upgrades(connection: Connection, names: Collection[str]) -> None:
    """Forget it: they are built, or are to be tried again."""
    if failed_upgrades(connection).keys() & set(names):
        connection.execute(sa.delete(FAILED_UPGRADES).where(FAILED_UPGRADES.c.name.in_(names)))


def to_be_built(connection: sa.Connection, outdated: Sequence[ReadModel]) -> list[ReadModel]:
    """Of read models that stand in another version, those of which this one was not found to be impossible."""
    failed = failed_upgrades(connection)
    return [model for model in outdated if failed.get(model.name) != stored_version(model)]
