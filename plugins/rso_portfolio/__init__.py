"""Projectenportfolio: projects and knowledge networks, their milestones, and how full it is (S9)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The portfolio, and the milestones."""
    from rso_portfolio.milestones import MILESTONES_REGISTER
    from rso_portfolio.register import PORTFOLIO

    return [PORTFOLIO, MILESTONES_REGISTER]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Milestones that are due within 30 days, or overdue."""
    from rso_portfolio.due import open_milestones

    return open_milestones(register("milestones"), on)
