"""Reading: the queries of the sandbox."""

from typing import Any

from ariadne import InterfaceType, ObjectType, QueryType
from graphql import GraphQLError

from rso_pleio_sandbox import lists
from rso_pleio_sandbox.access import LOGGED_IN_ACCESS, OWNER_ACCESS, PUBLIC_ACCESS, Caller
from rso_pleio_sandbox.group_fields import caller, member_rows
from rso_pleio_sandbox.kinds import KINDS
from rso_pleio_sandbox.records import Group, User

query = QueryType()
entity_type = InterfaceType("Entity")
file_folder_type = InterfaceType("FileFolder")
user_type = ObjectType("User")
QUERY_TYPES = [query, entity_type, file_folder_type, user_type]
SITE_GUID = "1"
_NO_INDEX = (
    "ConnectionError(<urllib3.connection.HTTPConnection object at 0x7f2b5c1d9e50>: Failed to establish a new "
    "connection: [Errno 111] Connection refused) caused by: NewConnectionError(<urllib3.connection.HTTPConnection "
    "object at 0x7f2b5c1d9e50>: Failed to establish a new connection: [Errno 111] Connection refused)"
)


@query.field("viewer")
def viewer(_: Any, info: Any) -> dict[str, Any]:
    """Who is asking."""
    who = caller(info)
    return {
        "guid": f"viewer:{who.guid or 0}",
        "logged_in": who.user is not None,
        "is_sub_editor": who.is_editor,
        "is_admin": who.is_admin,
        "is_banned": who.user is not None and who.user.is_banned,
        "has_2_fa_enabled": False,
        "tags": [],
        "tag_categories": [],
        "can_write_to_container": lambda _, **asked: _can_write(who, **asked),
        "user": who.user,
    }


def _can_write(who: Caller, containerGuid: str | None = None, subtype: str | None = None, **_: Any) -> bool:  # noqa: N803
    if who.user is None or (subtype == "news" and not who.is_editor):
        return False
    if containerGuid is None:
        return True
    group, item = who.state.groups.get(containerGuid), who.state.items.get(containerGuid)
    if group is not None:
        return who.is_admin or who.is_member(group)
    return who.writes(item) if item is not None else containerGuid == who.guid


@query.field("entity")
def entity(_: Any, info: Any, guid: str | None = None, username: str | None = None, **__: Any) -> Any:
    """Anything by its guid, also drafts and what is archived; null, not an error, when absent or not visible."""
    who = caller(info)
    state, wanted = who.state, guid or username or ""
    if (item := state.items.get(wanted)) is not None:
        return item if who.sees(item) else None
    if (group := state.groups.get(wanted)) is not None:
        return group if who.sees_group(group) else None
    return state.users.get(wanted) if who.user is not None else None


@query.field("groups")
def groups(_: Any, info: Any, **asked: Any) -> dict[str, Any]:
    """Groups by name and tags, featured ones first; hidden ones for who belongs there."""
    who = caller(info)
    wanted = (asked.get("q") or "").lower()
    found = [
        group
        for group in who.state.groups.values()
        if wanted in group.name.lower()
        and (asked.get("filter") != "mine" or who.is_member(group))
        and lists.matches(group, asked)
        and who.sees_group(group)
    ]
    return lists.page(sorted(found, key=lambda g: (not g.is_featured, g.name.lower())), asked)


@query.field("members")
def members(_: Any, info: Any, groupGuid: str, **asked: Any) -> dict[str, Any]:  # noqa: N803
    """Members of a group for its members and site admins; those without access to the site as well."""
    who = caller(info)
    group = who.state.groups.get(groupGuid)
    if who.user is None:
        raise GraphQLError("not_logged_in")
    if group is None:
        raise GraphQLError("could_not_find_group")
    if not (who.is_admin or who.is_member(group)):
        raise GraphQLError("user_not_member_of_group")
    wanted = (asked.get("q") or "").lower()
    rows = [
        row
        for row in member_rows(who, group, inactive=True)
        if wanted in row["user"].name.lower() or wanted in row["user"].email.lower()
    ]
    return lists.page(rows, asked)


