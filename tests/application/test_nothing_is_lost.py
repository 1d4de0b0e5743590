"""Whatever order of acts on open matters: nothing gets lost in a merger, no portfolio runs over its limit unsaid."""

import shutil
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from acts_of_a_region import PARTIES, by, open_region, set_up
from quick import examples
from rso_core import Refused, acts
from rso_core.domain.action.state import OPEN
from rso_core.domain.concept import fold
from rso_core.domain.docket import MatterKind
from rso_core.domain.project.state import OVER, ProjectState
from rso_core.domain.signal.state import SignalState
from rso_core.events import ProjectKind, SignalKind

BODIES = ("overleg", "een", "twee", "drie")
BODY_IDS = st.sampled_from(BODIES)
PARTY_IDS = st.sampled_from(PARTIES)
DAYS = st.integers(0, 40).map(lambda n: date(2026, 1, 1) + timedelta(days=7 * n))
NUMBERS = st.integers(0, 12)
LIMIT = 2


class OpenMatters(RuleBasedStateMachine):
    """Opens, moves and closes matters of four bodies at random, and merges the bodies."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.application = open_region(f"sqlite:///{self.folder / 'rso.db'}")
        for number, body in enumerate(BODIES[1:], 2):
            limits: dict[str, Any] = {"portfolio_limit": LIMIT, "signal_answer_days": 30}
            above = BODIES[number - 2]
            self.application.perform(set_up(body, place=number, chair=None, reports_to=above, **limits), by())
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "application"):
            self.application.store.close()
            shutil.rmtree(self.folder)

    def act(self, act: acts.Act) -> None:
        head = self.application.store.head()
        try:
            self.application.perform(act, by(key=f"k{self.number}"))
        except Refused:
            assert self.application.store.head() == head, "a refused act records nothing"
        self.number += 1

    @rule(body=BODY_IDS, party=PARTY_IDS, on=DAYS)
    def agree(self, body: str, party: str, on: date) -> None:
        self.act(acts.AgreeAction(action=f"x{self.number % 13}", body=body, title="Iets", party=party, on=on, due=on))

    @rule(number=NUMBERS, on=DAYS)
    def finish(self, number: int, on: date) -> None:
        self.act(acts.FinishAction(action=f"x{number}", on=on))

    @rule(body=BODY_IDS, party=PARTY_IDS, on=DAYS)
    def signal(self, body: str, party: str, on: date) -> None:
        kind = SignalKind.BOTTLENECK
        self.act(
            acts.RaiseSignal(signal=f"x{self.number % 13}", kind=kind, title="Iets", party=party, body=body, on=on)
        )

    @rule(number=NUMBERS, under=NUMBERS, on=DAYS)
    def bundle_signals(self, number: int, under: int, on: date) -> None:
        self.act(acts.BundleSignal(signal=f"x{number}", under=f"x{under}", on=on))

    @rule(number=NUMBERS, to=BODY_IDS, on=DAYS)
    def escalate(self, number: int, to: str, on: date) -> None:
        self.act(acts.EscalateSignal(signal=f"x{number}", to=to, on=on, reason="Hoger"))

    @rule(number=NUMBERS, on=DAYS)
    def answer(self, number: int, on: date) -> None:
        self.act(acts.AnswerSignal(signal=f"x{number}", answer="Ja", on=on))

    @rule(body=BODY_IDS, kind=st.sampled_from(ProjectKind), on=DAYS)
    def propose(self, body: str, kind: ProjectKind, on: date) -> None:
        project = f"x{self.number % 13}"
        self.act(acts.ProposeProject(project=project, name="Iets", body=body, owner="prov", on=on, kind=kind))

    @rule(number=NUMBERS, on=DAYS)
    def start_project(self, number: int, on: date) -> None:
        self.act(acts.StartProject(project=f"x{number}", on=on))

    @rule(number=NUMBERS, on=DAYS, how=st.sampled_from(("pause", "stop", "finish")))
    def end_project(self, number: int, on: date, how: str) -> None:
        project = f"x{number}"
        made: dict[str, acts.Act] = {
            "pause": acts.PauseProject(project=project, on=on, reason="Wacht"),
            "stop": acts.StopProject(project=project, on=on, reason="Klaar"),
            "finish": acts.FinishProject(project=project, on=on, result="Klaar"),
        }
        self.act(made[how])

    @rule(body=BODY_IDS, into=BODY_IDS, on=DAYS)
    def merge(self, body: str, into: str, on: date) -> None:
        self.act(acts.MergeBody(body=body, into=into, on=on, reason="Minder"))

    @rule(body=BODY_IDS, on=DAYS)
    def close(self, body: str, on: date) -> None:
        self.act(acts.CloseBody(body=body, on=on, reason="Klaar"))

    def _states(self) -> dict[str, Any]:
        streams = {recorded.originator_id for _, recorded in self.application.store.read(limit=10_000)}
        return {stream: self.application.store.load(stream, fold).state for stream in streams}

    @invariant()
    def every_open_matter_lies_in_one_docket_that_of_its_body(self) -> None:
        if not hasattr(self, "application"):
            return
        states = self._states()
        lies = Counter(
            (matter.kind, matter.id, state.body)
            for name, state in states.items()
            if name.startswith("docket:")
            for matter in state.open
        )
        wanted: Counter[tuple[MatterKind, str, str]] = Counter()
        for name, state in states.items():
            if name.startswith("action:") and state.state in OPEN:
                wanted[MatterKind.ACTION, state.id, state.body] += 1
            elif name.startswith("signal:") and state.state is SignalState.OPEN:
                wanted[MatterKind.SIGNAL, state.id, state.body] += 1
            elif name.startswith("project:") and state.state not in OVER:
                wanted[MatterKind.PROJECT, state.id, state.body] += 1
                if state.state is ProjectState.RUNNING and state.kind is ProjectKind.PROJECT:
                    wanted[MatterKind.PLACE, state.id, state.body] += 1
        assert lies == wanted

    @invariant()
    def what_is_closed_for_good_keeps_nothing(self) -> None:
        if not hasattr(self, "application"):
            return
        states = self._states()
        for name, state in states.items():
            if name.startswith("body:") and state.closed_on is not None:
                docket = states.get(f"docket:{state.id}")
                assert docket is None or not docket.open, "a body that is gone holds open matters"

    @invariant()
    def bundled_signals_ride_along_with_one_that_is_open_or_answered(self) -> None:
        if not hasattr(self, "application"):
            return
        states = {name: s for name, s in self._states().items() if name.startswith("signal:")}
        riding = Counter(name for s in states.values() if s.state is SignalState.OPEN for name in s.bundle)
        bundled = {s.id for s in states.values() if s.state is SignalState.BUNDLED}
        assert set(riding) == bundled
        assert all(number == 1 for number in riding.values())


OpenMatters.TestCase.settings = settings(max_examples=examples(60), stateful_step_count=40, deadline=None)
TestOpenMatters = OpenMatters.TestCase
