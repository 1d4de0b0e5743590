"""The archive as a bag (BagIt, RFC 8493): a manifest with the SHA-256 of every file, which any computer can check."""

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path

import bagit

from rso_core.archive.errors import DamagedArchiveError
from rso_core.visible_text import shortened, visible_in_a_line

# What is wrong is told in the report of the check, so the library need not say it as well.
bagit.LOGGER.addHandler(logging.NullHandler())
PAYLOAD = "data"
LONGEST_FIELD = 1_000
"""So many characters of what a bag says of itself: who checks one reads no more of it than a bag has use for."""
LAST_LIST = "tagmanifest-sha256.txt"
"""The list that holds the hash of every file beside the payload, the list of the payload among them."""
SIGNATURE = "tagmanifest-sha256.note"
"""The signature under that list. Its name begins as that of the list does, so that earlier releases pass over it."""


def make_bag(folder: Path, about: Mapping[str, str | list[str]]) -> None:
    """Make a bag of a folder in place: what is in it moves to ``data``.

    The library changes the working directory of the process for a moment, so no other thread should rely on it.

    Args:
        folder: with the payload.
        about: fields of ``bag-info.txt``; each is written on a line of its own, whatever it holds.
    """
    in_lines = {
        name: _in_a_line(told) if isinstance(told, str) else [_in_a_line(each) for each in told]
        for name, told in about.items()
    }
    bagit.make_bag(str(folder), in_lines, checksums=["sha256"])


def _in_a_line(text: str) -> str:
    return shortened(visible_in_a_line(text), LONGEST_FIELD)


def seal_bag(folder: Path) -> None:
    """Take the files that were put beside ``data`` afterwards up in the manifest of such files."""
    bagit.Bag(str(folder)).save()
    # The library writes them in the order of the file system, with one space, which some `sha256sum` do not read.
    path = folder / LAST_LIST
    entries = sorted(tuple(reversed(line.split(None, 1))) for line in path.read_text(encoding="utf-8").splitlines())
    text = "".join(f"{digest}  {name}\n" for name, digest in entries)
    path.write_text(text, encoding="utf-8", newline="\n")


def require_bag(folder: Path) -> None:
    """Nothing, where a folder is a bag at first sight.

    Raises:
        DamagedArchiveError: it is no bag at all.
    """
    if not (folder / "bagit.txt").is_file():
        raise DamagedArchiveError(f"{folder} is no archive in BagIt form: there is no bagit.txt in it")


def bag_problems(folder: Path) -> list[str]:
    """What is wrong with a bag (Dutch); empty when every file is there, unchanged, and no other.

    Raises:
        DamagedArchiveError: it is no bag at all.
    """
    try:
        bag = bagit.Bag(str(folder))
    except (bagit.BagError, OSError, ValueError) as error:
        raise DamagedArchiveError(f"{folder} is no archive in BagIt form: {error}") from error
    if "sha256" not in bag.algorithms:
        raise DamagedArchiveError(
            f"{folder} has no manifest-sha256.txt; it is no archive of rso, or that was taken away"
        )
    problems = _differences(folder, bag)
    try:
        bag.validate()
    except (bagit.BagError, OSError, ValueError) as error:
        return problems or [f"het pakket klopt niet: {error}"]
    return problems


def _differences(folder: Path, bag: bagit.Bag) -> list[str]:
    """By file; the library passes over files beside ``data`` that are on no list, and does not name all that differ."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    lists = {LAST_LIST, SIGNATURE}
    listed = {Path(path).as_posix() for path in bag.entries}
    problems = [f"{path}: staat op de lijst, maar is er niet" for path in sorted(listed - there)]
    problems += [f"{path}: is er wel, maar staat op geen lijst" for path in sorted(there - listed - lists)]
    for path in sorted(listed & there):
        if _sha256(folder / path) != bag.entries[path].get("sha256", "").lower():
            problems.append(f"{path}: is veranderd sinds het pakket werd gemaakt")
    return problems


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of the payload, as the manifest of the bag says it, by path from the top of the bag."""
    entries = bagit.Bag(str(folder)).payload_entries()
    return {path: hashes["sha256"].lower() for path, hashes in entries.items()}
