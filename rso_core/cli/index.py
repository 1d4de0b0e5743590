"""Every command of `rso` by name, with what the help says of it; each is built when it is asked for.

Nothing is kept between runs and nothing is listed by hand: commands are read where they are declared
(`rso_core.cli.declaring`), acts where they are defined (`rso_core.catalogue`).
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rso_core import catalogue
from rso_core.cli.declaring import MODULES, Declared, declared_in
from rso_core.entry_points import COMMANDS, entry_points, is_blocked, is_bundled
from rso_core.guard import guarded

if TYPE_CHECKING:
    import typer

SHORT = {"assign-role": "assign", "hold-meeting": "meet", "plan-meeting": "plan"}
PANELS = {
    "parties": "Record: parties, persons, mandates",
    "covenant": "Record: the life of a covenant (S1)",
    "signing": "Record: signing (S2)",
    "bodies": "Record: bodies and themes (S3, S1)",
    "meetings": "Record: meetings, agenda, minutes (S4, S5)",
    "roles": "Record: roles and handover (S6)",
    "resources": "Record: effort (S7)",
    "signals": "Record: signals (S8)",
    "portfolio": "Record: projects and networks (S9)",
    "cycle": "Record: the policy cycle (S10)",
    "evaluations": "Record: evaluation (S11)",
    "decisions": "Record: decisions and action items (S15)",
    "accountability": "Record: accountability (S13, S14)",
}
"""Under which heading the help lists the acts of a chapter."""


class Entry(NamedTuple):
    """A command that is not built yet.

    Attributes:
        name, panel, help, hidden: what the help says of it.
        is_group: whether it is a group of commands; those come last.
        plugin: name of the plugin that brings it, if one does.
        add_to: builds it, and adds it to a command line.
    """

    name: str
    panel: str | None
    help: str
    hidden: bool
    is_group: bool
    plugin: str | None
    add_to: "Callable[[typer.Typer], None]"

    def added(self, cli: "typer.Typer") -> None:
        """Build it, and add it to a command line.

        Raises:
            Exception: of a plugin, whatever its module raises, or that it wanted to end the program.
        """
        if self.plugin is None:
            self.add_to(cli)
        else:
            guarded(self.plugin, "its commands", lambda: self.add_to(cli))


def entries(failed: Callable[[str, Exception], None]) -> dict[str, Entry]:
    """Every command, in the order of the help, but for those that plugins add by a hook.

    Args:
        failed: called with the name of a plugin whose commands cannot be read, and why.
    """
    found = {each.name: each for each in (*_core(), *_acts())}
    for each in _of_plugins(failed):
        other = found.setdefault(each.name, each)
        if other is not each and each.plugin is not None:
            failed(each.plugin, _name_taken(each.name, other.plugin))
    return {name: each for is_group in (False, True) for name, each in found.items() if each.is_group is is_group}


def core_entry(name: str) -> Entry | None:
    """A command of the core by its name; to find it, no plugin is looked at."""
    return next((each for source in (_core, _acts) for each in source() if each.name == name), None)


def _core() -> Iterator[Entry]:
    for module in MODULES:
        yield from (_entry(declared, None) for declared in declared_in(module))


def _acts() -> Iterator[Entry]:
    for act in catalogue.definitions():
        if act.kind == "act" and act.by_hand:
            panel = PANELS.get(act.chapter, "Record")
            yield _entry_of_act(act.name, act.name, panel, act.doc)
            if act.name in SHORT:
                yield _entry_of_act(act.name, SHORT[act.name], None, act.doc)


def _of_plugins(failed: Callable[[str, Exception], None]) -> Iterator[Entry]:
    # What comes with this software goes first, so that nobody takes a name from it.
    for entry_point in sorted(entry_points(), key=lambda each: not is_bundled(each.distribution)):
        if entry_point.group == COMMANDS and not is_blocked(entry_point.name):
            try:
                found = guarded(entry_point.name, "its commands", partial(_declared, entry_point.value))
                yield from [_entry(declared, entry_point.name) for declared in found]
            except Exception as error:
                failed(entry_point.name, error)


def _name_taken(command: str, plugin: str | None) -> Exception:
    from rso_core.plugin_info import NameTakenError, name_taken

    return NameTakenError(name_taken("command", command, plugin))


def _declared(module: str) -> list[Declared]:
    return list(declared_in(module))


def _entry(declared: Declared, plugin: str | None) -> Entry:
    is_group = declared.kind == "group"
    return Entry(declared.name, declared.panel, declared.help, False, is_group, plugin, declared.add_to)


def _entry_of_act(act: str, name: str, panel: str | None, help_text: str) -> Entry:
    def add_to(cli: "typer.Typer") -> None:
        from rso_core.cli.acts import add_act_command

        add_act_command(cli, act, name, panel, hidden=name != act)

    return Entry(name, panel, help_text, name != act, False, None, add_to)
