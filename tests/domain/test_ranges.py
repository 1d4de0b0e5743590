"""Days and numbers on the edges of their ranges."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from rso_core.domain.day_range import FIRST_DAY, LAST_DAY, RECORD_DAY_RANGE, require_day
from rso_core.domain.number_range import AMOUNT, ANY_NUMBER, RECORD_NUMBER_RANGE, SPAN, NumberRange, require_number
from rso_core.domain.refusal import Refused

DAY = timedelta(days=1)


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY, date(2026, 3, 12)])
def test_a_day_in_the_range(day: date) -> None:
    require_day(day, "on")
    require_day(datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC), "on")


@pytest.mark.parametrize("day", [FIRST_DAY - DAY, LAST_DAY + DAY, date.min, date.max])
def test_a_day_outside_it(day: date) -> None:
    for hours in (-14, 0, 14):
        moment = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(hours=hours)))
        for each in (day, moment):
            with pytest.raises(Refused) as refused:
                require_day(each, "on")
            assert refused.value.rule is RECORD_DAY_RANGE
            assert refused.value.facts == {"field": "on", "day": each}


def test_a_term_that_begins_on_the_last_day_ends_before_the_calendar_does() -> None:
    assert (LAST_DAY + timedelta(days=SPAN.most) + timedelta(days=3660)).year < 9999


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (ANY_NUMBER.most, ANY_NUMBER),
        (-ANY_NUMBER.most, ANY_NUMBER),
        (float(ANY_NUMBER.most), ANY_NUMBER),
        (Decimal("0.000001"), AMOUNT),
        (Decimal(AMOUNT.most), AMOUNT),
        (Decimal("NaN"), AMOUNT),
        (SPAN.most, SPAN),
    ],
)
def test_a_number_in_the_range(number: int | float | Decimal, kind: NumberRange) -> None:
    require_number(number, kind, "amount")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (ANY_NUMBER.most + 1, ANY_NUMBER),
        (-ANY_NUMBER.most - 1, ANY_NUMBER),
        (10**5000, ANY_NUMBER),
        (float("inf"), ANY_NUMBER),
        (float("nan"), ANY_NUMBER),
        (Decimal("NaN"), ANY_NUMBER),
        (Decimal("sNaN"), ANY_NUMBER),
        (Decimal("1e999999"), AMOUNT),
        (Decimal("0.0000001"), AMOUNT),
        (Decimal("1e-999999"), AMOUNT),
        (SPAN.most + 1, SPAN),
    ],
    ids=range(11),
)
def test_a_number_outside_it(number: int | float | Decimal, kind: NumberRange) -> None:
    with pytest.raises(Refused) as refused:
        require_number(number, kind, "amount")
    assert refused.value.rule is RECORD_NUMBER_RANGE
    assert refused.value.facts["field"] == "amount"
    assert len(refused.value.message()) < 300
