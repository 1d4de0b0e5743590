"""Tables that fit their window: no word broken, and what is left out is named."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts_of_a_region import open_region
from commands_in_process import rso
from rso_core.cli.fitting import BORDER, COMFORTABLE, LONGEST_WORD, fitting

TITLES = ("Datum", "Wat", "Leeg", "Stand")
ROWS = [("2026-01-08", "een lang verhaal van woorden", "", "afgerond")]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a region."""
    folder = tmp_path_factory.mktemp("region")
    open_region(f"sqlite:///{folder / 'rso.db'}").store.close()
    return folder


def test_as_many_columns_as_fit_and_those_with_nothing_in_them_last() -> None:
    # 10, 20 and 8 characters with 3 of border each, and one; the third column is empty, and its title takes 4.
    assert fitting(TITLES, ROWS, 48).shown == (0, 1, 3)
    assert fitting(TITLES, ROWS, 47).shown == (0, 1, 2)
    assert fitting(TITLES, ROWS, 47, first=(3,)).shown == (0, 2, 3)
    assert fitting(TITLES, ROWS, 55).shown == (0, 1, 2, 3)
    assert fitting(TITLES, ROWS, 54).left_out == ()  # what is left out is empty
    assert fitting(TITLES, ROWS, 47, first=(3,)).left_out == (1,)
    assert fitting(TITLES, [], 5).shown == (0,)
    assert fitting(TITLES, [], 5).left_out == (1, 2, 3)


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.lists(st.lists(st.text("ab \n", max_size=60), min_size=n, max_size=n), min_size=1, max_size=5)
    ),
    st.integers(1, 200),
)
def test_what_is_shown_fits_and_nothing_more_would(rows: list[list[str]], width: int) -> None:
    titles = [f"k{place}" for place in range(len(rows[0]))]
    fit = fitting(titles, rows, width)
    taken = sum(fit.narrowest) + BORDER * len(fit.shown) + 1
    assert fit.shown[0] == 0
    assert taken <= width or len(fit.shown) == 1
    for place, narrowest in zip(fit.shown, fit.narrowest, strict=True):
        texts = [row[place] for row in (titles, *rows)]
        word = max(len(word) for text in texts for word in text.split())
        line = max(len(line) for text in texts for line in text.splitlines())
        assert max(min(LONGEST_WORD, word), min(COMFORTABLE, line)) == narrowest
    assert all(any(row[place] for row in rows) for place in fit.left_out)


def test_a_narrow_window_breaks_no_word_and_names_what_is_left_out(region: Path) -> None:
    done = rso(region, "show", "parties", COLUMNS="60")
    assert "No room for: " in done.stderr
    assert "--wide" in done.stderr
    assert all(len(line) <= 60 for line in done.stdout.splitlines())
    assert "2025-01-01" in done.stdout or "Sinds" in done.stderr
    wide = rso(region, "show", "parties", "--wide", COLUMNS="60")
    assert (wide.returncode, wide.stderr) == (0, "")
    assert max(map(len, wide.stdout.splitlines())) > 60


def test_what_goes_to_another_program_has_all_columns(region: Path) -> None:
    done = rso(region, "show", "parties", COLUMNS="")
    assert done.stderr == ""
    assert "Kenmerk" in done.stdout
    assert "gem-a" in done.stdout


def test_columns_are_chosen_by_title_or_key(region: Path) -> None:
    done = rso(region, "show", "parties", "--columns", "party, partij", "--no-handles")
    head = done.stdout.splitlines()[2]
    assert [part.strip() for part in head.strip("┃").split("┃")] == ["party", "Partij"]
    wrong = rso(region, "show", "parties", "--columns", "naam")
    assert (wrong.returncode, "there is no column 'naam'" in wrong.stderr) == (2, True)
    none = rso(region, "show", "parties", "--columns", " , ")
    assert (none.returncode, "there is no column ' , '" in none.stderr, none.stdout) == (2, True, "")
    assert json.loads(rso(region, "show", "parties", "--json", "--columns", "party").stdout)["rows"]
