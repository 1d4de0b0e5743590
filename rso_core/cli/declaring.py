"""How a command is declared, so that its name and help are known before the module it stands in is imported.

A module of commands marks each with `command`, and each function that gives a group of commands with `group`; its constant
``PANEL`` says under which heading of ``rso --help`` they stand. The core's are in `MODULES`; a plugin names its module
in the entry-point group ``rso.commands``:

    [project.entry-points."rso.commands"]
    calendar = "rso_calendar.commands"

The source of such a module is read and not run until one of its commands is asked for. So it holds no list that could be
stale. Where the source is not there, or says something that is not understood, the module is imported instead.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    import typer

F = TypeVar("F", bound=Callable[..., Any])
MODULES = tuple(
    f"rso_core.cli.{name}"
    for name in (
        "records",
        "correcting",
        "merging",
        "repairing",
        "plugins",
        "registers",
        "about",
        "searching",
        "looking_back",
        "acts_given_back",
        "audit",
        "witness",
        "archive",
        "upgrading",
        "persons",
        "keys",
    )
)
"""The modules of the core's own commands, in the order of the help."""
_MARK = "__rso_command__"
_DECORATED = re.compile(
    r"""^@(?P<kind>command|group)\((?P<arguments>[^\n]*)\)\ndef (?P<function>\w+)\(.*?\)(?: -> [^\n]*)?:\n    \"\"\"(?P<doc>.*?)\"\"\"""",
    re.MULTILINE | re.DOTALL,
)
_DECORATORS = re.compile(r"^@(?:command|group)\(", re.MULTILINE)
_PANEL = re.compile(r"^PANEL = (\"[^\"\n]*\")$", re.MULTILINE)


class Declared(NamedTuple):
    """A command, or a group of commands, before it is built.

    Attributes:
        name: as it is typed.
        kind: ``command`` or ``group``.
        module, function: where it stands; for a group, the function that gives its `typer.Typer`.
        panel: heading of the help under which it stands.
        doc: its docstring.
    """

    name: str
    kind: str
    module: str
    function: str
    panel: str | None
    doc: str

    @property
    def help(self) -> str:
        """What the list of commands says of it."""
        return self.doc.partition("\n\n")[0].replace("\n", " ")

    def add_to(self, cli: "typer.Typer") -> None:
        """Build it, and add it to a command line.

        Raises:
            Exception: whatever its module raises when it is imported.
        """
        function = getattr(import_module(self.module), self.function)
        if self.kind == "group":
            cli.add_typer(function(), name=self.name, help=self.help, rich_help_panel=self.panel)
        else:
            cli.command(self.name, rich_help_panel=self.panel)(function)


def command(name: str, *, needs: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Mark a function as a command.

    Args:
        name: as it is typed.
        needs: top-level modules without which there is no such command, such as those of an extra.
    """
    return _marked("command", name, needs)


def group(name: str, *, needs: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Mark a function that gives a `typer.Typer` as a group of commands; what the group is for is its docstring.

    Args:
        name, needs: see `command`.
    """
    return _marked("group", name, needs)


def _marked(kind: str, name: str, needs: tuple[str, ...]) -> Callable[[F], F]:
    def mark(function: F) -> F:
        setattr(function, _MARK, (kind, name, needs))
        return function

    return mark


def declared_in(module: str) -> Iterator[Declared]:
    """The commands of a module, in the order in which they stand there; those whose needs are not installed left out.

    Raises:
        Exception: whatever the module raises, when it had to be imported.
    """
    source = None if module in sys.modules else _source(module)
    found = list(_DECORATED.finditer(source or ""))
    if source is None or len(found) != len(_DECORATORS.findall(source)):
        yield from _declared_by(module)
        return
    panel = _PANEL.search(source)
    for each in found:
        name, needs = _arguments(each["arguments"])
        if _all_installed(needs):
            heading = ast.literal_eval(panel[1]) if panel else None
            yield Declared(name, each["kind"], module, each["function"], heading, cleandoc(each["doc"]))


def _declared_by(module: str) -> Iterator[Declared]:
    contents = vars(import_module(module))
    for function in list(contents.values()):
        if getattr(function, "__module__", None) == module and hasattr(function, _MARK):
            kind, name, needs = getattr(function, _MARK)
            if _all_installed(needs):
                doc = cleandoc(function.__doc__ or "")
                yield Declared(name, kind, module, function.__name__, contents.get("PANEL"), doc)


def _arguments(text: str) -> tuple[str, tuple[str, ...]]:
    call = ast.parse(f"_({text})", mode="eval").body
    assert isinstance(call, ast.Call)
    needs = next((ast.literal_eval(keyword.value) for keyword in call.keywords), ())
    return ast.literal_eval(call.args[0]), needs


def _all_installed(modules: tuple[str, ...]) -> bool:
    return all(find_spec(module) is not None for module in modules)


def _source(module: str) -> str | None:
    """The source of a module, without importing it or the packages it stands in."""
    top, *rest = module.split(".")
    spec: ModuleSpec | None = find_spec(top)
    name = top
    for part in rest:
        name = f"{name}.{part}"
        spec = PathFinder.find_spec(name, spec.submodule_search_locations) if spec is not None else None
    get_source: Callable[[str], str | None] = getattr(spec and spec.loader, "get_source", lambda _: None)
    return get_source(name)
