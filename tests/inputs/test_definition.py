"""Definition files: every mistake with its line and remedy; recorded once; any region will do."""

from pathlib import Path
from typing import Any, cast

import attrs
import pytest

from acts_of_a_region import NOW, by
from rso_core import Application, EventStore, Provenance, open_application
from rso_core.definition import KINDS, DefinitionError, apply_definition, load_definition

UTRECHT = Path(__file__).parents[2] / "examples" / "utrecht" / "definition.toml"
OTHER = Path(__file__).parent / "other_region.toml"
OFFICE = Provenance(actor="office:secretariaat")
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
        ("FREQ=WEEKLY;INTERVAL=6", "FREQ=WEEKLY;INTERVAL=0", "'INTERVAL=0' is not INTERVAL=1…1000"),
        ("FREQ=WEEKLY;INTERVAL=6", "FREQ=WEEKLY;INTERVAL=-1", "'INTERVAL=-1' is not INTERVAL=1…1000"),
        (
            'title = "Kustverdrag"',
            'title = "Kustverdrag"\nevaluation_rhythm = "FREQ=YEARLY;INTERVAL=0"',
            "evaluation_rhythm 'FREQ=YEARLY;INTERVAL=0' is no RFC 5545 rule",
        ),
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
    assert problems(tmp_path, "[covenant]\nid = \n")[0].startswith("2: behind id = nothing stands")
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


def test_the_definition_in_the_manual_says_everything_a_definition_can_say(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "definition.md").read_text(encoding="utf-8")
    path = tmp_path / "definition.toml"
    path.write_text(manual.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    definition = load_definition(path)
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application:
        recorded = apply_definition(application, definition, by())
        assert recorded == len(definition.entries) == 12
        assert apply_definition(application, definition, by()) == 0
    told = path.read_text(encoding="utf-8")
    for kind, (_, cls, _, renamed) in KINDS.items():
        shown = {new: old for old, new in renamed.items()}
        for field in attrs.fields(cast("Any", cls)):
            name = shown.get(field.name, field.name)
            if field.name not in (kind, "code", "goal"):
                assert f"{name} = " in told, f"{kind}: {name}"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('reports_to = "bestuur"', 'reports_to = "top"'), "reports_to: there is no [[body]] 'top'"),
        (('body = "bestuur"\nneeds', 'body = "top"\nneeds'), "body: there is no [[body]] 'top'"),
        (('role = "voorzitter"', 'role = "vz"'), "role: there is no [[role]] 'vz'"),
        (('amount = "120.5"', "amount = 120.5"), "is not exact"),
        (('majority = "2/3"', 'majority = "3/2"'), "quorum of a body is a share"),
        (('takes_part = ["@municipality"]', 'takes_part = ["@provinces"]'), "there is no party of group '@provinces'"),
        (('rank = "board"', 'rank = "chef"'), "'chef' is not one of: board, official"),
        (("portfolio_limit = 3", "portfolio_limit = -3"), "limit of running projects is 0 or more"),
        (
            ('platform_ground = "Verwerkingsafspraak 12" ', "# "),
            "added to the shared platform directly only on a document",
        ),
        (('platform_choice = "add"', 'platform_choice = "ja"'), "'ja' is not one of: none, invite, add"),
        (('votes_shown = "parties"', 'votes_shown = "allen"'), "'allen' is not one of: none, counts, parties"),
        (('role = "voorzitter"\nyears', 'role = "nee"\nyears'), "role: there is no [[role]] 'nee'"),
        (('role = "voorzitter"\nyears', "role = 7\nyears"), "the role of a [retention] is the id of one [[role]]"),
        (('role = "voorzitter"\nyears', "years"), "retention '*' stands on line"),
        (('role = "voorzitter"\nyears', 'id = "term"\nrole = "voorzitter"\nyears'), "unknown field 'id'"),
        (("years = 20", "years = -20"), "A retention term is a number of whole years"),
        (('kind = "decide", quorum', 'kind = "besluit", quorum'), "'besluit' is not one of"),
    ],
)
def test_a_mistake_in_what_is_new_is_told_with_its_line(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "definition.md").read_text(encoding="utf-8")
    text = manual.split("```toml\n")[1].split("```")[0]
    assert change[0] in text
    path = tmp_path / "definition.toml"
    path.write_text(text.replace(*change), encoding="utf-8")
    with (
        Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application,
        pytest.raises(DefinitionError) as refused,
    ):
        apply_definition(application, load_definition(path), by())
    assert told in str(refused.value)
    line = int(str(refused.value).split(":")[1])
    wanted = next(n for n, row in enumerate(path.read_text().splitlines(), 1) if change[1].split("\n")[0] in row)
    assert abs(line - wanted) <= 24


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('name = "Gemeente Duin"', 'name = "Gemeente\\u202e Duin"', "record.text_characters"),
        ('name = "Gemeente Duin"', f'name = "{"G" * 900_000}"', "record.text_length"),
        ('id = "duin"\nname = "Gemeente Duin"', 'id = "duin"\nname = """Gemeente\nDuin"""', "record.text_characters"),
        ('kind = "kring"', 'kind = "kring\\u0000"', "record.text_characters"),
        ("place = 1\nsince = 2024-05-01", "place = 1\nsince = 0001-01-01", "record.day_range"),
        ("place = 1\n", "recorded = 0001-01-01\nplace = 1\n", "record.day_range"),
        ("place = 1\n", "place = 1000000000000\n", "record.number_range"),
        ('rhythm = "FREQ=WEEKLY;INTERVAL=6"', 'rhythm = "FREQ=MONTHLY;BYDAY=5TH"', "body.rhythm"),
        (
            'title = "Kustverdrag"\n',
            'title = "Kustverdrag"\nevaluation_rhythm = "FREQ=YEARLY;BYMONTH=3"\n',
            "body.rhythm",
        ),
    ],
)
def test_what_may_not_come_in_is_named_with_its_line_and_nothing_is_recorded(
    sqlite_url: str, tmp_path: Path, old: str, new: str, rule: str
) -> None:
    assert old in GOOD
    path = tmp_path / "definition.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with open_application(sqlite_url) as application:
        with pytest.raises(DefinitionError) as error:
            apply_definition(application, load_definition(path), OFFICE)
        assert application.store.head() == 0
    (problem,) = error.value.problems
    assert f"[{rule}, " in problem.text
    wrong = next(line for line in new.split("\n") if line not in old.split("\n"))
    assert path.read_text(encoding="utf-8").split("\n")[problem.line - 1] == wrong
