"""What the lines and the events look like: JSON Schemas that go with the events, and a look at an event with them."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

import msgspec

from rso_core.archive.lines import EventLine
from rso_core.domain.event import Event
from rso_core.events import event_classes
from rso_core.store.mapper import topic_of
from rso_core.store.recorded import Meta
from rso_core.store.stored import StoredRow

T = TypeVar("T")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SEALED = (
    "What names a person may stand encrypted in 'sealed': base64 of a nonce of 12 bytes followed by AES-256-GCM under the "
    "key of that person, with the JSON list [stream, version, topic] (without spaces) as associated data. Opened it is a "
    "JSON object with the fields that are missing beside it. Without the key it cannot be opened by anybody."
)


class _Stored(msgspec.Struct, Generic[T], frozen=True):
    meta: Meta
    data: T


class _Sealed(msgspec.Struct, frozen=True):
    sealed: str


_DECODERS: dict[str, msgspec.json.Decoder[_Stored[Any]]] = {}


def line_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of the events."""
    schema = msgspec.json.schema(EventLine)
    line = schema["$defs"]["EventLine"]
    line["oneOf"] = [{"required": ["state"]}, {"required": ["state_base64"]}]
    line["properties"]["state"] = {"type": "string", "contentMediaType": "application/json"}
    line["properties"]["state_base64"] = {"type": "string", "contentEncoding": "base64"}
    return {"$schema": _DIALECT, "title": "One line of the events: an event of the record", **schema}


def states_schema(topics: Iterable[str]) -> dict[str, Any]:
    """JSON Schema (2020-12) of the state of every kind of event: those of this release, and those found in the record.

    Each stands under ``$defs`` by its kind, such as ``covenant.signed/2``.

    Args:
        topics: the kinds that the record holds.
    """
    classes = {topic_of(cls): cls for cls in event_classes().values()}
    _, parts = msgspec.json.schema_components([Meta, *classes.values()], ref_template="#/$defs/{name}")
    kinds = {topic: _kind_schema(cls) for topic, cls in classes.items()}
    for topic in set(topics) - set(kinds):
        said = "An earlier form of this event: what stands in it besides 'meta' is not held to a schema."
        kinds[topic] = {"description": said, **_state_schema({"type": "object"})}
    return {
        "$schema": _DIALECT,
        "title": "The state of an event, by its kind ('topic' of the line)",
        "$defs": {**dict(sorted(kinds.items())), **dict(sorted(parts.items()))},
    }


def _kind_schema(cls: type[Event]) -> dict[str, Any]:
    data: dict[str, Any] = {"$ref": f"#/$defs/{cls.__name__}"}
    if cls.sealed:
        sealed = {"type": "object", "properties": {"sealed": {"type": "string"}}, "required": ["sealed"]}
        data = {"description": _SEALED, "anyOf": [data, sealed]}
    return _state_schema(data)


def _state_schema(data: dict[str, Any]) -> dict[str, Any]:
    properties = {"meta": {"$ref": "#/$defs/Meta"}, "data": data}
    return {"type": "object", "properties": properties, "required": ["meta", "data"]}


def is_open(row: StoredRow) -> bool:
    """Whether an event holds the name of a person that anybody can read."""
    cls = event_classes().get(row.topic.rpartition("/")[0])
    return cls is not None and bool(cls.sealed) and b'"sealed"' not in row.state


def unreadable(row: StoredRow) -> str | None:
    """Why this release of rso could not read an event; None when it can."""
    name, _, version = row.topic.rpartition("/")
    cls = event_classes().get(name)
    if cls is None or not version.isdecimal() or not 0 < int(version) <= cls.event_version:
        return f"{row.topic!r} is a kind of event that this release of rso does not know; use a newer release"
    try:
        _decoder(cls, row).decode(row.state)
    except (msgspec.MsgspecError, ValueError) as error:
        return f"its content is not that of {row.topic}: {error}"
    return None


def _decoder(cls: type[Event], row: StoredRow) -> "msgspec.json.Decoder[_Stored[Any]]":
    """Of the class; of what every event holds, for an earlier form; of what is left, for a sealed one."""
    earlier = row.topic != topic_of(cls)
    sealed = bool(cls.sealed) and b'"sealed"' in row.state
    name = "" if earlier else f"{row.topic} sealed" if sealed else row.topic
    if name not in _DECODERS:
        kind: Any = dict[str, Any] if earlier else _Sealed if sealed else cls
        _DECODERS[name] = msgspec.json.Decoder(_Stored[kind])
    return _DECODERS[name]
