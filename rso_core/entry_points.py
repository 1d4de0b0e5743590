"""What installed distributions offer under names of ours, found without importing `importlib.metadata`.

That import costs more than all the rest of ``rso --help``. It is asked all the same where distributions may be in
something else than a folder, so that nothing is missed.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

GROUP = "rso"
"""Entry points of plugins."""
COMMANDS = "rso.commands"
"""Entry points of modules of commands, under the name of their plugin."""
BUNDLED = "rso_core"
"""The distribution of this software itself; what others bring comes from another."""
BLOCK_VARIABLE = "RSO_BLOCK_PLUGINS"
"""Environment variable with names of plugins that are left out, comma separated."""


class EntryPoint(NamedTuple):
    """One thing that a distribution offers: in a group, under a name, a module or ``module:attribute``."""

    group: str
    name: str
    value: str
    distribution: str


def entry_points() -> tuple[EntryPoint, ...]:
    """Everything that is offered in the groups of plugins, in order of names.

    Of a distribution that is found twice the first counts, as it does when it is imported.
    """
    found: dict[str, tuple[EntryPoint, ...]] = {}
    for distribution, text in _in_folders() if _only_folders() else _as_python_knows():
        found.setdefault(distribution, tuple(_read(distribution, text)))
    return tuple(sorted(each for offered in found.values() for each in offered))


def is_blocked(name: str) -> bool:
    """Whether a plugin is left out in this run."""
    return name in {each.strip() for each in os.environ.get(BLOCK_VARIABLE, "").split(",")}


def is_bundled(distribution: str) -> bool:
    """Whether a distribution, by its name, is this software itself."""
    return _normal(distribution) == BUNDLED


def undeclared() -> set[str]:
    """The plugins whose distribution declares no commands: whether they bring any is only known when they are loaded."""
    offered = entry_points()
    declaring = {each.distribution for each in offered if each.group == COMMANDS}
    return {each.name for each in offered if each.group == GROUP and each.distribution not in declaring}


def _only_folders() -> bool:
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    known = all(getattr(finder, "__name__", "") in {"PathFinder", "DistutilsMetaFinder"} for finder in finders)
    return known and not any(os.path.isfile(place) for place in sys.path)  # noqa: PTH113 - a tenth of Path's time


def _in_folders() -> Iterator[tuple[str, str]]:
    for place in sys.path:
        try:
            folders = sorted(entry.path for entry in os.scandir(place or ".") if entry.name.endswith("-info"))
        except OSError:
            continue
        for folder in folders:
            name = os.path.basename(folder).partition("-")[0].lower()  # noqa: PTH119 - a tenth of Path's time
            try:
                yield name, Path(folder, "entry_points.txt").read_text(encoding="utf-8")
            except OSError:
                yield name, ""


def _as_python_knows() -> Iterator[tuple[str, str]]:
    from importlib.metadata import distributions  # noqa: PLC0415 - see above

    for distribution in distributions():
        name = _normal(str(distribution.metadata["Name"]))
        yield name, distribution.read_text("entry_points.txt") or ""


def _normal(name: str) -> str:
    return name.replace("-", "_").replace(".", "_").lower()


def _read(distribution: str, text: str) -> Iterator[EntryPoint]:
    group = ""
    for line in map(str.strip, text.splitlines() if "[rso" in text else ()):
        if line.startswith("["):
            group = line.strip("[]")
        elif group in (GROUP, COMMANDS) and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield EntryPoint(group, name.strip(), value.partition("[")[0].strip(), distribution)
