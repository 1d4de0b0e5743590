"""What came in at a sandbox, and how it is told to misbehave on the next requests."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal

import attrs
from starlette.responses import PlainTextResponse, Response

FaultKind = Literal["delay", "drop", "bad_gateway", "too_many_requests", "session_expired", "slow_body"]


@attrs.frozen
class Misbehaviour:
    """One way to go wrong.

    Attributes:
        kind: ``delay`` waits; ``drop`` closes the connection without an answer; ``bad_gateway`` answers 502;
            ``too_many_requests`` answers 429 with Retry-After; ``session_expired`` ends the session of the request,
            which gets 401 from then on; ``slow_body`` lets the answer trickle in.
        at: which of the coming requests it starts at; 1 is the next one.
        times: how many requests in a row; 0 never stops.
        only: which requests count and are hit.
        after_work: whether the request is carried out before it goes wrong.
        seconds: how long to wait, to trickle, or to ask the client to wait.
        as_date: whether Retry-After is a date instead of a number of seconds.
    """

    kind: FaultKind
    at: int = 1
    times: int = 1
    only: Literal["any", "query", "mutation"] = "any"
    after_work: bool = False
    seconds: float = 1.0
    as_date: bool = False

    def hits(self, number: int) -> bool:
        """Whether this hits the n-th request that counts."""
        return number >= self.at and (self.times == 0 or number < self.at + self.times)

    def answer(self) -> Response:
        """The answer that a server in front of the site gives."""
        if self.kind == "too_many_requests":
            moment = datetime.now(UTC) + timedelta(seconds=self.seconds)
            wait = format_datetime(moment, usegmt=True) if self.as_date else f"{self.seconds:.0f}"
            return PlainTextResponse("Too Many Requests", status_code=429, headers={"Retry-After": wait})
        return Response("<html><title>502 Bad Gateway</title></html>", status_code=502, media_type="text/html")


@attrs.define
class _Told:
    misbehaviour: Misbehaviour
    seen: int = 0


@attrs.define
class Traffic:
    """What came in at the GraphQL endpoint, and how the site misbehaves.

    Attributes:
        requests: number of requests.
        mutations: number of mutation fields that were carried out.
        names: how often each mutation was.
        before: called before the work; a response that it gives is the answer, without the work.
        after: called after the work; a response that it gives replaces the answer.
    """

    requests: int = 0
    mutations: int = 0
    names: Counter[str] = attrs.field(factory=Counter)
    before: Callable[[dict[str, Any]], Response | None] | None = None
    after: Callable[[dict[str, Any]], Response | None] | None = None
    _told: list[_Told] = attrs.field(factory=list)
    _lock: threading.Lock = attrs.field(factory=threading.Lock)

    def misbehave(self, *misbehaviours: Misbehaviour) -> None:
        """Misbehave like this too; requests are counted from now on."""
        with self._lock:
            self._told += [_Told(misbehaviour) for misbehaviour in misbehaviours]

    def behave(self) -> None:
        """Misbehave no more; the hooks stay."""
        with self._lock:
            self._told.clear()

    def due(self, operation: str) -> list[Misbehaviour]:
        """Count a request (its operation is "query", "mutation" or neither), and how it goes wrong."""
        with self._lock:
            self.requests += 1
            counting = [told for told in self._told if told.misbehaviour.only in ("any", operation)]
            for told in counting:
                told.seen += 1
            return [told.misbehaviour for told in counting if told.misbehaviour.hits(told.seen)]

    def carried_out(self, names: Sequence[str]) -> None:
        """Count mutations."""
        with self._lock:
            self.mutations += len(names)
            self.names.update(names)
