"""The checker of one file: it needs nothing of rso, says what is proven in Dutch, and never shows a traceback."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from benchmarks.sample_log import LOG_KEY, OTHER_LOG_KEY, SampleLog, sample_events
from rso_core.proof import check_proof
from rso_core.proof.errors import ProofError
from rso_core.proof.proofs import EventProof, ProvenEvent

SCRIPT = Path(check_proof.__file__)
LOG = SampleLog.of(sample_events(21))
KEY = LOG_KEY.verifier_key.encode()


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    return written(tmp_path, LOG.proof(4, 21).render())


def written(folder: Path, data: bytes, name: str = "bewijs.json") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = check_proof.main([str(argument) for argument in arguments])
    return code, capsys.readouterr().out


def test_it_is_one_short_file_that_imports_the_standard_library_and_cryptography_only() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 150
    tree = ast.walk(ast.parse(source))
    found = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else node.names[0].name.split(".")[0]
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert found - {"cryptography"} <= sys.stdlib_module_names


def test_it_runs_on_its_own(proof: Path, tmp_path: Path) -> None:
    copy = written(tmp_path, SCRIPT.read_bytes(), "check_proof.py")
    done = subprocess.run([sys.executable, "-I", copy, proof, "--key", KEY], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Het bewijs klopt" in done.stdout.decode("utf-8")


def test_it_says_who_recorded_what_when_and_where_it_stands(proof: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, proof, "--key", KEY)
    assert code == 0
    assert out.splitlines()[0] == (
        "Het bewijs klopt: office:secretariaat legde op 2026-02-05T10:04:00Z vast: party.mandate_granted/1 in "
        f"party:gm0004; dit staat als nummer 5 van 21 in het logboek dat ondertekend is met {KEY}."
    )
    for line in ("geldt vanaf: 2026-02-05", "handeling: grant-mandate", "bron: Mandaatbesluit 4", '"mandate": "m-4"'):
        assert line in out
    assert "Let op" not in out


def test_without_a_key_it_warns(proof: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, proof)
    assert code == 0
    assert "die sleutel kwam uit het bestand zelf" in out


def test_options_may_come_first(proof: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--key", f" {KEY}\n", proof)[0] == 0


def test_the_checkpoint_that_is_held_must_be_this_one(
    proof: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = "Bewaard op 3 maart:\r\n" + LOG.checkpoint(21).render().replace("\n", "\r\n ")
    held = written(tmp_path, copied.encode(), "bewaard.txt")
    assert run(capsys, proof, "--checkpoint", held, "--key", KEY)[0] == 0
    held = written(tmp_path, b"\xef\xbb\xbf" + LOG.checkpoint(21).render().encode(), "kladblok.txt")
    assert run(capsys, proof, "--checkpoint", held, "--key", KEY)[0] == 0
    for other in (LOG.checkpoint(20).render(), "", "niets"):
        held = written(tmp_path, other.encode(), "ander.txt")
        code, out = run(capsys, proof, "--checkpoint", held)
        assert (code, out) == (1, "Niet bewezen: het bewijs hoort bij een ander controlepunt dan het uwe\n")


def test_a_sealed_event_is_proven_without_being_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, written(tmp_path, LOG.proof(6, 21).render()), "--key", KEY)
    assert code == 0
    assert "inhoud: niet als JSON te lezen" in out


def test_nothing_in_an_event_can_steer_the_window(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = json.dumps({"meta": {"actor": "x\x1b[2J\x9b31m"}, "data": ["\u202e", "\n"]}, ensure_ascii=False).encode()
    log = SampleLog.of([ProvenEvent("a:\x1b]0;b", 1, "c/1\r", state)])
    code, out = run(capsys, written(tmp_path, log.proof(0, 1).render()), "--key", KEY)
    assert code == 0
    assert all(char.isprintable() or char == "\n" for char in out)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LOG.proof(4, 21).render().replace(b"m-4", b"m-5"), "zo staat deze gebeurtenis niet in het logboek"),
        (attrs.evolve(LOG.proof(4, 21), index=21).render(), "een logboek van 21 gebeurtenissen heeft geen nummer 22"),
        (attrs.evolve(LOG.proof(4, 21), size=22).render(), "noemt een andere omvang"),
        (attrs.evolve(LOG.proof(4, 21), inclusion=()).render(), "het pad past niet"),
        (LOG.proof(4, 21).render().replace(b"\\n21\\n", b"\\n22\\n"), "de handtekening onder het controlepunt is vals"),
        (SampleLog.of(LOG.events, OTHER_LOG_KEY).proof(4, 21).render(), "een andere sleutel dan de uwe"),
        (LOG.bundle(3, 4).render(), "de velden horen te zijn"),
        (LOG.proof(4, 21).render().replace(b'"index"', b'"index": 3, "index"'), "de velden horen te zijn"),
        (b"", "beschadigd"),
        (b"\xff\xfe", "beschadigd"),
        (b"[" * 100_000, "beschadigd"),
        (b"null", "de velden horen te zijn"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(
    data: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, written(tmp_path, data), "--key", KEY)
    assert code == 1
    assert out.startswith("Niet bewezen: ")
    assert said in out


def test_wrong_use_and_missing_files_are_told(proof: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ((), (proof, proof), (proof, "--sleutel", KEY), (proof, "--key")):
        code, out = run(capsys, *arguments)
        assert code == 1
        assert "python check_proof.py BEWIJS.json" in out
    for unreadable in ((tmp_path / "niet.json",), (proof, "--checkpoint", tmp_path)):
        code, out = run(capsys, *unreadable)
        assert code == 1
        assert "ontbreekt of is onleesbaar" in out


def test_a_missing_cryptography_is_told(
    proof: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    code, out = run(capsys, proof)
    assert (code, out) == (1, "Gestopt: pakket cryptography ontbreekt of is onleesbaar\n")


@pytest.mark.parametrize(
    "event",
    [
        {"state": "{}", "state_base64": None},
        {"state": None, "state_base64": "/w=="},
        {"state_base64": "e30="},
        {"state_base64": "77+9"},
    ],
    ids=["null beside the state", "null in its place", "readable bytes", "the sign for what is not readable"],
)
def test_both_read_one_spelling_of_the_state(
    event: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wire = json.loads(LOG.proof(4, 21).render())
    for name in ("state", "state_base64"):
        wire["event"].pop(name, None)
    wire["event"].update(event)
    data = json.dumps(wire).encode()
    with pytest.raises(ProofError, match=r"null|given as `state`"):
        EventProof.parse(data)
    code, out = run(capsys, written(tmp_path, data))
    assert code == 1
    assert "Niet bewezen" in out


@pytest.mark.parametrize(("length", "accepted"), [(255, True), (256, False)])
def test_both_hold_the_name_of_an_unknown_signer_to_the_same_length(
    length: int, accepted: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wire = json.loads(LOG.proof(4, 21).render())
    wire["checkpoint"] += f"— {'x' * length} AAAAAAAA\n"
    data = json.dumps(wire).encode()
    try:
        EventProof.parse(data).check(LOG_KEY.verifier_key)
        library = True
    except ProofError:
        library = False
    assert library is accepted
    assert run(capsys, written(tmp_path, data))[0] == (0 if accepted else 1)
