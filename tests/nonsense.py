"""Events whose copied fields say something that cannot be: whatever still comes of them was not read from those."""

from datetime import date
from typing import Any

import attrs

from rso_core.domain.event import Event, context_fields
from rso_core.domain.references import FieldType, field_types

NOWHERE = "nonsense"
NEVER = date(1799, 1, 1)


def with_nonsense(event: Event) -> Event:
    """The same event with nonsense in every field that it only copies."""
    types = field_types(type(event))
    changes = {name: _nonsense(types[name]) for name in context_fields(type(event))}
    nonsense: Event = attrs.evolve(event, **changes)  # type: ignore[misc]
    assert nonsense != event or not changes
    return nonsense


def _nonsense(kind: FieldType) -> Any:
    value = {str: NOWHERE, date: NEVER}[kind.plain]
    return (value,) if kind.many else value
