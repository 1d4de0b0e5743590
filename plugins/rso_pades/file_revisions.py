"""The revisions of a PDF: where each ends in the file, what the file up to there hashes to, and what belongs to none.

Every change of a PDF is written behind what was there, so that an earlier state is still in the file, as its beginning.
Only what a reader reaches from the end of the file, by the table of each revision to the one before, is a revision; an
end mark alone makes none.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence

import attrs
from pyhanko.pdf_utils.reader import PdfFileReader

from rso_pades.findings import BYTES_BEHIND, OBJECT_ELSEWHERE, REVISION_PASSED_OVER, Finding

_END = re.compile(rb"startxref[\s\x00]{1,20}(\d{1,12})[\s\x00]{1,20}%%EOF")
_SPACE = b"\x00\t\n\x0c\r "
_MOST_SPACE = 16
"""So many characters of white space behind an end mark may belong to the file that ended there."""


@attrs.frozen
class FileRevision:
    """A revision of the file.

    Attributes:
        end: offset just behind its end mark; None where it has none of its own (the first part of a file that was
            written for the web).
        space: how many characters of white space follow.
        hashes: SHA-256 of the file up to its end mark, without white space behind it, with one character of it, and so on.
    """

    end: int | None
    space: int
    hashes: tuple[str, ...]


class FileRevisions:
    """The revisions of a file.

    Args:
        reader: of the file.
        content: all its bytes.

    Attributes:
        all: the revisions, the oldest first.
    """

    def __init__(self, reader: PdfFileReader, content: bytes) -> None:
        self._content = content
        self._xrefs = reader.xrefs
        self._marks: dict[int, list[int]] = defaultdict(list)
        for found in _END.finditer(content):
            self._marks[int(found[1])].append(found.end())
        ends, container_end = [], 0
        for revision in range(self._xrefs.total_revisions):
            table = self._xrefs.get_xref_container_info(revision)
            container_end = max(container_end, table.end_location)
            marks = self._marks.get(table.declared_startxref, ())
            ends.append(next((mark for mark in marks if mark > container_end), None))
        self.all = tuple(self._revisions(ends))

    def _revisions(self, ends: Sequence[int | None]) -> list[FileRevision]:
        """Hashes all in one pass: each end lies behind the one before."""
        so_far, at = hashlib.sha256(), 0
        found = []
        for end in ends:
            if end is None or end <= at:
                found.append(FileRevision(None, 0, ()))
                continue
            so_far.update(memoryview(self._content)[at:end])
            at = end
            behind = self._content[end : end + _MOST_SPACE]
            space = len(behind) - len(behind.lstrip(_SPACE))
            hashes = [so_far.hexdigest()]
            for count in range(1, space + 1):
                longer = so_far.copy()
                longer.update(behind[:count])
                hashes.append(longer.hexdigest())
            found.append(FileRevision(end, space, tuple(hashes)))
        return found

    def outside(self) -> Finding | None:
        """What stands behind the last revision, where that is more than white space."""
        end = self.all[-1].end if self.all else None
        left = len(self._content[end or 0 :].strip(_SPACE))
        return BYTES_BEHIND(count=left) if end is None or left else None

    def passed_over(self, revision: int) -> Finding | None:
        """A revision that was written after this one, and is reached from none."""
        end = self.all[revision].end
        ends = {each.end for each in self.all}
        hidden = end is None or any(mark > end and mark not in ends for marks in self._marks.values() for mark in marks)
        return REVISION_PASSED_OVER() if hidden else None

    def ahead(self) -> Finding | None:
        """A revision whose table points to bytes that were written after it."""
        for number, revision in enumerate(self.all):
            if revision.end is None:
                continue
            data = self._xrefs.get_xref_data(number)
            if any(offset >= revision.end for _, offset in data.standard_xrefs.values()):
                return OBJECT_ELSEWHERE(revision=number + 1)
        return None
