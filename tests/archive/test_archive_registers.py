"""The registers in an archive are made again from its events, and held against what lies there."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from acts_of_a_region import NOW, by
from archive_of_a_region import export, read_models, region_with_text
from rso_core import acts
from rso_core.archive import (
    verify_archive,
)
from rso_core.archive.bag import SIGNATURE
from signed_archives import (
    ALL_OF_IT,
    FOLLOWS,
    REGISTERS,
    alone,
    called_after_another_release,
    checked,
    forged,
    key_of,
    remade,
    without_signature,
)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("registers/parties.html", "Partij gem-a", "Partij vals!"),
        ("registers/index.html", "parties.html", "vals.html"),
        ("registers/parties.csv-metadata.json", "left_on", "vals"),
        ("registers/decisions.csv", "Programma", "Vals"),
    ],
)
def test_whatever_is_forged_of_a_register_is_found_without_a_signature_too(
    archive: Path, name: str, old: str, new: str
) -> None:
    path = archive / "data" / name
    assert old in path.read_text(encoding="utf-8-sig")
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    (archive / SIGNATURE).unlink()
    info = archive / "bag-info.txt"
    info.write_text("".join(line for line in info.read_text().splitlines(True) if not line.startswith("Signed")))
    remade(archive)
    problems = checked(archive).problems
    assert any(f"data/{name}" in each for each in problems)
    done = alone(archive)
    assert "registers, stukken en metagegevens zijn zoals ze werden gemaakt: zij zijn niet ondertekend" in done.stdout


def test_a_name_that_differs_from_one_register_to_another_is_found(archive: Path) -> None:
    path = archive / "data/registers/persons.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        name = next(row for row in csv.reader(file, delimiter=";") if row[0] == "p-1")[1]
    path.write_bytes(path.read_bytes().replace(name.encode(), b"V. Vals", 1))
    remade(archive)
    assert any("registers/" in each and "V. Vals" in each for each in checked(archive).problems)


def test_with_the_keys_of_persons_names_are_held_to_the_events_too(tmp_path: Path) -> None:
    with region_with_text(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        export(
            application.store,
            tmp_path / "a",
            REGISTERS,
            made_at=datetime.now(UTC),
            keys=application.store.keys.exported(),
        )
    assert checked(tmp_path / "a").problems == ()
    for name in ("persons.csv", "pleio_people.csv"):
        path = tmp_path / "a/data/registers" / name
        path.write_bytes(path.read_bytes().replace(b"1. Voorbeeld", b"1. Vals"))
    remade(tmp_path / "a")
    assert any(
        "'1. Vals', uit de gebeurtenissen volgt '1. Voorbeeld'" in each for each in checked(tmp_path / "a").problems
    )


def test_registers_of_a_plugin_that_is_not_here_are_told_to_be_left_out(archive: Path) -> None:
    few = [model for model in read_models() if model.name != "decisions"]
    report = verify_archive(archive, models=few)
    assert report.problems == ()
    assert [(c.what, c.skipped) for c in report.checks if "plugins" in c.what] == [
        ("Registers van plugins die hier niet zijn", "niet nagegaan: decisions")
    ]


def test_what_another_release_told_otherwise_is_shown_and_not_blamed(archive: Path) -> None:
    called_after_another_release(archive)
    remade(archive)
    report = verify_archive(archive, models=read_models())
    assert any(check.what.startswith(FOLLOWS) and check.skipped is None for check in report.checks)
    forged(archive)
    remade(archive)
    (check,) = [check for check in verify_archive(archive, models=read_models()).checks if check.what == FOLLOWS]
    assert check.skipped is not None
    assert "zij zijn gemaakt door rso 0.0." in check.skipped
    assert "er staat 'Partij vals!', uit de gebeurtenissen volgt 'Partij gem-a'" in check.skipped


def test_a_register_that_nothing_makes_is_found(archive: Path) -> None:
    (archive / "data/registers/besluiten.html").write_text("<p>vals</p>")
    remade(archive)
    assert "data/registers/besluiten.html: volgt uit geen gebeurtenis" in checked(archive).problems


def test_without_a_register_of_persons_what_shows_names_is_told_to_be_left_out_and_the_rest_is_held(
    tmp_path: Path,
) -> None:
    with region_with_text(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        export(application.store, tmp_path / "a", ("parties", "signatures", "roles"), made_at=datetime.now(UTC))
    report = checked(tmp_path / "a")
    assert report.problems == ()
    (check,) = [check for check in report.checks if check.what == "Registers met namen van personen"]
    assert check.skipped is not None
    assert check.skipped.endswith("het archief heeft geen register van personen: roles")
    forged(tmp_path / "a")
    remade(tmp_path / "a")
    assert any("uit de gebeurtenissen volgt 'Partij gem-a'" in each for each in checked(tmp_path / "a").problems)


def test_a_person_who_was_taken_out_of_the_register_of_persons_is_missed(archive: Path) -> None:
    for name in ("persons.csv", "pleio_people.csv"):
        path = archive / "data/registers" / name
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(line for line in lines if not line.startswith(b"p-1;")))
        assert len(path.read_bytes().splitlines()) == len(lines) - 1
    without_signature(archive)
    assert any("persons.csv: heeft" in each for each in checked(archive).problems)


def test_cells_that_were_left_raw_are_made_raw_again(tmp_path: Path) -> None:
    with region_with_text(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        application.perform(acts.NameTheme(theme="t", name="=1+A1", on=NOW.date()), by())
        export(application.store, tmp_path / "a", REGISTERS, made_at=datetime.now(UTC), raw_cells=True)
    assert checked(tmp_path / "a").problems == ()


def test_what_it_covers_is_told_and_by_whom_it_was_signed(whole: Path) -> None:
    report = checked(whole)
    assert report.problems == ()
    whats = [check.what for check in report.checks]
    assert f"{ALL_OF_IT}, op 24-11-2026 om 13.00 uur" in whats
    assert any(what.startswith(f"{FOLLOWS} (5 in getal; hoe 3 personen heten staat verzegeld") for what in whats)
    done = alone(whole, "--key", key_of(whole))
    assert (done.returncode, done.stderr) == (0, "")
    assert "NIET NAGEGAAN  of de registers uit de gebeurtenissen volgen" in done.stdout
    assert "Het archief klopt, voor zover het hier is nagegaan." in done.stdout
    assert "van wie de sleutel is" not in done.stdout
    assert "van wie de sleutel is: hij kwam uit het archief zelf" in alone(whole).stdout


def test_a_forged_register_with_lists_that_fit_is_found_twice(archive: Path) -> None:
    forged(archive)
    remade(archive)
    problems = checked(archive).problems
    assert "tagmanifest-sha256.txt: is niet de lijst die is ondertekend" in problems
    assert any("parties.csv: rij" in each and "er staat 'Partij vals!'" in each for each in problems)
    assert any("uit de gebeurtenissen volgt 'Partij gem-a'" in each for each in problems)
    done = alone(archive)
    assert done.returncode == 9
    assert "tagmanifest-sha256.note: ondertekent een ander archief dan dit" in done.stdout
