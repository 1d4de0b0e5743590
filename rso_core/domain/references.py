"""Typed references: what an identifier in an act, an event or a state points to.

An identifier is plain text, in Python and in stored bytes; its type says of what. From that follow, without a list
anywhere: that the thing is known (rule ``record.known``), which events name it, how it is called, and whose name it is.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_type_hints

import attrs

V = TypeVar("V")


def _paths(called: "str | tuple[str, ...] | None") -> tuple[str, ...]:
    return (called,) if isinstance(called, str) else called or ()


@attrs.frozen
class Reference:
    """What a field points to.

    Attributes:
        kind: kind of thing, which is also how its stream starts (``party`` of ``party:gm0344``).
        within: for a part of a thing that has no stream of its own (a mandate of a party): the kind of that thing.
        called: fields of its events, or ``field.attribute``, that say what it is called; none where it has no name.
    """

    kind: str
    within: str | None = None
    called: tuple[str, ...] = attrs.field(default=(), converter=_paths)


@attrs.frozen
class KindInValue:
    """Mark of a text that names something whose kind is told by the value that it stands in.

    Attributes:
        kinds: the kinds as they are written there, each with the kind that it stands for.
        beside: field of the same value that holds the kind; None where the text begins with it: ``action a-12``.
    """

    kinds: tuple[tuple[str, str], ...]
    beside: str | None = None

    def named(self, text: str, beside: object) -> tuple[str, str] | None:
        """Kind and identifier of what a text names; None where it names nothing."""
        kind, identifier = (str(beside), text) if self.beside else text.partition(" ")[::2]
        meant = dict(self.kinds).get(kind)
        return (meant, identifier) if meant and identifier else None


@attrs.frozen
class NotChecked:
    """Mark of a field of an act: what it points to need not be known, or not yet."""


@attrs.frozen
class EmptyIsNone:
    """Mark of a field of an act that may be left out: an empty text says the same as nothing there."""


PartyId = Annotated[str, Reference("party", called="name")]
MandateId = Annotated[str, Reference("mandate", within="party")]
PersonId = Annotated[str, Reference("person", called="name")]
CovenantId = Annotated[str, Reference("covenant", called="title")]
VersionId = Annotated[str, Reference("version", within="covenant")]
ConsultationId = Annotated[str, Reference("consultation", within="covenant", called="question")]
AmendmentId = Annotated[str, Reference("amendment", within="covenant", called="title")]
InheritedMatterId = Annotated[str, Reference("inherited", within="covenant", called="title")]
BodyId = Annotated[str, Reference("body", called=("profile.name", "change.name"))]
SeatId = Annotated[str, Reference("seat", within="body")]
ThemeId = Annotated[str, Reference("theme", called="name")]
RoleId = Annotated[str, Reference("role", called="name")]
AssignmentId = Annotated[str, Reference("assignment", within="role")]
HandoverId = Annotated[str, Reference("handover")]
MeetingId = Annotated[str, Reference("meeting", called="title")]
AgendaItemId = Annotated[str, Reference("item", within="meeting", called="title")]
DecisionId = Annotated[str, Reference("decision", called="title")]
ActionId = Annotated[str, Reference("action", called="title")]
SignalId = Annotated[str, Reference("signal", called="title")]
ProjectId = Annotated[str, Reference("project", called="name")]
MilestoneId = Annotated[str, Reference("milestone", within="project", called="title")]
EffortId = Annotated[str, Reference("effort")]
CommitmentId = Annotated[str, Reference("commitment", within="effort")]
CycleId = Annotated[str, Reference("cycle")]
MomentId = Annotated[str, Reference("moment", within="cycle", called="name")]
EvaluationId = Annotated[str, Reference("evaluation", called="title")]
InputId = Annotated[str, Reference("input", within="evaluation", called="title")]
FindingId = Annotated[str, Reference("finding", within="evaluation", called="text")]
RecommendationId = Annotated[str, Reference("recommendation", within="evaluation", called="text")]


@attrs.frozen
class FieldType:
    """The type of a field, taken apart.

    Attributes:
        plain: the type without what is annotated, and without ``None`` or ``tuple`` around it.
        marks: what is annotated (a `Reference`, a check of the value).
        optional: whether it may be None.
        many: whether it is a tuple of such values.
    """

    plain: Any
    marks: tuple[Any, ...]
    optional: bool
    many: bool

    @property
    def reference(self) -> Reference | None:
        """What it points to, where it points to something."""
        return next((mark for mark in self.marks if isinstance(mark, Reference)), None)


def field_types(cls: type) -> Mapping[str, FieldType]:
    """The fields of an attrs class with their types, in order of declaration."""
    found = _FIELD_TYPES.get(cls)
    if found is None:
        hints = get_type_hints(cls, include_extras=True)
        found = {field.name: _taken_apart(hints[field.name]) for field in attrs.fields(cls)}
        _FIELD_TYPES[cls] = found
    return found


_FIELD_TYPES: dict[type, Mapping[str, FieldType]] = {}
"""Taking types apart costs more than an act does, and they do not change."""


def _taken_apart(hint: Any) -> FieldType:
    many = optional = False
    marks: tuple[Any, ...] = ()
    while True:
        parts = get_args(hint)
        if hasattr(hint, "__metadata__"):
            marks += hint.__metadata__
            hint = hint.__origin__
        elif type(None) in parts:
            optional = True
            hint = next(part for part in parts if part is not type(None))
        elif getattr(hint, "__origin__", None) is tuple and parts[1:] == (Ellipsis,):
            many = True
            hint = parts[0]
        else:
            return FieldType(hint, marks, optional, many)


Thing = tuple[str, ...]
"""What is named: kind and identifier; of a part, its kind, the identifier of what it is part of, and its own."""


def references(value: Any) -> Iterator[tuple[Reference, str]]:
    """Everything that an act, event or other value names, in order of fields, with what is named in its parts."""
    for reference, identifier, _ in _named(type(value), value, ()):
        yield reference, identifier


def things(value: Any, cls: type | None = None) -> Iterator[Thing]:
    """Everything that an act, event or other value names, as things; in order of fields, each as often as it is named.

    What a part belongs to stands in a field near it: of the same value, or of the value that it is in. Where none says
    it, the part comes as kind and identifier alone.

    Args:
        value: an attrs value, or plain data with (some of) the fields of one.
        cls: whose fields the plain data are.
    """
    for reference, identifier, of in _named(cls or type(value), value, ()):
        yield (reference.kind, identifier) if of is None else (reference.kind, of, identifier)


def with_references(
    value: V,
    change: Callable[[Reference, str, str | None], str],
    *,
    without: Collection[str] = (),
    _around: "_Around" = (),
) -> V:
    """An act or other value that names other things.

    Args:
        value: stays as it is.
        change: gives the identifier to put in the place of one, from what it points to, itself, and the identifier of what
            it is part of, where that is known.
        without: fields that stay as they are.
    """
    cls = type(value)
    here = ((cls, value), *_around)

    def changed(kind: FieldType, one: Any) -> Any:
        if kind.reference is not None:
            return change(kind.reference, one, _owner(kind.reference, here))
        return with_references(one, change, _around=here) if attrs.has(type(one)) else one

    changes: dict[str, Any] = {}
    for name, kind in field_types(cls).items():
        found = getattr(value, name)
        if name not in without and found is not None:
            changes[name] = tuple(changed(kind, one) for one in found) if kind.many else changed(kind, found)
    differing = {name: new for name, new in changes.items() if new != getattr(value, name)}
    return attrs.evolve(value, **differing) if differing else value  # type: ignore[misc]


_Around = tuple[tuple[type, Any], ...]
"""The values that a value stands in, the nearest first, each with its class."""


class _Naming(NamedTuple):
    """A field that names something, or holds values that may."""

    field: str
    many: bool
    reference: Reference | None
    inner: type | None
    told: KindInValue | None


_NAMING: dict[type, tuple[_Naming, ...]] = {}
"""Per class its fields that name something: a record is gone through by the hundred thousand values."""


def _naming(cls: type) -> tuple[_Naming, ...]:
    found = _NAMING.get(cls)
    if found is None:
        fields = []
        for name, kind in field_types(cls).items():
            told = next((mark for mark in kind.marks if isinstance(mark, KindInValue)), None)
            inner = kind.plain if attrs.has(kind.plain) else None
            if kind.reference or told or inner:
                fields.append(_Naming(name, kind.many, kind.reference, inner, told))
        found = _NAMING[cls] = tuple(fields)
    return found


def _named(cls: type, value: Any, around: _Around) -> Iterator[tuple[Reference, str, str | None]]:
    """What a value names, each with the identifier of what it is part of, where that is known."""
    here = ((cls, value), *around)
    plain = isinstance(value, Mapping)
    for field, many, reference, inner, told in _naming(cls):
        found = value.get(field) if plain else getattr(value, field)
        for one in (found or ()) if many else (found,):
            if one is None:
                continue
            if reference is not None:
                yield reference, one, None if reference.within is None else _owner(reference, here)
            elif inner is not None:
                yield from _named(inner if isinstance(one, Mapping) else type(one), one, here)
            elif told is not None and (named := told.named(one, _field(value, told.beside or ""))):
                yield Reference(named[0]), named[1], None


def _owner(reference: Reference, here: _Around) -> str | None:
    """The identifier of what a part belongs to: the subject of the event where it is one, or what is named beside it."""
    for cls, value in here:
        subject = getattr(cls, "subject_field", lambda: None)()
        for name in dict.fromkeys([*(subject or ())[:1], *field_types(cls)]):
            beside = field_types(cls)[name]
            if beside.reference is not None and not beside.many and beside.reference.kind == reference.within:
                found = _field(value, name)
                if found is not None:
                    return str(found)
    return None


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
