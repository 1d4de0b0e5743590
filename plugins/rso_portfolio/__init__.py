"""Projectenportfolio: projects and knowledge networks, their milestones, and how full it is (S9)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register
from rso_portfolio.due import open_milestones
from rso_portfolio.milestones import MILESTONES_REGISTER
from rso_portfolio.register import PORTFOLIO


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The portfolio, and the milestones."""
    return [PORTFOLIO, MILESTONES_REGISTER]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Milestones that are due within 30 days, or overdue."""
    return open_milestones(register("milestones"), on)
