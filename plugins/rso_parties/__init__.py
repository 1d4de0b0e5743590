"""Partijenregister: which parties there are, and what each chose about the shared platform of the members (S12)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rso_core.hooks import hookimpl

if TYPE_CHECKING:
    from rso_core.projection import ReadModel


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """The register of parties."""
    from rso_parties.register import PARTIES

    return [PARTIES]
