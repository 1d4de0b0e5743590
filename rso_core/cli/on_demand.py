"""The command line as it runs: a command is built when it is asked for, and the others are only named."""

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import cached_property
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from rso_core.cli.index import Entry, core_entry, entries
from rso_core.cli.plain_parameters import without_pydantic
from rso_core.visible_text import visible

if TYPE_CHECKING:
    from rso_core.cli.session import Session

OPTIONS: dict[str, Any] = {"pretty_exceptions_enable": False, "rich_markup_mode": "markdown"}
"""How commands are built, whether all of them are or one."""


class Commands(MutableMapping[str, Any]):
    """The commands by name; to know the names costs no import of what they do."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._built: dict[str, Any] = {}

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return entries(self._session.tell_failure)

    @cached_property
    def _hooked(self) -> dict[str, Any]:
        """The commands that plugins add by a hook; they are built, to be known."""
        if not self._session.has_undeclared_commands():
            return {}
        return {name: get_group(cli).commands[name] for name, (_, cli) in self._session.hooked_commands().items()}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            entry = core_entry(name) or self._entries.get(name)
            self._built[name] = self._build(entry) if entry else self._hooked[name]
        return self._built[name]

    def _build(self, entry: Entry) -> Any:
        cli = typer.Typer(**OPTIONS)
        try:
            entry.added(cli)
        except Exception as error:
            if entry.plugin is None:
                raise
            self._session.tell_failure(entry.plugin, error)
            raise KeyError(entry.name) from error
        return without_pydantic(get_group(cli).commands[entry.name])

    def listed(self, name: str) -> Any:
        """A command with what a list of commands says of it, and nothing more."""
        entry = self._entries.get(name)
        if name in self._built or entry is None:
            return self[name]
        return TyperCommand(name, help=entry.help, hidden=entry.hidden, rich_help_panel=entry.panel)

    def __iter__(self) -> Iterator[str]:
        ours, hooked = self._entries, self._hooked
        yield from (name for name, entry in ours.items() if not entry.is_group)
        more = [name for name in hooked if name not in ours]
        yield from (name for name in more if not isinstance(hooked[name], TyperGroup))
        yield from (name for name, entry in ours.items() if entry.is_group)
        yield from (name for name in more if isinstance(hooked[name], TyperGroup))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __setitem__(self, name: str, command: Any) -> None:
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        del self._built[name]


class GroupOnDemand(TyperGroup):
    """The group of all commands, whose `commands` are `Commands`."""

    _listing = False

    @contextmanager
    def _only_listed(self) -> Iterator[None]:
        self._listing = True
        try:
            yield
        finally:
            self._listing = False

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        """The context of a run."""
        with _told_as_text():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        with _told_as_text():
            return super().invoke(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, or, while commands are listed, what the list says of it."""
        commands = self.commands
        return commands.listed(cmd_name) if self._listing and isinstance(commands, Commands) else commands.get(cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the help."""
        return list(self.commands)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help, with a line per command."""
        with self._only_listed():
            page = self._page(ctx)
            if page is None:
                super().format_help(ctx, formatter)
            else:
                sys.stdout.write(page)

    def _page(self, ctx: Any) -> str | None:
        from rso_core.cli import help_page

        on = help_page.canvas()
        if on is None or self.epilog or self.deprecated or self.rich_markup_mode != "markdown":
            return None
        commands = [self.get_command(ctx, name) for name in self.list_commands(ctx)]
        listed = [
            help_page.Listed(
                each.name,
                cleandoc(each.short_help or each.help or "").partition("\n\n")[0].replace("\n", " "),
                each.rich_help_panel or "Commands",
            )
            for each in commands
            if each is not None and not each.hidden
        ]
        usage = " ".join((ctx.command_path, *self.collect_usage_pieces(ctx)))
        return help_page.page(on, usage, self.help or "", self.get_params(ctx), listed, ctx)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The names that start so."""
        with self._only_listed():
            return super().shell_complete(ctx, incomplete)


@contextmanager
def _told_as_text() -> Iterator[None]:
    """What typer itself tells of wrong use, with names of the record in it, is text as everything that is printed."""
    try:
        yield
    except Exception as error:
        tell = getattr(error, "format_message", None)  # of the errors that typer prints, and of no others
        if tell is not None:
            error.format_message = lambda: visible(tell())  # type: ignore[attr-defined]
        raise


def on_demand(cli: typer.Typer, session: "Session") -> TyperGroup:
    """The group of a command line whose class is `GroupOnDemand`, with every command."""
    group = cast("TyperGroup", without_pydantic(typer.main.get_command(cli)))
    group.commands = Commands(session)
    return group
