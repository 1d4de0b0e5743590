"""Broken files are refused with the declared error, never accepted with another meaning, never a crash.

A few thousand tries here; ``python -m benchmarks.fuzz --tries 100000`` does many more, and says which reasons it met.
"""

import base64
from collections.abc import Callable
from random import Random
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import fuzz
from benchmarks.fuzz import FuzzError, attempt, targets
from quick import examples
from rso_core.proof import bundle, check_proof, proofs
from rso_core.proof.checkpoint import Checkpoint

TARGETS = {target.name: (target, target.allowed()) for target in targets()}


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=examples(1000), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random=st.randoms(use_true_random=False))
def test_a_broken_file_is_refused(name: str, random: Random) -> None:
    target, allowed = TARGETS[name]
    assert attempt(target, allowed, random)


def test_the_same_seed_gives_the_same_tries() -> None:
    target, allowed = TARGETS["proof"]
    runs = [[attempt(target, allowed, random) for _ in range(50)] for random in (Random(7), Random(7))]
    assert runs[0] == runs[1]
    assert len(set(runs[0])) > 3


@pytest.mark.parametrize(
    ("module", "check", "name"),
    [
        (proofs, "verify_inclusion", "proof"),
        (proofs, "checked_checkpoint", "proof"),
        (proofs, "_state_of", "proof"),
        (bundle, "verify_consistency", "bundle"),
        (check_proof, "root_from", "proof"),
        (fuzz, "_accepted_alone", "proof"),
    ],
)
def test_a_reader_that_forgets_a_check_is_caught(
    module: ModuleType, check: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tries can fail: leave one check out, and one of them shows it."""
    instead: dict[str, Callable[..., object]] = {
        "verify_inclusion": lambda *_: None,
        "verify_consistency": lambda *_: None,
        "checked_checkpoint": lambda note, *_: Checkpoint.parse(note.text),
        # Two spellings of one state: what is readable may be given as base64 too.
        "_state_of": lambda event: (
            base64.b64decode(event.state_base64 or "") if event.state_base64 else event.state.encode()
        ),
        "root_from": lambda *_: bytes(32),
        "_accepted_alone": lambda _: True,
    }
    monkeypatch.setattr(module, check, instead[check])
    target, allowed = TARGETS[name]
    random = Random(3)
    with pytest.raises(FuzzError):
        for _ in range(3000):
            attempt(target, allowed, random)
