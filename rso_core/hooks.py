"""The one door for plugins: what a plugin may implement, and the manager that calls it.

A plugin is a Python package with an entry point in the group ``rso``; the entry point names a module (or object)
with functions marked by `hookimpl`:

    from rso_core.hooks import hookimpl

    @hookimpl
    def rso_read_models():
        return [MY_READ_MODEL]

A plugin that cannot be loaded, that raises in a hook, wants to end the program there or does not return, is isolated and
listed by ``rso plugins``; the others go on (`rso_core.guard`, `rso_core.left_out`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import pluggy

from rso_core.database_errors import told, traced
from rso_core.entry_points import GROUP, is_blocked, is_bundled, undeclared
from rso_core.guard import WATCH, guarded, ours
from rso_core.left_out import AtWork, left_out
from rso_core.plugin_info import HookRefusedError, NameTakenError, PluginInfo, name_taken, things_given

if TYPE_CHECKING:
    import typer
    from sqlalchemy import Connection

    from rso_core.application import Application
    from rso_core.derived.deviation import Deviation
    from rso_core.projection.read_model import ReadModel, Register
    from rso_core.store.event_store import EventStore

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
        about: what it is about, such as ``action:a-12``; with the rule, a calendar knows it again by this when its day or
            words change. By its words where it is left out.
    """

    on: date = attrs.field()
    what: str = attrs.field(validator=attrs.validators.instance_of(str))
    who: str = attrs.field(validator=attrs.validators.instance_of(str))
    rule: str = attrs.field(validator=attrs.validators.instance_of(str))
    about: str = attrs.field(default="", validator=attrs.validators.instance_of(str))

    @on.validator
    def _is_a_day(self, _: object, value: object) -> None:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise TypeError(f"'on' must be a day (a date), got {value!r}")


