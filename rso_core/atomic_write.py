"""Writing a file so that it is there whole, as it was or as it is now, whenever the writing is stopped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a small file beside its place, and then put it there.

    Args:
        path: the file, there or not.
        text: what it holds from now on.
        mode: who may read it, from the first byte on.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    with writing_whole(path, mode) as file:
        file.write(text)


@contextmanager
def writing_whole(path: Path, mode: int = 0o644) -> Iterator[IO[str]]:
    """Gives a file to write, which is put in its place once the ``with`` block ends without an error.

    Args:
        path: the file, there or not.
        mode: who may read it, from the first byte on.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    beside = path.with_name(f".{path.name}.next")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have what was put into a folder, or taken out of it, on disk: the names of files are in the folder, not in the files.

    A system that opens no folders (Windows) sees to that itself.

    Raises:
        OSError: the disk refuses.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
