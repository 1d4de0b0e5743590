"""Backup of a live record and its way back: one file that is itself a record, without registers and without names.

A record only grows, so what stands up to its head of one moment is a consistent whole; nobody has to stop writing.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import gettempdir

import attrs
from sqlalchemy.engine import URL

from rso_core.archive.errors import ArchiveError, DamagedArchiveError
from rso_core.archive.keys_file import keys_for, read_keys, write_keys
from rso_core.archive.stored_rows import become, begin_to_fill, fill_store, must_be_fillable, put_keys, rows_until
from rso_core.atomic_write import sync_folder
from rso_core.proof.merkle import root_of
from rso_core.store.errors import NewerStoreError, StoreError
from rso_core.store.event_store import EventStore
from rso_core.store.record_facts import identity_in_file
from rso_core.store.restorations import note_restoration, restoration_of
from rso_core.store.stored import StoredRow
from rso_core.work_folder import clear_leftovers, work_folder

Progress = Callable[[int, int], None]
"""Called with how far it is, and how far it goes."""
RESTORING = "rso-restore"
"""How the name begins of the folder in which a restore reads a copy."""
Along = Callable[[EventStore, EventStore, int], None]
"""Copies what else belongs to the first so many events, such as checkpoints, from one store to another."""


@attrs.frozen(kw_only=True)
class BackupReport:
    """What a backup or a restore came to.

    Attributes:
        file: the backup.
        events, root: number of events, and the hash over all of them (hexadecimal).
        keys: number of keys of persons that went with it; None when they were left out.
        not_opening: persons whose name their key in the file does not open; it was left out.
        cleared: what runs that were killed had left half made, and was cleared away.
        copied_live: whether the file is no backup but a copy of a store in use, without its write-ahead log. Where the store
            was open when it was copied, its last acts may be missing; the file cannot tell.
    """

    file: Path
    events: int
    root: str
    keys: int | None
    not_opening: tuple[str, ...] = ()
    cleared: tuple[Path, ...] = ()
    copied_live: bool = False


def back_up(
    store: EventStore,
    file: Path,
    *,
    keys_to: Path | None = None,
    along: Along | None = None,
    progress: Progress | None = None,
) -> BackupReport:
    """Back up a live record to a new file, from SQLite or PostgreSQL. All events are in memory meanwhile.

    The file is an SQLite store of its own: the events byte for byte, the keys of acts, which record it is, and no
    registers. Names of persons stay sealed in it; the keys to them go to a second file, or nowhere. A run that was killed can
    be done again; what it left half made is cleared away.

    Args:
        store: the record; others may go on writing.
        file: the backup; it must not exist.
        keys_to: file for the keys of persons; it must not exist, unless it holds these very keys. Only its owner can read it.
        along: what else to copy.
        progress: called as it goes.

    Raises:
        ArchiveError: a file cannot be written, or the record is empty.
        StoreError: the store cannot be read.
    """
    if keys_to is not None and keys_to.absolute() == file.absolute():
        raise ArchiveError(f"the keys of persons cannot be in the backup itself, {file}; name another file for them")
    if file.exists():
        raise _there_already(file)
    head = store.head()
    rows = _rows(store, head, progress)
    if not rows:
        raise ArchiveError("the record is empty, so there is nothing to back up")
    # Keys of a person whose events are in the backup exist by now; taken later, none of them is missed.
    keys = store.keys.exported() if keys_to is not None else None
    cleared = clear_leftovers(file.absolute().parent)
    try:
        with work_folder(file) as folder:
            half = folder / "backup.db"
            with EventStore.open(_address(half)) as copy:
                copy.facts.take_identity(store.facts.identity)
                root = fill_store(copy, rows)
                if along is not None:
                    along(store, copy, len(rows))
            _in_one_file(half)
            if keys is not None and keys_to is not None:
                _put_keys(keys, keys_to)
            half.rename(file)
            sync_folder(file.absolute().parent)
    except OSError as error:
        raise ArchiveError(f"{error.filename or file} cannot be written: {error.strerror or error}") from error
    return BackupReport(
        file=file, events=len(rows), root=root, keys=None if keys is None else len(keys), cleared=tuple(cleared)
    )


def _put_keys(keys: Mapping[str, bytes], path: Path) -> None:
    """Write keys to a new file, unless a run that was killed wrote these before."""
    if not path.exists():
        write_keys(keys, path)
    elif not path.is_file() or not _holds(path, keys):
        raise _there_already(path)


def _holds(path: Path, keys: Mapping[str, bytes]) -> bool:
    try:
        return read_keys(path) == keys
    except ArchiveError:
        return False


def _there_already(path: Path) -> ArchiveError:
    return ArchiveError(f"{path} is there already; a backup never goes over another: name a new file")


def restore(
    file: Path,
    store: EventStore,
    *,
    root: str | None = None,
    keys_from: Path | None = None,
    along: Along | None = None,
    progress: Progress | None = None,
) -> BackupReport:
    """Put a backup into an empty store, on SQLite or PostgreSQL, all of it or nothing; that is then the record it is of.

    The keys go first, so that no name is lost whenever it is stopped; run again, it finishes what was stopped.

    Args:
        file: the backup.
        store: with no event in it, or with those of this backup and no other.
        root: the root hash that was noted when the backup was made, to hold it to (hexadecimal).
        keys_from: file with the keys of persons; those of persons who are erased in the backup stay out.
        along: what else to copy.
        progress: called as it goes.

    Raises:
        DamagedArchiveError: the backup does not have that root hash; nothing was put in.
        ArchiveError: a file cannot be read, or is no backup.
        KeysNotOfRecordError: the keys are those of another record; nothing was put in.
        NotEmptyError, StoreError: nothing was put in.
    """
    must_be_fillable(store)
    if not file.is_file():
        raise ArchiveError(f"there is no backup {file}")
    keys = read_keys(keys_from) if keys_from is not None else None
    with _copied(file) as copy, ExitStack() as opened:
        identity = identity_in_file(copy)
        backup = opened.enter_context(_opened(copy, file))
        rows = _rows(backup, backup.head(), progress)
        if not rows:
            raise ArchiveError(f"{file} holds no events, so it is no backup")
        found = root_of([row.leaf_hash() for row in rows]).hex()
        if root is not None and found != root.strip().lower():
            raise DamagedArchiveError(
                f"{file} has root hash {found}, not {root}; it is another backup, or it was altered"
            )
        begun = begin_to_fill(store, rows)
        # Names in a store of before are sealed when it is opened, as the copy was: its keys are made then.
        brought = {**(keys or {}), **(backup.keys.exported() if Path(copy.with_stem("backup-keys")).exists() else {})}
        sorted_keys = keys_for(brought, rows)
        if identity is not None:
            become(store, identity)
        put_keys(store, sorted_keys.fitting, filled=begun)
        if not begun:
            fill_store(store, rows)
        if along is not None:
            along(backup, store, len(rows))
    if restoration_of(store.url) is None:
        note_restoration(store.url, len(rows), file.name)
    store.facts.end_restoring()
    return BackupReport(
        file=file,
        events=len(rows),
        root=found,
        keys=None if keys is None else len(sorted_keys.fitting),
        not_opening=sorted_keys.not_opening,
        copied_live=_lacks_its_log(file),
    )


def _address(path: Path) -> str:
    return URL.create("sqlite", database=str(path)).render_as_string()


@contextmanager
def _copied(file: Path) -> Iterator[Path]:
    """A copy to read from: opening a store may write to it, and a backup stays as it is."""
    temporary = Path(gettempdir())
    clear_leftovers(temporary, of=RESTORING)
    with work_folder(temporary / RESTORING) as folder:
        copy = folder / "backup.db"
        try:
            shutil.copyfile(file, copy)
            if _log_of(file).exists():
                # What was recorded last may still be in there alone.
                shutil.copyfile(_log_of(file), _log_of(copy))
        except OSError as error:
            raise ArchiveError(f"{file} cannot be read: {error.strerror}") from error
        yield copy


def _lacks_its_log(file: Path) -> bool:
    """Whether an SQLite file says that it goes with a write-ahead log, and there is none beside it.

    A backup of rso goes without. So does a store that was closed well, as far as the file tells.
    """
    with file.open("rb") as opened:
        header = opened.read(20)
    # SQLite, "The Database File Format", 1.3.3: 2 stands for a write-ahead log.
    return header[18:20] == b"\x02\x02" and not _log_of(file).exists()


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def _opened(copy: Path, file: Path) -> EventStore:
    try:
        return EventStore.open(_address(copy), names=False)
    except NewerStoreError:
        raise
    except StoreError as error:
        raise ArchiveError(f"{file} is no backup: it is no store of rso, or it is damaged") from error


def _rows(store: EventStore, head: int, progress: Progress | None) -> list[StoredRow]:
    rows = []
    for position, row in rows_until(store, head):
        rows.append(row)
        if progress is not None:
            progress(position, head)
    return rows


def _in_one_file(path: Path) -> None:
    """Bring what is still in the write-ahead log into the file itself, so that the file alone is the backup."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()
