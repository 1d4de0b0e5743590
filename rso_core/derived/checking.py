"""Everything that is derived, held to the record at once, and what came of it in Dutch, for an auditor who does not believe us."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rso_core.database import engine_for, parse_url
from rso_core.derived.act_key_check import act_key_deviations
from rso_core.derived.database_objects import DatabaseObjects
from rso_core.derived.deviation import Deviation, in_lines
from rso_core.derived.live_tables import LiveTable
from rso_core.derived.reading import reading
from rso_core.derived.register_check import RegisterCheck, RegisterChecked
from rso_core.derived.search_check import search_deviations
from rso_core.hooks import Plugins
from rso_core.projection import ReadModel
from rso_core.projection.build import without_collecting
from rso_core.projection.errors import in_a_line
from rso_core.projection.generation import CATALOG, stored_version
from rso_core.proof.verification import Finding
from rso_core.store.event_store import EventStore

Progress = Callable[[int, int], None]
"""Called with how many of how many things were checked."""
_REGISTERS = "Elk register is zoals het uit het dossier volgt"
_NOT_CHECKED = "Registers die niet zijn nagerekend"
_ACT_KEYS = "De sleutels van handelingen zijn die van de gebeurtenissen"
_DATABASE = "Niets in de database verandert of verbergt wat er is vastgelegd"
_OTHERS = "Wat er nog meer in de database staat"
_SEARCH = "De zoekindex volgt uit het dossier"
_KEPT_BY = "Wat de plugin {name} bijhoudt klopt met het dossier"


@attrs.frozen(kw_only=True)
class DerivedFinding(Finding):
    """Something derived that was checked.

    Attributes:
        deviations: where it is not what follows from the record.
    """

    deviations: tuple[Deviation, ...] = ()

    @classmethod
    def of(cls, check: str, found: str, deviations: Sequence[Deviation], more: int = 0) -> "DerivedFinding":
        """In order where nothing deviates."""
        if not deviations:
            return cls(check=check, ok=True, found=found)
        return cls(check=check, ok=False, found=in_lines(deviations, more), deviations=tuple(deviations))


def check_derived(store: EventStore, plugins: Plugins, progress: Progress | None = None) -> list[DerivedFinding]:
    """Hold everything that is derived to the record: what the events in it are worth is checked elsewhere.

    Args:
        store: the record.
        plugins: that bring the read models; of those of others it is said that they were not checked.
        progress: called as it goes.
    """
    with without_collecting():
        return _checked(store, plugins, progress or (lambda *_: None))


def _checked(store: EventStore, plugins: Plugins, tell: Progress) -> list[DerivedFinding]:
    models = plugins.read_models()
    engine = engine_for(store.url)
    try:
        tell(0, 3)
        registers = _attempted(
            _REGISTERS, lambda: _registers(RegisterCheck(store, engine, models).run(), _others(engine, models))
        )
        tell(1, 3)
        beside = [
            *_apart(engine, _DATABASE, lambda connection: _database(connection, store, models)),
            *_apart(engine, _ACT_KEYS, _act_keys),
            *_apart(engine, _SEARCH, lambda connection: _search(connection, store)),
        ]
        tell(2, 3)
        found = [*registers, *beside, *_of_plugins(store, engine, plugins)]
        tell(3, 3)
    finally:
        engine.dispose()
    return found


def _attempted(check: str, call: Callable[[], list[DerivedFinding]]) -> list[DerivedFinding]:
    """What a check found; that it could not be done is told in its place, whatever was done to the database."""
    try:
        return call()
    except Exception as error:
        return [DerivedFinding(check=check, ok=False, found=f"niet na te rekenen: {in_a_line(error)}")]


def _apart(engine: Engine, check: str, call: Callable[[Connection], list[DerivedFinding]]) -> list[DerivedFinding]:
    """The same, of a check in a transaction of its own."""
    with reading(engine) as connection:
        return _attempted(check, lambda: call(connection))


def _act_keys(connection: Connection) -> list[DerivedFinding]:
    return [DerivedFinding.of(_ACT_KEYS, "alle gelijk", act_key_deviations(connection))]


def held_registers(store: EventStore, engine: Engine, models: Sequence[ReadModel]) -> list[DerivedFinding]:
    """Some registers held to the record, and nothing else; for who is about to bring out what they tell."""
    with without_collecting():
        return _attempted(_REGISTERS, lambda: _registers(RegisterCheck(store, engine, models).run(), []))


def harmed(store: EventStore, engine: Engine, models: Sequence[ReadModel]) -> list[DerivedFinding]:
    """Whether something in the database changes or hides what is ours; of views, those of these read models."""
    return _apart(engine, _DATABASE, lambda connection: _database(connection, store, models))


def check_others(store: EventStore, plugins: Plugins, bundled: Iterable[str]) -> list[DerivedFinding]:
    """The same for the registers of plugins that do not come with this software, by what these plugins say themselves.

    Args:
        store: the record.
        plugins: all of them.
        bundled: names of the read models that come with this software, which are left out.
    """
    left_out = set(bundled)
    models = [model for model in plugins.read_models() if model.name not in left_out]
    engine = engine_for(store.url)
    try:
        found = held_registers(store, engine, models)
    finally:
        engine.dispose()
    return found + [
        DerivedFinding(check=f"{_REGISTERS}: plugin {info.name}", ok=False, found=f"niet na te rekenen: {info.failure}")
        for info in plugins.infos()
        if info.failure is not None
    ]


def _registers(checked: Sequence[RegisterChecked], others: Sequence[str]) -> list[DerivedFinding]:
    wrong = [each for each in checked if each.deviations]
    notes = [f"{each.name} {each.note}" for each in checked if each.note is not None]
    held = [each for each in checked if each.note is None or each.rows]
    told = f"{len(held)} registers, {sum(each.rows for each in held)} rijen"
    found = [DerivedFinding.of(f"{_REGISTERS}: {each.name}", told, each.deviations, each.more) for each in wrong] or (
        [DerivedFinding(check=_REGISTERS, ok=True, found=told)] if held else []
    )
    if others:
        notes.append(
            f"van plugins die niet bij dit programma horen: {', '.join(others)} (rso audit verify --with-plugins)"
        )
    if notes:
        found.append(DerivedFinding(check=_NOT_CHECKED, ok=None, found="; ".join(notes)))
    return found


def _others(engine: Engine, models: Sequence[ReadModel]) -> list[str]:
    """Read models in the database that none of these is."""
    if not sa.inspect(engine).has_table(CATALOG.name):
        return []
    with engine.connect() as connection:
        names = connection.scalars(sa.select(CATALOG.c.name).order_by(CATALOG.c.name)).all()
    return [name for name in names if name not in {model.name for model in models}]


def _database(connection: Connection, store: EventStore, models: Sequence[ReadModel]) -> list[DerivedFinding]:
    objects = DatabaseObjects(connection, live_views(connection, models))
    deviations = [*objects.deviations(), *_beside_the_keys(store)]
    found = [DerivedFinding.of(_DATABASE, "geen triggers, regels of andere weergaven op wat van ons is", deviations)]
    others = [f"{each.kind} {each.name}" for each in objects.things() if not each.harms]
    if others:
        told = f"niet van dit programma, en niet op wat daarvan is: {', '.join(others)}"
        found.append(DerivedFinding(check=_OTHERS, ok=None, found=told))
    return found


def live_views(connection: Connection, models: Iterable[ReadModel]) -> dict[str, LiveTable]:
    """The views that registers of these read models have, each with the table that it is to show."""
    if not sa.inspect(connection).has_table(CATALOG.name):
        return {}
    catalog: dict[str, Any] = {row.name: row for row in connection.execute(sa.select(CATALOG))}
    views: dict[str, LiveTable] = {}
    for model in models:
        row = catalog.get(model.name)
        # One of another version is built anew, views and all, before anybody reads it.
        if row is not None and row.version == stored_version(model):
            views |= {table.name: LiveTable.with_rows(table, row.generation) for table in model.tables}
    return views


def _beside_the_keys(store: EventStore) -> list[Deviation]:
    """What stands beside the keys of persons, where these are in a database of their own: a trigger may keep a key alive."""
    with beside_keys(store) as connection:
        things = [] if connection is None else DatabaseObjects(connection, {}).things()
    return [
        Deviation(
            of="database",
            table=each.name,
            told=f"{each.kind} {each.name} op {each.on}, bij de sleutels van personen: hoort er niet te zijn",
        )
        for each in things
        if each.harms
    ]


@contextmanager
def beside_keys(store: EventStore) -> Iterator[Connection | None]:
    """A connection to the keys of persons, where these are in a database of their own; whoever writes commits."""
    parsed = parse_url(store.keys.url)
    there = parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").exists()
    if store.keys.url == store.url or not there:
        yield None
        return
    engine = engine_for(store.keys.url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _search(connection: Connection, store: EventStore) -> list[DerivedFinding]:
    deviations = search_deviations(connection, store)
    return [] if deviations is None else [DerivedFinding.of(_SEARCH, "alle gelijk", deviations)]


def _of_plugins(store: EventStore, engine: Engine, plugins: Plugins) -> list[DerivedFinding]:
    """What plugins keep outside their read models, as far as they say what of it follows from the record."""
    found = []
    with reading(engine) as connection:
        for name, given in plugins.call("rso_check_derived", store=store, connection=connection):
            check = _KEPT_BY.format(name=name)
            found += _attempted(check, partial(_kept_by_plugin, check, given))
    failed = [f"{info.name} ({info.failure})" for info in plugins.infos() if info.failure]
    if failed:
        told = f"deze plugins haperden: {'; '.join(failed)}"
        found.append(DerivedFinding(check=_NOT_CHECKED, ok=None, found=told))
    return found


def _kept_by_plugin(check: str, given: Iterable[Deviation]) -> list[DerivedFinding]:
    return [DerivedFinding.of(check, "alles gelijk", list(given))]
