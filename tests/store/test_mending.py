"""What an earlier release let in, and what no reader can take, is read with a mark in its place; its bytes stay as they are."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from eventsourcing.persistence import StoredEvent

from acts_of_a_region import by, open_region
from poisoned_records import write_below_the_door
from rso_core import Application, EventStore, acts
from rso_core.events import PartyKind, PartyRegistered, PersonRegistered
from rso_core.store.errors import UnknownEventError
from rso_core.store.mending import mended
from rso_core.store.stored import StoredRow

EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
DAY = date(2026, 1, 1)


@pytest.fixture
def region(sqlite_url: str) -> Application:
    return open_region(sqlite_url)


def stored(application: Application, name: str) -> StoredRow:
    """A party of this name as it would be stored, taken from the record of another."""
    act = acts.RegisterParty(party="q", name="NAAM", kind=PartyKind.PROVINCE, on=DAY)
    application.perform(act, by(source="BRON"))
    row = application.store.stored_event("party:q@1")
    return attrs.evolve(
        row, stream="party:z", state=row.state.replace(b'"q"', b'"z"').replace(b'"NAAM"', name.encode())
    )


def put(application: Application, row: StoredRow) -> Any:
    application.store.put_stored([row])
    return application.store.stream("party:z")[0]


def read_by_the_mapper(application: Application, state: bytes) -> Any:
    topic = application.store.stored_event("party:q@1").topic
    return application.store._log.typed_mapper.to_domain_event(StoredEvent("party:z", 1, topic, state))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"Gem\\u0000eente"', "Gem<U+0000>eente"),
        ('"Gem\\\\u0000eente"', "Gem\\u0000eente"),
        ('"\\ud83d\\ude42"', "🙂"),
        ('"\\u0001\\u001b"', "\x01\x1b"),
        ('"gewoon é"', "gewoon é"),
    ],
)
def test_a_text_that_no_reader_can_take_is_read_with_the_name_of_the_character(
    region: Application, written: str, read: str
) -> None:
    row = stored(region, written)
    recorded = put(region, row)
    assert recorded.event.name == read
    assert recorded.meta.source == "BRON"
    assert region.store.stored_event("party:z@1") == row
    assert [entry.id for entry in region.store.entries()][-1] == "party:z@1"


def test_bytes_that_are_no_utf_8_are_read_with_a_mark(region: Application) -> None:
    row = stored(region, '"Gem"')
    recorded = put(region, attrs.evolve(row, state=row.state.replace(b"Gem", b"Gem\xed\xa0\x80")))
    assert recorded.event.name.startswith("Gem<U+DC")


def test_so_are_halves_of_pairs_which_only_a_hand_in_the_database_writes(region: Application) -> None:
    state = stored(region, '"\\udfff\\ud800x"').state
    recorded = read_by_the_mapper(region, state)
    assert recorded.event.name == "<U+DFFF><U+D800>x"


def test_so_is_what_stands_in_the_metadata_alone(region: Application) -> None:
    row = stored(region, '"Gem"')
    recorded = put(region, attrs.evolve(row, state=row.state.replace(b"BRON", b"BRON\\u0000")))
    assert recorded.meta.source == "BRON<U+0000>"
    assert region.store.entries()[-1].effective == DAY


def test_a_name_of_a_person_is_read_with_the_mark_too(region: Application) -> None:
    event = PersonRegistered(person="p-9", name="A.\0 Voorbeeld")
    first = region.store.stream("person:p-1")[0]
    recorded = attrs.evolve(first, originator_id="person:p-9", event=event)
    region.store.append([recorded])
    assert region.store.stream("person:p-9")[0].event.name == "A.<U+0000> Voorbeeld"  # type: ignore[attr-defined]


def test_what_is_no_json_is_refused_by_name(region: Application) -> None:
    row = stored(region, '"Gem"')
    for state in (row.state[:-1], b"[" * 100_000, row.state.replace(b"province", b"prov\\ud800ince")):
        with pytest.raises((ValueError, KeyError)):
            json.loads(mended(state))["geen"]
        with pytest.raises(UnknownEventError, match=r"party:z@1 .* cannot be read"):
            read_by_the_mapper(region, state)


@pytest.mark.parametrize(
    ("moment", "read"),
    [
        (datetime(1, 1, 1, tzinfo=EAST), datetime(1, 1, 1, 12, tzinfo=UTC)),
        (datetime(1, 1, 1, tzinfo=UTC), datetime(1, 1, 1, 12, tzinfo=UTC)),
        (datetime(1, 12, 31, 23, tzinfo=UTC), datetime(1, 12, 31, 23, tzinfo=UTC)),
        (datetime(2, 1, 1, tzinfo=EAST), datetime(2, 1, 1, tzinfo=EAST)),
        (datetime(9998, 12, 31, 23, tzinfo=WEST), datetime(9998, 12, 31, 23, tzinfo=WEST)),
        (datetime(9999, 12, 31, 9, tzinfo=UTC), datetime(9999, 12, 31, 9, tzinfo=UTC)),
        (datetime(9999, 12, 31, 23, tzinfo=WEST), datetime(9999, 12, 31, 9, tzinfo=UTC)),
        (datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)),  # noqa: DTZ001 - that is what is tried
    ],
)
def test_a_moment_has_a_day_in_every_time_zone(region: Application, moment: datetime, read: datetime) -> None:
    before = region.store.stream("party:gem-a")[0]
    metas: tuple[dict[str, Any], ...] = ({"recorded_at": moment}, {"imported_at": moment})
    for number, meta in enumerate(metas, start=1):
        event = PartyRegistered(party=f"z{number}", name="Z", kind=PartyKind.PROVINCE)
        region.store.append(
            [
                attrs.evolve(
                    before, originator_id=f"party:z{number}", event=event, meta=attrs.evolve(before.meta, **meta)
                )
            ]
        )
        recorded, entry = region.store.stream(f"party:z{number}")[0], region.store.entries()[-1]
        if "recorded_at" in meta:
            assert recorded.meta.recorded_at == entry.recorded_at == read
        else:
            assert recorded.meta.entered_at == entry.entered_at == read
        for zone in (EAST, WEST):
            assert recorded.meta.recorded_at.astimezone(zone)
            assert recorded.meta.entered_at.astimezone(zone)


def test_the_first_and_last_moments_are_written_below_the_door(sqlite_url: str, tmp_path: Any) -> None:
    with open_region(sqlite_url) as application:
        known = [recorded for _, recorded in application.store.read()]
    url = f"sqlite:///{tmp_path / 'kopie.db'}"
    write_below_the_door(url, known)
    with EventStore.open(url) as store:
        assert [recorded.id for _, recorded in store.read()] == [recorded.id for recorded in known]
