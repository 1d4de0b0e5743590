"""A folder to make something in beside the place where it goes; what a run that was killed left of one, the next clears away.

What is half made may hold names of persons, so it does not stay. A folder is in use as long as the process that made it holds
a lock on it, which ends with the process, however that ends.
"""

import contextlib
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

_NAME = re.compile(r"(?P<of>.+\.onvolledig-[0-9a-f]{8})(?:-wal|-shm|-journal)?")


@contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """A new folder beside a place, that only its owner may look into; it is gone at the end.

    Args:
        target: where what is made in it goes; the folder above it is made where it is not there.

    Raises:
        OSError: it cannot be made.
    """
    target.absolute().parent.mkdir(parents=True, exist_ok=True)
    while True:
        folder = target.absolute().parent / f"{target.name}.onvolledig-{uuid4().hex[:8]}"
        folder.mkdir(mode=0o700)
        held = _held(folder)
        # Another run may have taken it for a leftover just before it was held.
        if held is None or folder.is_dir():
            break
        os.close(held)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def clear_leftovers(parent: Path, of: str = "") -> list[Path]:
    """Clear away what runs that were killed left half made in a folder; what a process is at work on stays.

    Args:
        parent: the folder.
        of: how the names begin of what is looked for.

    Returns:
        What was cleared away.
    """
    try:
        entries = sorted(
            entry for entry in parent.iterdir() if entry.name.startswith(of) and _NAME.fullmatch(entry.name)
        )
    except OSError:
        return []
    cleared = []
    for path in dict.fromkeys(_main(entry) for entry in entries if _is_ours(entry)):
        clear = _clear_folder if path.is_dir() else _clear_files
        if clear(path):
            cleared.append(path)
    return cleared


def _main(entry: Path) -> Path:
    """What a file beside an SQLite file belongs to."""
    found = _NAME.fullmatch(entry.name)
    assert found is not None
    return entry.with_name(found["of"])


def _is_ours(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return not path.is_symlink() and (not hasattr(os, "getuid") or path.stat().st_uid == os.getuid())
    return False


def _clear_folder(folder: Path) -> bool:
    held = _held(folder)
    if held is None:
        return False
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(held)
    return not folder.exists()


def _clear_files(path: Path) -> bool:
    """Of a release before 0.3: an SQLite file beside its place, in use as long as a process has it open."""
    if path.exists() and not _is_idle(path):
        return False
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return True


def _is_idle(path: Path) -> bool:
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            return "locked" not in str(error)
        except sqlite3.DatabaseError:
            return True
    return True


def _held(folder: Path) -> int | None:
    """Hold a folder; None where another process holds it, or where it cannot be told."""
    if sys.platform == "win32":
        return None
    import fcntl  # noqa: PLC0415 - it is not there everywhere

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
