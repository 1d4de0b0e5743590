"""Personenregister: what each person did, until when, and from when name and address may be erased (S13, S14)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The register of persons."""
    from rso_persons.register import PERSONS

    return [PERSONS]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Persons whose retention term is over."""
    from rso_persons.due import over

    return over(register("persons"), on)
