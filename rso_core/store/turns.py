"""Taking turns at an SQLite store: who lost from another writer waits in line, and is then not overtaken.

SQLite lets waiting writers try again after longer and longer pauses, so one that is quick comes before one that waits for long. Files
beside the store, which are there only while writers are in each other's way, tell them apart: one writer has the turn,
one is next, and whoever had a turn has to wait for that place again.
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without them: the database alone decides
    fcntl = None  # type: ignore[assignment]

PAUSE = 0.001
"""Seconds between two looks at a lock, more or less."""


class Turns:
    """The turns at one store; several threads may use it.

    Args:
        database: file of the store.
        timeout: seconds after which a writer goes on without its turn: another may have been stopped while it had it.
    """

    def __init__(self, database: Path, timeout: float) -> None:
        self._turn = database.with_name(f"{database.name}-turn")
        self._next = database.with_name(f"{database.name}-next")
        self._turn_name = str(self._turn)
        self._timeout = timeout
        self._mine = threading.local()

    def are_taken(self) -> bool:
        """Whether writers are in each other's way."""
        return os.access(self._turn_name, os.F_OK)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have the turn; within it, it is had already."""
        if fcntl is None or getattr(self._mine, "had", False):
            yield
            return
        until = time.monotonic() + self._timeout
        following = _locked(self._next, until)
        turn = _locked(self._turn, until)
        _let_go(following)
        self._mine.had = True
        try:
            yield
        finally:
            self._mine.had = False
            _let_go(turn)

    def close(self) -> None:
        """Take the files away, where nobody else waits."""
        for path in (self._turn, self._next):
            if fcntl is not None and path.exists() and (lock := _locked(path, time.monotonic())) is not None:
                path.unlink(missing_ok=True)
                _let_go(lock)


def _locked(path: Path, until: float) -> int | None:
    """The open file that holds a lock; None where it cannot be had in time, or no file can be made there."""
    try:
        while True:
            lock = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
            while not _tried(lock):
                if time.monotonic() >= until:
                    os.close(lock)
                    return None
                time.sleep(random.uniform(0.5 * PAUSE, 1.5 * PAUSE))
            # Who closed the store last may have taken the file away meanwhile.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(lock), path.stat()):
                    return lock
            os.close(lock)
    except OSError:
        return None


def _tried(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _let_go(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)
