"""The headings of a table: which field each column holds, in English or in Dutch, however it is spelled."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import attrs

from rso_core.acts import Act, acts_by_hand
from rso_core.dutch.act_fields import field_in_dutch
from rso_core.dutch.spelling import folded
from rso_core.nearest_names import did_you_mean, nearest
from rso_core.shown_value import shown
from rso_core.structuring import unknown_act

ACT = "act"
ABOUT = {
    ACT: ("handeling",),
    "key": ("sleutel",),
    "recorded": ("vastgelegd op", "bekend vanaf"),
    "actor": ("vastgelegd door",),
    "source": ("bron",),
    "caused_by": ("volgt uit",),
    "example": ("voorbeeld",),
    "because": ("omdat",),
}
"""What a row may say besides the fields of its act, with what it is called in Dutch."""
_CORRECTIONS = ("correct", "setaside")


class TableError(Exception):
    """A table as a whole cannot be read; ``problems`` says everything that is wrong with it, each with its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@attrs.frozen
class Column:
    """A column of a table: its place (from 0), its heading, and the names of the fields that this heading may mean."""

    place: int
    heading: str
    meanings: frozenset[str]

    def __str__(self) -> str:
        return f"column {letters(self.place)} {shown(self.heading)}"


def letters(place: int) -> str:
    """The letters by which a spreadsheet calls a column: A for 0, AA for 26."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


class Headings:
    """The headings of a table.

    Args:
        cells: of the row with the headings, by their place.
        row: what that row is called, such as ``row 1``.
        act: what every row records, where no column says it.

    Raises:
        TableError: a heading stands twice, no column says the act, or none is known at all.
    """

    def __init__(self, cells: Mapping[int, str], row: str, act: str | None) -> None:
        self._row = row
        self.columns = [Column(place, cell, _meanings(cell)) for place, cell in cells.items()]
        self._by_place = {each.place: each for each in self.columns}
        self._fields: dict[type[Act] | None, dict[int, str]] = {}
        self._require_known(act)
        self._require_once([(_spelled(each.heading), each) for each in self.columns])

    def _require_known(self, act: str | None) -> None:
        if act is not None and act not in acts_by_hand():
            raise TableError([unknown_act(act)])
        if any(_spelled(each.heading) in _CORRECTIONS for each in self.columns):
            raise self._wrong(
                ["corrections are not read from a table; write them as a dossier, one JSON object a line"]
            )
        if not any(each.meanings for each in self.columns):
            told = ", ".join(shown(each.heading) for each in self.columns[:5])
            raise self._wrong([f"it should hold the names of fields, such as act, party and on, and holds {told}"])
        if act is None and not any(ACT in each.meanings for each in self.columns):
            raise self._wrong(
                ["no column is called 'act' (or 'handeling'); add it, or say what every row records: --act NAME"]
            )

    def _require_once(self, named: Iterable[tuple[str, Column]]) -> None:
        first: dict[str, Column] = {}
        twice = [(first[name], each) for name, each in named if first.setdefault(name, each) is not each]
        if twice:
            raise self._wrong([f"{other} says the same as {one}; keep one of the two columns" for one, other in twice])

    def _wrong(self, problems: Iterable[str]) -> TableError:
        return TableError([f"{self._row}: {each}" for each in problems])

    def fields_of(self, cls: type[Act] | None) -> Mapping[int, str]:
        """By the place of its column each field of an act (None: one that is not known), and what is said besides.

        Raises:
            TableError: two columns mean the same field.
        """
        found = self._fields.get(cls)
        if found is None:
            known = {*ABOUT, *(field.name for field in getattr(cls, "__attrs_attrs__", ()))}
            meant = [(self._meant(each, known), each) for each in self.columns]
            self._require_once([(field, each) for field, each in meant if field is not None])
            found = self._fields[cls] = {each.place: field for field, each in meant if field is not None}
        return found

    @staticmethod
    def _meant(column: Column, known: set[str]) -> str | None:
        meanings = column.meanings & known
        exact = [each for each in meanings if _spelled(each) == _spelled(column.heading)]
        return next(iter(exact or sorted(meanings)), None)

    def at(self, place: int) -> Column | None:
        """The column at a place; None where it has no heading."""
        return self._by_place.get(place)

    def unknown(self, act: str | None) -> TableError:
        """What is said of the headings that no act knows, once one of them has something under it."""
        cls = acts_by_hand().get(act or "")
        known = [*ABOUT, *(field.name for field in getattr(cls, "__attrs_attrs__", ()))] if cls else list(_all_fields())
        also = {way: name for name in known for way in _ways(name)}
        problems = []
        for each in self.columns:
            if not each.meanings:
                near = did_you_mean(nearest(each.heading, known, also))
                problems.append(f"{each} is no field{near or ' of any act'}; correct the heading, or empty the column")
        return self._wrong(problems)


def _spelled(text: str) -> str:
    """A heading without what it may differ in: capitals, accents, spaces, dashes and underscores."""
    return folded(text).replace(" ", "")


def _ways(field: str) -> tuple[str, ...]:
    return ABOUT.get(field) or (field_in_dutch(field),)


@cache
def _all_fields() -> tuple[str, ...]:
    fields: Iterable[Any] = (field.name for cls in acts_by_hand().values() for field in attrs.fields(cls))
    return tuple(dict.fromkeys([*ABOUT, *fields]))


@cache
def _known() -> Mapping[str, frozenset[str]]:
    """By every way to spell a heading the names of the fields that it may mean."""
    found: dict[str, set[str]] = {}
    for field in _all_fields():
        for way in (field, *_ways(field)):
            found.setdefault(_spelled(way), set()).add(field)
    return {way: frozenset(fields) for way, fields in found.items()}


def known_headings(cells: Iterable[str]) -> int:
    """How many of these cells are the name of a field."""
    return sum(bool(_meanings(each)) for each in cells)


def _meanings(heading: str) -> frozenset[str]:
    return _known().get(_spelled(heading), frozenset())
