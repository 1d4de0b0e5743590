"""Tables for tests, and what is read from a file."""

from pathlib import Path
from typing import Any

import pytest

from rso_core.dossier import UnreadableFileError, read_lines
from rso_core.dossier.lines import DossierLine

PERSON = "register-person;p-9;A. Voorbeeld;2026-01-05"


def table(folder: Path, text: str | bytes, name: str = "tabel.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path, act: str | None = None) -> list[Any]:
    return [line for line, _ in read_lines(path, act)]


def acts_in(path: Path, act: str | None = None) -> list[Any]:
    lines = read(path, act)
    assert all(isinstance(line, DossierLine) for line in lines), lines
    return [line.act for line in lines]


def wrong_with(path: Path, act: str | None = None) -> str:
    """Why the file as a whole cannot be read."""
    with pytest.raises(UnreadableFileError) as wrong:
        read(path, act)
    return str(wrong.value)
