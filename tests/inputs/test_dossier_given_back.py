"""The record given back as a dossier: an empty record that imports it gives the same registers at every moment."""

import json
import random
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by, open_region, record_a_year
from quick import examples
from records_at_random import DAYS, FIRST
from rso_core import Application, EventStore, InvalidActError, Refused, acts
from rso_core.act_handles import acts_in, handle_of
from rso_core.domain.event import Event
from rso_core.dossier import DossierNotWholeError, export_dossier, import_dossier
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.store.recorded import EntryKind, RecordedEvent
from varied_acts import varied

OFFICE = "office:iemand anders"
MODELS = Plugins().read_models()


@contextmanager
def record(folder: Path, name: str = "rso") -> Iterator[Application]:
    with Application(EventStore.open(f"sqlite:///{folder / f'{name}.db'}"), lambda: NOW) as application:
        yield application


@contextmanager
def taken_in_anew(store: EventStore, folder: Path, **how: Any) -> Iterator[EventStore]:
    """An empty record that imported what this one gave back."""
    export_dossier(store, folder / "terug.jsonl", **how)
    with record(folder, "terug") as application:
        report = import_dossier(application, folder / "terug.jsonl", actor=OFFICE)
        assert report.accepted, report.bad_lines[:5]
        yield application.store


def registers(store: EventStore, moments: Sequence[tuple[date, date | datetime | None]]) -> list[Any]:
    projector = Projector(store, MODELS)
    found = []
    for valid, known in moments:
        with projector.as_of(valid, known) as moment:
            found.append({model.name: list(map(dict, moment.register(model.name).rows)) for model in MODELS})
    projector.close()
    return found


def what_happened(store: EventStore) -> list[tuple[str, Event, date, datetime, str, str | None]]:
    """The events, with what the record says of them that does not depend on when the dossier was read in."""
    return [
        (each.id, each.event, each.meta.effective, each.meta.recorded_at, each.meta.actor, each.meta.source)
        for events in acts_in(store)
        for each in events
    ]


