"""The registers of an archive made again from its events, and held against those that lie in it.

Names of persons are sealed in the events. Where their keys lie in the archive they are used; else the names are those that the
archive's own register of persons gives, so that what is left to follow from the events is everything but what they are called.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import attrs
from eventsourcing.persistence import StoredEvent

from rso_core.archive.contents import Positioned
from rso_core.archive.keys_file import keys_for, read_keys
from rso_core.archive.registers import registers_of, write_registers
from rso_core.domain.person import PersonErased
from rso_core.projection import ReadModel
from rso_core.projection.names import unreadable_name
from rso_core.spreadsheet_text import rearmed
from rso_core.store.mapper import TypedMapper
from rso_core.store.person_keys import PersonKeys
from rso_core.store.recorded import RecordedEvent
from rso_core.store.sealing import person_of
from rso_core.store.stored import StoredRow
from rso_core.time_zone import AMSTERDAM

REGISTERS = Path("data/registers")
KEYS = Path("data/persons/keys.json")
PERSONS = "persons"
GIVEN = frozenset({"name", "email"})
"""What the registers of an archive give of what is sealed in the events."""
SHOWN = 10
LONGEST_CELL = 32_000_000
"""Characters; the shape of a bag is looked at before its tables are read."""
_MADE = re.compile(rb"<p>Gemaakt op [^<]{1,100} uur, uit de registratie zelf\.</p>")
"""The moment at which a page was made; that does not follow from the events."""


@attrs.frozen(kw_only=True)
class MadeAgain:
    """What came of making the registers again.

    Attributes:
        problems: what is not as it follows from the events (Dutch), the first of it.
        registers: how many were held to the events.
        left_out: names of registers in the archive that nothing here makes.
        names: of how many persons the name was taken from the archive itself.
        unnamed: registers that show a name that stands nowhere else in the archive, and were left out for it.
    """

    problems: tuple[str, ...]
    registers: int
    left_out: tuple[str, ...]
    names: int
    unnamed: tuple[str, ...]


def made_again(folder: Path, rows: Sequence[StoredRow], models: Sequence[ReadModel], on: date) -> MadeAgain:
    """Make the registers of an archive again, and hold those in it against them.

    Args:
        folder: of the archive.
        rows: its events.
        models: the read models that make registers here.
        on: the day on which they hold (Europe/Amsterdam).

    Raises:
        ArchiveError: the keys of persons in it cannot be read.
        StoreError: they are those of another record, or an event is of a kind that this release does not know.
    """
    there = {path.stem for path in (folder / REGISTERS).glob("*.csv")}
    keys = keys_for(read_keys(folder / KEYS), rows).fitting if (folder / KEYS).is_file() else {}
    events = _decoded(rows, keys)
    sealed = {person_of(recorded.originator_id) for _, recorded in events if recorded.unreadable}
    names = _names(folder) if sealed else {}
    # Where persons have a register of their own, one who is missing there is missed.
    nameless = (sealed - names.keys() if PERSONS not in there else set()) | _sealed_otherwise(events)
    named = [(position, _named(recorded, names)) for position, recorded in events]
    registers, _ = registers_of([model for model in models if model.name in there], named, on)
    left_out = sorted(there - {each.name for each in registers})
    with TemporaryDirectory(prefix="rso-archief-") as place:
        made = Path(place) / "registers"
        midnight = datetime.combine(on, datetime.min.time(), AMSTERDAM)
        write_registers(registers, made, on, midnight, raw_cells=not _disarmed(folder))
        # The list of registers names those that nothing here makes too.
        files = sorted(path.name for path in made.iterdir() if path.name != "index.html" or not left_out)
        unnamed = {each.name for each in registers if _shows(made, each.name, nameless)}
        held = [name for name in files if name.partition(".")[0] not in unnamed]
        problems = [problem for name in held for problem in _differences(folder, made / name)]
    extra = sorted(_others(folder) - {*files, "index.html"}) if not left_out else []
    problems += [f"{(REGISTERS / name).as_posix()}: volgt uit geen gebeurtenis" for name in extra]
    return MadeAgain(
        problems=tuple(problems[:SHOWN]),
        registers=len(registers) - len(unnamed),
        left_out=tuple(left_out),
        names=len(sealed & names.keys()),
        unnamed=tuple(sorted(unnamed)),
    )


class _Keys:
    """The keys that lie in an archive, for who reads its events."""

    def __init__(self, keys: Mapping[str, bytes], gone: frozenset[str]) -> None:
        self._keys, self._gone = keys, gone
        self.not_opened: set[str] = set()

    def get(self, person: str) -> bytes | None:
        """The key of a person; None where it is not there."""
        return self._keys.get(person)

    def is_gone(self, person: str) -> bool:
        """Whether a person was erased in these events."""
        return person in self._gone


def _decoded(rows: Sequence[StoredRow], keys: Mapping[str, bytes]) -> list[Positioned]:
    topic = f"{PersonErased.event_name}/"
    gone = frozenset(person_of(row.stream) for row in rows if row.topic.startswith(topic))
    mapper = TypedMapper(cast("PersonKeys", _Keys(keys, gone)))
    return [
        (position, mapper.to_domain_event(StoredEvent(row.stream, row.version, row.topic, row.state)))
        for position, row in enumerate(rows, start=1)
    ]


def _names(folder: Path) -> dict[str, dict[str, Any]]:
    """Name and address of each person as the archive's own registers give them; of who has no name any more nothing."""
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(folder, PERSONS):
        found[row["person"]] = {"name": row.get("name_nl") or None, "email": None}
    for row in _rows(folder, "pleio_people"):
        # The register of addresses holds both, and those of who may be reached alone.
        if row.get("name"):
            found[row["person"]] = {"name": row["name"], "email": row.get("email") or None}
    return found


