"""The record with what was decided upon and is not written yet: what a correction in a batch, or a rehearsal, looks at."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from rso_core.act_handles import ActNotFoundError, find_act, is_handle
from rso_core.later_acts import event_with_id
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known, places_in, withdrawn_by
from rso_core.store.naming import Sought
from rso_core.store.person_keys import PersonKeys
from rso_core.store.recorded import RecordedEvent
from rso_core.unit_of_work import NOT_YET


class RecordWithPending:
    """The store, and behind it events that are not written yet.

    Args:
        store: the record.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._pending: list[Known] = []
        self._by_stream: dict[str, list[Known]] = {}
        self._keys: dict[str, str] = {}

    def add(self, events: Iterable[RecordedEvent], key: str | None = None) -> None:
        """Take up what an act led to, after all that is there; under its idempotency key, where it carries one."""
        for number, recorded in enumerate(events):
            item = NOT_YET + len(self._pending), recorded
            self._pending.append(item)
            self._by_stream.setdefault(recorded.originator_id, []).append(item)
            if key is not None and not number:
                self._keys[key] = recorded.id

    def forget_pending(self) -> None:
        """After a commit: what was pending is in the store."""
        self._pending, self._by_stream, self._keys = [], {}, {}

    @property
    def keys(self) -> PersonKeys:
        """The keys of the persons whose names are sealed."""
        return self._store.keys

    def known(self, stream_id: str) -> list[Known]:
        """All events of a stream with their positions, in recorded order."""
        return self._store.known(stream_id) + self._by_stream.get(stream_id, [])

    def stream(self, stream_id: str) -> list[RecordedEvent]:
        """All events of a stream, in recorded order."""
        return [recorded for _, recorded in self.known(stream_id)]

    def places(self, known: Iterable[Known]) -> dict[str, int]:
        """Positions of the events in whose place some of these stand, by id."""
        return places_in(self.known, known)

    def withdrawn(self) -> frozenset[str]:
        """Ids of all events that no longer hold."""
        return self._store.withdrawn() | withdrawn_by(self._pending)

    def standing_instead(self, event: str) -> list[Known]:
        """The events that stand in the place of the act with this first event, in recorded order."""
        pending = [item for item in self._pending if item[1].meta.instead_of == event]
        return self._store.standing_instead(event) + pending

    def whole_acts(self, known: Iterable[Known]) -> Iterator[list[Known]]:
        """All events of the acts that led to some events, an act at a time."""
        for pending, together in groupby(known, key=lambda item: item[0] >= NOT_YET):
            if not pending:
                yield from self._store.whole_acts(together)
                continue
            for correlation in dict.fromkeys(recorded.meta.correlation for _, recorded in together):
                yield [item for item in self._pending if item[1].meta.correlation == correlation]

    def resting_on(self, streams: Collection[str], acts: Collection[str]) -> list[Known]:
        """Every event that names the subject of one of these streams or stands in it, or that one of these acts led to.

        Args:
            streams: such as ``party:gm0344``.
            acts: names of acts.
        """
        sought = Sought.of(streams)
        found = dict(self._store.naming(streams)) | dict(self._store.led_to_by(acts))
        pending = (item for item in self._pending if item[1].meta.act in acts or sought.named_by(item[1]))
        return [*sorted(found.items()), *pending]

    def find(self, act: str) -> Known:
        """The first event of an act.

        Args:
            act: its idempotency key; its handle; or the id of one of its events.

        Raises:
            ActNotFoundError: it is of no act, or of several.
        """
        keyed = self._keys.get(act) or (found.first_event if (found := self._store.find_key(act)) else None)
        if keyed is None:
            return event_with_id(self, find_act(self._store, act, [recorded for _, recorded in self._pending])[0].id)
        if is_handle(act):
            try:
                other = find_act(self._store, act, [recorded for _, recorded in self._pending])[0].id
            except ActNotFoundError:
                other = keyed
            if other != keyed:
                raise ActNotFoundError(f"{act!r} is the key of {keyed} and the handle of {other}; write one of these")
        return event_with_id(self, keyed)
