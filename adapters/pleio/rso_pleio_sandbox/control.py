"""Telling a running sandbox over HTTP what to do; not part of Pleio, and for this machine only.

- ``POST /_sandbox/misbehave``: a misbehaviour, or a list of them, as JSON: the fields of `Misbehaviour`.
- ``DELETE /_sandbox/misbehave``: misbehave no more.
- ``GET /_sandbox/traffic``: what came in, and how much the site would have sent.
- ``POST /_sandbox/session``: ``{"email"}`` gives a session of that account, a new one when it has none any more.
"""

import ipaddress
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rso_pleio_sandbox.state import SiteState
from rso_pleio_sandbox.traffic import Misbehaviour, Traffic


def misbehaviours_from(told: Any) -> list[Misbehaviour]:
    """The misbehaviours in parsed JSON: one, or a list.

    Raises:
        msgspec.ValidationError: a field is missing, unknown or of another type.
    """
    return msgspec.convert(told if isinstance(told, list) else [told], list[Misbehaviour])


def routes(state: SiteState, traffic: Traffic) -> list[Route]:
    """The addresses of this module."""

    def misbehave(request: Request, body: bytes) -> Response:
        if request.method == "DELETE":
            traffic.behave()
        else:
            traffic.misbehave(*misbehaviours_from(json.loads(body)))
        return JSONResponse({"ok": True})

    def told(_: Request, __: bytes) -> Response:
        with state.lock:
            kinds = Counter(notification.kind for notification in state.notifications)
        return JSONResponse(
            {
                "requests": traffic.requests,
                "mutations": traffic.mutations,
                "names": dict(traffic.names),
                "notifications": dict(kinds),
            }
        )

    def session(_: Request, body: bytes) -> Response:
        with state.lock:
            user = state.user_by_email(json.loads(body).get("email"))
            if user is None:
                return JSONResponse({"error": "no such account"}, status_code=404)
            token = state.session_of(user.guid)
            state.save()
        return JSONResponse({"session": token})

    return [
        Route("/_sandbox/misbehave", _local(misbehave), methods=["POST", "DELETE"]),
        Route("/_sandbox/traffic", _local(told), methods=["GET"]),
        Route("/_sandbox/session", _local(session), methods=["POST"]),
    ]


def _local(answer: Callable[[Request, bytes], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        client = request.client
        if client is None or not ipaddress.ip_address(client.host).is_loopback:
            return JSONResponse({"error": "for this machine only"}, status_code=403)
        # A page in a browser cannot send this type to another site without asking first.
        if request.method == "POST" and not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "send application/json"}, status_code=400)
        try:
            return answer(request, await request.body())
        except (ValueError, AttributeError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return endpoint
