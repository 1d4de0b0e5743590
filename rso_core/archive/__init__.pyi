from .checks import Check
from .described import Appraisal, Description
from .errors import ArchiveError, DamagedArchiveError, LineError
from .export import ExportReport, export_archive
from .importing import ImportReport, import_archive
from .mdto import Concept
from .proofs import ProofFiles, Prove, ReadCheckpoint
from .signed import manifest_signer, proof_of, signed_checkpoint, signed_manifest
from .verify import Held, VerifyReport, verify_archive

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
    "manifest_signer",
    "proof_of",
    "signed_checkpoint",
    "signed_manifest",
    "verify_archive",
]
