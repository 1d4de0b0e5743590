"""Which module defines which act, event and value of the domain, so that one can be asked for without importing the others.

It is read in the sources when it is first needed, a few milliseconds in all, and written down nowhere: a module that
is put in one of the packages is found by standing there. A module without a source is imported to see what it defines.
"""

import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from rso_core.domain.chapters import CHAPTER_OF

if TYPE_CHECKING:
    from rso_core.domain.act import Act
    from rso_core.domain.event import Event

PACKAGES = ("rso_core.domain",)
_CLASS = re.compile(
    r"""(?:^@(?P<decorator>act|event|concept)\(\s*["'](?P<name>[^"']+)["'](?P<options>.*?)\)\n(?:@[^\n]*\n)*)?"""
    r"""^class[ ](?P<cls>[A-Za-z]\w*)(?:\((?P<bases>[^)]*)\))?:(?:\n+[ ]+\"\"\"(?P<doc>.*?)\"\"\")?""",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_OPTION = re.compile(r'(chapter|source)="([^"]*)"')
T = TypeVar("T")


class Definition(NamedTuple):
    """A public class of the domain.

    Attributes:
        module, class_name: where it stands.
        kind: ``act``, ``event``, ``concept`` (the state of one) or ``value``.
        name: of an act or event, as it is recorded; of a concept, as its streams start.
        doc: what it is: the first paragraph of its docstring.
        by_hand: of an act: whether it stands in dossiers and has a command of its own.
        chapter: of an act: the chapter of the covenant under which it is listed.
    """

    module: str
    class_name: str
    kind: str
    name: str
    doc: str
    by_hand: bool
    chapter: str

    def load(self) -> Any:
        """The class itself."""
        return getattr(import_module(self.module), self.class_name)


@cache
def definitions() -> tuple[Definition, ...]:
    """Every public class of the domain, in order of modules and then as they stand there."""
    return tuple(
        definition
        for package in PACKAGES
        for module, source in sources(package)
        for definition in (_defined_by(module) if source is None else _defined_in(module, source))
    )


def sources(package: str, path: Iterable[str] | None = None) -> Iterator[tuple[str, str | None]]:
    """Every module in a package and in the packages in it, with its source; None where that is not there.

    Args:
        package: its name.
        path: its folders; those of the package as it is imported when left out.
    """
    for module in pkgutil.iter_modules(import_module(package).__path__ if path is None else path, f"{package}."):
        spec = module.module_finder.find_spec(module.name, None)
        get_source: Callable[[str], str | None] = getattr(spec and spec.loader, "get_source", lambda _: None)
        yield module.name, get_source(module.name)
        if spec is not None and spec.submodule_search_locations is not None:
            yield from sources(module.name, spec.submodule_search_locations)


def _defined_in(module: str, source: str) -> Iterator[Definition]:
    for found in _CLASS.finditer(source):
        if not found["cls"].startswith("_"):
            by_hand = "by_hand=False" not in (found["options"] or "")
            doc = _first_paragraph(found["doc"])
            chapter = _chapter(found["options"] or "", module)
            yield Definition(
                module, found["cls"], found["decorator"] or "value", found["name"] or "", doc, by_hand, chapter
            )


def _chapter(options: str, module: str) -> str:
    """The chapter of an act: as it says, or that of the recommendation it carries out, or that of its module."""
    given = dict(_OPTION.findall(options))
    return given.get("chapter") or CHAPTER_OF.get(given.get("source", "")) or module.rpartition(".")[2]


def _defined_by(module: str) -> Iterator[Definition]:
    acts, events = _registered_acts().values(), _registered_events().values()
    for cls in vars(import_module(module)).values():
        if isinstance(cls, type) and cls.__module__ == module and not cls.__name__.startswith("_"):
            kind = "act" if cls in acts else "event" if cls in events else "value"
            name = getattr(cls, f"{kind}_name", "")
            if kind == "value" and "concept" in vars(cls):
                kind, name = "concept", str(vars(cls)["concept"])
            doc = _first_paragraph(cls.__doc__)
            by_hand, chapter = getattr(cls, "by_hand", True), getattr(cls, "chapter", module.rpartition(".")[2])
            yield Definition(module, cls.__name__, kind, name, doc, by_hand, chapter)


def _first_paragraph(doc: str | None) -> str:
    return " ".join((doc or "").partition("\n\n")[0].split())


def _registered_acts() -> "Mapping[str, type[Act]]":
    from rso_core.domain.act import registered_acts  # noqa: PLC0415 - known before any act is

    return registered_acts()


def _registered_events() -> "Mapping[str, type[Event]]":
    from rso_core.domain.event import registered_events  # noqa: PLC0415 - known before any event is

    return registered_events()


@cache
def _named(kind: str) -> Mapping[str, Definition]:
    return MappingProxyType({definition.name: definition for definition in definitions() if definition.kind == kind})


class _Classes(Mapping[str, T], Generic[T]):
    """Classes by their name, each imported when it is asked for; those that others registered come last."""

    def __init__(self, kind: str, registered: Mapping[str, T], wanted: Callable[[Any], bool]) -> None:
        self._kind, self._registered, self._wanted = kind, registered, wanted

    def __getitem__(self, name: str) -> T:
        if name not in self._registered and name in _named(self._kind):
            _named(self._kind)[name].load()
        cls = self._registered[name]
        if not self._wanted(cls):
            raise KeyError(name)
        return cls

    def __contains__(self, name: object) -> bool:
        known = _named(self._kind).get(name) or self._registered.get(name)  # type: ignore[call-overload]
        return known is not None and self._wanted(known)

    def __iter__(self) -> Iterator[str]:
        known = _named(self._kind)
        yield from (name for name, definition in known.items() if self._wanted(definition))
        yield from (name for name, cls in list(self._registered.items()) if name not in known and self._wanted(cls))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _any(_: object) -> bool:
    return True


def _by_hand(act: Any) -> bool:
    return bool(act.by_hand)


def act_classes() -> "Mapping[str, type[Act]]":
    """Every act by its name; to know a name costs no import."""
    return _Classes("act", _registered_acts(), _any)


def acts_by_hand() -> "Mapping[str, type[Act]]":
    """The acts that stand in dossiers and have a command of their own, by name."""
    return _Classes("act", _registered_acts(), _by_hand)


def event_classes() -> "Mapping[str, type[Event]]":
    """Every event class by its name; to know a name costs no import."""
    return _Classes("event", _registered_events(), _any)


def concept_names() -> tuple[str, ...]:
    """How the streams of each concept start (``party`` of ``party:gm0344``), in order of names."""
    return tuple(sorted(_named("concept")))


def lazily(face: str, without: str, more: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a module that gives the classes of the domain, each when it is asked for.

    Args:
        face: name of the module.
        without: kind of class that it does not give.
        more: other names that it gives, and the module of each.
    """

    @cache
    def places() -> Mapping[str, str]:
        return {d.class_name: d.module for d in definitions() if d.kind != without} | dict(more)

    def attribute(name: str) -> Any:
        if name.startswith("_") or name not in places():
            raise AttributeError(f"module {face!r} has no attribute {name!r}")
        value = getattr(import_module(places()[name]), name)
        setattr(import_module(face), name, value)
        return value

    return attribute, lambda: sorted(places())
