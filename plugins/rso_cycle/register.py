"""Tables and handlers of the policy cycle: a row per moment, and by what it was served."""

from collections import defaultdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    DecisionTaken,
    MeetingCancelled,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
    MomentLinked,
    MomentMoved,
    MomentSet,
    RecordedEvent,
)
from rso_core.projection import Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

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
)
MEETINGS = table(
    "cycle_meetings",
    _METADATA,
    "a row per meeting",
    key("meeting", "identifier of the meeting"),
    text("state", "planned, held, cancelled or skipped"),
    day("on", "day of the meeting"),
)
DECISIONS = table(
    "cycle_decisions",
    _METADATA,
    "a row per decision",
    key("decision", "identifier of the decision"),
    day("taken_on", "day of the decision"),
)
NAMES = Names("cycle", _METADATA)


def _linked(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MomentLinked)
    subject = f"meeting:{event.meeting}" if event.meeting else f"decision:{event.decision}"
    rows.put(LINKS, {"cycle": event.cycle, "moment": event.moment, "subject": subject})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    days = _days(connection)
    links: dict[tuple[str, str], list[str]] = {}
    for link in found(connection, sa.select(LINKS).order_by(LINKS.c.subject)):
        links.setdefault((link["cycle"], link["moment"]), []).append(link["subject"])
    query = sa.select(MOMENTS, *NAMES.columns(MomentRow, MOMENTS)).order_by(
        MOMENTS.c.closes, MOMENTS.c.cycle, MOMENTS.c.moment
    )

    def tell(moment: dict[str, Any]) -> MomentRow:
        mine = links.get((moment["cycle"], moment["moment"]), [])
        mine.sort(key=lambda subject: days[subject][0])
        served_on = min((on for on, serves in map(days.__getitem__, mine) if serves and on <= valid_on), default=None)
        state = _state(moment, served_on, valid_on)
        late = served_on is not None and served_on > moment["closes"]
        return MomentRow(
            **moment,
            served_on=served_on,
            linked=mine,
            state=state,
            needs_nl=dutch(moment["needs"]),
            state_nl=dutch(state) + (", na het venster" if late else ""),
            served_by=", ".join(subject.partition(":")[2] for subject in mine),
        )

    return told_register(MomentRow, CYCLE.title, found(connection, query), tell)


def _days(connection: sa.Connection) -> defaultdict[str, tuple[date, bool]]:
    """By subject the day of each meeting and decision, and whether it serves: a meeting does once it was held."""
    days: defaultdict[str, tuple[date, bool]] = defaultdict(lambda: (date.max, False))
    for meeting in found(connection, sa.select(MEETINGS)):
        days[f"meeting:{meeting['meeting']}"] = meeting["on"], meeting["state"] == "held"
    for decision in found(connection, sa.select(DECISIONS)):
        days[f"decision:{decision['decision']}"] = decision["taken_on"], True
    return days


def _state(moment: dict[str, Any], served_on: date | None, on: date) -> str:
    if served_on is not None:
        return "served"
    if on > moment["closes"]:
        return "missed"
    return "window_open" if on >= moment["opens"] else "upcoming"


CYCLE = ReadModel(
    name="cycle",
    version=2,
    title="Beleidscyclus",
    tables=(MOMENTS, LINKS, MEETINGS, DECISIONS, NAMES.table),
    handlers=merge_handlers(
        {
            MomentSet: put(MOMENTS),
            MomentMoved: patch(MOMENTS),
            MomentLinked: _linked,
            MeetingPlanned: put(MEETINGS, state="planned"),
            MeetingSkipped: put(MEETINGS, state="skipped"),
            MeetingMoved: patch(MEETINGS),
            MeetingHeld: patch(MEETINGS, state="held", on=of("held_on")),
            MeetingCancelled: patch(MEETINGS, state="cancelled"),
            DecisionTaken: put(DECISIONS),
        },
        NAMES.handlers,
    ),
    register=_register,
)
