"""The mapper between recorded events and stored bytes: typed, per event name, with upcasts.

Stored bytes are JSON, so that a person can read them in twenty years: ``{"meta": {…}, "data": {…}}``.
The topic is our own name and version (``covenant.signed/2``), never a module path. Fields that name a person are sealed
under the key of that person: ``{"meta": {…}, "data": {"person": "p-0001", "sealed": "…"}}``.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import attrs
import msgspec
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder

from rso_core.calendar_days import sound
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.event import Event
from rso_core.domain.values import LATER
from rso_core.events import event_classes
from rso_core.store.errors import KeyMissingError, UnknownEventError
from rso_core.store.holding import Entry
from rso_core.store.mending import NUL, in_texts, mended
from rso_core.store.person_keys import PersonKeys
from rso_core.store.recorded import FIRST_META, IN_A_FILE, Meta, read_later
from rso_core.store.recorders import RawEvent
from rso_core.store.sealing import SealBrokenError, person_of, seal, unseal
from rso_core.store.upcasts import UPCASTS

T = TypeVar("T")


class _Stored(msgspec.Struct, Generic[T], frozen=True, gc=False):
    meta: msgspec.Raw
    data: T


class _StoredUnreadable(_Stored[T], Generic[T], frozen=True, gc=False):
    """One in which a name stands sealed that no key at hand opens."""


class _HeadMeta(msgspec.Struct):
    recorded_at: datetime
    effective: date
    imported_at: datetime | None = None
    instead_of: str | None = None


class _Head(msgspec.Struct):
    meta: _HeadMeta


_HEADS = msgspec.json.Decoder(_Head)
_NO_TEXT = (msgspec.DecodeError, UnicodeDecodeError)
"""What msgspec raises, among other things, where a text holds what no text can hold."""
_UNREADABLE = (msgspec.MsgspecError, SealBrokenError, KeyError, TypeError, ValueError, RecursionError)
_LATER_META = tuple(name for name in attrs.fields_dict(Meta) if name not in FIRST_META)
_NOTHING_LATER = tuple(f',"{name}":null'.encode() for name in _LATER_META)


def topic_of(cls: type[Event]) -> str:
    """Name and version under which events of this class are stored today."""
    return f"{cls.event_name}/{cls.event_version}"


def topics_of(classes: Iterable[type[Event]]) -> list[str]:
    """Every name and version under which events of these classes are or ever were stored."""
    return [f"{cls.event_name}/{version}" for cls in classes for version in range(1, cls.event_version + 1)]


class TypedMapper(Mapper[str]):
    """Maps attrs events to bytes and back with one compiled decoder per event name (msgspec).

    msgspec reads attrs classes directly; on this project's events that decoded five times as fast as cattrs
    over msgspec or orjson (``make bench`` prints the ratio).

    Args:
        keys: of the persons whose names are sealed in the events.
    """

    def __init__(self, keys: PersonKeys, transcoder: Transcoder | None = None, **_: Any) -> None:
        self.keys = keys
        self._encode = msgspec.json.Encoder().encode
        self._classes = event_classes()
        # A kind of event costs the import of its module and a decoder when it is first met, and nothing before.
        self._kinds: dict[str, type[Event]] = {}
        self._deciding: tuple[str, ...] | None = None
        self._decoders: dict[str, msgspec.json.Decoder[_Stored[Any]] | None] = {}

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Bytes of a recorded event; the keys that it needs must be there."""
        stream, version, event = domain_event.originator_id, domain_event.originator_version, domain_event.event
        topic = topic_of(type(event))
        data: Any = event
        if event.sealed:
            data = self._sealed(stream, version, topic, event)
        if silent := _says_nothing(event):
            said = msgspec.to_builtins(event) if data is event else data
            data = {name: part for name, part in said.items() if name not in silent}
        return StoredEvent(stream, version, topic, self._stored(domain_event.meta, data))

    def _stored(self, meta: Meta, data: Any) -> bytes:
        """The bytes: what release 0.2 wrote, and behind it what later releases know besides, where they do."""
        if all(getattr(meta, name) is None for name in _LATER_META):
            known = self._encode(meta)
            for nothing in _NOTHING_LATER:
                # No text of the metadata can hold this: its quotes would be escaped.
                known = known.replace(nothing, b"")
        else:
            fields = msgspec.to_builtins(meta)
            known = self._encode({n: v for n, v in fields.items() if v is not None or n not in _LATER_META})
        return b'{"meta":' + known + b',"data":' + self._encode(data) + b"}"

    def _sealed(self, stream: str, version: int, topic: str, event: Event) -> dict[str, Any]:
        key = self.keys.get(person_of(stream))
        if key is None:
            raise KeyMissingError(
                f"no key could be made for {person_of(stream)}; look at where the keys are ('rso keys show')"
            )
        data: dict[str, Any] = msgspec.to_builtins(event)
        secret = {name: data.pop(name) for name in event.sealed}
        return {**data, "sealed": seal(key, stream, version, topic, secret)}

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The recorded event of these bytes, brought up to today's version.

        What names a person who was erased is None; so is what no key at hand opens, and then the event says that it is
        `unreadable`: a key that is wrong keeps nobody from reading on.

        Raises:
            UnknownEventError: name or version unknown to this release, or bytes that are not such an event.
        """
        try:
            stored = self._stored_in(stored_event)
        except _UNREADABLE as error:
            raise _unreadable(
                stored_event.originator_id, stored_event.originator_version, stored_event.topic, error
            ) from error
        return read_later(
            str(stored_event.originator_id),
            stored_event.originator_version,
            stored.meta,
            stored.data,
            unreadable=type(stored) is not _Stored,
        )

    def _stored_in(self, stored_event: StoredEvent) -> "_Stored[Any]":
        topic, state = stored_event.topic, stored_event.state
        decoder = self._decoders[topic] if topic in self._decoders else self._decoder_for(topic)
        if NUL not in state:
            try:
                return decoder.decode(state) if decoder else self._read(stored_event, state)
            except _NO_TEXT:
                pass  # maybe for a text alone
        state = mended(state)
        return decoder.decode(state) if decoder else self._read(stored_event, state)

    def entries(self, rows: Iterable[RawEvent]) -> list[Entry]:
        """What the order of holding needs to know of stored events; of a withdrawal, what it withdraws.

        Raises:
            UnknownEventError: name or version unknown to this release, or bytes that are not such an event.
        """
        found = []
        withdrawing = EventsWithdrawn.event_name
        for position, stream, version, topic, state in rows:
            kind = self._kinds.get(topic) or self._kind(stream, version, topic)
            try:
                meta = _HEADS.decode(state).meta
            except _NO_TEXT:
                meta = _mended_head(stream, version, topic, state)
            except msgspec.MsgspecError as error:
                raise _unreadable(stream, version, topic, error) from error
            recorded_at, entered_at = meta.recorded_at, meta.imported_at
            # Written out: a call would be a tenth of reading an entry.
            if not 1 < recorded_at.year < 9999 or recorded_at.tzinfo is None:
                recorded_at = sound(recorded_at)
            entered_at = recorded_at if entered_at is None else sound(entered_at)
            withdrawn: frozenset[str] = frozenset()
            if kind.event_name == withdrawing:
                withdrawn = self.to_domain_event(StoredEvent(stream, version, topic, state)).event.withdrawn
            found.append(
                Entry(
                    position,
                    f"{stream}@{version}",
                    stream,
                    kind,
                    recorded_at,
                    entered_at,
                    meta.effective,
                    meta.instead_of,
                    withdrawn,
                )
            )
        return found

    def deciding_topics(self) -> tuple[str, ...]:
        """Topics of the events that withdraw, and of those that others never precede."""
        if self._deciding is None:
            names = {name for kind in self._classes.values() for name in kind.never_precedes}
            self._deciding = tuple(topics_of([EventsWithdrawn, *(self._classes[name] for name in sorted(names))]))
        return self._deciding

    def _kind(self, stream: str, version: int, topic: str) -> type[Event]:
        name, _, number = topic.rpartition("/")
        kind = self._classes.get(name)
        if kind is None or not number.isdecimal() or not 0 < int(number) <= kind.event_version:
            raise _unknown(stream, version, topic)
        return self._kinds.setdefault(topic, kind)

    def needs_key(self, topic: str) -> bool:
        """Whether events stored under a topic hold what is sealed under the key of a person."""
        cls = self._classes.get(topic.rpartition("/")[0])
        return cls is None or bool(cls.sealed)

    def _decoder_for(self, topic: str) -> "msgspec.json.Decoder[_Stored[Any]] | None":
        """Reads events of today's version whose fields are open; None for any other kind."""
        cls = self._classes.get(topic.rpartition("/")[0])
        straight = cls is not None and not cls.sealed and topic == topic_of(cls)
        decoder = msgspec.json.Decoder(_Stored[cls]) if straight else None  # type: ignore[valid-type]
        if cls is not None:
            self._decoders[topic] = decoder
        return decoder

    def _read(self, stored_event: StoredEvent, state: bytes) -> "_Stored[Any]":
        """An event of an older version, or one with sealed fields."""
        name, _, version_text = stored_event.topic.rpartition("/")
        cls = self._classes.get(name)
        version = int(version_text) if version_text.isdecimal() else 0
        if cls is None or not 0 < version <= cls.event_version:
            raise _unknown(str(stored_event.originator_id), stored_event.originator_version, stored_event.topic)
        raw = msgspec.json.decode(state, type=_Stored[Any])
        payload, kind = raw.data, _Stored[Any]
        if "sealed" in payload:
            payload, opened = self._unsealed(stored_event, payload, cls)
            kind = _Stored[Any] if opened else _StoredUnreadable[Any]
        for step in range(version, cls.event_version):
            payload = UPCASTS[name, step](payload)
        return kind(raw.meta, msgspec.convert(payload, cls))

    def _unsealed(
        self, stored_event: StoredEvent, payload: dict[str, Any], cls: type[Event]
    ) -> tuple[dict[str, Any], bool]:
        """What stands in an event with the sealed fields, and whether these could be opened or their person was erased."""
        stream, version = str(stored_event.originator_id), stored_event.originator_version
        person = person_of(stream)
        rest = {name: value for name, value in payload.items() if name != "sealed"}
        nothing = dict.fromkeys(cls.sealed)
        if (key := self.keys.get(person)) is not None:
            try:
                return {**rest, **in_texts(unseal(key, stream, version, stored_event.topic, payload["sealed"]))}, True
            except SealBrokenError:
                """Another key than that with which it was sealed, or altered: to be told, and nothing to stop for."""
        elif self.keys.is_gone(person):
            return {**rest, **nothing}, True
        self.keys.not_opened.add(person)
        return {**rest, **nothing}, False

    def sealed_now(self, stored_event: StoredEvent) -> tuple[StoredEvent, str | None, str | None]:
        """An event of before there was sealing as it would be stored today, with the key and digest of its act.

        The fingerprints that its metadata holds of the act are blinded, as they are today. Any other event is given
        back as it is.
        """
        name, _, _ = stored_event.topic.rpartition("/")
        cls = self._classes.get(name)
        if cls is None or not cls.sealed or b'"sealed"' in stored_event.state:
            return stored_event, None, None
        recorded = self.to_domain_event(stored_event)
        digest = self.keys.blind(recorded.meta.digest) if recorded.meta.digest else None
        key = blinded_key(recorded.meta.key, self.keys) if recorded.meta.key else None
        meta = attrs.evolve(recorded.meta, key=key, digest=digest)
        self.keys.ensure([person_of(str(stored_event.originator_id))])
        return self.to_stored_event(attrs.evolve(recorded, meta=meta)), key, digest