@query.field("entities")
def entities(_: Any, info: Any, **asked: Any) -> dict[str, Any]:
    """A page of content."""
    return lists.page(lists.entities(caller(info), asked), asked)


@query.field("events")
def events(_: Any, info: Any, **asked: Any) -> dict[str, Any]:
    """A page of events."""
    return lists.page(lists.events(caller(info), asked), asked)


@query.field("files")
def files(_: Any, info: Any, **asked: Any) -> dict[str, Any]:
    """A page of files and folders."""
    return lists.page(lists.files(caller(info), asked), asked)


@query.field("siteUsers")
def site_users(_: Any, info: Any, **asked: Any) -> dict[str, Any]:
    """All users for site admins; banned ones only when these are asked for."""
    who = caller(info)
    if who.user is None:
        raise GraphQLError("not_logged_in")
    if not who.is_admin:
        raise GraphQLError("user_not_site_admin")
    wanted, role = (asked.get("q") or "").lower(), (asked.get("role") or "").lower()
    found = [
        user
        for user in who.state.users.values()
        if (wanted in user.name.lower() or wanted in user.email.lower())
        and user.is_banned == bool(asked.get("isBanned"))
        and (not role or role in _roles(user))
    ]
    found.sort(key=lambda user: user.name, reverse=asked.get("orderDirection") == "desc")
    return lists.page(found, asked)


@query.field("users")
def users(_: Any, info: Any, **__: Any) -> None:
    """Needs the search index, which this site does not have."""
    raise GraphQLError("not_logged_in" if caller(info).user is None else _NO_INDEX)


@query.field("revisions")
def revisions(_: Any, info: Any, containerGuid: str, **asked: Any) -> dict[str, Any]:  # noqa: N803
    """Versions of a page or blog, the last first."""
    who = caller(info)
    item = who.state.items.get(containerGuid)
    if item is None or not who.sees(item):
        raise GraphQLError("could_not_find")
    return lists.page([r for r in reversed(who.state.revisions) if r.container == containerGuid], asked)


@query.field("site")
def site(_: Any, info: Any) -> dict[str, Any]:
    """How the site is set up."""
    settings = caller(info).state.settings
    return {
        "guid": SITE_GUID,
        "name": settings.name,
        "language": settings.language,
        "default_access_id": settings.default_access_id,
        "access_ids": [
            {"id": OWNER_ACCESS, "description": "Alleen eigenaar"},
            {"id": LOGGED_IN_ACCESS, "description": "Ingelogde gebruikers"},
            {"id": PUBLIC_ACCESS, "description": "Iedereen (publiek zichtbaar)"},
        ],
        "custom_tags_allowed": settings.custom_tags_allowed,
        "show_tags_in_detail": settings.show_tags_in_detail,
        "tag_categories": settings.tag_categories,
        "max_characters_in_abstract": settings.max_characters_in_abstract,
    }


@entity_type.type_resolver
@file_folder_type.type_resolver
def kind_of(found: Any, *_: Any) -> str:
    """Which type an entity is."""
    if isinstance(found, Group):
        return "Group"
    return "User" if isinstance(found, User) else KINDS[found.subtype].typename


@user_type.field("email")
def email(user: User, info: Any) -> str | None:
    """Only for the person and for site admins."""
    who = caller(info)
    return user.email if who.is_admin or who.guid == user.guid else None


def _roles(user: User) -> list[str]:
    return [name for name, has in (("admin", user.is_admin), ("editor", user.is_editor)) if has]


user_type.set_field("status", lambda *_: 200)
user_type.set_field("username", lambda user, _: user.guid)
user_type.set_field("icon", lambda *_: None)
user_type.set_field("language", lambda _, info: caller(info).state.settings.language)
user_type.set_field("roles", lambda user, _: [role.upper() for role in _roles(user)])
user_type.set_field("url", lambda user, _: f"/user/{user.guid}/profile")
user_type.set_field("memberSince", lambda user, _: user.time_created or None)
user_type.set_field("canEdit", lambda user, info: caller(info).is_admin or caller(info).guid == user.guid)
