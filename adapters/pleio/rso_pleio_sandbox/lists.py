"""Lists: filters, orders and pages, with Pleio's own defaults and blind spots."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from graphql import GraphQLError

from rso_pleio_sandbox.access import Caller
from rso_pleio_sandbox.kinds import LISTED
from rso_pleio_sandbox.moments import parse, this_morning
from rso_pleio_sandbox.records import Group, Item
from rso_pleio_sandbox.state import SiteState

OUTSIDE_GROUPS = "1"
"""What a list of content takes as the container of everything that is in no group."""
_NEVER = datetime.min.replace(tzinfo=UTC)
_ITEM_ORDERS = {"timeCreated": "time_created", "timeUpdated": "time_updated", "timePublished": "time_published"}
_FILE_ORDERS = {
    **_ITEM_ORDERS,
    "title": "title",
    "size": "size",
    "readAccessWeight": "access_id",
    "writeAccessWeight": "write_access_id",
}
Asked = Mapping[str, Any]


def page(found: Sequence[Any], asked: Asked, default: int = 20) -> dict[str, Any]:
    """A page of a list, with Pleio's default limit when none is given."""
    start, limit = asked.get("offset") or 0, asked.get("limit")
    return {"total": len(found), "edges": found[start : start + (default if limit is None else limit)]}


def matches(found: Item | Group, asked: Asked) -> bool:
    """Whether tags and tag categories match; upper and lower case make no difference."""
    strict = asked.get("matchStrategy") == "all"
    return _meet(
        {(t or "").lower() for t in found.tags}, {(t or "").lower() for t in asked.get("tags") or []}, strict
    ) and (_meet(_pairs(found.tag_categories), _pairs(asked.get("tagCategories") or []), strict))


def entities(who: Caller, asked: Asked) -> list[Item]:
    """Content by group, kind, status and tags; `subtype: "wiki"` lists root pages only."""
    subtypes = asked.get("subtypes") or ([asked["subtype"]] if asked.get("subtype") else [])
    if not set(subtypes) <= LISTED:
        raise GraphQLError("invalid_subtype")
    only_events = subtypes == ["event"]
    if asked.get("eventFilter") and not only_events:
        raise GraphQLError("event_filter_is_only_for_events")
    if asked.get("orderBy") == "startDate" and not only_events:
        raise GraphQLError("order_by_start_date_is_only_for_events")
    statuses = asked.get("statusPublished") or ["published"]
    roots_only = not asked.get("subtypes") and asked.get("subtype") == "wiki"
    wanted = subtypes or LISTED
    found = [
        item
        for item in who.state.items.values()
        if item.subtype in wanted
        and item.status in statuses
        and _in_container(item, asked.get("containerGuid"))
        and not (roots_only and item.parent)
        and asked.get("userGuid") in (None, item.owner)
        and asked.get("isFeatured") in (None, item.is_featured)
        and _in_time(item, asked.get("eventFilter"))
        and matches(item, asked)
        and who.sees(item)
    ]
    return _in_order(who.state, found, asked)


def events(who: Caller, asked: Asked) -> list[Item]:
    """Published events, the upcoming ones unless asked otherwise; sub-events are left out."""
    when = asked.get("filter") or "upcoming"
    found = [
        item
        for item in who.state.items.values()
        if item.subtype == "event"
        and item.parent is None
        and item.status == "published"
        and _in_container(item, asked.get("containerGuid"))
        and _in_time(item, when)
        and who.sees(item)
    ]
    return sorted(found, key=_start, reverse=when == "previous")


def files(who: Caller, asked: Asked) -> list[Item]:
    """One level of files and folders, of a group, a folder or a person; folders first."""
    container, types = asked.get("containerGuid") or "", asked.get("typeFilter") or ["file", "folder", "pad"]
    order = asked.get("orderBy") or "title"
    if order not in _FILE_ORDERS:
        raise GraphQLError("invalid_key")
    found = [
        item
        for item in who.state.items.values()
        if item.subtype in ("file", "folder")
        and item.subtype in types
        and item.status == "published"
        and (item.parent == container if item.parent else container in (item.group, None if item.group else item.owner))
        and who.sees(item)
    ]
    found.sort(
        key=lambda item: _text_or_number(item, _FILE_ORDERS[order]), reverse=asked.get("orderDirection") == "desc"
    )
    return sorted(found, key=lambda item: item.subtype == "file")


def _pairs(categories: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {(c["name"].lower(), (value or "").lower()) for c in categories for value in c.get("values") or []}


def _meet(own: set[Any], wanted: set[Any], strict: bool) -> bool:
    return not wanted or (wanted <= own if strict else bool(wanted & own))


def _in_container(item: Item, container: str | None) -> bool:
    return container is None or item.group == (None if container == OUTSIDE_GROUPS else container)


def _in_time(item: Item, when: str | None) -> bool:
    if when is None:
        return True
    ahead = parse(item.end_date or item.start_date or item.time_created) >= this_morning()
    return ahead == (when == "upcoming")


def _in_order(state: SiteState, found: list[Item], asked: Asked) -> list[Item]:
    by = asked.get("orderBy") or "timePublished"
    keys: dict[str, Callable[[Item], Any]] = {
        # The title of a task does not count in this order.
        "title": lambda item: "" if item.subtype == "task" else item.title.lower(),
        "startDate": _start,
        "lastAction": lambda item: _last_action(state, item),
    }
    key = keys.get(by) or (lambda item: getattr(item, _ITEM_ORDERS[by]) or "")
    found.sort(key=key, reverse=asked.get("orderDirection") != "asc")
    return sorted(found, key=lambda item: not item.is_pinned) if asked.get("sortPinned") else found


def _start(item: Item) -> datetime:
    return parse(item.start_date) if item.start_date else _NEVER


def _last_action(state: SiteState, item: Item) -> str:
    comments = (below.time_created for below in state.below(item.guid) if below.subtype == "comment")
    return max([item.time_published or item.time_created, *comments])


def _text_or_number(item: Item, name: str) -> Any:
    value = getattr(item, name)
    return value if isinstance(value, int) else (value or "").lower()