def _mended_head(stream: str, version: int, topic: str, state: bytes) -> _HeadMeta:
    try:
        return _HEADS.decode(mended(state)).meta
    except _UNREADABLE as error:
        raise _unreadable(stream, version, topic, error) from error


def _unreadable(stream: object, version: int, topic: str, error: Exception) -> UnknownEventError:
    return UnknownEventError(f"event {stream}@{version} ({topic}) cannot be read: {error}")


def _says_nothing(event: Event) -> set[str]:
    """The fields of an event that came in a later release and say nothing: it is stored as it was before them."""
    later = _LATER_FIELDS.get(type(event))
    if later is None:
        fields = attrs.fields(type(event))
        later = _LATER_FIELDS[type(event)] = tuple(
            (field.name, field.default) for field in fields if LATER.items() <= field.metadata.items()
        )
    return {name for name, default in later if getattr(event, name) == default}


_LATER_FIELDS: dict[type[Event], tuple[tuple[str, Any], ...]] = {}


def _unknown(stream: str, version: int, topic: str) -> UnknownEventError:
    return UnknownEventError(
        f"event {stream}@{version} is of kind {topic!r}, which this release of rso does not know; open the store with a "
        "newer release"
    )


CONTENT_KEY = IN_A_FILE[0]
"""How an idempotency key starts that was made of the content of a line."""


def blinded_key(key: str, keys: PersonKeys) -> str:
    """The key of an act that names a person: one that was made of the content would let a name be guessed."""
    if not key.startswith(CONTENT_KEY):
        return key
    return CONTENT_KEY + keys.blind(key.removeprefix(CONTENT_KEY))
