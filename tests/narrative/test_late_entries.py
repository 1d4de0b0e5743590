"""What was entered late: which acts, how late, in which order, by whom and on what ground."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from acts_of_a_region import NOW, by, open_region, plan
from commands_in_process import asked, rso
from rso_core import Application, EventStore, Provenance, acts
from rso_core.archive.backup import back_up, restore
from rso_core.dossier import import_dossier
from rso_core.events import PartyKind
from rso_core.narrative import late_entries, narrative_of
from rso_core.store.recorded import EntryKind
from rso_core.store.restorations import restoration_of

ENTERED = datetime(2026, 3, 14, 22, 59, tzinfo=UTC)  # a minute before midnight in Amsterdam
FOUNDED = datetime(2025, 1, 1, 12, tzinfo=UTC)


def party(identifier: str, on: date) -> acts.RegisterParty:
    return acts.RegisterParty(party=identifier, name=identifier.title(), kind=PartyKind.MUNICIPALITY, on=on)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record with a party that was typed ten days late, one that was claimed, one that was imported, and a plan."""
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}", lambda: ENTERED, founded_at=FOUNDED) as application:
        application.perform(party("typt", date(2026, 3, 4)), by(source="Brief 9"))
        claim = Provenance(
            actor="person:p-1",
            source="Brief 7",
            recorded_at=datetime(2026, 1, 8, tzinfo=UTC),
            ground="Het eerste blad kwam eerder",
        )
        application.perform(party("claimt", date(2026, 1, 8)), claim)
        file = tmp_path / "d.jsonl"
        line = '{"act": "register-party", "party": "leest", "name": "L", "kind": "other", "on": "2026-01-01"'
        file.write_text(f'{line}, "recorded": "2026-01-02"}}')
        import_dossier(application, file, actor="office:loket")
        plan(application, on=date(2026, 4, 1))
    return tmp_path


def test_what_was_entered_late_is_told_in_order_of_day(folder: Path) -> None:
    with open_region(f"sqlite:///{folder / 'rso.db'}") as application:
        found = [entry for entry in late_entries(application.store, 0) if entry.act == "register-party"]
        told = [(e.holds_from, e.days, e.claimed, e.came_in, e.actor, e.source) for e in found]
        assert told == [
            (date(2026, 1, 1), 72, True, EntryKind.IMPORTED, "office:loket", None),
            (date(2026, 1, 8), 65, True, EntryKind.TYPED, "person:p-1", "Brief 7"),
            (date(2026, 3, 4), 10, False, EntryKind.TYPED, "office:secretariaat", "Brief 9"),
        ]
        assert found[1].ground == "Het eerste blad kwam eerder"
        assert found[1].recorded == (
            "Bekend sinds 8 januari 2026 volgens opgave; ingevoerd op 14 maart 2026 door 1. Voorbeeld, op grond van "
            "“Brief 7”; reden: “Het eerste blad kwam eerder”."
        )


@pytest.mark.parametrize(("days", "parties"), [(9, 3), (10, 2), (65, 1), (72, 0)])
def test_the_number_of_days_is_not_itself_late(folder: Path, days: int, parties: int) -> None:
    with open_region(f"sqlite:///{folder / 'rso.db'}") as application:
        found = late_entries(application.store, days)
        assert sum(entry.act == "register-party" for entry in found) == parties
        assert all(entry.days > days and entry.events for entry in found)
        assert not any(event.startswith("docket:") for entry in found for event in entry.events)


def test_the_command_tells_it_in_dutch_and_as_json(folder: Path) -> None:
    printed = " ".join(rso(folder, "late", "--days", "9").stdout.split())
    assert "Meer dan 9 dagen na zijn dag ingevoerd: 3" in printed
    assert "4 maart 2026, 10 dagen later ingevoerd" in printed
    assert "op grond van “Brief 7”; reden: “Het eerste blad kwam eerder”" in printed
    as_json = asked(folder, "late", "--days", "9")
    assert [(entry["holds_from"], entry["days"], entry["came_in"]) for entry in as_json] == [
        ("2026-01-01", 72, "imported"),
        ("2026-01-08", 65, "typed"),
        ("2026-03-04", 10, "typed"),
    ]
    assert rso(folder, "late", "--days", "-1").returncode == 2


def test_what_was_restored_is_told_apart_from_what_was_typed_after(folder: Path, store_url: str) -> None:
    with open_region(f"sqlite:///{folder / 'rso.db'}") as application:
        back_up(application.store, folder / "reserve.db", keys_to=folder / "sleutels.json")
        assert narrative_of(application.store, "party:typt").notes == ()
        assert {entry.restored_at for entry in late_entries(application.store, 9)} == {None}
    elsewhere = store_url.replace("rso.db", "terug.db")
    with EventStore.open(elsewhere) as store:
        restore(folder / "reserve.db", store, keys_from=folder / "sleutels.json")
        found = restoration_of(elsewhere)
        assert found is not None
        assert (found.events, found.origin) == (store.head(), "reserve.db")
        (note,) = narrative_of(store, "party:typt").notes
        assert f"de eerste {store.head()} gebeurtenissen" in note
        assert "teruggezet uit “reserve.db”" in note
    with Application(EventStore.open(elsewhere), lambda: NOW) as application:
        application.perform(party("daarna", date(2026, 11, 1)), by())
        late = {e.events[0]: e.restored_at for e in late_entries(application.store, 9) if e.act == "register-party"}
        assert late == {
            "party:leest@1": found.at, "party:claimt@1": found.at, "party:typt@1": found.at, "party:daarna@1": None
        }  # fmt: skip
