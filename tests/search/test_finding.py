"""What somebody means by what is typed: an identifier, or a name however it is spelled."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, START, by
from commands_in_process import asked, rso
from rso_core import Application, EventStore, acts
from rso_core.domain.act import replace
from rso_core.dutch.spelling import folded
from rso_core.events import Choice, DecisionKind, PartyKind, Vote
from rso_core.search import Finder, NotFoundError, kinds
from rso_core.search.finding import with_names_found
from rso_core.structuring import InputError

NAMES = {"gm1900": "Gemeente Súdwest-Fryslân", "gm0796": "Gemeente ’s-Hertogenbosch", "gm9999": "Gemeente Straße"}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n[record]\nactor = "office:secretariaat"\n')
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: NOW) as application:
        for act in every_act():
            application.perform(act, by())
        for party, name in NAMES.items():
            register = acts.RegisterParty(party=party, name=name, kind=PartyKind.MUNICIPALITY, on=START)
            application.perform(register, by())
        for theme in ("een", "twee"):
            application.perform(acts.NameTheme(theme=theme, name="Dubbel", on=START), by())
    return folder


@pytest.fixture
def finder(record: Path) -> Iterator[Finder]:
    with EventStore.open(f"sqlite:///{record / 'rso.db'}") as store:
        yield Finder(store)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Súdwest-Fryslân", unicodedata.normalize("NFD", "Súdwest-Fryslân")),
        ("’s-Hertogenbosch", "'s Hertogenbosch"),
        ("Straße", "STRASSE"),
        ("  Ambtelijk   overleg ", "ambtelijk overleg"),
        ("Østerbro", "osterbro"),
        ("ĳsselstein", "IJsselstein"),
        ("“Wonen”", "wonen"),
        ("A–B", "a-b"),
    ],
)
def test_what_differs_only_in_spelling_is_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert folded(folded(one)) == folded(one)


def test_what_differs_in_letters_is_not_the_same() -> None:
    assert len({folded(name) for name in ("Baarn", "Baarle", "Barn", "Soest", "")}) == 5


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("party:gm1900", ("party", "gm1900")),
        ("gm1900", ("party", "gm1900")),
        ("GM1900", ("party", "gm1900")),
        (unicodedata.normalize("NFD", "Gemeente Súdwest-Fryslân"), ("party", "gm1900")),
        ("gemeente sudwest fryslan", ("party", "gm1900")),
        ("Gemeente 's-Hertogenbosch", ("party", "gm0796")),
        ("party:GEMEENTE STRASSE", ("party", "gm9999")),
        ("mandate:prov/m-p-1", ("mandate", "prov", "m-p-1")),
        ("mandate:m-p-1", ("mandate", "prov", "m-p-1")),
        ("m-p-1", ("mandate", "prov", "m-p-1")),
        ("docket:overleg", ("docket", "overleg")),
    ],
)
def test_a_thing_is_found_by_identifier_and_by_name(finder: Finder, text: str, thing: tuple[str, ...]) -> None:
    assert finder.find(text) == thing


def test_a_kind_that_is_asked_for_is_the_only_one_that_is_found(finder: Finder) -> None:
    assert finder.find("overleg", ["body"]) == ("body", "overleg")
    with pytest.raises(NotFoundError):
        finder.find("overleg", ["party"])
    assert finder.find("m-p-1", ["mandate"], within="prov") == ("mandate", "prov", "m-p-1")
    with pytest.raises(NotFoundError):
        finder.find("m-p-1", ["mandate"], within="gem-a")


def test_a_name_of_several_is_refused_with_all_of_them(finder: Finder) -> None:
    with pytest.raises(NotFoundError, match=r"may be any of theme:een \(Dubbel\), theme:twee \(Dubbel\)") as refused:
        finder.find("dubbel")
    assert refused.value.found == (("theme", "een"), ("theme", "twee"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sudwest", r"nearest are party:gm1900 \(Gemeente Súdwest-Fryslân\)"),
        ("Gemeente Sudwest Frieslan", r"nearest are party:gm1900"),
        ("party:gm1901", r"nearest are party:gm1900"),
        ("qqqqqq", r"write it as kind:id; kinds are action, amendment"),
        ("partij:gm1900", r"there is no kind 'partij'; did you mean 'party'\? kinds are"),
        ("partie:gm1900", r"there is no kind 'partie'; did you mean 'party'\?"),
        (" ", r"no subject was given"),
        (":", r"there is no kind ''; kinds are action"),
        ("party:", r"nothing clear"),
    ],
)
def test_what_is_not_found_is_answered_with_what_resembles_it(finder: Finder, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        finder.find(text)


def test_every_kind_of_thing_on_record_can_be_asked_for(finder: Finder) -> None:
    on_record = {thing[0] for thing in finder.names.things()}
    assert on_record - {"docket"} <= set(kinds())
    assert "docket" not in kinds()
    for thing in finder.names.things():
        assert finder.find(f"{thing[0]}:{'/'.join(thing[1:])}") == thing


def test_history_finds_a_name_in_any_spelling(record: Path) -> None:
    for name in (unicodedata.normalize("NFD", NAMES["gm1900"]), "Gemeente 's-Hertogenbosch", "gemeente strasse"):
        assert len(asked(record, "history", name)) == 1
    part = rso(record, "history", "mandate:prov/m-p-1")
    assert (part.returncode, "has no history of its own; 'rso about' tells all" in part.stderr) == (2, True)


def test_an_act_names_things_by_name(record: Path) -> None:
    person = ("--person", "2. voorbeeld", "--scopes", "represent", "--ground", "Brief", "--start", "2026-01-01")
    granted = rso(record, "grant-mandate", "--party", "gemeente súdwest fryslan", "--mandate", "m-9", *person)
    assert granted.returncode == 0, granted.stderr
    assert "party:gm1900@2" in granted.stdout
    told = asked(record, "history", "party:gm1900")[-1]["data"]
    assert (told["person"], told["mandate"]) == ("p-2", "m-9")
    withdrawn = ("withdraw-mandate", "--party", "GEMEENTE SUDWEST-FRYSLAN", "--mandate", "m-9", "--reason", "Einde")
    assert rso(record, *withdrawn, "--last-day", "2026-02-01").returncode == 0


def test_names_within_a_list_are_found_too(finder: Finder) -> None:
    act = acts.Decide(
        decision="d-new",
        meeting="m1",
        kind=DecisionKind.AGREE,
        title="Partij prov",
        votes=(Vote(party="partij PROV", person="e. voorbeeld", choice=Choice.FOR),),
        follows=("BESLUIT", "d1", "nergens"),
    )
    found, nearest = with_names_found(finder, act)
    meant = replace(act, votes=(Vote(party="prov", person="p-1", choice=Choice.FOR),), follows=("d2", "d1", "nergens"))
    assert (found, nearest) == (meant, [])
    assert with_names_found(finder, meant) == (meant, [])


def test_an_act_with_a_name_that_is_not_clear_records_nothing(record: Path) -> None:
    before = len(asked(record, "history", "--all"))
    retire: Any = ("retire-theme", "--reason", "Einde", "--on", "2026-01-01", "--theme")
    both = rso(record, *retire, "dubbel")
    assert (both.returncode, "may be any of theme:een (Dubbel), theme:twee (Dubbel)" in both.stderr) == (2, True)
    none = rso(record, *retire, "Dubbelen")
    assert none.returncode == 3
    assert "Nearest to what is not known: theme:een (Dubbel), theme:twee (Dubbel)" in none.stderr
    as_json = rso(record, *retire, "Dubbelen", "--json")
    assert (as_json.returncode, "Nearest" in as_json.stderr) == (3, False)
    assert len(asked(record, "history", "--all")) == before


def test_a_body_person_and_decision_are_found_by_name(record: Path) -> None:
    shown = asked(record, "show", "seats", "--body", "ALGEMEEN  bestuur")
    assert shown == asked(record, "show", "seats", "--body", "overleg")
    assert rso(record, "show", "seats", "--body", "niets").returncode == 2
    assert "(p-2)" in rso(record, "person", "report", "2. voorbeeld").stdout
    unknown = rso(record, "person", "report", "22. Voorbeeld")
    assert (unknown.returncode, "2. Voorbeeld" in unknown.stderr) == (3, True)
    assert asked(record, "chain", "BESLUIT") == asked(record, "chain", "d2")
