"""Plugins at whose work a run ended without its end: they are named and left out by the next one, until somebody lets them.

What ends a process past Python (a crash, a kill, an exit in C) cannot be caught. So before code of another distribution
is called, its name is written in a small file that this process holds locked. A file that nobody holds is of a run
that ended so. Where there is no place for such files, or no locks, nothing is noted.
"""

import contextlib
import json
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None  # type: ignore[assignment]

ENDING = ".at-work"


@attrs.frozen
class LeftOut:
    """A plugin that is left out.

    Attributes:
        plugin, version: its name, and its version then; another version is tried again.
        what: what was asked of it.
        on: when (UTC).
    """

    plugin: str
    version: str
    what: str
    on: datetime

    def __str__(self) -> str:
        return (
            f"a run of {self.on:%Y-%m-%d %H:%M} UTC ended without its end while it was at work ({self.what}); "
            f"it is left out until 'rso plugins retry {self.plugin}', or until there is another version of it"
        )


def folder() -> Path:
    """Where it is noted which plugin is at work: of the person whose process it is."""
    given = os.environ.get("XDG_STATE_HOME")
    return (Path(given) if given else Path.home() / ".local" / "state") / "rso" / "plugins"


def left_out() -> dict[str, LeftOut]:
    """The plugins at whose work a run ended, by name; the latest time of each."""
    found = [each for path in _files() if _is_of_the_past(path) and (each := _read(path)) is not None]
    return {each.plugin: each for each in sorted(found, key=lambda each: each.on)}


def let_in(plugin: str) -> bool:
    """Forget that a run ended while a plugin was at work; gives whether one had."""
    found = False
    for path in _files():
        if _is_of_the_past(path) and (each := _read(path)) is not None and each.plugin == plugin:
            with contextlib.suppress(OSError):
                path.unlink()
                found = True
    return found


class AtWork:
    """Notes which plugin is at work in this process."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._file: int | None = None

    @contextlib.contextmanager
    def noted(self, plugin: str, version: str, what: str) -> Iterator[None]:
        """This plugin is at work meanwhile; also where it calls another, it is this one that began."""
        if self._file is not None:
            yield
            return
        self._write({"plugin": plugin, "version": version, "what": what, "on": datetime.now(UTC).isoformat()})
        try:
            yield
        finally:
            # Whatever could be caught has been; what cannot leaves the file as it is.
            self._remove()

    def _write(self, said: dict[str, str]) -> None:
        if fcntl is None:  # pragma: no cover - Windows
            return
        try:
            if self._file is None:
                folder().mkdir(parents=True, exist_ok=True, mode=0o700)
                self._path = folder() / f"{os.getpid()}-{secrets.token_hex(4)}{ENDING}"
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.pwrite(self._file, json.dumps(said).encode(), 0)
        except (OSError, RuntimeError):  # RuntimeError: nobody is at home
            self._remove()

    def _remove(self) -> None:
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
        self._path = self._file = None


def _files() -> list[Path]:
    try:
        return sorted(path for path in folder().iterdir() if path.name.endswith(ENDING))
    except (OSError, RuntimeError):
        return []


def _is_of_the_past(path: Path) -> bool:
    """Whether no process holds it."""
    if fcntl is None:  # pragma: no cover - Windows
        return False
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(file)
    return True


def _read(path: Path) -> LeftOut | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return LeftOut(str(said["plugin"]), str(said["version"]), str(said["what"]), datetime.fromisoformat(said["on"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
