"""Meetings that need somebody: unrecorded ones, a rhythm that is not kept, minutes that wait (S5, S14)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_calendar.register import MeetingRow
from rso_calendar.rhythm import RhythmRow
from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows

PLAN_AHEAD = timedelta(days=30)
MINUTES_WITHIN = timedelta(days=21)


def unrecorded(register: Register, on: date) -> Iterator[DueItem]:
    """Planned meetings before the day that were neither recorded as held nor cancelled."""
    for row in typed_rows(MeetingRow, register):
        if row.state == "unrecorded":
            yield DueItem(
                on=row.on,
                what=f"Vastleggen of annuleren: {row.title} ({row.meeting})",
                who=str(row.body_name),
                about=f"meeting:{row.meeting}",
                rule="S5: van elke geplande vergadering is vastgelegd of zij is gehouden",
            )


def out_of_rhythm(register: Register, on: date) -> Iterator[DueItem]:
    """Bodies whose rhythm gave a date that passed without a meeting, or comes within 30 days without one planned."""
    for row in typed_rows(RhythmRow, register):
        if row.overdue_since is not None:
            what = f"Vergaderen: {row.body_name} ({row.rhythm_nl})"
            due = row.overdue_since
        elif row.to_plan is not None and row.to_plan <= shifted(on, PLAN_AHEAD):
            what = f"Vergadering plannen: {row.body_name} ({row.rhythm_nl})"
            due = row.to_plan
        else:
            continue
        yield DueItem(
            on=due,
            what=what,
            who=str(row.body_name),
            about=f"body:{row.body}",
            rule="S5: elk overleg vergadert in zijn eigen ritme",
        )


def minutes(register: Register, on: date) -> Iterator[DueItem]:
    """Held meetings without minutes after three weeks, where the body draws up minutes at all."""
    draw_up = {row.body for row in typed_rows(MeetingRow, register) if row.minutes is not None}
    for row in typed_rows(MeetingRow, register):
        due = shifted(row.on, MINUTES_WITHIN)
        if row.state == "held" and row.minutes is None and row.body in draw_up and due <= on:
            yield DueItem(
                on=due,
                what=f"Verslag opmaken: {row.title} van {row.on}",
                who=str(row.body_name),
                about=f"meeting:{row.meeting}",
                rule="S14: van elke vergadering is binnen drie weken een verslag",
            )
