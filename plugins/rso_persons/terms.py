"""Retention terms: on which day what somebody did no longer keeps the name (pure)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import attrs
from dateutil.relativedelta import relativedelta

from rso_core.calendar_days import shifted

GENERAL = ""
"""In place of a role: the term of everything that has none of its own."""
LASTING = frozenset({"mandate", "role", "deputy", "seat", "handover", "action"})
"""Kinds of involvement that run on until they end; any other is over on its day."""
Row = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Kept:
    """How long the name of a person is kept.

    Attributes:
        over_on: the first day on which it need not be kept; None while something runs, or has no term.
        term: the term that decides, with its ``role``, ``years`` and ``ground``; None where there is none, or not yet.
        running: whether something runs on.
    """

    over_on: date | None
    term: Row | None
    running: bool


def over_on(last_day: date, years: int) -> date:
    """The first day after a term of whole years that starts after a last day."""
    return shifted(shifted(last_day, relativedelta(years=years)), timedelta(days=1))


def terms_on(rows: Iterable[Row], day: date) -> dict[str, Row]:
    """The term that holds on a day, by role; a later one counts from its day for everyone."""
    return {row["role"]: row for row in sorted(rows, key=lambda row: row["since"]) if row["since"] <= day}


def runs(row: Row, day: date) -> bool:
    """Whether an involvement runs on the day."""
    return row["kind"] in LASTING and (row["until"] is None or row["until"] >= day)


def kept(involvement: Iterable[Row], known_since: date, terms: Mapping[str, Row], day: date) -> Kept:
    """How long the name of a person is kept, by everything the person did.

    Args:
        involvement: rows with ``kind``, ``role`` and ``until``.
        known_since: what counts as last day of somebody who never did anything.
        terms: by role, as of the day.
        day: day to look from.
    """
    all_ = list(involvement)
    if any(runs(row, day) for row in all_):
        return Kept(over_on=None, term=None, running=True)
    ends: list[tuple[date, Row]] = []
    for row in all_ or [{"role": GENERAL, "until": known_since}]:
        term = terms.get(row["role"]) or terms.get(GENERAL)
        if term is None:
            return Kept(over_on=None, term=None, running=False)
        ends.append((over_on(row["until"], term["years"]), term))
    last, deciding = max(ends, key=lambda end: (end[0], end[1]["role"]))
    return Kept(over_on=last, term=deciding, running=False)
