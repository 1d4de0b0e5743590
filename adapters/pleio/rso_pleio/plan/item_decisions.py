"""What becomes of an item, as tables: the first row whose conditions hold decides.

`WHOLE` judges an item that is wanted by where it stands; where that is as it should be, `TEXT` judges what it says.
`GONE` judges an item of ours that is not wanted any more. A condition that a row does not name may be anything.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum, auto

import attrs

from rso_pleio.plan.steps import Policy


class Known(StrEnum):
    """What the ledger has of an item."""

    NEVER = auto()
    INTENDED = auto()
    INTENDED_QUIETLY = auto()
    """About to be made out of sight."""
    MADE = auto()
    HIDDEN = auto()
    """Made out of sight, and not brought into sight yet."""
    ENDED = auto()
    """Archived by us."""


class Site(StrEnum):
    """How it stands on the site."""

    ABSENT = auto()
    ARCHIVED = auto()
    DRAFT = auto()
    PUBLISHED = auto()


class Place(StrEnum):
    """Where it stands."""

    HERE = auto()
    ELSEWHERE = auto()
    """In another group."""
    UNMARKED = auto()
    """Here, without our key."""


class Author(StrEnum):
    """Whose what it says is."""

    OURS = auto()
    PERSON = auto()
    UNKNOWN = auto()
    """Nothing is on record of what we wrote."""


class Compared(StrEnum):
    """How what it says compares to what it should say."""

    SAME = auto()
    UNSEEN = auto()
    """No difference was seen, but it was not read or compared, or other bytes may be wanted."""
    DIFFERENT = auto()


class Desired(StrEnum):
    """How what it should say compares to that when we last wrote it."""

    SAME = auto()
    LINKS = auto()
    """But for the links to what stands on the site."""
    OTHER = auto()
    UNFINISHED = auto()
    """We did not finish writing it."""


class Verdict(StrEnum):
    """What becomes of it."""

    NOTHING = auto()
    JUDGE_TEXT = auto()
    CREATE = auto()
    CREATE_AGAIN = auto()
    REMOVED_BY_A_PERSON = auto()
    BRING_INTO_SIGHT = auto()
    KEEP_IN_SIGHT = auto()
    MOVED_BY_A_PERSON = auto()
    MARK = auto()
    NOTE_ENDED = auto()
    ARCHIVE = auto()
    TAKEN_OUT_BY_A_PERSON = auto()
    SHOW_AGAIN = auto()
    ARCHIVED_BY_A_PERSON = auto()
    PUBLISH_AGAIN = auto()
    DRAFTED_BY_A_PERSON = auto()
    ADOPT = auto()
    FINISH_MAKING = auto()
    FINISH_WRITING = auto()
    PUT_BACK = auto()
    ACCEPT = auto()
    EDITED_BY_A_PERSON = auto()
    LINK = auto()
    EDIT = auto()
    LEAVE_UNKNOWN = auto()
    LEAVE_UNTIDY = auto()
    LEAVE_OTHERS_BELOW = auto()
    DELETE = auto()
    PUT_AWAY = auto()


@attrs.frozen(kw_only=True)
class WholeFacts:
    """By which an item is judged as a whole; `over` when it ended by the record, `policy` for what people change."""

    known: Known
    site: Site
    place: Place
    over: bool
    policy: Policy


@attrs.frozen(kw_only=True)
class TextFacts:
    """By which what an item says is judged."""

    known: Known
    author: Author
    compared: Compared
    desired: Desired
    policy: Policy


@attrs.frozen(kw_only=True)
class GoneFacts:
    """By which an item is judged that carries our key and is not wanted.

    Attributes:
        ours: whether we made it, by the ledger.
        ended: whether we archived it before.
        archived: whether it is in the archive now.
        tidy: whether what is not wanted may be put away.
        delete: whether that is deleting it.
        others_below: whether something that stays stands below it.
    """

    ours: bool
    ended: bool
    archived: bool
    tidy: bool
    delete: bool
    others_below: bool


Facts = WholeFacts | TextFacts | GoneFacts


@attrs.frozen
class Row:
    """A row of a table: when each of these facts is one of these values, this becomes of it."""

    verdict: Verdict
    when: Mapping[str, Collection[object]]

    def holds(self, facts: Facts) -> bool:
        """Whether the row is about these facts."""
        return all(getattr(facts, name) in values for name, values in self.when.items())


def row(verdict: Verdict, **when: object) -> Row:
    """A row; a value that stands alone is the only one."""
    return Row(verdict, {name: value if isinstance(value, tuple) else (value,) for name, value in when.items()})


_STOOD = (Known.MADE, Known.HIDDEN, Known.ENDED)
BEGUN = (Known.INTENDED, Known.INTENDED_QUIETLY)
_NOT_OURS = (Author.PERSON, Author.UNKNOWN)
WHOLE = (
    row(Verdict.NOTHING, site=Site.ABSENT, over=True),
    row(Verdict.CREATE_AGAIN, site=Site.ABSENT, known=_STOOD, policy="restore"),
    row(Verdict.NOTHING, site=Site.ABSENT, known=_STOOD, policy="accept"),
    row(Verdict.REMOVED_BY_A_PERSON, site=Site.ABSENT, known=_STOOD),
    row(Verdict.CREATE, site=Site.ABSENT),
    # Made out of sight, and stopped before it was shown: whoever reads it now sees it for the first time.
    row(Verdict.BRING_INTO_SIGHT, site=Site.ARCHIVED, known=(Known.HIDDEN, Known.INTENDED_QUIETLY)),
    row(Verdict.KEEP_IN_SIGHT, known=Known.HIDDEN),
    row(Verdict.MOVED_BY_A_PERSON, place=Place.ELSEWHERE),
    # Only the mark: what else a person changed is judged once it is ours again.
    row(Verdict.MARK, place=Place.UNMARKED),
    row(Verdict.NOTHING, over=True, site=Site.ARCHIVED, known=Known.ENDED),
    row(Verdict.NOTE_ENDED, over=True, site=Site.ARCHIVED),
    row(Verdict.TAKEN_OUT_BY_A_PERSON, over=True, known=Known.ENDED, policy="report"),
    row(Verdict.NOTHING, over=True, known=Known.ENDED, policy="accept"),
    row(Verdict.ARCHIVE, over=True),
    row(Verdict.SHOW_AGAIN, site=Site.ARCHIVED, known=Known.ENDED),
    row(Verdict.SHOW_AGAIN, site=Site.ARCHIVED, policy="restore"),
    row(Verdict.NOTHING, site=Site.ARCHIVED, policy="accept"),
    row(Verdict.ARCHIVED_BY_A_PERSON, site=Site.ARCHIVED),
    row(Verdict.PUBLISH_AGAIN, site=Site.DRAFT, policy="restore"),
    row(Verdict.NOTHING, site=Site.DRAFT, policy="accept"),
    row(Verdict.DRAFTED_BY_A_PERSON, site=Site.DRAFT),
    row(Verdict.JUDGE_TEXT),
)
TEXT = (
    row(Verdict.ADOPT, author=_NOT_OURS, compared=(Compared.SAME, Compared.UNSEEN)),
    row(Verdict.FINISH_MAKING, author=_NOT_OURS, known=BEGUN),
    row(Verdict.PUT_BACK, author=_NOT_OURS, policy="restore"),
    # Without a row in the ledger there is nothing in which to keep that it was accepted.
    row(Verdict.EDITED_BY_A_PERSON, author=_NOT_OURS, known=Known.NEVER),
    row(Verdict.ACCEPT, author=_NOT_OURS, policy="accept"),
    row(Verdict.EDITED_BY_A_PERSON, author=_NOT_OURS),
    row(Verdict.NOTHING, desired=Desired.SAME),
    row(Verdict.ADOPT, compared=Compared.SAME),
    row(Verdict.FINISH_WRITING, desired=Desired.UNFINISHED),
    row(Verdict.LINK, desired=Desired.LINKS),
    row(Verdict.EDIT),
)
GONE = (
    row(Verdict.LEAVE_UNKNOWN, ours=False),
    row(Verdict.LEAVE_UNTIDY, tidy=False),
    # The site would delete along what stands below it.
    row(Verdict.LEAVE_OTHERS_BELOW, delete=True, others_below=True),
    row(Verdict.DELETE, delete=True),
    row(Verdict.NOTHING, archived=True),
    row(Verdict.TAKEN_OUT_BY_A_PERSON, ended=True),
    row(Verdict.PUT_AWAY),
)


def decide(table: Iterable[Row], facts: Facts) -> Verdict:
    """What becomes of an item: the verdict of the first row that is about it. The last row is about anything."""
    return next(row.verdict for row in table if row.holds(facts))
