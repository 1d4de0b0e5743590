"""Metadata of later releases: left out of the stored bytes where an act has none of it."""

import copy
import dataclasses
import pickle
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest

from rso_core import UnknownEventError
from rso_core.domain.theme import ThemeNamed
from rso_core.store.mapper import TypedMapper
from rso_core.store.person_keys import PersonKeys
from rso_core.store.recorded import FIRST_META, EntryKind, Meta, RecordedEvent

META = Meta(
    recorded_at=datetime(2026, 1, 5, tzinfo=UTC),
    effective=date(2026, 1, 5),
    actor="office:tafel",
    act="name-theme",
    correlation="c",
    causation="c",
)


@pytest.mark.parametrize(
    "later",
    [
        {},
        {"said": {"aside": "ja"}},
        {"said": {}, "instead_of": "theme:wonen@1"},
        {"entry": EntryKind.TYPED, "ground": "Brief 8"},
    ],
)
def test_only_what_is_said_is_stored_and_all_of_it_is_read(later: dict[str, Any], tmp_path: Path) -> None:
    mapper = TypedMapper(PersonKeys(f"sqlite:///{tmp_path}/keys.db"))
    recorded = RecordedEvent(
        "theme:wonen", 1, attrs.evolve(META, **later), ThemeNamed(theme="wonen", name="Wonen", since=date(2026, 1, 5))
    )
    stored = mapper.to_stored_event(recorded)
    assert msgspec.json.decode(stored.state)["meta"].keys() == {*FIRST_META, *later}
    assert mapper.to_domain_event(stored).meta == recorded.meta


CLAIM: dict[str, Any] = {"imported_at": datetime(2026, 2, 1, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("more", "came_in"),
    [
        ({}, EntryKind.TYPED),
        ({"key": "brief-7"}, EntryKind.TYPED),
        ({"key": "line:0123"}, EntryKind.IMPORTED),
        ({"key": "definition:theme:wonen"}, EntryKind.IMPORTED),
        (CLAIM, EntryKind.TYPED),
        ({**CLAIM, "key": "brief-7"}, EntryKind.IMPORTED),
        ({**CLAIM, "key": "brief-7", "entry": EntryKind.TYPED}, EntryKind.TYPED),
        ({"key": "brief-7", "entry": EntryKind.IMPORTED}, EntryKind.IMPORTED),
    ],
)
def test_how_something_came_in_follows_from_what_is_stored(more: dict[str, Any], came_in: EntryKind) -> None:
    assert attrs.evolve(META, **more).came_in is came_in


def test_the_moment_of_entry_is_never_a_claim() -> None:
    assert (META.entered_at, META.claimed) == (META.recorded_at, False)
    claim = attrs.evolve(META, **CLAIM)
    assert (claim.entered_at, claim.claimed) == (CLAIM["imported_at"], True)


def test_metadata_are_read_when_they_are_asked_for_and_kept(tmp_path: Path) -> None:
    mapper = TypedMapper(PersonKeys(f"sqlite:///{tmp_path}/keys.db"))
    recorded = RecordedEvent("theme:wonen", 1, META, ThemeNamed(theme="wonen", name="Wonen", since=date(2026, 1, 5)))
    read = mapper.to_domain_event(mapper.to_stored_event(recorded))
    assert read.meta is read.meta
    assert (read, hash(read.event), repr(read)) == (recorded, hash(recorded.event), repr(recorded))
    for again in (
        copy.copy(read),
        pickle.loads(pickle.dumps(mapper.to_domain_event(mapper.to_stored_event(recorded)))),
    ):
        assert again == recorded
    unread = mapper.to_domain_event(mapper.to_stored_event(recorded))
    assert attrs.evolve(unread, originator_version=2).meta == META
    with pytest.raises(AttributeError, match="no attribute 'metas'"):
        unread.metas  # noqa: B018
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        unread.meta = META


def test_metadata_that_cannot_be_read_are_told_with_their_event(tmp_path: Path) -> None:
    mapper = TypedMapper(PersonKeys(f"sqlite:///{tmp_path}/keys.db"))
    event = ThemeNamed(theme="wonen", name="Wonen", since=date(2026, 1, 5))
    stored = mapper.to_stored_event(RecordedEvent("theme:wonen", 1, META, event))
    broken = dataclasses.replace(
        stored, state=stored.state.replace(b'"effective":"2026-01-05"', b'"effective":"2026-13-05"')
    )
    read = mapper.to_domain_event(broken)
    assert read.event == event
    for _ in range(2):
        with pytest.raises(UnknownEventError, match=r"metadata of event theme:wonen@1 cannot be read: .*effective"):
            read.meta  # noqa: B018
