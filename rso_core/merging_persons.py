"""A person who was registered twice becomes one: what names the double names the other, and the double is set aside (S14).

It is a correction like any other, all in one go: every act that names the double is corrected to name the other, and
what rests on that is judged anew. Who recorded something stays who it was.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rso_core.act_handles import handle_of
from rso_core.acts import Act
from rso_core.application import Application, Outcome, Provenance, retrying
from rso_core.corrected_record import Correction, Rewritten, standing_act
from rso_core.corrections import Planned, correct_in
from rso_core.domain.concept import fold
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.correction_rules import CORRECTION_GIVEN_BACK, CORRECTION_REST_STANDS
from rso_core.domain.person import (
    PERSON_ANOTHER,
    PERSON_MERGED,
    CorrectPerson,
    PersonRegistered,
    RegisterPerson,
    person_stream,
    require_not_erased,
)
from rso_core.domain.references import Reference, with_references
from rso_core.domain.refusal import Refused
from rso_core.domain.values import RECORD_KNOWN
from rso_core.judging_anew import Correcting
from rso_core.later_acts import PerformedAct
from rso_core.older_acts import recorded_act_in
from rso_core.pending_record import RecordWithPending
from rso_core.recorded_acts import ActNotGivenBackError
from rso_core.recorded_corrections import MERGE
from rso_core.store.event_store import EventStore
from rso_core.unit_of_work import RESTS_ON_IT

_TELLING_WHO = (RegisterPerson, CorrectPerson)
"""Acts that tell who somebody is; of the double, nothing of them goes on as that of the other."""


def merge_person(
    application: Application,
    person: str,
    into: str,
    reason: str,
    circumstances: Provenance,
    more: Sequence[Correction] = (),
    planned: Planned | None = None,
    *,
    dry_run: bool = False,
) -> Outcome:
    """Let a person who was registered twice be one.

    Name and address of the other stay as they are. Of the two registrations the one that holds from the earlier day stays, as
    that of the other; so what the double did may hold from before the other was registered.

    Args:
        application: with an open record.
        person: identifier of the double; from now on nothing holds of it.
        into: identifier that stays.
        reason: why.
        circumstances: who merges them, and on what document. It carries no key: once done there is no double to merge.
        more: corrections that are made in one go with it, for what would stand in the way otherwise. What one says of
            a field of an act goes before what merging does to it.
        planned: called with what is about to be recorded.
        dry_run: only decide; nothing is recorded.

    Raises:
        Refused: PERSON_MERGED, with each act that stands in the way and the rule that it would break; PERSON_ANOTHER; one of
            them is not known, or was erased.
        ActNotFoundError: one of the other corrections names no act, or several.
        ValueError: a key was given.
        ConflictError: other writers kept being first.
    """
    if circumstances.key is not None:
        raise ValueError("merging persons carries no key: once done there is no double any more")

    def attempt() -> Outcome:
        batch = application.batch()
        wanted = corrections_to_merge(application.store, batch.record(), person, into, more)
        try:
            outcome = correct_in(batch, wanted, reason, circumstances, planned, MERGE)
        except Refused as refused:
            raise _in_the_way(batch.record(), wanted, refused, person, into) from refused
        if not dry_run:
            batch.commit()
        return outcome

    return retrying(attempt, in_turn=application.store.in_turn)


def corrections_to_merge(
    store: EventStore, record: RecordWithPending, person: str, into: str, more: Sequence[Correction] = ()
) -> list[Correction]:
    """The corrections by which a person becomes another; see `merge_person`.

    Raises:
        Refused: as `merge_person` says.
    """
    PERSON_ANOTHER.unless(person != into, person=person, into=into)
    for somebody in (person, into):
        state = store.load(person_stream(somebody), fold).state
        if state is None:
            raise RECORD_KNOWN.refused(unknown_person=somebody)
        require_not_erased(state)
    known, lacking = _standing_acts(store, person)
    if lacking:
        raise PERSON_MERGED.refused(person=person, into=into, in_the_way=lacking)
    wanted: dict[str, Mapping[str, Any] | None] = _one_registration(store, record, person, into)
    for performed, act in known:
        wanted.setdefault(performed.id, _naming_another(act, person, into))
    said = dict.fromkeys(wanted, frozenset[str]())
    for each in more:
        performed, _ = standing_act(record, each.act, to_change=each.changes is not None)
        own = wanted.get(performed.id)
        wanted[performed.id] = None if each.changes is None else {**(own or {}), **each.changes}
        said[performed.id] = frozenset(each.changes or ())
    # Of an act that does not name the double itself, what it led to does, by what it copied.
    return [
        Correction(act, changes, anew=changes == {}, given_back=frozenset(changes or ()) - said[act])
        for act, changes in wanted.items()
    ]


def _one_registration(
    store: EventStore, record: RecordWithPending, person: str, into: str
) -> dict[str, Mapping[str, Any] | None]:
    """Let the registration stay that comes first, as that of the other."""
    own, others = (_registration(store, record, each) for each in (person, into))
    if (others[0].day, others[0].place) < (own[0].day, own[0].place):
        # The registration that stays is recorded anew, so that the record says of whom it was the double.
        return {own[0].id: None, others[0].id: {}}
    # Of a person who is registered later nothing could be told that holds before it.
    names = {field: getattr(others[1], field) for field in ("name", "email")}
    unlike = tuple(each for each in dict.fromkeys((*own[1].unlike, *others[1].unlike)) if each not in (person, into))
    return {own[0].id: {"person": into, **names, "unlike": unlike}, others[0].id: None}


def _registration(store: EventStore, record: RecordWithPending, person: str) -> tuple[PerformedAct, RegisterPerson]:
    withdrawn = store.withdrawn()
    registered = next(
        recorded
        for recorded in store.stream(person_stream(person))
        if isinstance(recorded.event, PersonRegistered) and recorded.id not in withdrawn
    )
    performed, _ = standing_act(record, registered.id)
    act = recorded_act_in(store, [recorded for _, recorded in performed.events])
    assert isinstance(act, RegisterPerson), "only that act registers a person"
    return performed, act


def _standing_acts(store: EventStore, person: str) -> tuple[list[tuple[PerformedAct, Act]], list[str]]:
    """The acts that hold and name a person, the registration first; and those that the record does not give back."""
    withdrawn = store.withdrawn()
    naming = [
        item
        for item in store.naming([person_stream(person)])
        if item[1].id not in withdrawn and not isinstance(item[1].event, EventsWithdrawn)
    ]
    naming.sort(key=lambda item: (item[1].originator_id != person_stream(person), item[0]))
    found: list[tuple[PerformedAct, Act]] = []
    lacking = []
    for events in store.whole_acts(naming):
        performed = PerformedAct.of(events)
        try:
            found.append((performed, recorded_act_in(store, [recorded for _, recorded in events])))
        except ActNotGivenBackError:
            lacking.append(f"{named(performed)} [{CORRECTION_GIVEN_BACK.id}]")
    return found, lacking


def _naming_another(act: Act, person: str, into: str) -> dict[str, Any] | None:
    """The fields of an act as they are once the other is named in it; None where it only told who the double is."""
    if isinstance(act, _TELLING_WHO) and act.person == person:
        return None

    def other(reference: Reference, identifier: str, _: str | None) -> str:
        return into if reference.kind == "person" and identifier == person else identifier

    changed = with_references(act, other)
    differing = {
        field.name: getattr(changed, field.name)
        for field in type(act).__attrs_attrs__
        if getattr(changed, field.name) != getattr(act, field.name)
    }
    # Who stood twice in a list, stands in it once; and nobody is unlike oneself.
    own = {into} if isinstance(act, _TELLING_WHO) and act.person == into else set()
    return {name: _once(value, own) if isinstance(value, tuple) else value for name, value in differing.items()}


def _once(values: tuple[Any, ...], without: Collection[Any]) -> tuple[Any, ...]:
    return tuple(value for number, value in enumerate(values) if value not in values[:number] and value not in without)


class _LookingFurther(Correcting):
    """Goes on where an act as corrected is refused, so that all that stands in the way is found."""

    def __init__(self, record: RecordWithPending) -> None:
        super().__init__(record)
        self.refused: dict[str, str] = {}

    def _put(self, each: Rewritten) -> set[str]:
        try:
            return super()._put(each)
        except Refused as refused:
            if each.asked:
                self.refused[named(each.before)] = refused.rule.id
                return set()
            raise


def _in_the_way(
    record: RecordWithPending, wanted: Sequence[Correction], first: Refused, person: str, into: str
) -> Refused:
    """The refusal that lists every act that stands in the way, with the rule that it breaks."""
    looking = _LookingFurther(record)
    try:
        looking.plan(wanted)
        resting: list[str] = []
    except Refused as refused:
        if refused.rule is not CORRECTION_REST_STANDS:
            return first
        resting = list(refused.facts[RESTS_ON_IT])
    found = [*_told(looking.refused), *resting]
    return PERSON_MERGED.refused(person=person, into=into, in_the_way=found) if found else first


def _told(refused: Mapping[str, str]) -> Iterator[str]:
    return (f"{act} [{rule}]" for act, rule in refused.items())


def named(performed: PerformedAct) -> str:
    """An act by its name and handle."""
    return f"{performed.name} {handle_of(performed.events[0][1].meta.correlation)}"
