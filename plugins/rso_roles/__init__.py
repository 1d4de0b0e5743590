"""Rollenregister: which party and person hold which role, from when until when, and what is vacant (S6)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register
from rso_roles.due import vacant_or_ending
from rso_roles.register import ROLES


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The role register."""
    return [ROLES]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Roles that are vacant, or become so within 30 days."""
    return vacant_or_ending(register("roles"), on)
