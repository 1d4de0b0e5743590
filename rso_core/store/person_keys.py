"""The keys of persons: apart from the events, in a file or table of their own, with a backup of their own.

A name can be read as long as the key of its person exists. Erasing a person destroys the key; its row stays, without
the key, so that no new key is ever made for who was erased. Keys belong to one record (`rso_core.store.keys_belonging`):
those of another are neither used nor changed, however they were found.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import attrs
import sqlalchemy as sa

from rso_core.database import hidden, insert_into
from rso_core.store.errors import KeyMissingError, StoreError
from rso_core.store.keys_belonging import REFUSED, SECRET, Belonging, RecordWithNames, belonging_of, note_where, refusal
from rso_core.store.keys_place import FACTS, KEYS, RECORD, KeysPlace
from rso_core.store.misplaced_keys import misplaced, opens_one, with_key_to
from rso_core.store.sealing import KEY_BYTES, new_key

K = TypeVar("K")
AT_A_TIME = 500
"""So many keys are asked for in one query."""


@attrs.frozen(kw_only=True)
class KeyState:
    """What is known of a person's key.

    Attributes:
        there: whether the key exists.
        erasing: why it is about to be destroyed; None when it is not.
        destroyed_at: when it was destroyed (aware, UTC); None when it was not.
    """

    there: bool
    erasing: str | None
    destroyed_at: datetime | None


class PersonKeys:
    """The keys of the persons of one record. Nothing is made before the first key is needed.

    Args:
        url: ``sqlite:///path.db`` or ``postgresql://…``, see `rso_core.database`.
        record: to which they have to belong; it may be given later (`record`), before anything is asked.

    Attributes:
        not_opened: persons of whom a name was met, so far, that their key does not open.

    Raises:
        StoreError: by every method, when the place of the keys cannot be used.
        KeysNotOfRecordError: by every method, when the keys there are not those of the record.
    """

    def __init__(self, url: str, record: RecordWithNames | None = None) -> None:
        self.url = url
        self.place = KeysPlace(url)
        self.record = record
        self._belonging: Belonging | None = None
        self._cache: dict[str, bytes | None] = {}
        self._gone: set[str] = set()
        self.not_opened: set[str] = set()
        self._destroyed = -1
        self._noted = False

    @property
    def of_record(self) -> RecordWithNames:
        """The record to which they have to belong."""
        assert self.record is not None, "keys are of a record"
        return self.record

    def require(self) -> None:
        """Nothing, where the keys are those of the record, or neither has anything yet.

        Keys of before that show it are told to which record they belong.
        """
        if self._belonging is Belonging.THEIRS:
            return
        record = self.of_record
        self._belonging = belonging_of(self.place, record)
        if self._belonging in REFUSED:
            raise refusal(self._belonging, self.place, record)
        if self._belonging is Belonging.SHOWN:
            self.say_whose()

    def say_whose(self, *, bound: bool = False) -> None:
        """Have keys say that they are those of the record; who calls this knows that they are.

        Args:
            bound: whether somebody said so, and also that this is from now on the record, if there is a copy of it.
        """
        self._belonging, self._noted = Belonging.SHOWN, False
        with self._changing(bound=bound):
            pass  # it says whose they are

    def get(self, person: str) -> bytes | None:
        """The key of a person; None when there is none, or none any more.

        Of who was erased there is none, whatever came back with a backup: the record says so, not the keys.
        """
        if person not in self._cache:
            self.fetch([person])
        return self._cache[person]

    def is_gone(self, person: str) -> bool:
        """Whether the name of a person cannot be read because of an erasure; otherwise a key that should be here is not."""
        self.get(person)
        return person in self._gone

    def fetch(self, persons: Iterable[str]) -> None:
        """Have the keys of these persons in memory, asked for by the hundreds."""
        left = [person for person in persons if person not in self._cache]
        for start in range(0, len(left), AT_A_TIME):
            some = left[start : start + AT_A_TIME]
            columns = KEYS.c.person, KEYS.c.key, KEYS.c.destroyed_at
            rows = {row.person: row for row in self._select(sa.select(*columns).where(KEYS.c.person.in_(some)))}
            self._gone |= self.of_record.erased(some) | {p for p, row in rows.items() if row.destroyed_at is not None}
            for person in some:
                key = rows[person].key if person in rows and person not in self._gone else None
                self._cache[person] = bytes(key) if key is not None else None

    def _of_who_is_not_erased(self, keys: Mapping[str, K]) -> dict[str, K]:
        erased = self.of_record.erased(person for person, key in keys.items() if key is not None)
        return {person: key for person, key in keys.items() if person not in erased}

    def any(self) -> bool:
        """Whether there is anything where the keys are kept, be it that some were destroyed."""
        return bool(self._select(sa.select(KEYS.c.person).limit(1)))

    def state(self, person: str) -> KeyState | None:
        """What is known of the key of a person; None when there never was one here."""
        return self.states().get(person)

    def states(self) -> dict[str, KeyState]:
        """What is known of the key of every person."""
        rows = self._select(sa.select(KEYS).where(KEYS.c.person != SECRET).order_by(KEYS.c.person))
        return {
            row.person: KeyState(there=row.key is not None, erasing=row.erasing, destroyed_at=row.destroyed_at)
            for row in rows
        }

    def refresh(self) -> None:
        """Forget what is kept in memory when another process destroyed a key."""
        count = sa.select(sa.func.count()).select_from(KEYS).where(KEYS.c.destroyed_at.is_not(None))
        destroyed = next((row[0] for row in self._select(count)), 0)
        if destroyed != self._destroyed:
            self._forget()
            self._destroyed = destroyed

    def ensure(self, new: Iterable[str], known: Iterable[str] = ()) -> None:
        """Make keys where there are none.

        Args:
            new: persons of whom nothing was recorded before; they get a key.
            known: persons of whom something was recorded before; their key must exist.

        Raises:
            KeyMissingError: the key of a known person is not here; its backup must be put back first.
        """
        new, known = list(new), list(known)
        self.fetch([*new, *known])
        for person in known:
            if (key := self.get(person)) is None:
                raise KeyMissingError(
                    f"the key of {person} is not at {hidden(self.url)}; restore the backup of the keys of persons first"
                )
            # What would be sealed with another key than the rest is lost as soon as that is put right.
            names = self.of_record.sealed_names_of(person)
            if names and not opens_one(key, names):
                raise KeyMissingError(
                    f"the key that stands for {person} at {hidden(self.url)} is not the one of this person; see 'rso keys show', "
                    "or restore the backup of the keys of persons first"
                )
        self._make({person: new_key() for person in new if self.get(person) is None})

    def blind(self, fingerprint: str) -> str:
        """A fingerprint of something that names a person, as nobody can guess it who has only the record."""
        secret = self.get(SECRET)
        if secret is None:
            self._make({SECRET: new_key()})
            secret = self.get(SECRET)
        assert secret is not None
        return hashlib.blake2b(fingerprint.encode(), digest_size=16, key=secret).hexdigest()

    def begin_erasing(self, person: str, why: str) -> None:
        """Note that the key of a person is about to be destroyed, so that a run that is killed can be finished.

        A key to the name of the person that stands under somebody else is brought under this person first; of who has no
        key it is noted all the same, so that none comes back for that person.
        """
        names = self.of_record.sealed_names_of(person)
        if not opens_one(self.all_kept().get(person), names):
            self.put_right()
        noted = insert_into(self.place.backend, KEYS).values(
            person=person, key=None, made_at=datetime.now(UTC), erasing=why
        )
        with self._changing() as connection:
            for other in with_key_to(names, self.all_kept(connection)):
                if other != person:
                    _change_one(connection, sa.update(KEYS).where(KEYS.c.person == other).values(key=None), other)
            if _destroyed_at(connection, person) is None:
                again = {"index_elements": ["person"], "set_": {"erasing": why}}
                _change_one(connection, noted.on_conflict_do_update(**again), person)
        self._forget()

    def destroy(self, person: str) -> bool:
        """Destroy the key of a person; again changes nothing. Afterwards no key here opens the name of the person.

        Returns:
            Whether there was a key.

        Raises:
            StoreError: it is not known here, or it could not be destroyed.
        """
        gone = {"key": None, "erasing": None, "destroyed_at": datetime.now(UTC)}
        with self._changing() as connection:
            there = connection.scalar(sa.select(KEYS.c.key).where(KEYS.c.person == person)) is not None
            if there or _destroyed_at(connection, person) is None:
                _change_one(connection, sa.update(KEYS).where(KEYS.c.person == person).values(gone), person)
        self._forget()
        self.require_gone(person)
        return there

    def require_gone(self, person: str) -> None:
        """Nothing, where no key that is kept here opens the name of a person.

        Raises:
            StoreError: one does.
        """
        keys = self.all_kept()
        left = with_key_to(self.of_record.sealed_names_of(person), keys)
        if left or keys.get(person) is not None:
            raise StoreError(
                f"the key of {person} is still at {hidden(self.url)}, under {', '.join(left) or person}: it was not "
                "destroyed, so the name can be read; 'rso keys show' tells more. Something in that database keeps keys from being "
                "changed (a trigger, a rule, rights): take it away, and erase again"
            )

    def replace(self, keys: Mapping[str, bytes]) -> None:
        """Put keys in the place of those that stand under these persons, or of none; not of who was erased."""
        with self._changing() as connection:
            for person, key in self._of_who_is_not_erased(keys).items():
                row = insert_into(self.place.backend, KEYS).values(person=person, key=key, made_at=datetime.now(UTC))
                again = {"index_elements": ["person"], "set_": {"key": key}}
                _change_one(connection, row.on_conflict_do_update(**again), person)
        self._forget()

    def forget_record(self) -> None:
        """Have keys say no more to which record they belong, so that a record that is put back here finds its own place.

        Raises:
            StoreError: there are keys of persons; those are of a record that had names.
        """
        label = self.place.facts().get(RECORD)
        if label is None or label != self.of_record.identity:
            return
        if self.states():
            raise StoreError(
                f"there are keys of persons at {hidden(self.url)}, of a record that is not there any more; put them away before "
                "another record is put back here, or name another store"
            )
        with self._changing() as connection:
            connection.execute(sa.delete(KEYS).where(KEYS.c.person == SECRET))
            connection.execute(sa.delete(FACTS))
        self._belonging, self._noted = None, False
        self._forget()

    def put_right(self) -> list[str]:
        """Bring keys that stand under the wrong person under the one whose name they open; gives those persons."""
        record = self.of_record
        names = record.sealed_names()
        gone = record.erased(names) | {person for person, state in self.states().items() if state.destroyed_at}
        kept = {person: rows for person, rows in names.items() if person not in gone}
        right = misplaced(self.all_kept(), kept)
        self.replace(right)
        return sorted(right)

    def all_kept(self, connection: sa.Connection | None = None) -> dict[str, bytes | None]:
        """Every key as it is kept, by the person under whom it stands; None for one that is not there any more."""
        query = sa.select(KEYS.c.person, KEYS.c.key).order_by(KEYS.c.person)
        rows = self._select(query) if connection is None else connection.execute(query)
        return {row.person: None if row.key is None else bytes(row.key) for row in rows}

    def exported(self) -> dict[str, bytes]:
        """Every key by its person, for a backup of the keys; none of who was erased."""
        return self._of_who_is_not_erased({person: key for person, key in self.all_kept().items() if key is not None})

    def put(self, keys: Mapping[str, bytes]) -> None:
        """Put keys back from a backup; one that is here already, or was destroyed here, stays as it is.

        Those of who was erased are left out.

        Raises:
            StoreError: something among them is no key.
        """
        for person, key in keys.items():
            if len(key) != KEY_BYTES:
                raise StoreError(
                    f"the key of {person} has {len(key)} bytes, not {KEY_BYTES}; this is no backup of keys"
                )
        self._make(self._of_who_is_not_erased(keys))

    def close(self) -> None:
        """Close the connections."""
        self.place.close()

    def _forget(self) -> None:
        self._cache.clear()
        self._gone.clear()

    def _select(self, query: "sa.Select[Any]") -> "list[sa.Row[Any]]":
        self.require()
        return self.place.select(query)

    def _make(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            return
        now = datetime.now(UTC)
        rows = [{"person": person, "key": key, "made_at": now} for person, key in keys.items()]
        with self._changing() as connection:
            connection.execute(insert_into(self.place.backend, KEYS).on_conflict_do_nothing(), rows)
        # Another process may have been first: what counts is the key that stands there.
        for person in keys:
            self._cache.pop(person, None)
        self.fetch(keys)

    @contextmanager
    def _changing(self, *, bound: bool = False) -> Iterator[sa.Connection]:
        """A transaction on keys that say, in that same transaction, that they belong to the record, and to no copy of it.

        Args:
            bound: whether somebody said that this is from now on the record.
        """
        if self._belonging not in (Belonging.THEIRS, Belonging.SHOWN):
            self.require()
        record = self.of_record
        with self.place.changing() as connection:
            of_record = sa.select(FACTS.c.value).where(FACTS.c.name == RECORD)
            if (said := connection.scalar(of_record)) is None:
                saying = insert_into(self.place.backend, FACTS).values(name=RECORD, value=record.identity)
                connection.execute(saying.on_conflict_do_nothing())
                # Another process may have been first.
                said = connection.scalar(of_record)
            if said != record.identity:
                raise refusal(Belonging.ANOTHER, self.place, record)
            if not self._noted and (copy := note_where(connection, self.place, record, bound=bound)) is not None:
                raise refusal(copy, self.place, record)
            yield connection
        if self._belonging is Belonging.WITHOUT:
            record.have_keys()
        self._belonging, self._noted = Belonging.THEIRS, True


def _destroyed_at(connection: sa.Connection, person: str) -> datetime | None:
    return connection.scalar(sa.select(KEYS.c.destroyed_at).where(KEYS.c.person == person))


def _change_one(connection: sa.Connection, change: sa.Executable, person: str) -> None:
    """Change the row of one person.

    Raises:
        StoreError: no row was changed.
    """
    if connection.execute(change, execution_options={"preserve_rowcount": True}).rowcount != 1:
        raise StoreError(
            f"nothing was changed for {person} among the keys of persons: there is no row, or it cannot be changed"
        )
