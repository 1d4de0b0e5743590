"""What the site shows now, read through lists."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from rso_pleio.client import PleioClient, Viewer

CATEGORY = "rso"
"""Name of the tag category that carries our keys."""
KINDS = ("event", "wiki")


@attrs.frozen(kw_only=True)
class SeenItem:
    """An event or page on the site; `key` is ours, None for what people made."""

    guid: str
    key: str | None
    kind: str
    title: str
    text: str
    parent: str | None
    starts: datetime | None
    ends: datetime | None
    location: str
    time_updated: str


@attrs.frozen(kw_only=True)
class SeenGroup:
    """A group that carries one of our keys; members by user guid with their role."""

    guid: str
    key: str
    name: str
    introduction: str
    text: str
    can_edit: bool
    members: Mapping[str, str]
    items: tuple[SeenItem, ...]


@attrs.frozen(kw_only=True)
class SeenSite:
    """The site as one account sees it; `users` are the accounts by address, empty when we may not list them."""

    viewer: Viewer
    groups: Mapping[str, SeenGroup]
    users: Mapping[str, str]


def observe(client: PleioClient, group_keys: Iterable[str]) -> SeenSite:
    """Read the groups with these keys, their members and content."""
    viewer = client.viewer()
    users = (
        {user["email"].lower(): user["guid"] for user in client.site_users() if user.get("email")}
        if viewer.is_admin
        else {}
    )
    keys = list(group_keys)
    groups: dict[str, SeenGroup] = {}
    for found in client.groups(CATEGORY, keys) if keys else ():
        key = _key(found)
        # The site ignores case where it filters; we do not.
        if key in keys and key not in groups:
            groups[key] = _group(client, found, key)
            if not viewer.is_admin:
                members = client.members(found["guid"])
                users |= {m["email"].lower(): m["user"]["guid"] for m in members if m.get("email")}
    return SeenSite(viewer=viewer, groups=groups, users=users)


def _group(client: PleioClient, found: Mapping[str, Any], key: str) -> SeenGroup:
    members = {m["user"]["guid"]: str(m["role"]) for m in client.members(found["guid"]) if m.get("user")}
    items = tuple(_item(edge) for edge in client.entities(found["guid"], KINDS))
    return SeenGroup(
        guid=found["guid"],
        key=key,
        name=found.get("name") or "",
        introduction=found.get("introduction") or "",
        text=found.get("richDescription") or "",
        can_edit=bool(found.get("canEdit")),
        members=members,
        items=items,
    )


def _item(edge: Mapping[str, Any]) -> SeenItem:
    return SeenItem(
        guid=edge["guid"],
        key=_key(edge),
        kind="event" if "startDate" in edge else "wiki",
        title=edge.get("title") or "",
        text=edge.get("richDescription") or "",
        parent=(edge.get("parent") or {}).get("guid"),
        starts=_moment(edge.get("startDate")),
        ends=_moment(edge.get("endDate")),
        location=edge.get("location") or "",
        time_updated=edge.get("timeUpdated") or "",
    )


def _key(found: Mapping[str, Any]) -> str | None:
    for category in found.get("tagCategories") or []:
        if str(category["name"]).lower() == CATEGORY and category.get("values"):
            return str(category["values"][0])
    return None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