def record_at_random(application: Application, seed: int, often: float) -> None:
    """Acts of a whole cooperation, however they are said, each known at a moment of its own, some on a ground."""
    chance = random.Random(seed)
    made = [varied(act, chance, often) for act in every_act() if not isinstance(act, acts.ErasePerson)]
    with application.batch() as batch:
        for place, act in enumerate(made):
            known = FIRST + timedelta(days=place * DAYS // len(made), seconds=chance.randint(0, 86_399))
            if chance.random() < 0.1:
                known = FIRST + (known - FIRST) * chance.random()
            said: dict[str, Any] = {"recorded_at": known} if chance.random() < 0.7 else {}
            source = chance.choice((None, "Brief 7"))
            key = chance.choice((None, f"k-{place}"))
            try:
                batch.perform(act, attrs.evolve(by(source=source, key=key), **said))
            except (Refused, InvalidActError):
                continue


@pytest.mark.slow
@given(st.integers(0, 2**32), st.sampled_from((0.0, 0.03, 0.1)))
@settings(max_examples=examples(8), deadline=None)
def test_any_record_comes_back_the_same(seed: int, often: float) -> None:
    chance = random.Random(seed)
    valid, known = (FIRST.date() + timedelta(days=chance.randint(0, DAYS)) for _ in range(2))
    moments = [(valid, known), (NOW.date(), None)]
    with TemporaryDirectory() as folder, record(Path(folder)) as application:
        record_at_random(application, seed, often)
        with taken_in_anew(application.store, Path(folder)) as anew:
            # What is about the record itself stays behind.
            assert _without_keys(what_happened(anew)) == _without_keys(what_happened(application.store))
            assert registers(anew, moments) == registers(application.store, moments)


def _without_keys(events: list[Any]) -> list[Any]:
    return [each for each in events if not each[0].startswith(("record-keys:", "record-upkeep:"))]


def test_the_acts_known_at_a_moment_come_back(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        before = what_happened(application.store)
        later = by(recorded_at=NOW, entry=EntryKind.IMPORTED)
        application.clock = lambda: NOW + timedelta(days=2)
        act = acts.NameTheme(theme="wonen", name="Wonen", on=NOW.date())
        application.perform(act, attrs.evolve(later, recorded_at=NOW + timedelta(days=1)))
        with taken_in_anew(application.store, tmp_path, known_on=NOW) as anew:
            assert what_happened(anew) == before


def test_who_was_erased_comes_back_under_the_identifier(tmp_path: Path) -> None:
    with record(tmp_path) as application:
        for act in every_act():
            application.perform(act, by())
        correct = [e for e in acts_in(application.store) if e[0].meta.act == "erase-person"]
        report = export_dossier(application.store, tmp_path / "los.jsonl")
        assert report.erased == ["p-4"]
        assert {each.act for each in report.left_out} == {
            *("erase-person", "introduce-record-key"),
            *("repair-derived", "publish-unproven"),
        }
        assert handle_of(correct[0][0].meta.correlation) in {each.handle for each in report.left_out}
        text = (tmp_path / "los.jsonl").read_text(encoding="utf-8")
        assert "D. Voorbeeld" not in text
        assert "E. Voorbeeld" in text, "the name of anybody else is in it"
        moments = [(date(2026, 3, 1), None), (NOW.date(), None)]
        with taken_in_anew(application.store, tmp_path) as anew:
            for old, new in zip(registers(application.store, moments), registers(anew, moments), strict=True):
                # That somebody was erased is no longer told.
                for persons in (old, new):
                    persons["persons"] = [row for row in persons["persons"] if row["person"] != "p-4"]
                    persons["pleio_people"] = [row for row in persons["pleio_people"] if row["person"] != "p-4"]
                assert new == old


def test_a_dossier_given_back_and_read_in_again_is_given_back_the_same(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        record_a_year(application)
        with taken_in_anew(application.store, tmp_path) as anew:
            head = anew.head()
            again = import_dossier(Application(anew, lambda: NOW), tmp_path / "terug.jsonl", actor=OFFICE)
            assert (again.recorded, anew.head()) == (0, head)
            export_dossier(anew, tmp_path / "nogmaals.jsonl")
        assert (tmp_path / "nogmaals.jsonl").read_bytes() == (tmp_path / "terug.jsonl").read_bytes()


def test_a_line_says_how_its_act_was_recorded(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        first = application.perform(acts.NameTheme(theme="wonen", name="Wonen", on=NOW.date()), by())
        caused = attrs.evolve(by(source="Brief 7", key="k"), actor="person:p-1", caused_by=first.events[0].id)
        application.perform(acts.NameTheme(theme="water", name="Water", on=NOW.date()), caused)
        export_dossier(application.store, tmp_path / "uit.jsonl")
    *_, one, other = map(json.loads, (tmp_path / "uit.jsonl").read_text(encoding="utf-8").splitlines())
    assert one["key"] == f"act:{handle_of(first.correlation, 16)}", "so that reading it in twice changes nothing"
    assert other == {
        "act": "name-theme",
        "key": "k",
        "recorded": "2026-11-24T13:00:00+01:00",
        "actor": "person:p-1",
        "source": "Brief 7",
        "caused_by": "theme:wonen@1",
        "theme": "water",
        "name": "Water",
        "on": "2026-11-24",
    }


def test_the_file_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "uit.jsonl"

    def stop(done: int, _: int) -> None:
        if done > 5:
            raise KeyboardInterrupt

    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        record_a_year(application)
        told: list[tuple[int, int]] = []
        with pytest.raises(KeyboardInterrupt):
            export_dossier(application.store, target, progress=stop)
        assert [path.name for path in tmp_path.iterdir() if "jsonl" in path.name] == []
        export_dossier(application.store, target, progress=lambda *done: told.append(done))
        assert told[-1] == (application.store.head(), application.store.head())
        assert stat.S_IMODE(target.stat().st_mode) == 0o600, "it holds names"
        before = target.read_bytes()
        with pytest.raises(FileExistsError, match=r"uit\.jsonl is there already"):
            export_dossier(application.store, target)
        assert target.read_bytes() == before


def test_an_act_that_cannot_be_given_back_is_not_passed_over(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        act = acts.NameTheme(theme="wonen", name="Wonen", on=NOW.date())
        unknown = [_by_another_act(each) for each in application.perform(act, by()).events]
    with record(tmp_path, "ander") as other:
        other.store.append(unknown)
        with pytest.raises(DossierNotWholeError, match="dance: act: this release does not know") as refused:
            export_dossier(other.store, tmp_path / "uit.jsonl")
        assert not (tmp_path / "uit.jsonl").exists()
        report = export_dossier(other.store, tmp_path / "uit.jsonl", keep_going=True)
        assert tuple(report.left_out) == refused.value.left_out
        assert (tmp_path / "uit.jsonl").read_text(encoding="utf-8") == ""


def _by_another_act(recorded: RecordedEvent) -> RecordedEvent:
    return attrs.evolve(recorded, meta=attrs.evolve(recorded.meta, act="dance"))
