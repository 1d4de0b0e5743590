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

if TYPE_CHECKING:
    from rso_core.projection import Projector
    from rso_pleio.apply import Progress
    from rso_pleio.settings import PleioSettings
    from rso_pleio.sync import Sync

pleio = typer.Typer(
    no_args_is_help=True,
    help="Keep the groups on a Pleio site in step with the record. Address: [pleio] url in rso.toml or RSO_PLEIO_URL; "
    "session: RSO_PLEIO_SESSION, a file, or the keyring (rso pleio login).",
)


def settings_of(context: typer.Context) -> "PleioSettings":
    """The settings of the adapter for this run."""
    from rso_pleio.settings import read_settings  # noqa: PLC0415 - most commands of `rso` talk to no site

    settings = of(context).settings()
    beside = settings.file.resolve().parent if settings.file is not None else Path.cwd()
    return read_settings(settings.sections.get("pleio", {}), beside)


@contextmanager
def syncing(
    context: typer.Context, *, catch_up: bool = True, stopping: threading.Event | None = None
) -> "Iterator[tuple[Sync, Projector]]":
    """The sync between the record and the site of the settings, with its registers."""
    # What talks to a site takes long to load, and most commands talk to none.
    from rso_pleio.documents_folder import DocumentsFolder  # noqa: PLC0415
    from rso_pleio.sync import open_sync  # noqa: PLC0415

    session, settings = of(context), settings_of(context)
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
        ) as sync,
    ):
        yield sync, projector
        session.tell_failed_plugins()


@contextmanager
def shown_progress() -> "Iterator[Progress]":
    """A progress bar on the error channel."""
    with progress_bar() as bar:
        task = bar.add_task("Pleio", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def is_asked_by_a_person() -> bool:
    """Whether somebody sits at a terminal who can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()
