"""Completion as a shell asks for it: names of commands, registers, choices, and what is on record."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from every_plugin import every_plugin
from rso_core import Provenance, acts, open_application
from rso_core.events import DecisionKind, Level, PartyKind
from rso_core.privacy.erasure import erase_person
from rso_core.projection import Projector

DAY = date(2026, 2, 1)
BY = Provenance(actor="office:secretariaat")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a record of two parties, two persons of whom one was erased, and a body."""
    folder = tmp_path_factory.mktemp("record")
    with open_application(f"sqlite:///{folder / 'rso.db'}") as application:
        for party, name in (("gm0001", "Gemeente Voorbeeld"), ("gm0002", "Gemeente Anders")):
            application.perform(acts.RegisterParty(party=party, name=name, kind=PartyKind.MUNICIPALITY, on=DAY), BY)
        for person, name in (("p-1", "A. Voorbeeld"), ("p-2", "B. Gewist")):
            application.perform(acts.RegisterPerson(person=person, name=name, on=DAY), BY)
        body = acts.SetUpBody(
            body="stuurgroep",
            name="Stuurgroep Voorbeeld",
            kind="overleg",
            place=1,
            level=Level.STRATEGIC,
            members=("gm0001",),
            mandate=(DecisionKind.DECIDE,),
            on=DAY,
        )
        application.perform(body, BY)
        projector = Projector(application.store, every_plugin().read_models())
        projector.catch_up()
        erase_person(application, projector, "p-2", ground="verzoek", on=DAY, circumstances=BY, plugins=every_plugin())
        projector.close()
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    return folder


def completed(folder: Path, *words: str) -> list[str]:
    """What bash is told for the last of these words."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RSO_")}
    asked = {"_RSO_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from rso_core.cli import main; sys.argv = ['rso']; main()"],
        cwd=folder,
        env={**clean, **asked},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("reba", "x"), []),
        (("reb",), ["rebuild"]),
        (("show", "sig"), ["signals", "signatures"]),
        (("tables", "part"), ["parties"]),
        (("register-party", "--kind", "muni"), ["municipality"]),
        (("register-party", "--party", "gm"), []),
        (("sign", "--party", "gm0001"), ["gm0001"]),
        (("sign", "--party", "gm"), ["gm0001", "gm0002"]),
        (("sign", "--party", "anders"), ["gm0002"]),
        (("sign", "--person", "p-"), ["p-1"]),
        (("person", "report", "voorb"), ["p-1"]),
        (("person", "report", "gewist"), []),
        (("show", "parties", "--body", "st"), ["stuurgroep"]),
        (("--store", "sqlite:///nergens.db", "sign", "--party", "gm"), []),
        (("--config", "nergens.toml", "sign", "--party", "gm"), []),
    ],
)
def test_values_are_completed(record: Path, words: tuple[str, ...], wanted: list[str]) -> None:
    assert sorted(completed(record, "rso", *words)) == wanted
    assert not (record / "nergens.db").exists()


@pytest.mark.slow
def test_without_a_record_completion_is_silent_and_makes_none(tmp_path: Path) -> None:
    assert completed(tmp_path, "rso", "sign", "--party", "gm") == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_record_whose_registers_were_never_made_is_left_so(record: Path, tmp_path: Path) -> None:
    with open_application(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        application.perform(acts.RegisterPerson(person="p-1", name="A. Voorbeeld", on=DAY), BY)
    shutil.copy(record / "rso.toml", tmp_path)
    before = (tmp_path / "rso.db").read_bytes()
    assert completed(tmp_path, "rso", "sign", "--person", "p-") == []
    assert (tmp_path / "rso.db").read_bytes() == before
