"""The export: the whole record as an archive in open formats, with metadata, fixity and proof."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import attrs

from rso_core.archive import check_archive
from rso_core.archive.bag import LAST_LIST, SIGNATURE, make_bag, manifest, seal_bag
from rso_core.archive.contents import Contents, contents_of, events_until
from rso_core.archive.described import Description, Whole, parts_of, write_description
from rso_core.archive.documents import CopiedDocument, copy_documents
from rso_core.archive.errors import ArchiveError
from rso_core.archive.keys_file import write_keys
from rso_core.archive.lines import line_of
from rso_core.archive.proofs import ProofFiles, Prove, SignManifest
from rso_core.archive.readme import Told, readme
from rso_core.archive.registers import NamedRegister, registers_of, untold_in, write_registers
from rso_core.archive.schemas import is_open, line_schema, states_schema
from rso_core.archive.stored_rows import rows_until
from rso_core.atomic_write import sync_folder
from rso_core.html_page import legible
from rso_core.projection import ReadModel
from rso_core.proof.merkle import root_of
from rso_core.store.event_store import EventStore
from rso_core.time_zone import AMSTERDAM
from rso_core.work_folder import clear_leftovers, work_folder

README = "LEESMIJ.md"
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how far that is, and how far it goes."""


@attrs.frozen(kw_only=True)
class ExportReport:
    """What an export came to.

    Attributes:
        folder: where the archive is.
        events, root: number of events, and the hash over all of them (hexadecimal).
        registers: names of the registers.
        failed: what the read models said that could not be made.
        untold: rows of the registers that could not be told, a line each; they stand in them with a mark.
        documents: those that the record names, with where they lie.
        signed: whether a signed checkpoint goes with it.
        signed_whole: whether all that is in it is signed.
        keys: number of keys of persons that go with it; None when they were left out.
        described: number of MDTO documents.
        cleared: what runs that were killed had left half made beside it, and was cleared away.
    """

    folder: Path
    events: int
    root: str
    registers: tuple[str, ...]
    failed: tuple[str, ...]
    untold: tuple[str, ...]
    documents: tuple[CopiedDocument, ...]
    signed: bool
    signed_whole: bool
    keys: int | None
    described: int
    cleared: tuple[Path, ...] = ()

    @property
    def missing(self) -> tuple[CopiedDocument, ...]:
        """Documents that the record names and that were not at hand."""
        return tuple(each for each in self.documents if each.file is None)


@attrs.frozen
class _Events:
    leaves: tuple[bytes, ...]
    topics: tuple[str, ...]
    sealed: bool


def export_archive(
    store: EventStore,
    models: Sequence[ReadModel],
    target: Path,
    made_at: datetime,
    *,
    description: Description | None = None,
    documents: Path | None = None,
    prove: Prove | None = None,
    sign: SignManifest | None = None,
    keys: Mapping[str, bytes] | None = None,
    raw_cells: bool = False,
    progress: Progress | None = None,
) -> ExportReport:
    """Export the whole record, as it is at this moment, to a new or empty folder.

    It is written beside that folder and takes its name when it is complete, so that half an archive never looks whole.

    Args:
        store: the record; others may go on writing.
        models: read models whose registers go with it.
        target: the folder.
        made_at: the moment (aware); registers hold on its day in Europe/Amsterdam.
        description: what the metadata say that the record does not.
        documents: folder in which the documents are sought that the record names by their hash.
        prove: gives the signed checkpoint.
        sign: signs all that is in it; None where the record has no key to sign with.
        keys: keys of persons to go with it; None leaves them out.
        raw_cells: leave in the tables what a spreadsheet would take for a formula as it is.
        progress: called as it goes.

    Raises:
        ArchiveError: the folder cannot be used, the record is empty, or a setting is wrong.
        StoreError: the store cannot be read.
    """
    said = (description or Description()).checked()
    tell = progress or _silent
    head = store.head()
    if head == 0:
        raise ArchiveError("the record is empty, so there is nothing to export")
    cleared = clear_leftovers(target.absolute().parent)
    with _beside(target) as folder:
        events = _write_events(store, head, folder, tell)
        decoded = events_until(store, head)
        contents = contents_of(decoded, events.topics)
        root = root_of(events.leaves)
        proof = prove(len(events.leaves), root) if prove is not None else None
        _write_schemas(contents, folder / "schemas")
        _write_proof(len(events.leaves), root, proof, folder / "proof")
        if keys is not None:
            (folder / "persons").mkdir()
            write_keys(keys, folder / "persons" / "keys.json")
        on = made_at.astimezone(AMSTERDAM).date()
        registers, failed = registers_of(models, decoded, on, lambda *at: tell("Registers", *at))
        write_registers(registers, folder / "registers", on, made_at, raw_cells=raw_cells)
        copied = copy_documents(contents.documents, documents, folder / "documents", raw_cells=raw_cells)
        told = _told(
            contents, said, made_at, events, root, proof, keys, registers, failed, copied, whole=sign is not None
        )
        described = _bagged(folder, told, said)
        if sign is not None:
            text = sign((folder / LAST_LIST).read_bytes(), len(events.leaves), root)
            (folder / SIGNATURE).write_text(text, encoding="utf-8", newline="\n")
    return ExportReport(
        folder=target,
        events=len(events.leaves),
        root=root.hex(),
        registers=tuple(each.name for each in registers),
        failed=failed,
        untold=untold_in(registers),
        documents=copied,
        signed=proof is not None,
        signed_whole=sign is not None,
        keys=None if keys is None else len(keys),
        described=described,
        cleared=tuple(cleared),
    )


