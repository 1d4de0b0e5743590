"""The plugins of this source tree, also those that the installed distribution does not name yet."""

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
def every_plugin() -> Plugins:
    """All plugins; the same for all tests of this process, since finding them takes longer than most tests."""
    installed = {info.name for info in Plugins().infos()}
    return Plugins(extra=[] if "persons" in installed else [("persons", rso_persons)])
