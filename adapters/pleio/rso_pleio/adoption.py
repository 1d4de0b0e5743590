"""Groups that stand on the site already: taking one into use for a body, and finding back what a lost ledger knew."""

import re
from collections.abc import Iterator

import attrs

from rso_pleio.client import Change, GroupAsk, PleioClient
from rso_pleio.errors import PleioError, RefusedByPleioError
from rso_pleio.ledger import Ledger
from rso_pleio.ledger_entry import NO_LONGER_KNOWN, Entry, FileContent, Origin, State, What
from rso_pleio.model import DesiredGroup, DesiredSite
from rso_pleio.plan.context import Context
from rso_pleio.plan.groups import group_differences
from rso_pleio.plan.item_differences import item_differences
from rso_pleio.plan.items import pairs
from rso_pleio.plan.making import Choices, context_of
from rso_pleio.plan.members import FULL, people, same_person
from rso_pleio.plan.subgroups import members_after
from rso_pleio.rendered_item import RenderedItem, content_hash, group_content_hash, group_desired_hash
from rso_pleio.seen import CATEGORY, SeenGroup, marked, our_key, seen_group
from rso_pleio.site import Observer, find_intended

_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class CannotAdoptError(PleioError):
    """A group cannot be taken into use for a body."""


def adopt_group(client: PleioClient, ledger: Ledger, named: str, group: DesiredGroup) -> SeenGroup:
    """Take a group that people prepared into use for a body: it gets our key, and nothing else changes yet.

    Args:
        client: a session on the site, of an account that administers the group.
        ledger: of that site.
        named: the group by its guid, its address, or its whole name.
        group: what the group is going to be.

    Returns:
        The group as it stands.

    Raises:
        CannotAdoptError: no such group, several, one that is in use already, or not ours to write.
    """
    found = _prepared(client, named)
    other = our_key(found.categories)
    if other is not None and other != group.key:
        raise CannotAdoptError(f"the group {found.name!r} is in use for {other!r}; choose another")
    _, listed = client.site(CATEGORY, [group.key])
    taken = [raw["name"] for raw in listed if seen_group(raw, "").guid != found.guid and _key(raw) == group.key]
    noted = ledger.entries().get((group.key, What.GROUP, group.key))
    if noted is not None and noted.guid and noted.guid != found.guid:
        # People may have taken our key off it; it is that body's group all the same while it stands.
        _, (known,) = client.read_groups([GroupAsk(noted.guid)])
        taken += [known["name"]] if known is not None else []
    if taken:
        raise CannotAdoptError(f"{group.key!r} has a group already: {taken[0]!r}")
    if not found.can_edit:
        raise CannotAdoptError(
            f"this account may not change the group {found.name!r}; let its owner make the account an administrator"
        )
    if other is None:
        answer = client.change(
            [Change("editGroup", {"guid": found.guid, "tagCategories": marked(found.categories, group.key)})]
        )[0]
        if isinstance(answer, RefusedByPleioError):
            raise CannotAdoptError(str(answer))
    ledger.write([_group_entry(group, found)])
    return found


def _prepared(client: PleioClient, named: str) -> SeenGroup:
    if "://" in named and not named.startswith(f"{client.url}/"):
        raise CannotAdoptError(f"{named!r} is not on {client.url}; name a group of that site")
    if (guid := _GUID.search(named)) is not None:
        _, (raw,) = client.read_groups([GroupAsk(guid.group())])
        if raw is None:
            raise CannotAdoptError(f"{named!r} is no group that this account can see")
        return seen_group(raw, "")
    listed = [raw for raw in client.groups_named(named) if (raw.get("name") or "").casefold() == named.casefold()]
    if len(listed) != 1:
        told = "several groups have this name; name one by its address" if listed else "no group has this name"
        raise CannotAdoptError(f"{named!r}: {told}")
    return seen_group(listed[0], "")


def _key(raw: dict[str, object]) -> str | None:
    return our_key(seen_group(raw, "").categories)


def _group_entry(group: DesiredGroup, found: SeenGroup) -> Entry:
    return Entry(group_key=group.key, what=What.GROUP, key=group.key, state=State.MADE, guid=found.guid)


def _known_group(context: Context, found: SeenGroup) -> Entry:
    """What is kept of a group that is as it should be; of one that differs nobody can tell whose it is."""
    same = not group_differences(context.group, found, context.addresses)
    stands, wanted = group_content_hash(found), group_desired_hash(context.group, context.addresses)
    if not same:
        stands = wanted = NO_LONGER_KNOWN
    return attrs.evolve(_group_entry(context.group, found), content_hash=stands, desired_hash=wanted)


