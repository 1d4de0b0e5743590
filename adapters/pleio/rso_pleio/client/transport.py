"""Requests to a Pleio site over its session cookie, and what is no answer; what is repeated: see `RetryPolicy`."""

import json
import os
import re
import threading
import time
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import attrs
import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from rso_pleio.client.pace import Pace
from rso_pleio.client.retry import RetryPolicy, retry_after
from rso_pleio.errors import (
    DocumentRefusedError,
    ForbiddenError,
    NotPleioError,
    NoUsableAnswerError,
    RedirectRefusedError,
    SessionExpiredError,
    SetupError,
)
from rso_pleio.telemetry import REQUESTS

TIMEOUT = (5.0, 60.0)
"""Seconds to connect, and to wait for the next part of an answer."""
DEADLINE = 120.0
"""Seconds for a whole request: a site that sends a byte now and then must not hold us for ever."""
_COOKIE = re.compile(r"[!#-+\-./0-9:<-\[\]-~]+")
"""What the value of a cookie may hold (RFC 6265)."""
_BUSY = (429, 502, 503, 504)


@attrs.frozen
class Upload:
    """A file to send: its name, bytes and media type."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@attrs.define
class Counts:
    """How much was asked of the site: HTTP requests, and mutation fields in them."""

    requests: int = 0
    mutations: int = 0


class Transport:
    """Sends GraphQL documents to one site; may be used by several threads.

    Args:
        url: address of the site, its primary domain; https, or http on this machine only.
        session: value of the cookie ``sessionid``; kept out of messages and of the object's text.
        retry: what is repeated.
        per_second: most requests that may start in a second; 0 sets no limit.
        deadline: seconds that a whole request may take.
    """

    def __init__(
        self,
        url: str,
        session: str,
        *,
        retry: RetryPolicy,
        per_second: float = 0,
        deadline: float = DEADLINE,
    ) -> None:
        self.url = site_address(url)
        if not _COOKIE.fullmatch(session):
            raise SetupError("the session is no value of a cookie; take the value of 'sessionid' alone, without quotes")
        self.counts = Counts()
        self._host = urlsplit(self.url).hostname or ""
        self._session = session
        self._retry = retry
        self._deadline = deadline
        self._pace = Pace(per_second)
        self._local = threading.local()
        self._open: list[requests.Session] = []
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Transport({self.url!r})"

    def close(self) -> None:
        """Close the connections."""
        for session in self._open:
            session.close()

    def read(self, document: str, variables: Mapping[str, Any], operation: str | None = None) -> dict[str, Any]:
        """The answer to a query; asked again when none comes.

        Raises:
            NoUsableAnswerError: no answer after several tries.
        """
        return self._retry.read(lambda: self._post(_Body(document, variables, operation), "read"))

    def change(
        self, document: str, variables: Mapping[str, Any], files: Sequence[tuple[str, Upload]] = (), fields: int = 1
    ) -> dict[str, Any]:
        """The answer to a mutation, sent once.

        Args:
            document, variables: what to carry out.
            files: path of each variable that is a file (``i0.file``), and the file.
            fields: how many mutations the document holds, for the counts.

        Raises:
            NoUsableAnswerError: no usable answer came; it may have been carried out.
        """
        with self._lock:
            self.counts.mutations += fields
        return self._post(_Body(document, variables, None, tuple(files)), "change")

    def _post(self, body: "_Body", kind: str) -> dict[str, Any]:
        self._pace.wait()
        with self._lock:
            self.counts.requests += 1
        REQUESTS.add(1, {"kind": kind})
        http = self._http()
        try:
            with http.post(
                f"{self.url}/graphql",
                headers=self._headers(http),
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
                **body.arguments(),
            ) as response:
                require_answer(response, self.url)
                content = read_within(response, self._deadline)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise NoUsableAnswerError(_told(error)) from None
        return _parsed(content, self.url)

    def _http(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            keep_to_ourselves(session, self.url)
            session.cookies.set("sessionid", self._session, domain=_cookie_domain(self._host))
            self._local.session = session
            with self._lock:
                self._open.append(session)
        return session

    def _headers(self, http: requests.Session) -> dict[str, str]:
        headers = {"Referer": f"{self.url}/", "Origin": self.url}
        if token := next((cookie.value for cookie in http.cookies if cookie.name == "csrftoken"), None):
            headers["X-CSRFToken"] = token
        return headers


@attrs.frozen
class _Body:
    document: str
    variables: Mapping[str, Any]
    operation: str | None = None
    files: tuple[tuple[str, Upload], ...] = ()

    def arguments(self) -> dict[str, Any]:
        """How `requests` sends it: as JSON, or as a GraphQL multipart request when there are files."""
        content: dict[str, Any] = {"query": self.document, "variables": dict(self.variables)}
        if self.operation is not None:
            content["operationName"] = self.operation
        if not self.files:
            return {"json": content}
        places = {str(n): [f"variables.{path}"] for n, (path, _) in enumerate(self.files)}
        parts: dict[str, Any] = {"operations": (None, json.dumps(content)), "map": (None, json.dumps(places))}
        for n, (_, upload) in enumerate(self.files):
            parts[str(n)] = (upload.name, upload.content, upload.mime)
        return {"files": parts}


def site_address(url: str) -> str:
    """The address of a site as everything here names it: without a path.

    Raises:
        NotPleioError: it is none, or not encrypted.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise NotPleioError(f"{url!r} is no address of a site; write it like https://samenwerken.example.nl") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotPleioError(f"{url!r} is no address of a site; write it like https://samenwerken.example.nl")
    if parts.username or parts.password:
        raise NotPleioError("the address of the site holds a name or password; leave it out, the session is enough")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise NotPleioError(f"{url!r} is not encrypted, so the session would be readable; write https://")
    return f"{parts.scheme}://{parts.netloc}"


