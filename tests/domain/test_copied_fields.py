"""Which fields of an event are only copied: found by how acts make their events, and held to what is declared."""

import ast
import builtins
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any, get_args

import attrs
import pytest

import rso_core.domain
import rso_core.use_cases
from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from nonsense import with_nonsense
from rso_core import Application, EventStore
from rso_core.domain.act import Act
from rso_core.domain.concept import fold
from rso_core.domain.event import SUBJECT, Event, context_fields
from rso_core.events import event_classes
from rso_core.store import RecordedEvent

WHO_ACTS = "the act that brings it about says it, under another name or through a helper"
FIRST = "what the act leaves out is settled once, when the thing begins"
WORKED_OUT = "worked out by a rule when it happened, and so what happened"
DAY = "the day from which it holds: that of the decision it follows from"
MOVES = "what goes along with something that ends is listed once, and changes hands by this event"
ITS_OWN: dict[str, dict[str, str]] = {
    "body.merged_in": {"change": MOVES},
    "body.seat_taken": {
        **dict.fromkeys(("seat", "party", "person", "start", "until", "deputy_of"), MOVES),
        "rank": FIRST,
    },
    "covenant.adopted": {"adopted_on": DAY},
    "covenant.amendment_proposed": {"signers": WORKED_OUT},
    "decision.revoked": {"since": DAY},
    "decision.superseded": {"by": WHO_ACTS, "since": DAY},
    "decision.taken": {
        **dict.fromkeys(("body", "meeting", "taken_on", "item", "asked_on"), WHO_ACTS),
        **dict.fromkeys(("outcome", "unanimous", "votes", "absent"), WORKED_OUT),
    },
    "docket.matter_closed": {"matter": WHO_ACTS},
    "docket.matter_opened": {"matter": WHO_ACTS},
    "docket.matters_taken_over": {"from_body": WHO_ACTS, "matters": MOVES},
    "action.moved_along": {"from_body": WHO_ACTS, "body": MOVES, "since": DAY},
    "signal.moved_along": {"from_body": WHO_ACTS, "body": MOVES, "since": DAY},
    "project.moved_along": {"from_body": WHO_ACTS, "body": MOVES, "since": DAY},
    "effort.changed": {"amount": WHO_ACTS},
    "effort.committed": {"amount": WHO_ACTS},
    "handover.announced": {"party": FIRST},
    "handover.started": {"checklist": WORKED_OUT},
    "meeting.agenda_item_added": {"item": WHO_ACTS},
    "meeting.held": {"opened_with_overview": WORKED_OUT},
    "meeting.planned": {"title": FIRST},
    "party.platform_chosen": dict.fromkeys(("choice", "ground", "since"), WHO_ACTS),
    "role.assigned": dict.fromkeys(("assignment", "party", "person", "start", "until", "deputy"), WHO_ACTS),
    "role.assignment_ended": dict.fromkeys(("assignment", "last_day", "reason"), WHO_ACTS),
    "signal.bundle_grew": {"took_up": MOVES},
    "signal.escalated": {"answer_due": FIRST},
    "signal.raised": {"answer_due": FIRST},
    "signal.ranked": {"ranked_on": DAY},
}
"""By event, the fields that its act does not have and that are yet its own, with the reason."""


def modules() -> Iterator[ModuleType]:
    """Every module in which events are made."""
    for package in (rso_core.domain, rso_core.use_cases):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


class Making(ast.NodeVisitor):
    """A function that makes events: what each local name is made of, and the calls.

    Attributes:
        act: names that stand for an act: ``self`` in its methods, a parameter that is one.
        made_of: names by local name.
        calls: event class and call.
    """

    def __init__(self, module: ModuleType, owner: type | None, function: ast.FunctionDef) -> None:
        self.module = module
        self.made_of: dict[str, set[str]] = {}
        self.calls: list[tuple[type[Event], ast.Call]] = []
        self.act = {"self"} if owner is not None and issubclass(owner, Act) else set()
        for argument in function.args.args + function.args.kwonlyargs:
            if argument.annotation is not None and self._is_act(ast.unparse(argument.annotation)):
                self.act.add(argument.arg)
        for statement in function.body:
            self.visit(statement)

    def _is_act(self, annotation: str) -> bool:
        named = getattr(self.module, annotation, None)
        return any(isinstance(each, type) and issubclass(each, Act) for each in get_args(named) or (named,))

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._bind(target, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self._bind(node.target, node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._bind(node.target, node.iter)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        made = getattr(self.module, node.func.id, None) if isinstance(node.func, ast.Name) else None
        if isinstance(made, type) and issubclass(made, Event):
            self.calls.append((made, node))
        self.generic_visit(node)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        for name in ast.walk(target):
            if isinstance(name, ast.Name):
                self.made_of.setdefault(name.id, set()).update(_names(value))

    def says(self, value: ast.expr) -> bool:
        """Whether a value is made of nothing but what the act says, and what is in the code."""
        open_, seen = _names(value), set[str]()
        while open_:
            name = open_.pop()
            if name in seen or name in self.act or hasattr(self.module, name) or hasattr(builtins, name):
                continue
            if name not in self.made_of:
                return False
            seen.add(name)
            open_ |= self.made_of[name]
        return True


def _names(value: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


def makings(module: ModuleType) -> Iterator[Making]:
    """The functions and methods of a module."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.FunctionDef):
            yield Making(module, None, node)
        elif isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.FunctionDef):
                    yield Making(module, getattr(module, node.name), each)


def taken_from_states() -> dict[str, set[str]]:
    """By event, the fields that at least one act gives from what was known before, the subject left out."""
    found: dict[str, set[str]] = {}
    for module in modules():
        for making in makings(module):
            for made, call in making.calls:
                assert not call.args
                assert all(given.arg for given in call.keywords)
                fields = attrs.fields_dict(made)
                known = {g.arg for g in call.keywords if g.arg and not making.says(g.value)}
                found.setdefault(made.event_name, set()).update(n for n in known if SUBJECT not in fields[n].metadata)
    return found


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> list[RecordedEvent]:
    """What every act brings about."""
    url = f"sqlite:///{tmp_path_factory.mktemp('copied') / 'rso.db'}"
    with Application(EventStore.open(url), lambda: NOW) as application:
        for act in every_act():
            application.perform(act, by())
        return [each for _, each in application.store.read(limit=10_000)]


def test_what_an_act_does_not_say_is_declared_as_copied_or_is_the_events_own(recorded: list[RecordedEvent]) -> None:
    taken = taken_from_states()
    brought_about = {type(each.event).event_name for each in recorded}
    assert brought_about <= taken.keys(), "an event is made where this test does not look"
    copied = {name: set(context_fields(cls)) for name, cls in event_classes().items()}
    own = {name: fields - copied[name] for name, fields in taken.items() if fields - copied[name]}
    assert own == {name: set(fields) for name, fields in ITS_OWN.items()}
    assert {
        name: fields - taken.get(name, set()) for name, fields in copied.items() if fields - taken.get(name, set())
    } == {}


def test_no_state_is_folded_from_what_an_event_only_copies(recorded: list[RecordedEvent]) -> None:
    states: dict[str, Any] = {}
    copying = set()
    for each in recorded:
        before, event = states.get(each.originator_id), each.event
        states[each.originator_id] = fold(before, event)
        if context_fields(type(event)):
            copying.add(type(event))
            assert fold(before, with_nonsense(event)) == states[each.originator_id], event
    assert copying == {cls for cls in event_classes().values() if context_fields(cls)}
