"""No read model writes what an event only copies over what another event says: tried with every act and read model."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from every_plugin import every_plugin
from nonsense import with_nonsense
from rso_core import Application, EventStore
from rso_core.domain.event import context_fields
from rso_core.events import ActionPutOff, event_classes
from rso_core.projection import ReadModel, Rows
from rso_core.projection.declaring import as_known_then, of, patch
from rso_core.projection.rows import Key
from rso_core.store import RecordedEvent

Write = tuple[str, str, Key, dict[str, Any]]


class Watched(Rows):
    """Tables in memory that keep what is written of one event, and that can forget it again."""

    def __init__(self, model: ReadModel) -> None:
        self.tables: dict[str, dict[Key, dict[str, Any]]] = {table.name: {} for table in model.tables}
        self._keys = {t.name: tuple(c.name for c in t.primary_key.columns) for t in model.tables}
        self.writes: list[Write] = []

    def put(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        key = self._key(table, row)
        new = key not in self.tables[table.name]
        whole = {**{column.name: None for column in table.columns}, **row}
        self._write("new" if new else "put", table, key, whole)

    def patch(self, table: sa.Table, key: Mapping[str, Any], **values: Any) -> None:
        at = self._key(table, key)
        if at in self.tables[table.name]:
            self._write("patch", table, at, {**self.tables[table.name][at], **values})

    def remove(self, table: sa.Table, key: Mapping[str, Any]) -> None:
        at = self._key(table, key)
        self.writes.append(("remove", table.name, at, {}))
        self.tables[table.name].pop(at, None)

    def get(self, table: sa.Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
        row = self.tables[table.name].get(self._key(table, key))
        return None if row is None else dict(row)

    def _write(self, kind: str, table: sa.Table, key: Key, row: dict[str, Any]) -> None:
        self.writes.append((kind, table.name, key, row))
        self.tables[table.name][key] = row

    def written(self, model: ReadModel, recorded: RecordedEvent, *, keep: bool) -> list[Write]:
        """What a handler writes of an event."""
        before = {name: dict(rows) for name, rows in self.tables.items()}
        self.writes = []
        if handler := model.handlers.get(type(recorded.event)):
            handler(self, recorded)
        if not keep:
            self.tables = before
        return self.writes


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> list[RecordedEvent]:
    """What every act brings about."""
    url = f"sqlite:///{tmp_path_factory.mktemp('copied') / 'rso.db'}"
    with Application(EventStore.open(url), lambda: NOW) as application:
        for act in every_act():
            application.perform(act, by())
        return [each for _, each in application.store.read(limit=10_000)]


MODELS = every_plugin().read_models()


def differences(model: ReadModel, events: list[RecordedEvent]) -> Iterator[str]:
    """What a read model writes otherwise when the copied fields of an event hold nonsense."""
    rows = Watched(model)
    for each in events:
        copied = context_fields(type(each.event))
        nonsense = attrs.evolve(each, event=with_nonsense(each.event))
        tried = rows.written(model, nonsense, keep=False) if copied else []
        true = rows.written(model, each, keep=True)
        if copied and tried != true:
            yield from _differing(each, true, tried)


FIRST_SAID = {"handovers": ["handover.announced begins a row of handovers_register with holder"]}
"""By read model, copied values that a row may begin with: the holder of an assignment is never another."""


def _differing(each: RecordedEvent, true: list[Write], tried: list[Write]) -> Iterator[str]:
    """What is written otherwise."""
    name = each.event.event_name
    if [write[:3] for write in true] != [write[:3] for write in tried]:
        yield f"{name} writes other rows"
        return
    for (kind, table, _, row), (_, _, _, other) in zip(true, tried, strict=True):
        does = "begins a row of" if kind == "new" else "changes"
        yield from (f"{name} {does} {table} with {column}" for column in row if row[column] != other[column])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_copied_field_changes_no_row_of_another_event(model: ReadModel, recorded: list[RecordedEvent]) -> None:
    assert {type(each.event) for each in recorded} >= {c for c in event_classes().values() if context_fields(c)}
    assert sorted(set(differences(model, recorded))) == FIRST_SAID.get(model.name, [])


TABLE = sa.Table(
    "t_actions",
    sa.MetaData(),
    sa.Column("action", sa.String, primary_key=True),
    *(sa.Column(name, sa.String) for name in ("body", "due", "former_due", "was_due", "reason")),
)


def test_a_patch_passes_over_what_is_copied_unless_that_is_asked_for(recorded: list[RecordedEvent]) -> None:
    put_off = next(each for each in recorded if isinstance(each.event, ActionPutOff))
    event = put_off.event
    assert isinstance(event, ActionPutOff)
    model = ReadModel(
        name="t",
        version=1,
        title="T",
        tables=(TABLE,),
        handlers={ActionPutOff: patch(TABLE, reason=of("body"), was_due=as_known_then("former_due"))},
        register=lambda *_: pytest.fail("nobody asks"),
    )
    rows = Watched(model)
    rows.put(TABLE, {"action": event.action, "body": "later", "due": "?", "reason": "kept"})
    rows.written(model, put_off, keep=True)
    assert rows.get(TABLE, {"action": event.action}) == {
        "action": event.action,
        "body": "later",
        "due": event.due,
        "former_due": None,
        "was_due": event.former_due,
        "reason": "kept",
    }
    assert set(differences(model, [put_off])) == set(), "no row, nothing written"
