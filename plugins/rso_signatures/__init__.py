"""Ondertekeningsregister: who committed to the covenant, who signed it, on what ground and when (S1, S2)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The signing register."""
    from rso_signatures.register import SIGNATURES

    return [SIGNATURES]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Signatures that are due within 30 days, or overdue."""
    from rso_signatures.due import unsigned

    return unsigned(register("signatures"), on)
