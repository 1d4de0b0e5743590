"""What a register has to tell at a moment, worked out the long way: every event that is known, one by one, in order."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import attrs
import sqlalchemy as sa

from rso_core.projection import ReadModel, Register, Rows
from rso_core.store.holding import Known, holding_keys, still_holding


def held_at(events: Iterable[Known], valid_on: date | None, known_on: datetime | None) -> list[Known]:
    """Of the whole record, what holds at a moment, in order."""
    everything = list(events)
    places = {recorded.id: position for position, recorded in everything}
    known = [item for item in everything if known_on is None or item[1].meta.recorded_at <= known_on]
    holding = still_holding(known)
    keyed = sorted(zip(holding_keys(holding, places), holding, strict=True), key=lambda pair: pair[0])
    return [item for key, item in keyed if valid_on is None or key.day <= valid_on]


def told_by(model: ReadModel, held: Sequence[Known], valid_on: date) -> Register:
    """The register of a read model that these events lead to, handled one by one in the order given."""
    engine = sa.create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            for table in model.tables:
                table.create(connection)
            for _, recorded in held:
                handler = model.handlers.get(type(recorded.event))
                if handler is not None:
                    rows = Rows(connection, {table.name: table for table in model.tables})
                    handler(rows, recorded)
                    rows.flush()
            return model.register(connection, valid_on)
    finally:
        engine.dispose()


def with_tables(model: ReadModel) -> ReadModel:
    """The read model, with every row of its tables shown beside the register itself."""

    def register(connection: sa.Connection, valid_on: date) -> Register:
        shown: list[dict[str, Any]] = []
        for table in model.tables:
            rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
            shown += [{"table": table.name, **row} for row in rows]
        told = model.register(connection, valid_on)
        assert not told.untold, "what cannot be told on either side would be equal"
        shown += map(dict, told.rows)
        return Register(title=model.title, columns=(), rows=tuple(shown))

    return attrs.evolve(model, register=register)
