"""Verification as a command: what is looked at in one run, the registers of plugins of others apart, and how it is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rso_core.cli.printing import out, progress_bar
from rso_core.derived.checking import DerivedFinding, check_derived
from rso_core.proof.checkpoints import read_checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.note import VerifierKey
from rso_core.proof.verification import Finding, HeldCheckpoint, Verification, verify
from rso_core.store.errors import KeysNotOfRecordError

if TYPE_CHECKING:
    from rso_core.cli.session import Session
    from rso_core.proof.checkpoint_signing import KeyPlace

SIGNS = {True: "in orde", False: "NIET IN ORDE", None: "ter kennisgeving"}
_OF_OTHERS = "Registers van plugins van anderen, nagerekend met hun eigen code"
_DERIVED = "Registers, sleutels van handelingen, database en zoekindex"
_LEFT_OUT = Finding(
    check=_DERIVED,
    ok=None,
    found="niet nagerekend (--daily); zonder --daily wel",
)


@attrs.frozen
class Looked:
    """What one run of the verification came to.

    Attributes:
        record: the events.
        others: everything else that was checked, or left out.
    """

    record: Verification
    others: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was checked, in order."""
        return (*self.record.findings, *self.others)

    @property
    def ok(self) -> bool:
        """Whether all of it is as it should be."""
        return all(finding.ok is not False for finding in self.findings)

    @classmethod
    def at(
        cls,
        session: Session,
        place: KeyPlace,
        checkpoints: Sequence[Path],
        key: str | None,
        *,
        derived: bool,
        with_plugins: bool,
    ) -> Looked:
        """Verify the record of a session.

        Args:
            session: of the run.
            place: where its signing key is kept; the checkpoint beside it counts.
            checkpoints: kept elsewhere.
            key: a public key of the record, as the reader got it from elsewhere.
            derived: whether what is derived is held to the record as well.
            with_plugins: whether the registers of plugins of others are, in a process of their own.

        Raises:
            NoteError: the key is none.
            StoreError: the record cannot be read.
        """
        beside = place.checkpoint
        held = [_held(f"naast de sleutel ({beside.name})", beside)] if beside.exists() else []
        held += [_held(f"uit {path.name}", path) for path in checkpoints]
        trusted = VerifierKey.decode(key.strip()) if key is not None else None
        others: list[Finding] = []
        with session.record() as store, progress_bar() as bar:
            task = bar.add_task("Verifying", total=None)
            record = verify(store, held, trusted, lambda done, total: bar.update(task, completed=done, total=total))
            if derived:
                more = bar.add_task("Registers", total=None)
                try:
                    others += check_derived(
                        store, session.bundled(), lambda done, total: bar.update(more, completed=done, total=total)
                    )
                except KeysNotOfRecordError as error:
                    others.append(Finding(check=_DERIVED, ok=False, found=f"niet na te rekenen: {error}"))
        if not derived:
            others.append(_LEFT_OUT)
        if with_plugins:
            others += _of_others(session)
        return cls(record, tuple(others))


def _held(where: str, path: Path) -> HeldCheckpoint:
    try:
        return HeldCheckpoint(where, read_checkpoint(path))
    except ProofError as error:
        return HeldCheckpoint(where, None, str(error))


def _of_others(session: Session) -> list[Finding]:
    """What a process that loads all plugins says of the registers of others; what it is worth, its check says."""
    settings = session.settings()
    asked = json.dumps({"store": settings.store, "keys": settings.keys})
    done = subprocess.run(
        [sys.executable, "-m", "rso_core.cli.verifying_plugins"],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        told = json.loads(done.stdout)
        return [_told(each) for each in told] or [
            Finding(check=_OF_OTHERS, ok=None, found="er zijn geen registers van plugins van anderen")
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        said = (done.stderr.strip().splitlines() or ["er kwam geen antwoord"])[-1]
        return [Finding(check=_OF_OTHERS, ok=False, found=f"niet na te rekenen: {said}")]


def _told(said: dict[str, Any]) -> Finding:
    ok = said["ok"]
    if ok not in (True, False, None):
        raise ValueError("no answer")
    return Finding(check=f"{_OF_OTHERS}: {said['check']}", ok=ok, found=str(said["found"]))


def print_findings(looked: Looked) -> None:
    """Tell a person what was checked and found."""
    for finding in looked.findings:
        found = finding.found.replace("\n", f"\n{'':18}")
        out.print(f"{SIGNS[finding.ok]:>16}  {finding.check}\n{'':18}{found}", markup=False, soft_wrap=True)
    whole = "Het dossier is in orde" if looked.ok else "Het dossier is NIET in orde"
    told = f"\n{whole}: {looked.record.events} gebeurtenissen, wortel {looked.record.root.hex()}"
    out.print(told, markup=False, soft_wrap=True)


def verification_json(looked: Looked) -> dict[str, object]:
    """The same for a program."""
    record = looked.record
    difference = record.difference
    deviations = [d for each in looked.findings if isinstance(each, DerivedFinding) for d in each.deviations]
    return {
        "ok": looked.ok,
        "events": record.events,
        "root": record.root.hex(),
        "first_difference": difference
        and {
            "kind": difference.kind.value,
            "number": difference.number,
            "event": difference.event,
            "told": difference.told,
        },
        "deviations": [each.as_json() for each in deviations],
        "findings": [{"check": f.check, "ok": f.ok, "found": f.found} for f in looked.findings],
    }
