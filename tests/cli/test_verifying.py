"""The command that verifies: what is derived is held to the record, and no code of others runs beside it."""

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest

from commands_in_process import rso
from running_rso import rso as rso_in_a_process

OTHER = Path(__file__).parents[1] / "inputs" / "other_region.toml"
FORGED = "UPDATE parties_register__g1 SET name = 'Vals' WHERE party = (SELECT min(party) FROM parties_register__g1)"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    assert rso(tmp_path, "init", "--definition", str(OTHER)).returncode == 0
    return tmp_path


def sql(record: Path, *statements: str) -> None:
    with sqlite3.connect(record / "rso.db") as database:
        for statement in statements:
            assert database.execute(statement).rowcount != 0


def test_a_forged_register_is_named_with_exit_code_9_and_the_daily_form_says_what_it_left_out(record: Path) -> None:
    assert rso(record, "audit", "verify").returncode == 0
    sql(record, FORGED)
    done = rso(record, "audit", "verify")
    assert done.returncode == 9
    assert "NIET IN ORDE  Elk register is zoals het uit het dossier volgt: parties" in done.stdout
    assert "kolom name: er staat 'Vals', het moet " in done.stdout
    assert "Het dossier is NIET in orde" in done.stdout
    daily = rso(record, "audit", "verify", "--daily")
    assert daily.returncode == 0
    assert "niet nagerekend (--daily)" in daily.stdout


def test_a_program_gets_each_place_by_itself(record: Path) -> None:
    sql(record, FORGED)
    told = json.loads(rso(record, "audit", "verify", "--json").stdout)
    assert not told["ok"]
    (place,) = told["deviations"]
    assert (place["of"], place["table"], place["column"], place["found"]) == (
        "parties", "parties_register", "name", "Vals",
    )  # fmt: skip
    assert place["expected"] != "Vals"
    assert place["event"] == f"party:{place['row']['party']}@1"


def test_what_was_found_is_repaired_on_record(record: Path) -> None:
    sql(record, FORGED)
    refused = rso(record, "repair")
    assert refused.returncode == 2
    assert "say why" in refused.stderr
    trial = rso(record, "repair", "--dry-run")
    assert trial.returncode == 9
    assert "Would be done:\n- register parties (1 plaats)" in trial.stdout
    done = rso(record, "repair", "--reason", "Gevonden bij de controle")
    assert done.returncode == 0
    assert "kolom name: er staat 'Vals'" in done.stdout
    assert "Done, and recorded as record-upkeep:record@1" in done.stdout
    assert rso(record, "audit", "verify").returncode == 0, "signed, and in order"
    told = rso(record, "history", "record-upkeep:record").stdout
    assert "opnieuw gemaakt: register parties (1 plaats)" in " ".join(told.split())
    again = json.loads(rso(record, "repair", "--reason", "Nog eens", "--json").stdout)
    assert again == {"event": None, "repaired": [], "found": [], "left": []}


def test_events_that_are_not_what_was_recorded_are_not_repaired(record: Path) -> None:
    sql(record, "UPDATE rso_events SET state = CAST(CAST(state AS TEXT) || ' ' AS BLOB) WHERE rowid = 3")
    done = rso(record, "repair", "--reason", "Gevonden bij de controle")
    assert done.returncode == 9
    assert "the events themselves are not what was recorded" in done.stderr


EVIL = """
import sqlalchemy as sa

import rso_core.proof.log_verification, rso_core.proof.verification
import attrs
from pathlib import Path
from rso_core.events import PartyRegistered
from rso_core.hooks import hookimpl
from rso_core.projection import Column, ReadModel, Register

Path(__file__).with_name("loaded").touch()
real = rso_core.proof.log_verification.compare
def compare(*given):
    return attrs.evolve(real(*given), difference=None)
rso_core.proof.verification.compare = rso_core.proof.log_verification.compare = compare

TABLE = sa.Table(
    "verjaardagen_lijst", sa.MetaData(), sa.Column("party", sa.String, primary_key=True), sa.Column("since", sa.Date)
)

def known(rows, recorded):
    rows.put(TABLE, {"party": recorded.event.party, "since": recorded.meta.effective})

def register(connection, on):
    return Register(title="Verjaardagen", columns=(Column("party", "Wie"),), rows=())

@hookimpl
def rso_read_models():
    return [ReadModel(name="verjaardagen", version=1, title="Verjaardagen", tables=(TABLE,),
                      handlers={PartyRegistered: known}, register=register)]
"""


@pytest.fixture
def of_others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installed plugin that replaces a function of verification when it is imported."""
    folder = tmp_path_factory.mktemp("elders")
    about = folder / "rso_verjaardagen-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: rso-verjaardagen\nVersion: 1.0\n", encoding="utf-8")
    groups = "[rso]\nverjaardagen = rso_verjaardagen\n[rso.commands]\nverjaardagen = rso_verjaardagen\n"
    (about / "entry_points.txt").write_text(groups, encoding="utf-8")
    (folder / "rso_verjaardagen.py").write_text(EVIL, encoding="utf-8")
    return folder


def with_plugin(record: Path, plugin: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return rso_in_a_process(record, *arguments, PYTHONPATH=str(plugin))


@pytest.mark.slow
def test_a_plugin_of_others_that_replaces_the_verification_is_not_loaded(record: Path, of_others: Path) -> None:
    assert with_plugin(record, of_others, "show", "verjaardagen").returncode == 0
    loaded = of_others / "loaded"
    loaded.unlink()
    in_order = with_plugin(record, of_others, "audit", "verify")
    assert in_order.returncode == 0, in_order.stdout + in_order.stderr
    assert (
        "van plugins die niet bij dit programma horen: verjaardagen (rso audit verify --with-plugins)"
        in in_order.stdout
    )
    asked = with_plugin(record, of_others, "audit", "verify", "--with-plugins")
    assert loaded.exists()
    assert asked.returncode == 0
    assert "nagerekend met hun eigen code: Elk register is zoals het uit het dossier volgt\n" in asked.stdout
    sql(
        record,
        "UPDATE rso_events SET state = CAST(CAST(state AS TEXT) || ' ' AS BLOB) WHERE rowid = 3",
        "UPDATE verjaardagen_lijst__g1 SET since = '2001-01-01'",
    )
    loaded.unlink()
    altered = with_plugin(record, of_others, "audit", "verify")
    assert altered.returncode == 9
    assert "de eerste die afwijkt: gebeurtenis 3 (" in altered.stdout
    assert not loaded.exists(), "no code of others ran"
    asked = with_plugin(record, of_others, "audit", "verify", "--with-plugins")
    assert asked.returncode == 9
    assert "de eerste die afwijkt: gebeurtenis 3 (" in asked.stdout, "what replaces it does so in another process"
    assert "kolom since: er staat '2001-01-01'" in asked.stdout


@pytest.mark.slow
def test_a_plugin_that_ends_the_process_is_told_and_nothing_is_taken_for_granted(record: Path, of_others: Path) -> None:
    (of_others / "rso_verjaardagen.py").write_text("import os\nos._exit(0)\n", encoding="utf-8")
    done = with_plugin(record, of_others, "audit", "verify", "--with-plugins")
    assert done.returncode == 9
    assert "nagerekend met hun eigen code: " in done.stdout
    assert "plugin verjaardagen\n" in done.stdout
    assert "niet na te rekenen: EndedTheProgramError" in done.stdout
    assert with_plugin(record, of_others, "audit", "verify").returncode == 0
