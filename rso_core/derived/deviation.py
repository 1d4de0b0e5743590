"""A place where something derived is not what follows from the record."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

SHOWN = 12
"""So many places are told in words; the count of the others is told too, and JSON has up to `KEPT` of them."""
KEPT = 200
"""Of one table so many places are kept: somebody may have put in a million rows."""


@attrs.frozen(kw_only=True)
class Deviation:
    """A place where something derived is not what follows from the record.

    Attributes:
        of: what it belongs to: the name of a register, ``rso_act_keys``, ``database``.
        table: the table, view or trigger, as it is called in the database.
        row: the key of the row; empty where it is not about a row.
        column: the column; None where it is about the whole.
        found: what stands there; None where nothing does.
        expected: what should stand there; None where nothing should.
        event: id of the event from which that follows; None where no event leads to anything there.
        told: what is wrong, in a line (Dutch).
    """

    of: str
    table: str
    row: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    column: str | None = None
    found: Any = None
    expected: Any = None
    event: str | None = None
    told: str

    @classmethod
    def at(
        cls,
        of: str,
        table: str,
        row: Mapping[str, Any],
        told: str,
        column: str | None = None,
        found: Any = None,
        expected: Any = None,
        event: str | None = None,
    ) -> "Deviation":
        """At a row, or a column of it: the words for the place come before what is told."""
        return cls(
            of=of,
            table=table,
            row=row,
            column=column,
            found=found,
            expected=expected,
            event=event,
            told=f"{place(table, row, column)}: {told}",
        )

    @classmethod
    def unreadable(cls, of: str, table: str, problem: object) -> "Deviation":
        """A table that cannot be read, and why."""
        return cls(of=of, table=table, told=f"tabel {table}: is niet te lezen: {problem}")

    def as_json(self) -> dict[str, Any]:
        """As ``--json`` gives it."""
        return attrs.asdict(self)


def place(table: str, row: Mapping[str, Any], column: str | None = None) -> str:
    """Where it is (Dutch): the table, the row by its key, and the column."""
    key = ", ".join(f"{name}={value}" for name, value in row.items())
    return f"tabel {table}, rij {key}" + (f", kolom {column}" if column else "")


def in_lines(deviations: Sequence[Deviation], more: int = 0) -> str:
    """Deviations in words, a line each, the first of them (Dutch).

    Args:
        deviations: at least one.
        more: how many there are that were not kept.
    """
    lines = [each.told for each in deviations[:SHOWN]]
    left = len(deviations) - len(lines) + more
    return "\n".join([*lines, *([f"en nog {left}"] if left else [])])
