"""The names that stand sealed in a store: what its keys are held to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from eventsourcing.persistence import Notification

from rso_core.store.error_messages import DATABASE_ERRORS, unusable
from rso_core.store.mapper import topics_of
from rso_core.store.record_facts import RecordFacts
from rso_core.store.sealing import person_of
from rso_core.store.stored import StoredRow

SEALED = b'"sealed":"'
"""In the bytes of an event in which a name stands sealed, and of no other: in any text of it the quotes are escaped."""
AT_A_TIME = 500


class _Recorder(Protocol):
    def holds(self, text: bytes) -> bool: ...
    def select_holding(self, streams: Sequence[str], texts: Sequence[bytes], after: int) -> list[Notification]: ...
    def select_streams_with(self, streams: Sequence[str], topics: Sequence[str]) -> list[str]: ...


class SealedNames(RecordFacts):
    """What a record tells its keys: which it is, what stands sealed in it, and who was erased.

    Args:
        url: address of the open store.
        identity: which record it is.
        recorder: that reads it.

    Raises:
        StoreError: by every method, when the store cannot be read.
    """

    def __init__(self, url: str, identity: str, recorder: _Recorder) -> None:
        super().__init__(url, identity)
        self._recorder = recorder

    def has_sealed_names(self) -> bool:
        """Whether a name stands sealed in it."""
        try:
            return self._recorder.holds(SEALED)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error

    def sealed_names(self) -> Mapping[str, Sequence[StoredRow]]:
        """The events in which the name of a person stands sealed, by person, in recorded order."""
        names: dict[str, list[StoredRow]] = {}
        for row in self._holding((), (SEALED,)):
            names.setdefault(person_of(row.stream), []).append(row)
        return names

    def sealed_names_of(self, person: str) -> Sequence[StoredRow]:
        """Those of one person."""
        return [row for row in self._holding((f"person:{person}",), ()) if SEALED in row.state]

    def _holding(self, streams: Sequence[str], texts: Sequence[bytes]) -> list[StoredRow]:
        try:
            found = self._recorder.select_holding(streams, texts, 0)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return [StoredRow(str(n.originator_id), n.originator_version, n.topic, bytes(n.state)) for n in found]

    def erased(self, persons: Iterable[str]) -> frozenset[str]:
        """Those of these persons whose erasure is recorded: their name is not told any more, whatever keys there are."""
        streams, found = [f"person:{person}" for person in persons], set[str]()
        try:
            for start in range(0, len(streams), AT_A_TIME):
                found |= {*self._recorder.select_streams_with(streams[start : start + AT_A_TIME], _erasing_topics())}
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return frozenset(person_of(stream) for stream in found)


def _erasing_topics() -> list[str]:
    """Every name and version under which it is or ever was recorded that a person was erased."""
    # Most runs meet no name.
    from rso_core.domain.person import PersonErased  # noqa: PLC0415

    return topics_of([PersonErased])
