"""Steps of a plan as mutations: what is sent to the site for each, and nothing that it did not ask for."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from rso_pleio.client import Change, Upload
from rso_pleio.ledger_entry import Entries, State, What
from rso_pleio.model import DesiredGroup, DesiredItem, DesiredMember, DesiredSubgroup
from rso_pleio.plan.steps import Step
from rso_pleio.plan.subgroups import sent_members
from rso_pleio.rendered_item import GROUP_ACCESS, PLUGINS, RenderedItem
from rso_pleio.seen import CATEGORY, SeenItem, SeenSite, marked

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC).isoformat()
"""A time of archiving in the past: what is made with it is archived at once, and nobody gets a message of it."""


@attrs.define
class Known:
    """What is known of the site while a plan is carried out; grows with every answer.

    Attributes:
        groups: guid by key of the group.
        items: guid by key of the group and of the item.
        addresses: address by key of the item.
    """

    seen: SeenSite
    groups: dict[str, str] = attrs.field(factory=dict)
    items: dict[tuple[str, str], str] = attrs.field(factory=dict)
    addresses: dict[str, str] = attrs.field(factory=dict)

    @classmethod
    def of(cls, seen: SeenSite, entries: Entries) -> "Known":
        """What is known before anything is sent: by the ledger, and by what was just read."""
        known = cls(seen)
        for entry in entries.values():
            if entry.what == What.ITEM and entry.guid and entry.state != State.INTENDED:
                known.items[entry.group_key, entry.key] = entry.guid
                if entry.url:
                    known.addresses[entry.key] = entry.url
        for key, group in seen.groups.items():
            known.groups[key] = group.guid
            for item in group.items:
                if item.key is not None:
                    known.items.setdefault((key, item.key), item.guid)
                    if item.content is not None and item.content.url:
                        known.addresses.setdefault(item.key, item.content.url)
        return known

    def seen_item(self, step: Step) -> SeenItem | None:
        """What a step is about, as it was read before anything was sent."""
        group = self.seen.groups.get(step.group_key)
        found = next((item for item in group.items if item.guid == step.guid), None) if group else None
        return found or self.seen.strays.get(step.guid or "")

    def categories(self, step: Step) -> list[dict[str, Any]]:
        """The tag categories of what a step is about, with our key; those of people stay."""
        group = self.seen.groups.get(step.group_key)
        if step.what == What.GROUP:
            return marked(group.categories if group else (), step.key)
        found = self.seen_item(step)
        return marked(found.categories if found else (), step.key)


def group_changes(step: Step, group: DesiredGroup, known: Known) -> Iterator[Change]:
    """How a group is made, or changed."""
    fields: dict[str, Any] = {
        "name": group.name,
        "introduction": group.introduction,
        "richDescription": group.text.resolved(known.addresses).to_json(),
        "isClosed": True,
    }
    if step.kind == "create":
        mark = [{"name": CATEGORY, "values": [group.key]}]
        new = {"autoNotification": False, "plugins": list(PLUGINS), "tagCategories": mark}
        yield Change("addGroup", {**fields, **new})
        return
    if step.does == ("mark",):
        yield Change("editGroup", {"guid": step.guid, "tagCategories": known.categories(step)})
        return
    there = known.seen.groups.get(step.group_key)
    present = there.plugins if there else ()
    # Parts that people switched on beside ours stay on.
    fields["plugins"] = [*present, *(name for name in PLUGINS if name not in present)]
    yield Change("editGroup", {"guid": step.guid, **fields})


def item_creation(step: Step, item: DesiredItem, rendered: RenderedItem, known: Known, upload: Upload | None) -> Change:
    """How an item is made: readable for its group, under our key."""
    container = known.items.get((step.group_key, item.parent or "")) or known.groups[step.group_key]
    fields: dict[str, Any] = {
        "containerGuid": container,
        "accessId": GROUP_ACCESS,
        "tagCategories": [{"name": CATEGORY, "values": [item.key]}],
        "richDescription": rendered.text,
    }
    if upload is not None:
        return Change("addFile", fields, upload)
    fields |= {"subtype": item.kind, **_fields(item, rendered)}
    if step.quiet:
        fields["scheduleArchiveEntity"] = LONG_AGO
    return Change("addEntity", fields)


def item_edit(
    step: Step,
    item: DesiredItem,
    rendered: RenderedItem,
    known: Known,
    upload: Upload | None = None,
    under: str | None = None,
) -> Iterator[Change]:
    """How an item that is there gets what it should say.

    Of one that lost our mark only that is put back. Never a container for a page that stays where it is: it would leave its group. The last change tells the
    moment of the last edit, so an archive is opened first.
    """
    guid = step.guid or ""
    if step.does == ("mark",):
        name = "editFileFolder" if item.kind == "file" else "editEntity"
        yield Change(name, {"guid": guid, "tagCategories": known.categories(step)})
        return
    fields: dict[str, Any] = {"guid": guid, "richDescription": rendered.text, "accessId": GROUP_ACCESS}
    if "show" in step.does:
        yield Change("toggleEntityArchived", {"guid": guid})
    if "show" in step.does or "settle" in step.does or step.quiet:
        fields["scheduleArchiveEntity"] = None
    if "publish" in step.does:
        fields["timePublished"] = datetime.now(UTC).isoformat()
    if item.kind == "file":
        yield Change("editFileFolder", {**fields, "title": rendered.title}, upload)
        return
    if under is not None:
        fields["containerGuid"] = under
    yield Change("editEntity", {**fields, **_fields(item, rendered)})
    if item.kind == "task":
        yield Change("editTask", {"guid": guid, "state": item.state or "NEW"})


def _fields(item: DesiredItem, rendered: RenderedItem) -> dict[str, Any]:
    fields: dict[str, Any] = {"title": rendered.title}
    if item.kind == "event":
        assert rendered.starts is not None and rendered.ends is not None  # noqa: PT018 - an event has both
        fields |= {
            "startDate": rendered.starts.isoformat(),
            "endDate": rendered.ends.isoformat(),
            "location": rendered.location,
        }
    return fields


def member_changes(step: Step, member: DesiredMember | None, group: str) -> Iterator[Change]:
    """How a person is let in, asked, given a role, or taken out."""
    guid = step.guid
    if step.kind == "remove":
        yield Change("removeGroupMembers", {"guid": group, "userGuids": [guid]})
        return
    if member is None:
        yield Change("changeGroupRole", {"guid": group, "userGuid": guid, "role": "member"})
        return
    if "invite" in step.does:
        user: Mapping[str, Any] = {"guid": guid} if guid else {"email": member.email}
        yield Change("inviteToGroup", {"guid": group, "users": [user], "directAdd": False})
        return
    if step.kind == "create":
        if "accept" in step.does:
            yield Change("acceptMembershipRequest", {"userGuid": guid, "groupGuid": group})
        else:
            yield Change("inviteToGroup", {"guid": group, "users": [{"guid": guid}], "directAdd": True})
    if step.kind == "change" or member.role == "admin":
        yield Change("changeGroupRole", {"guid": group, "userGuid": guid, "role": member.role})


def subgroup_changes(step: Step, subgroup: DesiredSubgroup, group: str) -> Iterator[Change]:
    """How a subgroup is made or filled; its members are always sent whole, or it would be emptied."""
    members, _ = sent_members(subgroup)
    if step.kind == "create":
        yield Change("addSubgroup", {"groupGuid": group, "name": subgroup.name, "members": members})
    else:
        yield Change("editSubgroup", {"id": int(step.guid or 0), "name": subgroup.name, "members": members})


def ending(step: Step) -> Change:
    """How an item is put away: archived, or deleted where that was asked."""
    name = "deleteEntity" if step.kind == "delete" else "toggleEntityArchived"
    return Change(name, {"guid": step.guid})
