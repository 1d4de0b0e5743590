"""The use cases: per act, which facts it needs and which decision of the domain it asks for.

Read this as a table of contents of the acts. Rules are in `rso_core.domain`; here only facts are fetched.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Generic, TypeVar, cast

import attrs

from rso_core import acts
from rso_core.acts import Act
from rso_core.domain import body, covenant, decision, meeting, party, person, role, signing
from rso_core.domain.body import Profile
from rso_core.domain.covenant import Ground
from rso_core.domain.event import Event
from rso_core.domain.values import KNOWN
from rso_core.store.event_store import EventStore, Stream

S = TypeVar("S")
A = TypeVar("A", bound=Act)


@attrs.frozen
class Concept(Generic[S]):
    """A kind of stream: its prefix in stream ids and how its events fold into a state."""

    name: str
    evolve: Callable[[Any, Any], S]

    def stream(self, identifier: str) -> str:
        """The stream id, ``<concept>:<id>``."""
        return f"{self.name}:{identifier}"


PARTY = Concept("party", party.evolve)
PERSON = Concept("person", person.evolve)
COVENANT = Concept("covenant", covenant.evolve)
BODY = Concept("body", body.evolve)
ROLE = Concept("role", role.evolve)
MEETING = Concept("meeting", meeting.evolve)
DECISION = Concept("decision", decision.evolve)
CONCEPTS: tuple[Concept[Any], ...] = (PARTY, PERSON, COVENANT, BODY, ROLE, MEETING, DECISION)


@attrs.frozen
class Decided:
    """An event that was decided on: its stream, its place there, the day from which it holds."""

    stream: str
    version: int
    effective: date
    event: Event


class Facts:
    """What acts are decided on, as read from the store and as changed by the acts before them.

    Keeps the version at which each stream was read, so that the store can refuse when one moved since.
    """

    def __init__(self, store: EventStore, *, fresh: bool) -> None:
        self._store = store
        self._fresh = fresh
        self._streams: dict[str, Stream[Any]] = {}
        self._read_at: dict[str, int] = {}
        self._before: dict[str, Stream[Any]] = {}
        self._decided: list[Decided] = []

    def find(self, concept: Concept[S], identifier: str) -> S | None:
        """The state of a subject, or None when nothing is recorded of it."""
        return cast("S | None", self._stream(concept, identifier).state)

    def get(self, concept: Concept[S], identifier: str) -> S:
        """The state of a subject.

        Raises:
            Refused: KNOWN, when nothing is recorded of it.
        """
        state = self.find(concept, identifier)
        if state is None:
            raise KNOWN.refused(**{f"unknown_{concept.name}": identifier})
        return state

    def all(self, concept: Concept[S], identifiers: Iterable[str]) -> dict[str, S]:
        """The states of several subjects by identifier; every one must be known."""
        return {identifier: self.get(concept, identifier) for identifier in identifiers}

    def record(self, concept: Concept[S], identifier: str, event: Event, effective: date) -> None:
        """Take an event as decided: later facts include it."""
        stream = self._stream(concept, identifier)
        self._before.setdefault(stream.id, stream)
        version = stream.version + 1
        self._streams[stream.id] = Stream(stream.id, version, concept.evolve(stream.state, event))
        self._decided.append(Decided(stream.id, version, effective, event))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A stretch of decisions that is undone as a whole when one of them is refused."""
        self._before, self._decided = {}, []
        try:
            yield
        except BaseException:
            self._streams.update(self._before)
            raise

    def decided(self) -> list[Decided]:
        """The events decided in this attempt, in order."""
        return self._decided

    def guards(self) -> dict[str, int]:
        """Streams that were read but not written, and the version at which they were read."""
        return {
            stream: version for stream, version in self._read_at.items() if self._streams[stream].version == version
        }

    def remember_written(self) -> None:
        """After a commit: what was written is what is now read, here and in the store's cache."""
        for stream_id, stream in self._streams.items():
            if stream.version != self._read_at[stream_id]:
                self._store.remember(stream)
                self._read_at[stream_id] = stream.version

    def _stream(self, concept: Concept[S], identifier: str) -> Stream[Any]:
        stream_id = concept.stream(identifier)
        stream = self._streams.get(stream_id)
        if stream is None:
            stream = self._store.load(stream_id, concept.evolve, fresh=self._fresh)
            self._streams[stream_id] = stream
            self._read_at[stream_id] = stream.version
        return stream


UseCase = Callable[[Facts, Any, date], None]
_USE_CASES: dict[type[Act], UseCase] = {}


