"""Reading: the queries of the sandbox, with Pleio's own defaults and blind spots."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ariadne import InterfaceType, ObjectType, QueryType
from graphql import GraphQLError

from rso_pleio.sandbox.access import Caller
from rso_pleio.sandbox.state import Group, Item, User

query = QueryType()
entity_type = InterfaceType("Entity")
group_type = ObjectType("Group")
user_type = ObjectType("User")
wiki_type = ObjectType("Wiki")
event_type = ObjectType("Event")
TYPES = [query, entity_type, group_type, user_type, wiki_type, event_type]
_ROLE_ORDER = {"owner": 0, "admin": 1, "member": 2}


def caller(info: Any) -> Caller:
    """Who asks."""
    found: Caller = info.context["caller"]
    return found


def page(found: Sequence[Any], offset: int | None, limit: int | None, default: int) -> dict[str, Any]:
    """A page of a list, with Pleio's default limit when none is given."""
    start = offset or 0
    return {"total": len(found), "edges": found[start : start + (default if limit is None else limit)]}


def matches(own: list[dict[str, Any]], wanted: list[dict[str, Any]] | None, strategy: str | None) -> bool:
    """Whether tag categories match; the case of values makes no difference."""
    if not wanted:
        return True
    have = {(c["name"].lower(), (v or "").lower()) for c in own for v in c.get("values") or []}
    asked = {(c["name"].lower(), (v or "").lower()) for c in wanted for v in c.get("values") or []}
    return asked <= have if strategy == "all" else bool(asked & have)


@query.field("viewer")
def viewer(_: Any, info: Any) -> dict[str, Any]:
    """Who is asking."""
    who = caller(info)
    return {
        "guid": f"viewer:{who.user.guid if who.user else 0}",
        "logged_in": who.user is not None,
        "is_sub_editor": who.is_admin,
        "is_admin": who.is_admin,
        "is_banned": False,
        "user": who.user,
    }


@query.field("entity")
def entity(_: Any, info: Any, guid: str | None = None, **__: Any) -> Any:
    """Anything by its guid; null, not an error, when absent or not visible."""
    who = caller(info)
    state = who.state
    item = state.items.get(guid or "")
    if item is not None:
        return item if who.sees(item) else None
    return state.groups.get(guid or "") or state.users.get(guid or "")


@query.field("groups")
def groups(_: Any, info: Any, **asked: Any) -> dict[str, Any]:
    """Groups by name and tag category, 20 at a time unless asked otherwise."""
    who = caller(info)
    found = [
        group
        for group in who.state.groups.values()
        if (asked.get("q") or "").lower() in group.name.lower()
        and matches(group.tag_categories, asked.get("tagCategories"), asked.get("matchStrategy"))
        and (asked.get("filter") != "mine" or who.is_member(group))
    ]
    return page(sorted(found, key=lambda g: g.name), asked.get("offset"), asked.get("limit"), 20)


@query.field("entities")
def entities(_: Any, info: Any, **asked: Any) -> dict[str, Any]:
    """Content by group, kind, status and tag category; `subtype: "wiki"` lists root pages only."""
    who = caller(info)
    statuses = asked.get("statusPublished") or ["published"]
    subtypes = asked.get("subtypes") or ([asked["subtype"]] if asked.get("subtype") else None)
    roots_only = asked.get("subtype") == "wiki" and not asked.get("subtypes")
    found = [
        item
        for item in who.state.items.values()
        if who.sees(item)
        and item.status in statuses
        and (subtypes is None or item.subtype in subtypes)
        and (asked.get("containerGuid") in (None, item.group))
        and not (roots_only and item.parent)
        and matches(item.tag_categories, asked.get("tagCategories"), asked.get("matchStrategy"))
    ]
    found.sort(key=_order(asked.get("orderBy") or "timePublished"), reverse=asked.get("orderDirection") != "asc")
    return page(found, asked.get("offset"), asked.get("limit"), 20)


def _order(by: str) -> Any:
    names = {"timeCreated": "time_created", "timeUpdated": "time_updated", "title": "title", "startDate": "start_date"}
    name = names.get(by, "time_published")
    return lambda item: getattr(item, name) or ""


