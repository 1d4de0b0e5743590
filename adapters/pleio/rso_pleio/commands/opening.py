"""What the commands share: the settings, and the sync that they describe."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rso_core.cli.session import of, progress_bar
from rso_pleio.credentials import profile_sync_token, session_of
from rso_pleio.errors import SetupError

if TYPE_CHECKING:
    from rso_core.projection import Projector
    from rso_pleio.apply import Progress
    from rso_pleio.settings import PleioSettings
    from rso_pleio.sync import Sync

pleio = typer.Typer(no_args_is_help=True)


def settings_of(context: typer.Context) -> "PleioSettings":
    """The settings of the adapter for this run."""
    from rso_pleio.settings import read_settings  # noqa: PLC0415 - most commands of `rso` talk to no site

    settings = of(context).settings()
    beside = settings.file.resolve().parent if settings.file is not None else Path.cwd()
    return read_settings(settings.sections.get("pleio", {}), beside)


@contextmanager
def syncing(
    context: typer.Context,
    *,
    catch_up: bool = True,
    stopping: threading.Event | None = None,
    unproven: str | None = None,
) -> "Iterator[tuple[Sync, Projector]]":
    """The sync between the record and the site of the settings, with its registers.

    Nothing is sent that does not follow from the record, unless it is said why (`unproven`), which is recorded.
    """
    # What talks to a site takes long to load, and most commands talk to none.
    from rso_core.proof.checkpoint_signing import KeyPlace  # noqa: PLC0415
    from rso_pleio.documents_folder import DocumentsFolder  # noqa: PLC0415
    from rso_pleio.sync import open_sync  # noqa: PLC0415

    session, settings = of(context), settings_of(context)
    require_record(session.settings().store)
    if settings.documents is not None and not settings.documents.is_dir():
        raise SetupError(f"the folder {settings.documents} is not there; mend 'documents' under [pleio]")
    cookie = session_of(settings.url, settings.session_file)
    token = profile_sync_token(settings.token_file)
    with (
        session.application() as application,
        session.projector(application, catch_up=catch_up) as projector,
        open_sync(
            projector,
            session.plugins,
            settings.url,
            cookie,
            settings.group_admin_roles,
            choices=settings.choices(),
            documents=DocumentsFolder(settings.documents),
            token=token,
            per_second=settings.requests_per_second,
            parallel=settings.parallel,
            stopping=stopping,
            signing=KeyPlace(session.settings().signing_key),
            guard=lambda: session.let_out(application, f"de site {settings.url}", unproven, projector.read_models),
        ) as sync,
    ):
        yield sync, projector
        session.tell_failed_plugins()


@contextmanager
def shown_progress() -> "Iterator[Progress]":
    """A progress bar on the error channel, from the first progress on: a question before it stays readable."""
    bar = progress_bar()
    task = bar.add_task("Pleio", total=None)

    def tell(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        bar.stop()


def require_record(store: str) -> None:
    """Refuse to work where there is no record, in place of making an empty one.

    Raises:
        SetupError: there is none.
    """
    path = store.removeprefix("sqlite:///")
    if path != store and not Path(path).exists():
        raise SetupError(f"there is no record at {path}; go to its folder, name it with --store, or run 'rso init'")


def is_asked_by_a_person() -> bool:
    """Whether somebody sits at a terminal who can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()