def use_case_for(act: type[Act]) -> UseCase:
    """The use case of an act; called with the facts, the act and the day of recording (Europe/Amsterdam)."""
    return _USE_CASES[act]


def _records(act: type[A]) -> Callable[[Callable[[Facts, A, date], None]], Callable[[Facts, A, date], None]]:
    def register(use_case: Callable[[Facts, A, date], None]) -> Callable[[Facts, A, date], None]:
        _USE_CASES[act] = use_case
        return use_case

    return register


def _said(act: Act, *without: str) -> dict[str, Any]:
    """The fields of an act as arguments for the decision, leaving out those named."""
    return {
        field.name: getattr(act, field.name)
        for field in attrs.fields(cast("Any", type(act)))
        if field.name not in without
    }


@_records(acts.RegisterParty)
def register_party(facts: Facts, act: acts.RegisterParty, today: date) -> None:
    """A party joins the cooperation."""
    event = party.register(facts.find(PARTY, act.party), **_said(act, "on"))
    facts.record(PARTY, act.party, event, act.on)


@_records(acts.RegisterPerson)
def register_person(facts: Facts, act: acts.RegisterPerson, today: date) -> None:
    """A person becomes known."""
    event = person.register(facts.find(PERSON, act.person), **_said(act, "on"))
    facts.record(PERSON, act.person, event, act.on)


@_records(acts.CorrectPerson)
def correct_person(facts: Facts, act: acts.CorrectPerson, today: date) -> None:
    """Name or address of a person is corrected."""
    event = person.correct(facts.get(PERSON, act.person), name=act.name, email=act.email)
    facts.record(PERSON, act.person, event, act.on)


@_records(acts.GrantMandate)
def grant_mandate(facts: Facts, act: acts.GrantMandate, today: date) -> None:
    """A party mandates a person that is known."""
    facts.get(PERSON, act.person)
    event = party.grant_mandate(facts.get(PARTY, act.party), **_said(act, "party"))
    facts.record(PARTY, act.party, event, act.start)


@_records(acts.WithdrawMandate)
def withdraw_mandate(facts: Facts, act: acts.WithdrawMandate, today: date) -> None:
    """A party ends a mandate."""
    event = party.withdraw_mandate(facts.get(PARTY, act.party), **_said(act, "party"))
    facts.record(PARTY, act.party, event, act.last_day)


@_records(acts.DraftCovenant)
def draft_covenant(facts: Facts, act: acts.DraftCovenant, today: date) -> None:
    """A covenant is drafted between parties that are known."""
    facts.all(PARTY, act.parties)
    event = covenant.draft(facts.find(COVENANT, act.covenant), **_said(act))
    facts.record(COVENANT, act.covenant, event, act.drafted_on)


@_records(acts.OpenSigning)
def open_signing(facts: Facts, act: acts.OpenSigning, today: date) -> None:
    """The covenant is opened for signing."""
    event = covenant.open_for_signing(facts.get(COVENANT, act.covenant), on=act.on)
    facts.record(COVENANT, act.covenant, event, act.on)


@_records(acts.EnterIntoForce)
def enter_into_force(facts: Facts, act: acts.EnterIntoForce, today: date) -> None:
    """The covenant enters into force."""
    event = covenant.enter_into_force(facts.get(COVENANT, act.covenant), on=act.on)
    facts.record(COVENANT, act.covenant, event, act.on)


@_records(acts.EndCovenant)
def end_covenant(facts: Facts, act: acts.EndCovenant, today: date) -> None:
    """The covenant ends."""
    event = covenant.end(facts.get(COVENANT, act.covenant), last_day=act.last_day, reason=act.reason)
    facts.record(COVENANT, act.covenant, event, act.last_day)


@_records(acts.Commit)
def commit(facts: Facts, act: acts.Commit, today: date) -> None:
    """A party commits itself to signing."""
    event = signing.commit(facts.get(COVENANT, act.covenant), today=today, **_said(act, "covenant"))
    facts.record(COVENANT, act.covenant, event, act.given_on)


@_records(acts.Sign)
def sign(facts: Facts, act: acts.Sign, today: date) -> None:
    """A person signs for a party."""
    facts.get(PERSON, act.person)
    event = signing.sign(
        facts.get(COVENANT, act.covenant),
        facts.get(PARTY, act.party),
        person=act.person,
        signed_on=act.signed_on,
        ground=Ground(kind=act.ground, document=act.document, decided_on=act.decided_on),
        today=today,
    )
    facts.record(COVENANT, act.covenant, event, act.signed_on)


