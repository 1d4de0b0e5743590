"""The plugins of this source tree, for tests."""

from functools import cache
from typing import Any

import rso_persons
import rso_pleio.plugin
import rso_roles
from rso_core.hooks import Plugins


def few_plugins(*extra: tuple[str, Any]) -> Plugins:
    """Some plugins with names of persons in their registers, for tests that build registers often."""
    few = [("persons", rso_persons), ("roles", rso_roles), ("pleio", rso_pleio.plugin)]
    return Plugins(load_entry_points=False, extra=[*few, *extra])


@cache
def _all_plugins() -> Plugins:
    return Plugins()


def every_plugin(*extra: tuple[str, Any], only_bundled: bool = False) -> Plugins:
    """All plugins, and those of a test; those of this source tree are all bundled.

    Without any of a test, the same for all tests of this process: finding them takes longer than most tests.
    """
    return Plugins(extra=extra) if extra else _all_plugins()
