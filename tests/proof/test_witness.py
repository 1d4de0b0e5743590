"""A witness signs growth, and nothing else."""

from datetime import UTC, datetime

import attrs
import pytest

from benchmarks.sample_log import LOG_KEY, OTHER_LOG_KEY, WITNESS_KEY, SampleLog, sample_events
from rso_core.proof.bundle import CheckpointBundle
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.errors import ProofError
from rso_core.proof.note import Note, SigningKey, Verified
from rso_core.proof.witness import Refusal, WitnessRefusedError, witness

LOG = SampleLog.of(sample_events(21))
REWRITTEN = SampleLog.of([*sample_events(3), *reversed(sample_events(21)[3:])])
TRUSTED, SEEN_BY = LOG_KEY.verifier_key, WITNESS_KEY.verifier_key
NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)


def bundle(old: int, new: int, log: SampleLog = LOG) -> CheckpointBundle:
    return attrs.evolve(log.bundle(old, new), checkpoint=log.checkpoint(new))


def test_a_witness_signs_the_first_checkpoint_and_then_growth() -> None:
    held: Note | None = None
    for old, new in ((0, 3), (3, 8), (8, 8), (8, 21)):
        seen = witness(bundle(old, new), held, TRUSTED, WITNESS_KEY, NOW)
        assert seen.verified_by([TRUSTED, SEEN_BY]) == (Verified(TRUSTED, None), Verified(SEEN_BY, NOW))
        assert Checkpoint.parse(seen.text).size == new
        held = Note.parse(seen.render())


def test_the_same_checkpoint_is_signed_again_whatever_the_bundle_starts_from() -> None:
    seen = witness(bundle(3, 8), LOG.checkpoint(8), TRUSTED, WITNESS_KEY, NOW)
    assert seen.text == LOG.checkpoint(8).text


@pytest.mark.parametrize(
    ("shown", "held", "refusal", "two_histories"),
    [
        (bundle(0, 8), LOG.checkpoint(9), Refusal.SMALLER, True),
        (bundle(8, 8, REWRITTEN), LOG.checkpoint(8), Refusal.DIFFERENT, True),
        (bundle(8, 21, REWRITTEN), LOG.checkpoint(8), Refusal.NOT_GROWN, True),
        (attrs.evolve(bundle(8, 21), consistency=()), LOG.checkpoint(8), Refusal.NOT_GROWN, True),
        (bundle(7, 21), LOG.checkpoint(8), Refusal.OTHER_START, False),
        (bundle(7, 21), None, Refusal.NOTHING_HELD, False),
        (
            bundle(8, 21),
            signed(Checkpoint("ander.example", 8, bytes(32)), SigningKey("ander.example", bytes(32))),
            Refusal.OTHER_LOG,
            False,
        ),
    ],
)
def test_a_witness_refuses_and_names_both(
    shown: CheckpointBundle, held: Note | None, refusal: Refusal, two_histories: bool
) -> None:
    with pytest.raises(WitnessRefusedError) as raised:
        witness(shown, held, TRUSTED, WITNESS_KEY, NOW)
    error = raised.value
    assert error.refusal is refusal
    assert error.two_histories is two_histories
    assert error.shown == Checkpoint.parse(shown.checkpoint.text)
    for text in (str(error), error.message("nl")):
        assert str(error.shown) in text
        assert str(Checkpoint.parse(held.text)) in text if held else "Held: nothing" in str(error)
    assert ("twee geschiedenissen" in error.message("nl")) is two_histories
    assert ("two histories" in str(error)) is two_histories


def test_a_signature_of_another_key_is_no_history_at_all() -> None:
    stranger = SampleLog.of(sample_events(21), OTHER_LOG_KEY)
    with pytest.raises(ProofError, match="not the trusted"):
        witness(bundle(8, 21, stranger), LOG.checkpoint(8), TRUSTED, WITNESS_KEY, NOW)
    forged = attrs.evolve(bundle(8, 21), checkpoint=stranger.checkpoint(21))
    with pytest.raises(ProofError, match="not signed by"):
        witness(forged, LOG.checkpoint(8), TRUSTED, WITNESS_KEY, NOW)


def test_the_key_of_a_log_is_no_key_of_a_witness() -> None:
    with pytest.raises(ProofError, match="a witness signs with a key of its own"):
        witness(bundle(8, 21), LOG.checkpoint(8), TRUSTED, LOG_KEY, NOW)
