"""What the ledger keeps of something that we made on a site, or were about to make.

It holds no names, addresses or texts: only identifiers, and hashes to compare with what stands on the site later.
"""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

import attrs

NO_LONGER_KNOWN = ""
"""In place of a hash that was lost: equal to none, so that what stands there is taken for a person's until it is judged."""


class What(StrEnum):
    """What an entry stands for."""

    GROUP = "group"
    ITEM = "item"
    MEMBER = "member"
    SUBGROUP = "subgroup"
    PERSON = "person"
    """Which account a person has, in whatever group."""


class State(StrEnum):
    """How far it came."""

    INTENDED = "intended"
    """About to be made: it may stand there already, and is looked for before it is made again."""
    MADE = "made"
    HIDDEN = "hidden"
    """Made out of sight, still to be brought into sight."""
    INVITED = "invited"
    """Asked by mail."""
    ENDED = "ended"
    """Archived by us."""


class Origin(StrEnum):
    """How a member came into a group."""

    ADDED = "added"
    """Let in by us."""
    INVITED = "invited"
    """At our invitation."""
    FOUND = "found"
    """There already."""


@attrs.frozen
class FileContent:
    """The bytes of a file: their hash, and their number where that is known."""

    sha256: str
    size: int | None


@attrs.frozen(kw_only=True)
class Entry:
    """Something that we made, or were about to make.

    Attributes:
        group_key, what, key: what it stands for; an account of a person stands under no group.
        guid: on the site; of a subgroup its number there.

        content_hash: of a group or item, as it last stood on the site when we wrote or judged it.
        sent_hash: of a group or item, as we sent it without an answer so far.
        desired_hash: of a group or item, as it was wanted at that time; differs where a person's change was accepted. None
            while something is still to be done.
        time_updated: when an item was last changed, as the site tells it.
        url: address of an item when it was made; links keep to it.
        parent: guid of the page above a page; empty at the top, None where that is not known.
        file, sent_file: bytes of a file that stand on the site, and that were sent without an answer so far.
        quiet: whether an item was about to be made out of sight.

        role: of a member, as we gave it.
        origin: of a member.
        address_hash: of a member or person, to know an account by; see `rso_pleio.plan.members.same_person`.
        members: of a subgroup, guids of whom we put in it.
    """

    group_key: str
    what: What
    key: str
    state: State
    guid: str | None = None
    content_hash: str | None = None
    sent_hash: str | None = None
    desired_hash: str | None = None
    time_updated: str | None = None
    url: str | None = None
    parent: str | None = None
    file: FileContent | None = None
    sent_file: FileContent | None = None
    quiet: bool = False
    role: str | None = None
    origin: Origin | None = None
    address_hash: str | None = None
    members: frozenset[str] = frozenset()

    def is_ours(self, content_hash: str) -> bool:
        """Whether what stands on the site is what we wrote, or were writing when we lost sight of it."""
        return content_hash in (self.content_hash, self.sent_hash)

    @property
    def sizes(self) -> set[int]:
        """Sizes of the bytes of a file that are ours, as far as they are known."""
        return {file.size for file in (self.file, self.sent_file) if file is not None and file.size is not None}

    @property
    def at(self) -> "Key":
        """Where it stands in the ledger."""
        return self.group_key, self.what, self.key


Key: TypeAlias = tuple[str, What, str]
Entries: TypeAlias = Mapping[Key, Entry]


def fingerprint(*parts: object) -> str:
    """Fingerprint of what was written, to compare with what stands there later."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
