"""The keys of persons as a file: who has it beside the events can read every name in them."""

import base64
import binascii
import errno
import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from rso_core.archive.errors import ArchiveError
from rso_core.atomic_write import write_whole
from rso_core.events import event_classes
from rso_core.store.keys_brought_back import KeysSorted
from rso_core.store.keys_place import KEYS
from rso_core.store.private_files import SQLITE
from rso_core.store.sealed_names import SEALED
from rso_core.store.sealing import KEY_BYTES, person_of
from rso_core.store.stored import StoredRow


def write_keys(keys: Mapping[str, bytes], path: Path) -> None:
    """Write keys of persons to a new file that only its owner can read.

    Raises:
        ArchiveError: the file is there already, or cannot be written.
    """
    text = json.dumps({person: base64.b64encode(key).decode() for person, key in sorted(keys.items())}, indent=1)
    if path.exists():
        raise ArchiveError(f"{path} cannot be written: {os.strerror(errno.EEXIST)}; name a new file")
    try:
        write_whole(path, text + "\n")
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {error.strerror}; name a new file") from error


def keys_for(keys: Mapping[str, bytes], rows: Sequence[StoredRow]) -> KeysSorted:
    """Keys that are to go with these events: an older file of keys must not bring a name back, nor one of another record any.

    Raises:
        KeysNotOfRecordError: they open none of the names that stand in the events.
    """
    classes = event_classes()
    erased = frozenset(
        person_of(row.stream) for row in rows if getattr(classes.get(row.topic.rpartition("/")[0]), "erases", False)
    )
    names: dict[str, list[StoredRow]] = {}
    for row in rows:
        if SEALED in row.state:
            names.setdefault(person_of(row.stream), []).append(row)
    found = KeysSorted.of(keys, names, erased)
    found.require_fitting()
    return found


def read_keys(path: Path) -> dict[str, bytes]:
    """Keys of persons from a file, by person: as `write_keys` wrote them, or an SQLite file in which rso keeps them.

    Raises:
        ArchiveError: the file cannot be read, or holds something else.
    """
    try:
        content = path.read_bytes()
        if content.startswith(SQLITE):
            return _kept_in(path)
        said = msgspec.json.decode(content, type=dict[str, str])
        keys = {person: base64.b64decode(key, validate=True) for person, key in said.items()}
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise ArchiveError(f"{path} is no file of keys of persons: {error}") from error
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}") from error
    return _checked(keys, path)


def _kept_in(path: Path) -> dict[str, bytes]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            kept = connection.execute(f"SELECT person, key FROM {KEYS.name} WHERE key IS NOT NULL").fetchall()
    except sqlite3.Error as error:
        raise ArchiveError(f"{path} is no file of keys of persons: {error}") from error
    return _checked({str(person): bytes(key) for person, key in kept}, path)


def _checked(keys: dict[str, bytes], path: Path) -> dict[str, bytes]:
    for person, key in keys.items():
        if len(key) != KEY_BYTES:
            raise ArchiveError(f"{path}: the key of {person} has {len(key)} bytes, not {KEY_BYTES}")
    return keys
