"""The members' platform of the feature: a sandbox site, and how the record is brought to it."""

import attrs

from acts_of_a_region import by
from rso_core import Act, Application
from rso_pleio.adoption import adopt_group, recover
from rso_pleio.client import PleioClient
from rso_pleio.errors import PleioError
from rso_pleio.plan import Plan
from rso_pleio.sync import Sync
from rso_pleio_sandbox import SandboxServer
from rso_pleio_sandbox.records import Group, Item


@attrs.define
class Platform:
    """The site, and the sync of the account at work."""

    site: SandboxServer
    application: Application
    sync: Sync
    plan: Plan | None = None
    sent: int = 0
    error: PleioError | None = None

    def record(self, *several: Act) -> None:
        """Record acts."""
        for act in several:
            self.application.perform(act, by())
        self.sync.projector.catch_up()

    def update(self, *, restore: bool = False, confirm: bool = False) -> None:
        """Bring the site up to date, and keep what came of it."""
        before, self.error = self.sync.client.counts.mutations, None
        try:
            self.plan, _ = self.sync.apply(restore=restore, confirm=lambda _: confirm)
        except PleioError as error:
            self.error = error
        self.sent = self.sync.client.counts.mutations - before

    def work_as(self, session: str) -> None:
        """Go on with another account."""
        self.sync = attrs.evolve(self.sync, client=PleioClient(self.site.url, session, pause=0.001))

    def adopt(self, name: str) -> None:
        """Take a prepared group into use."""
        wanted = self.sync.desired().groups[0]
        with self.sync.ledger.alone():
            adopt_group(self.sync.client, self.sync.ledger, name, wanted)

    def recover(self) -> None:
        """Build the ledger anew from the site."""
        recover(self.sync.client, self.sync.ledger, self.sync.desired(), self.sync.choices, 1)

    @property
    def group(self) -> Group:
        """The one group."""
        (group,) = self.site.state.groups.values()
        return group

    def items(self, title: str) -> list[Item]:
        """What is called so."""
        return [item for item in self.site.state.items.values() if item.title == title]

    def item(self, title: str) -> Item:
        """The one that is called so."""
        (item,) = self.items(title)
        return item

    def person(self, name: str) -> str:
        """Guid of a person."""
        return next(user.guid for user in self.site.state.users.values() if user.name == name)

    def own_keys(self) -> list[str]:
        """The keys of our items."""
        return [c["values"][0] for i in self.site.state.items.values() for c in i.tag_categories if c["name"] == "rso"]
