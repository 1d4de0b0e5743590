"""The commands that give acts back: `rso act` and `rso export-dossier`."""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from commands_in_process import asked, rso
from region_to_mend import ACTION, MENDED, region_to_mend
from rso_core import Application, EventStore, acts
from rso_core.acts import act_classes, replace
from rso_core.domain.references import field_types
from rso_core.dutch.act_fields import FIELDS, field_in_dutch
from rso_core.dutch.vocabulary import FACTS


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cooperation in small, one of whose persons was erased."""
    folder = tmp_path_factory.mktemp("record")
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: NOW) as application:
        for act in every_act():
            application.perform(act, by(source="Brief 7"))
    return folder


def handle_of_event(record: Path, subject: str, number: int = 0) -> str:
    return str(asked(record, "history", subject)[number]["handle"])


def lines(text: str) -> str:
    return " ".join(text.split())


def test_an_act_is_told_and_what_was_filled_in(record: Path) -> None:
    handle = handle_of_event(record, "decision:d2")
    done = rso(record, "act", handle)
    assert (done.returncode, done.stderr) == (0, "")
    told = lines(done.stdout)
    assert told.startswith(f"Handeling {handle} (decide) 11 juni 2026 Het Algemeen bestuur nam het besluit")
    assert "Pas vastgelegd op 24 november 2026 door het secretariaat, op grond van “Brief 7”." in told
    assert "Wat er is ingevuld besluit (decision): d2 vergadering (meeting): m2" in told
    assert "stemmen (votes): partij prov, persoon p-1, keuze voor; partij gem-a" in told
    assert "voorwaarde te vervullen voor (condition_due): 1 augustus 2026" in told
    assert "unanimous" not in told, "what was left out is not told"


def test_an_act_as_json_holds_the_line_of_a_dossier(record: Path) -> None:
    found = asked(record, "act", "meeting:m3@2")
    line = found["line"]
    assert {name: line[name] for name in ("act", "meeting", "on", "reason", "source", "actor")} == {
        "act": "cancel-meeting",
        "meeting": "m3",
        "on": "2026-09-01",
        "reason": "Geen stukken",
        "source": "Brief 7",
        "actor": "office:secretariaat",
    }
    assert found["handle"] == handle_of_event(record, "meeting:m3", 1)
    assert [event["name"] for event in found["events"]] == ["meeting.cancelled"]
    assert (found["not_given_back"], found["as_performed"]) == ({}, None)


def test_of_a_person_who_was_erased_no_name_comes_back(record: Path) -> None:
    done = rso(record, "act", "person:p-4@1")
    assert done.returncode == 0
    assert "Voorbeeld" not in done.stdout
    assert "niet terug te geven: naam (name): the person was erased" in lines(done.stdout)
    assert asked(record, "act", "person:p-4@1")["line"] is None


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["act"], "give the handle of an act, or --last"),
        (["act", "K3M7-QX2P", "--last"], "give the handle of an act, or --last"),
        (["act", "0000-0000"], "no act has the handle '0000-0000'"),
        (["act", "besluit 2"], "'besluit 2' is no handle of an act"),
        (["act", "--last", "--actor", "party:prov"], "party:prov typed no act in this record"),
    ],
)
def test_what_is_no_act_ends_with_wrong_use(record: Path, arguments: list[str], why: str) -> None:
    done = rso(record, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in lines(done.stderr)


def test_the_last_act_is_what_was_just_typed(tmp_path: Path) -> None:
    assert rso(tmp_path, "init").returncode == 0
    done = rso(
        tmp_path, "register-party", "--party", "prov", "--name", "Provincie", "--kind", "province", "--on", "2026-01-01"
    )
    assert done.stdout.splitlines()[-1] == f"act {asked(tmp_path, 'act', '--last')['handle']}"
    assert asked(tmp_path, "act", "--last")["line"]["name"] == "Provincie"


def test_a_record_is_given_back_and_read_in(record: Path, tmp_path: Path) -> None:
    target = tmp_path / "uit.jsonl"
    done = rso(record, "export-dossier", str(target))
    assert done.returncode == 0
    assert "it holds names and what is confidential" in lines(done.stdout)
    told = lines(done.stderr)
    assert "erase-person: the person was erased; nothing of it is left to say" in told
    assert "introduce-record-key: the record that takes the dossier in has a key of its own" in told
    assert "erased, the identifier stands in place of the name: p-4" in told
    again = rso(record, "export-dossier", str(target))
    assert (again.returncode, "is there already" in lines(again.stderr)) == (2, True)
    assert rso(tmp_path, "init").returncode == 0
    assert rso(tmp_path, "import", "uit.jsonl").returncode == 0
    for register in ("decisions", "bodies", "signatures", "parties"):
        there, here = (asked(at, "show", register, "--on", "2026-11-24") for at in (record, tmp_path))
        assert there == here, register


def test_a_dossier_as_of_a_day_holds_what_was_known_then(record: Path, tmp_path: Path) -> None:
    told = asked(record, "export-dossier", str(tmp_path / "leeg.jsonl"), "--known-on", "2026-11-23")
    assert (told["acts"], told["left_out"]) == (0, [])
    told = asked(record, "export-dossier", str(tmp_path / "vol.jsonl"), "--known-on", "2026-11-24")
    lines_given = (tmp_path / "vol.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines_given) == told["acts"] > 100
    assert {json.loads(line)["act"] for line in lines_given} >= {"decide", "sign"}


def test_a_dossier_that_would_not_be_whole_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    act = acts.NameTheme(theme="wonen", name="Wonen", on=NOW.date())
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application:
        batch = application.batch()
        events = [attrs.evolve(e, meta=attrs.evolve(e.meta, act="dance")) for e in batch.perform(act, by()).events]
        application.store.append(events)
    refused = rso(tmp_path, "export-dossier", "uit.jsonl")
    assert refused.returncode == 4
    assert "nothing was written; --keep-going leaves them out" in lines(refused.stderr)
    assert not (tmp_path / "uit.jsonl").exists()
    assert rso(tmp_path, "export-dossier", "uit.jsonl", "--keep-going").returncode == 0
    assert rso(tmp_path, "export-dossier", "geen/map/uit.jsonl").returncode == 2


def test_every_field_of_an_act_has_a_dutch_name() -> None:
    names = {name for cls in act_classes().values() for name in _names_in(cls)}
    assert names - FACTS.keys() == FIELDS.keys()
    assert field_in_dutch("of_a_plugin") == "of a plugin"


def _names_in(cls: Any) -> set[str]:
    found = set(field_types(cls))
    for kind in field_types(cls).values():
        if attrs.has(kind.plain):
            found |= _names_in(kind.plain)
    return found


@pytest.fixture
def mended(tmp_path: Path) -> Path:
    """A region of which one act was corrected and another set aside."""
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with region_to_mend(f"sqlite:///{tmp_path / 'rso.db'}") as region:
        act, away = region.perform(ACTION), region.perform(replace(ACTION, action="y"))
        region.on(MENDED).put_right(act, title="Brief")
        region.set_aside(away)
    return tmp_path


def test_of_an_act_that_was_corrected_both_versions_are_told(mended: Path) -> None:
    first, back, now = asked(mended, "history", "action:x")
    assert [each["holds"] for each in (first, back, now)] == [False, True, True]
    told = lines(rso(mended, "act", first["handle"]).stdout)
    assert "Er stond: titel “Breif”. Nu: titel “Brief”." in told
    assert "Wat er is ingevuld actiepunt (action): x overleg (body): overleg titel (title): Breif" in told
    assert (
        f"Wat er nu staat ({now['handle']}) actiepunt (action): x overleg (body): overleg titel (title): Brief " in told
    )
    assert told.count("Verbeterd op 3 april 2026") == 1
    found = asked(mended, "act", first["handle"])
    assert (found["holds"], found["line"]["title"], found["now"]["line"]["title"]) == (False, "Breif", "Brief")
    assert found["now"]["handle"] == now["handle"]
    (change,) = found["corrections"]
    assert change["fields"] == {"title": {"before": "Breif", "now": "Brief"}}
    standing = asked(mended, "act", now["handle"])
    assert (standing["holds"], standing["now"]) == (True, None)
    assert "Wat er nu staat" not in rso(mended, "act", now["handle"]).stdout


def test_of_an_act_that_was_set_aside_it_says_so(mended: Path) -> None:
    handle = asked(mended, "history", "action:y")[0]["handle"]
    told = lines(rso(mended, "act", handle).stdout)
    assert "Opzijgezet op 3 april 2026 door het secretariaat, omdat “per abuis”. Hier stond: Bij het" in told
    found = asked(mended, "act", handle)
    assert (found["holds"], found["now"], found["corrections"][0]["became"]) == (False, None, "set_aside")


def test_a_correction_is_an_act_as_well(mended: Path) -> None:
    back = asked(mended, "history", "action:x")[1]
    told = lines(rso(mended, "act", back["handle"]).stdout)
    assert told.startswith(f"Handeling {back['handle']} (correct-act) Handeling ")
    assert told.endswith("Er stond: titel “Breif”. Nu: titel “Brief”.")
    found = asked(mended, "act", back["handle"])
    assert (found["act"], found["reason"]) == ("correct-act", "verkeerd getypt")
    assert {"action:x@2", "action:x@3"} <= {event["id"] for event in found["events"]}


def test_a_table_and_a_replay_do_not_tell_it_as_if_it_holds(mended: Path) -> None:
    table = rso(mended, "history", "action:x", "--table").stdout
    assert table.count("longer") == 1  # what is printed may break between words
    known_then = rso(mended, "history", "action:x", "--table", "--known-on", "2026-03-31").stdout
    assert "longer" not in known_then
    now, then = (
        [event["id"] for event in asked(mended, "replay", "--valid-on", "2026-05-01", *known)["events"]]
        for known in ((), ("--known-on", "2026-03-31"))
    )
    assert "action:x@3" in now
    assert not {"action:x@1", "action:y@1"} & set(now)
    assert {"action:x@1", "action:y@1"} <= set(then)
    assert "action:x@3" not in then
