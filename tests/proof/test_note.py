"""Signed notes and their keys, against what others published.

- ``PeterNeumann`` and ``EnochRoot``: golang.org/x/mod, ``sumdb/note/note_test.go``.
- ``example.com/foo``: the example of https://c2sp.org/signed-note.
- The checkpoint of ``arche2025h1`` with the cosignature of ``remora.n621.de``: a real one, as published in the tests of
  github.com/florolf/tlog-scales; the key of that witness also stands in github.com/transparency-dev/formats.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.errors import NoteError
from rso_core.proof.note import (
    COSIGNATURE,
    ED25519,
    MAX_NOTE,
    MAX_SIGNATURES,
    Algorithm,
    Note,
    Signature,
    SigningKey,
    Verified,
    VerifierKey,
    sign,
)

PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
ARCHE = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
ARCHE_NOTE = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""
MOMENT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


def key(name: str, number: int = 1, algorithm: Algorithm = ED25519) -> SigningKey:
    return SigningKey(name, bytes([number]) * 32, algorithm)


def test_the_note_of_go_is_made_byte_for_byte() -> None:
    peter = SigningKey.decode(PETER_SECRET)
    assert peter.verifier_key.encode() == PETER
    assert peter.encode() == PETER_SECRET
    assert sign(TEXT, peter).render() == f"{TEXT}\n{PETER_LINE}"


def test_signatures_of_known_keys_are_verified_and_others_passed_over() -> None:
    note = Note.parse(f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}")
    peter, enoch = VerifierKey.decode(PETER), VerifierKey.decode(ENOCH)
    assert note.text == TEXT
    assert note.verified_by([peter]) == (Verified(peter, None),)
    assert [found.key for found in note.verified_by([enoch, peter])] == [peter, enoch]
    with pytest.raises(NoteError, match="not signed by no key"):
        note.verified_by([])
    with pytest.raises(NoteError, match=r"not signed by example\.com/foo\+530d903a"):
        note.verified_by([VerifierKey.decode(C2SP_KEY)])


def test_the_example_of_c2sp_verifies() -> None:
    note = Note.parse(C2SP_NOTE.encode())
    assert note.verified_by([VerifierKey.decode(C2SP_KEY)])[0].key.name == "example.com/foo"
    assert note.render() == C2SP_NOTE


def test_a_real_checkpoint_with_the_cosignature_of_a_real_witness_verifies() -> None:
    note = Note.parse(ARCHE_NOTE)
    log, witness = VerifierKey.decode(ARCHE), VerifierKey.decode(REMORA)
    assert witness.algorithm == COSIGNATURE
    seen = datetime(2026, 5, 23, 21, 50, 24, tzinfo=UTC)
    assert note.verified_by([witness, log]) == (Verified(log, None), Verified(witness, seen))
    assert Checkpoint.parse(note.text).size == 1432088532
    assert note.render() == ARCHE_NOTE
    with pytest.raises(NoteError, match=r"remora\.n621\.de' does not belong to this text"):
        Note.parse(ARCHE_NOTE.replace("1432088532", "1432088533")).verified_by([witness])


def test_a_signature_that_does_not_hold_spoils_the_note() -> None:
    peter, enoch = VerifierKey.decode(PETER), VerifierKey.decode(ENOCH)
    wrong = Note.parse(f"{TEXT}\n{PETER_LINE[:60]}ABCD{PETER_LINE[60:]}{ENOCH_LINE}")
    with pytest.raises(NoteError, match="'PeterNeumann' does not belong"):
        wrong.verified_by([peter, enoch])
    assert wrong.verified_by([enoch])
    changed = Note.parse(f"{TEXT.replace('answer', 'Answer')}\n{PETER_LINE}")
    with pytest.raises(NoteError, match="'PeterNeumann' does not belong"):
        changed.verified_by([peter])


def test_a_second_signature_of_the_same_key_takes_the_place_of_the_first() -> None:
    peter = SigningKey.decode(PETER_SECRET)
    note = Note(TEXT, (Signature("PeterNeumann", bytes.fromhex("c74f20a3"), b"wrong"),))
    assert note.with_signature(peter.signature(TEXT)).render() == f"{TEXT}\n{PETER_LINE}"


def test_two_keys_of_one_name_and_id_are_told_apart_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = VerifierKey("a", bytes(32)), VerifierKey("a", bytes([1]) * 32)
    monkeypatch.setattr("rso_core.proof.note_keys._key_id", lambda *_: b"same")
    with pytest.raises(NoteError, match=r"two keys are called a\+73616d65"):
        sign("x\n", key("a")).verified_by([first, second])


@pytest.mark.parametrize(("text", "decode"), [(PETER, VerifierKey.decode), (PETER_SECRET, SigningKey.decode)])
def test_a_damaged_key_is_refused(text: str, decode: Callable[[str], object]) -> None:
    """Every part of it and every changed character, as `TestNewVerifier` and `TestNewSigner` of Go do."""
    parts = {text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1)} - {text}
    changed = {text[:i] + chr(ord(text[i]) + 1) + text[i + 1 :] for i in range(len(text))}
    for damaged in parts | changed:
        with pytest.raises(NoteError):
            decode(damaged)


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # Go: wrong length, right hash
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # Go: unknown algorithm, right hash
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER + "\n",
        " " + PETER,
        "",
        "+++",
        "\ud800+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_keys_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.decode(text)


@pytest.mark.parametrize(
    "data",
    [
        TEXT,
        TEXT + "\n",
        f"{TEXT}\n{PETER_LINE[:-1]}",
        f"\x01{TEXT}\n{PETER_LINE}",
        b"\xff" + f"{TEXT}\n{PETER_LINE}".encode(),
        f"{TEXT}\n— Bad Name{PETER_LINE[14:]}",
        f"{TEXT}\n{PETER_LINE}Unexpected line.\n",
        f"{TEXT}\n" + PETER_LINE * (MAX_SIGNATURES + 1),
        f"{TEXT}\r\n{PETER_LINE}",
        f"{TEXT}\n{PETER_LINE.replace('— ', '- ')}",
        f"{TEXT}\n{PETER_LINE.replace(' P', '  P')}",
        f"{TEXT}\n{PETER_LINE.replace('nAM=', 'nAN=')}",
        f"{TEXT}\n{PETER_LINE.replace('nAM=', 'nAM')}",
        f"{TEXT}\n— PeterNeumann x08gow==\n",
        f"{TEXT}\n— Peter+Neumann{PETER_LINE[14:]}",
        f"{TEXT}\n— Peter\u00a0Neumann{PETER_LINE[14:]}",
        f"{TEXT}\n— {'P' * 256}{PETER_LINE[14:]}",
        "\ud800" + f"{TEXT}\n{PETER_LINE}",
        "x" * MAX_NOTE + f"\n\n{PETER_LINE}",
        "",
        b"",
    ],
)
def test_a_malformed_note_is_refused(data: str | bytes) -> None:
    """The first seven and the eighth are `badMsgs` and "too many" of Go's `TestOpen`."""
    with pytest.raises(NoteError):
        Note.parse(data)


