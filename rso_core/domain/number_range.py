"""One rule for every number: it is of a size with which readers and databases can reckon."""

import math
from decimal import Decimal

import attrs

from rso_core.domain.refusal import Rule

RECORD_NUMBER_RANGE = Rule(
    id="record.number_range",
    source="S14",
    en="A number is of a size that occurs.",
    nl="Een getal heeft een grootte die voorkomt.",
    remedy_en="Correct the number.",
    remedy_nl="Verbeter het getal.",
)


@attrs.frozen
class NumberRange:
    """How large a number may be.

    Attributes:
        most: up or down.
        decimals: how many a decimal may have.
        finite: whether this rule refuses what is no number, such as ``NaN``; else another does.
    """

    most: int
    decimals: int = 6
    finite: bool = True


ANY_NUMBER = NumberRange(10**12)
"""Of numbers of which nothing is said; every database holds them exactly."""
AMOUNT = NumberRange(10**12, finite=False)
"""Hours and money, of which a rule of their own says what else they are."""
COUNT = NumberRange(1_000_000)
"""How many there are, or at which place."""
SPAN = NumberRange(36_525)
"""Days of a term: a hundred years, so that no term that begins on a day of the record ends after year 9999."""


def require_number(number: int | float | Decimal, kind: NumberRange, field: str) -> None:
    """Refuse a number that is larger than its field takes, has more decimals, or is none.

    Raises:
        Refused: RECORD_NUMBER_RANGE.
    """
    if not _is_finite(number):
        RECORD_NUMBER_RANGE.unless(not kind.finite, field=field, most=kind.most)
        return
    if not -kind.most <= number <= kind.most:
        raise RECORD_NUMBER_RANGE.refused(field=field, most=kind.most)
    if isinstance(number, Decimal):
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -kind.decimals:
            raise RECORD_NUMBER_RANGE.refused(field=field, decimals=-exponent, most=kind.decimals)


def _is_finite(number: int | float | Decimal) -> bool:
    if isinstance(number, Decimal):
        return number.is_finite()
    return not isinstance(number, float) or math.isfinite(number)
