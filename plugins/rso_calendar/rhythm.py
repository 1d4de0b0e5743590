"""Ritme: per body the dates that its rhythm gives, and the first one that was not met (S5)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from rso_core.calendar_days import shifted
from rso_core.dutch.rhythm import rhythm_in_words
from rso_core.events import (
    BodyClosed,
    MeetingCancelled,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
    Profile,
    Rhythm,
    dates_in_turn,
    unserved,
)
from rso_core.projection import BodyProfiles, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, flag, found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class RhythmRow(RegisterRow, columns="body_name rhythm_nl last next overdue_since"):
    """The rhythm of a body."""

    body: str = column("identifier of the body", key=True)
    since: date = column("day from which the rule holds", key=True)
    rhythm: str | None = column("RFC 5545 rule")
    anchor: date | None = column("day from which the rule is counted")
    body_name: str = named("body", heading="Overleg")
    rhythm_nl: str = derived("its rhythm, in words", heading="Ritme")
    last: date | None = derived("day of the last meeting", heading="Laatste vergadering")
    overdue_since: date | None = derived("the first date that passed without a meeting", heading="Uitgebleven sinds")
    next: date | None = derived("the next date of the rhythm", heading="Volgende datum")
    to_plan: date | None = derived("the next date for which no meeting is planned")
    dates: list[date] = derived("every date of the rhythm")


RHYTHMS = table_of(RhythmRow, "rhythm_rules", _METADATA, "a row per body and day on which its profile changed")
CLOSED = table(
    "rhythm_closed",
    _METADATA,
    "a row per body that no longer exists",
    key("body", "identifier of the body"),
    day("closed_on", "first day on which it no longer exists"),
)
MEETINGS = table(
    "rhythm_meetings",
    _METADATA,
    "a row per meeting",
    key("meeting", "identifier of the meeting"),
    text("body", "body that meets"),
    day("on", "day of the meeting"),
    text("state", "planned, held, cancelled or skipped"),
    flag("extra", "whether it stands beside the rhythm"),
)
NAMES = Names("rhythm", _METADATA)
AHEAD = timedelta(days=400)
"""How far ahead dates are given."""


def _profiled(rows: Rows, body: str, since: date, profile: Profile) -> None:
    row = {"body": body, "since": since, "rhythm": profile.rhythm, "anchor": profile.rhythm_start}
    rows.put(RHYTHMS, row)


CHANGES = BodyProfiles("rhythm", _METADATA, _profiled)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    closed = {row["body"]: row["closed_on"] for row in found(connection, sa.select(CLOSED))}
    query = sa.select(RHYTHMS, *NAMES.columns(RhythmRow, RHYTHMS)).order_by(RHYTHMS.c.body, RHYTHMS.c.since)
    rules: dict[str, list[dict[str, Any]]] = {}
    for row in found(connection, query):
        rules.setdefault(row["body"], []).append(row)
    meetings: dict[str, list[dict[str, Any]]] = {}
    for row in found(connection, sa.select(MEETINGS).order_by(MEETINGS.c.on, MEETINGS.c.meeting)):
        meetings.setdefault(row["body"], []).append(row)

    def tell(about: dict[str, Any]) -> Iterator[RhythmRow]:
        body = about["body"]
        if body not in closed or closed[body] > valid_on:
            row = _of_body(rules[body], meetings.get(body, []), valid_on, closed.get(body))
            if row.rhythm:
                yield row

    return told_register(RhythmRow, RHYTHM.title, ({"body": body} for body in rules), tell)


def _of_body(
    rules: list[dict[str, Any]], meetings: list[dict[str, Any]], on: date, closed_on: date | None
) -> RhythmRow:
    horizon = shifted(on, AHEAD) if closed_on is None else shifted(closed_on, timedelta(days=-1))
    rhythms = [Rhythm(since=r["since"], rule=r["rhythm"], anchor=r["anchor"]) for r in rules]
    dates = dates_in_turn(rhythms, rules[0]["since"], horizon)
    regular = [m for m in meetings if not m["extra"] and m["state"] != "cancelled"]
    done = [m["on"] for m in regular if m["state"] != "planned" and m["on"] <= on]
    # What was missed before the last meeting is past mending; the monitoring figures tell of it.
    missed = set(unserved(dates, done))
    last_served = max((d for d in dates if d not in missed), default=date.min) if done else date.min
    open_ = [d for d in unserved(dates, [m["on"] for m in regular]) if d > last_served]
    current = [rule for rule in rules if rule["since"] <= on][-1:] or rules[:1]
    return RhythmRow(
        **current[0],
        rhythm_nl=rhythm_in_words(current[0]["rhythm"]),
        last=max((m["on"] for m in meetings if m["state"] == "held" and m["on"] <= on), default=None),
        overdue_since=next((d for d in open_ if d < on), None),
        next=next((d for d in dates if d >= on), None),
        to_plan=next((d for d in open_ if d >= on), None),
        dates=dates,
    )


RHYTHM = ReadModel(
    name="rhythm",
    version=2,
    title="Vergaderritme",
    tables=(RHYTHMS, CLOSED, MEETINGS, CHANGES.table, NAMES.table),
    handlers=merge_handlers(
        {
            BodyClosed: put(CLOSED),
            MeetingPlanned: put(MEETINGS, state="planned"),
            MeetingSkipped: put(MEETINGS, state="skipped"),
            MeetingMoved: patch(MEETINGS),
            MeetingHeld: patch(MEETINGS, on=of("held_on"), state="held"),
            MeetingCancelled: patch(MEETINGS, state="cancelled"),
        },
        CHANGES.handlers,
        NAMES.handlers,
    ),
    register=_register,
)
