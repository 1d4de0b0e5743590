"""A site per test, with its admin, a group admin, a member and a stranger."""

from collections.abc import Iterator

import pytest

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio_sandbox import SandboxServer
from sandbox_sites import site_of_a_test


@pytest.fixture
def site() -> Iterator[SandboxServer]:
    with site_of_a_test() as server:
        yield server


@pytest.fixture
def admin(site: SandboxServer) -> Asker:
    return Asker(site, site.admin_session)


@pytest.fixture
def group(admin: Asker) -> str:
    return admin.group()


@pytest.fixture
def leader(site: SandboxServer, group: str) -> Asker:
    return Asker(site, site.state.add_user("leider@x.example", "L. Leider")).join(group, "admin")


@pytest.fixture
def member(site: SandboxServer, group: str) -> Asker:
    return Asker(site, site.state.add_user("lid@x.example", "M. Lid")).join(group)


@pytest.fixture
def stranger(site: SandboxServer) -> Asker:
    return Asker(site, site.state.add_user("vreemd@x.example", "V. Vreemd"))
