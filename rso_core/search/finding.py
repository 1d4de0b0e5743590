"""Finding what somebody means: by kind and identifier, by identifier alone, or by a name it has or ever had.

Every command and library function that takes an identifier from a person finds it here, so that they agree.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache

import attrs

from rso_core.catalogue import concept_names
from rso_core.domain import references
from rso_core.domain.act import NEW_ID, Act
from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.names import CALLED, NameIndex
from rso_core.domain.references import Reference, Thing, with_references
from rso_core.dutch.spelling import folded
from rso_core.dutch.vocabulary import fact_in_dutch
from rso_core.nearest_names import ALIKE, did_you_mean, nearest
from rso_core.projection import events_as_of
from rso_core.store.event_store import EventStore
from rso_core.store.naming import written
from rso_core.structuring import InputError

PROPOSED = 5
"""So many are proposed at most."""


class NotFoundError(InputError):
    """What was typed stands for nothing on record, or for more than one thing.

    Attributes:
        found: what it may stand for, where that is more than one thing.
        nearest: what resembles it, where it stands for nothing.
    """

    def __init__(self, problem: str, *, found: Sequence[Thing] = (), nearest: Sequence[Thing] = ()) -> None:
        self.found, self.nearest = tuple(found), tuple(nearest)
        super().__init__([problem])


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of thing that can be asked for: those with a stream, and their parts; in order of names."""
    marks = (mark for alias in vars(references).values() for mark in getattr(alias, "__metadata__", ()))
    parts = {mark.kind for mark in marks if isinstance(mark, Reference) and mark.within}
    return tuple(sorted({*concept_names(), *parts} - {BOOKKEEPING.rstrip(":")}))


