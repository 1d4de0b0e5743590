"""Tables and handlers of the order of bodies, and how it is drawn as a tree."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    BodyClosed,
    BodyMergedIn,
    BodyRenamed,
    BodyRepositioned,
    BodyRescoped,
    BodySetUp,
    Recorded,
)
from rso_core.projection import Column, ReadModel, Register, Rows
from rso_core.projection.declaring import day, day_key, found, key, number, put, table, text

_METADATA = sa.MetaData()
PLACES = table(
    "order_places",
    _METADATA,
    "a row per body and day on which its place in the order changed",
    key("body", "identifier of the body"),
    day_key("since", "day from which this holds"),
    text("name", "name"),
    text("kind", "its sort in the covenant's own words"),
    text("level", "strategic, tactical or operational"),
    number("place", "rank in the order, 1 first"),
    text("reports_to", "body one step up"),
)
CLOSED = table(
    "order_closed",
    _METADATA,
    "a row per body that no longer exists",
    key("body", "identifier of the body"),
    day("closed_on", "first day on which it no longer exists"),
)


def _placed(rows: Rows, recorded: Recorded) -> None:
    event: Any = recorded.event
    profile = event.profile
    rows.put(
        PLACES,
        {
            "body": event.body,
            "since": event.set_up_on if isinstance(event, BodySetUp) else event.since,
            "name": profile.name,
            "kind": profile.kind,
            "level": profile.level.value,
            "place": profile.place,
            "reports_to": profile.reports_to,
        },
    )


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(PLACES)
        .outerjoin(CLOSED, CLOSED.c.body == PLACES.c.body)
        .where(PLACES.c.since <= valid_on)
        .where(sa.or_(CLOSED.c.closed_on.is_(None), CLOSED.c.closed_on > valid_on))
        .order_by(PLACES.c.since)
    )
    latest = {row["body"]: row for row in found(connection, query)}
    return Register(title=ORDER.title, columns=_COLUMNS, rows=tuple(_drawn(latest)))


def _drawn(bodies: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The bodies as a tree, those that report to nobody first, in order of their places."""
    ordered = sorted(bodies.values(), key=lambda row: (row["place"], row["body"]))
    drawn: set[str] = set()

    def below(above: str | None) -> list[dict[str, Any]]:
        return [row for row in ordered if row["reports_to"] == above and row["body"] not in drawn]

    def walk(rows: list[dict[str, Any]], indent: str, depth: int) -> Iterator[dict[str, Any]]:
        for number_, row in enumerate(rows, 1):
            drawn.add(row["body"])
            last = number_ == len(rows)
            branch = "" if depth == 0 else indent + ("└─ " if last else "├─ ")
            yield {**row, "depth": depth, "drawn": branch + row["name"], "level_nl": dutch(row["level"])}
            deeper = indent + ("" if depth == 0 else "   " if last else "│  ")
            yield from walk(below(row["body"]), deeper, depth + 1)

    tops = [row for row in ordered if row["reports_to"] not in bodies]
    yield from walk(tops, "", 0)
    # Bodies that report to each other in a ring have no top; nothing is left out of the drawing.
    for row in ordered:
        if row["body"] not in drawn:
            yield from walk([row], "", 0)


_COLUMNS = (
    Column("drawn", "Ordening"),
    Column("level_nl", "Niveau"),
    Column("kind", "Soort"),
    Column("place", "Plaats"),
)
ORDER = ReadModel(
    name="order",
    version=1,
    title="Ordening van de overleggen",
    tables=(PLACES, CLOSED),
    handlers={
        BodySetUp: _placed,
        BodyRepositioned: _placed,
        BodyRescoped: _placed,
        BodyRenamed: _placed,
        BodyMergedIn: _placed,
        BodyClosed: put(CLOSED),
    },
    register=_register,
)
