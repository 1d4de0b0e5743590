"""A snapshot grows: some events more, and the new position, in one transaction."""

from collections.abc import Iterable

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rso_core.projection.feed import Batch, ConcurrentUpdateError
from rso_core.projection.generation import writing
from rso_core.projection.read_model import ReadModel
from rso_core.projection.snapshots.components import Joined, Span, Touch, join
from rso_core.projection.snapshots.rows import FullRows
from rso_core.projection.snapshots.state import State, is_as_it_was
from rso_core.projection.snapshots.tables import CATALOG, COMPONENTS, EVENTS, row_tables

_PART: sa.BindParameter[int] = sa.bindparam("part")
_WHOLE: sa.BindParameter[int] = sa.bindparam("whole")
LOOKED_UP = 500


def grow(engine: Engine, model: ReadModel, state: State, batch: Batch, position: int, mark: str | None) -> None:
    """Take up events that the read model handles, and stand at a new position.

    Raises:
        MovedError: another process moved or replaced the snapshot meanwhile; nothing was changed.
        HandlerFailedError: a handler raised; nothing was changed.
    """
    with writing(engine) as connection:
        moved = sa.update(CATALOG).where(is_as_it_was(state)).values(position=position, mark=mark)
        if connection.execute(moved).rowcount != 1:
            raise ConcurrentUpdateError(f"the snapshot of {model.name!r} was moved by another process")
        if batch:
            _take_up(connection, model, state.number, batch)


def fail(engine: Engine, state: State) -> None:
    """Note that a snapshot ends here, because a handler refuses what comes next."""
    with writing(engine) as connection:
        connection.execute(sa.update(CATALOG).where(is_as_it_was(state)).values(failed=True))


def _take_up(connection: Connection, model: ReadModel, number: int, batch: Batch) -> None:
    rows = FullRows(connection, row_tables(model))
    touches = rows.run(model, batch)
    places = rows.places({row for touch in touches for row in touch.rows})
    joined = join(touches, {row: place.component for row, place in places.items()})
    rows.write(joined.of_row, places)
    rows.move(joined.merged)
    _record(connection, number, [touch for touch in touches if touch.rows], joined)


def _record(connection: Connection, number: int, touches: list[Touch], joined: Joined) -> None:
    """The events with their components, and between which moments each component lies now."""
    if not touches:
        return
    _merge_events(connection, number, joined)
    events = [
        {
            "snapshot": number,
            "component": joined.of_event[touch.position],
            "position": touch.position,
            "effective": touch.effective,
            "recorded_at": touch.recorded_at,
        }
        for touch in touches
    ]
    connection.execute(sa.insert(EVENTS), events)
    involved = {*joined.of_event.values(), *joined.merged}
    spans: dict[int, Span] = {}
    for component, span in [
        *((joined.merged.get(component, component), span) for component, span in _spans(connection, number, involved)),
        *((joined.of_event[touch.position], Span.of(touch)) for touch in touches),
    ]:
        spans[component] = spans[component] | span if component in spans else span
    old = [{"whole": number, "part": component} for component in involved]
    here = sa.and_(COMPONENTS.c.snapshot == _WHOLE, COMPONENTS.c.component == _PART)
    connection.execute(sa.delete(COMPONENTS).where(here), old)
    rows = [{"snapshot": number, "component": part, **attrs.asdict(span)} for part, span in spans.items()]
    connection.execute(sa.insert(COMPONENTS), rows)


def _merge_events(connection: Connection, number: int, joined: Joined) -> None:
    if joined.merged:
        here = sa.and_(EVENTS.c.snapshot == number, EVENTS.c.component == _PART)
        moves = [{"part": old, "whole": new} for old, new in joined.merged.items()]
        connection.execute(sa.update(EVENTS).where(here).values(component=_WHOLE), moves)


def _spans(connection: Connection, number: int, components: Iterable[int]) -> Iterable[tuple[int, Span]]:
    wanted = sorted(components)
    for start in range(0, len(wanted), LOOKED_UP):
        some = wanted[start : start + LOOKED_UP]
        query = sa.select(COMPONENTS).where(COMPONENTS.c.snapshot == number, COMPONENTS.c.component.in_(some))
        for row in connection.execute(query):
            yield row.component, Span(*row[2:])
