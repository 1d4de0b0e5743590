"""Tables and handlers of the order of bodies, and how it is drawn as a tree."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import BodyClosed, Profile
from rso_core.projection import BodyProfiles, ReadModel, Register, Rows
from rso_core.projection.declaring import day, found, key, put, table, table_of
from rso_core.projection.register_row import RegisterRow, column, derived, told_register

_METADATA = sa.MetaData()


class PlaceRow(RegisterRow, columns="drawn level_nl kind place"):
    """A body at its place in the order."""

    body: str = column("identifier of the body", key=True)
    since: date = column("day from which this holds", key=True)
    name: str = column("name")
    kind: str = column("its sort in the covenant's own words", heading="Soort")
    level: str = column("strategic, tactical or operational")
    place: int = column("rank in the order, 1 first", heading="Plaats")
    reports_to: str | None = column("body one step up")
    depth: int = derived("how many steps below the top it stands")
    drawn: str = derived("its name behind the branch of the tree", heading="Ordening")
    level_nl: str = derived("its level, in words", heading="Niveau")


PLACES = table_of(PlaceRow, "order_places", _METADATA, "a row per body and day on which its place in the order changed")
CLOSED = table(
    "order_closed",
    _METADATA,
    "a row per body that no longer exists",
    key("body", "identifier of the body"),
    day("closed_on", "first day on which it no longer exists"),
)


def _placed(rows: Rows, body: str, since: date, profile: Profile) -> None:
    rows.put(
        PLACES,
        {
            "body": body,
            "since": since,
            "name": profile.name,
            "kind": profile.kind,
            "level": profile.level.value,
            "place": profile.place,
            "reports_to": profile.reports_to,
        },
    )


CHANGES = BodyProfiles("order", _METADATA, _placed)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(PLACES)
        .outerjoin(CLOSED, CLOSED.c.body == PLACES.c.body)
        .where(PLACES.c.since <= valid_on)
        .where(sa.or_(CLOSED.c.closed_on.is_(None), CLOSED.c.closed_on > valid_on))
        .order_by(PLACES.c.since)
    )
    latest = {row["body"]: row for row in found(connection, query)}
    return told_register(
        PlaceRow, ORDER.title, _drawn(latest), lambda row: PlaceRow(**row, level_nl=dutch(row["level"]))
    )


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
            yield {**row, "depth": depth, "drawn": branch + row["name"]}
            deeper = indent + ("" if depth == 0 else "   " if last else "│  ")
            yield from walk(below(row["body"]), deeper, depth + 1)

    tops = [row for row in ordered if row["reports_to"] not in bodies]
    yield from walk(tops, "", 0)
    # Bodies that report to each other in a ring have no top; nothing is left out of the drawing.
    for row in ordered:
        if row["body"] not in drawn:
            yield from walk([row], "", 0)


ORDER = ReadModel(
    name="order",
    version=2,
    title="Ordening van de overleggen",
    tables=(PLACES, CLOSED, CHANGES.table),
    handlers={**CHANGES.handlers, BodyClosed: put(CLOSED)},
    register=_register,
)
