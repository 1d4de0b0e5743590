"""Actielijst: who does what before when, and what became of it (S15)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_actions.due import open_items
from rso_actions.register import ACTIONS
from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The list of action items."""
    return [ACTIONS]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Open action items that are due within 7 days, or overdue."""
    return open_items(register("actions"), on)
