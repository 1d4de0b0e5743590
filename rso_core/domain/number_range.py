"""How large the numbers of acts may be, by their kind."""

import attrs


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
