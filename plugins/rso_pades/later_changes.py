"""What was changed from one revision of a PDF to the next, and whether a signature allows what came after it."""

from collections.abc import Collection

import attrs
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffPolicy, DiffResult, SuspiciousModification
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from rso_pades.allowed_changes import FILLING_IN, SIGNING
from rso_pades.findings import (
    FIELD_LOCKED,
    FILLED_IN_AFTER,
    NO_CHANGES_ALLOWED,
    NOT_CERTIFIED_FOR,
    VISIBLE_FIELD_ADDED,
    Finding,
)
from rso_pades.what_changed import change_told

_FILLS_IN = (MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE)


@attrs.frozen
class Permissions:
    """What a signature allows to be changed after it.

    Attributes:
        level: of the certification in force when it was set (DocMDP); None where there is none.
        locked: fields that it locks (FieldMDP).
    """

    level: MDPPerm | None
    locked: FieldMDPSpec | None


class Changes:
    """The changes of a file, each revision held against the one before; every answer is worked out once.

    Args:
        reader: of the file.
        whole: the revisions that were a file by themselves; another cannot be held against one, as the first part of a
            file that was written for the web.
    """

    def __init__(self, reader: PdfFileReader, whole: Collection[int]) -> None:
        self._reader, self._whole = reader, whole
        self._count: int = reader.xrefs.total_revisions
        self._known: dict[tuple[int, bool, MDPPerm | None], DiffResult | Finding] = {}

    def only_signing(self, revision: int) -> Finding | None:
        """What a revision (from 1) changed besides what signing asks for; None where that is nothing."""
        found = self._judged(revision, filling_in=False, level=None)
        return found if isinstance(found, Finding) else None

    def same_text(self, revision: int) -> range:
        """The revisions around one between which nothing but signing happened: all show the same text."""
        first, last = revision, revision
        while first - 1 in self._whole and self.only_signing(first) is None:
            first -= 1
        while last + 1 < self._count and self.only_signing(last + 1) is None:
            last += 1
        return range(first, last + 1)

    def set_apart(self, window: range) -> Finding | None:
        """What set the revisions that show one text apart from the whole one before them; None where there is none."""
        return self.only_signing(window.start) if window.start - 1 in self._whole else None

    def after(self, revision: int, allows: Permissions) -> tuple[list[Finding], list[Finding]]:
        """What was done after a signature that it does not allow, and what it allows and the reader should know."""
        faults, remarks = [], []
        for later in range(revision + 1, self._count):
            fault, filled = self._one_after(later, allows)
            if fault is not None:
                faults.append(fault)
                break
            if filled:
                remarks.append(FILLED_IN_AFTER(fields=", ".join(sorted(filled))))
        return faults, remarks

    def _one_after(self, revision: int, allows: Permissions) -> tuple[Finding | None, Collection[str]]:
        level, told = allows.level, revision + 1
        signing = self._judged(revision, filling_in=False, level=None)
        if isinstance(signing, DiffResult):
            if level is not None and signing.modification_level.value > level.value:
                return NO_CHANGES_ALLOWED(revision=told), ()
            if level is not None and isinstance(self._judged(revision, filling_in=False, level=level), Finding):
                return VISIBLE_FIELD_ADDED(revision=told, level=level.value), ()
            return self._locked(signing, allows, told), ()
        filling = self._judged(revision, filling_in=True, level=level)
        if isinstance(filling, DiffResult) and level in _FILLS_IN:
            return self._locked(filling, allows, told), filling.changed_form_fields
        return (_not_certified(level, signing) if isinstance(filling, DiffResult) else signing), ()

    @staticmethod
    def _locked(changed: DiffResult, allows: Permissions, told: int) -> Finding | None:
        names = sorted(name for name in changed.changed_form_fields if allows.locked and allows.locked.is_locked(name))
        return FIELD_LOCKED(revision=told, field=names[0]) if names else None

    def _judged(self, revision: int, *, filling_in: bool, level: MDPPerm | None) -> DiffResult | Finding:
        key = revision, filling_in, level
        if key not in self._known:
            self._known[key] = self._judge(revision, FILLING_IN if filling_in else SIGNING, level)
        return self._known[key]

    def _judge(self, revision: int, policy: DiffPolicy, level: MDPPerm | None) -> DiffResult | Finding:
        old, new = (self._reader.get_historical_resolver(number) for number in (revision - 1, revision))
        try:
            return policy.apply(old, new, doc_mdp=level)
        except SuspiciousModification as refused:
            return change_told(old, new, refused)


def _not_certified(level: MDPPerm | None, what: Finding) -> Finding:
    if level is None:
        return what
    return NOT_CERTIFIED_FOR(level=level.value, what_nl=what.nl, what_en=what.en)
