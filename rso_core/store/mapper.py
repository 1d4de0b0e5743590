"""The mapper between recorded events and stored bytes: typed, per event name, with upcasts.

Stored bytes are JSON, so that a person can read them in twenty years: ``{"meta": {…}, "data": {…}}``.
The topic is our own name and version (``covenant.signed/2``), never a module path.
"""

from typing import Any, Generic, TypeVar

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder

from rso_core.domain.event import Event, event_classes
from rso_core.store.errors import UnknownEventError
from rso_core.store.recorded import Meta, Recorded
from rso_core.store.upcasts import UPCASTS

T = TypeVar("T")


class _Stored(msgspec.Struct, Generic[T], frozen=True):
    meta: Meta
    data: T


def topic_of(cls: type[Event]) -> str:
    """Name and version under which events of this class are stored today."""
    return f"{cls.event_name}/{cls.event_version}"


class TypedMapper(Mapper[str]):
    """Maps attrs events to bytes and back with one compiled decoder per event name (msgspec).

    msgspec reads attrs classes directly; on this project's events that decoded five times as fast as cattrs
    over msgspec or orjson (``make bench`` prints the ratio).
    """

    def __init__(self, transcoder: Transcoder | None = None, **_: Any) -> None:
        self._encode = msgspec.json.Encoder().encode
        self._topics = {cls: topic_of(cls) for cls in event_classes().values()}
        self._decoders: dict[str, msgspec.json.Decoder[_Stored[Any]]] = {
            topic: msgspec.json.Decoder(_Stored[cls])  # type: ignore[valid-type]
            for cls, topic in self._topics.items()
        }

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Bytes of a recorded event."""
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            self._topics[type(domain_event.event)],
            self._encode(_Stored(domain_event.meta, domain_event.event)),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The recorded event of these bytes, brought up to today's version.

        Raises:
            UnknownEventError: name or version unknown to this release, or bytes that are not such an event.
        """
        decoder = self._decoders.get(stored_event.topic)
        try:
            stored = decoder.decode(stored_event.state) if decoder else self._upcast(stored_event)
        except msgspec.MsgspecError as error:
            raise UnknownEventError(
                f"event {stored_event.originator_id}@{stored_event.originator_version} "
                f"({stored_event.topic}) cannot be read: {error}"
            ) from error
        return Recorded(str(stored_event.originator_id), stored_event.originator_version, stored.meta, stored.data)

    def _upcast(self, stored_event: StoredEvent) -> "_Stored[Any]":
        name, _, version_text = stored_event.topic.rpartition("/")
        cls = event_classes().get(name)
        version = int(version_text) if version_text.isdecimal() else 0
        if cls is None or not 0 < version < cls.event_version:
            raise UnknownEventError(
                f"event {stored_event.originator_id}@{stored_event.originator_version} is of kind "
                f"{stored_event.topic!r}, which this release of rso does not know; open the store with a newer release"
            )
        raw = msgspec.json.decode(stored_event.state)
        payload = raw["data"]
        for step in range(version, cls.event_version):
            payload = UPCASTS[name, step](payload)
        return _Stored(msgspec.convert(raw["meta"], Meta), msgspec.convert(payload, cls))
