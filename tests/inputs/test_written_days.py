"""Days that are not written as days are to be written: told as they can be read, and never guessed."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rso_core.structuring import to_date
from rso_core.written_days import not_a_day


@pytest.mark.parametrize("text", ["2025-02-01", "01-02-2025", "1-2-2025", " 1-02-2025 "])
def test_a_day_is_written_in_two_ways(text: str) -> None:
    assert to_date(text) == date(2025, 2, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1/2/2025", "'1/2/2025' can be read as 1 februari 2025 or as 2 januari 2025; write 2025-02-01, or 2025-01-02"),
        ("01.12.2025", "'01.12.2025' can be read as 1 december 2025 or as 12 januari 2025; write 2025-12-01, or 2025-01-12"),
        ("13/2/2025", "'13/2/2025' is not a date; write 2025-02-13, if that is meant"),
        ("2/13/2025", "'2/13/2025' is not a date; write 2025-02-13, if that is meant"),
        ("2/2/2025", "'2/2/2025' is not a date; write 2025-02-02, if that is meant"),
        ("13/13/2025", "'13/13/2025' is not a date; write it like 2026-03-12 or 12-03-2026"),
        ("1-2-25", "'1-2-25' is not a date: the year has two digits; write it like"),
        ("2025/2/1", "'2025/2/1' is not a date; write 2025-02-01, if that is meant"),
        ("2025-2-30", "'2025-2-30' is not a date; write it like"),
        ("1 maart 2025", "'1 maart 2025' is not a date; write 2025-03-01, if that is meant"),
        ("3-mrt-2025", "'3-mrt-2025' is not a date; write 2025-03-03, if that is meant"),
        ("1 Okt. 2025", "'1 Okt. 2025' is not a date; write 2025-10-01, if that is meant"),
        ("1-foo-2025", "'1-foo-2025' is not a date; write it like"),
        ("1-1-2025 0:00", "'1-1-2025 0:00' holds a time of day too, and a date is expected; write only '1-1-2025'"),
        ("31-02-2025", "'31-02-2025' is not a day that exists"),
        ("١-١-٢٠٢٥", "is not a date; write it like"),
        ("1-1-2025\n", None),
        ("45658", "'45658' is not a date; write it like"),
    ],
)  # fmt: skip
def test_what_is_not_written_so_is_told_as_it_can_be_read(text: str, told: str | None) -> None:
    if told is None:
        assert to_date(text) == date(2025, 1, 1)
        return
    with pytest.raises(ValueError, match=re.escape(told)):
        to_date(text)


@given(st.text() | st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,9}[-/. ][0-9]{1,4}.*"))
def test_whatever_stands_there_is_answered_in_a_line(text: str) -> None:
    told = not_a_day(text)
    assert len(told) < 250
    assert "\n" not in told
