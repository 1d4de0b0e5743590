"""The Utrecht example as a record that comes out the same every time: fixed moments, and nothing that is random."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

import rso_core.application
from released.told_of_a_record import NOW
from rso_core import Application, EventStore, Provenance
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import import_dossier

EXAMPLE = Path(__file__).parents[2] / "examples" / "utrecht"
OFFICE = "office:secretariaat"


@contextmanager
def nothing_random() -> Iterator[None]:
    """Acts are numbered, and keys and nonces are zeros: for a root hash that can be compared; never for a real record."""
    numbers = count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rso_core.application, "uuid4", lambda: UUID(int=next(numbers)))
        patch.setattr(secrets, "token_bytes", bytes)
        yield


def record_utrecht(folder: Path) -> None:
    """Record definition and dossier of Utrecht in ``rso.db`` in this folder."""
    url = f"sqlite:///{folder / 'rso.db'}"
    with nothing_random(), Application(EventStore.open(url), lambda: NOW) as application:
        definition = load_definition(EXAMPLE / "definition.toml")
        apply_definition(application, definition, Provenance(actor=OFFICE, source="definition.toml"))
        # Release 0.2 decided every line twice and took a number for it each time; the numbers stand in the bytes.
        import_dossier(application, EXAMPLE / "dossier.jsonl", actor=OFFICE, dry_run=True)
        report = import_dossier(application, EXAMPLE / "dossier.jsonl", actor=OFFICE)
        assert report.accepted, report.bad_lines
