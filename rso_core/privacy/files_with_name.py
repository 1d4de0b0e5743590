"""Files of this machine that still hold the name, the address or the key of somebody who is erased.

What rso made lies where somebody told it to: kept plans, exports, archives, backups of keys, reports. Nothing keeps a list of
them, which would be one more place with names; they are looked for by what stands in them.
"""

import html
import json
import os
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from rso_core.application import Application
from rso_core.domain.person import PersonCorrected, PersonRegistered, person_stream

MOST_FILES = 20_000
MOST_BYTES = 2 * 1024**3
SHORTEST = 4
"""A shorter text stands in too many files to say anything."""
_AT_ONCE = 4 * 1024**2
_PASSED_OVER = frozenset({".git", "node_modules", "__pycache__", "site-packages"})
_ARCHIVE = "bagit.txt"
"""By this a folder shows that it is an archive, which is named as a whole."""


@attrs.frozen
class Sought:
    """What files are searched for.

    Attributes:
        texts: in bytes, as files hold them.
        by_name: whether names were known; else only the identifier is looked for, which files may hold without a name.
        events: ids of events in which a name or address stands as somebody typed it: in a title, a reason, who recorded it.
    """

    texts: tuple[bytes, ...]
    by_name: bool
    events: tuple[str, ...] = ()

    @classmethod
    def of(cls, application: Application, persons: Iterable[str]) -> "Sought":
        """What gives persons away: every name and address they ever had and their key; the identifier, where these are gone."""
        persons = list(persons)
        said = {
            value
            for person in persons
            for recorded in application.history(person_stream(person))
            if isinstance(recorded.event, PersonRegistered | PersonCorrected)
            for value in (recorded.event.name, recorded.event.email)
            if value is not None and len(value.strip()) >= SHORTEST
        }
        keys = [key for person in persons if (key := application.store.keys.get(person)) is not None]
        texts = [spelled for value in sorted(said) for spelled in _spelled(value.strip())]
        texts += [spelled for key in keys for spelled in (key, b64encode(key))]
        if said:
            typed = {
                r.id
                for value in said
                for r in application.store.containing(json.dumps(value.strip(), ensure_ascii=False)[1:-1].encode())
            }
            return cls(tuple(dict.fromkeys(texts)), by_name=True, events=tuple(sorted(typed)))
        quoted = [spelled for person in persons for spelled in (json.dumps(person), f"({person})", f"person:{person}")]
        return cls(tuple(text.encode() for text in quoted), by_name=False)


def _spelled(text: str) -> Iterator[bytes]:
    """A text as it stands in a file: as it is, in JSON and in a page."""
    yield text.encode()
    yield json.dumps(text)[1:-1].encode()
    yield html.escape(text).encode()


@attrs.frozen(kw_only=True)
class FilesWithName:
    """What a search came to.

    Attributes:
        found: files, and archives as a whole, in which it stands.
        unread: files that could not be read.
        whole: whether everything was looked at; else there were too many files.
        by_name: whether names were known to look for; else `found` mentions the person, by identifier.
    """

    found: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()
    whole: bool = True
    by_name: bool = True


def files_with_name(folders: Sequence[Path], sought: Sought, own: Iterable[Path]) -> FilesWithName:
    """Search folders, and those below them, for files with a name.

    Args:
        folders: where to look.
        sought: what for.
        own: files of the record itself, which it cleans: they are passed over, with what stands beside them.
    """
    passed_over = {str(path.resolve()) + suffix for path in own for suffix in ("", "-wal", "-shm", "-journal")}
    found: dict[Path, None] = {}
    unread, seen = list[Path](), set[Path]()
    size = number = 0
    for path in _files(folders):
        if path in seen or str(path) in passed_over:
            continue
        seen.add(path)
        number += 1
        try:
            size += path.stat().st_size
            if number > MOST_FILES or size > MOST_BYTES:
                return FilesWithName(found=tuple(found), unread=tuple(unread), whole=False, by_name=sought.by_name)
            if _holds(path, sought.texts):
                found[_whole(path, folders)] = None
        except OSError:
            unread.append(path)
    return FilesWithName(found=tuple(found), unread=tuple(unread), by_name=sought.by_name)


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        for above, below, names in os.walk(folder):
            below[:] = sorted(
                name for name in below if name not in _PASSED_OVER and not _is_environment(Path(above, name))
            )
            for path in (Path(above, name) for name in sorted(names)):
                if path.is_file() and not path.is_symlink():
                    yield path


def _is_environment(folder: Path) -> bool:
    """Whether it is a virtual environment of Python."""
    return (folder / "pyvenv.cfg").exists()


def _whole(path: Path, folders: Iterable[Path]) -> Path:
    """The archive in which a file lies, or the file."""
    tops = {folder.resolve() for folder in folders}
    for above in path.parents:
        if (above / _ARCHIVE).is_file():
            return above
        if above in tops:
            break
    return path


def _holds(path: Path, texts: Sequence[bytes]) -> bool:
    overlap = max(map(len, texts), default=1) - 1
    kept = b""
    with path.open("rb") as file:
        while block := file.read(_AT_ONCE):
            block = kept + block
            if any(text in block for text in texts):
                return True
            kept = block[-overlap:] if overlap else b""
    return False
