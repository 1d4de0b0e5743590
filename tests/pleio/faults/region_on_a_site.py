"""A recorded region in a folder of its own, with the command in it and a site beside it."""

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import attrs
import pytest

from acts_of_a_region import by, open_region, record_a_year
from every_plugin import every_plugin
from rso_core import Act, acts
from rso_core.cli import main
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_pleio.plan import Choices
from rso_pleio.sync import Sync, open_sync
from rso_pleio_sandbox import SandboxServer

CANCEL = acts.CancelMeeting(meeting="v2", on=date(2026, 11, 1), reason="Geen stukken")
SETTINGS = '[store]\nurl = "sqlite:///rso.db"\n[pleio]\nurl = "{url}"\nrequests_per_second = 0\nsafe_share = 1.0\n'
"""Two changes are much in so small a region; what guards against that has tests of its own."""


@attrs.frozen
class Region:
    """A folder with a record, and the site that its settings name."""

    folder: Path
    site: SandboxServer

    @property
    def url(self) -> str:
        """Address of the store."""
        return f"sqlite:///{self.folder / 'rso.db'}"

    def record(self, *made: Act) -> None:
        """Record acts."""
        with open_region(self.url) as application:
            for act in made:
                application.perform(act, by())

    def rso(self, *arguments: str, session: str = "", **environment: str) -> CompletedProcess[str]:
        """The command in this process."""
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(sys, "argv", ["rso", *arguments])
            for name, value in {**self.environment(session), **environment}.items():
                patch.setenv(name, value)
            try:
                main()
                code = 0
            except SystemExit as stopped:
                code = int(stopped.code or 0)
        return CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    def environment(self, session: str = "") -> dict[str, str]:
        """What a process of its own needs beside the settings."""
        return {"RSO_PLEIO_SESSION": session or self.site.admin_session, "COLUMNS": "200"}

    def asked(self, *arguments: str, **more: str) -> Any:
        """The command with JSON as its answer."""
        done = self.rso(*arguments, "--json", **more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def syncing(self, *extra: tuple[str, object], choices: Choices | None = None) -> Iterator[Sync]:
        """A sync as the command makes it, with plugins of a test beside those of the installation."""
        plugins = Plugins(extra=extra) if extra else every_plugin()
        with open_region(self.url) as application:
            projector = Projector(application.store, plugins.read_models())
            projector.catch_up()
            with open_sync(projector, plugins, self.site.url, self.site.admin_session, choices=choices) as sync:
                yield sync
            projector.close()


def settle(folder: Path, site: SandboxServer) -> Region:
    """A region that is recorded, of which nothing is on the site yet."""
    (folder / "rso.toml").write_text(SETTINGS.format(url=site.url))
    region = Region(folder, site)
    with open_region(region.url) as application:
        record_a_year(application)
    return region
