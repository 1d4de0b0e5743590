"""Who types a name that is not known is answered with the few that may have been meant, wherever it was typed."""

from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import open_region
from commands_in_process import rso
from rso_core.acts import acts_by_hand
from rso_core.domain.values import PartyKind
from rso_core.nearest_names import did_you_mean, nearest
from rso_core.projection import UnknownReadModelError
from rso_core.structuring import InputError, structure, structure_act

REGISTER = {"person": "p-9", "name": "A. Voorbeeld", "on": "2026-01-05"}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("register_person", "register-person"),
        ("Register Person", "register-person"),
        ("regsiter-person", "register-person"),
        ("raise signal", "raise-signal"),
        ("person", "register-person"),
        ("sgin", "sign"),
    ],
)
def test_an_act_is_answered_with_the_nearest(typed: str, first: str) -> None:
    with pytest.raises(InputError) as wrong:
        structure_act(typed, {})
    (told,) = wrong.value.problems
    assert first in told.partition("did you mean ")[2], told
    assert sum(repr(name) in told for name in acts_by_hand()) <= 5, "a few, and not a hundred"


def test_what_nothing_resembles_is_answered_with_where_the_names_are() -> None:
    with pytest.raises(InputError, match=r"^unknown act 'qqq'; rso --help lists the acts$"):
        structure_act("qqq", {})
    with pytest.raises(InputError, match="no act is named"):
        structure_act(None, {})
    with pytest.raises(InputError) as wrong:
        structure_act("x" * 100_000, {})
    assert len(str(wrong.value)) < 200


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("nmae", "unknown field 'nmae'; did you mean 'name'?"),
        ("Naam", "unknown field 'Naam'; did you mean 'name'?"),
        ("qqq", "unknown field 'qqq'; known are: email, name, on, person, unlike"),
    ],
)
def test_a_field_is_answered_with_the_nearest_in_either_language(field: str, told: str) -> None:
    with pytest.raises(InputError) as wrong:
        structure_act("register-person", {**REGISTER, field: "x"})
    assert wrong.value.problems == [told]


def test_a_choice_is_answered_with_the_nearest_in_either_language() -> None:
    for typed, meant in (
        ("municipalty", "municipality"),
        ("gemeente", "municipality"),
        ("Waterschap", "water_authority"),
    ):
        with pytest.raises(InputError, match=rf"'{typed}' is not one of: province, .*; did you mean '{meant}'\?"):
            structure(typed, PartyKind)
    for typed_otherwise in ("qqq", 5):
        with pytest.raises(InputError) as wrong:
            structure(typed_otherwise, PartyKind)
        assert "did you mean" not in str(wrong.value)


def test_a_register_a_kind_and_a_command_too(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'rso.db'}"
    with open_region(store):
        pass

    def said(*words: str) -> str:
        done = rso(tmp_path, "--store", store, *words)
        assert done.returncode in (2, 3)
        return " ".join(done.stderr.split())

    assert "there is no register 'partis'; did you mean 'parties', or 'actions'?" in said("show", "partis")
    assert "did you mean 'decision'?" in said("search", "x", "--kind", "besluit")
    assert "'register-person'" in said("regsiter-person")


def test_no_register_near_all_are_named() -> None:
    error: Any = UnknownReadModelError("qqq", ["roles", "parties"])
    assert str(error) == "there is no register 'qqq'; the registers are: parties, roles"


def test_few_are_proposed_and_each_once() -> None:
    known = ["aaaa1", "aaaa2", "aaaa3", "aaaa4"]
    assert nearest("aaaa5", known) == ["aaaa4", "aaaa3", "aaaa2"]
    having = [f"enter-the-word-{n}" for n in range(5)]
    assert nearest("word", [*having, "swords", "wordy"]) == ["wordy", "swords", *having[:3]], "five at most"
    assert nearest("AAAA-1", ["aaaa1"], {"aaaa 1": "aaaa1"}) == ["aaaa1"]
    assert (did_you_mean([]), did_you_mean(["a", "b"])) == ("", "; did you mean 'a', or 'b'?")
