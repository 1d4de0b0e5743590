"""Keys that stand under the wrong person: whose they are shows by the name that they open."""

from collections.abc import Iterable, Mapping, Sequence

from rso_core.store.keys_belonging import SECRET
from rso_core.store.sealing import opens
from rso_core.store.stored import StoredRow

Names = Mapping[str, Sequence[StoredRow]]
"""The events in which the name of a person stands sealed, by person."""


def opens_one(key: bytes | None, rows: Iterable[StoredRow]) -> bool:
    """Whether a key opens what is sealed in one of these events."""
    return key is not None and any(opens(key, row) for row in rows)


def misplaced(keys: Mapping[str, bytes | None], names: Names) -> dict[str, bytes]:
    """The keys that stand under the wrong person, by the person under whom they belong.

    A key goes to the person whose name it opens and whose own key opens nothing; no key that opens a name is lost by it.
    """
    wrong = [person for person, rows in names.items() if not opens_one(keys.get(person), rows)]
    loose = [
        key
        for person, key in keys.items()
        if key is not None and person != SECRET and not opens_one(key, names.get(person, ()))
    ]
    found = {}
    for person in wrong:
        key = next((key for key in loose if opens_one(key, names[person])), None)
        if key is not None:
            found[person] = key
    return found


def with_key_to(names: Sequence[StoredRow], keys: Mapping[str, bytes | None]) -> list[str]:
    """Under whom a key stands that opens a name sealed in one of these events."""
    return [person for person, key in keys.items() if opens_one(key, names)]
