"""The application: acts in, events out.

`Application.perform` takes an act, lets the unit of work load what it needs and the act decide,
and records what the domain gives, with times, actor, ground and causation; or raises and records nothing.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar
from uuid import uuid4

import attrs

from rso_core.act_content import InvalidActError as InvalidActError  # noqa: PLC0414 - where they are imported from
from rso_core.act_content import checked as checked  # noqa: PLC0414
from rso_core.act_content import fingerprint as fingerprint  # noqa: PLC0414
from rso_core.acts import Act
from rso_core.claims import latest_claim
from rso_core.domain.actor import RECORD_ACTOR
from rso_core.domain.admission import admitted
from rso_core.domain.claimed_moment import (
    require_after_earlier_claim,
    require_clock,
    require_happened_by,
    require_source,
)
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.day_range import require_day
from rso_core.domain.prerequisites import prerequisites_of
from rso_core.domain.refusal import FieldName, Refused, Rule
from rso_core.domain.text_rule import can_be_recorded
from rso_core.domain.values import RECORD_NOT_YET
from rso_core.known_then import require_known
from rso_core.later_acts import PerformedAct
from rso_core.old_names import named_in, with_old_names
from rso_core.pending_record import RecordWithPending
from rso_core.provenance import Provenance as Provenance  # noqa: PLC0414 - where it is imported from
from rso_core.provenance import meta_in_place, meta_of
from rso_core.recorded_acts import besides_its_events
from rso_core.rejudging import Standing
from rso_core.store.errors import ConflictError, KeyTakenError
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import EntryKind, RecordedEvent
from rso_core.store.recorders import ActKey
from rso_core.time_zone import AMSTERDAM
from rso_core.unit_of_work import Decided, UnitOfWork

R = TypeVar("R")
A = TypeVar("A", bound=Act)

PATIENCE = 30.0
"""Seconds for which an act that other writers keep overtaking is decided again."""
RECORD_KEY_REUSED = Rule(
    id="record.key_reused",
    source="S14",
    en="A key stands for one act; the same key with another content is a different act.",
    nl="Een sleutel staat voor één handeling; dezelfde sleutel met een andere inhoud is een andere handeling.",
    remedy_en="Give the act a key of its own, or restore the content it was recorded with.",
    remedy_nl="Geef de handeling een eigen sleutel, of herstel de inhoud waarmee zij is vastgelegd.",
)


@attrs.frozen(kw_only=True)
class Outcome:
    """What an act led to.

    Attributes:
        correlation: id of the act; all its events carry it.
        events: the events as recorded; on a repetition, those of the first time.
        repeated: whether the act had been recorded before under its key.
    """

    correlation: str
    events: tuple[RecordedEvent, ...]
    repeated: bool = False


class Application:
    """Records acts in an event store.

    Args:
        store: an open event store.
        clock: gives the present moment (aware, UTC); tests hand in their own.
    """

    def __init__(self, store: EventStore, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.store = store
        self.clock = clock

    def __enter__(self) -> "Application":
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def perform(self, act: Act, circumstances: Provenance, *, attempts: int | None = None) -> Outcome:
        """Record one act.

        Where other writers are first, it is decided again on facts read anew, and then in turn; so each comes through.

        Args:
            act: what happened.
            circumstances: who records it, on what ground and when.
            attempts: how often to decide, at most, without waiting for a turn; for who would rather hear of a conflict.

        Returns:
            The events recorded, or those of the first time when the key was used before.

        Raises:
            InvalidActError: a field of the act is not of its type.
            Refused: a rule stands in the way; the error names rule, facts and remedy.
            ConflictError: other writers kept being first.
            StoreError: the store cannot be used.
        """

        def attempt(*, fresh: bool) -> Outcome:
            with Batch(self.store, self.clock, fresh=fresh, trusting=not fresh) as batch:
                return batch.perform(act, circumstances)

        try:
            return attempt(fresh=False)
        except (Refused, ConflictError, KeyTakenError):
            # Facts may have come from the cache; a refusal or conflict only counts on facts read now.
            anew = partial(attempt, fresh=True)
            return retrying(anew, attempts=attempts) if attempts else retrying(anew, in_turn=self.store.in_turn)

    def batch(self, *, fresh: bool = True) -> "Batch":
        """Several acts recorded in one transaction, when the ``with`` block ends without an error."""
        return Batch(self.store, self.clock, fresh=fresh)

    def history(self, stream_id: str) -> list[RecordedEvent]:
        """All events of one subject (``party:gm0344``), in recorded order."""
        return self.store.stream(stream_id)


def retrying(
    call: Callable[[], R], *, attempts: int = 5, in_turn: Callable[[], AbstractContextManager[None]] | None = None
) -> R:
    """Call again when another writer was first: a few moments later each time, or in turn.

    Args:
        call: decides on facts that it reads anew, and records.
        attempts: how often to try, where no turn can be had.
        in_turn: gives the turn (see `rso_core.store.event_store.EventStore.in_turn`). Then it is tried once without; in turn nobody
            comes before it but a program that takes none, so it is tried for `PATIENCE` seconds.

    Raises:
        ConflictError: when the last attempt also met another writer.
    """
    try:
        if in_turn is not None:
            return _in_turn(call, in_turn)
        for number in range(1, attempts):
            try:
                return call()
            except (ConflictError, KeyTakenError):
                time.sleep(random.uniform(0, 0.01 * 2**number))
        return call()
    except KeyTakenError as error:
        raise ConflictError(str(error)) from error


def _in_turn(call: Callable[[], R], in_turn: Callable[[], AbstractContextManager[None]]) -> R:
    until = time.monotonic() + PATIENCE
    with suppress(ConflictError, KeyTakenError):
        return call()
    while True:
        try:
            with in_turn():
                return call()
        except (ConflictError, KeyTakenError):
            if time.monotonic() >= until:
                raise
            time.sleep(random.uniform(0, 0.1))


class Batch:
    """Acts that are decided one upon the other and recorded together.

    An act that is refused leaves the batch as it was. Memory grows with the acts in it: commit by the
    hundreds, not by the hundred thousands.

    Args:
        store, clock: of the application.
        fresh: look for events of other writers at each stream; otherwise states may come from the cache.
        trusting: take a key for unused and what an act brings for new, without asking; committing finds out. For who
            tries again with `fresh` after a refusal or conflict, which saves two questions on nearly every act.
    """

    def __init__(
        self, store: EventStore, clock: Callable[[], datetime], *, fresh: bool, trusting: bool = False
    ) -> None:
        self._store = store
        self._clock = clock
        import rso_core.use_cases  # noqa: F401, PLC0415 - what follows from events, which no question needs

        self._standing = Standing(store)
        self._work = UnitOfWork(store, fresh=fresh, check=self._check, trusting=trusting)
        self._trusting = trusting
        self._about: Provenance | None = None
        self._pending: list[RecordedEvent] = []
        self._keys: dict[str, tuple[ActKey, tuple[RecordedEvent, ...]]] = {}
        self._looked_up: dict[str, ActKey | None] = {}
        self._claims: dict[str, datetime | None] = {}
        self._record = RecordWithPending(store)

    def __enter__(self) -> "Batch":
        return self

    def __exit__(self, error_type: type[BaseException] | None, *_: object) -> None:
        if error_type is None:
            self.commit()

    def __len__(self) -> int:
        return len(self._pending)

    def perform(self, act: Act, circumstances: Provenance) -> Outcome:
        """Decide one act on the facts so far; nothing is recorded until `commit`."""
        typed, about = checked(act), circumstances
        try:
            act, circumstances = admitted(typed), admitted(about)
        except Refused:
            if (first := self._recorded_as_typed(typed, about)) is not None:
                return first
            raise
        key, digest = circumstances.key, None
        if key is not None:
            if (act is not typed or circumstances is not about) and (first := self._recorded_as_typed(typed, about)):
                return first
            digest = self._fingerprint(act, circumstances)
            if (first := self.first_outcome(key, digest)) is not None:
                return first
        now = self.require_at_the_door(circumstances)
        recorded_at = circumstances.recorded_at or now
        self._about = circumstances
        act, decided = self._work.decide(act, recorded_at.astimezone(AMSTERDAM).date(), recorded_at)
        correlation = uuid4().hex
        events = tuple(
            RecordedEvent(
                d.stream,
                d.version,
                meta_of(d.effective, act.act_name, circumstances, now, correlation, digest),
                d.event,
            )
            for d in decided
        )
        events = _with_what_is_said_besides(act, events)
        self._keep_key(key, digest, correlation, events, len(events))
        self._pending.extend(events)
        self._record.add(events, key)
        return Outcome(correlation=correlation, events=events)

    def _keep_key(
        self, key: str | None, digest: str | None, correlation: str, events: tuple[RecordedEvent, ...], own: int
    ) -> None:
        if key is not None and digest is not None:
            self._keys[key] = (ActKey(key, digest, correlation, events[0].id, own), events)

    def rewrite(
        self,
        name: str,
        withdrawals: Sequence[tuple[EventsWithdrawn, date]],
        instead: Sequence[tuple[PerformedAct, Sequence[RecordedEvent]]],
        read: Mapping[str, int],
        circumstances: Provenance,
        digest: str | None = None,
    ) -> Outcome:
        """Record what no longer holds, and what stands in its place; see `rso_core.corrections.correct`.

        Args:
            name: of the act by which this is done.
            withdrawals: with the first day from which what they withdraw held.
            instead: each act that stands in the place of another (at its place in the record), with its events; metadata
                as they will have, but for who records them now, and when.
            read: the streams on which it was decided, and the version at which each was read.
            circumstances: who records it; without a source each act keeps the document it rested on.
            digest: fingerprint of what it says, where it carries a key.

        Raises:
            Refused: RECORD_ACTOR.
            ConflictError: another writer was first.
        """
        self._require_known_actor(circumstances.actor)
        now = self._clock()
        known = circumstances.recorded_at or now
        decided = self._work.rewrite(withdrawals, [each for _, events in instead for each in events], read, known)
        own = meta_of(now.date(), name, circumstances, now, uuid4().hex, digest)
        metas = [attrs.evolve(own, effective=day) for _, day in withdrawals]
        for _, events in instead:
            theirs = uuid4().hex
            metas += [meta_in_place(own, each.meta, theirs) for each in events]
        made = tuple(RecordedEvent(d.stream, d.version, meta, d.event) for d, meta in zip(decided, metas, strict=True))
        self._keep_key(circumstances.key, digest, own.correlation, made, len(withdrawals))
        self._pending.extend(made)
        self._record.add(made, circumstances.key)
        self._standing.rewritten(
            (event for each, _ in withdrawals for event in each.withdrawn), self._in_place(instead, decided)
        )
        return Outcome(correlation=own.correlation, events=made)

    def _in_place(
        self, instead: Sequence[tuple[PerformedAct, Sequence[RecordedEvent]]], decided: Sequence[Decided]
    ) -> Iterator[PerformedAct]:
        """The acts that stand in the place of others, with their events as the unit of work knows them."""
        following = iter([each for each in decided if each.instead_of is not None])
        for performed, events in instead:
            known = tuple(self._work.as_known(next(following)) for _ in events)
            assert performed.act is not None
            places = self._work.places(known)
            place = places[str(known[0][1].meta.instead_of)]
            yield attrs.evolve(performed, day=performed.day_of(performed.act), place=place, events=known)

    def record(self) -> RecordWithPending:
        """The record with what this batch has decided so far, also what is not going to be recorded of a rehearsal."""
        return self._record

    def blind(self, digest: str) -> str:
        """A fingerprint from which nobody can guess a name."""
        return self._store.keys.blind(digest)

    def look_up_keys(self, keys: Sequence[str]) -> set[str]:
        """Look up many keys at once, before acts that carry them; committing still finds what came in between.

        Returns:
            Those that are not used yet.
        """
        known = self._store.find_keys(keys)
        self._looked_up = {**dict.fromkeys(keys), **known}
        return self._looked_up.keys() - known.keys()

    def repeats(self, act: Act, circumstances: Provenance) -> bool:
        """Whether just this was recorded before under the key that it carries, as it is typed or as it is recorded now."""
        key, typed = circumstances.key, checked(act)
        try:
            said = [(typed, circumstances), (admitted(typed), admitted(circumstances))]
            digests = [self._fingerprint(*each) for each in said]
            return key is not None and self.first_outcome(key, *digests) is not None
        except (Refused, UnicodeEncodeError):
            return False

    def read_ahead(self, acts: Iterable[Act]) -> None:
        """Read what these acts name in one question, before they are performed one by one."""
        self._work.read_ahead(acts)

    def discard_pending(self) -> None:
        """Rehearsal: keep what the acts so far changed in the facts, but record nothing of them."""
        self._pending, self._keys = [], {}

    def commit(self) -> list[int]:
        """Record all acts of the batch in one transaction; returns the positions of their events.

        Raises:
            ConflictError, KeyTakenError: another writer was first; nothing of the batch was recorded.
        """
        if not self._pending:
            return []
        positions = self._store.append(
            self._pending,
            expected_versions=self._work.expected_versions(),
            keys=[key for key, _ in self._keys.values()],
        )
        self._work.remember_written()
        self._standing.forget_pending()
        self._record.forget_pending()
        self._pending, self._keys, self._claims = [], {}, {}
        return positions

    def require_at_the_door(self, about: Provenance) -> datetime:
        """Refuse what no act may say about its recording, whatever it is; gives the present moment.

        Raises:
            Refused: a rule of `rso_core.domain.claimed_moment`, RECORD_NOT_YET or RECORD_DAY_RANGE.
        """
        now = self._clock()
        last_entered = self._store.last_entered()
        require_clock(_shown(now), last_entered and _shown(last_entered), about.ground)
        claimed = about.recorded_at
        if claimed is None:
            return now
        if claimed > now:
            raise RECORD_NOT_YET.refused(what="record", on=claimed, recorded_on=now)
        claimed = _shown(claimed)
        require_day(claimed, FieldName("recorded"))
        if about.entry is EntryKind.TYPED:
            require_source(claimed, about.source)
            assert about.source is not None
            require_after_earlier_claim(claimed, about.source, self._latest_claim(about.source), about.ground)
        return now

    def _check(self, work: UnitOfWork, act: Act, today: date, decided: Sequence[Decided]) -> None:
        """Refuse an act, just decided, that was not possible when it is said to be known, or that later ones rest on."""
        about = self._about
        if about is not None and about.recorded_at is not None:
            if about.entry is EntryKind.TYPED:
                field = prerequisites_of(type(act)).effective
                on = getattr(act, field) if field else min(each.effective for each in decided)
                require_happened_by(_shown(about.recorded_at), act, on)
            require_known(work, act, about.recorded_at)
        self._standing.require(work, act, today, decided)
        if about is not None:
            self._require_known_actor(about.actor)

    def _require_known_actor(self, actor: str) -> None:
        """Refuse an act by a person or party that is not known, also with what the act itself brings.

        Raises:
            Refused: RECORD_ACTOR.
        """
        kind, _, identifier = actor.partition(":")
        if kind != "office" and not self._work.knows(actor):
            raise RECORD_ACTOR.refused(field=FieldName("actor"), **{f"unknown_{kind}": identifier})

    def _latest_claim(self, source: str) -> datetime | None:
        """The latest moment claimed on a document so far, in the record and in this batch."""
        if source not in self._claims:
            self._claims[source] = latest_claim(self._store, source)
        pending = (e.meta for e in self._pending if e.meta.claimed and e.meta.source == source)
        found = [self._claims[source], *(meta.recorded_at for meta in pending)]
        return max((_shown(moment) for moment in found if moment is not None), default=None)

    def _fingerprint(self, act: Act, circumstances: Provenance) -> str:
        plain = fingerprint(act, circumstances)
        return self._store.keys.blind(plain) if act.names_a_person else plain

    def first_outcome(self, key: str, *digests: str) -> Outcome | None:
        """What was recorded under a key before; None where nothing was.

        Args:
            key: as it is recorded.
            digests: the fingerprints that what it stands for may have been given.

        Raises:
            Refused: RECORD_KEY_REUSED, where that said something else.
        """
        if key in self._keys:
            known, events = self._keys[key]
        elif (found := self._find_key(key)) is not None:
            known, events = found, tuple(self._events_of(found))
        else:
            return None
        # An act kept without fingerprint comes from a record whose secret is gone; the key alone speaks for it.
        if known.digest not in (*digests, ""):
            raise RECORD_KEY_REUSED.refused(key=key, first_recorded_as=known.first_event)
        return Outcome(correlation=known.correlation, events=events, repeated=True)

    def _recorded_as_typed(self, act: Act, about: Provenance) -> Outcome | None:
        """What an earlier release recorded of just this act, which took its texts as they were typed.

        It is not said anew, so nothing of it passes the door once more.
        """
        if about.key is None or not can_be_recorded(about.key):
            return None
        found = self._store.find_key(about.key)
        try:
            if found is None or found.digest != self._fingerprint(act, about):
                return None
        except UnicodeEncodeError:
            return None
        return Outcome(correlation=found.correlation, events=tuple(self._events_of(found)), repeated=True)

    def _find_key(self, key: str) -> ActKey | None:
        if key in self._looked_up:
            return self._looked_up[key]
        return None if self._trusting else self._store.find_key(key)

    def _events_of(self, key: ActKey) -> Iterable[RecordedEvent]:
        stream, _, version = key.first_event.rpartition("@")
        following = self._store.stream(stream)[int(version) - 1 :]
        return [e for e in following if e.meta.correlation == key.correlation]


def _with_what_is_said_besides(act: Act, events: tuple[RecordedEvent, ...]) -> tuple[RecordedEvent, ...]:
    """The same events; the first with what the act says that they do not tell, where that is anything."""
    if not events:
        return events
    first, *rest = events
    besides = besides_its_events(act, [each.event for each in events], first.meta.effective)
    return events if besides is None else (attrs.evolve(first, meta=attrs.evolve(first.meta, said=besides)), *rest)


def _shown(moment: datetime) -> datetime:
    """The moment as readers see it, with its offset, so that they can type it again."""
    return moment.astimezone(AMSTERDAM)


def open_application(url: str, keys: str | None = None) -> Application:
    """Open the record at a store address (``sqlite:///rso.db`` or ``postgresql://…``).

    Args:
        url: address of the store.
        keys: address of the keys of persons; None for the place that belongs to the store.

    Raises:
        StoreError: when the address is wrong or the store cannot be used.
    """
    return Application(EventStore.open(url, keys))


__getattr__ = with_old_names(__name__, named_in(__name__, globals()))
