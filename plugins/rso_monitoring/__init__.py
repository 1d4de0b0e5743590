"""Kengetallen: rhythm, attendance, answers, follow-up and load, as figures over a year (S14)."""

from collections.abc import Iterable

from rso_core.hooks import hookimpl
from rso_core.projection import ReadModel
from rso_monitoring.register import MONITORING


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The monitoring figures."""
    return [MONITORING]
