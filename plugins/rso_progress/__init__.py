"""Voortgangsoverzicht: what was decided, done, overdue and signalled since the last meeting of each body (S4)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rso_core.hooks import hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The progress overview."""
    from rso_progress.register import PROGRESS

    return [PROGRESS]
