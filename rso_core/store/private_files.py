"""The files of an SQLite store, which its owner alone may read: its registers hold names of persons in the open."""

import os
from pathlib import Path

SQLITE = b"SQLite format 3\0"
"""How an SQLite file begins."""
OTHERS = 0o077
OWNER_ONLY = 0o600
_BESIDE = ("", "-wal", "-shm", "-journal")


def keep_private(path: Path) -> str | None:
    """Make the file of a store, where it is not there, or take from others what they may do with it and what stands beside it.

    SQLite gives the files beside it the rights that it has itself.

    Returns:
        What there is to tell: that others could read it until now, or still can; None where there is nothing.

    Raises:
        OSError: it cannot be made.
    """
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
        return None
    if os.name != "posix" or not _is_store(path):
        return None
    path, told = path.resolve(), None
    for file in (path.with_name(path.name + suffix) for suffix in _BESIDE):
        if not file.exists() or not (mode := file.stat().st_mode & 0o777) & OTHERS:
            continue
        try:
            file.chmod(mode & ~OTHERS)
            told = told or f"others on this machine could read {path} (mode {mode:03o}); from now on only its owner can"
        except PermissionError:
            return f"others on this machine can read {path} (mode {mode:03o}); its owner has to say: chmod 600 {path}"
    return told


def _is_store(path: Path) -> bool:
    """Whether it is, or can become, an SQLite file: the rights on anything else are not ours to change."""
    with path.open("rb") as file:
        begins = file.read(len(SQLITE))
    return begins in (b"", SQLITE)
