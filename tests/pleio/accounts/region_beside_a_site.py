"""A small record beside a sandbox site, and the accounts that work on it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from acts_of_a_region import PARTIES, START, by
from pleio.sandbox.asking_the_sandbox import Asker
from rso_core import Act, Application, acts
from rso_core.events import PlatformChoice
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_pleio.adoption import adopt_group
from rso_pleio.apply import ApplyReport
from rso_pleio.documents import Document
from rso_pleio.model import DesiredGroup
from rso_pleio.plan import Plan
from rso_pleio.sync import Sync, open_sync
from rso_pleio_sandbox import SandboxServer
from rso_pleio_sandbox.records import Group

LAST_DAY = date(2025, 6, 30)
"""All days lie in the past of any clock, so the commands, which look at today, see the same as the rest."""
NAME = "Groep van het overleg"
PARTS = ["discussion", "events"]
"""Parts of a group that people prepared: one that we do not use, and one that we do."""


def safety_blocks(role: str, person: str, party: str) -> acts.AssignRole:
    """The person holds the role from the start of the region on; the assignment is called after the person."""
    return acts.AssignRole(role=role, assignment=person, party=party, person=person, start=START)


def opens(role: str, body: str) -> acts.EstablishRole:
    return acts.EstablishRole(role=role, name=role.capitalize(), on=START, body=body, holders=9)


def ends(role: str, person: str) -> acts.EndAssignment:
    return acts.EndAssignment(role=role, assignment=person, last_day=LAST_DAY, reason="Vertrek")


def roles_of_the_region() -> list[Act]:
    """p-1 chairs the body, p-2 and p-3 take part in it."""
    return [
        safety_blocks("vz", "p-1", "prov"),
        opens("deelnemer", "overleg"),
        safety_blocks("deelnemer", "p-2", "gem-a"),
        safety_blocks("deelnemer", "p-3", "gem-b"),
    ]


def mail(person: str) -> str:
    return f"{person}@x.example"


@attrs.define
class Region:
    """The record, the site, and the account that works between the two.

    Attributes:
        folder: where the record is, for the commands.
        service: session of an ordinary account.
        session: session to work with; that of the ordinary account unless a test takes another.
        token: profile_sync token to work with.
    """

    folder: Path
    application: Application
    projector: Projector
    plugins: Plugins
    site: SandboxServer
    service: str
    session: str
    token: str | None = None

    def record(self, *made: Act) -> None:
        """Acts of the office, and the registers after them."""
        for act in made:
            self.application.perform(act, by())
        self.projector.catch_up()

    def choose(self, choice: PlatformChoice, *parties: str) -> None:
        """What parties, all unless named, choose for their people."""
        ground = "Verwerkingsafspraak 3" if choice is PlatformChoice.ADD else None
        self.record(
            *(
                acts.ChoosePlatform(party=party, choice=choice, on=START, ground=ground)
                for party in (parties or PARTIES)
            )
        )

    @contextmanager
    def sync(self) -> Iterator[Sync]:
        with open_sync(self.projector, self.plugins, self.site.url, self.session, token=self.token) as sync:
            yield sync

    def plan(self, **more: Any) -> Plan:
        with self.sync() as sync:
            return sync.plan(**more)

    def apply(self, **more: Any) -> tuple[Plan, ApplyReport]:
        with self.sync() as sync:
            return sync.apply(**more)

    def desired(self, body: str = "overleg") -> DesiredGroup:
        with self.sync() as sync:
            return next(group for group in sync.desired().groups if group.key == f"body-{body}")

    def adopt(self, named: str, body: str = "overleg") -> None:
        wanted = DesiredGroup(key=f"body-{body}", name=body, introduction="", text=Document(()))
        with self.sync() as sync:
            adopt_group(sync.client, sync.ledger, named, wanted)

    @property
    def admin(self) -> Asker:
        """The site administrator, by hand."""
        return Asker(self.site, self.site.admin_session)

    def account(self, person: str) -> Asker:
        """The account of a person, made unless it is there."""
        return Asker(self.site, self.site.state.add_user(mail(person), f"{person} op de site"))

    def prepare(self, name: str = NAME, **more: Any) -> str:
        """A group that a site administrator prepared for the ordinary account; gives its guid."""
        guid = self.admin.group(name=name, isClosed=False, plugins=PARTS, **more)
        Asker(self.site, self.service).join(guid, "admin")
        return guid

    def group(self, body: str = "overleg") -> Group:
        """The group of a body, by our key."""
        return next(group for group in self.site.state.groups.values() if f"body-{body}" in our_values(group))

    def roles(self, body: str = "overleg") -> dict[str, str]:
        """Role in the group by person, of the people in the record."""
        users = self.site.state.users
        named = {users[guid].email.split("@")[0]: role for guid, role in self.group(body).members.items()}
        return {name: role for name, role in sorted(named.items()) if name.startswith("p-")}

    def subgroup(self, name: str) -> set[str]:
        """Who are in a subgroup; nobody where there is none."""
        users = self.site.state.users
        found = [s.members for s in self.group().subgroups if s.name == name]
        assert len(found) < 2, "a second subgroup of one name"
        return {users[guid].email.split("@")[0] for members in found for guid in members}

    def sent(self, kind: str = "invitation") -> Counter[str]:
        """How many messages of a kind each person would have got."""
        users = self.site.state.users
        to = (n.to for n in self.site.state.notifications if n.kind == kind)
        return Counter((users[one].email if one in users else one).split("@")[0] for one in to)

    def accept(self, person: str) -> Asker:
        """The person accepts the invitation that is open."""
        asker = self.account(person)
        code = next(i.code for i in self.group().invitations if i.email == mail(person))
        asker.change("acceptGroupInvitation", code=code)
        return asker

    def keys(self) -> list[str]:
        """Our keys on all content of the site."""
        return sorted(value for item in self.site.state.items.values() for value in our_values(item))


def our_values(thing: Any) -> list[str]:
    return [value for c in thing.tag_categories if c["name"] == "rso" for value in c["values"]]


def told(steps: Iterable[Any], what: str = "member") -> list[tuple[str, str]]:
    """Kind and key of the steps about one kind of thing."""
    return [(step.kind, step.key) for step in steps if step.what == what]


def reason_for(plan: Plan, key: str) -> str:
    """The one reason that a plan gives for something."""
    (step,) = [step for step in plan.steps if step.key == key]
    return step.reason
