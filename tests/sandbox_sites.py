"""A site of its own for each test, on which no test waits to close."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rso_pleio_sandbox import SandboxServer


@contextmanager
def site_of_a_test() -> Iterator[SandboxServer]:
    """A new site behind a server of its own, which stops while the next test runs: seeing that it may takes it 0.2 s."""
    server = SandboxServer().__enter__()
    try:
        yield server
    finally:
        threading.Thread(target=server.__exit__, args=(None, None, None)).start()