def _told(
    contents: Contents,
    said: Description,
    made_at: datetime,
    events: _Events,
    root: bytes,
    proof: ProofFiles | None,
    keys: Mapping[str, bytes] | None,
    registers: Sequence[NamedRegister],
    failed: Sequence[str],
    copied: Sequence[CopiedDocument],
    *,
    whole: bool,
) -> Told:
    creators = said.creators or contents.parties
    if not creators:
        raise ArchiveError("the record names no party; say with --archive-creator which organisation made it")
    return Told(
        title=f"Dossier {' en '.join(contents.titles)}" if contents.titles else "Dossier van de samenwerking",
        creators=creators,
        made_at=made_at,
        software=f"rso {_version()}",
        size=len(events.leaves),
        root=root.hex(),
        contents=contents,
        signed=proof is not None,
        signed_whole=whole,
        sealed=events.sealed,
        keys=None if keys is None else len(keys),
        registers=registers,
        failed=failed,
        documents=copied,
    )


def _bagged(folder: Path, told: Told, said: Description) -> int:
    """Make a bag of the payload, and put metadata and the text to read first beside it."""
    # Only where there is something to say, so that a whole archive has no other fields than it always had.
    fields = {"Not-Told": [legible(line) for line in told.not_told()]} if told.not_told() else {}
    if told.signed_whole:
        fields["Signed-Manifest"] = [SIGNATURE]
    make_bag(
        folder,
        {
            "Source-Organization": list(told.creators),
            "External-Description": told.title,
            "External-Identifier": told.root,
            "Bagging-Date": told.made_at.astimezone(AMSTERDAM).date().isoformat(),
            "Bag-Software-Agent": told.software,
            **fields,
        },
    )
    first = told.root[:16]
    whole = Whole(
        id=f"{told.size}-{first}",
        title=told.title,
        contents=told.contents,
        description=said,
        creators=told.creators,
        made_at=told.made_at,
        result=f"{told.size} gebeurtenissen; hash {told.root}.",
        parts=parts_of(sealed=told.sealed, keys=told.keys is not None),
    )
    described = write_description(folder, whole, manifest(folder))
    (folder / README).write_text(readme(told), encoding="utf-8", newline="\n")
    seal_bag(folder)
    return described


def _write_events(store: EventStore, head: int, folder: Path, tell: Progress) -> _Events:
    leaves: list[bytes] = []
    topics: set[str] = set()
    sealed = True
    with (folder / "events.jsonl").open("wb") as file:
        for index, (position, row) in enumerate(rows_until(store, head)):
            file.write(line_of(index, row))
            leaves.append(row.leaf_hash())
            topics.add(row.topic)
            sealed = sealed and not is_open(row)
            tell("Events", position, head)
    return _Events(tuple(leaves), tuple(sorted(topics)), sealed)


def _write_schemas(contents: Contents, folder: Path) -> None:
    folder.mkdir()
    for name, schema in (("line", line_schema()), ("states", states_schema(contents.topics))):
        text = json.dumps(schema, ensure_ascii=False, indent=1)
        (folder / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_proof(size: int, root: bytes, proof: ProofFiles | None, folder: Path) -> None:
    folder.mkdir()
    texts = {
        "root.txt": f"{size}\n{root.hex()}\n",
        "check_archive.py": Path(check_archive.__file__).read_text(encoding="utf-8"),
    }
    if proof is not None:
        texts |= {
            "checkpoint.txt": proof.checkpoint,
            "log-key.txt": proof.log_key,
            "first-event.json": proof.event_proof,
            "check_proof.py": proof.verifier,
        }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder beside the target, that takes its place when all went well, and else goes."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ArchiveError(f"{target} is there already and is no empty folder; name a new one")
    try:
        with work_folder(target) as folder:
            yield folder
            if target.exists():
                target.rmdir()
            folder.rename(target)
            sync_folder(target.absolute().parent)
    except OSError as error:
        raise ArchiveError(f"{error.filename or target} cannot be written: {error.strerror or error}") from error


def _silent(_doing: str, _done: int, _total: int) -> None:
    """Tells nobody."""


def _version() -> str:
    try:
        return version("rso-core")
    except PackageNotFoundError:  # a source tree that was not installed
        return "(onbekende versie)"
