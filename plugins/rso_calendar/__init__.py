"""Vergaderkalender: which body meets when, with which agenda, what was held, and whether the rhythm is kept (S4, S5)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The calendar of meetings, their agendas, and the rhythm of each body."""
    from rso_calendar.agenda import AGENDA
    from rso_calendar.register import CALENDAR
    from rso_calendar.rhythm import RHYTHM

    return [CALENDAR, AGENDA, RHYTHM]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Meetings without a record, bodies out of rhythm, minutes that wait."""
    from rso_calendar.due import minutes, out_of_rhythm, unrecorded

    calendar = register("calendar")
    return [*unrecorded(calendar, on), *out_of_rhythm(register("rhythm"), on), *minutes(calendar, on)]
