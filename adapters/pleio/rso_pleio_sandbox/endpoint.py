"""The GraphQL endpoint over HTTP: who is asking, what the transport refuses, and going wrong when told to."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import attrs
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse

from rso_pleio_sandbox.access import Caller
from rso_pleio_sandbox.connections import drop
from rso_pleio_sandbox.notifications import announce_due, run_schedule
from rso_pleio_sandbox.records import User
from rso_pleio_sandbox.schema import carry_out, mutation_names, operation_of, parsed
from rso_pleio_sandbox.state import SiteState
from rso_pleio_sandbox.traffic import Misbehaviour, Traffic
from rso_pleio_sandbox.uploads import MultipartError, graphql_request

PIECES = 20
"""In how many pieces a slow body comes."""
_PAGE = "<!doctype html><html lang='nl'><title>{0}</title><h1>{0}</h1></html>"
CLOSED = _PAGE.format("Deze site is besloten")
SECOND_FACTOR = _PAGE.format("Stel eerst tweestapsverificatie in")
PLAYGROUND = _PAGE.format("GraphQL: stuur een POST")


@attrs.frozen
class Endpoint:
    """`/graphql` of a site."""

    state: SiteState
    traffic: Traffic

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        if request.method != "POST":
            return HTMLResponse(PLAYGROUND)
        data = _data(request.headers.get("content-type", ""), await request.body())
        document = parsed(data) if isinstance(data, dict) else None
        operation = operation_of(data, document) if isinstance(data, dict) else None
        faults = self.traffic.due(operation.operation.value if operation else "")
        if (refused := await self._go_wrong(request, [f for f in faults if not f.after_work])) is not None:
            return refused
        answer = await run_in_threadpool(self._work, request, data, document)
        replaced = await self._go_wrong(request, [f for f in faults if f.after_work])
        slow = next((fault for fault in faults if fault.kind == "slow_body"), None)
        return _slowly(answer, slow.seconds) if slow else replaced or answer

    async def _go_wrong(self, request: Request, faults: list[Misbehaviour]) -> Response | None:
        for fault in faults:
            if fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
            elif fault.kind == "session_expired":
                self.state.sessions.pop(_session(request), None)
            elif fault.kind == "drop":
                return drop(request)
            elif fault.kind in ("bad_gateway", "too_many_requests"):
                return fault.answer()
        return None

    def _work(self, request: Request, data: Any, document: Any) -> Response:
        with self.state.lock:
            user, refused = self._user(request)
            if refused is not None:
                return refused
            if isinstance(data, str):
                return PlainTextResponse(data, status_code=400)
            if self.traffic.before is not None and (instead := self.traffic.before(data)) is not None:
                return instead
            names = mutation_names(data, document)
            self.traffic.carried_out(names)
            run_schedule(self.state)
            announce_due(self.state)
            status, result = carry_out(Caller(self.state, user, request.url.netloc), data, document)
            if names:
                # Once per request: a kill halfway leaves all of it or nothing, and many changes cost one save.
                self.state.save()
            if self.traffic.after is not None and (instead := self.traffic.after(data)) is not None:
                return instead
            return JSONResponse(result, status_code=status)

    def _user(self, request: Request) -> tuple[User | None, Response | None]:
        """Who asks; None is an anonymous caller. A response when the request ends here."""
        user = self.state.users.get(self.state.sessions.get(_session(request), ""))
        if user is None:
            return None, HTMLResponse(CLOSED, status_code=401) if self.state.settings.is_closed else None
        if user.needs_2fa:
            self.state.sessions.pop(_session(request))
            return None, HTMLResponse(SECOND_FACTOR, status_code=403)
        if user.is_banned:
            # One more answer, as for an anonymous caller; after that the session is gone.
            self.state.sessions.pop(_session(request))
            return None, None
        return user, None


def _session(request: Request) -> str:
    return request.cookies.get("sessionid", "")


def _data(content_type: str, body: bytes) -> Any:
    """The request in a body; a text says why there is none."""
    try:
        if content_type.startswith("multipart/form-data"):
            return graphql_request(content_type, body)
        if not content_type.startswith("application/json"):
            return "Posted content must be of type application/json or multipart/form-data"
        data = json.loads(body)
    except MultipartError as error:
        return str(error)
    except ValueError:
        return "Request body is not a valid JSON"
    return data if isinstance(data, dict) else "Valid request body should be a JSON object"


def _slowly(answer: Response, seconds: float) -> Response:
    body = bytes(answer.body)
    size = max(1, -(-len(body) // PIECES))

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            await asyncio.sleep(seconds / PIECES)
            yield body[start : start + size]

    return StreamingResponse(pieces(), status_code=answer.status_code, media_type="application/json")
