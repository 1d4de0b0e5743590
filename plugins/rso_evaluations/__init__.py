"""Evaluatieregister: evaluations, and what became of each recommendation (S11)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The evaluations with their recommendations, and when the next is due."""
    from rso_evaluations.cycle import EVALUATION_CYCLE
    from rso_evaluations.register import EVALUATIONS

    return [EVALUATIONS, EVALUATION_CYCLE]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Evaluations that the covenant asks for, and recommendations that wait."""
    from rso_evaluations.due import due_evaluations, recommendations

    return [*due_evaluations(register("evaluation_cycle"), on), *recommendations(register("evaluations"), on)]
