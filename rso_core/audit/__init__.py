"""Where proof, archive, privacy, narrative and comparison stood up to release 0.2: the old names, for one release."""

import importlib
import sys
import warnings
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_SINCE_RENAMED = {
    "archive_errors": "archive.errors",
    "backup": "archive.backup",
    "comparing": "proof.log_verification",
    "copied": "proof.checkpoint_extraction",
    "differences": "comparison.moment_diff",
    "erasure": "privacy.erasure",
    "keys_file": "archive.keys_file",
    "mentions": "about.mentions",
    "personal": "privacy.personal_report",
    "personal_text": "privacy.personal_report_text",
    "personal_words": "privacy.personal_words",
    "proof": "proof.proofs",
    "rows": "archive.stored_rows",
    "signing": "proof.checkpoint_signing",
    "story": "narrative",
    "story.words": "dutch.sentences",
    "story.known": "domain.names",
    "story.telling": "narrative.composing",
    "strict_reading": "proof.strict_json",
    "unfinished": "privacy.unfinished_erasures",
    "whole_file": "atomic_write",
}
_ROOMS = {
    **dict.fromkeys(("acts_between", "moments", "registers_at", "row_changes"), "comparison"),
    **dict.fromkeys(("bundle", "check_proof", "checkpoint", "checkpoints", "errors", "log_tree"), "proof"),
    **dict.fromkeys(("merkle", "note", "note_keys", "verification", "witness"), "proof"),
}


def _name_today(old: str) -> str:
    """The module (below ``rso_core``) that an old one (below ``rso_core.audit``) has become."""
    first, _, rest = old.partition(".")
    if first == "archive":
        return old
    if first in _ROOMS:
        return f"{_ROOMS[first]}.{old}"
    return _SINCE_RENAMED.get(old) or f"{_SINCE_RENAMED[first]}.{rest}"


class _Today(Loader):
    """Gives the module that an old name stands for, as it is."""

    def __init__(self, today: str) -> None:
        self.today = today

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module of today; whoever imports the old name is warned."""
        text = f"{spec.name} is now {self.today}; the old name goes with the next release"
        warnings.warn(text, DeprecationWarning, stacklevel=6)
        module = importlib.import_module(self.today)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """It has run under its own name, and goes on under it."""
        module.__spec__ = self._spec


class _OldNames(MetaPathFinder):
    """Finds modules under their old names."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        old = fullname.removeprefix(f"{__name__}.")
        if old == fullname or old.partition(".")[0] not in {"archive", *_ROOMS, *_SINCE_RENAMED}:
            return None
        return ModuleSpec(fullname, _Today(f"rso_core.{_name_today(old)}"))


# Before the finder of files, which would load a file of today a second time under its old name.
sys.meta_path.insert(0, _OldNames())
