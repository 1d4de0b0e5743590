"""Mutations of content: adding, editing, archiving and deleting, with Pleio's refusals, silences and traps."""

from typing import Any
from uuid import uuid4

from graphql import GraphQLError

from rso_pleio_sandbox.access import Caller, stored_access
from rso_pleio_sandbox.changes import changes, found_group, found_user
from rso_pleio_sandbox.content_rules import (
    apply,
    container_for,
    copy_of,
    follow_parent,
    keep_version,
    move,
    require_member,
)
from rso_pleio_sandbox.item_fields import may_comment
from rso_pleio_sandbox.kinds import KINDS
from rso_pleio_sandbox.moments import in_utc, now
from rso_pleio_sandbox.notifications import tell_followers, tell_mentioned
from rso_pleio_sandbox.records import Group, Item, User

ADDED_ELSEWHERE = frozenset({"file", "page", "poll", "pad", "externalcontent"})
"""Subtypes with a mutation of their own."""


def new_item(user: User, subtype: str, group: Group | None, parent: Item | None) -> Item:
    """Fresh content: private, published at once, and nobody has heard of it."""
    moment = now()
    return Item(
        guid=str(uuid4()),
        subtype=subtype,
        title="",
        owner=user.guid,
        group=group.guid if group else None,
        parent=parent.guid if parent else None,
        time_created=moment,
        time_updated=moment,
        time_published=moment,
        notified=False,
    )


def found_item(who: Caller, guid: str | None) -> Item:
    """The item with this guid, for who may edit it."""
    item = who.state.items.get(guid or "")
    if item is None:
        raise GraphQLError("could_not_find")
    if not who.writes(item):
        raise GraphQLError("could_not_save")
    return item


@changes("addEntity")
def add_entity(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """Private unless an access is sent."""
    subtype = given["subtype"]
    if subtype not in KINDS or subtype in ADDED_ELSEWHERE:
        raise GraphQLError("invalid_subtype")
    if subtype == "comment":
        return {"entity": _add_comment(who, user, given)}
    group, parent = container_for(who, subtype, given.get("containerGuid"))
    require_member(who, group)
    if subtype == "news" and not who.is_editor:
        raise GraphQLError("could_not_add")
    if subtype == "folder" and parent is not None and not who.writes(parent):
        raise GraphQLError("could_not_save")
    item = new_item(user, subtype, group, parent)
    apply(who, item, given)
    _store(who, None, item)
    return {"entity": item}


def _add_comment(who: Caller, user: User, given: dict[str, Any]) -> Item:
    if not given.get("containerGuid"):
        raise GraphQLError("NO_CONTAINER_GUID")
    above = who.state.items.get(given["containerGuid"])
    if above is None or not who.sees(above):
        raise GraphQLError("could_not_find")
    if not may_comment(who, above):
        raise GraphQLError("could_not_add")
    comment = new_item(user, "comment", None, above)
    comment.group, comment.notified = above.group, True
    apply(who, comment, {"richDescription": given.get("richDescription", "")})
    _store(who, None, comment)
    tell_followers(who.state, comment)
    return comment


@changes("editEntity", acting_nulls=["containerGuid"])
def edit_entity(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Moves `timeUpdated` even when nothing changes."""
    if given["guid"] in who.state.groups or given["guid"] in who.state.users:
        raise GraphQLError("Not an entity GUID")
    item = found_item(who, given["guid"])
    if item.subtype in ("folder", "file"):
        raise GraphQLError("invalid_subtype")
    trial = copy_of(item)
    if "containerGuid" in given and (item.subtype == "wiki" or given["containerGuid"] is not None):
        move(who, trial, given["containerGuid"])
    if who.is_admin:
        _reassign(who, trial, given)
    apply(who, trial, given)
    trial.time_updated = now()
    _store(who, item, trial)
    return {"entity": trial}


def _reassign(who: Caller, item: Item, given: dict[str, Any]) -> None:
    # For others than site admins these fields are dropped without a word; news knows no group here.
    if "groupGuid" in given and item.subtype != "news":
        group = found_group(who, given["groupGuid"], "could_not_find_group") if given["groupGuid"] else None
        item.group = group.guid if group else None
        item.access_id = stored_access(item.access_id, group)
    if "ownerGuid" in given:
        item.owner = found_user(who, given["ownerGuid"]).guid
    if "timeCreated" in given:
        item.time_created = in_utc(given["timeCreated"])


def _store(who: Caller, before: Item | None, item: Item) -> None:
    who.state.items[item.guid] = item
    follow_parent(who.state, item)
    keep_version(who, before, item)
    if item.status == "published":
        tell_mentioned(who.state, item)


@changes("editTask")
def edit_task(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """The state is stored as it comes: nothing checks the value."""
    item = found_item(who, given.get("guid"))
    if item.subtype != "task":
        raise GraphQLError("could_not_find")
    item.state = given.get("state", item.state)
    item.time_updated = now()
    return {"entity": item}


@changes("toggleEntityArchived")
def toggle_archived(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Flips; not idempotent. Taking content out of the archive tells nobody."""
    item = found_item(who, given["guid"])
    if item.subtype == "comment":
        raise GraphQLError("could_not_find")
    item.archived = not item.archived
    item.schedule_archive = now() if item.archived else None
    item.time_updated = now()
    follow_parent(who.state, item)
    return {"success": True}


@changes("toggleEntityIsPinned")
def toggle_pinned(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Flips; for writers of the group, not for the author."""
    item = who.state.items.get(given["guid"])
    if item is None:
        raise GraphQLError("could_not_find")
    group = who.state.groups.get(item.group or "")
    if not (who.is_admin or (group is not None and who.writes_group(group))):
        raise GraphQLError("could_not_save")
    item.is_pinned = not item.is_pinned
    return {"success": True}


@changes("deleteEntity")
def delete_entity(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Takes everything below along. There is no way back."""
    guid = given["guid"]
    if (group := who.state.groups.get(guid)) is not None:
        if not who.writes_group(group):
            raise GraphQLError("could_not_delete")
        doomed = list(who.state.items_of(guid))
        del who.state.groups[guid]
    else:
        found = who.state.items.get(guid)
        if found is None:
            raise GraphQLError("could_not_find")
        if not who.writes(found):
            raise GraphQLError("could_not_delete")
        doomed = [found]
    for item in doomed:
        for gone in [item, *who.state.all_below(item.guid)]:
            if gone.guid in who.state.items:
                who.state.remove_item(gone.guid)
    return {"success": True}
