"""Covenant definitions: parties, bodies, roles, rules and rhythms of one region, as a TOML file.

A definition becomes acts, recorded once under keys of their own; after that the record speaks, not the file.
Another region starts with another file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import attrs

from rso_core.acts import (
    Act,
    AgreeEffort,
    DraftCovenant,
    EstablishRole,
    NameTheme,
    RegisterParty,
    SetMoment,
    SetRetention,
    SetUpBody,
)
from rso_core.application import Application, Provenance
from rso_core.domain.references import field_types
from rso_core.domain.refusal import Language, Refused
from rso_core.domain.values import PartyKind, require_share
from rso_core.dutch.vocabulary import fact_in_dutch
from rso_core.nearest_names import did_you_mean, nearest
from rso_core.recurrence import RuleError, read
from rso_core.store.recorded import EntryKind
from rso_core.structuring import InputError, structure, to_date
from rso_core.time_zone import AMSTERDAM
from rso_core.toml_files import TomlError, read_toml
from rso_core.written_numbers import WrittenFloat

# A definition says `recorded` once above its tables, or in a table of its own.
KINDS: dict[str, tuple[str, type[Act], str, dict[str, str]]] = {
    "party": ("party", RegisterParty, "since", {"since": "on"}),
    "body": ("body", SetUpBody, "since", {"since": "on"}),
    "role": ("role", EstablishRole, "since", {"since": "on"}),
    "theme": ("theme", NameTheme, "since", {"since": "on"}),
    "moment": ("moment", SetMoment, "opens", {}),
    "effort": ("effort", AgreeEffort, "start", {}),
    "retention": ("role", SetRetention, "since", {"since": "on"}),
    "covenant": ("covenant", DraftCovenant, "drafted_on", {}),
}
"""Per table of the file: the field of the act that its ``id`` becomes, the act, its date, and renamed fields."""
EVERYTHING_ELSE = "*"
"""In place of the id of a retention term: it is known by its role, and one of them has none."""
_NO_ID = {"retention": "the role of a [retention] is the id of one [[role]] between quotes; left out: everything else"}


@attrs.frozen
class Problem:
    """Something in a definition file that is wrong: where, what, and what would mend it."""

    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class DefinitionError(Exception):
    """A definition file cannot be used; `problems` names everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@attrs.frozen
class Entry:
    """One table of the file: its kind (``party``), its id, the line it starts on, and the act it becomes.

    ``recorded`` is the day on which it became known, for a record that was kept elsewhere before; ``lines`` are the lines on
    which the fields of the act stand.
    """

    kind: str
    id: str
    line: int
    act: Act
    recorded: date | None = None
    lines: Mapping[str, int] = attrs.field(factory=dict)


@attrs.frozen
class Definition:
    """A valid covenant definition."""

    file: Path
    entries: tuple[Entry, ...]

    def acts(self) -> Iterator[tuple[str, Act]]:
        """Key and act of every entry, in the order in which they can be recorded."""
        for entry in self.entries:
            yield f"definition:{entry.kind}:{entry.id}", entry.act

    @property
    def covenant(self) -> str:
        """Identifier of the covenant."""
        return next(entry.id for entry in self.entries if entry.kind == "covenant")


def load_definition(path: Path) -> Definition:
    """Read and check a definition file.

    Raises:
        DefinitionError: with every problem in the file, each with its line and what would mend it.
    """
    try:
        document, text = read_toml(path, WrittenFloat)
    except TomlError as error:
        raise DefinitionError([Problem(path, error.line, error.told)]) from None
    except OSError as error:
        raise DefinitionError([Problem(path, 1, f"the file cannot be read: {error.strerror}")]) from None
    return _Check(path, document, _Lines(text)).definition()


def apply_definition(
    application: Application, definition: Definition, circumstances: Provenance, language: Language = "en"
) -> int:
    """Record a definition, all of it or nothing; again changes nothing.

    Returns:
        How many acts were recorded now.

    Raises:
        DefinitionError: a rule refused an entry, or an entry differs from what was recorded before.
    """
    recorded = 0
    with application.batch() as batch:
        for entry, (key, act) in zip(definition.entries, definition.acts(), strict=True):
            try:
                known = (
                    datetime.combine(entry.recorded, time(), AMSTERDAM) if entry.recorded else circumstances.recorded_at
                )
                outcome = batch.perform(
                    act, attrs.evolve(circumstances, key=key, recorded_at=known, entry=EntryKind.IMPORTED)
                )
            except Refused as refused:
                text = f"{entry.kind} {entry.id!r}: {refused.message(language)}"
                field = re.split(r"[.\[]", str(refused.facts.get("field", "")))[0]
                line = entry.lines.get(field, entry.line)
                raise DefinitionError([Problem(definition.file, line, text)]) from refused
            recorded += not outcome.repeated
    return recorded