def require_answer(response: requests.Response, url: str) -> None:
    """Raise what an answer that is none of Pleio's own means."""
    status = response.status_code
    if 300 <= status < 400:
        raise RedirectRefusedError(
            f"{url} redirects to {response.headers.get('Location', 'elsewhere')}; use the primary address of the site. "
            "A change in this request may have been carried out; the next plan tells"
        )
    if status in _BUSY:
        raise NoUsableAnswerError(f"HTTP {status}", retry_after(response.headers.get("Retry-After")))
    if status == 401:
        raise SessionExpiredError
    if status == 403:
        raise ForbiddenError(
            f"{url} forbids the request; the account may need two-factor login, which ended the session"
        )
    if "json" not in response.headers.get("Content-Type", ""):
        raise NotPleioError(f"{url}/graphql answers with HTTP {status} and no data; check that this is a Pleio site")


def read_within(response: requests.Response, seconds: float) -> bytes:
    """The body of an answer, which may take so many seconds in all.

    Raises:
        requests.Timeout: it took longer.
    """
    end = time.monotonic() + seconds
    parts = []
    while part := response.raw.read1(65_536, decode_content=True):
        parts.append(part)
        if time.monotonic() > end:
            raise requests.Timeout
    return b"".join(parts)


def _parsed(content: bytes, url: str) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise NotPleioError(f"{url}/graphql does not answer as Pleio does; check the address")
    if answer.get("data") is None and not answer.get("errors"):
        raise DocumentRefusedError("the site answers with neither data nor errors; it may run another version")
    return answer


def keep_to_ourselves(session: requests.Session, url: str) -> None:
    """Let a session take from the machine what it needs to get out, and nothing that adds a login (``.netrc``)."""
    session.proxies.update(get_environ_proxies(url))
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    session.trust_env = False


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _cookie_domain(host: str) -> str:
    # The standard library's cookie jar knows a name without a dot as this.
    return host if "." in host else f"{host}.local"


def _told(error: Exception) -> str:
    return "it took too long" if isinstance(error, requests.Timeout) else "connection failed"
