"""Actielijst: who does what before when, and what became of it (S15)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The list of action items."""
    from rso_actions.register import ACTIONS

    return [ACTIONS]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Open action items that are due within 7 days, or overdue."""
    from rso_actions.due import open_items

    return open_items(register("actions"), on)
