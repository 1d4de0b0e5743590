"""Which events name a thing: what the database finds is what the types say, and nothing that is written is left out."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by, open_region
from rso_core import Application, EventStore, Meta, Provenance, RecordedEvent, acts
from rso_core.catalogue import concept_names
from rso_core.domain.docket import MatterKind
from rso_core.domain.meeting.state import ItemKind
from rso_core.domain.references import Thing, things
from rso_core.events import AgendaItem, AgendaItemAdded, MandateGranted, Matter, MatterOpened
from rso_core.store.naming import in_lots, thing_of, things_of, written

META = Meta(
    recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    effective=date(2026, 1, 1),
    actor="office:secretariaat",
    act="register-party",
    correlation="c",
    causation="c",
)

KINDS = {*concept_names(), *(kind.value for kind in MatterKind)}


def everything(application: Application) -> dict[int, RecordedEvent]:
    return dict(application.store.read(limit=100_000))


def record_of_every_act(url: str) -> Application:
    application = Application(EventStore.open(url), lambda: NOW)
    for act in every_act():
        application.perform(act, by())
    return application


def test_the_events_that_name_a_thing_are_those_of_which_the_types_say_so(store_url: str) -> None:
    with record_of_every_act(store_url) as application:
        named: dict[Thing, list[int]] = defaultdict(list)
        for position, recorded in everything(application).items():
            for thing in set(things_of(recorded)):
                named[thing].append(position)
        kinds = {thing[0] for thing in named}
        assert {"mandate", "seat", "item", "assignment", "action"} <= kinds
        assert "place" not in kinds
        for thing, positions in named.items():
            alike = {p for other in named for p in named[other] if (other[0], other[-1]) == (thing[0], thing[-1])}
            of_any = sorted(alike) if len(thing) == 2 else positions
            found = [position for position, _ in application.store.naming([written(thing)])]
            # An event that names a part without saying of what is found with every part of that kind and name.
            assert found == of_any or set(positions) <= set(found) <= alike, thing
        several = ["party:gem-a", "body:overleg", "mandate:prov/m-p-1"]
        found = [position for position, _ in application.store.naming(several)]
        assert found == sorted({p for each in several for p in named[thing_of(each)]})


def test_every_identifier_in_the_stored_bytes_is_one_that_the_types_know(sqlite_url: str) -> None:
    with record_of_every_act(sqlite_url) as application:
        by_identifier: dict[str, set[str]] = defaultdict(set)
        for recorded in everything(application).values():
            for thing in things_of(recorded):
                by_identifier[thing[-1]].add(recorded.id)
        overlooked = [
            (row.id, text)
            for _, row in application.store.stored(limit=100_000)
            for text in texts(json.loads(row.state)["data"])
            for identifier in (text, text.partition(" ")[2] if text.partition(" ")[0] in KINDS else text)
            if identifier in by_identifier and row.id not in by_identifier[identifier]
        ]
    assert overlooked == []


def texts(value: Any) -> Iterator[str]:
    """Every text in plain data, but for kinds: a body of the kind "overleg" names no body of that identifier."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        parts = value if isinstance(value, list) else [part for name, part in value.items() if name != "kind"]
        for part in parts:
            yield from texts(part)


def test_what_looks_alike_is_not_named(store_url: str) -> None:
    with open_region(store_url) as application:
        for party, name in (("gem", "Partij"), ("x-gem-a", "Partij"), ("gem-a-x", "gem-a")):
            application.perform(acts.RegisterParty(party=party, name=name, kind="other", on=NOW.date()), by())  # type: ignore[arg-type]
        assert not {"gem", "x-gem-a", "gem-a-x"} & set(streams(application.store.naming(["party:gem-a"])))
        assert streams(application.store.naming(["party:gem"])) == ["gem"]
        assert application.store.naming(["person:gem-a"]) == []
        assert application.store.naming([]) == []


def streams(found: Iterable[tuple[int, RecordedEvent]]) -> list[str]:
    return [recorded.originator_id.partition(":")[2] for _, recorded in found]


def test_who_recorded_is_named_where_that_is_asked(store_url: str) -> None:
    with open_region(store_url) as application:
        act = acts.NameTheme(theme="wonen", name="Wonen", on=NOW.date())
        application.perform(act, Provenance(actor="person:p-2"))
        head = application.store.head()
        assert head not in dict(application.store.naming(["person:p-2"]))
        assert head in dict(application.store.naming(["person:p-2"], recorded_by=True))
        assert list(dict(application.store.naming(["person:p-2"], recorded_by=True, after=head - 1))) == [head]


def test_what_the_act_said_besides_names_as_well(store_url: str) -> None:
    with open_region(store_url) as application:
        last = everything(application)[application.store.head()]
        said = {"party": "gem-b", "mandate": "m-9", "unheard": "x"}
        meta = attrs.evolve(last.meta, act="withdraw-mandate", said=said, key=None, digest=None)
        following = attrs.evolve(last, originator_id="theme:x", originator_version=1, meta=meta)
        (position,) = application.store.append([following])
        for thing in ("party:gem-b", "mandate:m-9", "mandate:gem-b/m-9", "theme:x"):
            assert position in dict(application.store.naming([thing])), thing


@pytest.mark.parametrize("text", ["gm0344", "party:", ":gm0344", "mandate:a/b/c", "mandate:/m", ""])
def test_a_thing_that_is_written_otherwise_is_refused(sqlite_url: str, text: str) -> None:
    with (
        EventStore.open(sqlite_url) as store,
        pytest.raises(ValueError, match="is not written as kind:id, such as party:gm0344"),
    ):
        store.naming([text])


def test_a_part_is_found_by_what_it_is_part_of() -> None:
    item = AgendaItem(id="i-1", place=1, kind=ItemKind.INFORM, title="T")
    added = AgendaItemAdded(meeting="m-1", body="b-1", item=item)
    assert list(things(added)) == [("meeting", "m-1"), ("body", "b-1"), ("item", "m-1", "i-1")]
    assert list(things({"mandate": "m-1"}, MandateGranted)) == [("mandate", "m-1")]
    opened = MatterOpened(body="b-1", matter=Matter(kind=MatterKind.PLACE, id="x-1"))
    assert list(things(opened)) == [("body", "b-1"), ("project", "x-1")]


def test_many_things_are_asked_in_lots(sqlite_url: str) -> None:
    many = {("party", f"p{number}") for number in range(450)}
    assert [len(lot) for lot in in_lots(many)] == [200, 200, 50]
    with open_region(sqlite_url) as application:
        wanted = [*map(written, many), "party:gem-a", "party:gem-b"]
        assert application.store.naming(wanted) == application.store.naming(["party:gem-a", "party:gem-b"])
