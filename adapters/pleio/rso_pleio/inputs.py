"""What the adapter tells a site: the fields of a group, event or wiki page.

A field that is None is left out of the request and stays as it is on the site; an empty text, list or document
clears it. Limits that the site is known to have are checked here, before anything is sent.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import attrs

from rso_pleio.documents import Document
from rso_pleio.errors import InputRefusedError
from rso_pleio.values import TagCategory

Json: TypeAlias = dict[str, Any]

MAX_TITLE = 256
MAX_GROUP_NAME = 200
MAX_TAG = 256
MAX_LOCATION = 256


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def _wire(value: object) -> object:
    """A field as the API wants it: a document as its string, a moment as ISO 8601 with its offset."""
    if isinstance(value, Document):
        return value.to_json()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, TagCategory):
        return {"name": value.name, "values": list(value.values)}
    if isinstance(value, tuple | list):
        return [_wire(item) for item in value]
    return value


def to_input(fields: "GroupFields | WikiFields | EventFields") -> Json:
    """The fields that are set, under the names of the API.

    Args:
        fields: what to send; it has been checked when it was made.
    """
    given = attrs.asdict(fields, recurse=False)
    return {_camel(name): _wire(value) for name, value in given.items() if value is not None}


def _refuse(key: str, explanation: str, remedy: str) -> InputRefusedError:
    return InputRefusedError(key, explanation=explanation, remedy=remedy)


def _length(value: str | None, most: int, field: str, least: int = 0) -> None:
    if value is not None and not least <= len(value) <= most:
        raise _refuse(
            "invalid_value",
            f"The {field} has {len(value)} characters; the site takes {least} to {most}.",
            f"Give a {field} of {least} to {most} characters.",
        )


def _check_tags(tags: Sequence[str] | None, categories: Sequence[TagCategory] | None) -> None:
    for tag in tags or ():
        _length(tag, MAX_TAG, "tag", least=1)
    names = [category.name for category in categories or ()]
    if len(names) != len(set(names)):
        text = f"The tag categories {names} name one category twice."
        raise _refuse("invalid_value", text, "Put all values of a category in one entry.")


def _check_moments(moments: Mapping[str, datetime | None]) -> None:
    for field, moment in moments.items():
        if moment is not None and moment.utcoffset() is None:
            text = f"The {field} {moment.isoformat()} has no time zone, so that the site would guess."
            raise _refuse("invalid_date", text, "Give a moment with a time zone, such as Europe/Amsterdam.")


@attrs.frozen(kw_only=True)
class GroupFields:
    """The fields of a group; None leaves a field as it is.

    `tags`, `tag_categories` and `plugins` replace the whole list: merge what people added by hand first.
    `is_hidden` is silently ignored by the site when somebody who is no site admin changes it later.

    Raises:
        InputRefusedError: when a text is longer than the site takes, or a category is named twice.
    """

    name: str | None = None
    rich_description: Document | None = None
    introduction: str | None = None
    welcome_message: str | None = None
    is_closed: bool | None = None
    is_membership_on_request: bool | None = None
    is_hidden: bool | None = None
    is_introduction_public: bool | None = None
    auto_notification: bool | None = None
    plugins: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    tag_categories: tuple[TagCategory, ...] | None = None

    def __attrs_post_init__(self) -> None:
        _length(self.name, MAX_GROUP_NAME, "group name", least=1)
        _check_tags(self.tags, self.tag_categories)


@attrs.frozen(kw_only=True)
class WikiFields:
    """The fields of a wiki page; None leaves a field as it is.

    Read access is no field: what is added is always for the members of the group.

    Raises:
        InputRefusedError: when a text is longer than the site takes, or a category is named twice.
    """

    title: str | None = None
    abstract: str | None = None
    rich_description: Document | None = None
    write_access_id: int | None = None
    tags: tuple[str, ...] | None = None
    tag_categories: tuple[TagCategory, ...] | None = None

    def __attrs_post_init__(self) -> None:
        _length(self.title, MAX_TITLE, "title", least=1)
        _check_tags(self.tags, self.tag_categories)


@attrs.frozen(kw_only=True)
class EventFields(WikiFields):
    """The fields of an event; None leaves a field as it is.

    `start_date` and `end_date` are aware moments; `source` is a link or text that points at where it came from.

    Raises:
        InputRefusedError: as `WikiFields`, and when a moment has no time zone or the end is before the start.
    """

    start_date: datetime | None = None
    end_date: datetime | None = None
    location: str | None = None
    source: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _length(self.location, MAX_LOCATION, "location")
        _check_moments({"start": self.start_date, "end": self.end_date})
        if self.start_date and self.end_date and self.end_date < self.start_date:
            text = f"The end {self.end_date.isoformat()} is before the start {self.start_date.isoformat()}."
            raise _refuse("invalid_date", text, "Correct one of the two moments.")
