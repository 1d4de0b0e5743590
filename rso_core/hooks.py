"""The one door for plugins: what a plugin may implement, and the manager that calls it.

A plugin is a Python package with an entry point in the group ``rso``; the entry point names a module (or object)
with functions marked by `hookimpl`:

    from rso_core.hooks import hookimpl

    @hookimpl
    def rso_read_models():
        return [MY_READ_MODEL]

A plugin that cannot be loaded, or that raises in a hook, is isolated and listed by ``rso plugins``; the others go on.
"""

import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import pluggy

from rso_core.projection.read_model import ReadModel, Register

if TYPE_CHECKING:
    import typer

    from rso_core.application import Application

GROUP = "rso"
BLOCK_VARIABLE = "RSO_BLOCK_PLUGINS"
T = TypeVar("T")
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@attrs.frozen(kw_only=True)
class DueItem:
    """Something that is due or overdue.

    Attributes:
        on: the day on which it is, or was, due (Europe/Amsterdam).
        what: what should happen (Dutch).
        who: party, body or office that should act, by name (Dutch).
        rule: why, with the recommendation it comes from (Dutch).
    """

    on: date
    what: str
    who: str
    rule: str


class Specification:
    """The hooks that `rso` calls."""

    @hookspec
    def rso_read_models(self) -> Iterable[ReadModel]:  # type: ignore[empty-body]
        """Give the read models that this plugin brings."""

    @hookspec
    def rso_commands(self, cli: "typer.Typer") -> None:
        """Add commands of this plugin to the ``rso`` command line."""

    @hookspec
    def rso_due(self, register: Callable[[str], Register], on: date) -> Iterable[DueItem]:  # type: ignore[empty-body]
        """Give what is due on a day; ``register(name)`` gives any register as of that day."""

    @hookspec
    def rso_startup(self, application: "Application") -> None:
        """Called when the record has been opened, before the first act or question."""

    @hookspec
    def rso_shutdown(self, application: "Application") -> None:
        """Called before the record is closed."""

    @hookspec
    def rso_person_erased(self, application: "Application", person: str) -> Iterable[str]:  # type: ignore[empty-body]
        """Called after a person was erased, to remove what the plugin keeps of that person outside its read models.

        Gives what is left for somebody to do elsewhere, a sentence each. May be called again for the same person. A
        plugin that raises leaves the erasure unfinished.
        """

    @hookspec
    def rso_add_hookspecs(self, plugins: "Plugins") -> None:
        """Add specifications of this plugin's own (``plugins.add_hookspecs(...)``), for others to implement."""


@attrs.frozen(kw_only=True)
class PluginInfo:
    """A plugin as ``rso plugins`` shows it; `failure` says what went wrong with it, and `traceback` where."""

    name: str
    version: str
    distribution: str
    read_models: tuple[str, ...] = ()
    failure: str | None = None
    traceback: str | None = None


def _itself(plugin: object) -> object:
    return plugin


class Plugins:
    """The plugins of this installation, through one pluggy manager.

    Args:
        load_entry_points: load what is installed in the entry-point group ``rso``, except the names in the
            environment variable RSO_BLOCK_PLUGINS (comma separated).
        extra: further plugins by name, such as a test's own.
    """

    def __init__(self, *, load_entry_points: bool = True, extra: Sequence[tuple[str, object]] = ()) -> None:
        self.manager = pluggy.PluginManager(GROUP)
        self.manager.add_hookspecs(Specification)
        self._infos: dict[str, PluginInfo] = {}
        blocked = {name.strip() for name in os.environ.get(BLOCK_VARIABLE, "").split(",")}
        if load_entry_points:
            for entry_point in sorted(entry_points(group=GROUP), key=lambda e: e.name):
                if entry_point.name not in blocked:
                    dist = entry_point.dist
                    info = PluginInfo(
                        name=entry_point.name,
                        version=dist.version if dist else "?",
                        distribution=dist.name if dist else "?",
                    )
                    self._add(info, entry_point.load)
        for name, plugin in extra:
            self._add(PluginInfo(name=name, version="-", distribution="-"), partial(_itself, plugin))
        self.call("rso_add_hookspecs", plugins=self)

    def _add(self, info: PluginInfo, load: Callable[[], object]) -> None:
        self._infos[info.name] = info
        try:
            self.manager.register(load(), name=info.name)
        except Exception as error:
            self._failed(info.name, error)

    def _failed(self, name: str, error: Exception) -> None:
        self._infos[name] = attrs.evolve(
            self._infos[name],
            failure=f"{type(error).__name__}: {error}",
            traceback="".join(traceback.format_exception(error)),
        )

    def add_hookspecs(self, specification: type) -> None:
        """Add a plugin's own hook specification."""
        self.manager.add_hookspecs(specification)

    def call(self, hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        """Call a hook on every plugin; one that raises is remembered as failed and gives nothing.

        Returns:
            Plugin name and result, for each that implements the hook, in order of plugin names.
        """
        results = []
        caller = getattr(self.manager.hook, hook)
        for implementation in sorted(caller.get_hookimpls(), key=lambda i: i.plugin_name):
            given = {name: arguments[name] for name in implementation.argnames}
            try:
                result = implementation.function(**given)
                results.append((implementation.plugin_name, result))
            except Exception as error:
                self._failed(implementation.plugin_name, error)
        return results

    def gather(self, hook: str, kind: type[T], first: str | None = None, /, **arguments: Any) -> list[T]:
        """Everything that all plugins give for a hook that gives several things, in order of plugin names.

        Args:
            hook: its name.
            kind: what each thing must be; a plugin that gives something else, or raises while it gives, is remembered
                as failed and gives nothing.
            first: name of a plugin whose things come before those of the others.
            arguments: of the hook.
        """
        everything: list[T] = []
        for name, given in sorted(self.call(hook, **arguments), key=lambda result: result[0] != first):
            try:
                things = list(given)
                for thing in things:
                    if not isinstance(thing, kind):
                        raise TypeError(f"{hook} gave {thing!r}, which is not a {kind.__name__}")
            except Exception as error:
                self._failed(name, error)
                continue
            everything.extend(things)
        return everything

    def read_models(self) -> tuple[ReadModel, ...]:
        """The read models of all plugins; a plugin whose declaration is wrong gives none."""
        found: list[ReadModel] = []
        for name, models in self.call("rso_read_models"):
            try:
                mine = tuple(models)
                for model in mine:
                    if not isinstance(model, ReadModel):
                        raise TypeError(f"rso_read_models gave {model!r}, which is not a ReadModel")
                    if any(other.name == model.name for other in found):
                        raise ValueError(f"another plugin already brings a read model {model.name!r}")
            except Exception as error:
                self._failed(name, error)
                continue
            found.extend(mine)
            self._infos[name] = attrs.evolve(self._infos[name], read_models=tuple(m.name for m in mine))
        return tuple(found)

    def due(self, register: Callable[[str], Register], on: date) -> list[DueItem]:
        """What all plugins say is due on a day, the oldest first."""
        items = self.gather("rso_due", DueItem, register=register, on=on)
        return sorted(items, key=lambda item: (item.on, item.what, item.who))

    def infos(self) -> tuple[PluginInfo, ...]:
        """Every plugin with what it brings or why it failed, in order of names."""
        return tuple(self._infos[name] for name in sorted(self._infos))
