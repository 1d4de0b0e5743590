"""Who records an act is a known person or party, or an office, by identifier: however the act comes in."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import START, by, open_region
from commands_in_process import rso
from rso_core import Application, Provenance, Refused, acts
from rso_core.corrections import Correction, correct
from rso_core.definition import DefinitionError, apply_definition, load_definition
from rso_core.domain.actor import RECORD_ACTOR
from rso_core.dossier import import_dossier
from rso_core.events import PartyKind
from rso_core.merging_persons import merge_person
from without_the_door import without_the_door

OTHER_REGION = Path(__file__).parents[1] / "inputs" / "other_region.toml"
PARTY = acts.RegisterParty(party="buur", name="Buurgemeente", kind=PartyKind.MUNICIPALITY, on=START)
LINE: dict[str, Any] = {
    "act": "register-party", "party": "buur", "name": "Buurgemeente", "kind": "municipality", "on": "2025-01-01",
}  # fmt: skip
KNOWN = ["office:secretariaat", "office:a.B-c_9", "person:p-1", "party:gem-a"]
NOT_KNOWN = [
    "", " ", "A. Voorbeeld", "secretariaat", "person:", "person:A. Voorbeeld", "office:bureau oost", "person:p-1 ",
    "PERSON:p-1", "body:overleg", "person:p-1:x", "office:" + "o" * 81, "office:o\n", "person:niemand", "party:gem-z",
    "party:p-1", "person:gem-a", "office:\u202eo",
]  # fmt: skip


def refused(application: Application, act: Any, actor: str) -> Refused:
    head = application.store.head()
    with pytest.raises(Refused) as found:
        application.perform(act, Provenance(actor=actor))
    assert application.store.head() == head
    return found.value


def imported(application: Application, folder: Path, *lines: dict[str, Any], actor: str = "office:loket") -> list[str]:
    path = folder / "dossier.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return [f"{bad.number}: {bad.reason}" for bad in import_dossier(application, path, actor=actor).bad_lines]


def test_those_who_are_known_record(sqlite_url: str, tmp_path: Path) -> None:
    with open_region(sqlite_url) as region:
        for number, actor in enumerate(KNOWN):
            outcome = region.perform(acts.replace(PARTY, party=f"b{number}"), Provenance(actor=actor))
            assert outcome.events[0].meta.actor == actor
            assert imported(region, tmp_path, LINE | {"party": f"c{number}", "actor": actor}) == []


@pytest.mark.parametrize("actor", NOT_KNOWN, ids=range(len(NOT_KNOWN)))
def test_nobody_else_does(store_url: str, tmp_path: Path, actor: str) -> None:
    with open_region(store_url) as region:
        refusal = refused(region, PARTY, actor)
        assert refusal.rule is RECORD_ACTOR or actor.endswith(("\n", "\u202eo"))
        assert refusal.facts["field"] == "actor"
        head = region.store.head()
        (bad,) = imported(region, tmp_path, LINE, actor=actor)
        assert bad.startswith("1: ")
        if actor:
            assert imported(region, tmp_path, LINE | {"actor": actor})[0].startswith("1: ")
        with region.batch() as batch, pytest.raises(Refused):
            batch.perform(PARTY, Provenance(actor=actor))
        assert region.store.head() == head


def test_a_correction_and_a_merger_are_made_by_those_who_are_known(sqlite_url: str) -> None:
    with open_region(sqlite_url) as region:
        region.perform(PARTY, by(key="k"))
        region.perform(acts.RegisterPerson(person="q", name="Q. Voorbeeld", on=START), by())
        head = region.store.head()
        for actor in ("A. Voorbeeld", "person:niemand"):
            with pytest.raises(Refused) as found:
                correct(region, [Correction("k", {"name": "Buur"})], "zo", Provenance(actor=actor))
            assert found.value.rule is RECORD_ACTOR
            with pytest.raises(Refused) as found:
                merge_person(region, "q", "p-1", "dubbel", Provenance(actor=actor))
            assert found.value.rule is RECORD_ACTOR
        assert region.store.head() == head
        correct(region, [Correction("k", {"name": "Buur"})], "zo", Provenance(actor="party:buur"))
        merge_person(region, "q", "p-1", "dubbel", Provenance(actor="person:p-1"))
        # Of whom nothing stands any more, nobody is known.
        assert refused(region, acts.replace(PARTY, party="x"), "person:q").facts["unknown_person"] == "q"


def test_who_comes_into_the_record_may_say_so_and_who_is_erased_was_there(sqlite_url: str) -> None:
    with open_region(sqlite_url) as region:
        person = acts.RegisterPerson(person="q", name="Q. Voorbeeld", on=START)
        assert region.perform(person, Provenance(actor="person:q")).events
        region.perform(
            acts.ErasePerson(person="q", ground="Verzoek", on=date(2026, 11, 1)), Provenance(actor="person:q")
        )
        assert region.perform(PARTY, Provenance(actor="person:q")).events
        with region.batch() as batch:
            batch.perform(acts.replace(person, person="r"), by())
            batch.perform(acts.replace(PARTY, party="s"), Provenance(actor="person:r"))


def test_a_definition_is_recorded_by_an_office(sqlite_url: str) -> None:
    with open_region(sqlite_url) as region:
        head = region.store.head()
        with pytest.raises(DefinitionError, match=r"record\.actor"):
            apply_definition(region, load_definition(OTHER_REGION), Provenance(actor="A. Voorbeeld"))
        assert region.store.head() == head


def test_the_settings_and_the_environment_name_an_actor_too(tmp_path: Path) -> None:
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n[record]\nactor = "A. Voorbeeld"\n')
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as region:
        head = region.store.head()
    theme = ("name-theme", "--theme", "t", "--name", "Thema", "--on", "2026-01-01")
    for arguments, environment in (
        (theme, {}),
        (theme, {"RSO_ACTOR": "person:burgemeester-die-niet-bestaat"}),
        ((*theme, "--actor", "Zweedse Voorbeeld"), {"RSO_ACTOR": "office:loket"}),
        (("person", "erase", "p-2", "--ground", "verzoek", "--still-in-office", "--yes"), {}),
    ):
        done = rso(tmp_path, *arguments, **environment)
        assert (done.returncode, "record.actor" in done.stderr) == (3, True), done.stderr
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as region:
        assert region.store.head() == head
    assert "2. Voorbeeld" in rso(tmp_path, "history", "person:p-2").stdout
    assert rso(tmp_path, *theme, RSO_ACTOR="office:loket").returncode == 0


def test_what_a_release_before_took_by_name_stays_and_the_same_again_changes_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    line = LINE | {"actor": "A. Voorbeeld"}
    with open_region(sqlite_url) as region:
        with without_the_door():
            region.perform(acts.replace(PARTY, party="b"), Provenance(actor="person:niemand", key="k"))
            assert imported(region, tmp_path, line) == []
        head = region.store.head()
        assert imported(region, tmp_path, line) == []
        assert region.perform(acts.replace(PARTY, party="b"), Provenance(actor="person:niemand", key="k")).repeated
        assert region.store.head() == head
        # Who recorded it stays who it was, also where somebody else puts it right.
        correct(region, [Correction("k", {"name": "Buur"})], "zo", by())
