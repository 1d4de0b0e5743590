"""A small Pleio-compatible site for demos and tests; keeps its state in a file and shows pages to look at."""

from rso_pleio_sandbox.server import SandboxServer
from rso_pleio_sandbox.state import SiteState
from rso_pleio_sandbox.traffic import Misbehaviour, Traffic

__all__ = ["Misbehaviour", "SandboxServer", "SiteState", "Traffic"]
