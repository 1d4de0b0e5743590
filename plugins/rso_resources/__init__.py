"""Inzetregister: what was agreed on effort, what was committed, and the gap (S7)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel, Register


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The register of effort."""
    from rso_resources.register import RESOURCES

    return [RESOURCES]


@hookimpl
def rso_due(register: "Callable[[str], Register]", on: date) -> Iterable[DueItem]:
    """Agreements that have started, or start within 30 days, with a gap."""
    from rso_resources.due import gaps

    return gaps(register("resources"), on)
