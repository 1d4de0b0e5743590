"""Making anew what is derived and is not what follows from the record; on record, with what was found and why.

The events are what everything is made from, so where they are not those of the log nothing is made. Each step may be the last of a run that is
killed; the next run finds what is left.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rso_core import acts
from rso_core.application import Application, Provenance
from rso_core.database import engine_for
from rso_core.derived.act_key_check import act_keys_in_events
from rso_core.derived.checking import DerivedFinding, beside_keys, check_derived, live_views
from rso_core.derived.database_objects import DatabaseObjects, Thing
from rso_core.derived.deviation import Deviation
from rso_core.derived.reading import reading
from rso_core.hooks import Plugins
from rso_core.projection import HandlerFailedError, Projector, ReadModel
from rso_core.projection.generation import CATALOG, writing
from rso_core.proof.errors import ProofError
from rso_core.proof.log_verification import compare
from rso_core.search.index import forget
from rso_core.store.event_store import EventStore
from rso_core.store.tables import ACT_KEYS, EVENTS

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
INSERTED_AT_ONCE = 1_000


@attrs.frozen(kw_only=True)
class Repair:
    """What a repair did.

    Attributes:
        found: what was not in order before.
        repaired: what was made anew or taken away, a line each (Dutch); as it stands in the record.
        event: id of the event that records it; None where nothing was done.
        left: what is not in order after it.
    """

    found: tuple[DerivedFinding, ...]
    repaired: tuple[str, ...] = ()
    event: str | None = None
    left: tuple[DerivedFinding, ...] = ()


def repair(
    application: Application,
    plugins: Plugins,
    reason: str,
    on: date,
    circumstances: Provenance,
    *,
    dry_run: bool = False,
) -> Repair:
    """Find what is derived and is not what follows from the record, and make it anew.

    Args:
        application: the open record.
        plugins: that bring the read models; registers of others are not touched.
        reason: why.
        on: day on which it is done (Europe/Amsterdam).
        circumstances: who does it.
        dry_run: find and tell what would be done, and do nothing.

    Raises:
        ProofError: the events are not those of the log; nothing was made from them.
        Refused: no reason was given.
        StoreError: the database refused.
    """
    store = application.store
    difference = compare(store.url).difference
    if difference is not None:
        raise ProofError(
            f"nothing is made anew, for the events themselves are not what was recorded ({difference.told}); "
            "'rso audit verify' tells more, restore a backup first"
        )
    found = _wrong(store, plugins)
    engine = engine_for(store.url)
    try:
        work = _Work.on(store, engine, plugins, [each for finding in found for each in finding.deviations])
        if not work.told:
            return Repair(found=found, left=found)
        act = acts.RepairDerived(repaired=work.told, reason=reason, on=on)
        application.batch().perform(act, circumstances)  # never committed: is refused what would be refused
        if dry_run:
            return Repair(found=found, repaired=work.told, left=found)
        # What swallows or alters what is written stands in the way of the record itself.
        work.take_away()
        work.make_act_keys()
        event = application.perform(act, circumstances).events[0].id
        work.make_registers(plugins.read_models())
        work.forget_words()
    finally:
        engine.dispose()
    return Repair(found=found, repaired=work.told, event=event, left=_wrong(store, plugins))


def _wrong(store: EventStore, plugins: Plugins) -> tuple[DerivedFinding, ...]:
    return tuple(each for each in check_derived(store, plugins) if each.ok is False)


@attrs.frozen
class _Work:
    """What there is to do.

    Attributes:
        things: to be taken away; of the keys of persons apart.
        registers: to be made anew, with the number of places where they differ.
        in_place_of_views: tables that stand under the name of a view of ours.
        hanging: views of others that hang on a register that is made anew, with their queries; they are put back after it,
            where they can be.
        keys: the number of keys of acts that differ; None where they are in order.
        words: whether the index of words is to be made anew.
    """

    store: EventStore
    engine: Engine
    things: Sequence[Thing]
    of_keys: Sequence[Thing]
    registers: Counter[str]
    in_place_of_views: Sequence[str]
    hanging: Mapping[str, str]
    keys: int | None
    words: bool

    @classmethod
    def on(cls, store: EventStore, engine: Engine, plugins: Plugins, deviations: Sequence[Deviation]) -> "_Work":
        """What follows from what was found."""
        models = plugins.read_models()
        of_view = {table.name: model.name for model in models for table in model.tables}
        names = {model.name for model in models}
        registers = Counter(each.of for each in deviations if each.of in names)
        registers.update(of_view[each.table] for each in deviations if each.of == "database" and each.table in of_view)
        with reading(engine) as connection:
            views = live_views(connection, models)
            things = DatabaseObjects(connection, views).things()
            tables = [*sa.inspect(connection).get_table_names()]
            anew = [table.name for model in models if model.name in registers for table in model.tables]
            of_registers = [name for name in tables if name.partition("__g")[0] in anew]
            hanging = DatabaseObjects(connection, views).hanging_on([*anew, *of_registers])
        with beside_keys(store) as connection:
            of_keys = [] if connection is None else DatabaseObjects(connection, {}).things()
        keys = [each for each in deviations if each.table == ACT_KEYS.name]
        return cls(
            store,
            engine,
            [each for each in things if each.harms],
            [each for each in of_keys if each.harms],
            registers,
            sorted(views.keys() & {*tables}),
            hanging,
            len(keys) if keys else None,
            any(each.of == "zoekindex" for each in deviations),
        )

    @property
    def told(self) -> tuple[str, ...]:
        """What is done, a line each (Dutch); nothing of what somebody put there, but plain names of triggers and views."""
        things = [f"{each.kind} {_plain(each.name)} op {_plain(each.on)} weggehaald" for each in self.things]
        of_keys = [f"{each.kind} {_plain(each.name)} bij de sleutels van personen weggehaald" for each in self.of_keys]
        registers = [f"register {name} ({_places(number)})" for name, number in sorted(self.registers.items())]
        keys = [] if self.keys is None else [f"sleutels van handelingen ({_places(self.keys)})"]
        return (*things, *of_keys, *keys, *registers, *(["zoekindex"] if self.words else []))

    def take_away(self) -> None:
        """Take away what changes or hides what is ours."""
        with writing(self.engine) as connection:
            for each in self.things:
                if each.remove is not None:
                    connection.exec_driver_sql(each.remove)
            for name in self.in_place_of_views:
                connection.exec_driver_sql(f"DROP TABLE {_quoted(connection, name)}")
        with beside_keys(self.store) as connection_of_keys:
            for each in self.of_keys:
                if connection_of_keys is not None and each.remove is not None:
                    connection_of_keys.exec_driver_sql(each.remove)
            if connection_of_keys is not None:
                connection_of_keys.commit()

    def make_act_keys(self) -> None:
        """Make the keys of acts anew from the events, while nobody records anything."""
        if self.keys is None:
            return
        with writing(self.engine) as connection:
            there = sa.inspect(connection).has_table(ACT_KEYS.name)
            if there and connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"LOCK TABLE {EVENTS.name}, {ACT_KEYS.name} IN EXCLUSIVE MODE")
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {ACT_KEYS.name}")
            ACT_KEYS.create(connection)
            rows = [attrs.asdict(key) for key in act_keys_in_events(connection).values()]
            for start in range(0, len(rows), INSERTED_AT_ONCE):
                connection.execute(sa.insert(ACT_KEYS), rows[start : start + INSERTED_AT_ONCE])

    def make_registers(self, models: Sequence[ReadModel]) -> None:
        """Make registers anew beside the live ones; one that cannot be made is told by what is found after it."""
        if not self.registers:
            return
        with writing(self.engine) as connection:
            for name in self.hanging:
                connection.exec_driver_sql(f"DROP VIEW IF EXISTS {_quoted(connection, name)} CASCADE")
        projector = Projector(self.store, models)
        try:
            for name in sorted(self.registers):
                try:
                    projector.rebuild([name])
                except HandlerFailedError:
                    continue
            projector.catch_up()
        finally:
            projector.close()
        with writing(self.engine) as connection:
            for table in _strays(connection, self.registers):
                connection.exec_driver_sql(f"DROP TABLE {_quoted(connection, table)}")
            for name, query in self.hanging.items():
                with suppress(sa.exc.DBAPIError), connection.begin_nested():
                    connection.exec_driver_sql(f"CREATE VIEW {_quoted(connection, name)} AS {query}")

    def forget_words(self) -> None:
        """Take the index of words away; it is made anew when somebody searches."""
        if self.words:
            forget(self.engine)


def _strays(connection: Connection, registers: Iterable[str]) -> Iterator[str]:
    """Tables of a register under another number than the live one: left where somebody changed that number."""
    live = {row.name: row.generation for row in connection.execute(sa.select(CATALOG))}
    mine = set(registers)
    for table in sa.inspect(connection).get_table_names():
        name, mark, number = table.rpartition("__g")
        # The longest name of a register with which it begins is the one it belongs to.
        owner = max((each for each in live if name.startswith(f"{each}_")), key=len, default=None)
        if mark and number.isdecimal() and owner in mine and int(number) != live[owner]:
            yield table


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _plain(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else "(een naam die hier niet wordt herhaald)"


def _places(number: int) -> str:
    return f"{number} {'plaats' if number == 1 else 'plaatsen'}"
