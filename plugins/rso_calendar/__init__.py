"""Vergaderkalender: which body meets when and where, what was held with whom present, what fell through (S5)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_calendar.due import unrecorded
from rso_calendar.register import CALENDAR
from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The calendar of meetings."""
    return [CALENDAR]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Meetings whose day has passed without a record."""
    return unrecorded(register("calendar"), on)
