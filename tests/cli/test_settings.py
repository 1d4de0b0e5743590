"""Which keys go with which record: one rule, whatever names the record."""

from pathlib import Path

import pytest

from commands_in_process import rso
from rso_core.settings import Settings, load_settings, same_place

KEYS = "\n[privacy]\nkeys = 'sqlite:///sleutels/k.db'\n[audit]\nsigning_key = 'zegel.key'\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings, and one below it to work in."""
    for name in ("RSO_STORE", "RSO_PERSON_KEYS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "rso.toml").write_text(f"[store]\nurl = 'sqlite:///rso.db'{KEYS}", encoding="utf-8")
    (tmp_path / "link.db").symlink_to(tmp_path / "rso.db")
    (tmp_path / "onder").mkdir()
    monkeypatch.chdir(tmp_path / "onder")
    return tmp_path


def named(url: str, how: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    if how == "environment":
        monkeypatch.setenv("RSO_STORE", url)
        return load_settings()
    return load_settings(store=url)


@pytest.mark.parametrize("how", ["option", "environment"])
@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("sqlite:///../rso.db", True),
        ("sqlite:///../link.db", True),
        ("sqlite:///{folder}/rso.db", True),
        ("sqlite:///{folder}/onder/../rso.db", True),
        ("sqlite:///rso.db", False),
        ("sqlite:///../test.db", False),
        ("postgresql://host/rso", False),
    ],
)
def test_the_keys_of_the_settings_are_those_of_their_record_alone(
    folder: Path, url: str, how: str, monkeypatch: pytest.MonkeyPatch, *, same: bool
) -> None:
    found = named(url.format(folder=folder), how, monkeypatch)
    assert found.keys == (f"sqlite:///{folder}/sleutels/k.db" if same else None)
    assert found.signing_key.name == ("zegel.key" if same else "rso-signing.key")


def test_without_an_address_in_them_settings_are_of_the_record_beside_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "rso.toml").write_text(KEYS, encoding="utf-8")
    assert load_settings().keys == f"sqlite:///{folder}/sleutels/k.db"
    assert load_settings(store="sqlite:///../rso.db").keys == load_settings().keys
    assert named("postgresql://host/rso", "environment", monkeypatch).keys is None


def test_the_environment_says_where_the_keys_of_any_record_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSO_PERSON_KEYS", "sqlite:///elders.db")
    assert load_settings().keys == load_settings(store="sqlite:///test.db").keys == "sqlite:///elders.db"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("postgresql://host/rso", True),
        ("postgresql://wie:geheim@host:5432/rso", True),
        ("postgresql+psycopg://host/rso?sslmode=require", True),
        ("postgresql:///rso?host=host", True),
        ("postgresql://host:5433/rso", False),
        ("postgresql://host/rso?schema=ander", False),
        ("postgresql://host/ander", False),
        ("postgresql://elders/rso", False),
        ("postgresql:///rso", False),
        ("postgresql://host:poort/rso", False),
        ("sqlite:///rso", False),
    ],
)
def test_when_two_addresses_are_of_one_store(other: str, *, same: bool) -> None:
    assert same_place("postgresql://host/rso", other) is same
    assert same_place("postgresql:///rso", "postgresql://localhost/rso")


@pytest.mark.postgres
def test_a_password_is_not_written_into_a_file_that_others_read(tmp_path: Path, postgres_url: str) -> None:
    assert ":@" in postgres_url
    done = rso(tmp_path, "init", "--url", postgres_url.replace(":@", ":geheim@", 1))
    assert (done.returncode, "PGPASSFILE" in done.stderr, "PGPASSWORD" in done.stderr) == (0, True, True)
    assert (tmp_path / "rso.toml").stat().st_mode & 0o777 == 0o644
    for path in tmp_path.iterdir():
        assert "geheim" not in path.read_text(encoding="utf-8"), path
    assert "geheim" not in done.stdout + done.stderr
    assert rso(tmp_path, "audit", "verify").returncode == 0
    (tmp_path / "anders").mkdir()
    assert rso(tmp_path / "anders", "init", "--url", postgres_url).stderr == ""
