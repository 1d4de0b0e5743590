"""The event store on both databases: order, guards, keys, names, old stores, and clean errors."""

import json
import shutil
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest

from acts_of_a_region import adopted_text, by, open_region
from rso_core import ConflictError, EventStore, Meta, RecordedEvent, StoreError, UnknownEventError, acts
from rso_core.archive.stored_rows import rows_until
from rso_core.catalogue import concept_names
from rso_core.domain.body.profile import Profile, ProfileChange
from rso_core.domain.concept import fold
from rso_core.events import (
    BodyRepositioned,
    BodySetUp,
    CertificateRecorded,
    CovenantSigned,
    DecisionTaken,
    GroundKind,
    MandateGranted,
    Medium,
    PartyKind,
    PartyRegistered,
    PlatformChosen,
    VotesShown,
    event_classes,
)
from rso_core.store.errors import KeyTakenError
from rso_core.store.mapper import TypedMapper, topic_of
from rso_core.store.person_keys import PersonKeys
from rso_core.store.recorders import ActKey

NO_KEYS = PersonKeys("sqlite:////no/such/folder/keys.db")
OLD_STORE = Path(__file__).parent / "data" / "store-0.1.0.db"
THESE_STORES = [
    Path(__file__).parent / "data" / f"store-{release}.db"
    for release in (
        "0.2.0",
        "0.2.0-shared-platform",
        "0.2.0-proof",
        "0.3.0-corrections",
        "0.3.0-upkeep",
        "0.3.0-certificates",
    )
]


def registered(number: int, version: int = 1) -> RecordedEvent:
    meta = Meta(
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        effective=date(2026, 1, 1),
        actor="office:secretariaat",
        act="register-party",
        correlation="c",
        causation="c",
    )
    event = PartyRegistered(party=f"p{number}", name="Partij", kind=PartyKind.OTHER)
    return RecordedEvent(f"party:p{number}", version, meta, event)


def key(name: str) -> ActKey:
    return ActKey(name, "digest", "c", "party:p1@1", 1)


def test_events_come_back_as_they_went_in_and_in_order(store_url: str) -> None:
    with EventStore.open(store_url) as store:
        events = [registered(n) for n in range(1, 8)]
        positions = store.append(events[:3]) + store.append(events[3:])
        assert store.read() == list(zip(positions, events, strict=True))
        assert store.read(after=positions[4], limit=1) == [(positions[5], events[5])]
        assert store.head() == positions[-1]
        assert store.stream("party:p2") == [events[1]]


def test_an_empty_store_has_no_head_and_unknown_streams_are_empty(store_url: str) -> None:
    with EventStore.open(store_url) as store:
        assert (store.head(), store.read(), store.stream("party:x")) == (0, [], [])
        assert store.load("party:x", fold).version == 0


def test_nothing_is_recorded_when_a_stream_that_was_read_has_moved(store_url: str) -> None:
    with EventStore.open(store_url) as store:
        store.append([registered(1)])
        with pytest.raises(ConflictError, match="party:p1 was read at version 0 and is now at 1"):
            store.append([registered(2)], expected_versions={"party:p1": 0}, keys=[key("k")])
        assert store.head() == store.read()[-1][0]
        assert store.stream("party:p2") == []
        assert store.find_key("k") is None
        store.append([registered(2)], expected_versions={"party:p1": 1})


def test_a_taken_place_or_key_is_a_conflict_and_records_nothing(store_url: str) -> None:
    with EventStore.open(store_url) as store:
        store.append([registered(1)], keys=[key("k")])
        with pytest.raises(ConflictError, match="another writer was first"):
            store.append([registered(2), registered(1)])
        with pytest.raises(KeyTakenError):
            store.append([registered(3)], keys=[key("k")])
        assert [event.originator_id for _, event in store.read()] == ["party:p1"]
        assert store.find_key("k") == key("k")


def test_a_stored_event_names_no_module_and_moving_a_class_changes_nothing() -> None:
    stored = TypedMapper(NO_KEYS).to_stored_event(registered(1))
    assert stored.topic == "party.registered/1"
    assert b"rso_core" not in stored.state
    assert len({topic_of(cls) for cls in event_classes().values()}) == len(event_classes())

    @attrs.frozen(kw_only=True)
    class Elsewhere(PartyRegistered):
        """The same event in another module under another name."""

    mapper = TypedMapper(NO_KEYS)
    mapper._decoders["party.registered/1"] = msgspec.json.Decoder(_stored_as(Elsewhere))
    read = mapper.to_domain_event(stored)
    assert isinstance(read.event, Elsewhere)
    assert read.event.party == "p1"


def _stored_as(cls: type) -> type:
    from rso_core.store import mapper

    return mapper._Stored[cls]  # type: ignore[valid-type]


