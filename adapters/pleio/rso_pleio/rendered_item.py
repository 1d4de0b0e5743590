"""An item as we would write it, and fingerprints to compare it with what stands on the site."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from rso_pleio.ledger_entry import fingerprint
from rso_pleio.model import DesiredGroup, DesiredItem, DesiredMember, DesiredSubgroup, TaskState
from rso_pleio.seen import SeenContent, SeenGroup
from rso_pleio.stored_text import canonical

GROUP_ACCESS = 4
"""Readable for the members of the group; without it the site keeps an item private."""
PLUGINS = ("events", "wiki", "tasks", "files", "blog", "members")

Desired = DesiredGroup | DesiredItem | DesiredMember | DesiredSubgroup
Addresses = Mapping[str, str]
"""Address on the site by key of an item."""


@attrs.frozen(kw_only=True)
class RenderedItem:
    """An item with its references resolved: what is sent to the site, and should be read back.

    Attributes:
        unlinked: the text with its references as they are: the same wherever what they refer to stands.
        parent: key of the page above it.
    """

    title: str
    text: str
    unlinked: str
    starts: datetime | None
    ends: datetime | None
    location: str
    state: TaskState | None
    sha256: str | None
    parent: str | None

    @classmethod
    def of(cls, item: DesiredItem, addresses: Addresses) -> "RenderedItem":
        """The item with the addresses that are known."""
        resolved, plain = item.text.resolved(addresses), item.text.to_json()
        return cls(
            title=item.title,
            text=plain if resolved is item.text else resolved.to_json(),
            unlinked=plain,
            starts=item.starts,
            ends=item.ends,
            location=item.location,
            state=item.state,
            sha256=item.file.sha256 if item.file else None,
            parent=item.parent,
        )

    @property
    def desired_hash(self) -> str:
        """Fingerprint of what is wanted, in two parts: without its links, and its text with them."""
        when = told(self.starts), told(self.ends)
        rest = (self.title, self.unlinked, *when, self.location, self.state, self.sha256, self.parent)
        return f"{fingerprint(*rest)}/{fingerprint(self.text)}"

    def differs_in_links_only(self, desired_hash: str) -> bool:
        """Whether what was wanted before differs in nothing but the links that are known."""
        return (
            desired_hash != self.desired_hash and desired_hash.partition("/")[0] == self.desired_hash.partition("/")[0]
        )

    def expected_content_hash(self, parent_guid: str | None) -> str:
        """Fingerprint of what the site will tell once this is written."""
        return fingerprint(
            self.title,
            canonical(self.text),
            GROUP_ACCESS,
            told(self.starts),
            told(self.ends),
            self.location,
            self.state or "",
            parent_guid,
        )


def content_hash(content: SeenContent) -> str:
    """Fingerprint of what the site tells of an item."""
    return fingerprint(
        content.title,
        canonical(content.text),
        content.access,
        told(content.starts),
        told(content.ends),
        content.location,
        content.state,
        content.parent,
    )


def group_desired_hash(group: DesiredGroup, addresses: Addresses) -> str:
    """Fingerprint of a group as we write it."""
    return group_fingerprint(group.name, group.introduction, group.text.resolved(addresses).to_json())


def group_fingerprint(name: str, introduction: str, text: str) -> str:
    """Fingerprint of a group with these texts, closed and with all the parts that we need."""
    return fingerprint(name, introduction, canonical(text), True, ())


def group_content_hash(group: SeenGroup) -> str:
    """Fingerprint of a group as it stands."""
    return fingerprint(
        group.name, group.introduction, canonical(group.text), group.closed, missing_plugins(group.plugins)
    )


def missing_plugins(present: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a group that we need and that are switched off."""
    return tuple(name for name in PLUGINS if name not in present)


def told(moment: datetime | None) -> str:
    """A moment as whole seconds, so that instants are compared and not their writing."""
    return str(int(moment.timestamp())) if moment is not None else ""
