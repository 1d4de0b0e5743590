"""The place up to release 0.2 of `rso_pleio_sandbox`; for one release."""

import warnings

from rso_pleio_sandbox import Misbehaviour, SandboxServer, SiteState, Traffic
from rso_pleio_sandbox.__main__ import main

__all__ = ["Misbehaviour", "SandboxServer", "SiteState", "Traffic", "main"]
warnings.warn(
    "rso_pleio.sandbox is now rso_pleio_sandbox; the old name goes with the next release", DeprecationWarning, 2
)

if __name__ == "__main__":
    main()
