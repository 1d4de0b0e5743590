"""Handles of acts: read, written on paper, typed again, and the same wherever the record goes."""

from pathlib import Path

import attrs
import pytest

from acts_of_a_region import NOW, by, open_region, plan, record_a_year
from archive_of_a_region import export
from rso_core import EventStore, acts
from rso_core.act_handles import LETTERS, ActNotFoundError, acts_in, find_act, handle_of, last_act
from rso_core.archive import import_archive
from rso_core.store.recorded import EntryKind, RecordedEvent


def correlations(store: EventStore) -> list[str]:
    return [events[0].meta.correlation for events in acts_in(store)]


def test_a_handle_can_be_copied_from_paper(store_url: str) -> None:
    with open_region(store_url) as application:
        record_a_year(application)
        wanted = plan(application, "v9").events
        handle = handle_of(wanted[0].meta.correlation)
        assert len(handle.replace("-", "")) == 8
        assert not set(handle.replace("-", "")) & set("ILOU")
        looks_alike = handle.replace("0", "o").replace("1", "l")
        for typed in (
            handle,
            handle.lower(),
            handle.replace("-", ""),
            f" {handle} ",
            handle.replace("-", " "),
            looks_alike,
        ):
            assert tuple(find_act(application.store, typed)) == wanted


def test_each_act_has_its_own_and_all_its_events_are_found(store_url: str) -> None:
    with open_region(store_url) as application:
        record_a_year(application)
        every = list(acts_in(application.store))
        assert len({handle_of(events[0].meta.correlation) for events in every}) == len(every)
        for events in every[-5:]:
            assert find_act(application.store, handle_of(events[0].meta.correlation)) == events


def test_the_id_of_an_event_and_of_the_act_lead_to_it_too(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        record_a_year(application)
        found = find_act(application.store, "decision:b1@1")
        assert [each.event.event_name for each in found] == ["decision.taken"]
        assert find_act(application.store, found[0].meta.correlation) == found


def test_a_handle_is_the_same_in_an_archive_that_was_read_back(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        record_a_year(application)
        before = list(map(handle_of, correlations(application.store)))
        export(application.store, tmp_path / "archief")
    with EventStore.open(f"sqlite:///{tmp_path / 'terug.db'}") as restored:
        import_archive(tmp_path / "archief", restored)
        assert list(map(handle_of, correlations(restored))) == before


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "is no handle of an act; a handle is written like"),
        ("K3M7", "is no handle of an act"),
        ("K3M7-QX2!", "is no handle of an act"),
        ("K3M7-QX2P-0000-0000-0", "is no handle of an act"),
        ("0000-0000", "no act has the handle '0000-0000'; 'rso history --all' shows"),
        ("party:nobody@1", "there is no event 'party:nobody@1'"),
        ("party:prov@x", "there is no event 'party:prov@x'"),
        ("f" * 32, "no act has the handle"),
    ],
)
def test_what_leads_to_no_act_says_why(typed: str, why: str, sqlite_url: str) -> None:
    with open_region(sqlite_url) as application, pytest.raises(ActNotFoundError, match=why):
        find_act(application.store, typed)


def test_a_handle_that_two_acts_share_names_both(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_region(sqlite_url) as application:
        one, other = correlations(application.store)[:2]
        alike = {one: "K3M7-QX2P-AAAA-AAAA", other: "K3M7-QX2P-BBBB-BBBB"}
        monkeypatch.setattr("rso_core.act_handles.handle_of", lambda each, length=8: alike.get(each, "0" * length))
        with pytest.raises(ActNotFoundError, match="may be any of 2 acts") as ambiguous:
            find_act(application.store, "K3M7-QX2P")
        assert all(longer in str(ambiguous.value) for longer in alike.values())
        assert find_act(application.store, "K3M7QX2PB")[0].meta.correlation == other


def test_the_last_act_is_what_that_actor_typed(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        mine = plan(application, "v1").events
        other = acts.NameTheme(theme="wonen", name="Wonen", on=NOW.date())
        application.perform(other, attrs.evolve(by(), actor="person:p-1"))
        later = acts.NameTheme(theme="water", name="Water", on=NOW.date())
        application.perform(later, by(recorded_at=NOW, entry=EntryKind.IMPORTED))
        assert tuple(last_act(application.store, "office:secretariaat")) == mine, "what was read in does not count"
        assert [each.originator_id for each in last_act(application.store, "person:p-1")] == ["theme:wonen"]
        with pytest.raises(ActNotFoundError, match="party:prov typed no act"):
            last_act(application.store, "party:prov")


def test_the_last_act_is_found_far_back(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rso_core.act_handles.BATCH", 3)
    with open_region(sqlite_url) as application:
        application.perform(
            acts.NameTheme(theme="wonen", name="Wonen", on=NOW.date()), attrs.evolve(by(), actor="person:p-1")
        )
        record_a_year(application)
        found: list[RecordedEvent] = last_act(application.store, "person:p-1")
    assert [each.originator_id for each in found] == ["theme:wonen"]


def test_letters_that_look_alike_are_not_used() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 32