class Specification:
    """The hooks that `rso` calls."""

    @hookspec
    def rso_read_models(self) -> "Iterable[ReadModel]":  # type: ignore[empty-body]
        """Give the read models that this plugin brings."""

    @hookspec
    def rso_commands(self, cli: "typer.Typer") -> None:
        """Add commands of this plugin to the ``rso`` command line."""

    @hookspec
    def rso_due(self, register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:  # type: ignore[empty-body]
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
    def rso_check_derived(self, store: "EventStore", connection: "Connection") -> "Iterable[Deviation]":  # type: ignore[empty-body]
        """Give where what the plugin keeps outside its read models is not what follows from the record.

        Called while the record is verified; nothing may be written. Read models are held to the record anyway.
        """

    @hookspec
    def rso_add_hookspecs(self, plugins: "Plugins") -> None:
        """Add specifications of this plugin's own (``plugins.add_hookspecs(...)``), for others to implement."""


def _itself(plugin: object) -> object:
    return plugin


def _meet(one: "ReadModel", other: "ReadModel") -> bool:
    tables = {table.name for table in one.tables}
    return one.name == other.name or any(table.name in tables for table in other.tables)


def _added(hook: Callable[..., object], start: "Callable[[], typer.Typer]") -> "dict[str, typer.Typer]":
    """What a plugin adds to a command line, each by its name."""
    from typer.main import get_group  # noqa: PLC0415 - only a command line has it

    cli = start()
    hook(cli)
    found: dict[str, typer.Typer] = {}
    for kind in ("registered_commands", "registered_groups"):
        for each in getattr(cli, kind):
            alone = start()
            getattr(alone, kind).append(each)
            found |= dict.fromkeys(get_group(alone).commands, alone)
    return found


class Plugins:
    """The plugins of this installation, through one pluggy manager; they are loaded when the first hook is called.

    Args:
        load_entry_points: load what is installed in the entry-point group ``rso``, except the names in the
            environment variable RSO_BLOCK_PLUGINS (comma separated).
        only_bundled: of those, load only what comes with this software; no code of others runs.
        extra: further plugins by name, such as a test's own.
    """

    def __init__(
        self,
        *,
        load_entry_points: bool = True,
        only_bundled: bool = False,
        extra: Sequence[tuple[str, object]] = (),
    ) -> None:
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(Specification)
        self._infos: dict[str, PluginInfo] = {}
        self._load_entry_points, self._only_bundled, self._extra = load_entry_points, only_bundled, extra
        self._all_loaded = False
        self._at_work = AtWork()

    @property
    def manager(self) -> pluggy.PluginManager:
        """The manager, with every plugin that could be loaded."""
        self._load_all()
        return self._manager

    def _load_all(self) -> None:
        if not self._all_loaded:
            self._all_loaded = True
            self._load(lambda _: True)
            self.call("rso_add_hookspecs", plugins=self)

    def _load(self, wanted: Callable[[str], bool]) -> None:
        """Load the plugins whose names are wanted, and those that were given."""
        # Costs as much as all the rest of a short command, which needs no plugin.
        from importlib.metadata import entry_points  # noqa: PLC0415

        known: dict[Any, tuple[str, str]] = {}
        ended = left_out()
        found = entry_points(group=GROUP) if self._load_entry_points else ()
        # What comes with this software goes first, so that nobody takes a name from it.
        for entry_point in sorted(found, key=lambda each: not (each.dist and is_bundled(each.dist.name))):
            dist = entry_point.dist
            if self._only_bundled and not (dist and is_bundled(dist.name)):
                continue
            if wanted(entry_point.name) and not is_blocked(entry_point.name):
                # To read the name of a distribution is to parse its metadata, the same for all of its plugins.
                if dist not in known:
                    known[dist] = (dist.version, dist.name) if dist else ("?", "?")
                version, distribution = known[dist]
                info = PluginInfo(name=entry_point.name, version=version, distribution=distribution)
                if self._infos.get(info.name, info).distribution != distribution:
                    of = self._infos[info.name].distribution
                    other = attrs.evolve(info, name=f"{info.name} ({distribution})")
                    self._leave_out(
                        other, f"distribution {of!r} brings a plugin {info.name!r} already; rename one, or remove it"
                    )
                    continue
                before = ended.get(info.name)
                if before is not None and before.version == version:
                    self._leave_out(info, str(before))
                else:
                    self._add(info, entry_point.load)
        for name, plugin in self._extra:
            self._add(PluginInfo(name=name, version="-", distribution="-"), partial(_itself, plugin))

    def _add(self, info: PluginInfo, load: Callable[[], object]) -> None:
        if info.name in self._infos:
            return
        self._infos[info.name] = info
        if is_bundled(info.distribution):
            WATCH.trusted.add(info.name)
        try:
            self._of(info.name, "when it is loaded", lambda: self._manager.register(load(), name=info.name))
            self._require_no_wrapper(info.name)
        except Exception as error:
            self._take_away(info.name)
            self._failed(info.name, error)

    def _take_away(self, name: str) -> None:
        """Not half of a plugin stays: pluggy takes its hooks up one by one until it meets a wrong one."""
        plugin = self._manager.get_plugin(name)
        if plugin is not None:
            self._manager.unregister(plugin)

    def _require_no_wrapper(self, name: str) -> None:
        """What a wrapper makes of the answers of others could no longer be said of who gave them, nor kept from them."""
        for caller in self._manager.get_hookcallers(self._manager.get_plugin(name)) or ():
            if any(each.plugin_name == name and (each.wrapper or each.hookwrapper) for each in caller.get_hookimpls()):
                raise HookRefusedError(
                    f"its {caller.name} is a wrapper around what other plugins give, which is not possible here; "
                    "make it a hook of its own (without wrapper= and hookwrapper=)"
                )

    def _leave_out(self, info: PluginInfo, why: str) -> None:
        if info.name not in self._infos:
            self._infos[info.name] = attrs.evolve(info, failure=why)

    def _of(self, name: str, what: str, function: Callable[[], T]) -> T:
        """Call code of a plugin; gives and raises what `guarded` does."""
        info = self._infos[name]
        if is_bundled(info.distribution) or info.distribution == "-":
            return guarded(name, what, function)
        with self._at_work.noted(name, info.version, what):
            return guarded(name, what, function)

    def commands(
        self, start: "Callable[[], typer.Typer]", taken: Mapping[str, str | None]
    ) -> "dict[str, tuple[str, typer.Typer]]":
        """The commands that plugins add by a hook, but for those whose distribution declares them (`rso_core.cli.declaring`).

        Args:
            start: gives an empty command line.
            taken: the names that there are already, each with the plugin that brings it, or None for `rso` itself.

        Returns:
            By its name, which plugin brings it, and a command line with that alone.
        """
        asked = undeclared() if self._load_entry_points else set()
        found: dict[str, tuple[str, typer.Typer]] = {}
        if not (asked or self._extra):
            return found
        self._load(asked.__contains__)
        for implementation in self._implementations("rso_commands"):
            plugin = implementation.plugin_name
            try:
                mine = self._of(plugin, "rso_commands", partial(_added, implementation.function, start))
            except Exception as error:
                self._failed(plugin, error)
                continue
            for name, command in mine.items():
                if name in taken or name in found:
                    other = found[name][0] if name in found else taken[name]
                    self._refuse(plugin, name_taken("command", name, other))
                else:
                    found[name] = plugin, command
        return found

    def remember_failure(self, name: str, error: Exception) -> PluginInfo | None:
        """A plugin failed elsewhere than in a hook, such as in its commands; gives it with that, where it is known."""
        self._load(name.__eq__)
        if name in self._infos:
            self._failed(name, error)
        return self._infos.get(name)

    def _refuse(self, name: str, what: str) -> None:
        info = self._infos[name]
        if what not in info.refused:
            self._infos[name] = attrs.evolve(info, refused=(*info.refused, what))

    def _failed(self, name: str, error: Exception) -> None:
        if isinstance(error, NameTakenError):
            self._refuse(name, str(error))
            return
        # Who asks for a register of another plugin did not fail when that register does.
        to_mend = vars(error).get("plugin", name)
        name = to_mend if to_mend in self._infos else name
        self._infos[name] = attrs.evolve(
            self._infos[name],
            failure=told(error),
            traceback=traced(error),
        )

    def add_hookspecs(self, specification: type) -> None:
        """Add a plugin's own hook specification; who implements one of its hooks wrongly is remembered as failed.

        Raises:
            HookRefusedError: a hook of it is historic.
        """
        for name in dir(specification):
            options = self._manager.parse_hookspec_opts(specification, name)
            if options is not None and options.get("historic"):
                raise HookRefusedError(
                    f"{name} is historic, which is not possible here: hooks are called when they are needed"
                )
            if options is not None:
                self._require_arguments(name, set(signature(getattr(specification, name)).parameters))
        self._manager.add_hookspecs(specification)
        for info in self.loaded_infos():
            if self._manager.get_plugin(info.name) is not None:
                self._refuse_wrapper(info.name)

    def _refuse_wrapper(self, name: str) -> None:
        try:
            self._require_no_wrapper(name)
        except HookRefusedError as error:
            self._take_away(name)
            self._failed(name, error)

    def _require_arguments(self, hook: str, known: set[str]) -> None:
        """Of plugins that were registered before a hook was specified: pluggy would stop at the first that is wrong."""
        caller = getattr(self._manager.hook, hook, None)
        for each in caller.get_hookimpls() if caller is not None else ():
            if unknown := sorted(set(each.argnames) - known):
                self._take_away(each.plugin_name)
                self._failed(
                    each.plugin_name, HookRefusedError(f"its {hook} asks for {unknown}, which that hook does not give")
                )

    def call(self, hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        """Call a hook on every plugin; one that raises is remembered as failed and gives nothing.

        Returns:
            Plugin name and result, for each that implements the hook, in order of plugin names; but first those with
            ``tryfirst``, and last those with ``trylast``. Of a hook that gives one result (``firstresult``), up to the
            first that is not None.
        """
        self._load_all()
        return self._call(hook, **arguments)

    def _call(self, hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        results = []
        for implementation in self._implementations(hook):
            name, given = implementation.plugin_name, [arguments[each] for each in implementation.argnames]
            try:
                result = self._of(name, hook, partial(implementation.function, *given))
            except Exception as error:
                self._failed(name, error)
                continue
            results.append((name, result))
            if result is not None and self._gives_one(hook):
                break
        return results

    def _implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """In the order in which they are called: those that ask to go first, those that ask for nothing, those that ask to go last."""
        found = getattr(self._manager.hook, hook).get_hookimpls()
        return sorted(found, key=lambda each: (each.trylast - each.tryfirst, each.plugin_name))

    def _gives_one(self, hook: str) -> bool:
        specification = getattr(self._manager.hook, hook).spec
        return specification is not None and bool(specification.opts.get("firstresult"))

    def gather(self, hook: str, kind: type[T], first: str | None = None, /, **arguments: Any) -> list[T]:
        """Everything that all plugins give for a hook that gives several things, in the order of `call`.

        Args:
            hook: its name.
            kind: what each thing must be; a plugin that gives something else, or raises while it gives, is remembered
                as failed and gives nothing.
            first: name of a plugin whose things come before those of the others.
            arguments: of the hook.
        """
        each = sorted(self.given(hook, kind, **arguments), key=lambda result: result[0] != first)
        return [thing for _, things in each for thing in things]

    def given(self, hook: str, kind: type[T], /, **arguments: Any) -> list[tuple[str, list[T]]]:
        """The same, beside the name of each plugin that did not fail; one that gives None gives nothing."""
        found: list[tuple[str, list[T]]] = []
        for name, things in self.call(hook, **arguments):
            try:
                found.append((name, self._of(name, hook, partial(things_given, hook, things, kind))))
            except Exception as error:
                self._failed(name, error)
        return found

    def read_models(self) -> "tuple[ReadModel, ...]":
        """The read models of all plugins; a plugin whose declaration is wrong gives none.

        Of two with one name, or with a table of one name, that counts which comes with this software; else the first by
        the name of its plugin. The other is refused.
        """
        from rso_core.projection.read_model import ReadModel  # noqa: PLC0415 - loads SQLAlchemy

        found: list[ReadModel] = []
        given = self.given("rso_read_models", ReadModel)
        for name, models in sorted(given, key=lambda each: not is_bundled(self._infos[each[0]].distribution)):
            mine = []
            for model in models:
                other = next((each for each in found if _meet(each, model)), None)
                if other is None:
                    mine.append(attrs.evolve(model, plugin=name))
                    found.append(mine[-1])
                else:
                    tables = "" if other.name == model.name else f" (they share a table with register {other.name!r})"
                    self._refuse(name, name_taken("register", model.name, other.plugin) + tables)
            self._infos[name] = attrs.evolve(self._infos[name], read_models=tuple(model.name for model in mine))
        return tuple(found)

    def due(self, register: "Callable[[str], Register]", on: date) -> list[DueItem]:
        """What all plugins say is due on a day, the oldest first."""
        items = self.gather("rso_due", DueItem, register=lambda name: ours(lambda: register(name)), on=on)
        return sorted(items, key=lambda item: (item.on, item.what, item.who))

    def loaded_infos(self) -> tuple[PluginInfo, ...]:
        """Those that were loaded so far, in order of names."""
        return tuple(self._infos[name] for name in sorted(self._infos))

    def infos(self) -> tuple[PluginInfo, ...]:
        """Every plugin with what it brings or why it failed, in order of names."""
        self._load_all()
        return self.loaded_infos()
