"""What the commands of one run share: settings, the open record, plugins, read models, and how to print."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from rso_core.application import Application
from rso_core.hooks import Plugins
from rso_core.projection import Projector, Register
from rso_core.proof.checkpoint_signing import KeyPlace
from rso_core.proof.checkpoints import sign_checkpoint
from rso_core.proof.errors import ProofError
from rso_core.settings import Settings, load_settings
from rso_core.store import EventStore
from rso_core.structuring import to_date

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@attrs.define
class Session:
    """One run of the command."""

    config: Path | None = None
    store: str | None = None
    plugins: Plugins = attrs.field(factory=Plugins)
    told_failed: set[str] = attrs.field(factory=set)

    def settings(self) -> Settings:
        """The settings of this run."""
        return load_settings(self.config, self.store)

    @contextmanager
    def application(self) -> Iterator[Application]:
        """The open record; plugins are told when it opens and closes."""
        settings = self.settings()
        with Application(EventStore.open(settings.store, settings.keys)) as application:
            self.plugins.call("rso_startup", application=application)
            before = application.store.head()
            try:
                yield application
                if application.store.head() != before:
                    self._sign(application, KeyPlace(settings.signing_key))
            finally:
                self.plugins.call("rso_shutdown", application=application)

    @staticmethod
    def _sign(application: Application, place: KeyPlace) -> None:
        """Sign what was recorded; that it could not be signed does not undo that it was recorded."""
        try:
            sign_checkpoint(application.store, place)
        except ProofError as error:
            err.print(f"Warning: recorded, but not signed: {error}", markup=False)

    @contextmanager
    def projector(self, application: Application, *, catch_up: bool = True) -> Iterator[Projector]:
        """The read models, brought up to the record."""
        projector = Projector(application.store, self.plugins.read_models())
        with told_when_long("Making a snapshot") as told:
            projector.snapshots.progress = told
            try:
                if catch_up:
                    self.warn_of_failures(projector)
                yield projector
            finally:
                projector.close()

    def warn_of_failures(self, projector: Projector) -> None:
        """Catch up, and say on the error channel which read models cannot go on."""
        for failed in projector.catch_up():
            err.print(
                f"Warning: register {failed.name!r} stopped at event {failed.failed_event}: {failed.error}. "
                f"See 'rso plugins'; mend the plugin, then 'rso plugins retry {failed.name}'.",
                markup=False,
            )
        self.tell_failed_plugins()

    def tell_failed_plugins(self) -> None:
        """Say on the error channel which plugins failed so far in this run, each once."""
        for info in self.plugins.infos():
            if info.failure and info.name not in self.told_failed:
                self.told_failed.add(info.name)
                err.print(f"Warning: plugin {info.name!r} failed: {info.failure}", markup=False)


def of(context: typer.Context) -> Session:
    """The session of a command's context."""
    session = context.find_object(Session)
    assert session is not None
    return session


def plain(value: Any) -> Any:
    """A value as JSON knows it; days and moments in ISO form."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def print_json(value: Any) -> None:
    """Print a value as JSON, and nothing else, on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows for a person."""
    table = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_shown(cell) for cell in row))
    out.print(table)


def print_register(register: Register) -> None:
    """Print a register for a person, with its Dutch column titles."""
    rows = [[row.get(column.key) for column in register.columns] for row in register.rows]
    print_table(f"{register.title} ({len(rows)})", [column.title for column in register.columns], rows)


def register_json(register: Register) -> dict[str, Any]:
    """A register as `--json` gives it."""
    return {"title": register.title, "rows": [dict(row) for row in register.rows]}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return value.strftime("%H:%M") if isinstance(value, time) else str(value).replace("[", "\\[")


def progress_bar() -> Progress:
    """A progress bar on the error channel; silent when that is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


@contextmanager
def told_when_long(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what tells how much of how much was done; the bar comes when there is something to tell, and goes after."""
    bar: Progress | None = None

    def told(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and done < total:
            bar = progress_bar()
            bar.add_task(what, total=total)
            bar.start()
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done)
            if done >= total:
                bar.stop()
                bar = None

    try:
        yield told
    finally:
        if bar is not None:
            bar.stop()


def body_named(projector: Projector, named: str, valid_on: date) -> str:
    """The identifier of a body given by identifier or by any name it has had, in capitals or not.

    Raises:
        typer.BadParameter: no such body, or more than one.
    """
    wanted = named.strip().casefold()
    bodies = projector.register("bodies", valid_on).rows
    exact = [row["body"] for row in bodies if row["body"].casefold() == wanted]
    by_name = [
        row["body"]
        for row in bodies
        if wanted in (row["name"].casefold(), *(name.casefold() for name in row["former_names"].split(", ")))
    ]
    found = exact or by_name
    if len(found) != 1:
        known = ", ".join(f"{row['body']} ({row['name']})" for row in bodies)
        wrong = "may be any of " + ", ".join(found) if found else f"is not a body on {valid_on}; known are: {known}"
        raise typer.BadParameter(f"{named!r} {wrong}", param_hint="--body")
    return str(found[0])


def day(text: str) -> date:
    """A date given on the command line."""
    try:
        return to_date(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
