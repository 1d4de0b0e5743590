"""The kinds of content: what the site calls them, and what each of them can hold."""

import attrs

_TEXT = frozenset({"title", "richDescription", "tags", "tagCategories"})
_ARTICLE = _TEXT | {"abstract", "isFeatured"}
_EVENT = frozenset(
    {
        "startDate",
        "endDate",
        "location",
        "locationLink",
        "locationAddress",
        "source",
        "ticketLink",
        "maxAttendees",
        "rsvp",
        "qrAccess",
        "attendEventWithoutAccount",
        "enableMaybeAttendEvent",
    }
)


@attrs.frozen
class Kind:
    """A kind of content.

    Attributes:
        typename: its type in the API.
        path: first part of its address.
        fields: the input fields that it keeps; others are dropped without a word.
        notifies: whether members of the group hear of a new one.
        comments: whether people can comment on it.
        versions: whether its versions are kept.
    """

    typename: str
    path: str
    fields: frozenset[str]
    notifies: bool = True
    comments: bool = True
    versions: bool = False


KINDS = {
    "wiki": Kind("Wiki", "wiki", _ARTICLE, comments=False, versions=True),
    "blog": Kind("Blog", "blog", _ARTICLE | {"isRecommended"}, versions=True),
    "news": Kind("News", "news", _ARTICLE | {"isRecommended", "source"}),
    "event": Kind("Event", "events", _ARTICLE | _EVENT | {"isRecommended"}),
    "task": Kind("Task", "tasks", _TEXT, notifies=False, comments=False),
    "discussion": Kind("Discussion", "discussion", _ARTICLE),
    "question": Kind("Question", "questions", _ARTICLE | {"isRecommended"}),
    "statusupdate": Kind("StatusUpdate", "update", _TEXT),
    "folder": Kind("Folder", "files", _TEXT, notifies=False, comments=False),
    "file": Kind("File", "files", _TEXT, notifies=False, comments=False),
    "comment": Kind("Comment", "", frozenset({"richDescription"}), notifies=False),
}
"""The kinds by subtype."""

LISTED = frozenset(KINDS) - {"comment"}
"""Subtypes that lists of content hold."""


def slug(title: str) -> str:
    """The readable end of an address."""
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split()) or "-"
