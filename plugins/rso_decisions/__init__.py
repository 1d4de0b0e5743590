"""Besluitenregister: which body decided what, with which votes, what led to it and what followed (S15)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The decision register."""
    from rso_decisions.register import DECISIONS

    return [DECISIONS]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Conditions of decisions that are not fulfilled."""
    from rso_decisions.due import conditions

    return conditions(register("decisions"), on)
