"""Rollenregister: who holds which role with which deputy, what is vacant, and what is handed over (S6)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The role register, and the handovers."""
    from rso_roles.handovers import HANDOVERS_REGISTER
    from rso_roles.register import ROLES

    return [ROLES, HANDOVERS_REGISTER]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Roles that are vacant or become so, holders who left, and handovers that are not done."""
    from rso_roles.due import open_handovers, vacant_or_ending

    return [*vacant_or_ending(register("roles"), on), *open_handovers(register("handovers"), on)]
