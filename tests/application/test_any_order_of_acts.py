"""Whatever order of valid and invalid acts: the invariants of the covenant hold."""

import shutil
import tempfile
from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from acts_of_a_region import PARTIES, PEOPLE, by, open_region, present
from quick import examples
from rso_core import Refused, acts
from rso_core.domain.concept import fold
from rso_core.events import (
    Choice,
    CovenantSigned,
    DecisionKind,
    DecisionTaken,
    MeetingHeld,
    RoleAssigned,
    Scope,
    SeatTaken,
    SignatureWithdrawn,
    Vote,
)

NOON, LATER = time(12), time(13)
DAYS = st.integers(0, 20).map(lambda n: date(2026, 1, 1) + timedelta(days=14 * n))
PARTY_IDS = st.sampled_from(PARTIES)
PERSONS = st.sampled_from([*PEOPLE.values(), "p-unknown"])


class AnyOrder(RuleBasedStateMachine):
    """Records acts at random on a small region, valid and invalid, and looks at what stands."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.application = open_region(f"sqlite:///{self.folder / 'rso.db'}")
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "application"):
            self.application.store.close()
            shutil.rmtree(self.folder)

    def act(self, act: acts.Act) -> None:
        head = self.application.store.head()
        try:
            self.application.perform(act, by(key=f"k{self.number}"))
        except Refused as refused:
            assert refused.rule.remedy_nl
            assert self.application.store.head() == head, "a refused act records nothing"
        else:
            after = self.application.store.head()
            assert after > head
            assert self.application.perform(act, by(key=f"k{self.number}")).repeated
            assert self.application.store.head() == after, "a repeated act records nothing"
        self.number += 1

    @rule(on=DAYS)
    def open_signing(self, on: date) -> None:
        self.act(acts.OpenSigning(covenant="conv", on=on))

    @rule(party=PARTY_IDS, person=PERSONS, on=DAYS)
    def sign(self, party: str, person: str, on: date) -> None:
        self.act(acts.Sign(covenant="conv", party=party, person=person, signed_on=on))

    @rule(party=PARTY_IDS, on=DAYS)
    def withdraw_signature(self, party: str, on: date) -> None:
        self.act(acts.WithdrawSignature(covenant="conv", party=party, on=on, reason="Vergissing"))

    @rule(party=PARTY_IDS, last_day=DAYS)
    def leave(self, party: str, last_day: date) -> None:
        person = PEOPLE[party]
        self.act(acts.PersonLeaves(party=party, person=person, last_day=last_day, reason="Andere baan"))

    @rule(party=PARTY_IDS, on=DAYS)
    def take_seat(self, party: str, on: date) -> None:
        seat = {"seat": f"z{self.number}", "party": party, "person": PEOPLE[party], "start": on}
        self.act(acts.TakeSeat(body="overleg", **seat))  # type: ignore[arg-type]

    @rule(party=PARTY_IDS, person=PERSONS, start=DAYS, days=st.integers(-20, 200))
    def grant(self, party: str, person: str, start: date, days: int) -> None:
        until = start + timedelta(days=days)
        fields = {"mandate": f"m{self.number}", "person": person, "start": start, "until": until, "ground": "Regeling"}
        self.act(acts.GrantMandate(party=party, scopes=(Scope.REPRESENT, Scope.SIGN), **fields))  # type: ignore[arg-type]

    @rule(party=PARTY_IDS, last_day=DAYS)
    def withdraw(self, party: str, last_day: date) -> None:
        self.act(acts.WithdrawMandate(party=party, mandate=f"m-{PEOPLE[party]}", last_day=last_day))

    @rule(party=PARTY_IDS, person=PERSONS, start=DAYS, days=st.one_of(st.none(), st.integers(-20, 100)))
    def assign(self, party: str, person: str, start: date, days: int | None) -> None:
        until = None if days is None else start + timedelta(days=days)
        fields = {"assignment": f"t{self.number}", "party": party, "person": person, "start": start, "until": until}
        self.act(acts.AssignRole(role="vz", **fields))  # type: ignore[arg-type]

    @rule(number=st.integers(0, 30), last_day=DAYS)
    def end(self, number: int, last_day: date) -> None:
        self.act(acts.EndAssignment(role="vz", assignment=f"t{number}", last_day=last_day, reason="Vertrek"))

    @rule(on=DAYS, parties=st.sets(PARTY_IDS))
    def meet(self, on: date, parties: set[str]) -> None:
        meeting = f"v{self.number}"
        self.act(acts.PlanMeeting(meeting=meeting, body="overleg", on=on, starts=NOON, ends=LATER))
        attendance = present(*sorted(parties))
        self.act(acts.HoldMeeting(meeting=meeting, held_on=on, chair="p-1", attendance=attendance))
        votes = tuple(Vote(party=a.party, person=a.person, choice=Choice.FOR) for a in attendance)
        self.act(acts.Decide(decision=f"b{meeting}", meeting=meeting, kind=DecisionKind.DECIDE, title="T", votes=votes))

    @invariant()
    def one_holder_on_any_day(self) -> None:
        if hasattr(self, "application"):
            role = self.application.store.load("role:vz", fold).state
            assert role is not None
            days = {assignment.period.start for assignment in role.assignments}
            for day in days:
                assert sum(a.period.covers(day) for a in role.assignments) <= 1

    @invariant()
    def nobody_acted_without_a_mandate_as_it_stood_then(self) -> None:
        if not hasattr(self, "application"):
            return
        parties: dict[str, object] = {}
        signed: Counter[str] = Counter()
        for _, recorded in self.application.store.read(limit=10_000):
            event = recorded.event
            if recorded.originator_id.startswith("party:"):
                name = recorded.originator_id.removeprefix("party:")
                parties[name] = fold(parties.get(name), event)
            elif isinstance(event, CovenantSigned):
                signed[event.party] += 1
                assert parties[event.party].mandate_of(event.person, event.signed_on, Scope.SIGN)  # type: ignore[attr-defined]
            elif isinstance(event, SignatureWithdrawn):
                signed[event.party] -= 1
            elif isinstance(event, RoleAssigned | SeatTaken):
                assert parties[event.party].mandate_of(event.person, event.start, Scope.REPRESENT)  # type: ignore[attr-defined]
            elif isinstance(event, MeetingHeld):
                for attendee in event.attendance:
                    mandate = parties[attendee.party].mandate_of(attendee.person, event.held_on, Scope.REPRESENT)  # type: ignore[attr-defined]
                    assert mandate
            elif isinstance(event, DecisionTaken):
                assert len(event.votes) * 2 >= len(PARTIES)
            assert set(signed.values()) <= {0, 1}, "one signature of a party stands at a time"


AnyOrder.TestCase.settings = settings(max_examples=examples(25), stateful_step_count=25, deadline=None)
TestAnyOrder = AnyOrder.TestCase
