"""A recorded event: what happened, with the two times, the actor, the ground and the act that caused it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import attrs
import msgspec

from rso_core.calendar_days import sound
from rso_core.domain.event import Event
from rso_core.old_names import named_in, with_old_names
from rso_core.store.errors import UnknownEventError
from rso_core.store.mending import mended
from rso_core.time_zone import AMSTERDAM

FIRST_META = (
    "recorded_at",
    "effective",
    "actor",
    "act",
    "correlation",
    "causation",
    "source",
    "key",
    "digest",
    "imported_at",
)
"""The fields of `Meta` that every stored event has, also where they are null; bytes of released versions are a contract."""


IN_A_FILE = ("line:", "definition:")
"""How the keys start that acts read from a dossier or definition get, where the file names none."""


class EntryKind(StrEnum):
    """How something came into the record.

    A restored record keeps its bytes, so what was restored stands beside it: `rso_core.store.restorations`.
    """

    TYPED = "typed"
    """By itself: with a command, or by a program."""
    IMPORTED = "imported"
    """Read from a file: a dossier or a definition."""


@attrs.frozen(kw_only=True)
class Meta:
    """What the record says about an event besides the event itself.

    Attributes:
        recorded_at: since when it is said to have been known (aware, UTC): the moment claimed for what was taken over
            from elsewhere, else the moment of entry. `entered_at` is never a claim.
        effective: the day from which it holds (Europe/Amsterdam).
        actor: who recorded it: ``person:<id>``, ``party:<id>`` or ``office:<id>``.
        act: name of the act that led to it (``sign``).
        correlation: one id per act; all its events share it.
        causation: what directly caused the event: the act's own id, or the id of an earlier event.
        source: the document it rests on, where there is one.
        key: the idempotency key of the act, where it carried one.
        digest: fingerprint of the act under that key, to tell a repetition from a different act.
        imported_at: the store's own clock at entry (aware, UTC), where `recorded_at` is a claim; else None.
        said: what the act said besides what its events tell, where it did (plain data, by field of the act).
        instead_of: id of the first event of the act in whose place this one stands, where it corrects one.
        entry: how it came in, where the rest does not say so; ask `came_in`.
        ground: why the moment claimed, or the clock at entry, may stand, where that had to be said.

    The fields from `said` on are of later releases; `mapper` leaves them out of the stored bytes where they are None.
    """

    recorded_at: datetime
    effective: date
    actor: str
    act: str
    correlation: str
    causation: str
    source: str | None = None
    key: str | None = None
    digest: str | None = None
    imported_at: datetime | None = None
    said: dict[str, Any] | None = None
    instead_of: str | None = None
    entry: EntryKind | None = None
    ground: str | None = None

    @property
    def entered_at(self) -> datetime:
        """When it was entered, by the store's own clock (aware, UTC)."""
        return self.imported_at or self.recorded_at

    @property
    def claimed(self) -> bool:
        """Whether `recorded_at` is a claim: what was said to have been known since then, entered later."""
        return self.imported_at is not None

    @property
    def days_late(self) -> int:
        """How many days after it held it was entered (Europe/Amsterdam); below zero where that was before."""
        return (self.entered_at.astimezone(AMSTERDAM).date() - self.effective).days

    @property
    def came_in(self) -> EntryKind:
        """How it came in.

        Of releases before 0.3, which did not say: what carries the key of a line came from a file; so did what claims
        a moment under a key, as every line of a file has one; anything else was typed.
        """
        if self.entry is not None:
            return self.entry
        of_a_line = self.key is not None and (self.claimed or self.key.startswith(IN_A_FILE))
        return EntryKind.IMPORTED if of_a_line else EntryKind.TYPED


class _ReadLater:
    """Holds what the metadata of an event are read of when they are first asked for, and whether its name can be read."""

    __slots__ = ("_stored", "_unreadable")


@attrs.frozen
class RecordedEvent(_ReadLater):
    """An event at its place in its stream.

    Of one that comes from the store, `meta` is read of the stored bytes when it is first asked for: it is a third of
    reading an event, and who looks for what an event is, or names, does without.

    Attributes:
        originator_id: the stream, ``<concept>:<id>``, such as ``party:gm0344``.
        originator_version: place in the stream, from 1.
        meta: times, actor, ground and causation.
        event: what happened.
    """

    originator_id: str
    originator_version: int
    meta: Meta
    event: Event

    # Called for an attribute that is not there, as `meta` is not until it was read.
    def __getattr__(self, name: str) -> Any:
        if name != "meta":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        try:
            meta = _read_meta(_get(self, "_stored"))
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise UnknownEventError(f"the metadata of event {self.id} cannot be read: {error}") from error
        _set(self, "meta", meta)
        return meta

    @property
    def id(self) -> str:
        """Identifier of the event: stream and place, ``party:gm0344@3``."""
        return f"{self.originator_id}@{self.originator_version}"

    @property
    def unreadable(self) -> bool:
        """Whether a name stands sealed in it that no key at hand opens, though nobody was erased; it is None then."""
        try:
            return bool(_get(self, "_unreadable"))
        except AttributeError:
            return False


_new, _get, _set = object.__new__, object.__getattribute__, object.__setattr__
_as_stored = msgspec.json.Decoder(Meta).decode


def _read_meta(stored: bytes | msgspec.Raw) -> Meta:
    try:
        meta = _as_stored(stored)
    except (msgspec.DecodeError, UnicodeDecodeError):
        meta = _as_stored(mended(bytes(stored)))
    recorded, entered = sound(meta.recorded_at), meta.imported_at and sound(meta.imported_at)
    if recorded is meta.recorded_at and entered is meta.imported_at:
        return meta
    return attrs.evolve(meta, recorded_at=recorded, imported_at=entered)


_set_stream, _set_version, _set_event, _set_stored, _set_unreadable = (
    vars(cls)[name].__set__
    for cls, name in (
        (RecordedEvent, "originator_id"),
        (RecordedEvent, "originator_version"),
        (RecordedEvent, "event"),
        (_ReadLater, "_stored"),
        (_ReadLater, "_unreadable"),
    )
)


def read_later(
    stream: str, version: int, stored_meta: bytes | msgspec.Raw, event: Event, *, unreadable: bool = False
) -> RecordedEvent:
    """An event at its place in its stream, of which the metadata are read when they are first asked for."""
    # The class is frozen, and its own way to make one asks for the metadata.
    found = _new(RecordedEvent)
    _set_stream(found, stream)
    _set_version(found, version)
    _set_event(found, event)
    _set_stored(found, stored_meta)
    if unreadable:
        _set_unreadable(found, True)
    return found


__getattr__ = with_old_names(__name__, named_in(__name__, globals()))
