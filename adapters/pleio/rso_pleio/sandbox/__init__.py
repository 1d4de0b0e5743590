"""A small Pleio-compatible site for demos and tests; keeps its state in a file and shows pages to look at."""

from rso_pleio.sandbox.server import SandboxServer
from rso_pleio.sandbox.state import SiteState

__all__ = ["SandboxServer", "SiteState"]
