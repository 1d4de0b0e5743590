"""Typed references: what an identifier in an act, an event or a state points to.

An identifier is plain text, in Python and in stored bytes; its type says of what. From that follow, without a list
anywhere: that the thing is known (rule ``record.known``), which events name it, how it is called, and whose name it is.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_type_hints

import attrs


@attrs.frozen
class Reference:
    """What a field points to.

    Attributes:
        kind: kind of thing, which is also how its stream starts (``party`` of ``party:gm0344``).
        within: for a part of a thing that has no stream of its own (a mandate of a party): the kind of that thing.
        called: field of its events, or ``field.attribute``, with what it is called; None where it has no name.
    """

    kind: str
    within: str | None = None
    called: str | None = None


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
BodyId = Annotated[str, Reference("body", called="profile.name")]
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


def references(value: Any) -> Iterator[tuple[Reference, str]]:
    """Everything that an act, event or other value names, in order of fields, with what is named in its parts."""
    for name, kind in field_types(type(value)).items():
        found = getattr(value, name)
        for one in (found or ()) if kind.many else (found,):
            if one is None:
                continue
            if kind.reference is not None:
                yield kind.reference, one
            elif attrs.has(type(one)):
                yield from references(one)
