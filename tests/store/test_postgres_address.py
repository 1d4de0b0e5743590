"""Every option of an address of PostgreSQL counts for every connection, and none that the address does not name."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from every_plugin import every_plugin
from rso_core.acts import RegisterParty
from rso_core.application import Provenance, open_application
from rso_core.database import engine_for, hidden, parse_url
from rso_core.domain.values import PartyKind
from rso_core.postgres_server import parameters_of
from rso_core.projection import Projector
from rso_core.store import EventStore, StoreError
from servers_of_postgres import Server, free_port, server_of_its_own

pytestmark = pytest.mark.postgres
ABOUT = Provenance(actor="office:secretariaat", ground="brief")
JOINS = RegisterParty(party="gm0001", name="Gemeente Voorbeeld", kind=PartyKind.MUNICIPALITY, on=date(2025, 1, 1))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_of_its_own() as running:
        yield running


def tables(server: Server) -> list[str]:
    engine = engine_for(server.url)
    try:
        return sorted(name for schema in ("public", "elders") for name in sa.inspect(engine).get_table_names(schema))
    finally:
        engine.dispose()


@pytest.mark.parametrize("option", ["sslmode=require", "sslmode=verify-full&sslrootcert=/nergens/ca.pem"])
def test_a_server_without_tls_gets_nothing_where_tls_is_wanted(server: Server, option: str) -> None:
    before = tables(server)
    with pytest.raises(StoreError, match=r"(?i)ssl|root certificate"):
        EventStore.open(f"{server.url}?{option}")
    assert tables(server) == before


@pytest.mark.parametrize("option", ["target_session_attrs=standby", "sslmod=require", "passfile=/nergens&user=niemand"])
def test_an_option_that_cannot_be_met_makes_nothing_either(server: Server, option: str) -> None:
    before = tables(server)
    with pytest.raises(StoreError):
        EventStore.open(f"{server.url}?{option}")
    assert tables(server) == before


def test_event_store_read_models_and_keys_go_under_the_name_that_the_address_gives(server: Server) -> None:
    make_schema(server, "naam")
    url = f"{server.url}?application_name=rso-proef&schema=naam"
    with open_application(url) as application:
        application.perform(JOINS, ABOUT)
        application.store.keys.ensure(["p-0001"])
        projector = Projector(application.store, every_plugin().read_models())
        projector.catch_up()
        engine = engine_for(server.url)
        with engine.connect() as connection:
            names = connection.execute(
                sa.text(
                    "SELECT application_name, count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
                    "AND pid <> pg_backend_pid() GROUP BY 1"
                )
            ).all()
        engine.dispose()
        projector.close()
    assert [name for name, _ in names] == ["rso-proef"]
    assert names[0][1] >= 3


def make_schema(server: Server, name: str) -> None:
    engine = engine_for(server.url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{name}"')
    engine.dispose()


@pytest.mark.parametrize("naming", ["schema=hier", "options=-csearch_path=elders"])
def test_the_schema_counts_for_everything_however_it_is_named(server: Server, naming: str) -> None:
    make_schema(server, "hier")
    make_schema(server, "elders")
    with open_application(f"{server.url}?{naming}") as application:
        application.perform(JOINS, ABOUT)
        assert application.store.head() == 1
    engine = engine_for(f"{server.url}?{naming}")
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM rso_events")) == 1
        assert connection.scalar(sa.text("SELECT current_schema()")) == naming.rpartition("=")[2]
    engine.dispose()


@pytest.mark.parametrize(
    "written", ["127.0.0.1:{dead},127.0.0.1:{live}", "?host=127.0.0.1:{dead}&host=127.0.0.1:{live}"]
)
def test_of_several_hosts_the_one_that_answers_is_used(server: Server, written: str) -> None:
    make_schema(server, "hosts")
    hosts = written.format(dead=free_port(), live=server.port)
    where, _, query = hosts.rpartition("?") if "?" in hosts else (hosts, "", "")
    url = f"postgresql://postgres@{where}/postgres?{query}{'&' if query else ''}schema=hosts&target_session_attrs=read-write"
    with open_application(url) as application:
        assert application.store.head() == len(application.store.read())


def test_a_password_may_stand_in_a_file_of_its_own(server: Server, tmp_path: Path) -> None:
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"127.0.0.1:{server.port}:*:schrijver:geheim\n")
    passwords.chmod(0o600)
    engine = engine_for(server.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE schrijver LOGIN PASSWORD 'geheim'")
        connection.exec_driver_sql("CREATE SCHEMA AUTHORIZATION schrijver")
    engine.dispose()
    url = f"postgresql://schrijver@127.0.0.1:{server.port}/postgres?passfile={passwords}"
    with open_application(url) as application:
        application.perform(JOINS, ABOUT)
    assert "rso_events" in sa.inspect(engine_for(url)).get_table_names("schrijver")


def test_what_an_address_leaves_out_is_left_to_libpq() -> None:
    assert parameters_of(make_url("postgresql:///rso")) == {"dbname": "rso", "connect_timeout": 10}
    given = parameters_of(make_url("postgresql://u:p@h:5433/rso?connect_timeout=3&keepalives_idle=5&schema=a b"))
    assert given == {
        "dbname": "rso",
        "user": "u",
        "password": "p",
        "host": "h",
        "port": 5433,
        "connect_timeout": "3",
        "keepalives_idle": "5",
        "options": '-csearch_path="a\\ b"',
    }


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:geheim@h1:1,h2:2/rso",
        "postgresql://u:geheim@h:poort/rso",
        "postgresql://u@h/rso?password=geheim",
        "postgresql://u:geheim@h/rso?sslpassword=geheim",
    ],
)
def test_no_message_holds_a_password(url: str) -> None:
    assert "geheim" not in hidden(url)


def test_hosts_as_libpq_writes_them() -> None:
    parsed = parse_url("postgresql://u:p@h1:5433,h2,[::1]:7/rso?sslmode=require")
    found = parameters_of(parsed)
    assert (found["host"], found["port"], found["sslmode"]) == ("h1,h2,[::1]", "5433,5432,7", "require")
