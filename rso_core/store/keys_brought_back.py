"""Ways back, on purpose, where a record and its keys do not find each other: keys brought back, taken, or done without.

Each looks first which names in the record the keys open: nothing else shows whose they are.
"""

from collections.abc import Mapping

import attrs
import sqlalchemy as sa

from rso_core.database import hidden
from rso_core.store.errors import KeysNotOfRecordError, StoreError
from rso_core.store.keys_belonging import REFUSED, SECRET, Belonging, Fit, belonging_of, refusal
from rso_core.store.keys_place import KEYS, RECORD
from rso_core.store.misplaced_keys import Names, opens_one
from rso_core.store.person_keys import PersonKeys
from rso_core.store.whereabouts import whereabouts


@attrs.frozen(kw_only=True)
class KeysSorted:
    """Keys as they were brought, by what they do to the names of a record.

    Attributes:
        fitting: those that open a name of their person, and the secret of the record.
        not_opening: persons in whose name they open nothing.
        unknown: persons of whom no name stands in the record.
        erased: persons who were erased; no key brings their name back.
    """

    fitting: Mapping[str, bytes]
    not_opening: tuple[str, ...]
    unknown: tuple[str, ...]
    erased: tuple[str, ...]

    @classmethod
    def of(cls, keys: Mapping[str, bytes], names: Names, erased: frozenset[str]) -> "KeysSorted":
        """Try keys on the names in a record.

        Args:
            keys: by person.
            names: the events in which a name stands sealed, by person.
            erased: persons whose erasure is recorded.
        """
        persons = [person for person in sorted(keys) if person != SECRET and person not in erased]
        fitting = {person: keys[person] for person in persons if opens_one(keys[person], names.get(person, ()))}
        return cls(
            fitting={**fitting, **{person: key for person, key in keys.items() if person == SECRET}},
            not_opening=tuple(person for person in persons if person in names and person not in fitting),
            unknown=tuple(person for person in persons if person not in names),
            erased=tuple(sorted(erased & keys.keys())),
        )

    @property
    def persons(self) -> int:
        """Number of persons whose name they open."""
        return len(self.fitting.keys() - {SECRET})

    def require_fitting(self) -> None:
        """Nothing, unless there are names that they ought to open, and they open none.

        Raises:
            KeysNotOfRecordError: they are keys of another record.
        """
        if self.not_opening and not self.persons:
            raise KeysNotOfRecordError(
                "these keys open none of the names in this record: they are those of another. Name the file that was "
                "written with the backup of this one. Nothing was changed",
                Belonging.ANOTHER,
            )


def put_back(keys: PersonKeys, brought: Mapping[str, bytes]) -> KeysSorted:
    """Put keys of a backup back into a record that has its events; a wrong key that stands there gives way.

    Args:
        keys: of the record; they may be gone altogether.
        brought: keys by person.

    Raises:
        KeysNotOfRecordError: they are keys of another record, or keys of another stand where those of this one belong.
        StoreError: they cannot be put there.
    """
    record = keys.of_record
    names = record.sealed_names()
    found = KeysSorted.of(brought, names, record.erased(brought))
    found.require_fitting()
    if found.persons and belonging_of(keys.place, record) is Belonging.ABSENT:
        # From here on they come back; a run that is stopped halfway is done again.
        record.go_without_keys()
    there = keys.all_kept()
    states = keys.states()
    wrong = {
        person: key
        for person, key in found.fitting.items()
        if person != SECRET
        and not opens_one(there.get(person), names[person])
        and (person not in states or states[person].destroyed_at is None)
    }
    keys.replace(wrong)
    keys.put(found.fitting)
    return found


def take(keys: PersonKeys) -> Fit:
    """Take keys for those of the record that do not say so, or name another identity, by the names that they open.

    Keys of before get the identity of the record; a record that came back from a copy gets that of its keys. Where another copy
    used them so far, this is from now on the record that does.

    Raises:
        KeysNotOfRecordError: they open no name in the record.
        StoreError: there are no keys.
    """
    record = keys.of_record
    rows = {row.person: row.key for row in keys.place.select(sa.select(KEYS.c.person, KEYS.c.key))}
    if not rows:
        raise StoreError(
            f"there are no keys at {hidden(keys.url)}; 'rso keys restore FILE' puts those of a backup there"
        )
    fit = Fit.of(rows, record)
    label = keys.place.facts().get(RECORD)
    if label != record.identity:
        if not fit.opened:
            raise KeysNotOfRecordError(
                f"the keys at {hidden(keys.url)} open none of the names in this record, so nothing shows that they are its "
                "keys. Nothing was changed",
                Belonging.ANOTHER,
            )
        if label is not None:
            record.take_identity(label)
    keys.say_whose(bound=True)
    record.have_keys()
    record.note_keys_at(whereabouts(keys.url))
    return fit


def do_without(keys: PersonKeys) -> None:
    """Say that the record goes on without its keys: names in it cannot be read until they come back.

    Raises:
        KeysNotOfRecordError: keys of another record stand where those of this one belong.
        StoreError: there are keys.
    """
    record = keys.of_record
    found = belonging_of(keys.place, record)
    if found in REFUSED - {Belonging.ABSENT}:
        raise refusal(found, keys.place, record)
    if found not in (Belonging.ABSENT, Belonging.WITHOUT):
        raise StoreError(f"the keys of this record are at {hidden(keys.url)}, or it needs none; nothing was changed")
    record.go_without_keys()
