"""What can be read of a group."""

from collections.abc import Callable
from typing import Any

from ariadne import ObjectType

from rso_pleio_sandbox.access import (
    FIRST_SUBGROUP_ACCESS,
    GROUP_ACCESS,
    LOGGED_IN_ACCESS,
    OWNER_ACCESS,
    PUBLIC_ACCESS,
    Caller,
    stored_access,
)
from rso_pleio_sandbox.kinds import slug
from rso_pleio_sandbox.lists import page
from rso_pleio_sandbox.records import FULL_ROLES, Group, Invitation, Subgroup
from rso_pleio_sandbox.rich_text import to_text

group_type = ObjectType("Group")
invite_type = ObjectType("Invite")
subgroup_type = ObjectType("Subgroup")
GROUP_TYPES = [group_type, invite_type, subgroup_type]
EXCERPT_WORDS = 26


def caller(info: Any) -> Caller:
    """Who asks."""
    found: Caller = info.context["caller"]
    return found


def excerpt(text: str) -> str:
    """The first words of a stored text."""
    words = to_text(text).split()
    return " ".join(words[:EXCERPT_WORDS]) + ("…" if len(words) > EXCERPT_WORDS else "")


def member_rows(who: Caller, group: Group, *, inactive: bool = False) -> list[dict[str, Any]]:
    """Full members: the owner, admins, then the others by name. E-mail addresses are for writers and oneself."""
    if who.user is None:
        return []
    writer, users = who.writes_group(group), who.state.users
    known = ((users[guid], role) for guid, role in group.members.items() if guid in users and role in FULL_ROLES)
    shown = [(user, role) for user, role in known if inactive or not (user.is_banned or user.is_superadmin)]
    return [
        {
            "role": role,
            "user": user,
            "email": user.email if writer or user.guid == who.guid else None,
            "member_since": group.member_since.get(user.guid),
        }
        for user, role in sorted(shown, key=lambda row: (FULL_ROLES.index(row[1]), row[0].name))
    ]


@group_type.field("members")
def members(group: Group, info: Any, **asked: Any) -> dict[str, Any]:
    """Members without those who wait, have no access to the site or are superadmin; 5 unless asked otherwise."""
    who = caller(info)
    wanted = (asked.get("q") or "").lower()
    rows = [row for row in member_rows(who, group) if wanted in row["user"].name.lower()]
    for number, inside in ((asked.get("inSubgroupId"), True), (asked.get("notInSubgroupId"), False)):
        if number is not None:
            people = {guid for subgroup in group.subgroups if subgroup.id == number for guid in subgroup.members}
            rows = [row for row in rows if (row["user"].guid in people) == inside]
    return page(rows, asked, default=5)


@group_type.field("memberCount")
def member_count(group: Group, *_: Any) -> int:
    """Full members."""
    return sum(role in FULL_ROLES for role in group.members.values())


@group_type.field("membership")
def membership(group: Group, info: Any) -> str:
    """The caller's own; the real site never answers `invited` either."""
    who = caller(info)
    return "joined" if who.is_member(group) else ("requested" if who.role_in(group) == "pending" else "not_joined")


@group_type.field("introduction")
def introduction(group: Group, info: Any) -> str:
    """For members, unless it is public."""
    who = caller(info)
    return group.introduction if group.is_introduction_public or who.is_admin or who.is_member(group) else ""


@group_type.field("invited")
def invited(group: Group, info: Any, **asked: Any) -> dict[str, Any]:
    """Open invitations, for writers; 10 unless asked otherwise. `q` does nothing."""
    return page(group.invitations if caller(info).writes_group(group) else [], asked, default=10)


@group_type.field("membershipRequests")
def membership_requests(group: Group, info: Any) -> dict[str, Any]:
    """People who wait for a place, for writers."""
    who = caller(info)
    waiting = [who.state.users[guid] for guid, role in group.members.items() if role == "pending"]
    found = waiting if who.writes_group(group) else []
    return {"total": len(found), "edges": found}


@group_type.field("subgroups")
def subgroups(group: Group, *_: Any) -> dict[str, Any]:
    """All subgroups, by name."""
    found = sorted(group.subgroups, key=lambda subgroup: subgroup.name)
    return {"total": len(found), "edges": found}


@group_type.field("accessIds")
def access_ids(group: Group, *_: Any) -> list[dict[str, Any]]:
    """The accesses that make sense in the group."""
    inside = [(OWNER_ACCESS, "Alleen eigenaar"), (GROUP_ACCESS, f"Groep: {group.name}")]
    inside += [(FIRST_SUBGROUP_ACCESS + s.id, f"Subgroep: {s.name}") for s in group.subgroups]
    outside = [(LOGGED_IN_ACCESS, "Ingelogde gebruikers"), (PUBLIC_ACCESS, "Iedereen (publiek zichtbaar)")]
    return [{"id": number, "description": text} for number, text in inside + ([] if group.is_closed else outside)]


@subgroup_type.field("members")
def people_in(subgroup: Subgroup, info: Any) -> list[Any]:
    """Accounts in a subgroup, also of people who left the group."""
    users = caller(info).state.users
    return [users[guid] for guid in subgroup.members if guid in users]


@invite_type.field("user")
def invited_user(invitation: Invitation, info: Any) -> Any:
    """The account that was invited, if there was one."""
    return caller(info).state.users.get(invitation.user or "")


def _own_setting(name: str) -> Callable[[Group, Any], bool]:
    def setting(group: Group, info: Any) -> bool:
        found = group.member_settings.get(caller(info).guid or "")
        return found is not None and bool(getattr(found, name))

    return setting


group_type.set_field("status", lambda *_: 200)
group_type.set_field("isNotificationsEnabled", _own_setting("enabled"))
group_type.set_field("isNotificationPushEnabled", _own_setting("push"))
group_type.set_field("isNotificationDirectMailEnabled", _own_setting("direct_mail"))
group_type.set_field("memberRole", lambda group, info: caller(info).role_in(group))
group_type.set_field("url", lambda group, _: f"/groups/view/{group.guid}/{slug(group.name)}")
group_type.set_field("canEdit", lambda group, info: caller(info).writes_group(group))
group_type.set_field(
    "canChangeOwnership", lambda group, info: caller(info).is_admin or caller(info).role_in(group) == "owner"
)
group_type.set_field("description", lambda group, _: to_text(group.rich_description))
group_type.set_field("excerpt", lambda group, _: excerpt(group.rich_description))
group_type.set_field(
    "defaultAccessId", lambda group, info: stored_access(caller(info).state.settings.default_access_id, group)
)
invite_type.set_field("invited", lambda *_: True)
