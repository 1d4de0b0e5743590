"""A plan made of values alone: a small group, the site as it would be in step with it, and the ledger of that.

What stands on the site and in the ledger is written by hand here, once; rows change one thing of it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from pleio.faults.site_by_hand import KEY, item, member
from rso_pleio.client import FoundUser, Viewer
from rso_pleio.documents import doc, paragraph
from rso_pleio.ledger_entry import Entry, FileContent, Origin, State, What
from rso_pleio.model import DesiredGroup, DesiredItem, DesiredMember, DesiredSite, DesiredSubgroup
from rso_pleio.plan import Choices, Plan, Step, make_plan
from rso_pleio.plan.members import same_person
from rso_pleio.rendered_item import PLUGINS, RenderedItem, content_hash, group_content_hash, group_desired_hash
from rso_pleio.seen import SeenContent, SeenGroup, SeenItem, SeenMember, SeenSite, SeenSubgroup

OURSELVES = Viewer("g-us", "Koppeling", is_admin=True, email="koppeling@x.example")
NO_ADMIN = attrs.evolve(OURSELVES, is_admin=False)
UPDATED = "2026-03-12T12:00:00+01:00"
OF_GROUP = "g-group"


def guid(key: str) -> str:
    """The guid on the site of what we made under a key."""
    return f"g-{key}"


def url(key: str) -> str:
    """The address on the site of what we made under a key."""
    return f"/view/{key}"


def group(*items: DesiredItem, **more: Any) -> DesiredGroup:
    """A group with these items; without members unless they are named."""
    fields: dict[str, Any] = {
        "key": KEY, "name": "Overleg X", "introduction": "Wie wij zijn", "text": doc(paragraph("Welkom")),
        "items": items,
    }  # fmt: skip
    return DesiredGroup(**{**fields, **more})


@attrs.frozen(kw_only=True)
class Case:
    """What is wanted, what stands on the site, and what the ledger has; in step until something is changed.

    Attributes:
        wanted: the group that should be there.
        there: the group on the site; None when it is not there.
        entries: the ledger.
        site: what else the site shows.
    """

    wanted: DesiredGroup
    there: SeenGroup | None
    entries: Mapping[Any, Entry]
    site: SeenSite
    closed: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()

    def plan(self, choices: Choices | None = None, **more: Any) -> Plan:
        """The plan that follows."""
        groups = {} if self.there is None else {self.there.key: self.there}
        seen = attrs.evolve(self.site, groups={**self.site.groups, **groups})
        desired = DesiredSite(groups=(self.wanted,), closed=self.closed, confidential=self.confidential)
        return make_plan(desired, seen, self.entries, choices, **more)

    def want(self, *items: DesiredItem, **more: Any) -> "Case":
        """These items are wanted so (or besides), and the group itself otherwise."""
        wanted = {i.key: i for i in self.wanted.items} | {i.key: i for i in items}
        return attrs.evolve(self, wanted=attrs.evolve(self.wanted, items=tuple(wanted.values()), **more))

    def drop(self, *keys: str) -> "Case":
        """These items are not wanted any more."""
        items = tuple(i for i in self.wanted.items if i.key not in keys)
        return attrs.evolve(self, wanted=attrs.evolve(self.wanted, items=items))

    def on_site(self, **more: Any) -> "Case":
        """The group on the site is otherwise."""
        assert self.there is not None
        return attrs.evolve(self, there=attrs.evolve(self.there, **more))

    def beside(self, *items: SeenItem) -> "Case":
        """These items stand in the group besides."""
        assert self.there is not None
        return self.on_site(items=(*self.there.items, *items))

    def gone(self, *keys: str) -> "Case":
        """These items are not in the group."""
        assert self.there is not None
        return self.on_site(items=tuple(i for i in self.there.items if i.key not in keys))

    def shown(self, key: str, /, *, content: Mapping[str, Any] | None = None, **more: Any) -> "Case":
        """An item on the site is otherwise; `content` is what it says otherwise."""
        assert self.there is not None

        def changed(there: SeenItem) -> SeenItem:
            if content is not None:
                assert there.content is not None
                there = attrs.evolve(there, content=attrs.evolve(there.content, **content))
            return attrs.evolve(there, **more)

        return self.on_site(items=tuple(changed(i) if i.key == key else i for i in self.there.items))

    def item(self, key: str) -> SeenItem:
        """An item as it stands on the site."""
        assert self.there is not None
        return next(i for i in self.there.items if i.key == key)

    def noted(self, what: Any, key: str, **more: Any) -> "Case":
        """The ledger has something otherwise."""
        at = ("" if what == "person" else KEY, What(what), key)
        more |= {"state": State(more["state"])} if "state" in more else {}
        before = self.entries.get(at) or Entry(group_key=at[0], what=at[1], key=key, state=State.MADE)
        return attrs.evolve(self, entries={**self.entries, at: attrs.evolve(before, **more)})

    def forgot(self, what: Any, key: str) -> "Case":
        """The ledger has nothing of it."""
        return attrs.evolve(self, entries={at: e for at, e in self.entries.items() if at != (KEY, what, key)})

    def seen_by(self, viewer: Viewer, **users: FoundUser) -> "Case":
        """Another account looks, that found these accounts by the part of their address before the @."""
        found = {f"{name.replace('_', '-')}@x.example": user for name, user in users.items()}
        return attrs.evolve(self, site=attrs.evolve(self.site, viewer=viewer, users={**self.site.users, **found}))


def in_step(wanted: DesiredGroup, **more: Any) -> Case:
    """A site on which the group stands as it is wanted, and a ledger that knows."""
    addresses = {i.key: url(i.key) for i in wanted.items}
    items = tuple(seen(i, addresses) for i in wanted.items)
    persons = {m.person: guid(m.person) for m in wanted.members}
    there = SeenGroup(
        guid=OF_GROUP, key=KEY, name=wanted.name, introduction=wanted.introduction,
        text=wanted.text.resolved(addresses).to_json(), url="/groups/view/g-group", can_edit=True, closed=True,
        auto_notification=False, plugins=PLUGINS, member_count=len(wanted.members) + 1, welcomes=False,
        categories=(("rso", (KEY,)),), items=items,
        members=(SeenMember(guid=OURSELVES.guid, role="owner", email=None), *(_there(m) for m in wanted.members)),
        subgroups=tuple(
            SeenSubgroup(id=n, name=s.name, members=frozenset(persons[p] for p in s.persons))
            for n, s in enumerate(wanted.subgroups, 1)
        ),
    )  # fmt: skip
    there = attrs.evolve(there, **more)
    entries = [
        _entry(
            "group",
            KEY,
            guid=OF_GROUP,
            content_hash=group_content_hash(there),
            desired_hash=group_desired_hash(wanted, addresses),
        ),
        *(_made(w, s, addresses) for w, s in zip(wanted.items, items, strict=True)),
        *(_entry("member", m.person, guid=guid(m.person), role=m.role, origin=Origin.ADDED) for m in wanted.members),
        *(
            _entry("subgroup", s.key, guid=str(n), members=frozenset(persons[p] for p in s.persons))
            for n, s in enumerate(wanted.subgroups, 1)
        ),
    ]
    site = SeenSite(viewer=OURSELVES, groups={})
    return Case(wanted=wanted, there=there, entries={entry.at: entry for entry in entries}, site=site)


def seen(wanted: DesiredItem, addresses: Mapping[str, str], **more: Any) -> SeenItem:
    """An item as it stands on the site once we wrote it."""
    target = RenderedItem.of(wanted, addresses)
    content = SeenContent(
        title=target.title, text=target.text, access=4, url=url(wanted.key), group=OF_GROUP,
        parent=guid(wanted.parent) if wanted.parent else None, starts=target.starts, ends=target.ends,
        location=target.location, state=target.state or "", size=None,
    )  # fmt: skip
    fields: dict[str, Any] = {
        "guid": guid(wanted.key), "key": wanted.key, "kind": wanted.kind,
        "status": "archived" if wanted.archived else "published", "time_updated": UPDATED,
        "categories": (("rso", (wanted.key,)),), "content": content,
    }  # fmt: skip
    return SeenItem(**{**fields, **more})


def of_people(name: str = "eigen", **more: Any) -> SeenItem:
    """An item that people made."""
    return attrs.evolve(seen(item(name, "wiki"), {}), key=None, categories=(), **more)


def saying(there: SeenItem, **more: Any) -> SeenItem:
    """The same item, that says something otherwise."""
    assert there.content is not None
    return attrs.evolve(there, content=attrs.evolve(there.content, **more))


def pages(number: int, **more: Any) -> tuple[DesiredItem, ...]:
    """So many pages."""
    return tuple(item(f"page-{n}", "wiki", **more) for n in range(1, number + 1))


def renamed(case: Case, *keys: str) -> Case:
    """The same, but these items have another title."""
    return case.want(*(attrs.evolve(i, title=f"Nieuw {i.key}") for i in case.wanted.items if i.key in keys))


def lines(plan: Plan) -> list[tuple[str, str, str]]:
    """Each step as what happens to which key, and what that consists of."""
    return [(step.kind, step.key, "+".join(step.does)) for step in plan.steps]


def only(steps: Iterable[Step]) -> Step:
    """The one step there is."""
    (step,) = steps
    return step


def people(*persons: DesiredMember | str, **more: Any) -> DesiredGroup:
    """A group of these people."""
    return group(members=tuple(member(p) if isinstance(p, str) else p for p in persons), **more)


def subgroup(name: str, *persons: str) -> DesiredSubgroup:
    """A part of the members."""
    return DesiredSubgroup(key=f"{KEY}/{name}", name=name, persons=persons)


def account(person: str, *, banned: bool = False) -> FoundUser:
    """An account on the site."""
    return FoundUser(guid(person), banned)


def known_account(case: Case, person: str, **more: Any) -> Case:
    """The ledger knows which account somebody has."""
    known = same_person(guid(person), f"{person}@x.example")
    return case.noted("person", person, **{"guid": guid(person), "address_hash": known, **more})


def _there(wanted: DesiredMember) -> SeenMember:
    return SeenMember(guid=guid(wanted.person), role=wanted.role, email=wanted.email.lower())


def _entry(what: str, key: str, **more: Any) -> Entry:
    return Entry(group_key=KEY, what=What(what), key=key, state=State.MADE, **more)


def _made(wanted: DesiredItem, there: SeenItem, addresses: Mapping[str, str]) -> Entry:
    assert there.content is not None
    file = FileContent(wanted.file.sha256, 18) if wanted.file else None
    entry = _entry(
        "item", wanted.key, guid=there.guid, content_hash=content_hash(there.content), time_updated=there.time_updated,
        desired_hash=RenderedItem.of(wanted, addresses).desired_hash, url=url(wanted.key), file=file,
    )  # fmt: skip
    return attrs.evolve(entry, state=State.ENDED) if wanted.archived else entry
