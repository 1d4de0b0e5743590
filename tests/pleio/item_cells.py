"""Every cell of the tables that decide what becomes of an item, in words.

``data/item_cells.txt`` has a line per cell; what cannot be is in it too, with the reason.
(`python -m pleio.item_cells` in ``tests/`` writes it anew.)
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any

import attrs

from rso_pleio.plan.item_decisions import (
    GONE,
    TEXT,
    WHOLE,
    Author,
    Compared,
    Desired,
    Facts,
    GoneFacts,
    Known,
    Place,
    Row,
    Site,
    TextFacts,
    WholeFacts,
    decide,
)

DATA = Path(__file__).parent / "data" / "item_cells.txt"
YES_OR_NO = {"yes": True, "no": False}
POLICY = {name: name for name in ("report", "restore", "accept")}


def words(kind: type[StrEnum]) -> Mapping[str, Any]:
    return {one.value: one for one in kind}


TABLES: Mapping[str, tuple[Sequence[Row], type[Facts], Mapping[str, Mapping[str, Any]]]] = {
    "whole": (
        WHOLE,
        WholeFacts,
        {"known": words(Known), "site": words(Site), "place": words(Place), "over": YES_OR_NO, "policy": POLICY},
    ),
    "text": (
        TEXT,
        TextFacts,
        {
            "known": words(Known),
            "author": words(Author),
            "compared": words(Compared),
            "desired": words(Desired),
            "policy": POLICY,
        },
    ),
    "gone": (GONE, GoneFacts, dict.fromkeys((field.name for field in attrs.fields(GoneFacts)), YES_OR_NO)),
}


def impossible(facts: Facts) -> str:
    """Why an item cannot be in this cell; nothing where it can."""
    match facts:
        case WholeFacts(site=Site.ABSENT, place=Place.ELSEWHERE | Place.UNMARKED):
            return "what is not there stands nowhere"
        case WholeFacts(known=Known.NEVER | Known.INTENDED | Known.INTENDED_QUIETLY, place=Place.UNMARKED):
            return "it is found by its mark alone"
        case TextFacts(known=Known.HIDDEN):
            return "it is brought into sight first"
        case TextFacts(known=Known.NEVER | Known.INTENDED | Known.INTENDED_QUIETLY, author=Author.OURS | Author.PERSON):
            return "nothing is on record of what we wrote"
        case TextFacts(known=Known.NEVER, desired=Desired.SAME | Desired.LINKS | Desired.UNFINISHED):
            return "nothing is on record of what we wanted"
        case GoneFacts(ours=False, ended=True):
            return "only what we made is archived by us"
        case GoneFacts(delete=False, others_below=True):
            return "it is asked only of what would be deleted"
    return ""


def cells(name: str) -> Iterator[tuple[str, Facts]]:
    """Each cell of a table, by its words; the policy comes last."""
    _, kind, axes = TABLES[name]
    for chosen in product(*axes.values()):
        facts = {axis: axes[axis][word] for axis, word in zip(axes, chosen, strict=True)}
        yield " ".join([name, *(f"{axis}={word}" for axis, word in zip(axes, chosen, strict=True))]), kind(**facts)


def lines(name: str) -> Iterator[str]:
    """A line per cell; of cells that differ in their policy only one for all three, in the order of `POLICY`."""
    found: dict[str, list[str]] = {}
    for cell, facts in cells(name):
        reason = impossible(facts)
        verdict = f"cannot be: {reason}" if reason else decide(TABLES[name][0], facts).value
        found.setdefault(cell.partition(" policy=")[0], []).append(verdict)
    for cell, verdicts in found.items():
        yield f"{cell} | {verdicts[0] if len(set(verdicts)) == 1 else ' / '.join(verdicts)}"


def main() -> None:
    """Write the data anew."""
    DATA.write_text("".join(f"{line}\n" for name in TABLES for line in lines(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
