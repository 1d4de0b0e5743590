"""Where the documents of the record are: a folder, searched by the hash that the record knows."""

import hashlib
import mimetypes
from pathlib import Path

import attrs

from rso_pleio.client import Upload
from rso_pleio.errors import SetupError


@attrs.define
class DocumentsFolder:
    """Documents in a folder and those below it, found by their SHA-256; read anew in each round.

    Args:
        folder: None when there are no documents at hand.
    """

    folder: Path | None
    _known: dict[Path, tuple[float, int, str]] = attrs.field(factory=dict)

    def hashes(self) -> frozenset[str]:
        """SHA-256 of every document that is there.

        Raises:
            SetupError: the folder is not there.
        """
        return frozenset(self._by_hash())

    def find(self, sha256: str) -> Upload | None:
        """The document with this hash; None when it is not there."""
        path = self._by_hash().get(sha256)
        if path is None:
            return None
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            return None  # it was changed while we looked
        mime, _ = mimetypes.guess_type(path.name)
        return Upload(path.name, content, mime or "application/octet-stream")

    def _by_hash(self) -> dict[str, Path]:
        if self.folder is None:
            return {}
        if not self.folder.is_dir():
            raise SetupError(f"the folder of documents {self.folder} is not there; mend 'documents' under [pleio]")
        found: dict[str, Path] = {}
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                found.setdefault(self._hash(path), path)
        return found

    def _hash(self, path: Path) -> str:
        stat = path.stat()
        known = self._known.get(path)
        if known is None or known[:2] != (stat.st_mtime, stat.st_size):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            known = self._known[path] = (stat.st_mtime, stat.st_size, digest)
        return known[2]
