"""Proofs of events and bundles of checkpoints: files, and what they prove."""

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from benchmarks.sample_log import LOG_KEY, OTHER_LOG_KEY, SampleLog, sample_events
from rso_core.proof import bundle as bundles
from rso_core.proof import proofs
from rso_core.proof.bundle import CheckpointBundle
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.errors import ProofError
from rso_core.proof.note import SigningKey, sign
from rso_core.proof.proofs import EventProof, ProvenEvent, leaf_of

LOG = SampleLog.of(sample_events(21))
OTHER = SampleLog.of(list(reversed(sample_events(21))), OTHER_LOG_KEY)
TRUSTED = LOG_KEY.verifier_key
PROOF = LOG.proof(4, 21)
BUNDLE = LOG.bundle(8, 21)


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    value = json.loads(data)
    change(value)
    return json.dumps(value).encode()


def test_the_leaf_is_place_and_kind_and_then_the_stored_bytes() -> None:
    assert (
        leaf_of("party:gm0344", 3, "party.régistered/1", b"\xff{}")
        == '["party:gm0344",3,"party.régistered/1"]\n'.encode() + b"\xff{}"
    )
    with pytest.raises(ProofError, match="UTF-8 cannot say"):
        leaf_of("\ud800", 1, "a/1", b"")


def test_every_event_is_proven_by_a_file() -> None:
    for size in (1, 2, 7, 21):
        for index in range(size):
            file = LOG.proof(index, size).render()
            proof = EventProof.parse(file)
            assert proof == LOG.proof(index, size)
            assert proof.check(TRUSTED) == proof.check() == Checkpoint.parse(LOG.checkpoint(size).text)
            assert proof.render() == file


def test_the_file_is_small_and_plain() -> None:
    value = json.loads(PROOF.render())
    assert list(value) == ["format", "event", "index", "size", "inclusion", "checkpoint", "log_key"]
    assert value["event"] == {
        "stream": "party:gm0004",
        "version": 1,
        "topic": "party.mandate_granted/1",
        "state": LOG.events[4].state.decode(),
    }
    sealed = json.loads(LOG.proof(6, 21).render())["event"]
    assert "state" not in sealed
    assert sealed["state_base64"]


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (attrs.evolve(PROOF, index=5), "leads to another root"),
        (attrs.evolve(PROOF, index=21), "has no leaf 21"),
        (attrs.evolve(PROOF, size=20), "the proof is for a log of 20 events; its checkpoint says 21"),
        (attrs.evolve(PROOF, event=LOG.events[5]), "leads to another root"),
        (attrs.evolve(PROOF, inclusion=PROOF.inclusion[:-1]), "too short"),
        (attrs.evolve(PROOF, checkpoint=LOG.checkpoint(20), size=20), "leads to another root|too long|too short"),
        (attrs.evolve(PROOF, checkpoint=OTHER.checkpoint(21)), "not signed by"),
        (OTHER.proof(4, 21), "which is not the trusted"),
        (attrs.evolve(PROOF, log_key=OTHER_LOG_KEY.verifier_key), "which is not the trusted"),
    ],
)
def test_a_proof_that_proves_something_else_is_refused(proof: EventProof, reason: str) -> None:
    with pytest.raises(ProofError, match=reason):
        EventProof.parse(proof.render()).check(TRUSTED)


def test_the_key_of_one_log_proves_nothing_about_another() -> None:
    checkpoint = Checkpoint.parse(LOG.checkpoint(21).text)
    stranger = SigningKey("andere.voorbeeld.example", bytes(32))
    proof = attrs.evolve(PROOF, checkpoint=sign(checkpoint.text, stranger), log_key=stranger.verifier_key)
    with pytest.raises(ProofError, match="signed a checkpoint of another log"):
        proof.check()


