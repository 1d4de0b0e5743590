"""Ondertekeningsregister: who committed to the covenant, who signed it, on what ground and when (S1, S2)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register
from rso_signatures.due import unsigned
from rso_signatures.register import SIGNATURES


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The signing register."""
    return [SIGNATURES]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Signatures that are due within 30 days, or overdue."""
    return unsigned(register("signatures"), on)
