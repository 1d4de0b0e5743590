"""What holds names is for its owner alone, whatever the umask says; what others could read is taken from them, and told."""

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from acts_of_a_region import NOW, by
from rso_core import Application, EventStore, acts
from rso_core.atomic_write import FOR_ALL, write_whole, writing_whole
from rso_core.database import hidden, without_password
from rso_core.store.errors import StoreError
from rso_core.store.private_files import keep_private


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_store_and_what_stands_beside_it_is_for_its_owner(tmp_path: Path, umask: int) -> None:
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application:
        act = acts.RegisterPerson(person="p-1", name="A. Voorbeeld", on=date(2026, 1, 1))
        application.perform(act, by())
        files = {path.name: mode(path) for path in tmp_path.iterdir()}
        assert application.store.notice is None
    assert {"rso.db", "rso.db-wal", "rso.db-shm", "rso-keys.db"} <= files.keys()
    assert set(files.values()) == {0o600}, umask


@pytest.mark.parametrize("open_to", [0o644, 0o640, 0o660, 0o604, 0o777])
def test_what_others_could_read_is_taken_from_them_and_told_once(tmp_path: Path, open_to: int) -> None:
    path = tmp_path / "rso.db"
    url = f"sqlite:///{path}"
    EventStore.open(url).close()
    path.chmod(open_to)
    with EventStore.open(url) as store:
        assert mode(path) == open_to & 0o700
        assert store.notice is not None
        assert f"could read {path} (mode {open_to:03o}); from now on only its owner can" in store.notice
    with EventStore.open(url) as store:
        assert store.notice is None


def test_what_stands_beside_it_is_taken_from_others_as_well(tmp_path: Path) -> None:
    path = tmp_path / "rso.db"
    with EventStore.open(f"sqlite:///{path}") as store:
        (tmp_path / "rso.db-wal").chmod(0o644)
        (tmp_path / "link.db").symlink_to(path)
        assert "could read" in str(keep_private(tmp_path / "link.db"))
        assert mode(tmp_path / "rso.db-wal") == 0o600
        assert store.head() == 0


def test_what_belongs_to_somebody_else_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rso.db"
    EventStore.open(f"sqlite:///{path}").close()
    path.chmod(0o644)

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refused)
    assert (
        keep_private(path)
        == f"others on this machine can read {path} (mode 644); its owner has to say: chmod 600 {path}"
    )


def test_the_rights_on_what_is_no_store_stay(tmp_path: Path) -> None:
    path = tmp_path / "rso.toml"
    path.write_text("[store]\n")
    path.chmod(0o644)
    with pytest.raises(StoreError, match="not an rso store"):
        EventStore.open(f"sqlite:///{path}")
    assert (mode(path), keep_private(path)) == (0o644, None)


@pytest.mark.parametrize("asked", [None, FOR_ALL])
def test_a_file_is_written_for_its_owner_unless_it_is_for_all(tmp_path: Path, umask: int, asked: int | None) -> None:
    path = tmp_path / "x"
    for before in (None, "was open"):
        if before is not None:
            path.write_text(before)
            path.chmod(0o666)
        write_whole(path, "A. Voorbeeld", *(() if asked is None else (asked,)))
        assert path.read_text() == "A. Voorbeeld"
        assert mode(path) == (asked or 0o600) & ~umask
    assert [each.name for each in tmp_path.iterdir()] == ["x"]


def test_what_is_no_file_is_written_to_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "echt").write_text("was")
    (tmp_path / "link").symlink_to(tmp_path / "echt")
    write_whole(tmp_path / "link", b"is")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "echt").read_text() == "is"
    os.mkfifo(tmp_path / "pijp")
    reader = os.open(tmp_path / "pijp", os.O_RDONLY | os.O_NONBLOCK)
    with writing_whole(tmp_path / "pijp") as file:
        file.write("door de pijp")
    assert os.read(reader, 100) == b"door de pijp"
    os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pijp").stat().st_mode)


def test_a_file_that_could_not_be_written_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("was")
    with pytest.raises(ValueError, match="halfway"), writing_whole(tmp_path / "x") as file:
        file.write("half")
        raise ValueError("halfway")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("x", "was")]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("sqlite:///rso.db", "sqlite:///rso.db"),
        ("postgresql://h/d", "postgresql://h/d"),
        ("postgresql://u@h/d?schema=s", "postgresql://u@h/d?schema=s"),
        ("postgresql://u:geheim@h:5433/d?schema=s", "postgresql://u@h:5433/d?schema=s"),
        ("postgresql://u@h/d?password=geheim", "postgresql://u@h/d"),
        ("postgresql://u@h/d?sslpassword=geheim&schema=s", "postgresql://u@h/d?schema=s"),
    ],
)
def test_an_address_without_its_password(url: str, kept: str) -> None:
    assert without_password(url) == kept
    assert "geheim" not in hidden(url)