def _shows(made: Path, register: str, persons: Iterable[str]) -> bool:
    """Whether a register that was made again shows one of these persons, whose name is not known here."""
    marks = [unreadable_name(person).encode() for person in persons]
    texts = [(made / f"{register}{suffix}").read_bytes() for suffix in (".csv", ".html")] if marks else []
    return any(mark in text for text in texts for mark in marks)


def _rows(folder: Path, register: str) -> Iterator[dict[str, str]]:
    """The rows of a table by the keys of its columns; none where it is not there, or holds no persons."""
    path = folder / REGISTERS / f"{register}.csv-metadata.json"
    try:
        columns = [column["name"] for column in json.loads(path.read_bytes())["tableSchema"]["columns"]]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return
    for cells in _table(folder / REGISTERS / f"{register}.csv")[1:]:
        row = dict(zip(columns, map(rearmed, cells), strict=False))
        if "person" in row:
            yield row


def _disarmed(folder: Path) -> bool:
    """Whether an apostrophe stands in its tables before what a spreadsheet would run."""
    paths = (folder / REGISTERS).glob("*.csv-metadata.json")
    return any(b'"dc:description"' in path.read_bytes() for path in paths)


def _others(folder: Path) -> set[str]:
    return {path.name for path in (folder / REGISTERS).iterdir()}


def _table(path: Path) -> list[list[str]]:
    """The rows of a table with that of its headings; none where it cannot be read."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file, delimiter=";"))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
    finally:
        csv.field_size_limit(before)


def _sealed_otherwise(events: Iterable[Positioned]) -> set[str]:
    """Of whom something else is sealed than what the archive's own registers give, such as the name in a certificate."""
    return {
        person_of(recorded.originator_id)
        for _, recorded in events
        if recorded.unreadable and not set(recorded.event.sealed) <= GIVEN
    }


def _named(recorded: RecordedEvent, names: Mapping[str, Mapping[str, Any]]) -> RecordedEvent:
    """An event of a person with the name that the archive gives, and a mark in place of what else is sealed in it."""
    person = person_of(recorded.originator_id)
    if not recorded.unreadable or names.get(person, {}).get("name") in (None, unreadable_name(person)):
        return recorded
    event: Any = recorded.event
    mark = unreadable_name(person)
    said = {field: names[person].get(field) if field in GIVEN else mark for field in event.sealed}
    event = attrs.evolve(event, **said)
    return RecordedEvent(recorded.originator_id, recorded.originator_version, recorded.meta, event)


def _differences(folder: Path, made: Path) -> Iterator[str]:
    name = (REGISTERS / made.name).as_posix()
    try:
        there = (folder / name).read_bytes()
    except OSError as error:
        yield f"{name}: is niet te lezen: {error.strerror}"
        return
    should = made.read_bytes()
    if _MADE.sub(b"", there) == _MADE.sub(b"", should):
        return
    if made.suffix == ".csv":
        yield from _cells(name, _table(folder / name), _table(made))
    else:
        yield f"{name}: is niet wat uit de gebeurtenissen volgt"


def _cells(name: str, there: list[list[str]], should: list[list[str]]) -> Iterator[str]:
    """Where two tables differ, by rows as a spreadsheet counts them; of the rest of the file it is only said that it does."""
    if len(there) != len(should):
        yield f"{name}: heeft {len(there)} rijen, en uit de gebeurtenissen volgen er {len(should)}"
    differing = [(n, a, b) for n, (a, b) in enumerate(zip(there, should, strict=False), start=1) if a != b]
    for number, found, expected in differing[:SHOWN]:
        cells = [(a, b) for a, b in zip(found, expected, strict=False) if a != b] or [(str(found), str(expected))]
        yield f"{name}: rij {number}: er staat {cells[0][0]!r}, uit de gebeurtenissen volgt {cells[0][1]!r}"
    if len(there) == len(should) and not differing:
        yield f"{name}: is niet wat uit de gebeurtenissen volgt"
