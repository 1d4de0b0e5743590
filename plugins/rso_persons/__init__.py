"""Personenregister: what each person did, until when, and from when name and address may be erased (S13, S14)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register
from rso_persons.due import over
from rso_persons.register import PERSONS


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The register of persons."""
    return [PERSONS]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Persons whose retention term is over."""
    return over(register("persons"), on)