class _Lines:
    """On which line the n-th table of a kind starts, and its fields stand."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts: dict[tuple[str, int], int] = {}
        counts: dict[str, int] = {}
        for number, line in enumerate(self._lines, 1):
            stripped = line.split("#")[0].strip()
            if stripped.startswith("["):
                kind = stripped.strip("[] ")
                self._starts[kind, counts.get(kind, 0)] = number
                counts[kind] = counts.get(kind, 0) + 1

    def of(self, kind: str, index: int, field: str | None = None) -> int:
        start = self._starts.get((kind, index), 1)
        if field is not None:
            for number in range(start, len(self._lines)):
                line = self._lines[number].strip()
                if line.startswith("["):
                    break
                if line.split("=")[0].strip(" \"'") == field:
                    return number + 1
        return start


@attrs.define
class _Check:
    file: Path
    document: dict[str, Any]
    lines: _Lines
    problems: list[Problem] = attrs.field(factory=list)

    def definition(self) -> Definition:
        self._known_tables()
        parties = self._tables("party")
        groups = self._groups(parties)
        entries = [
            *self._entries("party", parties, groups),
            *self._entries("body", self._tables("body"), groups),
            *self._entries("role", self._tables("role"), groups),
            *self._entries("theme", self._tables("theme"), groups),
            *self._entries("moment", self._tables("moment"), groups),
            *self._entries("effort", self._tables("effort"), groups),
            *self._entries("retention", self._tables("retention"), groups),
            *self._entries("covenant", self._tables("covenant"), groups),
        ]
        if not self.problems:
            self._refer(entries)
        if self.problems:
            raise DefinitionError(sorted(self.problems, key=lambda p: p.line))
        return Definition(self.file, tuple(entries))

    def _problem(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.file, line, text))

    def _known_tables(self) -> None:
        for name in self.document:
            if name not in (*KINDS, "recorded"):
                near = nearest(name, KINDS, {fact_in_dutch(kind): kind for kind in KINDS})
                self._problem(
                    self.lines.of(name, 0),
                    f"unknown table [{name}]{did_you_mean(near)}{' ' if near else '; '}known are [covenant], "
                    "[[party]], [[body]], [[role]], [[theme]], [[moment]], [[effort]] and [[retention]]",
                )
        for name in ("covenant", "party"):
            if not self.document.get(name):
                self._problem(1, f"there is no [{name}]; a definition has one [covenant] and at least two [[party]]")

    def _tables(self, kind: str) -> list[dict[str, Any]]:
        found = self.document.get(kind, [])
        if kind == "covenant":
            found = [found] if isinstance(found, dict) and found else found
            if isinstance(found, list) and len(found) > 1:
                self._problem(self.lines.of(kind, 1), "a definition holds one [covenant]; give another its own file")
        if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
            self._problem(self.lines.of(kind, 0), f"{kind!r} is written as [[{kind}]] tables")
            return []
        return found

    def _groups(self, parties: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {"@all": [], **{f"@{kind}": [] for kind in PartyKind}}
        for party in parties:
            identifier = party.get("id")
            if isinstance(identifier, str):
                groups["@all"].append(identifier)
                groups.setdefault(f"@{party.get('kind')}", []).append(identifier)
        return groups

    def _entries(self, kind: str, tables: list[dict[str, Any]], groups: dict[str, list[str]]) -> Iterator[Entry]:
        seen: dict[str, int] = {}
        for index, table in enumerate(tables):
            line = self.lines.of(kind, index)
            identifier = table.get("role", EVERYTHING_ELSE) if kind == "retention" else table.get("id")
            if not isinstance(identifier, str):
                self._problem(line, _NO_ID.get(kind, f'this [{kind}] has no id; add id = "…"'))
                continue
            if identifier in seen:
                self._problem(line, f"{kind} {identifier!r} stands on line {seen[identifier]} too; ids are unique")
                continue
            seen[identifier] = line
            act = self._act(kind, index, identifier, table, groups)
            recorded = self._recorded(kind, index, table.get("recorded", self.document.get("recorded")))
            if act is not None:
                renamed = KINDS[kind][3]
                lines = {renamed.get(name, name): self.lines.of(kind, index, name) for name in table}
                yield Entry(kind, identifier, line, act, recorded, lines)

    def _recorded(self, kind: str, index: int, value: Any) -> date | None:
        try:
            return None if value is None else to_date(value)
        except ValueError as error:
            self._problem(self.lines.of(kind, index, "recorded"), f"recorded: {error}")
            return None

    def _act(
        self, kind: str, index: int, identifier: str, table: dict[str, Any], groups: dict[str, list[str]]
    ) -> Act | None:
        id_field, cls, date_field, renamed = KINDS[kind]
        fields: dict[str, Any] = {} if kind == "retention" else {id_field: identifier}
        for name, value in table.items():
            if name == "recorded" or (name == "id" and kind != "retention"):
                continue
            if name in renamed.values():
                self._problem(self.lines.of(kind, index, name), f"unknown field {name!r}; write {date_field!r}")
                return None
            wanted = renamed.get(name, name)
            is_parties = isinstance(value, list) and _lists_parties(cls, wanted)
            fields[wanted] = self._expand(kind, index, name, value, groups) if is_parties else value
            if name == "rules" and isinstance(value, list):
                fields[name] = [self._rule(kind, index, rule, groups) for rule in value]
        try:
            return structure(fields, cls)
        except InputError as error:
            for text in error.problems:
                field, told = self._field_of(text, fields, date_field)
                self._problem(self.lines.of(kind, index, field), f"{kind} {identifier!r}: {told}")
            return None

    @staticmethod
    def _field_of(text: str, fields: Iterable[str], date_field: str) -> tuple[str | None, str]:
        """The field of the file that a problem speaks of, and the problem in the file's own words."""
        name = text.partition(":")[0].split("[")[0]
        if name in fields:
            shown = date_field if name == "on" else name
            return shown, text.replace(f"{name}:", f"{shown}:", 1)
        unknown = text.removeprefix("unknown field '").split("'")[0] if text.startswith("unknown field") else None
        return unknown, text.replace("'on'", repr(date_field)).replace(" on,", f" {date_field},")

    def _rule(self, kind: str, index: int, rule: Any, groups: dict[str, list[str]]) -> Any:
        """A rule of decision with the groups in ``takes_part`` written out."""
        if isinstance(rule, dict) and isinstance(rule.get("takes_part"), list):
            return {**rule, "takes_part": self._expand(kind, index, "rules", rule["takes_part"], groups)}
        return rule

    def _expand(self, kind: str, index: int, name: str, value: list[Any], groups: dict[str, list[str]]) -> list[Any]:
        expanded: list[Any] = []
        for item in value:
            if isinstance(item, str) and item.startswith("@"):
                if not groups.get(item):
                    self._problem(
                        self.lines.of(kind, index, name),
                        f"there is no party of group {item!r}; "
                        f"groups are {', '.join(g for g, found in groups.items() if found)}",
                    )
                expanded += groups.get(item, [])
            else:
                expanded.append(item)
        return list(dict.fromkeys(expanded))

    def _refer(self, entries: list[Entry]) -> None:
        """Check what entries say of each other, and values that only mean something in their place."""
        known = {kind: {e.id for e in entries if e.kind == kind} for kind in KINDS}
        indexes: dict[str, int] = {}
        for entry in entries:
            index = indexes.get(entry.kind, 0)
            indexes[entry.kind] = index + 1
            for field, text in _wrong_references(entry.act, known):
                self._problem(self.lines.of(entry.kind, index, field), f"{entry.kind} {entry.id!r}: {text}")


