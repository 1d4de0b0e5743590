"""The `rso` command as a person types it, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).parents[1]


def rso(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, with no other settings of ours than those given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RSO_")}
    return subprocess.run(
        [sys.executable, "-c", "from rso_core.cli import main; main()", *arguments],
        cwd=folder,
        env={**clean, "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
