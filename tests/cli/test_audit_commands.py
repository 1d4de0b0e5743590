"""The commands for the auditor and the witness."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from commands_in_process import rso

OTHER = Path(__file__).parents[1] / "inputs" / "other_region.toml"
PERSON = ("register-person", "--person", "q-1", "--name", "Q. Fictief", "--on", "01-02-2026")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    folder = tmp_path / "secretariaat"
    folder.mkdir()
    assert rso(folder, "init", "--definition", str(OTHER)).returncode == 0
    assert rso(folder, *PERSON).returncode == 0
    return folder


def public_key(record: Path) -> str:
    return str(json.loads(rso(record, "audit", "key", "--json").stdout)[-1]["key"])


def test_init_makes_a_key_that_only_its_owner_may_read_and_every_act_is_signed(record: Path) -> None:
    assert (record / "rso-signing.key").stat().st_mode & 0o777 == 0o600
    done = rso(record, "audit", "verify", "--json", "--key", public_key(record))
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["ok"]
    assert told["first_difference"] is None
    assert {f["ok"] for f in told["findings"]} == {True, None}
    assert str(told["events"]) in (record / "rso-signing.checkpoint").read_text(encoding="utf-8")
    assert rso(record, "init").returncode == 0
    assert len(json.loads(rso(record, "audit", "key", "--json").stdout)) == 1


def test_an_altered_event_is_named_with_exit_code_9(record: Path) -> None:
    with sqlite3.connect(record / "rso.db") as database:
        database.execute("UPDATE rso_events SET state = state || ' ' WHERE rowid = 3")
    done = rso(record, "audit", "verify")
    assert done.returncode == 9
    assert "NIET IN ORDE" in done.stdout
    assert "gebeurtenis 3 (" in done.stdout
    assert "is veranderd" in done.stdout


def test_a_checkpoint_kept_elsewhere_is_checked_and_a_file_without_one_is_told(record: Path, tmp_path: Path) -> None:
    kept = tmp_path / "controlepunt.txt"
    kept.write_text(
        f"Van de pagina in Pleio:\n\n{rso(record, 'audit', 'checkpoint').stdout}\n\nGroet", encoding="utf-8"
    )
    assert rso(record, "retire-theme", "--help").returncode == 0
    done = rso(record, "audit", "verify", "--checkpoint", str(kept))
    assert done.returncode == 0
    assert "Het controlepunt uit controlepunt.txt klopt" in done.stdout
    (tmp_path / "brief.txt").write_text("Geachte leden")
    wrong = rso(record, "audit", "verify", "--checkpoint", str(tmp_path / "brief.txt"))
    assert wrong.returncode == 9
    assert "holds no checkpoint" in wrong.stdout
    assert "alle gelijk aan het logboek" in wrong.stdout, "the rest is checked all the same"
    nothing = rso(record, "audit", "verify", "--checkpoint", str(tmp_path / "weg.txt"))
    assert "cannot be read" in nothing.stdout
    assert rso(record, "audit", "verify", "--key", "").returncode == 9


def test_a_proof_is_checked_by_the_verifier_alone(record: Path, tmp_path: Path) -> None:
    assert rso(record, "audit", "prove", "person:q-1@1", "--out", str(tmp_path / "b.json")).returncode == 0
    assert rso(record, "audit", "verifier", "--out", str(tmp_path / "v.py")).returncode == 0
    alone = [sys.executable, "-I", str(tmp_path / "v.py"), str(tmp_path / "b.json"), "--key", public_key(record)]
    checked = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Fictief" not in checked.stdout
    unknown = rso(record, "audit", "prove", "person:niemand@1")
    assert (unknown.returncode, unknown.stdout) == (9, "")
    assert "there is no event" in unknown.stderr


def test_a_witness_signs_what_grew_and_the_record_takes_it_up(record: Path, tmp_path: Path) -> None:
    home = ("--home", str(tmp_path / "getuige"))
    key = rso(tmp_path, "witness", "key", "--name", "gem-x", *home).stdout.strip()
    assert rso(tmp_path, "witness", "key", "--name", "gem-x", *home, RSO_SIGNING_KEY="x").stdout.strip() == key
    assert rso(tmp_path, "witness", "key", "--name", "ander", *home).returncode == 9
    [party] = [p["party"] for p in json.loads(rso(record, "show", "parties", "--json").stdout)["rows"]][:1]
    about = ("--party", party, "--public-key", key, "--on", "2026-01-01")
    assert rso(record, "recognise-witness", *about).returncode == 0
    assert key in rso(record, "audit", "witnesses").stdout

    bundle, signed = str(tmp_path / "b.json"), str(tmp_path / "s.txt")
    assert rso(record, "audit", "checkpoint", "--since", "0", "--out", bundle).returncode == 0
    first = rso(tmp_path, "witness", "sign", bundle, *home)
    assert first.returncode == 9
    assert "--log-key" in first.stderr
    assert (
        rso(tmp_path, "witness", "sign", bundle, "--log-key", public_key(record), "--out", signed, *home).returncode
        == 0
    )
    assert f"Medeondertekend door {party}" in rso(record, "audit", "cosign", signed).stdout
    assert f"medeondertekend door {party}" in rso(record, "audit", "verify").stdout

    held = (tmp_path / "getuige" / "held.checkpoint").read_text(encoding="utf-8").splitlines()[1]
    assert rso(record, "name-theme", "--theme", "wonen", "--name", "Wonen", "--on", "2026-01-01").returncode == 0
    assert rso(record, "audit", "checkpoint", "--since", held, "--out", bundle).returncode == 0
    assert rso(tmp_path, "witness", "sign", bundle, "--out", signed, *home).returncode == 0
    assert rso(record, "audit", "checkpoint", "--since", "99999").returncode == 9

    assert rso(record, "audit", "key", "--rotate", "--reason", "Andere beheerder").returncode == 0
    assert rso(record, "audit", "checkpoint", "--since", "0", "--out", bundle).returncode == 0
    told = rso(tmp_path, "witness", "sign", bundle, *home)
    assert told.returncode == 9
    assert "--log-key" in told.stderr


def test_a_key_that_others_may_read_or_that_is_another_one_is_not_used(record: Path, tmp_path: Path) -> None:
    key = record / "rso-signing.key"
    key.chmod(0o644)
    acted = rso(record, "name-theme", "--theme", "a", "--name", "A", "--on", "2026-01-01")
    assert acted.returncode == 0
    assert "recorded, but not signed" in acted.stderr
    assert "chmod 600" in acted.stderr
    key.chmod(0o600)
    other = tmp_path / "ander"
    other.mkdir()
    assert rso(other, "init").returncode == 0
    stolen = (other / "rso-signing.key").read_text(encoding="utf-8").strip()
    signed = rso(record, "audit", "checkpoint", RSO_SIGNING_KEY=stolen)
    assert signed.returncode == 9
    assert "is not the one of this record" in signed.stderr
    assert stolen.split("+", 4)[-1] not in signed.stderr
    own = key.read_text(encoding="utf-8").strip()
    key.unlink()
    assert rso(record, "audit", "checkpoint", RSO_SIGNING_KEY=own).returncode == 0
    assert rso(record, "audit", "verify").returncode == 0


def test_a_next_key_needs_a_reason_and_a_lost_one_is_told(record: Path) -> None:
    refused = rso(record, "audit", "key", "--rotate")
    assert refused.returncode == 3
    assert "record_key.reason" in refused.stderr
    assert not (record / "rso-signing.key.next").exists()
    given = rso(
        record, "audit", "key", "--rotate", "--reason", "x", RSO_SIGNING_KEY=(record / "rso-signing.key").read_text()
    )
    assert given.returncode == 9
    assert "unset RSO_SIGNING_KEY" in given.stderr
    before = public_key(record)
    assert rso(record, "audit", "key", "--rotate", "--reason", "Andere beheerder").returncode == 0
    assert public_key(record) != before
    assert rso(record, "audit", "verify", "--key", before).returncode == 0
    (record / "rso-signing.key").unlink()
    assert rso(record, "audit", "key", "--rotate", "--reason", "Kwijt").returncode == 9
    assert rso(record, "audit", "key", "--rotate", "--reason", "Kwijt", "--lost").returncode == 0
    assert "zonder handtekening van de sleutel ervoor" in rso(record, "audit", "verify").stdout


def test_a_record_of_before_gets_its_first_key_when_asked(tmp_path: Path) -> None:
    store = Path(__file__).parents[1] / "store" / "data" / "store-0.2.0.db"
    (tmp_path / "rso.db").write_bytes(store.read_bytes())
    assert "no key yet" in rso(tmp_path, "audit", "key").stderr
    assert rso(tmp_path, "audit", "checkpoint").returncode == 9
    assert rso(tmp_path, "audit", "verify").returncode == 0
    assert rso(tmp_path, "audit", "key", "--make").returncode == 5
    assert rso(tmp_path, "upgrade", "--without-backup").returncode == 0
    assert rso(tmp_path, "audit", "key", "--make").returncode == 0
    assert rso(tmp_path, "audit", "verify").returncode == 0
    assert (tmp_path / "rso-signing.checkpoint").exists()


@pytest.fixture
def lost(record: Path) -> Path:
    """The record as a server has it that lacked the last acts, with the checkpoint beside the key that tells of them."""
    before = (record / "rso.db").read_bytes()
    assert rso(record, "register-party", "--party", "weg", *MORE).returncode == 0
    (record / "rso.db").write_bytes(before)
    return record


MORE = ("--name", "Partij", "--kind", "other", "--on", "01-02-2026")
GO_ON = ("audit", "go-on", "--reason", "Overgang naar de reserveserver")


def test_while_signed_events_are_gone_nothing_is_recorded_and_no_key_follows(lost: Path) -> None:
    events = json.loads(rso(lost, "audit", "verify", "--json").stdout)["events"]
    refused = rso(lost, "register-party", "--party", "later", *MORE)
    assert refused.returncode == 10
    assert "nothing was recorded or signed" in refused.stderr
    assert "rso audit go-on" in refused.stderr
    rotated = rso(lost, "audit", "key", "--rotate", "--reason", "Zomaar")
    assert rotated.returncode == 10
    assert not (lost / "rso-signing.key.next").exists()
    assert rso(lost, "audit", "checkpoint").returncode == 10
    assert rso(lost, "show", "parties").returncode == 0
    verified = rso(lost, "audit", "verify", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["events"]) == (9, events)


def test_it_goes_on_once_that_is_said_on_record(lost: Path, tmp_path: Path) -> None:
    held = tmp_path / "bij-de-getuige.txt"
    held.write_bytes((lost / "rso-signing.checkpoint").read_bytes())
    events = json.loads(rso(lost, "audit", "verify", "--json").stdout)["events"]
    assert rso(lost, "audit", "go-on", "--reason", " ").returncode == 9
    gone_on = rso(lost, *GO_ON)
    assert gone_on.returncode == 0, gone_on.stderr
    assert f"na gebeurtenis {events}" in gone_on.stdout
    assert rso(lost, "register-party", "--party", "later", *MORE).returncode == 0
    keys = json.loads(rso(lost, "audit", "key", "--json").stdout)
    assert (len(keys), keys[-1]["vouched"]) == (2, True)
    verified = rso(lost, "audit", "verify", "--checkpoint", str(held), "--key", keys[0]["key"])
    assert verified.returncode == 0, verified.stdout
    assert verified.stdout.count("Overgang naar de reserveserver") == 2
    assert "tot en met de laatste gebeurtenis" in verified.stdout
    assert rso(lost, *GO_ON).returncode == 9  # nothing is lost any more


def test_what_was_altered_is_no_lost_end(lost: Path) -> None:
    with sqlite3.connect(lost / "rso.db") as database:
        database.execute("UPDATE rso_events SET state = state || ' ' WHERE rowid = 3")
    done = rso(lost, *GO_ON)
    assert done.returncode == 9
    assert "no honest loss" in done.stderr
    assert len(json.loads(rso(lost, "audit", "key", "--json").stdout)) == 1


def test_a_key_that_nobody_vouches_for_gives_nothing_up(lost: Path) -> None:
    assert rso(lost, *GO_ON).returncode == 0
    said = json.loads(rso(lost, "audit", "key", "--json").stdout)[-1]["reason"]
    (lost / "rso-signing.key").unlink()
    forged = said.replace("controlepunt bij ", "controlepunt bij 9")
    assert rso(lost, "audit", "key", "--rotate", "--lost", "--reason", forged).returncode == 0
    verified = rso(lost, "audit", "verify").stdout
    assert verified.count("ging op vastgelegde grond verder") == 1


def test_the_checkpoint_of_another_record_stops_no_act(record: Path, tmp_path: Path) -> None:
    other = tmp_path / "ander"
    other.mkdir()
    assert rso(other, "init", "--definition", str(OTHER)).returncode == 0
    assert rso(other, *PERSON).returncode == 0
    assert rso(other, "register-party", "--party", "nog", *MORE).returncode == 0
    (record / "rso-signing.checkpoint").write_bytes((other / "rso-signing.checkpoint").read_bytes())
    done = rso(record, "register-party", "--party", "nog", *MORE)
    assert done.returncode == 0
    assert "recorded, but not signed" in done.stderr
