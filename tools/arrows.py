"""The dependency arrows: runs import-linter on ``.importlinter``, in which ``@plugins`` stands for every bundled plugin.

A plugin is a folder in ``plugins/`` and an entry point; nothing lists it a second time.
"""

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
CONTRACTS = ROOT / ".importlinter"
PLACEHOLDER = "    @plugins\n"


def plugins() -> list[str]:
    """Import names of the bundled plugins."""
    return sorted(path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py"))


def contracts() -> str:
    """The contracts with the plugins written out."""
    return CONTRACTS.read_text(encoding="utf-8").replace(PLACEHOLDER, "".join(f"    {name}\n" for name in plugins()))


def main() -> int:
    """Check every contract; the exit code is that of import-linter."""
    sys.path[:0] = [str(ROOT), str(ROOT / "plugins"), str(ROOT / "adapters" / "pleio")]
    with NamedTemporaryFile("w", suffix=".importlinter", encoding="utf-8") as file:
        file.write(contracts())
        file.flush()
        return lint_imports(config_filename=file.name)


if __name__ == "__main__":
    sys.exit(main())
