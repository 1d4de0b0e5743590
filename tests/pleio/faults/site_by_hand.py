"""A small site that is wanted, written by hand so that it holds a thing of every kind, and ways to look at what came.

The texts that members read change with every release; what may go wrong between us and a site does not depend on them.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.store import EventStore
from rso_core.time_zone import AMSTERDAM
from rso_pleio.client import Change, PleioClient
from rso_pleio.documents import doc, paragraph, refer
from rso_pleio.documents_folder import DocumentsFolder
from rso_pleio.errors import RefusedByPleioError
from rso_pleio.ledger import Ledger
from rso_pleio.model import DesiredFile, DesiredGroup, DesiredItem, DesiredMember, DesiredSite, DesiredSubgroup
from rso_pleio.plan import Choices, Plan
from rso_pleio.seen import our_key
from rso_pleio.stored_text import canonical
from rso_pleio.sync import Sync
from rso_pleio_sandbox import SandboxServer
from rso_pleio_sandbox.records import Group, Item, MemberSettings

KEY = "body-x"
PEOPLE = ("p-1", "p-2", "p-3", "p-4")
FIRST_FILE, SECOND_FILE, LONGER_FILE = b"convenant van 2025", b"convenant van 2026", b"convenant van 2027, gewijzigd"
NOON = datetime(2026, 3, 12, 12, tzinfo=AMSTERDAM)
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def item(key: str, kind: str, words: str = "Tekst.", *to: str, **more: Any) -> DesiredItem:
    """An item with a text that refers to others."""
    if kind == "event":
        more = {"starts": NOON, "ends": NOON + timedelta(hours=2), "location": "Zaal 1", **more}
    text = doc(paragraph(words), *(paragraph("Zie ", refer(other, other)) for other in to))
    return DesiredItem(**{"key": key, "kind": kind, "title": f"Titel {key}", "text": text, **more})


def member(person: str, role: Any = "member", choice: Any = "add") -> DesiredMember:
    """A person under an address of the sandbox."""
    return DesiredMember(person=person, email=f"{person}@x.example", role=role, choice=choice, name=f"Naam {person}")


def file_of(content: bytes) -> DesiredFile:
    """The content of a file."""
    return DesiredFile(sha256=hashlib.sha256(content).hexdigest(), name="convenant.txt")


def wanted_site(*groups: DesiredGroup) -> DesiredSite:
    """A site of one group of every kind of item, or of these groups."""
    return DesiredSite(groups=groups or (wanted_group(),))


def wanted_group(**more: Any) -> DesiredGroup:
    """Events, a tree of pages that refer to each other, tasks in every state, a blog and a file."""
    items = (
        item("meeting-1", "event", "Vergadering.", "decision-1"),
        item("meeting-2", "event", starts=NOON + timedelta(days=30), ends=NOON + timedelta(days=30, hours=1)),
        item("overview", "wiki", "Overzicht.", "meeting-1", "decision-2", "action-2", gathers=True),
        item("page-1", "wiki", "Los."),
        item("decisions", "wiki", "Besluiten.", "decision-1", "decision-2", "decision-3", gathers=True),
        item("decisions-2026", "wiki", "Van dit jaar.", parent="decisions", gathers=True),
        item("decision-1", "wiki", "Besloten.", "meeting-1", parent="decisions-2026"),
        item("decision-2", "wiki", "Besloten.", "decision-1", "document-1", parent="decisions-2026"),
        item("decision-3", "wiki", "Besloten.", parent="decisions-2026"),
        item("blog-1", "blog", "Nieuws.", "decision-1"),
        item("action-1", "task", state="NEW"),
        item("action-2", "task", "Doen.", "decision-1", state="BUSY"),
        item("action-3", "task", state="DONE"),
        item("document-1", "file", "Het convenant.", file=file_of(FIRST_FILE)),
    )
    fields: dict[str, Any] = {
        "key": KEY,
        "name": "Overleg X",
        "introduction": "Wie wij zijn",
        "text": doc(paragraph("Begin bij ", refer("het overzicht", "overview"))),
        "members": (member("p-1", "admin"), member("p-2"), member("p-3")),
        "subgroups": (
            DesiredSubgroup(key=f"{KEY}/voorzitters", name="Voorzitters", persons=("p-1",)),
            DesiredSubgroup(key=f"{KEY}/secretariaat", name="Secretariaat", persons=("p-2", "p-3")),
        ),
        "items": items,
    }
    return DesiredGroup(**{**fields, **more})


def changed_group() -> DesiredGroup:
    """The same group after a while: something of every kind changed, came and went."""
    items = {i.key: i for i in wanted_group().items}
    del items["decision-3"]
    items["meeting-1"] = attrs.evolve(items["meeting-1"], location="Zaal 2", starts=NOON + timedelta(hours=1))
    items["decisions"] = item("decisions", "wiki", "Besluiten.", "decision-1", "decision-2", "decision-4", gathers=True)
    items["decision-4"] = item("decision-4", "wiki", "Nieuw.", "decision-2", parent="decisions-2026")
    items["blog-1"] = attrs.evolve(items["blog-1"], title="Ander nieuws")
    items["action-1"] = attrs.evolve(items["action-1"], state="DONE")
    items["action-3"] = attrs.evolve(items["action-3"], archived=True)
    items["document-1"] = attrs.evolve(items["document-1"], file=file_of(SECOND_FILE))
    return wanted_group(
        name="Bestuur X",
        items=tuple(items.values()),
        members=(member("p-1", "admin"), member("p-2", "admin"), member("p-4")),
        subgroups=(
            DesiredSubgroup(key=f"{KEY}/voorzitters", name="Voorzitters", persons=("p-1", "p-2")),
            DesiredSubgroup(key=f"{KEY}/secretariaat", name="Secretariaat", persons=("p-4",)),
        ),
    )


def with_items(group: DesiredGroup, *changed: DesiredItem) -> DesiredSite:
    """A site of a group in which these items are otherwise, or new."""
    items = {i.key: i for i in group.items} | {i.key: i for i in changed}
    return wanted_site(attrs.evolve(group, items=tuple(items.values())))


def without_items(group: DesiredGroup, *keys: str) -> DesiredSite:
    """A site of a group in which these items are not wanted any more."""
    return wanted_site(attrs.evolve(group, items=tuple(i for i in group.items if i.key not in keys)))


@attrs.frozen(kw_only=True)
class SyncByHand(Sync):
    """A sync that takes what is wanted from a box in place of the registers."""

    box: list[DesiredSite]

    def desired(self, on: date | None = None, bodies: Collection[str] | None = None) -> DesiredSite:
        """What stands in the box."""
        return self.box[0]

    def want(self, site: DesiredSite) -> None:
        """From now on this is wanted."""
        self.box[0] = site

    def carry(self, *, force: bool = False, **more: Any) -> Any:
        """Apply, and give the report."""
        return self.apply(confirm=lambda _: force, **more)[1]


@contextmanager
def by_hand(
    url: str,
    site_url: str,
    session: str,
    wanted: DesiredSite,
    documents: Path | None = None,
    choices: Choices | None = None,
    *,
    parallel: int = 1,
) -> Iterator[SyncByHand]:
    """A sync between a site and what is wanted by hand, with a ledger in a store of its own."""
    store = EventStore.open(url)
    projector = Projector(store, ())
    client = PleioClient(site_url, session, pause=0.01)
    ledger = Ledger(store.url, client.url)
    try:
        yield SyncByHand(
            projector=projector,
            plugins=Plugins(load_entry_points=False),
            client=client,
            ledger=ledger,
            choices=choices or Choices(),
            documents=DocumentsFolder(documents),
            parallel=parallel,
            box=[wanted],
        )
    finally:
        client.close()
        ledger.close()
        projector.close()
        store.close()


def make_documents(folder: Path) -> Path:
    """A folder with the documents of the site by hand."""
    folder.mkdir(exist_ok=True)
    for number, content in enumerate((FIRST_FILE, SECOND_FILE, LONGER_FILE)):
        (folder / f"{number}.txt").write_bytes(content)
    return folder


def add_people(site: SandboxServer) -> None:
    """Accounts for everybody who may be in the group."""
    for person in PEOPLE:
        site.state.add_user(f"{person}@x.example", f"Naam {person}")


def key_of(thing: Item | Group) -> str | None:
    """Our key on something."""
    return our_key(tuple((c["name"], tuple(c["values"])) for c in thing.tag_categories))


def found(site: SandboxServer, key: str) -> Item:
    """The item under one of our keys."""
    (only,) = [i for i in site.state.items.values() if key_of(i) == key]
    return only


def group_of(site: SandboxServer, key: str = KEY) -> Group:
    """The group under one of our keys."""
    (only,) = [g for g in site.state.groups.values() if key_of(g) == key]
    return only


def copies(site: SandboxServer) -> list[str]:
    """Keys that more than one item or group carries."""
    things: list[Item | Group] = [*site.state.items.values(), *site.state.groups.values()]
    return [key for key, number in Counter(key_of(thing) for thing in things).items() if key and number > 1]


def shown(site: SandboxServer) -> dict[str, Any]:
    """All that the site holds under our keys, with keys in place of what differs from site to site."""
    state = site.state
    things: list[Item | Group] = [*state.items.values(), *state.groups.values()]
    names = {thing.guid: key_of(thing) or "?" for thing in things}
    names |= {user.guid: user.email for user in state.users.values()}

    def words(text: str) -> str:
        return GUID.sub(lambda match: names.get(match.group(), match.group()), canonical(text))

    items = {
        key_of(i): (
            i.subtype,
            i.title,
            words(i.rich_description),
            names.get(i.parent or ""),
            names.get(i.group or ""),
            i.access_id,
            i.status,
            i.state if i.subtype == "task" else "",
            (i.start_date, i.end_date, i.location),
            state.file(i.guid),
            i.schedule_archive is not None,
        )
        for i in state.items.values()
    }
    groups = {
        key_of(g): {
            "words": (g.name, g.introduction, words(g.rich_description)),
            "how": (g.is_closed, sorted(g.plugins), g.auto_notification),
            "members": {names[guid]: role for guid, role in g.members.items()},
            "subgroups": {s.name: sorted(names[guid] for guid in s.members) for s in g.subgroups},
        }
        for g in state.groups.values()
    }
    return {"items": items, "groups": groups, "copies": copies(site)}


def steps_of(plan: Plan) -> list[tuple[str, str, str]]:
    """What a plan would do, for comparing."""
    return [(step.kind, step.what, step.key) for step in plan.steps]


class Person:
    """Somebody who works on the site by hand, with the rights of a site administrator."""

    def __init__(self, site: SandboxServer, name: str = "M. Mens") -> None:
        self.site = site
        session = site.state.add_user("mens@x.example", name, admin=True)
        self.client = PleioClient(site.url, session)
        self.guid = site.state.sessions[session]

    def do(self, mutation: str, **given: Any) -> dict[str, Any]:
        """Carry out one mutation, which the site must accept."""
        (answer,) = self.client.change([Change(mutation, given)])
        assert not isinstance(answer, RefusedByPleioError), answer
        return answer

    def edit(self, key: str, **fields: Any) -> None:
        """Edit an item of ours."""
        there = found(self.site, key)
        self.do("editFileFolder" if there.subtype == "file" else "editEntity", guid=there.guid, **fields)

    def archive(self, key: str) -> None:
        """Archive an item of ours, or take it out again."""
        self.do("toggleEntityArchived", guid=found(self.site, key).guid)

    def add(self, kind: str = "wiki", **fields: Any) -> str:
        """Add something of one's own."""
        given = {"subtype": kind, "title": "Eigen werk", "containerGuid": group_of(self.site).guid, "accessId": 4}
        return str(self.do("addEntity", **{**given, **fields})["entity"]["guid"])


def during(site: SandboxServer, number: int, act: Callable[[], object], *, only: str = "") -> None:
    """Do something right before the site works on the n-th request from now; a client of its own may be used in it.

    Args:
        site: where.
        number: of the request; the next one is 1.
        act: what happens.
        only: which requests count, by the beginning of their document.
    """
    count = [0]

    def before(data: dict[str, Any]) -> None:
        if not str(data["query"]).startswith(only):
            return
        count[0] += 1
        if count[0] == number:
            act()

    site.traffic.before = before


def edit_state(site: SandboxServer, key: str, **fields: Any) -> None:
    """What a person's edit leaves behind, without a request (the site works on one at a time)."""
    there = found(site, key)
    for name, value in fields.items():
        setattr(there, name, value)
    there.time_updated = datetime.now(AMSTERDAM).isoformat()


def hears(site: SandboxServer, *persons: str) -> None:
    """These people have the messages of the group switched on."""
    group = group_of(site)
    for guid in group.members:
        email = site.state.users[guid].email
        if not persons or email.removesuffix("@x.example") in persons:
            group.member_settings[guid] = MemberSettings(enabled=True)
