"""The pages of a revision of a PDF, and what a signature shows on them."""

from collections.abc import Iterator
from typing import Any

import attrs
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver

from rso_pades.pdf_values import each_of, raw, references_in, value

_LARGEST_SHARE = 25
"""A mark over more of a page than this (in per cent) can hide what was agreed; a mark of a signature needs less."""
_DEEPEST = 50
_LETTER = (0.0, 0.0, 612.0, 792.0)
"""The page of a reader that was told no size."""


@attrs.frozen
class Mark:
    """A visible mark: on which page (from 1), and over how much of it (in per cent, at least 1)."""

    page: int
    share: int

    @property
    def too_large(self) -> bool:
        """Whether it can hide what was agreed."""
        return self.share > _LARGEST_SHARE


def pages_of(view: HistoricalResolver) -> Iterator[generic.Reference]:
    """The pages of a revision, in order; a part of the tree that was met before is passed over."""
    waiting = [raw(view.root, "/Pages")]
    seen = set()
    while waiting:
        reference = waiting.pop()
        if not isinstance(reference, generic.IndirectObject) or reference.reference in seen:
            continue
        seen.add(reference.reference)
        node = view(reference.reference)
        if raw(node, "/Kids") is not None:
            waiting += reversed(list(each_of(node, "/Kids")))
        else:
            yield reference.reference


def marks_of(field: generic.Reference, view: HistoricalResolver) -> Iterator[Mark]:
    """What a signature field shows on the pages of a revision; nothing where it is invisible."""
    widgets = {field, *references_in(view(field), "/Kids")}
    for number, reference in enumerate(pages_of(view), 1):
        page = view(reference)
        for widget in widgets & references_in(page, "/Annots"):
            rectangle = _rectangle(value(view(widget), "/Rect"))
            if rectangle is None or _area(rectangle) == 0:
                continue
            box = _rectangle(_inherited(page, "/CropBox")) or _rectangle(_inherited(page, "/MediaBox")) or _LETTER
            covered = _area(_common(rectangle, box)) / (_area(box) or 1.0)
            yield Mark(page=number, share=max(1, round(100 * covered)))


def _inherited(page: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if raw(page, key) is not None or raw(page, "/Parent") is None:
            return value(page, key)
        page = value(page, "/Parent")
    return None


Rectangle = tuple[float, float, float, float]


def _rectangle(corners: Any) -> Rectangle | None:
    """Left, bottom, right and top, whichever corners were given."""
    if not isinstance(corners, generic.ArrayObject) or len(corners) != 4:
        return None
    try:
        left, bottom, right, top = (float(part) for part in corners)
    except (TypeError, ValueError):
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _common(one: Rectangle, other: Rectangle) -> Rectangle:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3]))


def _area(rectangle: Rectangle) -> float:
    left, bottom, right, top = rectangle
    return (right - left) * (top - bottom)
