"""Signalenregister: chances and bottlenecks, where they lie, and what was answered (S8)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The register of signals."""
    from rso_signals.register import SIGNALS

    return [SIGNALS]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Signals whose answer is due within 7 days, or overdue."""
    from rso_signals.due import unanswered

    return unanswered(register("signals"), on)
