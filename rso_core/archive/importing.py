"""The way back: the events of an archive into an empty store, byte for byte, all of them or none."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import attrs

from rso_core.archive.errors import DamagedArchiveError, LineError
from rso_core.archive.keys_file import read_keys, without_erased
from rso_core.archive.lines import read_lines
from rso_core.archive.proofs import ReadCheckpoint
from rso_core.archive.schemas import unreadable
from rso_core.archive.stored_rows import fill_store, must_be_empty
from rso_core.archive.verify import EVENTS, Held, must_hold, verify_archive
from rso_core.proof.merkle import root_of
from rso_core.store.event_store import EventStore
from rso_core.store.restorations import note_restoration
from rso_core.store.stored import StoredRow

KEYS = Path("data/persons/keys.json")


@attrs.frozen(kw_only=True)
class ImportReport:
    """What an import came to: number of events, their root hash (hexadecimal), and number of keys put back."""

    events: int
    root: str
    keys: int


def import_archive(
    folder: Path,
    store: EventStore,
    read_checkpoint: ReadCheckpoint | None = None,
    held: Held | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> ImportReport:
    """Put the events of an archive into an empty store, in one transaction, after checking the whole archive.

    All events are in memory meanwhile.

    Args:
        folder: of the archive.
        store: with no event in it.
        read_checkpoint, held: see `verify_archive`.
        progress: called as it goes.

    Raises:
        DamagedArchiveError: the archive is not as it was made; nothing was put in.
        ArchiveError: it cannot be read, or holds what this release does not know; nothing was put in.
        NotEmptyError: there are events in the store; nothing was put in.
        StoreError: the database refused; nothing was put in.
    """
    must_be_empty(store)
    report = verify_archive(folder, read_checkpoint, held, progress)
    must_hold(report)
    keys = _keys(folder / KEYS)
    with (folder / EVENTS).open("rb") as file:
        rows = readable_rows(file, report.events or 0, progress)
    if root_of([row.leaf_hash() for row in rows]).hex() != report.root:
        raise DamagedArchiveError(f"{folder} was changed while it was being read; nothing was put in")
    keys = without_erased(keys, rows)
    root = fill_store(store, rows)
    note_restoration(store.url, len(rows), folder.resolve().name)
    if keys:
        store.keys.put(keys)
    return ImportReport(events=len(rows), root=root, keys=len(keys))


def readable_rows(
    file: BinaryIO, total: int, progress: Callable[[str, int, int], None] | None = None
) -> list[StoredRow]:
    """The events of a file of lines, each one that this release can read.

    Raises:
        LineError: at the first line that is not right, or that this release cannot read.
    """
    rows = []
    for number, row in enumerate(read_lines(file), start=1):
        problem = unreadable(row)
        if problem is not None:
            raise LineError(number, problem)
        rows.append(row)
        if progress is not None:
            progress("Reading", number, total)
    return rows


def _keys(path: Path) -> dict[str, bytes]:
    return read_keys(path) if path.is_file() else {}
