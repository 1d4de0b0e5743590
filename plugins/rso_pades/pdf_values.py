"""Values of a PDF dictionary, as they stand or with what they refer to, whatever a hostile file puts in their place."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic


def raw(holder: Any, key: str) -> Any:
    """The value as it stands, a reference where it is one; None where there is none."""
    if not isinstance(holder, generic.DictionaryObject) or key not in holder:
        return None
    return holder.raw_get(key)


def value(holder: Any, key: str) -> Any:
    """The value itself, also where it is referred to; None where there is none."""
    found = raw(holder, key)
    found = found.get_object() if found is not None else None
    return None if isinstance(found, generic.NullObject) else found


def each_of(holder: Any, key: str) -> Iterator[Any]:
    """The values of the list under a key, as they stand; nothing where there is no list."""
    found = value(holder, key)
    return found.iterate() if isinstance(found, generic.ArrayObject) else iter(())


def references_in(holder: Any, key: str) -> set[generic.Reference]:
    """What the list under a key refers to."""
    return {each.reference for each in each_of(holder, key) if isinstance(each, generic.IndirectObject)}