@attrs.define
class Finder:
    """Finds things on record; the names are read when they are first needed.

    Attributes:
        store: of the record.
    """

    store: EventStore
    _names: NameIndex | None = None

    @property
    def names(self) -> NameIndex:
        """What everything is called, by all that is known."""
        if self._names is None:
            self._names = NameIndex.of(recorded for _, recorded in events_as_of(self.store, None, None))
        return self._names

    def find(self, text: str, of_kinds: Collection[str] = (), *, within: str | None = None) -> Thing:
        """The thing that a text stands for.

        Args:
            text: ``party:gm0344``, ``gm0344``, or a name it has had; after a kind a name does as well
                (``party:Gemeente Utrecht``). Of a part ``mandate:gm0344/m-1``, ``mandate:m-1`` or ``m-1``.
            of_kinds: only things of these kinds; of any when left out.
            within: for a part: identifier of what it is part of, where that is known.

        Raises:
            NotFoundError: it stands for nothing, or for more than one thing.
        """
        wanted = text.strip()
        if not wanted:
            raise NotFoundError(_NOTHING_GIVEN)
        kind, colon, rest = wanted.partition(":")
        if colon and not of_kinds and self.store.stream(wanted):
            return kind, rest
        if colon and kind.strip() in (of_kinds or kinds()):
            return self._one(text, rest.strip(), [kind.strip()], within)
        try:
            return self._one(text, wanted, of_kinds, within)
        except NotFoundError as error:
            if not colon or " " in kind or error.found or kind in kinds():
                raise
            raise NotFoundError(no_kind(kind)) from None

    def _one(self, text: str, wanted: str, of_kinds: Collection[str], within: str | None) -> Thing:
        found = self._by_identifier(wanted, of_kinds, within) or self._by_name(wanted, of_kinds, within)
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFoundError(
                f"nothing clear is recorded under {text!r}; it may be any of {self.told(found)}", found=found
            )
        nearest = self.nearest(wanted, of_kinds)
        hint = (
            f"nearest are {self.told(nearest)}"
            if nearest
            else f"write it as kind:id; kinds are {', '.join(of_kinds or kinds())}"
        )
        raise NotFoundError(f"nothing clear is recorded under {text!r}; {hint}", nearest=nearest)

    def _by_identifier(self, identifier: str, of_kinds: Collection[str], within: str | None) -> list[Thing]:
        """By identifier; in other capitals where none is written so."""
        asked = of_kinds or kinds()
        streams = (kind for kind in asked if kind in concept_names())
        found: list[Thing] = [(kind, identifier) for kind in streams if self.store.stream(f"{kind}:{identifier}")]
        if found:
            return found
        of, _, own = identifier.rpartition("/")
        alike = [
            thing
            for thing in self.names.things()
            if thing[0] in asked and thing[-1].casefold() == own.casefold()
            if len(thing) == 2 or thing[1] == (of or within or thing[1])
        ]
        return [thing for thing in alike if thing[-1] == own] or alike

    def _by_name(self, name: str, of_kinds: Collection[str], within: str | None) -> list[Thing]:
        called = [
            thing
            for thing in self.names.called(name)
            if (not of_kinds or thing[0] in of_kinds) and (within is None or len(thing) == 2 or thing[1] == within)
        ]
        if not of_kinds:
            subjects = [thing for thing in called if thing[2:] == ()]
            return [thing for thing in subjects if thing[0] in CALLED] or subjects or called
        return called

    def nearest(self, text: str, of_kinds: Collection[str] = (), most: int = PROPOSED) -> list[Thing]:
        """What resembles a text most, by identifier or name: first what holds all its words, then what looks like it."""
        wanted = folded(text)
        by_spelling: dict[str, list[Thing]] = {}
        for spelling, thing in self._spellings(of_kinds):
            by_spelling.setdefault(spelling, []).append(thing)
        words = wanted.split()
        holding = [s for s in by_spelling if words and all(word in s for word in words)]
        alike = get_close_matches(wanted, by_spelling, most, ALIKE)
        spellings = (*sorted(holding, key=len), *alike)
        found = dict.fromkeys(thing for spelling in spellings for thing in by_spelling[spelling])
        return list(found)[:most]

    def _spellings(self, of_kinds: Collection[str]) -> Iterator[tuple[str, Thing]]:
        asked = of_kinds or kinds()
        named = ((s, thing) for s, things in self.names.spellings().items() for thing in things)
        for spelling, thing in (*named, *((folded(thing[-1]), thing) for thing in self.names.things())):
            # Without a kind, parts are too many to propose.
            if thing[0] in asked and (of_kinds or len(thing) == 2):
                yield spelling, thing

    def told(self, things: Iterable[Thing]) -> str:
        """Things as they are proposed: how each is written, with its name."""
        return ", ".join(map(self.written_with_name, things))

    def written_with_name(self, thing: Thing) -> str:
        """``party:gm0344 (Gemeente Utrecht)``; without a name where it has none."""
        name = self.names.get(*thing)
        return f"{written(thing)} ({name})" if name else written(thing)


def with_names_found(finder: Finder, act: Act) -> tuple[Act, list[Thing]]:
    """An act with identifiers in the place of names that somebody typed for them, and what resembles what is not found.

    What is known by its identifier stays, and so does what the act brings, and what stands for nothing: whether that is
    in order is for the rules to say.

    Raises:
        NotFoundError: a name is that of more than one thing.
    """
    nearest: list[Thing] = []
    new = [each.name for each in attrs.fields(type(act)) if each.metadata.get(NEW_ID)]

    def found(reference: Reference, text: str, within: str | None) -> str:
        try:
            return finder.find(text, [reference.kind], within=within)[-1]
        except NotFoundError as error:
            if error.found:
                raise
            nearest.extend(error.nearest)
            return text

    return with_references(act, found, without=new), nearest


def find(store: EventStore, text: str, of_kinds: Collection[str] = ()) -> Thing:
    """The thing that a text stands for; see `Finder.find`."""
    return Finder(store).find(text, of_kinds)


_NOTHING_GIVEN = "no subject was given; write it as kind:id, such as party:gm0344, or use --all"


def no_kind(kind: str) -> str:
    """What is said of a kind of thing that there is not."""
    near = nearest(kind, kinds(), {fact_in_dutch(each): each for each in kinds()}, 1)
    return f"there is no kind {kind!r}{did_you_mean(near)}{' ' if near else '; '}kinds are {', '.join(kinds())}"