@pytest.mark.parametrize("topic", ["party.unheard_of/1", "party.registered/9", "party.registered"])
def test_an_unknown_name_or_version_says_so(sqlite_url: str, topic: str) -> None:
    with EventStore.open(sqlite_url) as store:
        store.append([registered(1)])
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE rso_events SET topic = ?", (topic,))
    with (
        EventStore.open(sqlite_url) as store,
        pytest.raises(UnknownEventError, match=r"party:p1@1 is of kind .* open the store with a newer release"),
    ):
        store.read()


def test_the_store_of_a_release_opens_and_its_old_events_are_brought_up_to_date(tmp_path: Path) -> None:
    shutil.copy(OLD_STORE, tmp_path / "old.db")
    with EventStore.open(f"sqlite:///{tmp_path / 'old.db'}") as store:
        events = [event for _, event in store.read(limit=1000)]
        names = {event.event.event_name for event in events}
        assert names <= set(event_classes())
        assert len(names) == 22, "the kept store holds every kind of event of its release"
        old = next(
            event.event for event in events if event.originator_id == "covenant:oud" and event.originator_version == 3
        )
        assert isinstance(old, CovenantSigned)
        assert old.ground.kind is GroundKind.MANDATE
        assert old.ground.document == "Mandaatregeling 2019"
        state = store.load("covenant:oud", fold).state
        assert state is not None
        assert set(state.signatures) == {"gem-a"}


def test_the_store_of_this_release_holds_every_kind_of_event_and_can_be_read(tmp_path: Path) -> None:
    names: set[str] = set()
    concepts: set[str] = set()
    for path in THESE_STORES:
        for file in (path, path.with_name(f"{path.stem}-keys.db")):
            if file.exists():
                shutil.copy(file, tmp_path / file.name)
        with EventStore.open(f"sqlite:///{tmp_path / path.name}") as store:
            events = [event for _, event in store.read(limit=1000)]
            names |= {event.event.event_name for event in events}
            for concept in concept_names():
                streams = {e.originator_id for e in events if e.originator_id.startswith(f"{concept}:")}
                concepts |= {concept} if streams else set()
                assert all(store.load(stream, fold).state is not None for stream in streams)
    assert names == set(event_classes())
    assert concepts == set(concept_names())


def test_the_certificate_of_a_signature_is_read_from_the_store_of_a_release(tmp_path: Path) -> None:
    for name in ("store-0.3.0-certificates.db", "store-0.3.0-certificates-keys.db"):
        shutil.copy(THESE_STORES[0].parent / name, tmp_path / name)
    with EventStore.open(f"sqlite:///{tmp_path / 'store-0.3.0-certificates.db'}") as store:
        events = [recorded.event for _, recorded in store.read(limit=1000)]
        (named,) = (each for each in events if isinstance(each, CertificateRecorded))
        digital, paper = (each for each in events if isinstance(each, CovenantSigned))
        assert (named.signer, named.certificate) == ("Bé Voorbeeld", digital.certificate)
        assert (digital.root_name, digital.day_from) == ("Voorbeeld Root CA", "time_stamp")
        assert (paper.certificate, paper.day_from) == (None, None)


