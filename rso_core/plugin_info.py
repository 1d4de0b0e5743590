"""What is known and said of a plugin: what it brings, what failed, what is refused, and what its hooks give."""

from collections.abc import Iterable
from typing import TypeVar

import attrs

from rso_core.guard import all_of

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class PluginInfo:
    """A plugin as ``rso plugins`` shows it; `failure` says what went wrong with it, and `traceback` where.

    What of it is left out because somebody else has something of that name is in `refused`; all the rest is there.
    """

    name: str
    version: str
    distribution: str
    read_models: tuple[str, ...] = ()
    failure: str | None = None
    traceback: str | None = None
    refused: tuple[str, ...] = ()


class HookRefusedError(Exception):
    """A hook is declared as pluggy allows and as is not possible here."""


class NameTakenError(Exception):
    """Something of a plugin has the name of something of others; it alone is left out."""


def name_taken(what: str, name: str, plugin: str | None) -> str:
    """What is said of something of a plugin that another one, or `rso` itself, brings already."""
    whose = "rso itself" if plugin is None else f"plugin {plugin!r}"
    return f"its {what} {name!r} is left out, because {whose} brings a {what} of that name already"


def things_given(hook: str, given: Iterable[object] | None, kind: type[T]) -> list[T]:
    """What a hook gives, all of the right kind."""
    found: list[T] = []
    for thing in all_of(() if given is None else given):
        if not isinstance(thing, kind):
            raise TypeError(f"{hook} gave {thing!r}, which is not a {kind.__name__}")
        found.append(thing)
    return found
