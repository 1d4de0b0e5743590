"""Voortgangsoverzicht: what was decided, done, overdue and signalled since the last meeting of each body (S4)."""

from collections.abc import Iterable

from rso_core.hooks import hookimpl
from rso_core.projection import ReadModel
from rso_progress.register import PROGRESS


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The progress overview."""
    return [PROGRESS]