@pytest.mark.parametrize("text", ["", "no newline", "tab\there\n", "carriage\r\n", "half a \ud800 pair\n"])
def test_a_text_that_a_note_cannot_have_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign(text, key("log.example"))


def test_a_witness_signs_a_moment_and_a_log_a_text() -> None:
    witness, log = key("witness.example", algorithm=COSIGNATURE), key("log.example")
    note = sign("log.example\n", log).with_signature(witness.cosignature("log.example\n", MOMENT))
    assert note.verified_by([witness.verifier_key]) == (Verified(witness.verifier_key, MOMENT),)
    assert Note.parse(note.render()) == note
    assert SigningKey.decode(witness.encode()) == witness
    assert VerifierKey.decode(witness.verifier_key.encode()) == witness.verifier_key
    with pytest.raises(NoteError, match="key of a witness"):
        witness.signature("text\n")
    with pytest.raises(NoteError, match="key of a log"):
        log.cosignature("text\n", MOMENT)
    for moment in (MOMENT.replace(tzinfo=None), datetime(1969, 1, 1, tzinfo=UTC)):
        with pytest.raises(NoteError, match="not a moment to sign at"):
            witness.cosignature("text\n", moment)


def test_the_moment_of_a_witness_is_signed_too() -> None:
    witness = key("witness.example", algorithm=COSIGNATURE)
    made = witness.cosignature("text\n", MOMENT)
    for payload in (bytes(8) + made.payload[8:], b"\xff" * 8 + made.payload[8:], made.payload[:7]):
        with pytest.raises(NoteError):
            Note("text\n", (Signature(made.name, made.key_id, payload),)).verified_by([witness.verifier_key])


def test_the_same_seed_has_another_id_as_witness_and_as_log() -> None:
    log, witness = key("both.example"), key("both.example", algorithm=COSIGNATURE)
    assert log.verifier_key.public == witness.verifier_key.public
    assert log.verifier_key.key_id != witness.verifier_key.key_id


def test_a_new_key_is_new_and_does_not_show_its_secret() -> None:
    first, second = SigningKey.generate("log.example"), SigningKey.generate("log.example")
    assert first.seed != second.seed
    assert SigningKey.decode(first.encode()) == first
    assert "seed" not in repr(first)
    assert repr(first.seed)[2:-1] not in repr(first)
    for name in ("", "with space", "a+b", "new\nline", "é" * 128):
        with pytest.raises(NoteError, match="cannot name a key"):
            SigningKey.generate(name)


def test_what_cannot_be_a_key_a_signature_or_a_note_is_refused() -> None:
    with pytest.raises(NoteError, match="public of an Ed25519 key is 32 bytes long, not 31"):
        VerifierKey("log.example", bytes(31))
    with pytest.raises(NoteError, match="seed of an Ed25519 key"):
        SigningKey("log.example", bytes(33))
    with pytest.raises(NoteError, match="hash in the signing key"):
        SigningKey.decode(PETER_SECRET.replace("c74f20a3", "c74f20a4"))
    with pytest.raises(NoteError, match="too short"):
        Signature("log.example", b"abcd", b"")
    with pytest.raises(NoteError, match="1 to 100 signatures, not 0"):
        sign(TEXT)


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(LINE, min_size=1, max_size=6), st.sets(st.integers(1, 9), min_size=1))
def test_a_note_that_is_read_and_written_again_is_the_same(lines: list[str], numbers: set[int]) -> None:
    keys = [key(f"name-{number}.example", number) for number in sorted(numbers)]
    note = sign("\n".join(lines) + "\n", *keys)
    assert Note.parse(note.render()) == Note.parse(note.render().encode()) == note
    assert len(note.verified_by([one.verifier_key for one in keys])) == len(keys)