@query.field("siteUsers")
def site_users(_: Any, info: Any, **asked: Any) -> dict[str, Any]:
    """All users, for site admins."""
    who = caller(info)
    if who.user is None:
        raise GraphQLError("not_logged_in")
    if not who.is_admin:
        raise GraphQLError("user_not_site_admin")
    wanted = (asked.get("q") or "").lower()
    found = [u for u in who.state.users.values() if wanted in u.name.lower() or wanted in u.email.lower()]
    return page(sorted(found, key=lambda u: u.name), asked.get("offset"), asked.get("limit"), 20)


@entity_type.type_resolver
def kind_of(found: Any, *_: Any) -> str:
    """Which type an entity is."""
    if isinstance(found, Group):
        return "Group"
    if isinstance(found, User):
        return "User"
    return {"wiki": "Wiki", "event": "Event"}[found.subtype]


@user_type.field("email")
def email(user: User, info: Any) -> str | None:
    """Only for the person and for site admins."""
    who = caller(info)
    return user.email if who.is_admin or who.user is user else None


@group_type.field("members")
def members(group: Group, info: Any, offset: int | None = None, limit: int | None = None, **_: Any) -> dict[str, Any]:
    """Members by role and name, 5 at a time unless asked otherwise."""
    who = caller(info)
    if who.user is None:
        return {"total": 0, "edges": []}

    def in_order(member: tuple[str, str]) -> tuple[int, str]:
        return _ROLE_ORDER.get(member[1], 9), who.state.users[member[0]].name

    rows = [
        {
            "role": role,
            "user": who.state.users[guid],
            "email": who.state.users[guid].email if who.writes_group(group) or guid == who.user.guid else None,
        }
        for guid, role in sorted(group.members.items(), key=in_order)
        if role in _ROLE_ORDER
    ]
    return page(rows, offset, limit, 5)


@group_type.field("memberCount")
def member_count(group: Group, *_: Any) -> int:
    """Full members."""
    return sum(role in _ROLE_ORDER for role in group.members.values())


@group_type.field("url")
def group_url(group: Group, *_: Any) -> str:
    """Address of the group, relative to the site."""
    return f"/groups/view/{group.guid}/{slug(group.name)}"


@group_type.field("canEdit")
def can_edit_group(group: Group, info: Any) -> bool:
    """Whether the caller is a writer."""
    return caller(info).writes_group(group)


@group_type.field("membership")
def membership(group: Group, info: Any) -> str:
    """The caller's own."""
    who = caller(info)
    return "joined" if who.is_member(group) else ("requested" if who.role_in(group) == "pending" else "not_joined")


@group_type.field("memberRole")
def member_role(group: Group, info: Any) -> str | None:
    """The caller's own."""
    return caller(info).role_in(group)


def _item_fields(kind: ObjectType) -> None:
    kind.set_field("canEdit", lambda item, info: caller(info).writes(item))
    kind.set_field("statusPublished", lambda item, info: item.status)
    kind.set_field("group", lambda item, info: caller(info).state.groups.get(item.group or ""))
    kind.set_field("inGroup", lambda item, info: item.group is not None)
    kind.set_field("url", lambda item, info: f"/{item.subtype}/view/{item.guid}/{slug(item.title)}")


_item_fields(wiki_type)
_item_fields(event_type)


@wiki_type.field("parent")
def parent(item: Item, info: Any) -> Item | None:
    """The page above."""
    return caller(info).state.items.get(item.parent or "")


@wiki_type.field("children")
def children(item: Item, info: Any) -> list[Item]:
    """The pages below."""
    who = caller(info)
    return [child for child in who.state.items.values() if child.parent == item.guid and who.sees(child)]


@wiki_type.field("hasChildren")
def has_children(item: Item, info: Any) -> bool:
    """Whether there are pages below."""
    return bool(children(item, info))


def slug(title: str) -> str:
    """The readable end of an address."""
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split()) or "-"


def moment(text: str) -> datetime:
    """A moment with offset; one without is refused here, though Pleio guesses."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
