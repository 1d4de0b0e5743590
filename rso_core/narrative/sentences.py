"""An event in Dutch: by the sentence of its class, or by its fields.

A sentence does not name the day from which its event holds: whoever shows it puts that day before it.
"""

from datetime import date
from enum import Enum
from typing import Any, cast

import attrs

from rso_core.domain.event import Event
from rso_core.domain.names import NameIndex
from rso_core.domain.references import field_types
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, listed, quoted
from rso_core.dutch.vocabulary import dutch, fact_in_dutch


def sentence(event: Event, names: NameIndex) -> str:
    """What happened, as a Dutch reader would say it; an event that nobody wrote a sentence for is told by its fields."""
    own = getattr(event, "sentence", None)
    if isinstance(own, str):
        return from_template(own, event, names)
    return str(own(names)) if own is not None else in_general(event, names)


def from_template(template: str, event: Event, names: NameIndex) -> str:
    """A sentence from a template with the fields of its event, each in words by what its type says it is."""
    return in_sentences(
        template.format_map({name: in_words_of(event, name, names) for name in field_types(type(event))})
    )


def in_words_of(event: Event, field: str, names: NameIndex) -> str:
    """A field of an event in words: by its name what it points to, a day in full, a choice in Dutch, a text quoted."""
    value, kind = getattr(event, field), field_types(type(event))[field]
    reference = kind.reference
    if reference is None:
        return _shown(value, field, names)
    values = value if kind.many else (value,)
    if reference.within is None:
        return listed(names.subject(f"{reference.kind}:{one}") for one in values if one is not None)
    subject = event.stream.partition(":")[2]
    return listed(names.part(reference.kind, subject, one) for one in values if one is not None)


def in_general(event: Event, names: NameIndex) -> str:
    """An event by its name and fields, for classes that came later than these sentences."""
    fields = attrs.asdict(cast("Any", event), recurse=False)
    facts = [
        f"{fact_in_dutch(name)} {shown}" for name, value in fields.items() if (shown := _shown(value, name, names))
    ]
    return in_sentences(f"vastgelegd is {quoted(event.event_name)}", ", ".join(facts))


def _shown(value: Any, field: str, names: NameIndex) -> str:
    match value:
        case None | "" | () | False:
            return ""
        case True:
            return "ja"
        case Enum():
            return dutch(str(value.value))
        case date():
            return in_words(value)
        case tuple() | list():
            return listed(_shown(one, field, names) for one in value)
        case str():
            return names.get(field, value) if isinstance(names.get(field, value), str) else quoted(value)
        case _ if attrs.has(type(value)):
            return listed(_shown(part, name, names) for name, part in attrs.asdict(value, recurse=False).items())
    return str(value)
