"""What a Pleio site should show, as values: groups with their members, subgroups and items.

Texts are documents; they name other items of ours by key (`documents.refer`), because addresses are only known
once the site made them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal, Protocol, get_args

import attrs

from rso_core.projection import Register
from rso_pleio.documents import Document

LONGEST_TITLE = 256
LONGEST_NAME = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Choice = Literal["none", "invite", "add"]
Kind = Literal["event", "wiki", "task", "file", "blog"]
TaskState = Literal["NEW", "BUSY", "DONE"]
Row = Mapping[str, Any]


class Registers(Protocol):
    """Gives registers by name, as of the day that the site should show."""

    @property
    def day(self) -> date:
        """The day that the site should show (Europe/Amsterdam)."""
        ...

    def __call__(self, name: str) -> Register:
        """A register as of the day, with all that is known."""
        ...

    def earlier(self, name: str, on: date) -> Register:
        """A register as it stood on an earlier day, by what was known at the end of that day."""
        ...


@attrs.frozen(kw_only=True)
class DesiredFile:
    """Content of a file item: the record knows a document by its hash; who holds the bytes is looked up by it.

    Attributes:
        sha256: hash of the bytes, in hexadecimal.
        name: file name under which the site offers it.
    """

    sha256: str
    name: str


@attrs.frozen(kw_only=True)
class DesiredItem:
    """An event, page, task or file in a group.

    Attributes:
        key: our name for it on the site (``<kind>-<id>``), the same for ever.
        title: 1 to 256 characters; see `title`.
        text: what it says.
        parent: key of the wiki page above it, in the same group.
        starts, ends: aware moments, for an event.
        location: place of an event, at most 256 characters.
        state: of a task.
        file: of a file.
        archived: whether it ended, and is kept out of sight.
        gathers: whether it gathers many subjects (a list, a register, an overview) and so is rewritten whenever
            one of them changes; what guards against large changes does not count it.
    """

    key: str = attrs.field(validator=attrs.validators.min_len(1))
    kind: Kind = attrs.field(validator=attrs.validators.in_(get_args(Kind)))
    title: str = attrs.field(validator=[attrs.validators.min_len(1), attrs.validators.max_len(LONGEST_TITLE)])
    text: Document = attrs.field(validator=attrs.validators.instance_of(Document))
    parent: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    location: str = ""
    state: TaskState | None = None
    file: DesiredFile | None = None
    archived: bool = False
    gathers: bool = False


@attrs.frozen(kw_only=True)
class DesiredMember:
    """A person in a group, by the address under which the site knows them.

    Attributes:
        choice: what the person's organisation chose: ``none``, ``invite`` (once, by mail) or ``add``.
        name: to make an account with, where that is asked for.
    """

    person: str
    email: str
    role: Literal["member", "admin"]
    choice: Choice = "none"
    name: str = attrs.field(default="", eq=False)


@attrs.frozen(kw_only=True)
class DesiredSubgroup:
    """A part of the members under a name of its own, such as the chairs; `persons` are ids of members."""

    key: str
    name: str
    persons: tuple[str, ...]


@attrs.frozen(kw_only=True)
class DesiredGroup:
    """A group. Pages stand before what stands below them.

    Attributes:
        without_address: persons who belong in it, of whom no address is on record.
        unreadable: those among them whose address is on record and cannot be read just now; they stay where they are.
    """

    key: str
    name: str
    introduction: str
    text: Document
    members: tuple[DesiredMember, ...] = ()
    subgroups: tuple[DesiredSubgroup, ...] = ()
    items: tuple[DesiredItem, ...] = ()
    without_address: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class DesiredSite:
    """All groups, in the order of the bodies; and keys of groups whose body ended, or is confidential.

    Attributes:
        untold: what of the registers could not be told, a line each; what rests on it is not among the items, and is
            not put away for that.
    """

    groups: tuple[DesiredGroup, ...]
    closed: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


def clean(text: str) -> str:
    """The text without control characters, which a document cannot hold."""
    return _CONTROL.sub(" ", text)


def title(text: str) -> str:
    """A title of at most the length that the site takes, on one line, never empty."""
    short = clean(" ".join(text.split())) or "(zonder titel)"
    return short if len(short) <= LONGEST_TITLE else short[: LONGEST_TITLE - 1] + "…"


def unique_keys(items: Iterable[DesiredItem]) -> tuple[DesiredItem, ...]:
    """The items without those that repeat a key, or stand under a page that is not there before them.

    Plugins bring pages of their own; one that is wrong must not lead to a second copy or stop the others.
    """
    kept: dict[str, DesiredItem] = {}
    for item in items:
        if item.key not in kept and (item.parent is None or item.parent in kept):
            kept[item.key] = item
    return tuple(kept.values())