def test_without_a_trusted_key_a_proof_only_agrees_with_itself() -> None:
    OTHER.proof(4, 21).check()
    with pytest.raises(ProofError, match="not the trusted"):
        OTHER.proof(4, 21).check(TRUSTED)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the proof cannot be read"),
        (b"[]", "Expected `object`"),
        (b'{"\xff": 1}', "the proof is not UTF-8"),
        (b'{"format": "rso-proof/2"}', "Invalid enum value 'rso-proof/2'"),
        (changed(PROOF.render(), lambda v: v.pop("index")), "missing required field `index`"),
        (changed(PROOF.render(), lambda v: v.update(note="x")), "unknown field `note`"),
        (changed(PROOF.render(), lambda v: v["event"].update(note="x")), "unknown field `note`"),
        (changed(PROOF.render(), lambda v: v.update(index=4.0)), "got `float`"),
        (changed(PROOF.render(), lambda v: v.update(index=True)), "got `bool`"),
        (changed(PROOF.render(), lambda v: v.update(index=-1)), ">= 0"),
        (changed(PROOF.render(), lambda v: v["event"].update(version=0)), ">= 1"),
        (changed(PROOF.render(), lambda v: v.update(inclusion=["AA=="] * 99)), "length <= 64"),
        (changed(PROOF.render(), lambda v: v.update(inclusion=["AAAA"])), r"inclusion\[0\] is 3 bytes long"),
        (changed(PROOF.render(), lambda v: v.update(inclusion=["*"])), r"inclusion\[0\] is not base64"),
        (changed(PROOF.render(), lambda v: v["event"].pop("state")), "gives its state once"),
        (changed(PROOF.render(), lambda v: v["event"].update(state_base64="/w==")), "gives its state once"),
        (
            changed(LOG.proof(6, 21).render(), lambda v: v["event"].update(state_base64="e30=")),
            "given as `state` then",
        ),
        (changed(PROOF.render(), lambda v: v["event"].update(state_base64=None)), "Expected `str`, got `null`"),
        (
            changed(PROOF.render(), lambda v: v["event"].update(state_base64="e30=") or v["event"].pop("state")),
            "given as `state` then",
        ),
        (PROOF.render().replace(b'"index"', b'"index": 3, "index"'), "gives the field 'index' twice"),
        (PROOF.render().replace(b'"stream"', b'"stream": "x", "stream"'), "gives the field 'stream' twice"),
        (changed(PROOF.render(), lambda v: v.update(log_key="x")), "the verifier key does not read"),
        (changed(PROOF.render(), lambda v: v.update(checkpoint="x")), "a note is a text"),
        (b"[" * 100_000, "cannot be read"),
        (PROOF.render() + b"x", "trailing characters"),
    ],
)
def test_a_file_of_another_form_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ProofError, match=reason):
        EventProof.parse(data)


def test_files_that_are_too_long_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "MAX_FILE", 100)
    monkeypatch.setattr(bundles, "MAX_FILE", 100)
    with pytest.raises(ProofError, match=r"the proof is \d+ bytes long; at most 100 are read"):
        EventProof.parse(PROOF.render())
    with pytest.raises(ProofError, match=r"the bundle is \d+ bytes long; at most 100 are read"):
        CheckpointBundle.parse(BUNDLE.render())


def test_an_event_of_strange_characters_is_proven_too() -> None:
    events = [ProvenEvent('a:"\\\u2028', 1, "é/1", '"\\\u0000\u2028 é'.encode()), *sample_events(4)]
    log = SampleLog.of(events)
    assert EventProof.parse(log.proof(0, 5).render()).check(TRUSTED).size == 5


def test_a_bundle_shows_growth_from_any_older_state() -> None:
    for new in range(1, 22):
        for old in range(new + 1):
            bundle = CheckpointBundle.parse(LOG.bundle(old, new).render())
            assert bundle == LOG.bundle(old, new)
            before = Checkpoint.parse(LOG.checkpoint(old).text)
            assert bundle.check_growth(before, TRUSTED) == bundle.check(TRUSTED)


@pytest.mark.parametrize(
    ("bundle", "old", "reason"),
    [
        (BUNDLE, LOG.checkpoint(9), "growth from 8 events, the older checkpoint has 9"),
        (BUNDLE, OTHER.checkpoint(8), "does not lead to the root"),
        (attrs.evolve(BUNDLE, consistency=BUNDLE.consistency[1:]), LOG.checkpoint(8), "too short|does not lead"),
        (OTHER.bundle(8, 21), LOG.checkpoint(8), "not the trusted"),
        (BUNDLE, signed(Checkpoint("x.example", 8, bytes(32)), SigningKey("x.example", bytes(32))), "of 'x.example'"),
    ],
)
def test_a_bundle_that_shows_no_growth_is_refused(bundle: CheckpointBundle, old: Any, reason: str) -> None:
    with pytest.raises(ProofError, match=reason):
        bundle.check_growth(Checkpoint.parse(old.text), TRUSTED)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (PROOF.render(), "the bundle cannot be read"),
        (changed(BUNDLE.render(), lambda v: v.update(old_size="8")), "got `str`"),
        (changed(BUNDLE.render(), lambda v: v.update(consistency=["AAAA"] * 200)), "has 200 hashes"),
        (changed(BUNDLE.render(), lambda v: v.update(consistency=["AAAA"])), r"consistency\[0\] is 3 bytes long"),
        (BUNDLE.render().replace(b'"old_size"', b'"old_size": 3, "old_size"'), "'old_size' twice"),
    ],
)
def test_a_bundle_of_another_form_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ProofError, match=reason):
        CheckpointBundle.parse(data)
