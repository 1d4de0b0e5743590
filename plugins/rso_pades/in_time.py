"""Reading a signed PDF within bounds of time and memory: in a process of its own, which a hostile file cannot outlive.

Started as ``python -m rso_pades.in_time``, this module is that process: it reads what to do from standard input and writes
what it found to standard output, both as JSON.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import attrs
import msgspec

from rso_pades.errors import UnreadablePdfError
from rso_pades.findings import in_one_line
from rso_pades.signed_pdf import SignedPdf, read_signed

SECONDS = 60
MEMORY = 3_000_000_000
"""So long reading may take, and so many bytes of memory."""


@attrs.frozen
class _Asked:
    path: str
    roots: tuple[str, ...]
    now: datetime
    memory: int


@attrs.frozen
class _Answered:
    found: SignedPdf | None = None
    unreadable: str = ""


def read_in_time(
    path: Path, roots: Sequence[Path] = (), *, now: datetime, seconds: float = SECONDS, memory: int = MEMORY
) -> SignedPdf:
    """Read and check a signed PDF as `rso_pades.signed_pdf.read_signed` does, within bounds.

    Args:
        path, roots, now: as there.
        seconds: so long it may take.
        memory: so many bytes of memory it may use, where the system can set that bound.

    Raises:
        UnreadablePdfError: as there, or reading it asked for more than that.
    """
    asked = _Asked(str(path), tuple(map(str, roots)), now, memory)
    command = [sys.executable, "-c", "from rso_pades.in_time import main; main()"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command,
            input=msgspec.json.encode(asked),
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise UnreadablePdfError(
            f"{path} takes more than {seconds:g} seconds to read, which no text that is signed does; ask for the file as "
            "it came out of signing"
        ) from None
    try:
        answered = msgspec.json.decode(done.stdout, type=_Answered)
    except msgspec.MsgspecError:
        said = in_one_line(done.stderr.decode(errors="replace").strip().rpartition("\n")[2])
        why = "reading it asks for too much memory" if "MemoryError" in said else f"reading it failed ({said})"
        raise UnreadablePdfError(f"{path} is no PDF that can be read: {why}") from None
    if answered.found is None:
        raise UnreadablePdfError(answered.unreadable)
    return answered.found


def main() -> None:
    """Read what is asked on standard input, and answer on standard output."""
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=_Asked)
    _bound(asked.memory)
    try:
        answer = _Answered(found=read_signed(Path(asked.path), [Path(root) for root in asked.roots], now=asked.now))
    except UnreadablePdfError as error:
        answer = _Answered(unreadable=str(error))
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def _bound(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
