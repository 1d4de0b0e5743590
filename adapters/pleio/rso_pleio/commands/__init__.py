"""The commands ``rso pleio …``."""

from rso_pleio.commands import planning, preparing, running
from rso_pleio.commands.opening import pleio

__all__ = ["planning", "pleio", "preparing", "running"]
