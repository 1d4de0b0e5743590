"""An archive of the invented region for tests: its record, its document, and short ways to export and to look inside."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from acts_of_a_region import NOW, adopted_text, open_region, record_a_year
from rso_core import Application
from rso_core.archive import ExportReport, ProofFiles, export_archive
from rso_core.archive.stored_rows import rows_until
from rso_core.hooks import Plugins
from rso_core.projection import ReadModel
from rso_core.proof.merkle import root_of
from rso_core.store import EventStore

PAPER = b"%PDF-1.7\nHet convenant, verzonnen.\n%%EOF\n"


def region_with_text(url: str) -> Application:
    """The record of the region, with a covenant of which the text has a hash, and a year of meetings."""
    application = open_region(url)
    adopted_text(application, hashlib.sha256(PAPER).hexdigest())
    record_a_year(application)
    return application


def papers(folder: Path) -> Path:
    """A folder in which the text of the covenant lies."""
    (folder / "map").mkdir(parents=True)
    (folder / "map" / "het convenant.pdf").write_bytes(PAPER)
    return folder


@cache
def read_models() -> tuple[ReadModel, ...]:
    """Those of all plugins."""
    return Plugins().read_models()


def export(
    store: EventStore, target: Path, registers: Sequence[str] = ("parties", "decisions"), **more: Any
) -> ExportReport:
    """An export with a few registers."""
    models = [model for model in read_models() if model.name in registers]
    return export_archive(store, models, target, more.pop("made_at", NOW), **more)


def keys_of(store: EventStore) -> dict[str, bytes]:
    """The keys of persons of a store; two of them when there are none."""
    if not store.keys.exported():
        store.keys.put({"p-1": b"\x01" * 32, "p-2": b"\x02" * 32})
    return store.keys.exported()


def root_at(store: EventStore, size: int | None = None) -> str:
    """The root hash over the first so many events of a store; over all when left out."""
    leaves = [row.leaf_hash() for _, row in rows_until(store, store.head())]
    return root_of(leaves[:size]).hex()


def unsigned_proof(size: int, root: bytes) -> ProofFiles:
    """A checkpoint of which the key and the signature are words."""
    return ProofFiles(
        checkpoint=f"{size} {root.hex()} getekend", log_key="sleutel", event_proof="{}", verifier="# narekenen\n"
    )


def read_unsigned(text: str, key: str) -> tuple[int, bytes]:
    """Reads such a checkpoint."""
    size, root, signature = text.split()
    if (signature, key) != ("getekend", "sleutel"):
        raise ValueError("een andere sleutel")
    return int(size), bytes.fromhex(root)


def payload(folder: Path) -> Mapping[str, bytes]:
    """Every file of the payload by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "data").rglob("*")
        if path.is_file()
    }
