"""What the site would tell people: counted, never sent.

Members hear of new content once it is published and they may read it. What is created archived counts as told;
so does what nobody could read when it was published.
"""

from collections.abc import Iterable

from rso_pleio_sandbox.access import Caller
from rso_pleio_sandbox.kinds import KINDS
from rso_pleio_sandbox.moments import now, parse
from rso_pleio_sandbox.records import FULL_ROLES, Group, Item, Notification
from rso_pleio_sandbox.rich_text import attributes_of, nodes_of
from rso_pleio_sandbox.state import SiteState


def tell(state: SiteState, kind: str, to: Iterable[str], about: str) -> None:
    """Count a message of a kind to people."""
    state.notifications += [Notification(kind=kind, to=person, about=about) for person in to]


def tell_writers(state: SiteState, kind: str, group: Group) -> None:
    """Count a message to the owner and admins of a group."""
    tell(state, kind, [guid for guid, role in group.members.items() if role in ("owner", "admin")], group.guid)


def announce_due(state: SiteState) -> None:
    """Tell of everything that has been published and was not told yet; the real site does this in a job."""
    for item in state.items.values():
        if not item.notified and item.status != "draft":
            if item.status == "published":
                _announce(state, item)
            item.notified = True


def tell_mentioned(state: SiteState, item: Item) -> None:
    """Tell who is named in a text, each person once."""
    named = (str(attributes_of(n).get("id")) for n in nodes_of(item.rich_description) if n.get("type") == "mention")
    new = [guid for guid in dict.fromkeys(named) if guid in state.users and guid not in item.mentioned]
    item.mentioned += new
    tell(state, "mention", [guid for guid in new if guid != item.owner], item.guid)


def tell_followers(state: SiteState, comment: Item) -> None:
    """Tell of a comment: the author of the item and who commented before."""
    above = state.items[comment.parent or ""]
    people = [above.owner, *(item.owner for item in state.below(above.guid) if item.subtype == "comment")]
    tell(state, "comment", [guid for guid in dict.fromkeys(people) if guid != comment.owner], above.guid)


def run_schedule(state: SiteState) -> None:
    """Archive and delete what is due, as the job of the real site does."""
    moment = parse(now())
    for item in list(state.items.values()):
        if item.schedule_archive and parse(item.schedule_archive) <= moment:
            item.archived = True
        if item.schedule_delete and parse(item.schedule_delete) <= moment and item.guid in state.items:
            for gone in [item, *state.all_below(item.guid)]:
                state.remove_item(gone.guid)


def _announce(state: SiteState, item: Item) -> None:
    group = state.groups.get(item.group or "")
    if group is None or not KINDS[item.subtype].notifies:
        return
    readers = [
        guid
        for guid, role in group.members.items()
        if role in FULL_ROLES
        and guid != item.owner
        and guid in group.member_settings
        and group.member_settings[guid].enabled
        and Caller(state, state.users[guid]).sees(item)
    ]
    tell(state, "content", readers, item.guid)
