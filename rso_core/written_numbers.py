"""Numbers as people write them: one rule for the command line, spreadsheets, dossiers and definition files.

A number is written in the digits 0 to 9, with at most one decimal comma or point: ``1200``, ``1200,50``, ``1200.50``. Groups of
three digits may stand apart where only one reading is left: ``1.200,50`` and ``1.200.000`` are clear. ``1.200`` is 1200 to
one reader and 1.2 to the next, so it is refused with both. So is what only a programmer or a calculator reads:
``1_200``, ``1e3``, ``0x10``, ``+5``, digits of other scripts.
"""

import re
from decimal import Decimal, InvalidOperation

from rso_core.shown_value import shown

_PLAIN = re.compile(r"-?[0-9]+")
_GROUPS = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})")
_DECIMALS = re.compile(r"-?[0-9]+[.,][0-9]+")
_GROUPS_AND_DECIMALS = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]+|(?:,[0-9]{3})+\.[0-9]+)")
_TWO_READINGS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
MOST_DIGITS = 1_000
"""More than this is no number that anybody means; Python reads no whole number of more than 4,300."""


MOST_EXPONENT = 20
"""Beyond ``1e20`` nobody is told how it would be in digits."""


class WrittenFloat(float):
    """A number with a fraction as a file writes it without quotes: a float that shows how it was written."""

    written: str

    def __new__(cls, written: str) -> "WrittenFloat":
        """The number that a text of JSON or TOML stands for."""
        made = super().__new__(cls, written)
        made.written = written
        return made

    def __repr__(self) -> str:
        return self.written


def number_in(text: str) -> Decimal:
    """The number that a text stands for, exactly, with the decimals that are written.

    Raises:
        ValueError: it stands for none, or for more than one; the message says how to write it.
    """
    written = text.strip()
    if len(written) > MOST_DIGITS:
        raise ValueError(f"{shown(text)} is not a number: it is {len(written)} characters long")
    if _TWO_READINGS.fullmatch(written):
        raise ValueError(f"{shown(text)} {_both_readings(written)}")
    if _PLAIN.fullmatch(written):
        return Decimal(written)
    if _GROUPS.fullmatch(written):
        return Decimal(written.translate(_WITHOUT_MARKS))
    if _DECIMALS.fullmatch(written) or _GROUPS_AND_DECIMALS.fullmatch(written):
        whole, decimals = re.split(r"[.,](?=[0-9]+\Z)", written)
        return Decimal(f"{whole.translate(_WITHOUT_MARKS)}.{decimals}")
    raise ValueError(f"{shown(text)} is not a number; {_remedy(written)}")


_WITHOUT_MARKS = str.maketrans("", "", ".,")


def _both_readings(written: str) -> str:
    mark = "," if "," in written else "."
    whole, fraction = written.split(mark)
    kept = fraction.rstrip("0")
    smaller = f"{whole}{mark}{kept}" if kept else whole
    clear = f"{smaller}0" if kept == fraction else smaller
    return f"can be read as {whole}{fraction} or as {smaller}; write {whole}{fraction}, or {clear}"


def _remedy(written: str) -> str:
    try:
        meant = Decimal(written)
    except InvalidOperation:
        meant = Decimal("NaN")
    if meant.is_finite() and abs(meant.adjusted()) <= MOST_EXPONENT:
        return f"write {written_exactly(meant)}, if that is meant"
    return "write it in digits, like 1200 or 1200.50"


def whole_number_in(text: str) -> int:
    """The whole number that a text stands for.

    Raises:
        ValueError: it stands for none, or may stand for a number with a fraction.
    """
    number = number_in(text)
    if number.as_tuple().exponent != 0:
        raise ValueError(f"{shown(text)} is not a whole number")
    return int(number)


def written_exactly(number: Decimal) -> str:
    """A text from which `number_in` reads this number, with the decimals that it has.

    Where three decimals would leave two readings a zero goes before it, which no group of digits begins with: ``01.125``.
    """
    text = f"{number:f}"
    if not _TWO_READINGS.fullmatch(text):
        return text
    return f"-0{text[1:]}" if text.startswith("-") else f"0{text}"
