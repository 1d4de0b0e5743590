"""Kengetallen: rhythm, attendance, answers, follow-up and load, as figures over a year (S14)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rso_core.hooks import hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The monitoring figures."""
    from rso_monitoring.register import MONITORING

    return [MONITORING]
