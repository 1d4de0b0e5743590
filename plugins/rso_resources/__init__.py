"""Inzetregister: what was agreed on effort, what was committed, and the gap (S7)."""

from collections.abc import Callable, Iterable
from datetime import date

from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register
from rso_resources.due import gaps
from rso_resources.register import RESOURCES


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The register of effort."""
    return [RESOURCES]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Agreements that have started, or start within 30 days, with a gap."""
    return gaps(register("resources"), on)
