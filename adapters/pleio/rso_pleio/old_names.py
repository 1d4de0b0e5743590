"""Names of release 0.2 that have moved, for one release."""

import importlib
import warnings
from collections.abc import Callable, Mapping
from typing import Any


def forward(old: str, now: str, renamed: Mapping[str, str] | None = None) -> Callable[[str], Any]:
    """A ``__getattr__`` for a module whose names stand elsewhere now.

    Args:
        old: the module.
        now: where its names are.
        renamed: names of today by those of release 0.2, where they differ.
    """
    names = renamed or {}

    def found(name: str) -> Any:
        if name.startswith("__") or (old == now and name not in names):
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        today = names.get(name, name)
        value = getattr(importlib.import_module(now), today)
        text = f"{old}.{name} is now {now}.{today}; the old name goes with the next release"
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return value

    return found
