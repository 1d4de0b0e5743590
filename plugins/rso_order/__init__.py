"""Ordening: the order of bodies on any date, drawn (S3)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rso_core.hooks import hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The order of bodies."""
    from rso_order.register import ORDER

    return [ORDER]
