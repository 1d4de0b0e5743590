"""Other ways in which a row may have been written that says the same: a spreadsheet that saves a table writes it anew.

It leaves out the zeros behind 1200,50 and writes days in another way. A row without a key is known by what it says as it is
written, so the same row, saved again, is recognised by looking for all its spellings.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, getcontext
from itertools import product

import attrs

from rso_core.domain.act import Act, replace
from rso_core.dossier.lines import DossierLine
from rso_core.structuring import to_date

_MOST_DIGITS = 20
_DECIMALS = 4
"""Up to so many decimals an amount may have been written with zeros behind it."""


def spellings(line: DossierLine) -> Iterator[DossierLine]:
    """The line itself, and then as it may have been written otherwise."""
    recorded = line.about.recorded
    days = [recorded] if recorded is None else list(dict.fromkeys([recorded, *_spelled_day(recorded)]))
    for act, day in product(_spelled_amounts(line.act), days):
        yield attrs.evolve(line, act=act, about=attrs.evolve(line.about, recorded=day))


def _spelled_amounts(act: Act) -> list[Act]:
    """The act with its amounts as they stand, and with fewer or more zeros behind them."""
    found = [act]
    for field in act.__attrs_attrs__:
        amount = getattr(act, field.name)
        if isinstance(amount, Decimal):
            found += [replace(each, **{field.name: other}) for each in found for other in _with_zeros(amount)]
    return found


def _with_zeros(amount: Decimal) -> Iterator[Decimal]:
    if len(amount.as_tuple().digits) + _DECIMALS > getcontext().prec or amount.adjusted() > _MOST_DIGITS:
        return  # no hours and no money
    for places in range(_DECIMALS + 1):
        other = amount.quantize(Decimal(1).scaleb(-places))
        if other == amount and str(other) != str(amount):
            yield other


def _spelled_day(recorded: str) -> Iterator[str]:
    try:
        day: date = to_date(recorded)
    except ValueError:
        return  # a moment, which is written in one way
    yield day.isoformat()
    yield f"{day:%d-%m}-{day.year:04}"
    yield f"{day.day}-{day.month}-{day.year:04}"
