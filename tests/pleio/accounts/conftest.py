"""A record and a site per test; the record is made once and copied."""

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from acts_of_a_region import by, open_region
from pleio.accounts.region_beside_a_site import Region, roles_of_the_region
from rso_core.cli.main import main
from rso_core.cli.session import out
from rso_core.hooks import Plugins
from rso_core.projection import Projector, ReadModel
from rso_pleio_sandbox import SandboxServer, SiteState


class FewRegisters(Plugins):
    """All plugins, with the registers that groups and members rest on; the others take most of the time."""

    def read_models(self) -> tuple[ReadModel, ...]:
        needed = ("bodies", "seats", "parties", "roles", "order", "pleio_people")
        return tuple(model for model in super().read_models() if model.name in needed)


@pytest.fixture(scope="session")
def plugins_of_the_run() -> Plugins:
    return FewRegisters()


@pytest.fixture(scope="session")
def record_with_roles(tmp_path_factory: pytest.TempPathFactory, plugins_of_the_run: Plugins) -> Path:
    """The record with its registers brought up to date, in a file to copy."""
    path = tmp_path_factory.mktemp("record") / "rso.db"
    with open_region(f"sqlite:///{path}") as application:
        for act in roles_of_the_region():
            application.perform(act, by())
        projector = Projector(application.store, plugins_of_the_run.read_models())
        projector.catch_up()
        projector.close()
    return path


@pytest.fixture(scope="session")
def site_that_runs() -> Iterator[SandboxServer]:
    with SandboxServer() as server:
        yield server


@pytest.fixture
def site(site_that_runs: SandboxServer) -> SandboxServer:
    """A new site per test, behind one server: starting and stopping it would take longer than many a test."""
    server, new = site_that_runs, SiteState.load(None)
    with server.state.lock:
        for field in attrs.fields(SiteState):
            if field.name != "lock":
                setattr(server.state, field.name, getattr(new, field.name))
    traffic = server.traffic
    traffic.behave()
    traffic.names.clear()
    traffic.before, traffic.after, traffic.requests, traffic.mutations = None, None, 0, 0
    return server


@pytest.fixture
def region(
    tmp_path: Path, record_with_roles: Path, plugins_of_the_run: Plugins, site: SandboxServer
) -> Iterator[Region]:
    """The record beside the site; the ordinary account is there, no group and nobody else is."""
    path = tmp_path / "rso.db"
    for name in ("rso.db", "rso-keys.db"):
        shutil.copy(record_with_roles.with_name(name), tmp_path / name)
    service = site.state.add_user("dienst@x.example", "Dienstaccount")
    with open_region(f"sqlite:///{path}") as application:
        projector = Projector(application.store, plugins_of_the_run.read_models())
        projector.catch_up()
        yield Region(tmp_path, application, projector, plugins_of_the_run, site, service, service)
        projector.close()


@pytest.fixture
def adopted(region: Region) -> Region:
    """The ordinary account administers a prepared group, and took it into use."""
    region.adopt(region.prepare())
    return region


@pytest.fixture
def as_admin(region: Region) -> Region:
    """The work is done as site administrator."""
    region.session = region.site.admin_session
    return region


@attrs.frozen
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both channels."""
        return self.out + self.err


Rso = Callable[..., Done]


@pytest.fixture
def rso(
    region: Region,
    plugins_of_the_run: Plugins,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Rso:
    """The command `rso` as a person types it in the folder of the record, in this process for its speed."""
    for name in [name for name in os.environ if name.startswith("RSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(out, "width", 300)
    monkeypatch.setattr("rso_core.hooks.Plugins", lambda: plugins_of_the_run)
    monkeypatch.chdir(region.folder)

    def run(*arguments: str, typed: str = "", settings: str = "", session: str | None = "", token: str = "") -> Done:
        table = f'[store]\nurl = "sqlite:///rso.db"\n[pleio]\nrequests_per_second = 0\n{settings}\n'
        (region.folder / "rso.toml").write_text(table)
        given = region.session if session == "" else session
        for name, value in (
            ("RSO_PLEIO_URL", "" if "url =" in settings else region.site.url),
            ("RSO_PLEIO_SESSION", given or ""),
            ("RSO_PLEIO_PROFILE_SYNC_TOKEN", token),
        ):
            monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(sys, "argv", ["rso", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        code = ended.value.code
        return Done(code if isinstance(code, int) else 0, told.out, told.err)

    return run
