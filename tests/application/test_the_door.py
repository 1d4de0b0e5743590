"""The door of every act: however an act comes in, what no reader can take is refused by name and nothing is recorded."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import START, by, open_region
from commands_in_process import rso
from rso_core import Application, Provenance, Refused, acts
from rso_core.act_content import digest_of
from rso_core.acts import replace
from rso_core.corrections import Correction, correct
from rso_core.domain.day_range import RECORD_DAY_RANGE
from rso_core.domain.refusal import Rule
from rso_core.domain.text_rule import RECORD_TEXT_CHARACTERS, RECORD_TEXT_LENGTH
from rso_core.dossier import import_dossier, importing
from rso_core.events import PartyKind, PartyRegistered
from rso_core.merging_persons import merge_person
from without_the_door import without_the_door

PARTY = acts.RegisterParty(party="buur", name="Buurgemeente", kind=PartyKind.MUNICIPALITY, on=START)
LINE: dict[str, Any] = {
    "act": "register-party", "party": "buur", "name": "Buurgemeente", "kind": "municipality", "on": "2025-01-01",
}  # fmt: skip
APART, COMPOSED = "Su\u0301dwest", "S\u00fadwest"


@pytest.fixture
def region(store_url: str) -> Iterator[Application]:
    with open_region(store_url) as application:
        yield application


def refused(application: Application, act: Any = PARTY, **about: Any) -> Refused:
    head = application.store.head()
    with pytest.raises(Refused) as found:
        application.perform(act, by(**about) if "actor" not in about else Provenance(**about))
    assert application.store.head() == head
    return found.value


def imported(
    application: Application, folder: Path, *lines: dict[str, Any] | str, **options: Any
) -> list[tuple[int, str]]:
    path = folder / "dossier.jsonl"
    path.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines), encoding="utf-8")
    report = import_dossier(application, path, actor="office:loket", **options)
    return [(line.number, line.reason) for line in report.bad_lines]


@pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", chr(0xD800), "\ufffe"], ids=range(5))
def test_by_the_library_in_a_batch_and_under_a_key(region: Application, character: str) -> None:
    bad = replace(PARTY, name=f"Buur{character}")
    assert refused(region, bad).rule is RECORD_TEXT_CHARACTERS
    assert refused(region, bad, key="k").rule is RECORD_TEXT_CHARACTERS
    assert refused(region, replace(PARTY, party=f"b{character}")).facts["field"] == "party"
    for about in ({"source": character}, {"key": f"k{character}"}, {"caused_by": character}, {"ground": character}):
        assert refused(region, **about).rule is RECORD_TEXT_CHARACTERS
    head = region.store.head()
    with region.batch() as batch:
        with pytest.raises(Refused):
            batch.perform(bad, by())
        batch.perform(PARTY, by())
    assert region.store.head() == head + 1


@pytest.mark.parametrize(
    ("line", "rule", "field"),
    [
        ({"name": "Gem\0eente"}, RECORD_TEXT_CHARACTERS, "name"),
        ({"name": "\u202eetneemeG"}, RECORD_TEXT_CHARACTERS, "name"),
        ({"name": "N" * 900_000}, RECORD_TEXT_LENGTH, "name"),
        ({"party": "b\0"}, RECORD_TEXT_CHARACTERS, "party"),
        ({"source": "Brief\x1b[2J"}, RECORD_TEXT_CHARACTERS, "source"),
        ({"key": "k\0"}, RECORD_TEXT_CHARACTERS, "key"),
        ({"because": "zo\0"}, RECORD_TEXT_CHARACTERS, "because"),
        ({"actor": "office:\0"}, RECORD_TEXT_CHARACTERS, "actor"),
        ({"caused_by": "party:\0@1"}, RECORD_TEXT_CHARACTERS, "caused by"),
        ({"on": "0001-01-01"}, RECORD_DAY_RANGE, "on"),
        ({"on": "9999-12-31"}, RECORD_DAY_RANGE, "on"),
        ({"recorded": "0001-01-01"}, RECORD_DAY_RANGE, "recorded"),
        ({"recorded": "0001-01-01T00:00+14:00"}, RECORD_DAY_RANGE, "recorded"),
        ({"recorded": "9999-12-31T23:59-12:00"}, RECORD_DAY_RANGE, "recorded"),
        ({"recorded": "1900-01-01T00:00+14:00"}, RECORD_DAY_RANGE, "recorded"),
    ],
    ids=range(15),
)
def test_by_a_dossier_line_and_field_are_named(
    region: Application, tmp_path: Path, line: dict[str, Any], rule: Rule, field: str
) -> None:
    head = region.store.head()
    ((number, reason),) = imported(region, tmp_path, LINE | {"party": "een"}, LINE | line)
    assert number == 2
    assert f"[{rule.id}, " in reason
    assert f"field: {field};" in reason
    assert reason.isprintable()
    assert len(reason) < 1_000
    assert region.store.head() == head


def test_by_a_correction(region: Application, tmp_path: Path) -> None:
    region.perform(PARTY, by(key="k"))
    head = region.store.head()
    for changes, reason, about in (
        ({"name": "Buur\0"}, "zo", {}),
        ({"name": "Buur"}, "zo\0", {}),
        ({"name": "Buur"}, "zo", {"source": "Brief\0"}),
        ({"on": date(1, 1, 1)}, "zo", {}),
    ):
        with pytest.raises(Refused) as found:
            correct(region, [Correction("k", changes)], reason, by(**about))
        assert found.value.rule in (RECORD_TEXT_CHARACTERS, RECORD_DAY_RANGE)
    lines: list[dict[str, Any]] = [
        {"correct": "k", "set": {"name": "Buur\u202e"}, "reason": "zo"},
        {"correct": "k", "set": {"name": "Buur"}, "reason": "zo\x1b"},
        {"set-aside": "k\0", "reason": "zo"},
    ]
    assert [number for number, reason in imported(region, tmp_path, *lines) if "record.text_characters" in reason] == [
        1,
        2,
        3,
    ]
    assert region.store.head() == head


def test_by_the_command_line_before_anybody_is_looked_up_by_that_name(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    with open_region(url) as application:
        head = application.store.head()
    common = ("register-party", "--party", "buur", "--kind", "municipality", "--on", "2025-01-01")
    for name in ("Buur\x1b[2J", "Buur\u202e", "B" * 100_000, "Buur" + chr(0xDC80)):
        done = rso(tmp_path, "--store", url, *common, "--name", name)
        assert done.returncode == 3, done.stderr
        assert "field: name" in done.stderr
        assert name not in done.stderr
    mandate = ("choose-platform", "--choice", "none", "--on", "2026-01-01", "--party", "gem-a\x1b")
    assert "record.text_characters" in rso(tmp_path, "--store", url, *mandate).stderr
    with open_region(url) as application:
        assert application.store.head() == head


def test_letters_typed_apart_are_the_same_act_however_it_comes(region: Application, tmp_path: Path) -> None:
    first = region.perform(replace(PARTY, name=APART), by(key="k\u00e9", source=f"Brief {APART}"))
    assert [e.event.name for e in first.events if isinstance(e.event, PartyRegistered)] == [COMPOSED]
    assert first.events[0].meta.source == f"Brief {COMPOSED}"
    again = region.perform(replace(PARTY, name=COMPOSED), by(key="ke\u0301", source=f"Brief {COMPOSED}"))
    assert again.repeated
    head = region.store.head()
    lines = [LINE | {"party": "een", "name": APART}, LINE | {"party": "twee", "name": COMPOSED}]
    assert imported(region, tmp_path, *lines) == []
    assert region.store.head() == head + 2
    lines = [LINE | {"party": "een", "name": COMPOSED}, LINE | {"party": "twee", "name": APART}]
    assert imported(region, tmp_path, *lines) == []
    assert region.store.head() == head + 2


def test_a_correction_typed_apart_is_the_same_one(region: Application) -> None:
    region.perform(PARTY, by(key="k"))
    correct(region, [Correction("k", {"name": APART})], f"zo {APART}", by(key="v"))
    head = region.store.head()
    assert correct(region, [Correction("k", {"name": COMPOSED})], f"zo {COMPOSED}", by(key="v")).repeated
    assert region.store.head() == head


class TestWhatAReleaseBeforeTook:
    """Is on record: the same again changes nothing, and what rests on it is judged as it was."""

    def test_the_same_act_again_changes_nothing(self, sqlite_url: str, tmp_path: Path) -> None:
        bad = [replace(PARTY, party=f"b{n}", name=name) for n, name in enumerate((APART, "Buur\x1b", "B" * 300))]
        lines = [LINE | {"party": f"c{n}", "name": act.name} for n, act in enumerate(bad)]
        lines += [LINE | {"party": f"d{n}", "name": act.name, "key": f"d{n}"} for n, act in enumerate(bad)]
        lines += [{"act": "register-person", "person": "q", "name": APART, "on": "2026-01-01"}]
        with open_region(sqlite_url) as region:
            with without_the_door():
                for act in bad:
                    region.perform(act, by(key=act.party))
                region.perform(PARTY, by(key="ke\u0301"))
                assert _import_as_before(region, tmp_path, lines) == []
            head = region.store.head()
            for act in bad:
                assert region.perform(act, by(key=act.party)).repeated
            assert region.perform(PARTY, by(key="ke\u0301")).repeated
            assert imported(region, tmp_path, *lines) == []
            assert region.store.head() == head
            assert refused(region, replace(bad[1], name="Buurt\x1b"), key="b1").rule is RECORD_TEXT_CHARACTERS

    def test_what_is_on_record_does_not_keep_from_correcting_something_else(self, sqlite_url: str) -> None:
        bad = replace(PARTY, name="Buur\u202e", on=date(1899, 1, 1))
        with open_region(sqlite_url) as region:
            with without_the_door():
                region.perform(bad, by(key="k"))
            correct(region, [Correction("k", {"kind": PartyKind.OTHER})], "soort", by())
            with pytest.raises(Refused):
                correct(region, [Correction("k", {"name": "Buur\u202d"})], "naam", by())
            correct(region, [Correction("k", {"name": "Buur", "on": START})], "naam", by())

    def test_persons_registered_twice_are_merged_whatever_they_are_called(self, sqlite_url: str) -> None:
        def person(identifier: str, day: date) -> acts.RegisterPerson:
            return acts.RegisterPerson(person=identifier, name="Voor\u200bbeeld", on=day)

        with open_region(sqlite_url) as region:
            with without_the_door():
                region.perform(person("q-1", date(2026, 1, 1)), by())
                region.perform(person("q-2", date(2026, 2, 1)), by())
            merge_person(region, "q-1", "q-2", "dubbel", by())


def _import_as_before(region: Application, folder: Path, lines: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """With keys that were made of what was typed, as releases before did."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "digests_of", lambda content: (digest_of(content),))
        return imported(region, folder, *lines)


def test_a_claim_at_the_edge_of_the_range_is_a_day_in_amsterdam_too(region: Application) -> None:
    assert (
        refused(region, recorded_at=datetime(1899, 12, 31, 23, 30, tzinfo=UTC), source="Brief").rule is RECORD_DAY_RANGE
    )
    # By the clock of Amsterdam, which ran twenty minutes ahead, the first day begins before it does in London.
    on_the_day = replace(PARTY, on=date(1900, 1, 1))
    region.perform(on_the_day, by(recorded_at=datetime(1900, 1, 1, 0, 0, tzinfo=UTC), source="Brief"))
