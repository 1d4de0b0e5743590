"""Evaluatiecyclus: when the covenant asks for an evaluation of the cooperation, and whether there was one (S11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from rso_core.calendar_days import shifted
from rso_core.dutch.rhythm import rhythm_in_words
from rso_core.events import (
    CovenantDrafted,
    CovenantEnded,
    CovenantEnteredIntoForce,
    EvaluationOpened,
    occurrences,
)
from rso_core.projection import ReadModel, Register
from rso_core.projection.declaring import day, found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, told_register

_METADATA = sa.MetaData()


class EvaluationCycleRow(RegisterRow):
    """When a covenant asks for an evaluation."""

    covenant: str = column("identifier of the covenant", key=True)
    title: str = column("title", heading="Convenant")
    evaluation_rhythm: str = column("RFC 5545 rule, counted from the entry into force")
    in_force_on: date = column("first day in force")
    last_day: date | None = column("last day in force")
    rhythm_nl: str = derived("its rhythm, in words", heading="Evaluatie")
    last: date | None = derived("day on which the last evaluation opened", heading="Laatst geopend")
    next: date | None = derived("the first date for which none was opened", heading="Volgende voor")


COVENANTS = table_of(EvaluationCycleRow, "evaluation_cycle_covenants", _METADATA, "a row per covenant")
OPENED = table(
    "evaluation_cycle_opened",
    _METADATA,
    "a row per evaluation that was opened",
    key("evaluation", "identifier of the evaluation"),
    text("covenant", "covenant that is evaluated"),
    day("opened_on", "day on which it opened"),
)
AHEAD = timedelta(days=3660)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    opened = found(connection, sa.select(OPENED).order_by(OPENED.c.opened_on, *OPENED.primary_key.columns))

    def tell(covenant: dict[str, Any]) -> Iterator[EvaluationCycleRow]:
        start = covenant["in_force_on"]
        if start is not None and covenant["evaluation_rhythm"]:
            last = covenant["last_day"] or shifted(valid_on, AHEAD)
            dates = occurrences(covenant["evaluation_rhythm"], start, shifted(start, timedelta(days=1)), last)
            yield _next(covenant, dates, [o["opened_on"] for o in opened if o["covenant"] == covenant["covenant"]])

    covenants = found(connection, sa.select(COVENANTS).order_by(COVENANTS.c.covenant))
    return told_register(EvaluationCycleRow, EVALUATION_CYCLE.title, covenants, tell)


def _next(covenant: dict[str, Any], dates: list[date], opened: list[date]) -> EvaluationCycleRow:
    """The first date for which no evaluation was opened in the period that leads up to it, or after it."""
    waiting = list(dates)
    for day_ in opened:
        # An evaluation that opens in the run-up to a date serves that date; a late one the date it missed.
        if waiting:
            waiting.pop(0)
        while waiting and waiting[0] < day_:
            waiting.pop(0)
    return EvaluationCycleRow(
        **covenant,
        rhythm_nl=rhythm_in_words(covenant["evaluation_rhythm"]),
        last=max(opened, default=None),
        next=waiting[0] if waiting else None,
    )


EVALUATION_CYCLE = ReadModel(
    name="evaluation_cycle",
    version=1,
    title="Evaluatiecyclus",
    tables=(COVENANTS, OPENED),
    handlers={
        CovenantDrafted: put(COVENANTS),
        CovenantEnteredIntoForce: patch(COVENANTS),
        CovenantEnded: patch(COVENANTS, last_day=of("last_day")),
        EvaluationOpened: put(OPENED),
    },
    register=_register,
)
