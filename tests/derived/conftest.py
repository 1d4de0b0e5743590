"""Records to tamper with."""

import shutil
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from derived.tampering import Record, made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    made(f"sqlite:///{folder / 'rso.db'}")
    return folder


@pytest.fixture
def record(template: Path, tmp_path: Path) -> Record:
    shutil.copytree(template, tmp_path / "r")
    return Record(f"sqlite:///{tmp_path / 'r' / 'rso.db'}")


@pytest.fixture(scope="module")
def on_postgres(postgres_server: str) -> Record:
    schema = f"s{uuid4().hex[:12]}"
    engine = sa.create_engine(postgres_server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return made(f"{postgres_server}&schema={schema}")
