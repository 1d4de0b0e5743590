"""Tables and handlers of the monitoring figures."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.events import (
    ActionAgreed,
    ActionDone,
    ActionDropped,
    ActionMovedAlong,
    BodyClosed,
    DecisionTaken,
    MeetingCancelled,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MinutesCorrected,
    Profile,
    ProjectFinished,
    ProjectMovedAlong,
    ProjectPaused,
    ProjectProposed,
    ProjectStarted,
    ProjectStopped,
    RecordedEvent,
    SignalAnswered,
    SignalRaised,
)
from rso_core.projection import BodyProfiles, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, day_key, flag, found, key, number, of, patch, put, table, text, where
from rso_core.projection.register_row import RegisterRow, derived, told_register
from rso_monitoring.figures import Facts, figures_of, subjects, year_until

_METADATA = sa.MetaData()
PROFILES = table(
    "monitoring_profiles",
    _METADATA,
    "a row per body and day on which its profile changed",
    key("body", "identifier of the body"),
    day_key("since", "day from which it holds"),
    text("rhythm", "RFC 5545 rule"),
    day("anchor", "day from which the rule is counted"),
    text("members", "member parties"),
    number("portfolio_limit", "how many projects may run at a time"),
)
CLOSED = table(
    "monitoring_closed",
    _METADATA,
    "a row per body that no longer exists",
    key("body", "identifier of the body"),
    day("closed_on", "first day on which it no longer exists"),
)
MEETINGS = table(
    "monitoring_meetings",
    _METADATA,
    "a row per meeting",
    key("meeting", "identifier of the meeting"),
    text("body", "body that meets"),
    day("on", "day of the meeting"),
    text("state", "planned, held or cancelled"),
    flag("extra", "whether it stands beside the rhythm"),
)
ATTENDANCE = table(
    "monitoring_attendance",
    _METADATA,
    "a row per meeting and member party that was represented",
    key("meeting", "identifier of the meeting"),
    key("party", "party"),
)
SIGNALS = table(
    "monitoring_signals",
    _METADATA,
    "a row per signal",
    key("signal", "identifier of the signal"),
    text("raised_at", "body at which it was raised"),
    day("raised_on", "day on which it was raised"),
    day("answered_on", "day of the answer"),
)
DECISIONS = table(
    "monitoring_decisions",
    _METADATA,
    "a row per decision",
    key("decision", "identifier of the decision"),
    text("body", "body that decided"),
    day("taken_on", "day of the decision"),
)
ACTIONS = table(
    "monitoring_actions",
    _METADATA,
    "a row per action item",
    key("action", "identifier of the action item"),
    text("body", "body that follows it now"),
    text("decision", "decision that it carries out"),
    day("agreed_on", "day on which it was agreed"),
    day("due", "day before which it is done"),
    text("state", "open, done or dropped"),
    day("ended_on", "day on which it was done or dropped"),
)
PROJECTS = table(
    "monitoring_projects",
    _METADATA,
    "a row per project",
    key("project", "identifier of the project"),
    text("kind", "project or network"),
    text("body", "body it falls under now"),
    text("state", "proposed, running, paused or over"),
)


class FigureRow(RegisterRow, columns="name figure_nl value out_of percentage period"):
    """A figure of a body or a party."""

    about: str = derived("body or party")
    id: str = derived("identifier of the body or party")
    body: str | None = derived("the body, for a figure of a body")
    party: str | None = derived("the party, for a figure of a party")
    figure: str = derived("which figure")
    figure_nl: str = derived("which figure, in words", heading="Kengetal")
    value: float = derived("what was counted", heading="Waarde")
    out_of: int | None = derived("what it is a part of, where it is one", heading="Van")
    percentage: int | None = derived("the part in percents", heading="%")
    period: str = derived("the year over which it was counted", heading="Periode")
    name: str = derived("name of the body or party", heading="Overleg of partij")


NAMES = Names("monitoring", _METADATA)


def _profiled(rows: Rows, body: str, since: date, profile: Profile) -> None:
    rows.put(
        PROFILES,
        {
            "body": body,
            "since": since,
            "rhythm": profile.rhythm,
            "anchor": profile.rhythm_start,
            "members": "; ".join(profile.members),
            "portfolio_limit": profile.portfolio_limit,
        },
    )


CHANGES = BodyProfiles("monitoring", _METADATA, _profiled)


def _attended(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MeetingHeld | MinutesCorrected)
    present = event.attendance if isinstance(event, MeetingHeld) else event.missed
    for attendee in present:
        if not attendee.guest:
            rows.put(ATTENDANCE, {"meeting": event.meeting, "party": attendee.party})


def _held(rows: Rows, recorded: RecordedEvent) -> None:
    patch(MEETINGS, state="held", on=of("held_on"))(rows, recorded)
    _attended(rows, recorded)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    year = year_until(valid_on)

    def all_of(from_: sa.Table) -> list[dict[str, Any]]:
        return found(connection, sa.select(from_).order_by(*from_.primary_key.columns))

    names: dict[tuple[str, str], str] = {(row["kind"], row["id"]): row["name"] for row in all_of(NAMES.table)}
    facts = Facts(
        profiles=all_of(PROFILES),
        closed={row["body"]: row["closed_on"] for row in all_of(CLOSED)},
        meetings=all_of(MEETINGS),
        attendance=all_of(ATTENDANCE),
        signals=all_of(SIGNALS),
        decisions=all_of(DECISIONS),
        actions=all_of(ACTIONS),
        projects=all_of(PROJECTS),
    )

    def tell(subject: dict[str, Any]) -> Iterator[FigureRow]:
        for row in figures_of(subject, facts, year):
            yield FigureRow(**row, name=names.get((row["about"], row["id"])) or row["id"])

    return told_register(FigureRow, MONITORING.title, subjects(facts), tell)


MONITORING = ReadModel(
    name="monitoring",
    version=2,
    title="Kengetallen",
    tables=(PROFILES, CLOSED, MEETINGS, ATTENDANCE, SIGNALS, DECISIONS, ACTIONS, PROJECTS, CHANGES.table, NAMES.table),
    handlers=merge_handlers(
        {
            BodyClosed: put(CLOSED),
            MeetingPlanned: put(MEETINGS, state="planned"),
            MeetingMoved: patch(MEETINGS),
            MeetingHeld: _held,
            MeetingCancelled: patch(MEETINGS, state="cancelled"),
            MinutesCorrected: _attended,
            SignalRaised: put(SIGNALS, raised_at=of("body")),
            SignalAnswered: patch(SIGNALS),
            DecisionTaken: put(DECISIONS),
            ActionAgreed: put(ACTIONS, state="open"),
            ActionDone: patch(ACTIONS, state="done", ended_on=of("done_on")),
            ActionDropped: patch(ACTIONS, state="dropped", ended_on=of("dropped_on")),
            ActionMovedAlong: where(ACTIONS, "body", of("from_body"), patch(ACTIONS)),
            ProjectProposed: put(PROJECTS, state="proposed"),
            ProjectStarted: patch(PROJECTS, state="running"),
            ProjectPaused: patch(PROJECTS, state="paused"),
            ProjectFinished: patch(PROJECTS, state="over"),
            ProjectStopped: patch(PROJECTS, state="over"),
            ProjectMovedAlong: where(PROJECTS, "body", of("from_body"), patch(PROJECTS)),
        },
        CHANGES.handlers,
        NAMES.handlers,
    ),
    register=_register,
)
