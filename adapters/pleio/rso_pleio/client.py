"""The client: typed calls to a Pleio site over its session cookie.

Reads are repeated when the site does not answer; changes never are: a change without an answer raises
`OutcomeUnknownError`, because it may have been carried out.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import attrs
import requests

from rso_pleio import operations
from rso_pleio.errors import (
    DocumentRefusedError,
    ForbiddenError,
    NotPleioError,
    OutcomeUnknownError,
    PleioError,
    RedirectRefusedError,
    RefusedByPleioError,
    SessionExpiredError,
    UnreachableError,
)

PAGE = 100
TRIES = 3
TIMEOUT = (5.0, 60.0)
"""Seconds to connect, and to wait for an answer."""
_BAD_GATEWAY = (502, 503, 504)


@attrs.frozen
class Viewer:
    """Who we are on the site."""

    guid: str
    name: str
    is_admin: bool


@attrs.frozen
class Change:
    """One mutation to send: its name and input."""

    name: str
    input: Mapping[str, Any]


@attrs.define
class Counts:
    """How much was asked of the site: HTTP requests, and mutation fields in them."""

    requests: int = 0
    mutations: int = 0


class PleioClient:
    """A session on a Pleio site.

    Args:
        url: address of the site, its primary domain.
        session: value of the cookie ``sessionid``; kept out of messages and of the object's text.
        pause: seconds before the second try of a read; doubled for each further one.
    """

    def __init__(self, url: str, session: str, *, pause: float = 0.5) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotPleioError(f"{url!r} is no address of a site; write it like https://samenwerken.example.nl")
        self.url = f"{parts.scheme}://{parts.netloc}"
        self.counts = Counts()
        self._pause = pause
        self._http = requests.Session()
        self._http.cookies.set("sessionid", session, domain=_cookie_domain(parts.hostname))

    def __repr__(self) -> str:
        return f"PleioClient({self.url!r})"

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def viewer(self) -> Viewer:
        """Who we are.

        Raises:
            SessionExpiredError: the session is not valid.
        """
        found = self._read(operations.VIEWER, {})["viewer"]
        if not found or not found["loggedIn"]:
            raise SessionExpiredError
        user = found["user"] or {}
        return Viewer(user.get("guid", ""), user.get("name") or "", bool(found["isAdmin"]))

    def groups(self, category: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """Groups that carry one of the values in a tag category (case makes no difference to the site)."""
        wanted = [{"name": category, "values": list(values)}]
        return list(self._pages(operations.GROUPS, {"tagCategories": wanted}, "groups"))

    def members(self, group: str) -> list[dict[str, Any]]:
        """Members of a group: role, e-mail address where we may see it, user guid and name."""
        return list(self._pages(operations.MEMBERS, {"guid": group}, "entity", "members"))

    def entities(self, group: str, subtypes: Sequence[str]) -> list[dict[str, Any]]:
        """Content of a group, in every publication status, oldest first."""
        return list(self._pages(operations.ENTITIES, {"group": group, "subtypes": list(subtypes)}, "entities"))

    def site_users(self) -> list[dict[str, Any]]:
        """All users of the site with their addresses; for site administrators only."""
        return list(self._pages(operations.SITE_USERS, {}, "siteUsers"))

    def change(self, changes: Sequence[Change]) -> list[dict[str, Any] | RefusedByPleioError]:
        """Send mutations in one request; the site carries them out in order, and one that fails stops no other.

        Returns:
            Per change its answer, or the refusal.

        Raises:
            OutcomeUnknownError: no usable answer came; any of them may have been carried out.
        """
        if not changes:
            return []
        variables = {f"i{n}": dict(change.input) for n, change in enumerate(changes)}
        document = operations.mutation_document([change.name for change in changes])
        self.counts.mutations += len(changes)
        try:
            answer = self._post(document, variables)
        except (requests.RequestException, _GatewayError) as error:
            raise OutcomeUnknownError(
                f"no answer from {self.url} to {len(changes)} changes ({_told(error)}); run the command again: it "
                "looks what was carried out before it goes on"
            ) from None
        data, errors = answer.get("data"), answer.get("errors") or []
        if data is None and errors:
            raise DocumentRefusedError(f"the site does not accept our request: {errors[0].get('message')}")
        refused = {error["path"][0]: str(error.get("message", "")) for error in errors if error.get("path")}
        if "not_logged_in" in refused.values():
            raise SessionExpiredError
        return [
            RefusedByPleioError(refused[f"m{n}"]) if f"m{n}" in refused else (data or {}).get(f"m{n}") or {}
            for n in range(len(changes))
        ]

    def _pages(self, document: str, variables: Mapping[str, Any], *path: str) -> Iterator[dict[str, Any]]:
        offset = 0
        while True:
            found: Any = self._read(document, {**variables, "offset": offset, "limit": PAGE})
            for name in path:
                found = (found or {}).get(name)
            edges = (found or {}).get("edges") or []
            yield from edges
            offset += len(edges)
            if not edges or offset >= found["total"]:
                return

    def _read(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._answer_to_read(document, variables)
        if errors := answer.get("errors"):
            key = str(errors[0].get("message", ""))
            if key == "not_logged_in":
                raise SessionExpiredError
            if answer.get("data") is not None:
                raise RefusedByPleioError(key)
            raise DocumentRefusedError(f"the site does not know what we ask for: {key}")
        data: dict[str, Any] = answer.get("data") or {}
        return data

    def _answer_to_read(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        for attempt in range(TRIES):
            try:
                return self._post(document, variables)
            except (requests.RequestException, _GatewayError) as error:
                told = _told(error)
            if attempt < TRIES - 1:
                time.sleep(self._pause * 2**attempt)
        raise UnreachableError(f"{self.url} does not answer ({told}); check the address and whether the site is up")

    def _post(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        self.counts.requests += 1
        headers = {"Referer": f"{self.url}/", "Origin": self.url}
        if token := next((cookie.value for cookie in self._http.cookies if cookie.name == "csrftoken"), None):
            headers["X-CSRFToken"] = token
        response = self._http.post(
            f"{self.url}/graphql",
            json={"query": document, "variables": dict(variables)},
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        _require_pleio(response, self.url)
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise NotPleioError(f"{self.url}/graphql does not answer as Pleio does; check the address")
        return answer


class _GatewayError(PleioError):
    """The server in front of the site had no answer; the site may have done the work."""


def _require_pleio(response: requests.Response, url: str) -> None:
    status = response.status_code
    if 300 <= status < 400:
        raise RedirectRefusedError(
            f"{url} redirects to {response.headers.get('Location', 'elsewhere')}; use the primary address of the site"
        )
    if status in _BAD_GATEWAY:
        raise _GatewayError(f"HTTP {status}")
    if status == 401:
        raise SessionExpiredError
    if status == 403:
        raise ForbiddenError(
            f"{url} forbids the request; the account may need two-factor login, which ended the session"
        )
    if "json" not in response.headers.get("Content-Type", ""):
        raise NotPleioError(f"{url}/graphql answers with HTTP {status} and no data; check that this is a Pleio site")


def _cookie_domain(host: str) -> str:
    # The standard library's cookie jar knows a name without a dot as this.
    return host if "." in host else f"{host}.local"


def _told(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "it took too long"
    return str(error) if isinstance(error, _GatewayError) else "connection failed"
