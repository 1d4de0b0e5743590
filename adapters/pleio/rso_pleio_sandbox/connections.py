"""Connections of the sandbox, so that one can be broken off without an answer."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

_OPEN: dict[tuple[str, int], asyncio.Transport] = {}


class TrackedProtocol(H11Protocol):
    """Remembers the connection of every client by its address."""

    def connection_made(self, transport: Any) -> None:
        """A client connected."""
        super().connection_made(transport)
        self._peer = transport.get_extra_info("peername")
        _OPEN[self._peer] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """A client is gone."""
        super().connection_lost(exc)
        _OPEN.pop(self._peer, None)


def drop(request: Request) -> Response:
    """Close the connection of a request; what is answered after this never arrives."""
    assert request.client is not None
    transport = _OPEN.get((request.client.host, request.client.port))
    if transport is not None:
        transport.close()
    return Response()
