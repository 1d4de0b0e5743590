"""Tables and handlers of the policy cycle: a row per moment, and by what it was served."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    MeetingCancelled,
    MeetingHeld,
    MomentLinked,
    MomentMoved,
    MomentSet,
    RecordedEvent,
)
from rso_core.projection import Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, typed_register

_METADATA = sa.MetaData()


class MomentRow(RegisterRow, columns="cycle name opens closes body_name needs_nl served_by state_nl"):
    """A moment of a policy cycle."""

    cycle: str = column("identifier of the cycle", heading="Cyclus", key=True)
    moment: str = column("identifier of the moment", key=True)
    name: str = column("name", heading="Moment")
    opens: date = column("first day of the window", heading="Van")
    closes: date = column("last day of the window", heading="Tot en met")
    body: str | None = column("body that serves it")
    needs: str = column("meeting or decision")
    body_name: str | None = named("body", heading="Overleg")
    served_on: date | None = derived("day on which it was served")
    linked: list[str] = derived("meetings and decisions that serve it, by kind and identifier")
    state: str = derived("upcoming, window_open, served or missed")
    needs_nl: str = derived("what it asks for, in words", heading="Vraagt")
    state_nl: str = derived("how it stands, in words", heading="Stand")
    served_by: str = derived("identifiers of what serves it", heading="Bediend door")


MOMENTS = table_of(MomentRow, "cycle_moments", _METADATA, "a row per moment of a policy cycle")
LINKS = table(
    "cycle_links",
    _METADATA,
    "a row per meeting or decision that serves a moment",
    key("cycle", "identifier of the cycle"),
    key("moment", "identifier of the moment"),
    key("subject", "meeting or decision, by kind and identifier"),
    day("on", "day of the meeting or decision"),
)
MEETINGS = table(
    "cycle_meetings",
    _METADATA,
    "a row per meeting that was held or cancelled",
    key("meeting", "identifier of the meeting"),
    text("state", "held or cancelled"),
    day("held_on", "day on which it was held"),
)
NAMES = Names("cycle", _METADATA)


def _linked(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MomentLinked)
    subject = f"meeting:{event.meeting}" if event.meeting else f"decision:{event.decision}"
    rows.put(LINKS, {"cycle": event.cycle, "moment": event.moment, "subject": subject, "on": event.on})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    meetings = {f"meeting:{row['meeting']}": row for row in found(connection, sa.select(MEETINGS))}
    links: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for link in found(connection, sa.select(LINKS).order_by(LINKS.c.on, LINKS.c.subject)):
        links.setdefault((link["cycle"], link["moment"]), []).append(link)
    query = sa.select(MOMENTS, *NAMES.columns(MomentRow, MOMENTS)).order_by(
        MOMENTS.c.closes, MOMENTS.c.cycle, MOMENTS.c.moment
    )
    rows = []
    for moment in found(connection, query):
        mine = links.get((moment["cycle"], moment["moment"]), [])
        days = [day_ for link in mine if (day_ := _served_on(link, meetings, valid_on)) is not None]
        served_on = min(days, default=None)
        state = _state(moment, served_on, valid_on)
        late = served_on is not None and served_on > moment["closes"]
        rows.append(
            MomentRow(
                **moment,
                served_on=served_on,
                linked=[link["subject"] for link in mine],
                state=state,
                needs_nl=dutch(moment["needs"]),
                state_nl=dutch(state) + (", na het venster" if late else ""),
                served_by=", ".join(link["subject"].partition(":")[2] for link in mine),
            )
        )
    return typed_register(MomentRow, CYCLE.title, rows)


def _served_on(link: dict[str, Any], meetings: dict[str, dict[str, Any]], valid_on: date) -> date | None:
    """When a link served its moment: a meeting serves once it was held."""
    if link["subject"].startswith("decision:"):
        return link["on"] if link["on"] <= valid_on else None
    meeting = meetings.get(link["subject"])
    return meeting["held_on"] if meeting is not None and meeting["state"] == "held" else None


def _state(moment: dict[str, Any], served_on: date | None, on: date) -> str:
    if served_on is not None:
        return "served"
    if on > moment["closes"]:
        return "missed"
    return "window_open" if on >= moment["opens"] else "upcoming"


CYCLE = ReadModel(
    name="cycle",
    version=1,
    title="Beleidscyclus",
    tables=(MOMENTS, LINKS, MEETINGS, NAMES.table),
    handlers=merge_handlers(
        {
            MomentSet: put(MOMENTS),
            MomentMoved: patch(MOMENTS),
            MomentLinked: _linked,
            MeetingHeld: put(MEETINGS, state="held"),
            MeetingCancelled: put(MEETINGS, state="cancelled", held_on=None),
        },
        NAMES.handlers,
    ),
    register=_register,
)
