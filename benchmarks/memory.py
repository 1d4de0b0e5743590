"""Peak memory of a rebuild, each size in a process of its own."""

import resource
import subprocess
import sys
from pathlib import Path

from benchmarks.material import open_record
from rso_core.hooks import Plugins
from rso_core.projection import Projector


def peak_of_rebuild(url: str) -> float:
    """MB at the highest, in a new process that rebuilds all read models of a store."""
    code = f"from benchmarks.memory import rebuild; rebuild({url!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def rebuild(url: str) -> None:
    """Rebuild and print the peak of this process in MB."""
    with open_record(url) as application:
        projector = Projector(application.store, Plugins().read_models())
        projector.rebuild()
        projector.close()
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}")
