"""Partijenregister: which parties there are, and what each chose about the shared platform of the members (S12)."""

from collections.abc import Iterable

from rso_core.hooks import hookimpl
from rso_core.projection import ReadModel
from rso_parties.register import PARTIES


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The register of parties."""
    return [PARTIES]