def test_what_an_event_got_in_a_later_release_is_not_stored_where_it_says_nothing(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        adopted_text(application, "ab" * 32)
        signed: dict[str, Any] = {
            "covenant": "conv",
            "medium": Medium.DIGITAL,
            "sha256": "ab" * 32,
            "signed_on": date(2025, 12, 1),
        }
        application.perform(acts.Sign(**signed, party="gem-a", person="p-2"), by())
        application.perform(acts.Sign(**signed, party="gem-b", person="p-3", certificate="c" * 64), by())
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        query = "SELECT state FROM rso_events WHERE topic = 'covenant.signed/2' ORDER BY originator_version"
        first, second = (set(json.loads(state)["data"]) for (state,) in connection.execute(query))
    of_0_2 = {"covenant", "party", "person", "signed_on", "ground", "amendment", "reservation", "medium", "sha256"}
    assert (first, second) == (of_0_2, of_0_2 | {"certificate"})


def test_what_was_corrected_in_the_store_of_a_release_holds_as_corrected(tmp_path: Path) -> None:
    for name in ("store-0.3.0-corrections.db", "store-0.3.0-corrections-keys.db"):
        shutil.copy(THESE_STORES[0].parent / name, tmp_path / name)
    with EventStore.open(f"sqlite:///{tmp_path / 'store-0.3.0-corrections.db'}") as store:
        person = store.load("person:p-1", fold).state
        action = store.load("action:x", fold).state
        assert (person and person.name, action and action.due) == ("E. Voorbeeld", date(2026, 4, 1))
        (decided,) = store.holding("decision:b1").events
        assert isinstance(decided[1].event, DecisionTaken)
        assert decided[1].event.absent == ("gem-b",), "who turned out to be absent did not take part in it"


def test_a_body_and_a_party_that_said_nothing_of_what_came_later_are_as_they_were(tmp_path: Path) -> None:
    shutil.copy(THESE_STORES[0], tmp_path / "this.db")
    with EventStore.open(f"sqlite:///{tmp_path / 'this.db'}") as store:
        events = [event.event for _, event in store.read(limit=1000)]
    profiles: list[Profile | ProfileChange] = [event.profile for event in events if isinstance(event, BodySetUp)]
    profiles += [event.change for event in events if isinstance(event, BodyRepositioned)]
    assert {(profile.confidential, profile.votes_shown) for profile in profiles} == {(False, VotesShown.COUNTS)}
    assert not any(isinstance(event, PlatformChosen) for event in events)


def test_what_a_body_was_by_its_events_of_before_it_still_is(tmp_path: Path) -> None:
    said: dict[tuple[str, str], list[Profile]] = {}
    topics = set()
    shutil.copy(THESE_STORES[0], tmp_path / "this.db")
    with EventStore.open(f"sqlite:///{tmp_path / 'this.db'}") as store:
        for _, row in rows_until(store, store.head()):
            data = msgspec.json.decode(row.state)["data"]
            if "profile" in data:
                since = data["since"] if "since" in data else data["set_up_on"]
                said.setdefault((row.stream, since), []).append(msgspec.convert(data["profile"], Profile))
                topics.add(row.topic)
        for (stream, since), profiles in said.items():
            body = store.load(stream, fold).state
            assert body is not None
            held = [profile for day, profile in body.profiles if day == date.fromisoformat(since)]
            assert held == profiles, f"{stream} on {since}"
    assert topics == {
        *("body.set_up/1", "body.repositioned/1", "body.rescoped/1", "body.renamed/1", "body.merged_in/1")
    }


def test_two_open_stores_see_each_other(store_url: str) -> None:
    with EventStore.open(store_url) as one, EventStore.open(store_url) as other:
        one.append([registered(1)])
        assert one.load("party:p1", fold).version == 1
        meta = registered(1).meta
        granted = MandateGranted(
            party="p1", mandate="m", person="p", scopes=(), start=date(2026, 1, 1), until=None, ground="g"
        )
        other.append([RecordedEvent("party:p1", 2, meta, granted)])
        assert one.load("party:p1", fold, fresh=False).version == 1, "the cache may be behind"
        assert one.load("party:p1", fold, fresh=True).version == 2


def test_a_file_that_is_no_store_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Geachte leden, " * 100)
    with pytest.raises(StoreError, match="not an rso store"):
        EventStore.open(f"sqlite:///{tmp_path / 'letter.db'}")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://u:geheim@h/d", "not supported"),
        ("rso.db", "is not a store address"),
        ("sqlite:///", "names no database"),
        ("sqlite:////no/such/folder/rso.db", "no folder /no/such/folder"),
    ],
)
def test_a_wrong_address_says_what_is_wrong_and_no_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as error:
        EventStore.open(url)
    assert "geheim" not in str(error.value)


def test_many_streams_are_read_as_each_by_itself(store_url: str) -> None:
    with open_region(store_url) as application:
        store = application.store
        streams = [*dict.fromkeys(recorded.originator_id for _, recorded in store.read(limit=1_000)), "party:niemand"]
        expected = [store.load(each, fold) for each in streams]
    with EventStore.open(store_url) as store:
        store.load(streams[0], fold)
        assert store.load_many(streams, fold) == expected
        assert store.load_many([], fold) == []
        assert [stream.version for stream in expected][-1] == 0


def test_of_many_keys_the_one_that_is_taken_is_named_and_of_many_streams_the_one_that_moved(store_url: str) -> None:
    with EventStore.open(store_url) as store:
        store.append([registered(1)], keys=[ActKey("k1", "d", "c", "party:p1@1", 1)])
        keys = [ActKey(f"k{n}", "d", "c2", f"party:p{n}@1", 1) for n in (3, 2, 1, 4)]
        with pytest.raises(KeyTakenError, match="k1"):
            store.append([registered(n) for n in (2, 3, 4, 5)], keys=keys)
        with pytest.raises(ConflictError, match="party:p1 was read at version 0 and is now at 1"):
            store.append([registered(6)], expected_versions={"party:p7": 0, "party:p1": 0})
        assert store.head() == store.read()[-1][0]
        positions = store.append([registered(n) for n in (2, 3, 4)], expected_versions={"party:p1": 1, "party:p7": 0})
        assert [position for position, _ in store.read()][1:] == positions
        assert store.find_keys(["k1", "k2", "k3"]).keys() == {"k1"}
