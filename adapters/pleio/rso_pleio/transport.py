"""HTTP to a Pleio site: the session, what to make of an answer, and when to try again.

Reads are tried again after a failure; a change is sent exactly once, because a site neither recognises a
repeated change nor lets it be undone.
"""

import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import attrs
import requests
from urllib3.exceptions import NewConnectionError

from rso_pleio.errors import (
    DocumentRefusedError,
    NotPleioError,
    OutcomeUnknownError,
    PleioError,
    RedirectRefusedError,
    SessionExpiredError,
    TwoFactorOrForbiddenError,
    UnreachableError,
)

SESSION_COOKIE = "sessionid"
CSRF_COOKIE = "csrftoken"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
READ_ATTEMPTS = 4
BACKOFF_SECONDS = 0.5
LONGEST_WAIT = 30.0
OVERLOADED = frozenset({429, 502, 503, 504})


@attrs.define
class Counters:
    """What was sent so far.

    Args:
        requests: HTTP requests, repeated reads included.
        mutations: changes inside them: the top-level fields of each mutation.
    """

    requests: int = 0
    mutations: int = 0


def site_origin(url: str) -> str:
    """The address of a site without path: scheme, host and port.

    Args:
        url: what was configured: `https://site.example`, with or without a slash or `/graphql`.

    Raises:
        NotPleioError: when it is no such address, holds a name or password, or would send the session
            unencrypted to another machine.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    wrong = ""
    if parts.scheme not in {"http", "https"} or not host:
        wrong = "it does not start with https:// and a host"
    elif parts.username or parts.password:
        wrong = "it holds a user name or password"
    elif parts.path.rstrip("/") not in {"", "/graphql"} or parts.query or parts.fragment:
        wrong = "it has a path; give the address of the site only"
    elif parts.scheme == "http" and host not in LOOPBACK:
        wrong = "http:// would send the session unencrypted; use https://"
    if wrong:
        shown = parts.hostname or "given"
        raise NotPleioError("invalid_address", explanation=f"The address ({shown}) cannot be used: {wrong}.")
    name = f"[{host}]" if host and ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port else "")


class Transport:
    """One site, one session. Neither `repr` nor any error shows the session cookie."""

    def __init__(
        self,
        url: str,
        session_cookie: str,
        *,
        timeout: tuple[float, float],
        session: requests.Session | None,
        read_attempts: int = READ_ATTEMPTS,
        backoff: float = BACKOFF_SECONDS,
    ) -> None:
        self.origin = site_origin(url)
        self.counters = Counters()
        self._timeout = timeout
        self._attempts = max(1, read_attempts)
        self._backoff = backoff
        self._session = session or requests.Session()
        if not re.fullmatch(r"[!#-+\--:<-\[\]-~]+", session_cookie):
            raise SessionExpiredError(
                "invalid_cookie", explanation="The session cookie is empty or holds characters no cookie has."
            )
        host = urlsplit(self.origin).hostname or ""
        # The cookie jar of Python knows a host without a dot by the name `<host>.local`.
        domain = host if "." in host else f"{f'[{host}]' if ':' in host else host}.local"
        secure = self.origin.startswith("https:")
        self._session.cookies.set(SESSION_COOKIE, session_cookie, domain=domain, path="/", secure=secure)

    def __repr__(self) -> str:
        return f"Transport(origin={self.origin!r})"

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def read(self, document: str, variables: Mapping[str, object], *, where: str) -> dict[str, Any]:
        """Send a query; tried again, with growing pauses, when the site is overloaded or out of reach.

        Args:
            document: the GraphQL query.
            variables: its variables.
            where: name of the operation for messages.

        Returns:
            The decoded answer with `data`, `errors` or both.

        Raises:
            UnreachableError: when the last attempt failed too.
            PleioError: as `send`.
        """
        for attempt in range(1, self._attempts + 1):
            try:
                return self._post(document, variables, where=where, change=False)
            except UnreachableError as error:
                if attempt == self._attempts:
                    raise
                asked = error.retry_after if isinstance(error, _OverloadedError) else 0.0
                time.sleep(min(LONGEST_WAIT, max(asked, self._backoff * 2 ** (attempt - 1))))
        raise AssertionError("unreachable: the last attempt returns or raises")

    def change(self, document: str, variables: Mapping[str, object], *, where: str, mutations: int) -> dict[str, Any]:
        """Send mutations, exactly once.

        Args:
            document: the GraphQL mutation.
            variables: its variables.
            where: name of the operation for messages.
            mutations: how many top-level fields it has, for the counters.

        Returns:
            The decoded answer with `data`, `errors` or both.

        Raises:
            OutcomeUnknownError: when the change may have been made.
            UnreachableError: when it certainly was not.
            PleioError: when the site refuses the request as a whole; see `rso_pleio.errors`.
        """
        self.counters.mutations += mutations
        return self._post(document, variables, where=where, change=True)

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json", "Origin": self.origin, "Referer": f"{self.origin}/"}
        token = next((c.value for c in self._session.cookies if c.name == CSRF_COOKIE and c.value), None)
        return {**headers, "X-CSRFToken": token} if token else headers

    def _post(self, document: str, variables: Mapping[str, object], *, where: str, change: bool) -> dict[str, Any]:
        self.counters.requests += 1
        try:
            response = self._session.post(
                f"{self.origin}/graphql",
                json={"query": document, "variables": dict(variables)},
                headers=self._headers(),
                timeout=self._timeout,
                allow_redirects=False,
                verify=True,
            )
        except requests.RequestException as error:
            raise _failure(error, where=where, change=change) from None
        return _answer(response, where=where, change=change)


class _OverloadedError(UnreachableError):
    """The site asked to come back later."""

    def __init__(self, *, where: str, status: int, retry_after: float) -> None:
        super().__init__("overloaded", where=where, detail=f"HTTP {status}")
        self.retry_after = retry_after


def _failure(error: requests.RequestException, *, where: str, change: bool) -> PleioError:
    """What a failed request means; only the kind of failure is told, never the request itself."""
    kind = type(error).__name__
    if isinstance(error, requests.exceptions.SSLError):
        return UnreachableError(
            "certificate",
            where=where,
            explanation="The certificate of the site is not trusted; nothing was sent.",
            remedy="Check the address and the certificate of the site.",
        )
    reason = getattr(error.args[0], "reason", None) if error.args else None
    never_sent = isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)
    if change and not never_sent:
        return OutcomeUnknownError(where=where, detail=kind)
    return UnreachableError("unreachable", where=where, detail=kind)


def _answer(response: requests.Response, *, where: str, change: bool) -> dict[str, Any]:
    """The JSON of an answer, or the error that its status and content type stand for."""
    status = response.status_code
    if 300 <= status < 400:
        target = urlsplit(response.headers.get("Location", "")).hostname
        raise RedirectRefusedError(
            "redirect", where=where, detail=f"redirect to {target}" if target else "", may_have_happened=change
        )
    if status == HTTPStatus.UNAUTHORIZED:
        raise SessionExpiredError("session_expired", where=where)
    if status == HTTPStatus.FORBIDDEN:
        raise TwoFactorOrForbiddenError("forbidden", where=where)
    if status in OVERLOADED or status >= 500:
        if change and status != HTTPStatus.TOO_MANY_REQUESTS:
            raise OutcomeUnknownError(where=where, detail=f"HTTP {status}")
        raise _OverloadedError(where=where, status=status, retry_after=_seconds(response.headers.get("Retry-After")))
    return _decoded(response, where=where, change=change)


def _decoded(response: requests.Response, *, where: str, change: bool) -> dict[str, Any]:
    status = response.status_code
    is_json = response.headers.get("Content-Type", "").split(";")[0].strip().lower() == "application/json"
    if status == HTTPStatus.BAD_REQUEST:
        raise DocumentRefusedError("bad_request", where=where, detail=_first_message(response, is_json=is_json))
    if status != HTTPStatus.OK or not is_json:
        # A page instead of an answer may come from a proxy in front, after the site did its work.
        kind = response.headers.get("Content-Type", "no content type")
        raise NotPleioError(
            "not_pleio",
            where=where,
            detail=f"HTTP {status}, {kind[:60]}",
            may_have_happened=change and status == HTTPStatus.OK,
        )
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or not ({"data", "errors"} & answer.keys()):
        if change:
            raise OutcomeUnknownError(where=where, detail="the answer is not complete")
        raise NotPleioError("not_pleio", where=where, detail="the answer is no GraphQL answer")
    return answer


def _first_message(response: requests.Response, *, is_json: bool) -> str:
    """What a refused request was refused for; a page of HTML tells nothing."""
    if is_json:
        try:
            return str(response.json()["errors"][0]["message"])[:500]
        except (ValueError, LookupError, TypeError):
            return "no message"
    return response.text.strip()[:200] if "html" not in response.headers.get("Content-Type", "") else ""


def _seconds(value: str | None) -> float:
    return float(value) if value and value.isdecimal() else 0.0
