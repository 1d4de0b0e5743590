"""What the site makes of content before it stores it: where it goes, what it refuses, what it keeps of before."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import attrs
from ariadne import convert_camel_case_to_snake
from graphql import GraphQLError

from rso_pleio_sandbox.access import Caller, stored_access
from rso_pleio_sandbox.changes import check_length, check_tags, fill
from rso_pleio_sandbox.editor_schema import require_openable
from rso_pleio_sandbox.kinds import KINDS
from rso_pleio_sandbox.moments import in_utc, now, parse
from rso_pleio_sandbox.records import Group, Item, Revision
from rso_pleio_sandbox.rich_text import attributes_of, outer_nodes
from rso_pleio_sandbox.state import SiteState

LONGEST_TITLE = 256
LONGEST_PLACE = 256
_UNTITLED = ("comment", "statusupdate")
_ADMIN_FIELDS = frozenset({"isFeatured", "isRecommended"})
_TIMES = {"scheduleArchiveEntity": "schedule_archive", "scheduleDeleteEntity": "schedule_delete"}
_VERSIONED = (
    "title",
    "abstract",
    "richDescription",
    "tags",
    "tagCategories",
    "source",
    "isFeatured",
    "isRecommended",
    "group",
    "parent",
    "owner",
    "accessId",
    "writeAccessId",
    "timePublished",
)
_MARKUP = re.compile(r"<[^>]+>")


def apply(who: Caller, item: Item, given: Mapping[str, Any]) -> None:
    """Put what was sent into an item and check it. Work on a copy: this may refuse halfway."""
    kept = KINDS[item.subtype].fields
    fill(item, given, kept if who.is_editor else kept - _ADMIN_FIELDS)
    group = who.state.groups.get(item.group or "")
    if "accessId" in given:
        item.access_id = stored_access(given["accessId"], group)
    if "writeAccessId" in given:
        item.write_access_id = stored_access(given["writeAccessId"], group)
    if "timePublished" in given:
        item.time_published = in_utc(given["timePublished"]) if given["timePublished"] else None
    for name, attribute in _TIMES.items():
        if name in given:
            setattr(item, attribute, in_utc(given[name]) if given[name] else None)
    _check(who, item)
    if "richDescription" in given:
        require_openable(item.rich_description)
    check_tags(given)
    if item.schedule_archive and parse(item.schedule_archive) <= parse(now()):
        item.archived = True


def container_for(who: Caller, subtype: str, guid: str | None) -> tuple[Group | None, Item | None]:
    """The group and the item that new content goes into."""
    if guid is None:
        return None, None
    if (group := who.state.groups.get(guid)) is not None:
        return group, None
    above = who.state.items.get(guid)
    if above is None or above.subtype != subtype or subtype not in ("wiki", "event", "folder"):
        raise GraphQLError("could_not_find_group")
    if subtype == "event" and above.parent is not None:
        raise GraphQLError("SUBEVENT_OF_SUBEVENT")
    return who.state.groups.get(above.group or ""), above


def require_member(who: Caller, group: Group | None) -> None:
    """Refuse who is no full member of the group, nor site admin."""
    if group is not None and not (who.is_member(group) or who.is_admin):
        raise GraphQLError("user_not_member_of_group")


def move(who: Caller, item: Item, container: str | None) -> None:
    """What an edit with a container does: an event needs an event, and a page anything but its own group."""
    above = who.state.items.get(container or "")
    if item.subtype == "event":
        if above is None or above.subtype != "event" or above.guid == item.guid:
            raise GraphQLError("could_not_find")
        if above.parent is not None or any(below.subtype == "event" for below in who.state.below(item.guid)):
            raise GraphQLError("SUBEVENT_OF_SUBEVENT")
        item.parent = above.guid
    elif item.subtype == "wiki":
        if above is not None and above.subtype == "wiki":
            if above.guid == item.guid or above.guid in {below.guid for below in who.state.all_below(item.guid)}:
                raise GraphQLError("invalid_new_container")
            item.parent, item.group = above.guid, above.group
        else:
            # The trap of the real site: a group, or null, takes the page out of its parent and its group.
            item.parent = item.group = None


def follow_parent(state: SiteState, item: Item) -> None:
    """A sub-event takes owner, group, access and publication from its parent, at every save of either."""
    if item.subtype != "event":
        return
    above = state.items.get(item.parent or "")
    for below in [item] if above is not None else state.below(item.guid):
        source = above or item
        if below.subtype == "event":
            below.owner, below.group, below.archived = source.owner, source.group, source.archived
            below.access_id, below.write_access_id = source.access_id, source.write_access_id
            below.time_published = source.time_published


def keep_version(who: Caller, before: Item | None, after: Item) -> None:
    """Keep what changed in a page or blog; nothing is kept when nothing changed."""
    if not KINDS[after.subtype].versions:
        return
    new = _version(after)
    old = {} if before is None else _version(before)
    changed = [name for name in new if before is None or new[name] != old[name]]
    if changed:
        revision = Revision(
            guid=str(uuid4()),
            container=after.guid,
            author=who.guid or "",
            type="create" if before is None else "update",
            time_created=now(),
            content={name: new[name] for name in changed},
            original={name: old[name] for name in changed if name in old},
            status_changed=after.status if before is None or before.status != after.status else None,
        )
        who.state.revisions.append(revision)


def copy_of(item: Item) -> Item:
    """A copy to try an edit on."""
    return attrs.evolve(item, mentioned=list(item.mentioned))


def _version(item: Item) -> dict[str, Any]:
    return {name: getattr(item, convert_camel_case_to_snake(name)) for name in _VERSIONED}


def _check(who: Caller, item: Item) -> None:
    if item.subtype not in _UNTITLED and not 1 <= len(item.title) <= LONGEST_TITLE:
        raise GraphQLError("invalid_value")
    if len(_MARKUP.sub("", item.abstract)) > who.state.settings.max_characters_in_abstract:
        raise GraphQLError("text_too_long")
    for text in (item.location, item.location_link, item.location_address):
        check_length(text, LONGEST_PLACE)
    if item.schedule_archive and item.schedule_delete and item.schedule_delete < item.schedule_archive:
        raise GraphQLError("invalid_archive_after_date")
    _check_addresses(who, item)
    if item.subtype == "event":
        if item.start_date is None:
            raise GraphQLError("invalid_date")
        item.end_date = item.end_date or item.start_date
        if parse(item.end_date) < parse(item.start_date):
            raise GraphQLError("invalid_date")


def _check_addresses(who: Caller, item: Item) -> None:
    for node in outer_nodes(item.rich_description):
        values = attributes_of(node)
        address = str(values.get("src") or values.get("url") or "")
        foreign = urlsplit(address).netloc not in ("", who.host)
        if node.get("type") in ("image", "file") and foreign:
            raise GraphQLError(f"Invalid external file or image URL: {address}")
