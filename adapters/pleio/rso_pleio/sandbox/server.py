"""The sandbox over HTTP: the GraphQL endpoint, pages to look at, and a way to misbehave for tests."""

import json
import logging
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import uvicorn
from ariadne import (
    ScalarType,
    SchemaBindable,
    convert_camel_case_to_snake,
    graphql_sync,
    load_schema_from_path,
    make_executable_schema,
)
from graphql import GraphQLObjectType, GraphQLSchema, parse
from graphql.language import OperationDefinitionNode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from rso_pleio.sandbox import pages
from rso_pleio.sandbox.access import Caller
from rso_pleio.sandbox.mutations import mutation
from rso_pleio.sandbox.queries import TYPES
from rso_pleio.sandbox.state import SiteState

LOGGER = "rso_pleio.sandbox"
# A refused mutation is an answer like any other here, not something for the console.
logging.getLogger(LOGGER).setLevel(logging.CRITICAL)


class SnakeCaseFields(SchemaBindable):
    """Lets fields without a resolver of their own read the attribute or key of their name in snake case."""

    def bind_to_schema(self, schema: GraphQLSchema) -> None:
        """Set these resolvers on a schema."""
        for kind in schema.type_map.values():
            if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
                for name, field in kind.fields.items():
                    field.resolve = field.resolve or self._reader(convert_camel_case_to_snake(name))

    @staticmethod
    def _reader(name: str) -> Callable[..., Any]:
        return lambda source, *_: source.get(name) if isinstance(source, dict) else getattr(source, name, None)


SCHEMA = make_executable_schema(
    load_schema_from_path(str(Path(__file__).with_name("schema.graphql"))),
    *TYPES,
    mutation,
    ScalarType("DateTime"),
    ScalarType("SecureRichText"),
    SnakeCaseFields(),
)
CLOSED = "<!doctype html><html lang='nl'><title>Inloggen</title><h1>Deze site is besloten</h1></html>"


@attrs.define
class Traffic:
    """What came in, and how the site is told to misbehave on the next requests.

    Attributes:
        requests: number of requests to the endpoint.
        mutations: number of mutation fields in them.
        before: called before the work; a response that it gives is the answer, without the work.
        after: called after the work; a response that it gives replaces the answer.
    """

    requests: int = 0
    mutations: int = 0
    before: Callable[[dict[str, Any]], Response | None] | None = None
    after: Callable[[dict[str, Any]], Response | None] | None = None


def build_app(state: SiteState, traffic: Traffic) -> Starlette:
    """The site as an ASGI application."""

    def endpoint(request: Request, body: bytes) -> Response:
        traffic.requests += 1
        user = state.users.get(state.sessions.get(request.cookies.get("sessionid", ""), ""))
        if user is None:
            return HTMLResponse(CLOSED, status_code=401)
        if "application/json" not in request.headers.get("content-type", ""):
            return PlainTextResponse("Posted content must be of type application/json", status_code=400)
        try:
            data = json.loads(body)
        except ValueError:
            return PlainTextResponse("Request body is not a valid JSON", status_code=400)
        if traffic.before is not None and (refused := traffic.before(data)) is not None:
            return refused
        traffic.mutations += _mutation_fields(data)
        done, result = graphql_sync(
            SCHEMA, data, context_value={"caller": Caller(state, user)}, introspection=False, logger=LOGGER
        )
        if traffic.after is not None and (replaced := traffic.after(data)) is not None:
            return replaced
        return JSONResponse(result, status_code=200 if done or _wrong_variable(result) else 400)

    async def graphql(request: Request) -> Response:
        return endpoint(request, await request.body())

    routes = [Route("/graphql", graphql, methods=["POST"]), *pages.routes(state)]
    return Starlette(routes=routes)


def _wrong_variable(result: dict[str, Any]) -> bool:
    """Whether a variable has a wrong value, which the real site answers with 200; a wrong document gets 400."""
    return any(str(error.get("message", "")).startswith("Variable '$") for error in result.get("errors", []))


def _mutation_fields(data: Any) -> int:
    try:
        definitions = parse(data["query"]).definitions
    except Exception:
        return 0
    return sum(
        len(d.selection_set.selections)
        for d in definitions
        if isinstance(d, OperationDefinitionNode) and d.operation.value == "mutation"
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
        config = uvicorn.Config(build_app(self.state, self.traffic), log_level="warning", lifespan="off")
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
