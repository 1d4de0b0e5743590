"""The documents that the record names by their hash: copied where they are at hand, and named where they are not."""

import hashlib
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from rso_core.archive.contents import NamedDocument
from rso_core.archive.errors import ArchiveError
from rso_core.archive.tables import write_table

INDEX = "documenten.csv"
_UNSAFE = re.compile(r"[^A-Za-z0-9._ -]+")
_DIGITS = 12


@attrs.frozen(kw_only=True)
class CopiedDocument:
    """A document that the record names, and where it lies in the archive; None when it was not at hand."""

    document: NamedDocument
    file: str | None


def copy_documents(
    documents: Sequence[NamedDocument], source: Path | None, target: Path, *, raw_cells: bool
) -> tuple[CopiedDocument, ...]:
    """Copy the documents of these hashes from a folder, and write a list of all of them.

    Args:
        documents: those that the record names.
        source: folder that is searched, with all folders below it; None when there is none.
        target: folder to copy to; it is made.
        raw_cells: of the list; see `write_table`.

    Raises:
        ArchiveError: the folder is not there or cannot be read.
    """
    by_hash = _hashes(source) if source is not None else {}
    target.mkdir(parents=True)
    copied = []
    for document in documents:
        path = by_hash.get(document.sha256)
        file = _file_name(document, path) if path is not None else None
        if path is not None and file is not None:
            shutil.copyfile(path, target / file)
            if _hash(target / file) != document.sha256:
                (target / file).unlink()
                file = None  # it was changed while we looked
        copied.append(CopiedDocument(document=document, file=file))
    _write_index(copied, target / INDEX, raw_cells=raw_cells)
    return tuple(copied)


def _write_index(copied: Sequence[CopiedDocument], path: Path, *, raw_cells: bool) -> None:
    titles = ["SHA-256", "Naam in de registratie", "Bestand", "Genoemd bij"]
    rows = (
        [each.document.sha256, each.document.name, each.file or "niet aanwezig", ", ".join(each.document.named_in)]
        for each in copied
    )
    write_table(path, titles, rows, raw_cells=raw_cells)


def _hashes(source: Path) -> Mapping[str, Path]:
    if not source.is_dir():
        raise ArchiveError(f"the folder of documents {source} is not there; name another with --documents")
    found: dict[str, Path] = {}
    try:
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                found.setdefault(_hash(path), path)
    except OSError as error:
        raise ArchiveError(f"{error.filename or source} cannot be read: {error.strerror}") from error
    return found


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _file_name(document: NamedDocument, path: Path) -> str:
    """Part of the hash, so that two of the same name stay apart, and a name that every file system takes."""
    name = document.name if document.name != document.sha256 else path.name
    safe = _UNSAFE.sub("_", name).strip(" .") or "document"
    suffix = path.suffix if path.suffix.lower() != Path(safe).suffix.lower() else ""
    return f"{document.sha256[:_DIGITS]} {safe[-120:]}{_UNSAFE.sub('_', suffix)}"
