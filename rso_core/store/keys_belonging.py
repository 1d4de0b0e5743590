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
from rso_core.settings import same_place
from rso_core.store.errors import KeysNotOfRecordError
from rso_core.store.keys_place import FACTS, ITSELF, KEYS, RECORD, STORE, KeysPlace
from rso_core.store.record_facts import facts_in, note_fact
from rso_core.store.sealing import opens
from rso_core.store.stored import StoredRow
from rso_core.store.whereabouts import is_still_at, whereabouts

SECRET = "*"
"""In place of a person: the secret of the record itself, for fingerprints of acts that name a person."""


class RecordWithNames(Protocol):
    """What is asked of a record about the keys to its names."""

    @property
    def url(self) -> str:
        """Address of its store."""
        ...

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

    def keys_at(self) -> str | None:
        """Where the keys are that somebody said are its own; None where nobody did."""
        ...

    def note_keys_at(self, where: str) -> None:
        """Note it."""
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
    They may be read, and not changed: ``OF_ORIGINAL``, those of the record of which this is a copy, and that is still there;
    ``COPIED``, a copy of the keys of this record, and those are still there.
    """

    THEIRS = "theirs"
    SHOWN = "shown"
    NONE_NEEDED = "none needed"
    WITHOUT = "without"
    ABSENT = "absent"
    ANOTHER = "another"
    UNSHOWN = "unshown"
    OF_ORIGINAL = "of original"
    COPIED = "copied"


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


_SAYS = FACTS.name, RECORD
"""Where keys in a file say to which record they belong."""


def note_where(
    connection: sa.Connection, place: KeysPlace, record: RecordWithNames, *, bound: bool
) -> Belonging | None:
    """Note where keys and record are now, unless one of them is a copy of which the original is still there.

    Keys that moved along with their record, or were copied along, are not those of the original.

    Args:
        connection: in which the keys are changed.
        place, record: keys and record.
        bound: whether somebody said that these are from now on the record and its keys.

    Returns:
        Of what it is a copy; None where it is not, and then it is noted.
    """
    if same_place(place.url, record.url):
        return None
    here = {STORE: whereabouts(record.url), ITSELF: whereabouts(place.url)}
    said = facts_in(connection, FACTS)
    if not bound:
        own = record.keys_at()
        if own not in (None, here[ITSELF]) and is_still_at(str(own), record.identity, *_SAYS):
            return Belonging.COPIED
        if here.items() <= said.items():
            return None
        if said.get(ITSELF) == here[ITSELF] and is_still_at(said[STORE], record.identity):
            return Belonging.OF_ORIGINAL
        if said.get(STORE) == here[STORE] and is_still_at(said[ITSELF], record.identity, *_SAYS):
            return Belonging.COPIED
    for name, where in here.items():
        note_fact(connection, FACTS, name, where)
    return None


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
        case Belonging.OF_ORIGINAL:
            said = place.facts()[STORE].partition(":")[2]
            why = (
                f"the keys of persons at {where} are in use by the record at {said}, of which this one is a copy; what is done "
                "with them here would be done to names there. Give the copy keys of its own (a copy of them, in RSO_PERSON_KEYS); "
                "or, if this is from now on the record and the other is put away, say so ('rso keys bind')"
            )
        case Belonging.COPIED:
            said = (record.keys_at() or place.facts()[ITSELF]).partition(":")[2]
            why = (
                f"the keys of persons at {where} are a copy of those at {said}, which are still there; what is destroyed here "
                "could be read with those. Use those; or put them away, and say that these are from now on the keys ('rso keys bind')"
            )
        case _:
            why = (
                f"the keys of persons at {where} do not say of which record they are, and they are not the keys to all "
                f"names in this one. {_SAY_WHERE[0].upper()}{_SAY_WHERE[1:]}; or look which names they open, and take them "
                "('rso keys bind')"
            )
    return KeysNotOfRecordError(f"{why}. Nothing was changed", belonging)


_SAY_WHERE = "say where they are ([privacy] keys in rso.toml, or RSO_PERSON_KEYS)"
