"""Rhythms in words, as a member reads them."""

import pytest

from rso_core.dutch.rhythm import rhythm_in_words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY", "elke maand"),
        ("RRULE:FREQ=MONTHLY;INTERVAL=3", "elke 3 maanden"),
        ("FREQ=YEARLY", "elk jaar"),
        ("FREQ=WEEKLY;BYDAY=TU", "elke week, op dinsdag"),
        ("FREQ=MONTHLY;BYDAY=2MO", "elke maand, op de tweede maandag"),
        ("FREQ=MONTHLY;BYMONTH=2,5,9,11;BYDAY=2TH", "in februari, mei, september en november, op de tweede donderdag"),
        ("FREQ=MONTHLY;BYMONTHDAY=12", "elke maand, op dag 12"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "elke maand, op de laatste vrijdag"),
        (None, ""),
        ("onzin", ""),
    ],
)
def test_a_rhythm_in_words(rule: str | None, words: str) -> None:
    assert rhythm_in_words(rule) == words
