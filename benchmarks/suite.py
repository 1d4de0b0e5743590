"""CPU seconds of each part of the test suite, with those of every process that its tests start (Linux).

``python -m benchmarks.suite [part …]``, where a part is a folder of ``tests/``; all of them when left out. Run it on a
quiet machine: CPU seconds grow by half when more processes than processors are busy.
"""

import ctypes
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
_SET_CHILD_SUBREAPER = 36


def parts() -> list[str]:
    """The folders with tests in them."""
    return sorted(folder.name for folder in TESTS.iterdir() if any(folder.rglob("test_*.py")))


def measure(part: str) -> tuple[float, float, str]:
    """CPU seconds (user and system), wall seconds, and how it ended."""
    before, start = _cpu(), time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/{part}"]
    done = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=False)
    # Database servers and servers of forks outlive the tests for a moment, and come to this process then.
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    return _cpu() - before, time.monotonic() - start, (done.stdout.strip().splitlines() or [done.stderr[-200:]])[-1]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print a row per part."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    print("| part | CPU s | wall s | |\n|---|---|---|---|")
    for part in sys.argv[1:] or parts():
        cpu, wall, ended = measure(part)
        print(f"| {part} | {cpu:.0f} | {wall:.0f} | {ended} |", flush=True)


if __name__ == "__main__":
    main()
