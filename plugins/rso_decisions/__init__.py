"""Besluitenregister: which body decided what, in which meeting, with which votes (S15)."""

from collections.abc import Iterable

from rso_core.hooks import hookimpl
from rso_core.projection import ReadModel
from rso_decisions.register import DECISIONS


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The decision register."""
    return [DECISIONS]
