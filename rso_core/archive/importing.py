"""The way back: the events of an archive into an empty store, byte for byte, all of them or none."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import attrs

from rso_core.archive.errors import DamagedArchiveError, LineError
from rso_core.archive.keys_file import keys_for, read_keys
from rso_core.archive.lines import read_lines
from rso_core.archive.proofs import ReadCheckpoint, ReadManifest
from rso_core.archive.schemas import unreadable
from rso_core.archive.stored_rows import begin_to_fill, fill_store, must_be_fillable, put_keys
from rso_core.archive.verify import EVENTS, Held, must_hold, verify_archive
from rso_core.proof.merkle import root_of
from rso_core.store.event_store import EventStore
from rso_core.store.restorations import note_restoration, restoration_of
from rso_core.store.stored import StoredRow

KEYS = Path("data/persons/keys.json")
CHECKPOINT = Path("data/proof/checkpoint.txt")


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
    read_manifest: ReadManifest | None = None,
    along: Callable[[EventStore, str], None] | None = None,
) -> ImportReport:
    """Put the events of an archive into an empty store, in one transaction, after checking the whole archive.

    Its keys go first, if there are any; run again, it finishes what was stopped. All events are in memory meanwhile.

    Args:
        folder: of the archive.
        store: with no event in it, or with those of this archive and no other.
        read_checkpoint, held, read_manifest: see `verify_archive`.
        progress: called as it goes.
        along: takes the checkpoint that lies in the archive up in the store; it was checked before.

    Raises:
        DamagedArchiveError: the archive is not as it was made; nothing was put in.
        ArchiveError: it cannot be read, or holds what this release does not know; nothing was put in.
        NotEmptyError: there are events in the store; nothing was put in.
        StoreError: the database refused; nothing was put in.
    """
    must_be_fillable(store)
    report = verify_archive(folder, read_checkpoint, held, progress, read_manifest=read_manifest)
    must_hold(report)
    keys = _keys(folder / KEYS)
    with (folder / EVENTS).open("rb") as file:
        rows = readable_rows(file, report.events or 0, progress)
    if root_of([row.leaf_hash() for row in rows]).hex() != report.root:
        raise DamagedArchiveError(f"{folder} was changed while it was being read; nothing was put in")
    begun = begin_to_fill(store, rows)
    found = keys_for(keys, rows)
    put_keys(store, found.fitting, filled=begun)
    if not begun:
        fill_store(store, rows)
    if restoration_of(store.url) is None:
        note_restoration(store.url, len(rows), folder.resolve().name)
    checkpoint = folder / CHECKPOINT
    if along is not None and checkpoint.is_file():
        along(store, checkpoint.read_text(encoding="utf-8"))
    store.facts.end_restoring()
    return ImportReport(events=len(rows), root=str(report.root), keys=len(found.fitting))


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