@attrs.frozen
class Recovered:
    """What was found back: how many groups, items, members and subgroups."""

    groups: int
    items: int
    members: int
    subgroups: int


def recover(client: PleioClient, ledger: Ledger, desired: DesiredSite, choices: Choices, parallel: int) -> Recovered:
    """Build the ledger anew from what stands on the site under our keys; changes nothing on the site.

    What the ledger still knows of things that are not there any more, it keeps.
    """
    seen = Observer(client=client, entries={}, choices=choices, parallel=parallel).observe(desired)
    rows: list[Entry] = []
    for group in desired.groups:
        context = context_of(group, seen, {}, choices)
        if context.there is not None:
            rows.append(_known_group(context, context.there))
            rows += _items(context)
            rows += _members(context)
            rows += _subgroups(context)
    keys = {item.key for group in desired.groups for item in group.items} - {row.key for row in rows}
    owner = {item.key: group.key for group in desired.groups for item in group.items}
    for key, item in find_intended(client, keys).items() if keys else ():
        # People moved it out of its group; that is told by the next plan.
        entry = Entry(group_key=owner[key], what=What.ITEM, key=key, state=State.MADE, guid=item.guid)
        rows.append(attrs.evolve(entry, desired_hash=NO_LONGER_KNOWN))
    ledger.write(rows)
    count = {what: sum(row.what == what for row in rows) for what in What}
    return Recovered(count[What.GROUP], count[What.ITEM], count[What.MEMBER], count[What.SUBGROUP])


def _items(context: Context) -> Iterator[Entry]:
    wanted = {item.key: item for item in context.group.items}
    matched = {pair.wanted.key: pair for pair in pairs(context) if pair.found is not None}
    guids = {key: pair.found.guid for key, pair in matched.items() if pair.found is not None}
    assert context.there is not None
    done: set[str] = set()
    for item in context.there.items:
        if item.key is None or item.content is None or item.key in done:
            continue
        done.add(item.key)
        target = wanted.get(item.key)
        parent = guids.get(target.parent or "") if target is not None else None
        same = target is not None and not item_differences(target, item.content, parent, context.addresses)
        ended = item.status == "archived" and (target is None or target.archived)
        file = target.file if target is not None else None
        yield Entry(
            group_key=context.group.key,
            what=What.ITEM,
            key=item.key,
            state=State.ENDED if ended else State.MADE,
            guid=item.guid,
            # Of what differs nobody can tell any more whose it is: the next plan tells it as drift.
            content_hash=content_hash(item.content) if same or ended else NO_LONGER_KNOWN,
            time_updated=item.time_updated if same or ended else None,
            desired_hash=RenderedItem.of(target, context.addresses).desired_hash
            if same and target is not None
            else NO_LONGER_KNOWN,
            url=item.content.url,
            parent=item.content.parent or "" if file is None else None,
            file=FileContent(file.sha256, item.content.size) if file is not None else None,
        )


def _members(context: Context) -> Iterator[Entry]:
    assert context.there is not None
    guids = people(context)
    for member in context.group.members:
        guid = guids.get(member.person)
        role = context.there.roles.get(guid or "")
        if guid is None or role not in FULL:
            continue
        origin = Origin.FOUND if role == "owner" else Origin.ADDED
        # Whoever administers the group without our asking was made so by people, and stays so.
        role_given = member.role if role in ("owner", "admin") else str(role)
        yield Entry(
            group_key=context.group.key,
            what=What.MEMBER,
            key=member.person,
            state=State.MADE,
            guid=guid,
            role=role_given,
            origin=origin,
        )
        same = same_person(guid, member.email)
        yield Entry(group_key="", what=What.PERSON, key=member.person, state=State.MADE, guid=guid, address_hash=same)


def _subgroups(context: Context) -> Iterator[Entry]:
    assert context.there is not None
    guids, inside = people(context), members_after(context, [])
    for wanted in context.group.subgroups:
        there = next((s for s in context.there.subgroups if s.name == wanted.name), None)
        if there is not None:
            ours = {guids[p] for p in wanted.persons if guids.get(p) in inside} & there.members
            yield Entry(
                group_key=context.group.key,
                what=What.SUBGROUP,
                key=wanted.key,
                state=State.MADE,
                guid=str(there.id),
                members=frozenset(ours),
            )
