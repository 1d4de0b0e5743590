"""Overlegregister: which bodies there are, in which order, with which members, scope and chair (S3)."""

from collections.abc import Iterable

from rso_bodies.register import BODIES
from rso_core.hooks import hookimpl
from rso_core.projection import ReadModel


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The body register."""
    return [BODIES]
