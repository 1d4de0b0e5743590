"""Mutations of groups and their subgroups."""

from typing import Any
from uuid import uuid4

from graphql import GraphQLError

from rso_pleio_sandbox.access import Caller, stored_access
from rso_pleio_sandbox.changes import changes, check_length, check_tags, fill, found_group, writable_group
from rso_pleio_sandbox.editor_schema import require_openable
from rso_pleio_sandbox.membership import join, join_everyone
from rso_pleio_sandbox.notifications import tell
from rso_pleio_sandbox.records import Group, Subgroup, User

LONGEST_GROUP_NAME = 200
LONGEST_SUBGROUP_NAME = 512
_FIELDS = (
    "name",
    "introduction",
    "richDescription",
    "welcomeMessage",
    "requiredProfileFieldsMessage",
    "isClosed",
    "isMembershipOnRequest",
    "isIntroductionPublic",
    "isSubmitUpdatesEnabled",
    "autoNotification",
    "plugins",
    "tags",
    "tagCategories",
    "defaultTags",
    "defaultTagCategories",
    "widgets",
)
_ADMIN_FIELDS = ("isFeatured", "isLeavingGroupDisabled", "isAutoMembershipEnabled")
_CLEARED_BY_NULL: dict[str, Any] = {
    "icon": None,
    "defaultTags": [],
    "defaultTagCategories": [],
    "isAutoMembershipEnabled": False,
    "widgets": [],
}
"""For these fields of `editGroup` a null acts, and leaves this."""


@changes("addGroup")
def add_group(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """Site admins only, as sites are set up by default; the caller becomes the owner. Names need not be unique."""
    if who.state.settings.limited_group_add and not who.is_admin:
        raise GraphQLError("not_authorized")
    _check(given)
    group = Group(guid=str(uuid4()), owner=user.guid, widgets=[{"type": "groupMembers", "settings": []}])
    _set(who, group, given, (*_FIELDS, "isHidden"))
    join(who.state, group, user.guid, "owner", welcome=False)
    who.state.groups[group.guid] = group
    if group.is_auto_membership_enabled:
        join_everyone(who.state, group)
    return {"group": group}


@changes("editGroup", acting_nulls=_CLEARED_BY_NULL)
def edit_group(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Only the fields that are sent change; what is for site admins is dropped without a word."""
    group = writable_group(who, given.get("guid"))
    _check(given)
    was_closed, was_automatic = group.is_closed, group.is_auto_membership_enabled
    cleared = {name: empty for name, empty in _CLEARED_BY_NULL.items() if name in given and given[name] is None}
    _set(who, group, {**given, **cleared}, (*_FIELDS, "isHidden") if who.is_admin else _FIELDS)
    if group.is_closed and not was_closed:
        for item in who.state.items_of(group.guid):
            item.access_id = stored_access(item.access_id, group)
            item.write_access_id = stored_access(item.write_access_id, group)
    if group.is_auto_membership_enabled and not was_automatic:
        join_everyone(who.state, group)
    return {"group": group}


def _set(who: Caller, group: Group, given: dict[str, Any], fields: tuple[str, ...]) -> None:
    fill(group, given, (*fields, *_ADMIN_FIELDS) if who.is_admin else fields)
    if "icon" in given:
        # Only the name of an icon is kept here.
        group.icon = getattr(given["icon"], "filename", None)


def _check(given: dict[str, Any]) -> None:
    check_length(given.get("name", ""), LONGEST_GROUP_NAME)
    check_tags(given)
    require_openable(given.get("richDescription") or "")


@changes("addSubgroup")
def add_subgroup(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Answers success only: the number of the new subgroup has to be looked up."""
    group = writable_group(who, given.get("groupGuid"))
    members = given.get("members") or []
    if not given.get("name"):
        raise GraphQLError("invalid_value")
    if any(guid not in group.members for guid in members):
        raise GraphQLError("could_not_save")
    check_length(given["name"], LONGEST_SUBGROUP_NAME)
    group.subgroups.append(Subgroup(id=who.state.new_number(), name=given["name"], members=_once(members)))
    return {"success": True}


@changes("editSubgroup")
def edit_subgroup(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Leaving out the members empties the subgroup; who is no member of the group is passed over."""
    group, subgroup = _subgroup(who, given.get("id"))
    if "name" in given:
        if not given["name"]:
            raise GraphQLError("invalid_value")
        check_length(given["name"], LONGEST_SUBGROUP_NAME)
        subgroup.name = given["name"]
    subgroup.members = _once([guid for guid in given.get("members") or [] if guid in group.members])
    return {"success": True}


@changes("deleteSubgroup")
def delete_subgroup(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Content for the subgroup stays, for its owner only."""
    group, subgroup = _subgroup(who, given.get("id"))
    group.subgroups.remove(subgroup)
    return {"success": True}


def _subgroup(who: Caller, number: int | None) -> tuple[Group, Subgroup]:
    for group in who.state.groups.values():
        for subgroup in group.subgroups:
            if subgroup.id == number:
                return writable_group(who, group.guid), subgroup
    raise GraphQLError("could_not_find")


def _once(guids: list[str]) -> list[str]:
    return list(dict.fromkeys(guids))


@changes("editGroupNotifications")
def edit_group_notifications(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """What one member wants to hear: oneself, or someone else by a writer of the group."""
    group = found_group(who, given["guid"])
    person = given.get("userGuid") or user.guid
    if person != user.guid and not who.writes_group(group):
        raise GraphQLError("could_not_save")
    if person not in group.members:
        raise GraphQLError("user_not_member_of_group")
    settings = group.settings_of(person)
    settings.enabled = given.get("isNotificationsEnabled", settings.enabled)
    settings.push = given.get("isNotificationPushEnabled", settings.push)
    settings.direct_mail = given.get("isNotificationDirectMailEnabled", settings.direct_mail)
    return {"group": group}


@changes("sendMessageToGroup")
def send_message(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """Counted per receiver; a test goes to the sender only."""
    group = writable_group(who, given.get("guid"))
    people = [guid for guid in given.get("recipients") or [] if guid in group.members]
    if given.get("sendToAllMembers"):
        people = [guid for guid, role in group.members.items() if role != "pending"]
    for subgroup in group.subgroups:
        if subgroup.id == given.get("subGroup"):
            people += subgroup.members
    if given.get("sendCopyToSender"):
        people.append(user.guid)
    tell(who.state, "message", [user.guid] if given.get("isTest") else _once(people), group.guid)
    return {"group": group}
