"""What lies in the folder of an archive, looked at before anything in it is opened: plain files and folders, read in time.

A pipe that stands among the files would be waited for, a link leads out of the folder, and a text of fifty megabytes where a few
lines belong takes the library minutes.
"""

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

DEEPEST = 32
"""So many folders below each other; an archive of ours has five."""
MOST = 1_000_000
"""So many files and folders; the documents of a region are some thousands."""
LARGEST = {
    "bagit.txt": 10_000,
    "bag-info.txt": 1_000_000,
    "fetch.txt": 1_000_000,
    "tagmanifest-sha256.note": 1_000_000,
    "data/proof/root.txt": 10_000,
    "data/proof/checkpoint.txt": 1_000_000,
    "data/proof/log-key.txt": 1_000_000,
    "data/persons/keys.json": 100_000_000,
}
"""Bytes of files that are read as a whole; an archive of ours stays far below."""
LARGEST_BESIDE = 20_000_000
"""Any other file at the top, but the lists."""
LARGEST_BELOW = {"mdto": 20_000_000, "data/registers": 200_000_000}
"""Files that are read as a whole, by folder."""
LISTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
FEW_LINES = 1_000_000
LONGEST_ENTRY = 1_000
"""Bytes of a list: so many, and so many more for each file that is there."""
SHOWN = 50


def shape_problems(folder: Path) -> list[str]:
    """What is in the way of reading an archive (Dutch), the first of it; nothing is opened."""
    return list(islice(_problems(folder), SHOWN))


def _problems(folder: Path) -> Iterator[str]:
    left = [("", 0)]
    seen = 0
    lists: dict[str, int] = {}
    while left:
        within, depth = left.pop()
        if depth > DEEPEST:
            yield f"{within}: ligt dieper dan {DEEPEST} mappen"
            return
        try:
            entries = _entries(folder / within)
        except OSError as error:
            yield f"{within or '.'}: is niet te lezen: {error.strerror}"
            continue
        seen += len(entries)
        if seen > MOST:
            yield f"er liggen meer dan {MOST} bestanden en mappen in"
            return
        if not entries and within:
            yield f"{within}: is een lege map, en staat op geen lijst"
        for name, state in entries:
            path = f"{within}/{name}" if within else name
            if stat.S_ISDIR(state.st_mode):
                left.append((path, depth + 1))
            elif not stat.S_ISREG(state.st_mode):
                kind = "een verwijzing naar elders" if stat.S_ISLNK(state.st_mode) else "geen gewoon bestand"
                yield f"{path}: is {kind}, en hoort niet in een archief"
            elif path in LISTS:
                lists[path] = state.st_size
            elif state.st_size > _largest(path):
                yield _too_large(path, state.st_size, _largest(path))
    most = FEW_LINES + seen * LONGEST_ENTRY
    yield from (_too_large(path, size, most) for path, size in lists.items() if size > most)


def _entries(folder: Path) -> list[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        # One more than there may be is enough to know that there are too many.
        return sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in islice(found, MOST + 1))


def _too_large(path: str, size: int, most: int) -> str:
    return f"{path}: is {size} bytes groot, en hoort hoogstens {most} te zijn"


def _largest(path: str) -> int:
    if path in LARGEST:
        return LARGEST[path]
    if "/" not in path:
        return LARGEST_BESIDE
    return next((most for below, most in LARGEST_BELOW.items() if path.startswith(f"{below}/")), 2**62)
