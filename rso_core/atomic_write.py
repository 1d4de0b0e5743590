"""Writing a file so that it is there whole, as it was or as it is now, whenever the writing is stopped.

What rso writes may hold names of persons, so only its owner reads it unless it is said to be for all.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, BinaryIO

OWNER_ONLY = 0o600
FOR_ALL = 0o644
"""Of what holds no name and no secret, such as a checkpoint."""


def write_whole(path: Path, content: str | bytes, mode: int = OWNER_ONLY) -> None:
    """Write a small file beside its place, and then put it there.

    Args:
        path: the file, there or not; what is no file, such as ``/dev/stdout``, is written to as it is.
        content: what it holds from now on.
        mode: who may read it, from the first byte on.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    with _writing(path, mode) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def writing_whole(path: Path, mode: int = OWNER_ONLY) -> Iterator[IO[str]]:
    """Gives a file to write, which is put in its place once the ``with`` block ends without an error.

    Args:
        path, mode: see `write_whole`.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    with _writing(path, mode) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        try:
            yield text
        finally:
            # Its file is closed by who opened it, once it is on the disk.
            text.detach()


@contextmanager
def _writing(path: Path, mode: int) -> Iterator[BinaryIO]:
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    # A link stays a link, to what is written now.
    place = path.resolve()
    beside = place.with_name(f".{place.name}.next")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    beside.replace(place)
    sync_folder(place.parent)


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
