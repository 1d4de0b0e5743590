"""Names of release 0.2 under which something of today is found for one release, with a warning."""

import warnings
from collections.abc import Callable, Mapping
from typing import Any

RENAMED = {"Circumstances": "Provenance", "Recorded": "RecordedEvent"}
"""Old name of a class, and its name today."""


def with_old_names(
    module: str, attribute: Callable[[str], Any], renamed: Mapping[str, str] = RENAMED
) -> Callable[[str], Any]:
    """The ``__getattr__`` of a module, that finds old names too.

    Args:
        module: its name, for the warning.
        attribute: gives what the module has today; raises `AttributeError` for what it has not.
        renamed: old names, and those of today.
    """

    def found(name: str) -> Any:
        if name not in renamed:
            return attribute(name)
        value = attribute(renamed[name])
        text = f"{module}.{name} is now {renamed[name]}; the old name goes with the next release"
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return value

    return found


def named_in(module: str, names: Mapping[str, Any]) -> Callable[[str], Any]:
    """Gives what a module defines, as its ``__getattr__`` should: `AttributeError` for what it does not."""

    def attribute(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        return names[name]

    return attribute