@_records(acts.SetUpBody)
def set_up_body(facts: Facts, act: acts.SetUpBody, today: date) -> None:
    """A body of known parties is set up."""
    facts.all(PARTY, act.members)
    event = body.set_up(
        facts.find(BODY, act.body), body=act.body, profile=Profile(**_said(act, "body", "on")), on=act.on
    )
    facts.record(BODY, act.body, event, act.on)


@_records(acts.RepositionBody)
def reposition_body(facts: Facts, act: acts.RepositionBody, today: date) -> None:
    """A body gets another place, composition or power."""
    state = facts.get(BODY, act.body)
    facts.all(PARTY, act.members or ())
    changes = {name: value for name, value in _said(act, "body", "since").items() if value is not None}
    profile = attrs.evolve(state.profile_on(act.since), **changes)
    facts.record(BODY, act.body, body.reposition(state, profile=profile, since=act.since), act.since)


@_records(acts.RescopeBody)
def rescope_body(facts: Facts, act: acts.RescopeBody, today: date) -> None:
    """A body deals with other fields."""
    event = body.rescope(facts.get(BODY, act.body), scope=act.scope, since=act.since)
    facts.record(BODY, act.body, event, act.since)


@_records(acts.CloseBody)
def close_body(facts: Facts, act: acts.CloseBody, today: date) -> None:
    """A body is closed, or goes up into another."""
    into = facts.get(BODY, act.merged_into) if act.merged_into else None
    event = body.close(facts.get(BODY, act.body), on=act.on, into=into, reason=act.reason)
    facts.record(BODY, act.body, event, act.on)


@_records(acts.EstablishRole)
def establish_role(facts: Facts, act: acts.EstablishRole, today: date) -> None:
    """The covenant knows a role, in a known body and of known parties where it names them."""
    facts.all(PARTY, act.parties)
    if act.body is not None:
        facts.get(BODY, act.body)
    event = role.establish(facts.find(ROLE, act.role), **_said(act))
    facts.record(ROLE, act.role, event, act.on)


@_records(acts.AssignRole)
def assign_role(facts: Facts, act: acts.AssignRole, today: date) -> None:
    """A party holds a role through a person."""
    facts.get(PERSON, act.person)
    event = role.assign(facts.get(ROLE, act.role), facts.get(PARTY, act.party), **_said(act, "role", "party"))
    facts.record(ROLE, act.role, event, act.start)


@_records(acts.EndAssignment)
def end_assignment(facts: Facts, act: acts.EndAssignment, today: date) -> None:
    """A role assignment ends."""
    event = role.end_assignment(facts.get(ROLE, act.role), **_said(act, "role"))
    facts.record(ROLE, act.role, event, act.last_day)


@_records(acts.PlanMeeting)
def plan_meeting(facts: Facts, act: acts.PlanMeeting, today: date) -> None:
    """A meeting is planned; the plan holds from the day of recording, or from the meeting if that was earlier."""
    event = meeting.plan(facts.find(MEETING, act.meeting), facts.get(BODY, act.body), **_said(act, "body"))
    facts.record(MEETING, act.meeting, event, min(today, act.on))


@_records(acts.HoldMeeting)
def hold_meeting(facts: Facts, act: acts.HoldMeeting, today: date) -> None:
    """A meeting took place."""
    state = facts.get(MEETING, act.meeting)
    facts.all(PERSON, (attendee.person for attendee in act.attendance))
    event = meeting.hold(
        state,
        facts.get(BODY, state.body),
        facts.all(PARTY, {attendee.party for attendee in act.attendance}),
        today=today,
        **_said(act, "meeting"),
    )
    facts.record(MEETING, act.meeting, event, act.held_on)


@_records(acts.CancelMeeting)
def cancel_meeting(facts: Facts, act: acts.CancelMeeting, today: date) -> None:
    """A planned meeting is cancelled."""
    event = meeting.cancel(facts.get(MEETING, act.meeting), on=act.on, reason=act.reason)
    facts.record(MEETING, act.meeting, event, act.on)


@_records(acts.Decide)
def decide(facts: Facts, act: acts.Decide, today: date) -> None:
    """A body takes a decision in a held meeting."""
    held = facts.get(MEETING, act.meeting)
    event = decision.take(
        facts.find(DECISION, act.decision),
        held,
        facts.get(BODY, held.body),
        facts.all(PARTY, {vote.party for vote in act.votes} | set(held.parties_present)),
        **_said(act, "meeting"),
    )
    facts.record(DECISION, act.decision, event, held.on)