def _lists_parties(cls: type[Act], field: str) -> bool:
    """Whether a field lists parties; there a group such as ``@municipality`` stands for all parties of that kind."""
    kind = field_types(cls).get(field)
    return kind is not None and kind.many and kind.reference is not None and kind.reference.kind == "party"


def _wrong_references(act: Act, known: dict[str, set[str]]) -> Iterator[tuple[str | None, str]]:
    for field, kind in field_types(type(act)).items():
        if kind.reference is not None and kind.reference.kind in known:
            value, table = getattr(act, field), kind.reference.kind
            for name in value or () if kind.many else (value,):
                if name is not None and name not in known[table]:
                    yield field, f"{field}: there is no [[{table}]] {name!r}; add it, or correct the id"
    yield from _unreadable_rhythm(act)
    if isinstance(act, EstablishRole) and act.holders < 1:
        yield "holders", "holders must be 1 or more"
    if isinstance(act, SetUpBody):
        yield from _wrong_rules(act)


def _unreadable_rhythm(act: Act) -> Iterator[tuple[str, str]]:
    """A rhythm that is no rule at all; which rules are taken is for the domain (``body.rhythm``)."""
    field = {SetUpBody: "rhythm", DraftCovenant: "evaluation_rhythm"}.get(type(act))
    rule = getattr(act, field) if field else None
    if field and rule:
        try:
            read(rule)
        except RuleError as error:
            yield (
                field,
                f"{field} {rule!r:.80} is no RFC 5545 rule that can be read: {error.part!r:.40} is not {error.accepted}; "
                "write e.g. FREQ=MONTHLY;INTERVAL=3",
            )


def _wrong_rules(act: SetUpBody) -> Iterator[tuple[str, str]]:
    if act.chair is not None and act.chair not in act.members:
        yield "chair", f"the chair {act.chair!r} is not one of the members; add it to members, or name another chair"
    try:
        require_share(act.quorum)
    except ValueError as error:
        yield "quorum", f"quorum: {error}"
    for kind in act.unanimity:
        if kind not in act.mandate:
            yield "unanimity", f"unanimity names {kind.value!r}, for which the body has no mandate; add it to mandate"
