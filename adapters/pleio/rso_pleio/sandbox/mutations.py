"""Changing: the mutations of the sandbox, with Pleio's refusals, silences and traps."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import uuid4

from ariadne import MutationType
from graphql import GraphQLError

from rso_pleio.sandbox.access import GROUP_ACCESS, Caller
from rso_pleio.sandbox.queries import caller, moment
from rso_pleio.sandbox.state import Group, Item, User

mutation = MutationType()
LONGEST_TITLE = 256
_GROUP_FIELDS = {
    "name": "name",
    "introduction": "introduction",
    "richDescription": "rich_description",
    "welcomeMessage": "welcome_message",
    "isClosed": "is_closed",
    "autoNotification": "auto_notification",
    "plugins": "plugins",
    "tags": "tags",
    "tagCategories": "tag_categories",
}
_ITEM_FIELDS = {
    "title": "title",
    "richDescription": "rich_description",
    "tags": "tags",
    "tagCategories": "tag_categories",
    "startDate": "start_date",
    "endDate": "end_date",
    "location": "location",
    "source": "source",
}
R = TypeVar("R")


def _changes(name: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Register a mutation: only for who is logged in, one at a time, saved before it is answered."""

    def register(resolve: Callable[..., R]) -> Callable[..., R]:
        def resolver(_: Any, info: Any, **arguments: Any) -> R:
            who = caller(info)
            if who.user is None:
                raise GraphQLError("not_logged_in")
            with who.state.lock:
                result = resolve(who, who.user, arguments.get("input") or arguments)
                who.state.save()
            return result

        mutation.set_field(name, resolver)
        return resolver

    return register


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _group(who: Caller, guid: str | None, refusal: str = "could_not_find") -> Group:
    group = who.state.groups.get(guid or "")
    if group is None:
        raise GraphQLError(refusal)
    return group


def _writable(who: Caller, guid: str | None) -> Group:
    group = _group(who, guid)
    if not who.writes_group(group):
        raise GraphQLError("could_not_save")
    return group


def _fill(target: Group | Item, given: dict[str, Any], fields: dict[str, str]) -> None:
    # A null is dropped first: it means "leave as is".
    for name, attribute in fields.items():
        if given.get(name) is not None:
            setattr(target, attribute, given[name])


