"""Which rows of a register, as known at a moment, rest on what was entered only after that moment.

Such a row was not in this record then: since then it is *said* to have been known. It is found by asking for the register
twice, by what is said and by what was entered, so that it goes for every register, whatever plugin it is of.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import attrs

from rso_core.projection import Column, Projector, Register

ENTERED_LATER = Column("entered_later", "Later ingevoerd")


def marked_register(projector: Projector, name: str, valid_on: date, known_on: date | datetime) -> Register:
    """A register as known on a day or moment, with a mark on each row that rests on what was entered later.

    Where no row does, the register is as it is; otherwise it has a column more, `ENTERED_LATER`.

    Args:
        projector: the read models; both questions are replayed where live tables cannot answer.
        name: of the register.
        valid_on: day on which the rows hold (Europe/Amsterdam).
        known_on: day (its end) or moment (aware) by which what counts is said to have been known.

    Raises:
        UnknownReadModelError: there is no such register.
    """
    register = projector.register(name, valid_on, known_on)
    entered = Counter(map(_content, projector.register(name, valid_on, known_on, known_on).rows))
    rows: list[Mapping[str, Any]] = []
    for row in register.rows:
        content = _content(row)
        there = entered[content] > 0
        entered[content] -= there
        rows.append({**row, ENTERED_LATER.key: not there})
    if not any(row[ENTERED_LATER.key] for row in rows):
        return register
    return attrs.evolve(register, columns=(*register.columns, ENTERED_LATER), rows=tuple(rows))


def _content(row: Mapping[str, Any]) -> str:
    return repr(sorted(row.items()))
