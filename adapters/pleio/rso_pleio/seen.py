"""What a Pleio site shows, as values."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from rso_pleio.client import FoundUser, Viewer

CATEGORY = "rso"
"""Name of the tag category that carries our keys."""

Categories = tuple[tuple[str, tuple[str, ...]], ...]


@attrs.frozen(kw_only=True)
class SeenContent:
    """What an item says; `group` and `parent` are guids, `access` who may read it (4: the group)."""

    title: str
    text: str
    access: int
    url: str
    group: str | None
    parent: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    location: str = ""
    state: str = ""
    size: int | None = None


@attrs.frozen(kw_only=True)
class SeenItem:
    """Content of a group; `key` is ours, None for what people made. `content` is None while it was not read."""

    guid: str
    key: str | None
    kind: str
    status: str
    time_updated: str
    categories: Categories = ()
    content: SeenContent | None = None


@attrs.frozen(kw_only=True)
class SeenMember:
    """A member; `email` is in lower case, None where this account may not see it."""

    guid: str
    role: str
    email: str | None


@attrs.frozen(kw_only=True)
class SeenSubgroup:
    """A part of the members, by their guids."""

    id: int
    name: str
    members: frozenset[str]


@attrs.frozen(kw_only=True)
class SeenGroup:
    """A group that carries one of our keys.

    Attributes:
        can_edit: whether this account writes it.
        invited: guids and addresses (lower case) of who is invited and did not answer.
        welcomes: whether who comes in gets a welcome by mail.
        shifted: whether its content was read in several pages, so that an item may have slipped between them.
    """

    guid: str
    key: str
    name: str
    introduction: str
    text: str
    url: str
    can_edit: bool
    closed: bool
    auto_notification: bool
    plugins: tuple[str, ...]
    member_count: int
    welcomes: bool
    categories: Categories
    members: tuple[SeenMember, ...] = ()
    subgroups: tuple[SeenSubgroup, ...] = ()
    invited: frozenset[str] = frozenset()
    items: tuple[SeenItem, ...] = ()
    shifted: bool = False

    @property
    def roles(self) -> dict[str, str]:
        """Role by guid of each member."""
        return {member.guid: member.role for member in self.members}


@attrs.frozen(kw_only=True)
class SeenSite:
    """The site as one account sees it.

    Attributes:
        groups: by our key.
        users: accounts by address (lower case), as far as they were looked up.
        strays: items of ours that stand outside their group, by guid; None for one that is not there or not visible.
    """

    viewer: Viewer
    groups: Mapping[str, SeenGroup]
    users: Mapping[str, FoundUser] = attrs.field(factory=dict)
    strays: Mapping[str, SeenItem | None] = attrs.field(factory=dict)


def seen_group(found: Mapping[str, Any], key: str) -> SeenGroup:
    """A group out of an answer of the site."""
    return SeenGroup(
        guid=found["guid"],
        key=key,
        name=found.get("name") or "",
        introduction=found.get("introduction") or "",
        text=found.get("richDescription") or "",
        url=found.get("url") or "",
        can_edit=bool(found.get("canEdit")),
        closed=bool(found.get("isClosed")),
        auto_notification=bool(found.get("autoNotification")),
        plugins=tuple(found.get("plugins") or ()),
        member_count=int(found.get("memberCount") or 0),
        welcomes=bool((found.get("welcomeMessage") or "").strip()),
        categories=categories(found),
        members=tuple(
            SeenMember(guid=m["user"]["guid"], role=str(m["role"]), email=(m.get("email") or "").lower() or None)
            for m in found.get("members") or []
            if m.get("user")
        ),
        subgroups=tuple(
            SeenSubgroup(
                id=int(s["id"]), name=s.get("name") or "", members=frozenset(u["guid"] for u in s["members"] or [])
            )
            for s in (found.get("subgroups") or {}).get("edges") or []
        ),
        invited=frozenset(_invited(found.get("invited") or [])),
        items=tuple(seen_item(edge) for edge in found.get("content") or []),
        shifted=bool(found.get("shifted")),
    )


def seen_item(edge: Mapping[str, Any]) -> SeenItem:
    """An item out of an answer of the site, with what it says where the answer tells."""
    own = categories(edge)
    return SeenItem(
        guid=edge["guid"],
        key=our_key(own),
        kind=str(edge.get("__typename", "")).lower(),
        status=edge.get("statusPublished") or "published",
        time_updated=edge.get("timeUpdated") or "",
        categories=own,
        content=_content(edge) if "title" in edge else None,
    )


def categories(found: Mapping[str, Any]) -> Categories:
    """Tag categories of something."""
    return tuple(
        (str(c["name"]), tuple(str(value) for value in c.get("values") or ())) for c in found.get("tagCategories") or ()
    )


def our_key(own: Categories) -> str | None:
    """Our key among tag categories."""
    return next((values[0] for name, values in own if name.lower() == CATEGORY and values), None)


def marked(own: Categories, key: str) -> list[dict[str, Any]]:
    """Tag categories with our key in them; those of people stay."""
    kept = [{"name": name, "values": list(values)} for name, values in own if name.lower() != CATEGORY]
    return [*kept, {"name": CATEGORY, "values": [key]}]


def instant(text: str | None) -> datetime | None:
    """A moment as the site tells it, in ISO form with offset."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def _content(edge: Mapping[str, Any]) -> SeenContent:
    return SeenContent(
        title=edge.get("title") or "",
        text=edge.get("richDescription") or "",
        access=int(edge.get("accessId") or 0),
        url=edge.get("url") or "",
        group=(edge.get("group") or {}).get("guid"),
        parent=(edge.get("parent") or {}).get("guid"),
        starts=instant(edge.get("startDate")),
        ends=instant(edge.get("endDate")),
        location=edge.get("location") or "",
        state=edge.get("state") or "",
        size=edge.get("size"),
    )


def _invited(edges: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for edge in edges:
        if edge.get("email"):
            yield str(edge["email"]).lower()
        if edge.get("user"):
            yield str(edge["user"]["guid"])
