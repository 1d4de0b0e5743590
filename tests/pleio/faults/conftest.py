"""A site with people on it, a store, and a sync on what is wanted by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pleio.faults.region_on_a_site import Region, settle
from pleio.faults.site_by_hand import Person, SyncByHand, add_people, by_hand, make_documents, wanted_site
from rso_pleio_sandbox import SandboxServer
from sandbox_sites import site_of_a_test


@pytest.fixture
def site() -> Iterator[SandboxServer]:
    with site_of_a_test() as server:
        add_people(server)
        yield server


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return make_documents(tmp_path / "documenten")


@pytest.fixture
def sync(sqlite_url: str, site: SandboxServer, documents: Path) -> Iterator[SyncByHand]:
    """Nothing is on the site yet."""
    with by_hand(sqlite_url, site.url, site.admin_session, wanted_site(), documents) as opened:
        yield opened


@pytest.fixture
def filled(sync: SyncByHand, site: SandboxServer) -> SyncByHand:
    """All that is wanted is on the site."""
    report = sync.carry()
    assert (report.refused, report.moved) == ([], [])
    return sync


@pytest.fixture
def person(site: SandboxServer) -> Person:
    return Person(site)


@pytest.fixture
def region(tmp_path: Path, site: SandboxServer) -> Region:
    """Recorded; nothing is on the site yet."""
    return settle(tmp_path, site)
