"""Text in a cell of a spreadsheet: what the spreadsheet would take for a formula goes out as text, and comes back as it was.

Excel, LibreOffice and others run what begins with ``=``, ``+``, ``-`` or ``@`` when a CSV file is opened, and some look past
white space before it. An apostrophe in front makes it text (OWASP, CSV Injection). Numbers begin with a sign too, and stay.
"""

import re

_BLANK = "[\\s\\x00-\\x1f\\u200b\\u2060\\ufeff]*"
_TAKEN_FOR_A_FORMULA = re.compile(f"'*(?:[\\t\\r]|{_BLANK}[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20])")
_NUMBER = re.compile("[-+]?[0-9., %]*")
"""Also written with separators, as a telephone number, or a dash alone: without a letter there is nothing to run."""


def disarmed(text: str) -> str:
    """A text as a cell holds it that no spreadsheet takes for a formula: where it would, an apostrophe stands before it."""
    return f"'{text}" if _is_armed(text) else text


def rearmed(cell: str) -> str:
    """The text of a cell that `disarmed` gave: without the apostrophe, where that was put before it."""
    return cell[1:] if cell.startswith("'") and _is_armed(cell[1:]) else cell


def _is_armed(text: str) -> bool:
    """Apostrophes in front count as nothing, so that of those that were there already one is put before and taken away."""
    return _TAKEN_FOR_A_FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
