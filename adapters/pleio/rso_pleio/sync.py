"""From record to site: desired state, plan and apply in one place, for commands and programs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache

import attrs

from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_pleio.apply import ApplyReport, Progress, apply_plan
from rso_pleio.client import PleioClient
from rso_pleio.desired import ADMIN_ROLES, AMSTERDAM, DesiredItem, DesiredSite, Registers, Row, desired_site
from rso_pleio.ledger import Ledger
from rso_pleio.plan import Plan, make_plan
from rso_pleio.site import observe


@attrs.frozen
class Sync:
    """Keeps one site in step with the record.

    Attributes:
        projector: gives the registers.
        plugins: bring pages of their own.
        client: a session on the site.
        ledger: what we made there.
        admin_roles: patterns of roles whose holders administer a group.
    """

    projector: Projector
    plugins: Plugins
    client: PleioClient
    ledger: Ledger
    admin_roles: tuple[str, ...] = ADMIN_ROLES

    def desired(self, on: date | None = None) -> DesiredSite:
        """What the site should show on a day (Europe/Amsterdam); today when left out."""
        day = on or datetime.now(AMSTERDAM).date()

        with self.projector.registers(day) as registers:
            return desired_site(cache(registers), day, self._pages, self.admin_roles)

    def plan(self, on: date | None = None, *, restore: bool = False) -> Plan:
        """Compare the site with what it should show; changes nothing."""
        desired = self.desired(on)
        keys = [*(group.key for group in desired.groups), *desired.closed]
        return make_plan(desired, observe(self.client, keys), self.ledger.entries(), restore=restore)

    def apply(
        self, on: date | None = None, *, restore: bool = False, progress: Progress | None = None
    ) -> tuple[Plan, ApplyReport]:
        """Plan and carry out, one process at a time.

        Raises:
            BusyError: another process is at it.
        """
        with self.ledger.alone():
            plan = self.plan(on, restore=restore)
            return plan, apply_plan(self.client, self.ledger, plan, progress)

    def _pages(self, body: Row, registers: Registers) -> Iterable[DesiredItem]:
        for _, pages in self.plugins.call("rso_pleio_pages", body=body, registers=registers):
            yield from pages


@contextmanager
def open_sync(
    projector: Projector, plugins: Plugins, url: str, session: str, admin_roles: Iterable[str] = ADMIN_ROLES
) -> Iterator[Sync]:
    """A sync between the record behind a projector and a site.

    Args:
        url: address of the site.
        session: value of the cookie ``sessionid`` of the account to work with.
    """
    client = PleioClient(url, session)
    ledger = Ledger(projector.store.url, client.url)
    try:
        yield Sync(projector, plugins, client, ledger, tuple(admin_roles))
    finally:
        client.close()
        ledger.close()
