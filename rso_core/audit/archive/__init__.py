"""The archive: the whole record in open formats, with metadata (MDTO), fixity (BagIt) and proof; its check and its way back.

Needs the extra ``archive`` (bagit, lxml).
"""

from rso_core.audit.archive.described import Appraisal, Description
from rso_core.audit.archive.export import ExportReport, export_archive
from rso_core.audit.archive.importing import ImportReport, import_archive
from rso_core.audit.archive.mdto import Concept
from rso_core.audit.archive.proofs import ProofFiles, Prove, ReadCheckpoint
from rso_core.audit.archive.signed import proof_of, signed_checkpoint
from rso_core.audit.archive.verify import Check, Held, VerifyReport, verify_archive
from rso_core.audit.archive_errors import ArchiveError, DamagedArchiveError, LineError

__all__ = [
    "Appraisal",
    "ArchiveError",
    "Check",
    "Concept",
    "DamagedArchiveError",
    "Description",
    "ExportReport",
    "Held",
    "ImportReport",
    "LineError",
    "ProofFiles",
    "Prove",
    "ReadCheckpoint",
    "VerifyReport",
    "export_archive",
    "import_archive",
    "proof_of",
    "signed_checkpoint",
    "verify_archive",
]
