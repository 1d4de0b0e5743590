"""``pytest --quick``: what one runs while working; ``--only word``: what concerns one concept."""

import inspect
import os
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import settings
from pytest_bdd.scenario import scenario_wrapper_template_registry

LEFT_OUT = ("slow", "postgres", "browser")
"""Marks of what a quick run leaves out."""
_FEWER = 5
DUTCH = {
    "action": "actie",
    "agenda": "agenda",
    "archive": "archief",
    "body": "overleg",
    "commitment": "inzet|toezegging",
    "correction": "verbeter|opzij",
    "covenant": "convenant",
    "cycle": "cyclus",
    "decision": "besluit|advies",
    "evaluation": "evaluatie",
    "handover": "overdracht",
    "mandate": "mandaat",
    "meeting": "vergadering",
    "monitoring": "kengetal|monitor",
    "network": "kennisnetwerk",
    "party": "partij",
    "person": "persoon|persoons",
    "portfolio": "project",
    "progress": "voortgang",
    "project": "project",
    "proof": "bewijs",
    "resources": "inzet",
    "role": "rol|rollen",
    "seat": "zetel|plaats",
    "signal": "signaal|signalen",
    "signing": "ondertek",
}
"""Words of the code, and how features write what they stand for."""


def examples(number: int) -> int:
    """So many examples of Hypothesis; a fifth of them in a quick run."""
    return max(2, number // _FEWER) if os.environ.get("RSO_TESTS") == "quick" else number


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("rso")
    group.addoption("--quick", action="store_true", help=f"leave out what is marked {', '.join(LEFT_OUT)}")
    group.addoption("--only", metavar="WORD", default="", help="only tests, scenarios and steps that speak of this")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("quick"):
        # In the environment, since test modules ask for it when they are imported.
        os.environ["RSO_TESTS"] = "quick"
        settings.register_profile("quick", max_examples=examples(100), deadline=None)
        settings.load_profile("quick")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")
    word: str = config.getoption("only")
    kept, left, counted = [], [], Counter[str]()
    for item in items:
        mark = next((m for m in LEFT_OUT if item.get_closest_marker(m)), None) if config.getoption("quick") else None
        if word and not _speaks_of(item, word):
            left.append(item)
        elif mark:
            left.append(item)
            counted[mark] += 1
        else:
            kept.append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
    config.stash[_COUNTED] = dict(counted)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = dict(counted)


_COUNTED = pytest.StashKey[dict[str, int]]()


def _speaks_of(item: pytest.Item, word: str) -> bool:
    """Whether the path, the name or the code of a test holds the word; or a scenario, its Dutch one."""
    scenario = scenario_wrapper_template_registry.get(item.function) if isinstance(item, pytest.Function) else None
    if scenario is not None:
        dutch = f"{re.escape(word)}|{DUTCH.get(word.lower(), '$^')}"
        texts = [scenario.feature.filename, scenario.name, *(step.name for step in scenario._steps), item.nodeid]
        return any(re.search(rf"\b({dutch})", text, re.IGNORECASE) for text in texts)
    return word.lower() in f"{item.nodeid} {_source(item)}".lower()


def _source(item: pytest.Item) -> str:
    try:
        return inspect.getsource(item.obj)  # type: ignore[attr-defined]
    except (AttributeError, OSError, TypeError):
        return ""


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """With xdist the processes that do the work collect; every one collects the same."""
    node.config.stash[_COUNTED] = getattr(node, "workeroutput", {}).get("left_out", {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("quick"):
        counted = config.stash.get(_COUNTED, {})
        told = ", ".join(f"{counted.get(mark, 0)} {mark}" for mark in LEFT_OUT)
        terminalreporter.write_line(
            f"left out: {told}; Hypothesis tried a fifth of its examples. `make test` leaves out nothing."
        )
