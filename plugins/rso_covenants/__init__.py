"""Convenantregister: the life of a covenant from predecessor to end, with versions and consultations (S1)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The covenant register."""
    from rso_covenants.register import COVENANTS

    return [COVENANTS]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Answers that are awaited, and inherited matters."""
    from rso_covenants.due import waiting

    return waiting(register("covenants"), on)
