"""Beleidscyclus: the moments of the policy cycle, and by what they were served (S10)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The policy cycle."""
    from rso_cycle.register import CYCLE

    return [CYCLE]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Moments whose window closes within 30 days, or has closed, without their meeting or decision."""
    from rso_cycle.due import moments

    return moments(register("cycle"), on)
