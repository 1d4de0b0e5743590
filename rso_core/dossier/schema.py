"""The published JSON Schema of a dossier line, made from the acts themselves."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any, cast

import attrs
import msgspec

from rso_core.acts import Act, acts_by_hand, field_help
from rso_core.domain.actor import ACTOR_PATTERN
from rso_core.domain.admission import longest_texts
from rso_core.domain.references import field_types
from rso_core.domain.text_rule import LINE, TEXT
from rso_core.dossier.lines import About
from rso_core.dossier.written_corrections import CORRECT, REASON, SET, SET_ASIDE, WITH
from rso_core.provenance import Provenance

_ABOUT_HELP = {
    "key": "idempotency key; derived from the content of the line when left out",
    "recorded": "day (YYYY-MM-DD) or moment with offset at which it became known; now when left out",
    "actor": "who records it: person:<id>, party:<id> or office:<id>",
    "source": "the document it rests on",
    "caused_by": "id of the event that led to this act",
    "example": "true for an invented example",
    "because": "why the moment may stand, where that was said",
}


def dossier_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of a dossier: an object whose ``act`` says which fields it has,
    or a correction.
    """
    classes = [cls for _, cls in sorted(acts_by_hand().items())]
    _, definitions = msgspec.json.schema_components([About, *classes], ref_template="#/$defs/{name}")
    about = definitions.pop("About")["properties"]
    for name, text in _ABOUT_HELP.items():
        about[name]["description"] = text
    _say_lengths(Provenance, about)
    for actor in _texts(about["actor"]):
        actor["pattern"] = ACTOR_PATTERN
    lines = []
    for cls in classes:
        line = definitions.pop(cls.__name__)
        lines.append({"$ref": f"#/$defs/{cls.act_name}"})
        definitions[cls.act_name] = _line(cls, line, about)
    for part in {value for cls in classes for value in _values_in(cls)}:
        _say_lengths(part, definitions[part.__name__]["properties"])
    for definition in definitions.values():
        if definition.get("type") == "object":
            definition["additionalProperties"] = False
        # Before Python 3.13 a docstring keeps its indentation, from there on it does not.
        definition["description"] = cleandoc(definition.get("description", ""))
    definitions |= _corrections(about)
    lines += [{"$ref": f"#/$defs/{kind}"} for kind in (CORRECT, SET_ASIDE)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of an rso dossier",
        "oneOf": lines,
        "$defs": dict(sorted(definitions.items())),
    }


def _corrections(about: dict[str, Any]) -> dict[str, Any]:
    """The lines that correct an act or set one aside, and the corrections that may go with them."""
    act = {
        "type": "string",
        "minLength": 1,
        "maxLength": LINE.longest,
        "description": "handle of the act, or key of an earlier line",
    }
    values = {
        "type": "object",
        "minProperties": 1,
        "description": "values by field that the act should have said, as in a line of it; null empties a field",
    }
    what = {
        CORRECT: ("Correct an act: it holds as if it had said this at once.", {CORRECT: act, SET: values}),
        SET_ASIDE: ("Set an act aside: it holds as if it had never been recorded.", {SET_ASIDE: act}),
    }

    def written(kind: str, more: dict[str, Any], required: list[str]) -> dict[str, Any]:
        description, own = what[kind]
        return {
            "type": "object",
            "description": description,
            "properties": {**own, **more},
            "required": [*own, *required],
            "additionalProperties": False,
        }

    together = {
        "type": "array",
        "items": {"$ref": "#/$defs/Correction"},
        "description": "other corrections that are made in one go with this one, all or nothing",
    }
    reason = {"type": "string", "minLength": 1, "maxLength": TEXT.longest, "description": "why"}
    more = {WITH: together, REASON: reason, **about}
    return {
        **{kind: written(kind, more, [REASON]) for kind in what},
        "Correction": {
            "description": "One of several corrections that are made in one go.",
            "oneOf": [written(kind, {}, []) for kind in what],
        },
    }


def _line(cls: type[Act], line: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {"act": {"const": cls.act_name}}
    for field in attrs.fields(cast("Any", cls)):
        properties[field.name] = {**line["properties"][field.name], "description": field_help(field)}
    _say_lengths(cls, properties)
    return {
        "type": "object",
        "description": cls.__doc__ or "",
        "properties": {**properties, **about},
        "required": ["act", *line.get("required", [])],
    }


def _values_in(cls: type[Act]) -> Iterator[type]:
    """The classes of the values with fields of their own that an act holds."""
    return (kind.plain for kind in field_types(cls).values() if attrs.has(kind.plain))


def _say_lengths(cls: type, properties: dict[str, Any]) -> None:
    """Say of each text how long it may be (rule ``record.text_length``)."""
    for name, longest in longest_texts(cls).items():
        for text in _texts(properties.get(name, {})):
            text["maxLength"] = longest


def _texts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if schema.get("type") == "string" and "format" not in schema:
        yield schema
    for part in (*schema.get("anyOf", ()), *filter(None, [schema.get("items")])):
        yield from _texts(part)
