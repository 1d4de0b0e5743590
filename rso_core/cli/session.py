"""What the commands of one run share: settings, the open record, plugins and read models; and how they print."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from rso_core.entry_points import undeclared
from rso_core.guard import EXIT_CODE

if TYPE_CHECKING:
    from rso_core.application import Application
    from rso_core.hooks import Plugins
    from rso_core.projection import Projector, ReadModel
    from rso_core.projection.projector import Progress
    from rso_core.settings import Settings
    from rso_core.store import EventStore

# ruff: noqa: F822 - what prints is given by __getattr__ below
__all__ = [
    "Session",
    "body_named",
    "confirmed",
    "day",
    "end_untold",
    "err",
    "identifier_found",
    "json_for",
    "json_text",
    "of",
    "out",
    "plain",
    "print_json",
    "print_register",
    "print_table",
    "print_text",
    "progress_bar",
    "prompted",
    "register_json",
    "told_when_long",
    "untold_rows",
    "write_json",
]
NAMED_AT_ONCE = 10
"""So many persons are named in a warning."""
_FINDING = frozenset({"body_named", "identifier_found"})
_PRINTING = frozenset(__all__) - {"Session", "day", "of"} - _FINDING


def __getattr__(name: str) -> Any:
    if name in _FINDING:
        return getattr(import_module("rso_core.cli.finding"), name)
    # Printing loads rich, which a run that only completes a name does without.
    if name in _PRINTING:
        return getattr(import_module("rso_core.cli.printing"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class Session:
    """One run of the command.

    Args:
        config, store: settings file and store address, where they were given.
        plugins: other plugins than those of this installation.
    """

    def __init__(self, config: Path | None = None, store: str | None = None, plugins: "Plugins | None" = None) -> None:
        self.config, self.store = config, store
        self._plugins = plugins
        self._told_failed: set[str] = set()
        self._hooked: dict[str, tuple[str, typer.Typer]] | None = None

    @property
    def plugins(self) -> "Plugins":
        """The plugins of this installation, unless others were given."""
        if self._plugins is None:
            from rso_core.hooks import Plugins

            self._limit_plugins()
            self._plugins = Plugins()
        return self._plugins

    def _limit_plugins(self) -> None:
        """Take the time limit of plugins over from the settings; settings that are wrong are told by who needs them."""
        from rso_core.guard import WATCH
        from rso_core.settings import SettingsError

        with suppress(SettingsError):
            WATCH.limit = self.settings().plugin_seconds

    def has_undeclared_commands(self) -> bool:
        """Whether there are plugins whose commands are only known when they are loaded."""
        return self._plugins is not None or bool(undeclared())

    def settings(self) -> "Settings":
        """The settings of this run."""
        from rso_core.settings import load_settings

        return load_settings(self.config, self.store)

    @contextmanager
    def application(self, *, names: bool = True, after_loss: bool = False) -> "Iterator[Application]":
        """The open record; plugins are told when it opens and closes.

        Nothing is recorded in one of an earlier format (`rso upgrade`).

        Args:
            names: whether names of persons may be asked for, so that the keys have to be those of the record.
            after_loss: whether something may be recorded though events are gone that were signed.
        """
        from rso_core.application import Application
        from rso_core.store import EventStore

        settings = self.settings()

        def require_continuing() -> None:
            from rso_core.proof import checkpoints
            from rso_core.proof.checkpoint_signing import KeyPlace

            checkpoints.require_continuing(application.store, KeyPlace(settings.signing_key))

        with Application(EventStore.open(settings.store, settings.keys, names=names, upgrade=False)) as application:
            if not after_loss:
                application.store.before_recording = require_continuing
            tell_notice(application.store)
            self.plugins.call("rso_startup", application=application)
            before = application.store.head()
            try:
                yield application
                if application.store.head() != before:
                    self.sign(application)
            finally:
                self.plugins.call("rso_shutdown", application=application)
                self._tell_unreadable(application)

    @staticmethod
    def _tell_unreadable(application: "Application") -> None:
        """Say on the error channel whose name was met that no key opens, and what to do."""
        from rso_core.store import StoreError

        store = application.store
        try:
            persons = sorted(person for person in store.keys.not_opened if not store.keys.is_gone(person))
            if not persons or store.facts.goes_without_keys():
                return
        except StoreError:
            return  # which is told already
        from rso_core.cli.printing import err

        named = ", ".join(persons[:NAMED_AT_ONCE]) + (" …" if len(persons) > NAMED_AT_ONCE else "")
        err.print(
            f"Warning: the name of {named} cannot be read, and is shown as 'naam onleesbaar': the key that stands for this "
            "person does not open it, or is not there. See 'rso keys show'; 'rso keys mend' puts keys right that stand under the "
            "wrong person, 'rso keys restore FILE' puts those of a backup back.",
            markup=False,
        )

    @contextmanager
    def record(self) -> "Iterator[EventStore]":
        """The open record, for who checks it: no plugin is told, so that no code of others runs beside the check.

        The keys of persons are only asked for when a name is: without them, the events can be verified.
        """
        from rso_core.store import EventStore

        settings = self.settings()
        with EventStore.open(settings.store, settings.keys, names=False) as store:
            yield store

    @staticmethod
    def bundled() -> "Plugins":
        """The plugins that come with this software, and no others."""
        from rso_core.hooks import Plugins

        return Plugins(only_bundled=True)

    def sign(self, application: "Application") -> None:
        """Sign what was recorded; that it could not be signed does not undo that it was recorded."""
        from rso_core.cli.printing import err
        from rso_core.proof.checkpoint_signing import KeyPlace
        from rso_core.proof.checkpoints import sign_checkpoint
        from rso_core.proof.errors import ProofError

        try:
            sign_checkpoint(application.store, KeyPlace(self.settings().signing_key), application.clock())
        except ProofError as error:
            err.print(f"Warning: recorded, but not signed: {error}", markup=False)

    def let_out(
        self,
        application: "Application",
        what: str,
        unproven: str | None,
        models: "Sequence[ReadModel]" = (),
    ) -> None:
        """Let something go out that follows from the record, or that does not where somebody says why.

        Args:
            application: the open record.
            what: what goes out, and where to (Dutch).
            unproven: why it goes out all the same; None where nobody says so.
            models: the read models of which something goes out; none where it is told from the events alone.

        Raises:
            UnprovenError: it does not follow, and nobody says why it should go out.
        """
        from datetime import datetime

        from rso_core.application import Provenance
        from rso_core.cli.printing import err
        from rso_core.derived.publishing import Guard, let_out
        from rso_core.proof.checkpoint_signing import KeyPlace
        from rso_core.time_zone import AMSTERDAM

        settings = self.settings()
        guard = Guard(store=application.store, models=models, place=KeyPlace(settings.signing_key))
        on = datetime.now(AMSTERDAM).date()
        for problem in let_out(application, guard, what, unproven, Provenance(actor=settings.actor), on):
            err.print(f"Warning: goes out all the same: {problem}", markup=False)

    @contextmanager
    def projector(self, application: "Application", *, catch_up: bool = True) -> "Iterator[Projector]":
        """The read models, brought up to the record."""
        from rso_core.cli.printing import told_when_long
        from rso_core.projection import Projector

        projector = Projector(application.store, self.plugins.read_models())
        with told_when_long("Building the registers") as told:
            try:
                if catch_up:
                    self.warn_of_failures(projector, told)
                yield projector
            finally:
                projector.close()

    def warn_of_failures(self, projector: "Projector", progress: "Progress | None" = None) -> None:
        """Catch up, and say on the error channel which read models cannot go on."""
        from rso_core.cli.printing import err

        for failed in projector.catch_up(progress):
            err.print(
                f"Warning: register {failed.name!r} stopped at event {failed.failed_event}: {failed.error}. "
                f"See 'rso plugins'; mend the plugin, then 'rso plugins retry {failed.name}'.",
                markup=False,
            )
        self.tell_failed_plugins()

    def tell_failure(self, plugin: str, error: Exception) -> None:
        """Say on the error channel that the commands of a plugin failed."""
        from rso_core.cli.printing import err

        info = self.plugins.remember_failure(plugin, error)
        self.tell_refused()
        if info is not None and info.failure and plugin not in self._told_failed:
            self._told_failed.add(plugin)
            err.print(f"Warning: plugin {plugin!r} failed: {info.failure}", markup=False)

    def end_untold(self, problems: Iterable[str] = ()) -> None:
        """Say what could not be told of an answer that asks every plugin, after all that could was printed.

        Raises:
            typer.Exit: there is something, or a plugin failed, with the exit code for it.
        """
        from rso_core.cli.printing import end_untold

        failed = [info for info in self.plugins.infos() if info.failure]
        fresh = [info for info in failed if info.name not in self._told_failed]
        end_untold([*problems, *(f"what plugin {i.name!r} brings is left out: {i.failure}" for i in fresh)])
        if failed:
            raise typer.Exit(EXIT_CODE)

    def hooked_commands(self) -> "dict[str, tuple[str, typer.Typer]]":
        """The commands that plugins add by a hook, by name; what is refused of them is told."""
        if self._hooked is None:
            from rso_core.cli.index import entries
            from rso_core.cli.on_demand import OPTIONS

            taken = {name: entry.plugin for name, entry in entries(self.tell_failure).items()}
            self._hooked = self.plugins.commands(lambda: typer.Typer(**OPTIONS), taken)
            self.tell_refused()
        return self._hooked

    def tell_refused(self) -> None:
        """Say on the error channel what of plugins is left out because others have something of that name, each once."""
        from rso_core.cli.printing import err

        for info in self.plugins.loaded_infos():
            for refused in info.refused:
                told = f"Warning: plugin {info.name!r}: {refused}"
                if told not in self._told_failed:
                    self._told_failed.add(told)
                    err.print(told, markup=False)

    def tell_failed_plugins(self) -> None:
        """Say on the error channel which plugins failed so far in this run, each once."""
        from rso_core.cli.printing import err

        if self.has_undeclared_commands():
            self.hooked_commands()  # which may be what fails
        self.tell_refused()
        for info in self.plugins.infos():
            if info.failure and info.name not in self._told_failed:
                self._told_failed.add(info.name)
                err.print(f"Warning: plugin {info.name!r} failed: {info.failure}", markup=False)


def tell_notice(store: "EventStore") -> None:
    """Say on the error channel what there is to tell of the rights on the file of a store."""
    if store.notice is not None:
        from rso_core.cli.printing import err

        err.print(f"Note: {store.notice}: its registers hold names of persons.", markup=False, soft_wrap=True)


def of(context: typer.Context) -> Session:
    """The session of a command's context."""
    session = context.find_object(Session)
    assert session is not None
    return session


def day(text: str) -> date:
    """A date given on the command line.

    Raises:
        typer.BadParameter: it is no date, or one with which nobody can reckon.
    """
    from rso_core.structuring import to_date

    try:
        return in_range(to_date(text))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


D = TypeVar("D", date, datetime)


def in_range(asked: D) -> D:
    """A day, or a moment, to which a question can look; held to the rule that the days of acts are held to.

    Raises:
        typer.BadParameter: RECORD_DAY_RANGE.
    """
    from rso_core.domain.day_range import RECORD_DAY_RANGE, require_day
    from rso_core.domain.refusal import Refused

    try:
        require_day(asked, "day")
    except Refused:
        raise typer.BadParameter(f"{asked}: {RECORD_DAY_RANGE.en}") from None
    return asked
