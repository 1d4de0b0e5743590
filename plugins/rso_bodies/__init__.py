"""Overlegregister: which bodies there are, with which members, scope, themes and chair; and who takes part (S3)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rso_core.hooks import hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The body register, and the register of who takes part."""
    from rso_bodies.register import BODIES
    from rso_bodies.seats import SEATS_REGISTER

    return [BODIES, SEATS_REGISTER]
