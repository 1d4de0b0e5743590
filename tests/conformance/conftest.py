"""One suite, two sites: the sandbox by default, and a real Pleio site through ``make conformance``.

What a test asserts without further marks was measured on a running server. What was only read in its source is
marked ``inferred``: the sandbox must do it, and a real site that does otherwise is reported, not failed.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from uuid import uuid4

import pytest

from conformance.asking import Account, Standing
from conformance.site_under_test import ADMIN_SESSION, SESSION, SWITCH, URL, SiteUnderTest, real_site, sandbox_site
from rso_pleio_sandbox import SandboxServer

REAL = os.environ.get(SWITCH) == "site"
NOT_MEASURED = "read in the source, not measured"


def pytest_report_header() -> str:
    return f"conformance: {os.environ.get(URL) if REAL else 'the sandbox'}"


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker("conformance")
    if REAL and item.get_closest_marker("inferred"):
        item.add_marker(pytest.mark.xfail(strict=False, reason=NOT_MEASURED))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Name what was skipped, tell what a site did otherwise where that fails nothing, and hide the sessions."""
    report = yield
    if getattr(report, "wasxfail", None) and call.excinfo is not None:
        told = str(call.excinfo.value).strip().partition("\n")[0]
        report.wasxfail = f"{report.wasxfail}: {told}"
    elif report.skipped and isinstance(report.longrepr, tuple):
        # As it is, skips of one fixture are folded into a number; each test must be named.
        path, line, reason = report.longrepr
        report.longrepr = (path, line, f"{reason.removeprefix('Skipped: ')}: {item.name}")
    for name in (SESSION, ADMIN_SESSION) if REAL else ():
        _hide(report, os.environ.get(name, "").strip(), f"<{name}>")
    return report


def _hide(report: pytest.TestReport, secret: str, instead: str) -> None:
    if not secret:
        return
    if report.longrepr is not None and secret in report.longreprtext:
        report.longrepr = report.longreprtext.replace(secret, instead)
    report.sections = [(title, text.replace(secret, instead)) for title, text in report.sections]
    if told := getattr(report, "wasxfail", ""):
        report.wasxfail = told.replace(secret, instead)


@pytest.fixture(scope="session")
def site() -> Iterator[SiteUnderTest]:
    with ExitStack() as stack:
        found = real_site(os.environ) if REAL else sandbox_site(stack.enter_context(SandboxServer()))
        stack.callback(found.remove_all)
        yield found


@pytest.fixture(scope="session")
def admin(site: SiteUnderTest) -> Account:
    """A site admin."""
    if site.admin is None:
        pytest.skip(f"{ADMIN_SESSION} is not given")
    return site.admin


@pytest.fixture(scope="session")
def ordinary(site: SiteUnderTest) -> Account:
    """An account without rights of its own."""
    if site.ordinary is None:
        pytest.skip(f"{SESSION} is not given")
    return site.ordinary


@pytest.fixture(scope="session")
def maker(site: SiteUnderTest, admin: Account) -> SiteUnderTest:
    """The site, with the admin that making groups takes."""
    assert site.admin is admin
    return site


@pytest.fixture(scope="session")
def group(maker: SiteUnderTest) -> str:
    """A group of the admin's, in which the ordinary account is no member."""
    return maker.new_group()


@pytest.fixture(scope="session")
def stranger(group: str, ordinary: Account) -> Standing:
    """The ordinary account towards a group that it is no member of."""
    return Standing(ordinary, group)


@pytest.fixture(scope="session")
def member(maker: SiteUnderTest, ordinary: Account) -> Standing:
    """The ordinary account as a plain member."""
    made = maker.new_group()
    maker.enrol(made, ordinary)
    return Standing(ordinary, made)


@pytest.fixture(scope="session")
def leader(maker: SiteUnderTest, ordinary: Account) -> Standing:
    """The ordinary account as a group admin."""
    made = maker.new_group()
    maker.enrol(made, ordinary, "admin")
    return Standing(ordinary, made)


@pytest.fixture(scope="session")
def someone(site: SiteUnderTest) -> Account:
    """Whichever account was given."""
    found = site.ordinary or site.admin
    if found is None:
        pytest.skip(f"neither {SESSION} nor {ADMIN_SESSION} is given")
    return found


@pytest.fixture
def unknown() -> str:
    """A guid of nothing."""
    return str(uuid4())
