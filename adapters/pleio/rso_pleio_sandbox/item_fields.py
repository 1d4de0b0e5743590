"""What can be read of content, whatever its kind."""

from typing import Any

from ariadne import ObjectType

from rso_pleio_sandbox.access import Caller
from rso_pleio_sandbox.group_fields import caller, excerpt
from rso_pleio_sandbox.kinds import KINDS, slug
from rso_pleio_sandbox.records import Item, Revision
from rso_pleio_sandbox.rich_text import to_text

revision_type = ObjectType("Revision")
version_type = ObjectType("ContentVersion")


def address(item: Item, above: Item | None = None) -> str:
    """Address of an item, relative to the site; a comment has that of what it is about."""
    if item.subtype == "comment":
        return address(above) if above is not None else ""
    return f"/{KINDS[item.subtype].path}/view/{item.guid}/{slug(item.title)}"


def download(item: Item) -> str | None:
    """Address of the bytes of a file, relative to the site."""
    return f"/file/download/{item.guid}/{item.file_name}" if item.subtype == "file" else None


def seen_below(who: Caller, item: Item, subtype: str) -> list[Item]:
    """What lies below an item and the caller may see."""
    return [below for below in who.state.below(item.guid) if below.subtype == subtype and who.sees(below)]


def may_comment(who: Caller, item: Item) -> bool:
    """Whether the caller may comment: a member of its group, on a kind with comments, one level deep at most."""
    if who.user is None or not KINDS[item.subtype].comments or not who.sees(item):
        return False
    top = item
    if item.subtype == "comment":
        top = who.state.items[item.parent or ""]
        if top.subtype == "comment":
            return False
    group = who.state.groups.get(top.group or "")
    return group is None or who.is_admin or who.is_member(group)


def _url(item: Item, info: Any) -> str:
    items, above = caller(info).state.items, item
    while above.subtype == "comment" and above.parent in items:
        above = items[above.parent]
    return address(above)


def _owner(item: Item, info: Any) -> Any:
    return caller(info).state.users.get(item.owner)


def _parent(item: Item, info: Any) -> Item | None:
    who = caller(info)
    above = who.state.items.get(item.parent or "")
    return above if above is not None and who.sees(above) else None


def _comments(item: Item, info: Any) -> list[Item]:
    return seen_below(caller(info), item, "comment")


def _size(item: Item, info: Any) -> int:
    return item.size + sum(below.size for below in caller(info).state.all_below(item.guid) if item.subtype == "folder")


def _kind_type(name: str) -> ObjectType:
    kind = ObjectType(name)
    kind.set_field("status", lambda *_: 200)
    kind.set_field("description", lambda item, _: to_text(item.rich_description))
    kind.set_field("excerpt", lambda item, _: item.abstract or excerpt(item.rich_description))
    kind.set_field("url", _url)
    kind.set_field("canEdit", lambda item, info: caller(info).writes(item))
    kind.set_field("owner", _owner)
    if name not in ("Wiki",):
        kind.set_field("canComment", lambda item, info: may_comment(caller(info), item))
        kind.set_field("comments", _comments)
        kind.set_field("commentCount", lambda item, info: len(_comments(item, info)))
    if name == "Comment":
        kind.set_field("ownerName", lambda item, info: getattr(_owner(item, info), "name", None))
        return kind
    kind.set_field("statusPublished", lambda item, _: item.status)
    if name != "StatusUpdate":
        kind.set_field("scheduleArchiveEntity", lambda item, _: item.schedule_archive)
        kind.set_field("scheduleDeleteEntity", lambda item, _: item.schedule_delete)
    if name != "News":
        kind.set_field("group", lambda item, info: caller(info).state.groups.get(item.group or ""))
        kind.set_field("inGroup", lambda item, _: item.group is not None)
    return kind


_TYPES = {kind.typename: _kind_type(kind.typename) for kind in KINDS.values()}
for _name, _subtype in (("Wiki", "wiki"), ("Event", "event")):
    _TYPES[_name].set_field("parent", _parent)
    _TYPES[_name].set_field("children", lambda item, info: seen_below(caller(info), item, item.subtype))
    _TYPES[_name].set_field("hasChildren", lambda item, info: bool(seen_below(caller(info), item, item.subtype)))
for _name in ("File", "Folder"):
    _TYPES[_name].set_field("parentFolder", _parent)
    _TYPES[_name].set_field("size", _size)
    _TYPES[_name].set_field("hasChildren", lambda item, info: bool(caller(info).state.below(item.guid)))
_TYPES["File"].set_field("download", lambda item, _: download(item))
_TYPES["Question"].set_field("isClosed", lambda *_: False)
ITEM_TYPES = [*_TYPES.values(), revision_type, version_type]


@revision_type.field("author")
def author(revision: Revision, info: Any) -> Any:
    """Who made this version."""
    return caller(info).state.users.get(revision.author)


@revision_type.field("container")
def container(revision: Revision, info: Any) -> Item | None:
    """What it is a version of."""
    return caller(info).state.items.get(revision.container)


revision_type.set_field("changedFields", lambda revision, _: list(revision.content))
revision_type.set_field("originalContent", lambda revision, _: revision.original)
revision_type.set_field("statusPublishedChanged", lambda revision, _: revision.status_changed)
revision_type.set_field("description", lambda revision, _: to_text(revision.content.get("richDescription") or ""))
for _field in ("richDescription", "tagCategories", "isFeatured", "isRecommended", "accessId", "writeAccessId"):
    version_type.set_field(_field, lambda content, _, _key=_field: content.get(_key))
for _field in ("timeCreated", "timePublished", "scheduleArchiveEntity", "scheduleDeleteEntity"):
    version_type.set_field(_field, lambda content, _, _key=_field: content.get(_key))
version_type.set_field("group", lambda content, info: caller(info).state.groups.get(content.get("group") or ""))
version_type.set_field("parent", lambda content, info: caller(info).state.items.get(content.get("parent") or ""))
version_type.set_field("owner", lambda content, info: caller(info).state.users.get(content.get("owner") or ""))
