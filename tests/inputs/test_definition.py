"""Definition files: every mistake with its line and remedy; recorded once; any region will do."""

from pathlib import Path

import pytest

from rso_core import Circumstances, open_application
from rso_core.definition import DefinitionError, apply_definition, load_definition

UTRECHT = Path(__file__).parents[2] / "examples" / "utrecht" / "definition.toml"
OTHER = Path(__file__).parent / "other_region.toml"
OFFICE = Circumstances(actor="office:secretariaat")
GOOD = OTHER.read_text(encoding="utf-8")


def problems(folder: Path, text: str) -> list[str]:
    path = folder / "definition.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        load_definition(path)
    return [f"{problem.line}: {problem.text}" for problem in error.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('chair = "kust"', 'chair = "nergens"', "the chair 'nergens' is not one of the members"),
        ('quorum = "2/3"', 'quorum = "3/2"', "quorum: '3/2' is not a share from 0 to 1"),
        ("FREQ=WEEKLY;INTERVAL=6", "elke zes weken", "is no RFC 5545 rule"),
        ('members = ["@all"]', 'members = ["@province"]', "there is no party of group '@province'"),
        ('members = ["@all"]', 'members = ["zee"]', "there is no [[party]] 'zee'"),
        ('kind = "water_authority"', 'kind = "waterschap"', "kind: 'waterschap' is not one of"),
        ("since = 2024-05-01", 'since = "mei"', "since: 'mei' is not a date"),
        ("[[role]]", "[[rol]]", "unknown table [rol]"),
        ('id = "duin"', 'id = "kust"', "party 'kust' stands on line"),
        ('body = "waterkring"', 'body = "kring"', "there is no [[body]] 'kring'"),
        ("place = 1", "place = 1\nplaats = 2", "unknown field 'plaats'"),
        ('unanimity = ["decide"]', 'unanimity = ["agree"]', "unanimity names 'agree'"),
    ],
)
def test_every_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    found = [problem for problem in problems(tmp_path, text) if said in problem]
    assert found, problems(tmp_path, text)
    line = int(found[0].split(":")[0])
    near = "\n".join(text.splitlines()[line - 2 : line + 1])
    assert any(word in near for word in (new.rsplit("\n", maxsplit=1)[-1], new))


def test_broken_toml_and_text_in_another_encoding_are_named(tmp_path: Path) -> None:
    assert problems(tmp_path, "[covenant]\nid = \n")[0].startswith("2: not valid TOML")
    (tmp_path / "latin.toml").write_bytes("naam = 'Coördinatie'".encode("latin-1"))
    with pytest.raises(DefinitionError, match="not UTF-8"):
        load_definition(tmp_path / "latin.toml")


@pytest.mark.parametrize("path", [UTRECHT, OTHER])
def test_a_definition_is_recorded_once(store_url: str, path: Path) -> None:
    with open_application(store_url) as application:
        definition = load_definition(path)
        assert apply_definition(application, definition, OFFICE) == len(definition.entries)
        head = application.store.head()
        assert apply_definition(application, definition, OFFICE) == 0
        assert application.store.head() == head


def test_a_changed_entry_is_refused_with_its_line_and_nothing_is_recorded(sqlite_url: str, tmp_path: Path) -> None:
    with open_application(sqlite_url) as application:
        apply_definition(application, load_definition(OTHER), OFFICE)
        head = application.store.head()
        changed = tmp_path / "definition.toml"
        changed.write_text(GOOD.replace("Gemeente Duin", "Gemeente Duinen"), encoding="utf-8")
        with pytest.raises(DefinitionError, match="same key with another content"):
            apply_definition(application, load_definition(changed), OFFICE)
        assert application.store.head() == head


def test_utrecht_holds_the_province_and_26_municipalities_with_their_codes() -> None:
    parties = [entry.act for entry in load_definition(UTRECHT).entries if entry.kind == "party"]
    municipalities = [party for party in parties if party.kind == "municipality"]  # type: ignore[attr-defined]
    codes = {party.code for party in municipalities}  # type: ignore[attr-defined]
    assert len(municipalities) == len(codes) == 26
    assert all(code.startswith("gm") and len(code) == 6 and code[2:].isdecimal() for code in codes)
    assert [p.code for p in parties if p.party == "odu"] == [None]  # type: ignore[attr-defined]
