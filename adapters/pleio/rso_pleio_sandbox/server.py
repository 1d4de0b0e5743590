"""The sandbox over HTTP: the GraphQL endpoint, the profile-sync API, pages to look at, and ways to misbehave."""

import socket
import threading
import time
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from rso_pleio_sandbox import control, pages, profile_sync
from rso_pleio_sandbox.connections import TrackedProtocol
from rso_pleio_sandbox.endpoint import Endpoint
from rso_pleio_sandbox.schema import SCHEMA
from rso_pleio_sandbox.state import SiteState
from rso_pleio_sandbox.traffic import Misbehaviour, Traffic

__all__ = ["SCHEMA", "Misbehaviour", "SandboxServer", "Traffic", "build_app"]


def build_app(state: SiteState, traffic: Traffic) -> Starlette:
    """The site as an ASGI application."""
    endpoint = Endpoint(state, traffic)
    return Starlette(
        routes=[
            Route("/graphql", endpoint.__call__, methods=["GET", "POST"]),
            *profile_sync.routes(state),
            *control.routes(state, traffic),
            *pages.routes(state),
        ]
    )


class SandboxServer:
    """The sandbox on a loopback port, in a thread of its own; a context manager.

    Args:
        state_path: file that keeps the state; None keeps it in memory.
        port: 0 takes a free one.
    """

    def __init__(self, state_path: Path | None = None, port: int = 0) -> None:
        self.state = SiteState.load(state_path)
        self.state.save()
        self.traffic = Traffic()
        self._socket = socket.create_server(("127.0.0.1", port))
        # A socket made here is not known to be TCP, so the answers would wait for one another.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config = uvicorn.Config(
            build_app(self.state, self.traffic),
            http=TrackedProtocol,
            log_level="warning",
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    @property
    def url(self) -> str:
        """Address of the site."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    @property
    def admin_session(self) -> str:
        """Session token of the site's admin."""
        return self.state.admin_session

    def __enter__(self) -> "SandboxServer":
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the sandbox could not start")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()
