"""Whether the keys of persons are what they should be: each is tried on every name that stands sealed in the record.

Keys are kept beside the record, where no log holds them; but what they are for stands in the record: which names there are,
and who was erased.
"""

from collections.abc import Sequence

import attrs

from rso_core.proof.finding import Finding
from rso_core.store.errors import KeysNotOfRecordError
from rso_core.store.event_store import EventStore
from rso_core.store.keys_belonging import SECRET, Belonging
from rso_core.store.misplaced_keys import misplaced, with_key_to
from rso_core.store.sealing import opens

BELONGS = "De sleutels van personen zijn die van dit dossier"
OPENS = "Elke sleutel van een persoon opent de namen waarvoor hij is"
ERASED = "Gewiste personen"
NAMED_AT_ONCE = 20


@attrs.frozen(kw_only=True)
class KeysTried:
    """What came of trying every key; persons by identifier, in order.

    Attributes:
        names: number of events in which a name stands sealed.
        opened: persons all of whose names their key opens.
        wrong: persons whose key is there and does not open all of their names.
        misplaced: those whose key stands under somebody else.
        missing: persons of whom a name stands sealed, who were not erased, and whose key is not here.
        idle: persons who have a key, and of whom no name stands in the record.
        erased: persons whose erasure is recorded.
        returned: those among them whose name a key opens that is kept here, or who have a key again.
        unrecorded: persons whose key was destroyed, of whom the record does not say that they were erased.
        begun: persons whose erasing was begun, and is not recorded.
    """

    names: int
    opened: tuple[str, ...]
    wrong: tuple[str, ...]
    misplaced: tuple[str, ...]
    missing: tuple[str, ...]
    idle: tuple[str, ...]
    erased: tuple[str, ...]
    returned: tuple[str, ...]
    unrecorded: tuple[str, ...]
    begun: tuple[str, ...]


def try_keys(store: EventStore) -> KeysTried:
    """Try every key on every name that stands sealed in a record.

    Raises:
        KeysNotOfRecordError: the keys at hand are not those of the record, or they are not at hand.
        StoreError: record or keys cannot be read.
    """
    states, keys = store.keys.states(), store.keys.all_kept()
    names = store.facts.sealed_names()
    erased = store.facts.erased(names.keys() | states.keys())
    kept = {person: rows for person, rows in names.items() if person not in erased}
    destroyed = {person for person, state in states.items() if state.destroyed_at is not None}
    tried = {person: keys.get(person) for person in sorted(kept)}
    there = {person: key for person, key in tried.items() if key is not None}
    opened = [person for person, key in there.items() if all(opens(key, row) for row in kept[person])]
    here = {person for person, key in keys.items() if key is not None and person != SECRET}
    return KeysTried(
        names=sum(map(len, names.values())),
        opened=tuple(opened),
        wrong=tuple(person for person in there if person not in opened),
        misplaced=tuple(sorted(misplaced(keys, {p: rows for p, rows in kept.items() if p not in destroyed}))),
        missing=tuple(person for person in tried if person not in there and person not in destroyed),
        idle=tuple(sorted(here - names.keys())),
        erased=tuple(sorted(erased)),
        returned=tuple(p for p in sorted(erased) if p in here or with_key_to(names.get(p, ()), keys)),
        unrecorded=tuple(sorted(destroyed - erased)),
        begun=tuple(p for p, state in states.items() if state.erasing is not None),
    )


def key_findings(store: EventStore) -> list[Finding]:
    """What trying every key came to, for who verifies a record.

    Raises:
        StoreError: record or keys cannot be read.
    """
    try:
        tried = try_keys(store)
    except KeysNotOfRecordError as error:
        return [_not_theirs(error)]
    without = store.facts.goes_without_keys()
    number = len(tried.opened)
    whose = "er zijn nog geen namen"
    if tried.names:
        whose = f"sleutels van {number} {'persoon' if number == 1 else 'personen'} openen hun namen"
    return [
        Finding(check=BELONGS, ok=None if without else True, found=_WITHOUT if without else whose),
        *([] if without else [_opens(tried)]),
        _erased(tried),
    ]


_WITHOUT = "dit dossier gaat zonder de sleutels verder (rso keys restore); van de namen is niets na te gaan"


def _not_theirs(error: KeysNotOfRecordError) -> Finding:
    found = {
        Belonging.ABSENT: "de sleutels zijn hier niet, dus van de namen is niets na te gaan (rso keys show)",
        Belonging.ANOTHER: "de sleutels hier zijn die van een ander dossier (rso keys show)",
    }.get(
        error.belonging,
        "de sleutels hier zeggen niet van welk dossier zij zijn, en openen niet alle namen (rso keys show)",
    )
    return Finding(check=BELONGS, ok=None if error.belonging is Belonging.ABSENT else False, found=found)


def _opens(tried: KeysTried) -> Finding:
    wrong = [person for person in tried.wrong if person not in tried.misplaced]
    missing = [person for person in tried.missing if person not in tried.misplaced]
    problems = [
        *_told(tried.misplaced, "staat onder een ander (rso keys mend)", "staan onder een ander (rso keys mend)"),
        *_told(wrong, "opent de naam niet (rso keys restore)", "openen de naam niet (rso keys restore)"),
        *_told(missing, "is hier niet (rso keys restore)", "zijn hier niet (rso keys restore)"),
    ]
    found = "; ".join(problems) or f"{tried.names} keer een naam, elk geprobeerd"
    if tried.idle and not problems:
        found += f"; zonder naam in het dossier: {_listed(tried.idle)}"
    return Finding(check=OPENS, ok=not problems, found=found)


def _erased(tried: KeysTried) -> Finding:
    problems = [
        *_told(
            tried.returned,
            "is er weer, hoewel het dossier zegt dat de persoon is gewist; de naam blijft weg (rso person erase)",
            "zijn er weer, hoewel het dossier zegt dat de personen zijn gewist; de namen blijven weg (rso person erase)",
        ),
        *_told(
            [person for person in tried.unrecorded if person not in tried.begun],
            "is vernietigd, en het dossier zegt niet dat de persoon is gewist",
            "zijn vernietigd, en het dossier zegt niet dat de personen zijn gewist",
        ),
    ]
    if problems:
        return Finding(check=ERASED, ok=False, found="; ".join(problems))
    if tried.begun:
        told = _listed(tried.begun)
        return Finding(check=ERASED, ok=None, found=f"begonnen en niet afgemaakt: {told} (rso person erase)")
    number = len(tried.erased)
    return Finding(check=ERASED, ok=None, found=f"{number}; hun gebeurtenissen staan er nog, hun naam niet")


def _told(persons: Sequence[str], one: str, many: str) -> list[str]:
    if not persons:
        return []
    return [f"de sleutel van {persons[0]} {one}" if len(persons) == 1 else f"de sleutels van {_listed(persons)} {many}"]


def _listed(persons: Sequence[str]) -> str:
    left = len(persons) - NAMED_AT_ONCE
    return ", ".join(persons[:NAMED_AT_ONCE]) + (f" en {left} anderen" if left > 0 else "")