@_changes("addGroup")
def add_group(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """Site admins only, as sites are set up by default."""
    if not who.is_admin:
        raise GraphQLError("not_authorized")
    group = Group(guid=str(uuid4()), members={user.guid: "owner"})
    _fill(group, given, _GROUP_FIELDS)
    who.state.groups[group.guid] = group
    return {"group": group}


@_changes("editGroup")
def edit_group(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Only the fields that are sent change."""
    group = _writable(who, given.get("guid"))
    _fill(group, given, _GROUP_FIELDS)
    return {"group": group}


@_changes("inviteToGroup")
def invite_to_group(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Direct adding only; it breaks off at an unknown address, those before it are in."""
    group = _group(who, given["guid"])
    if not who.writes_group(group):
        raise GraphQLError("could_not_invite")
    if not given.get("directAdd"):
        raise GraphQLError("could_not_invite")  # no mail leaves this sandbox
    if not who.is_admin:
        raise GraphQLError("user_not_site_admin")
    for wanted in given.get("users") or []:
        found = next(
            (u for u in who.state.users.values() if u.guid == wanted.get("guid") or u.email == wanted.get("email")),
            None,
        )
        if found is None:
            who.state.save()
            raise GraphQLError("'NoneType' object has no attribute 'is_authenticated'")
        if group.members.get(found.guid) not in ("owner", "admin", "member"):
            group.members[found.guid] = "member"
    return {"group": group}


@_changes("changeGroupRole")
def change_group_role(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """One owner at a time; `removed` takes the person out."""
    group = _writable(who, given.get("guid"))
    guid, role = given.get("userGuid"), given.get("role")
    if guid not in group.members:
        raise GraphQLError("user_not_member_of_group")
    if role == "pending" or role is None:
        raise GraphQLError("could_not_save")
    if role == "removed":
        del group.members[guid]
        return {"group": group}
    if role == "owner":
        group.members.update({g: "admin" for g, r in group.members.items() if r == "owner"})
    group.members[guid] = role
    return {"group": group}


@_changes("removeGroupMembers")
def remove_group_members(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Who is no member is passed over."""
    group = _writable(who, given.get("guid"))
    for guid in given.get("userGuids") or []:
        group.members.pop(guid, None)
    return {"group": group}


@_changes("addEntity")
def add_entity(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """Private unless an access is sent, as on the real site."""
    subtype = given["subtype"]
    if subtype not in ("wiki", "event"):
        raise GraphQLError("could_not_add" if subtype == "news" else "invalid_subtype")
    group, parent = _container(who, given.get("containerGuid"), subtype)
    if group is not None and not (who.is_member(group) or who.is_admin):
        raise GraphQLError("user_not_member_of_group")
    now = _now()
    item = Item(
        guid=str(uuid4()),
        subtype=subtype,
        title="",
        owner=user.guid,
        group=group.guid if group else None,
        parent=parent,
        access_id=_access(given.get("accessId"), group, default=0),
        time_created=now,
        time_updated=now,
        time_published=given.get("timePublished", now),
    )
    _fill(item, given, _ITEM_FIELDS)
    _check(item)
    who.state.items[item.guid] = item
    return {"entity": item}


@_changes("editEntity")
def edit_entity(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Moves `timeUpdated` even when nothing changes."""
    item = who.state.items.get(given["guid"])
    if item is None:
        raise GraphQLError("could_not_find")
    if not who.writes(item):
        raise GraphQLError("could_not_save")
    trial = Item(**{name: getattr(item, name) for name in Item.__annotations__})
    _fill(trial, given, _ITEM_FIELDS)
    if "timePublished" in given:
        trial.time_published = given["timePublished"]
    if given.get("accessId") is not None:
        trial.access_id = _access(given["accessId"], who.state.groups.get(item.group or ""), default=0)
    if "containerGuid" in given:
        _move(who, trial, given["containerGuid"])
    _check(trial)
    trial.time_updated = _now()
    who.state.items[item.guid] = trial
    return {"entity": trial}


@_changes("toggleEntityArchived")
def toggle_archived(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Flips; not idempotent."""
    item = who.state.items.get(given["guid"])
    if item is None:
        raise GraphQLError("could_not_find")
    if not who.writes(item):
        raise GraphQLError("could_not_save")
    item.archived = not item.archived
    item.time_updated = _now()
    return {"success": True}


@_changes("deleteEntity")
def delete_entity(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Takes everything below along."""
    guid = given["guid"]
    if (group := who.state.groups.get(guid)) is not None:
        if not who.writes_group(group):
            raise GraphQLError("could_not_delete")
        for item in list(who.state.items_of(guid)):
            del who.state.items[item.guid]
        del who.state.groups[guid]
        return {"success": True}
    found = who.state.items.get(guid)
    if found is None:
        raise GraphQLError("could_not_find")
    if not who.writes(found):
        raise GraphQLError("could_not_delete")
    doomed = [guid]
    while doomed:
        gone = doomed.pop()
        doomed += [item.guid for item in who.state.items.values() if item.parent == gone]
        del who.state.items[gone]
    return {"success": True}


def _container(who: Caller, guid: str | None, subtype: str) -> tuple[Group | None, str | None]:
    if guid is None:
        return None, None
    if (group := who.state.groups.get(guid)) is not None:
        return group, None
    above = who.state.items.get(guid)
    if above is None or above.subtype != subtype:
        raise GraphQLError("could_not_find_group")
    return who.state.groups.get(above.group or ""), above.guid


def _move(who: Caller, item: Item, container: str | None) -> None:
    if item.subtype == "event":
        raise GraphQLError("could_not_find")
    above = who.state.items.get(container or "")
    if above is not None and above.subtype == "wiki":
        item.parent, item.group = above.guid, above.group
    else:
        # The trap of the real site: a group, or null, here takes the page out of its parent and its group.
        item.parent = item.group = None


def _access(wanted: int | None, group: Group | None, *, default: int) -> int:
    access = default if wanted is None else wanted
    if access == GROUP_ACCESS and group is None:
        return 0
    return GROUP_ACCESS if group is not None and group.is_closed and access in (1, 2) else access


def _check(item: Item) -> None:
    if not 1 <= len(item.title) <= LONGEST_TITLE:
        raise GraphQLError("invalid_value")
    if item.subtype == "event":
        if item.start_date is None:
            raise GraphQLError("invalid_date")
        item.end_date = item.end_date or item.start_date
        if moment(item.end_date) < moment(item.start_date):
            raise GraphQLError("invalid_date")
