"""Besluitenregister: which body decided what, with which votes, what led to it and what followed (S15)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register
from rso_decisions.due import conditions
from rso_decisions.register import DECISIONS


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The decision register."""
    return [DECISIONS]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Conditions of decisions that are not fulfilled."""
    return conditions(register("decisions"), on)
