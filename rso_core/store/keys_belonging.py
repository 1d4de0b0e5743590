"""Which keys are those of a record: they carry its identity, or open the names that stand sealed in it.

Keys that were made before release 0.3 carry none. They are taken for those of the record at hand only where they show
that they are: there is one for every person of whom a name stands sealed in it, and some of these names they open.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Protocol

import attrs
import sqlalchemy as sa

from rso_core.database import hidden
from rso_core.store.errors import KeysNotOfRecordError
from rso_core.store.keys_place import KEYS, RECORD, KeysPlace
from rso_core.store.sealing import opens
from rso_core.store.stored import StoredRow

SECRET = "*"
"""In place of a person: the secret of the record itself, for fingerprints of acts that name a person."""


class RecordWithNames(Protocol):
    """What is asked of a record about the keys to its names."""

    @property
    def identity(self) -> str:
        """Which record it is."""
        ...

    def take_identity(self, identity: str) -> None:
        """Be this record from now on."""
        ...

    def goes_without_keys(self) -> bool:
        """Whether it was said that its keys are not at hand."""
        ...

    def go_without_keys(self) -> None:
        """Say so."""
        ...

    def have_keys(self) -> None:
        """From now on they are."""
        ...

    def has_sealed_names(self) -> bool:
        """Whether a name stands sealed in it."""
        ...

    def sealed_names(self) -> Mapping[str, Sequence[StoredRow]]:
        """The events in which the name of a person stands sealed, by person, in recorded order."""
        ...

    def sealed_names_of(self, person: str) -> Sequence[StoredRow]:
        """Those of one person."""
        ...

    def erased(self, persons: Iterable[str]) -> frozenset[str]:
        """Those of these persons whose erasure is recorded."""
        ...


class Belonging(Enum):
    """How keys stand to a record.

    ``THEIRS``: they carry its identity. ``SHOWN``: they carry none, and showed that they are its keys. ``NONE_NEEDED``:
    there are no keys and no names. ``WITHOUT``: there are none, as was said. ``ABSENT``: there are none, and there ought to
    be. ``ANOTHER``: they carry the identity of another record. ``UNSHOWN``: they carry none, and did not show it.
    """

    THEIRS = "theirs"
    SHOWN = "shown"
    NONE_NEEDED = "none needed"
    WITHOUT = "without"
    ABSENT = "absent"
    ANOTHER = "another"
    UNSHOWN = "unshown"


REFUSED = frozenset({Belonging.ABSENT, Belonging.ANOTHER, Belonging.UNSHOWN})


def belonging_of(place: KeysPlace, record: RecordWithNames) -> Belonging:
    """How the keys at a place stand to a record.

    Raises:
        StoreError: keys or record cannot be read.
    """
    label = place.facts().get(RECORD)
    if label is not None:
        return Belonging.THEIRS if label == record.identity else Belonging.ANOTHER
    rows = {row.person: row.key for row in place.select(sa.select(KEYS.c.person, KEYS.c.key))}
    if rows:
        return Belonging.SHOWN if Fit.of(rows, record).shows else Belonging.UNSHOWN
    if not record.has_sealed_names():
        return Belonging.NONE_NEEDED
    return Belonging.WITHOUT if record.goes_without_keys() else Belonging.ABSENT


@attrs.frozen
class Fit:
    """What keys do to the names that stand sealed in a record; of each person the first is tried.

    Attributes:
        keys: number of persons who have a key.
        opened: persons whose name they open.
        not_opened: persons whose key is there, and does not open it.
        missing: persons of whom nothing stands among the keys, not even that their key was destroyed.
    """

    keys: int
    opened: frozenset[str]
    not_opened: frozenset[str]
    missing: frozenset[str]

    @classmethod
    def of(cls, keys: Mapping[str, bytes | None], record: RecordWithNames) -> "Fit":
        """Try keys on a record; None for one that was destroyed."""
        there = {person: bytes(key) for person, key in keys.items() if key is not None and person != SECRET}
        first = {person: rows[0] for person, rows in record.sealed_names().items()}
        erased = record.erased(first)
        tried = {person: row for person, row in first.items() if person in there and person not in erased}
        opened = frozenset(person for person, row in tried.items() if opens(there[person], row))
        return cls(len(there), opened, frozenset(tried) - opened, frozenset(first.keys() - erased - keys.keys()))

    @property
    def shows(self) -> bool:
        """Whether it shows that they are the keys of the record; where no key of a person is there, none can be lost."""
        return not self.missing and (bool(self.opened) or not self.keys)


def refusal(belonging: Belonging, place: KeysPlace, record: RecordWithNames) -> KeysNotOfRecordError:
    """The error that says why the keys at a place are not used for a record, and what would mend it."""
    where = hidden(place.url)
    match belonging:
        case Belonging.ABSENT:
            why = (
                f"the keys of persons of this record are not at {where}, so none of its names can be read, nor erased; "
                f"{_SAY_WHERE}, put a backup of them back ('rso keys restore FILE'), or say that this record goes on "
                "without them ('rso keys without')"
            )
        case Belonging.ANOTHER:
            label = place.facts().get(RECORD, "")
            why = (
                f"the keys of persons at {where} belong to another record ({label[:8]}…, this one is {record.identity[:8]}…); "
                f"what is done with them here would be done to names there. {_SAY_WHERE[0].upper()}{_SAY_WHERE[1:]}; or, if "
                "this is that record, brought back from a copy, let them show it ('rso keys bind')"
            )
        case _:
            why = (
                f"the keys of persons at {where} do not say of which record they are, and they are not the keys to all "
                f"names in this one. {_SAY_WHERE[0].upper()}{_SAY_WHERE[1:]}; or look which names they open, and take them "
                "('rso keys bind')"
            )
    return KeysNotOfRecordError(f"{why}. Nothing was changed", belonging)


_SAY_WHERE = "say where they are ([privacy] keys in rso.toml, or RSO_PERSON_KEYS)"
