"""Convenantregister: the life of a covenant from predecessor to end, with versions and consultations (S1)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register
from rso_covenants.due import waiting
from rso_covenants.register import COVENANTS


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The covenant register."""
    return [COVENANTS]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Answers that are awaited, and inherited matters."""
    return waiting(register("covenants"), on)
