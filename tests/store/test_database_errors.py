"""What a database says of an error never holds what it was about: names and addresses of persons."""

import sqlite3
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from eventsourcing.persistence import PersistenceError

from rso_core.database import engine_for
from rso_core.database_errors import comes_of_database, told, told_by_database, traced
from rso_core.projection.bulk import RowsRefusedError, insert_all
from rso_core.projection.errors import in_a_line
from rso_core.store.error_messages import unusable

SECRETS = ("Geheime Naam", "geheim@x.example")
TABLE = sa.Table(
    "namen",
    sa.MetaData(),
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("number", sa.Integer),
)
Fault = Callable[[sa.Connection], object]


def insert(connection: sa.Connection, **row: object) -> None:
    connection.execute(sa.insert(TABLE).values(**{"person": SECRETS[1], "name": SECRETS[0], **row}))


def copied(connection: sa.Connection, number: object) -> None:
    insert_all(connection, TABLE, [["q", SECRETS[0], 1], [SECRETS[1], SECRETS[0], number]])


def twice(connection: sa.Connection, fault: Fault) -> None:
    fault(connection)
    fault(connection)


FAULTS: dict[str, Fault] = {
    "twice": lambda c: twice(c, insert),
    "missing": lambda c: insert(c, name=None),
    "no number": lambda c: c.execute(sa.text("SELECT CAST(:x AS integer) + nergens"), {"x": SECRETS[0]}),
    "statement": lambda c: insert(c, name=object()),
    "copied twice": lambda c: twice(c, lambda c: copied(c, 1)),
}
OF_POSTGRES: dict[str, Fault] = {
    "no number": lambda c: c.execute(sa.text("SELECT CAST(:x AS integer)"), {"x": SECRETS[0]}),
    "no day": lambda c: c.execute(sa.text("SELECT CAST(:x AS date)"), {"x": SECRETS[0]}),
    "no json": lambda c: c.execute(sa.text("SELECT CAST(:x AS json)"), {"x": f'{{"{SECRETS[0]}'}),
    "copied": lambda c: copied(c, SECRETS[0]),
}


def raised(url: str, fault: Fault) -> Exception:
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            TABLE.create(connection)
            fault(connection)
    except Exception as error:
        return error
    finally:
        engine.dispose()
    raise AssertionError("nothing was refused")


def nothing_told(error: Exception) -> None:
    wrapped = PersistenceError(str(error))
    wrapped.__cause__ = getattr(error, "orig", error)
    ours = RuntimeError("de rij kon niet worden geschreven")
    ours.__cause__ = wrapped
    for said in (
        told(error),
        traced(error),
        traced(ours),
        told_by_database(error),
        told_by_database(wrapped),
        in_a_line(error),
        str(unusable("sqlite:///rso.db", error)),
    ):
        assert said.strip()
        assert not [secret for secret in SECRETS if secret in said]
    assert comes_of_database(ours)
    assert "de rij kon niet worden geschreven" in traced(ours)
    assert traced(ours).count("Traceback") >= 2


@pytest.mark.parametrize("fault", FAULTS)
def test_no_error_tells_a_value(store_url: str, fault: str) -> None:
    nothing_told(raised(store_url, FAULTS[fault]))


@pytest.mark.postgres
@pytest.mark.parametrize("fault", OF_POSTGRES)
def test_no_error_of_postgresql_tells_a_value(postgres_url: str, fault: str) -> None:
    error = raised(postgres_url, OF_POSTGRES[fault])
    assert any(secret in str(error.__cause__ or error) for secret in SECRETS), "by itself it does"
    nothing_told(error)


def test_what_is_not_a_value_stays() -> None:
    assert told_by_database(sqlite3.OperationalError("no such table: namen")) == "no such table: namen"
    assert told(sqlite3.OperationalError("")) == "OperationalError: OperationalError"
    assert told(ValueError("A. Voorbeeld kan niet")) == "ValueError: A. Voorbeeld kan niet", (
        "a plugin says what it says"
    )
    assert not comes_of_database(ValueError("x"))
    assert issubclass(RowsRefusedError, Exception)
