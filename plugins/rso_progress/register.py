"""Tables, handlers and rows of the progress overview."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    ActionAgreed,
    ActionDone,
    ActionDropped,
    ActionHandedOn,
    ActionMovedAlong,
    ActionPutOff,
    BodyClosed,
    BodySetUp,
    DecisionRevoked,
    DecisionSuperseded,
    DecisionTaken,
    MeetingCancelled,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MilestoneReached,
    MilestoneSet,
    ProjectFinished,
    ProjectMovedAlong,
    ProjectProposed,
    ProjectStopped,
    RecordedEvent,
    SignalAnswered,
    SignalBundled,
    SignalEscalated,
    SignalMovedAlong,
    SignalRaised,
)
from rso_core.projection import Handler, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, of, patch, put, table, text, where
from rso_core.projection.register_row import RegisterRow, derived, named, told_register

_METADATA = sa.MetaData()
BODIES = table(
    "progress_bodies",
    _METADATA,
    "a row per body",
    key("body", "identifier of the body"),
    day("set_up_on", "day from which it exists"),
    day("closed_on", "first day on which it no longer exists"),
)
MEETINGS = table(
    "progress_meetings",
    _METADATA,
    "a row per meeting",
    key("meeting", "identifier of the meeting"),
    text("body", "body that meets"),
    day("on", "day of the meeting"),
    text("state", "planned, held or cancelled"),
)
MATTERS = table(
    "progress_matters",
    _METADATA,
    "a row per decision, action item, signal and milestone",
    key("kind", "decision, action, signal or milestone"),
    key("id", "identifier"),
    text("body", "body where it lies now"),
    text("title", "what it is"),
    text("party", "party that it is about"),
    text("project", "project of a milestone"),
    day("started_on", "day on which it was decided, agreed, raised or set"),
    day("due", "day before which it is done"),
    day("ended_on", "day on which it was done, answered, reached, revoked or dropped"),
    text("state", "how it stands"),
    day("came_on", "day on which it came to the body where it lies"),
)
PROJECTS = table(
    "progress_projects",
    _METADATA,
    "a row per project",
    key("project", "identifier of the project"),
    text("name", "name"),
    text("body", "body it falls under now"),
    text("owner", "party that answers for it"),
    day("over_on", "day on which it was finished or stopped"),
)


class ProgressRow(RegisterRow, columns="body_name since next_on section on title who state_nl"):
    """A matter in the progress overview of a body."""

    body: str = derived("body that meets")
    body_name: str = named("body", heading="Overleg")
    since: date | None = derived("day of the meeting before", heading="Sinds vergadering")
    next_meeting: str | None = derived("meeting that it is for")
    next_on: date | None = derived("day of that meeting", heading="Voor vergadering")
    section: str = derived("part of the overview", heading="Onderdeel")
    on: date = derived("day on which it was decided, done, due or raised", heading="Datum")
    who: str | None = derived("name of the party that it is about", heading="Wie")
    subject: str = derived("kind and identifier of the matter")
    title: str = derived("what it is", heading="Wat")
    state_nl: str = derived("how it stands, in words", heading="Stand")


NAMES = Names("progress", _METADATA)


def _decided(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, DecisionTaken)
    put(
        MATTERS,
        kind="decision",
        id=event.decision,
        started_on=event.taken_on,
        state=f"{dutch(event.kind.value)}, {dutch(event.outcome.value)}",
        came_on=event.taken_on,
    )(rows, recorded)


def _milestone(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MilestoneSet)
    at = {"kind": "milestone", "id": f"{event.project}/{event.milestone}"}
    rows.put(MATTERS, {**at, "title": event.title, "project": event.project, "due": event.due, "state": "open"})


def _reached(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MilestoneReached)
    at = {"kind": "milestone", "id": f"{event.project}/{event.milestone}"}
    rows.patch(MATTERS, at, ended_on=event.reached_on, state="bereikt")


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = sa.select(BODIES, *NAMES.columns(ProgressRow, BODIES)).where(
        BODIES.c.set_up_on <= valid_on, sa.or_(BODIES.c.closed_on.is_(None), BODIES.c.closed_on > valid_on)
    )
    meetings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for meeting in found(connection, sa.select(MEETINGS).order_by(MEETINGS.c.on, MEETINGS.c.meeting)):
        meetings[meeting["body"]].append(meeting)
    matters = _matters(connection)
    names = {
        row["id"]: row["name"] for row in found(connection, sa.select(NAMES.table).where(NAMES.table.c.kind == "party"))
    }

    def tell(body: dict[str, Any]) -> Iterator[ProgressRow]:
        mine = meetings[body["body"]]
        last = max((m["on"] for m in mine if m["state"] == "held" and m["on"] < valid_on), default=None)
        upcoming = next((m for m in mine if m["state"] == "planned" and m["on"] >= valid_on), None)
        until = upcoming["on"] if upcoming else valid_on
        about: dict[str, Any] = {
            "body": body["body"],
            "body_name": body["body_name"],
            "since": last,
            "next_meeting": upcoming["meeting"] if upcoming else None,
            "next_on": upcoming["on"] if upcoming else None,
        }
        for section, matter, on in _sections(matters[body["body"]], last or body["set_up_on"], until, valid_on):
            of_project = f" ({matter['project_name']})" if matter["project_name"] else ""
            yield ProgressRow(
                **about,
                section=section,
                on=on,
                who=names.get(matter["who"], matter["who"]),
                subject=f"{matter['kind']}:{matter['id']}",
                title=matter["title"] + of_project,
                state_nl=matter["state"],
            )

    return told_register(ProgressRow, PROGRESS.title, found(connection, query.order_by(BODIES.c.body)), tell)


def _matters(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """The matters of each body, where they lie now."""
    query = (
        sa.select(
            MATTERS,
            sa.func.coalesce(PROJECTS.c.body, MATTERS.c.body).label("lies_at"),
            sa.func.coalesce(PROJECTS.c.owner, MATTERS.c.party).label("who"),
            PROJECTS.c.name.label("project_name"),
            PROJECTS.c.over_on,
        )
        .outerjoin(PROJECTS, PROJECTS.c.project == MATTERS.c.project)
        .order_by(
            # Databases differ on where what is empty comes in an order.
            MATTERS.c.started_on.is_(None),
            MATTERS.c.started_on,
            MATTERS.c.due.is_(None),
            MATTERS.c.due,
            MATTERS.c.id,
            MATTERS.c.kind,
        )
    )
    of_body: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for matter in found(connection, query):
        of_body[matter["lies_at"]].append(matter)
    return of_body


def _sections(
    matters: list[dict[str, Any]], since: date, until: date, today: date
) -> Iterator[tuple[str, dict[str, Any], date]]:
    """What belongs in the overview, per section: matter and its day.

    What was decided in the last meeting belongs in the overview of the next, so ``since`` counts.
    """

    def within(on: date | None) -> bool:
        return on is not None and since <= on <= today

    for matter in matters:
        if matter["kind"] == "decision" and within(matter["started_on"]):
            yield "1. Besloten", matter, matter["started_on"]
    for matter in matters:
        if matter["kind"] in ("action", "signal", "milestone") and within(matter["ended_on"]):
            yield "2. Gereed", matter, matter["ended_on"]
    for matter in matters:
        open_ = matter["ended_on"] is None or matter["ended_on"] > today
        if open_ and matter["over_on"] is None and matter["due"] is not None and matter["due"] < until:
            yield "3. Te laat", matter, matter["due"]
    for matter in matters:
        if matter["kind"] == "signal" and within(matter["came_on"]):
            yield "4. Gesignaleerd", matter, matter["came_on"]


def _moved(kind: str) -> Handler:
    """An open matter of a body that went up into another, where it lies at that body."""
    move = patch(MATTERS, kind=kind, id=of(kind), came_on=of("since"))
    return where(MATTERS, "body", of("from_body"), move, kind=kind, id=of(kind))


PROGRESS = ReadModel(
    name="progress",
    version=1,
    title="Voortgangsoverzicht",
    tables=(MATTERS, BODIES, MEETINGS, PROJECTS, NAMES.table),
    handlers=merge_handlers(
        {
            BodySetUp: put(BODIES),
            BodyClosed: patch(BODIES),
            MeetingPlanned: put(MEETINGS, state="planned"),
            MeetingMoved: patch(MEETINGS),
            MeetingHeld: patch(MEETINGS, state="held", on=of("held_on")),
            MeetingCancelled: patch(MEETINGS, state="cancelled"),
            DecisionTaken: _decided,
            DecisionSuperseded: patch(MATTERS, kind="decision", id=of("decision"), state="vervangen"),
            DecisionRevoked: patch(MATTERS, kind="decision", id=of("decision"), state="ingetrokken"),
            ActionAgreed: put(
                MATTERS,
                kind="action",
                id=of("action"),
                started_on=of("agreed_on"),
                came_on=of("agreed_on"),
                state="actiepunt, open",
            ),
            ActionPutOff: patch(MATTERS, kind="action", id=of("action")),
            ActionHandedOn: patch(MATTERS, kind="action", id=of("action")),
            ActionMovedAlong: _moved("action"),
            ActionDone: patch(
                MATTERS, kind="action", id=of("action"), ended_on=of("done_on"), state="actiepunt, gereed"
            ),
            ActionDropped: patch(
                MATTERS, kind="action", id=of("action"), ended_on=of("dropped_on"), state="actiepunt, vervallen"
            ),
            SignalRaised: put(
                MATTERS,
                kind="signal",
                id=of("signal"),
                started_on=of("raised_on"),
                came_on=of("raised_on"),
                due=of("answer_due"),
                state="signaal, open",
            ),
            SignalBundled: patch(
                MATTERS, kind="signal", id=of("signal"), ended_on=of("bundled_on"), state="signaal, gebundeld"
            ),
            SignalEscalated: patch(MATTERS, kind="signal", id=of("signal"), came_on=of("escalated_on")),
            SignalMovedAlong: _moved("signal"),
            SignalAnswered: patch(
                MATTERS, kind="signal", id=of("signal"), ended_on=of("answered_on"), state="signaal, beantwoord"
            ),
            ProjectProposed: put(PROJECTS),
            ProjectMovedAlong: where(PROJECTS, "body", of("from_body"), patch(PROJECTS)),
            ProjectFinished: patch(PROJECTS, over_on=of("finished_on")),
            ProjectStopped: patch(PROJECTS, over_on=of("stopped_on")),
            MilestoneSet: _milestone,
            MilestoneReached: _reached,
        },
        NAMES.handlers,
    ),
    register=_register,
)
