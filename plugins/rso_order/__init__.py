"""Ordening: the order of bodies on any date, drawn (S3)."""

from collections.abc import Iterable

from rso_core.hooks import hookimpl
from rso_core.projection import ReadModel
from rso_order.register import ORDER


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The order of bodies."""
    return [ORDER]
