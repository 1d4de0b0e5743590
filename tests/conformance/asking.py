"""A tiny client of a Pleio site, of the suite's own: it shares no code with the adapter, so it proves the server."""

import json
import os
from collections.abc import Mapping, Sequence
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import attrs
import requests
from urllib3.exceptions import HTTPError

TIMEOUT = (5.0, 60.0)
"""Seconds to connect, and to wait for an answer."""
GROUP_ACCESS = 4
VIEWER = "{ viewer { guid loggedIn isAdmin user { guid name email isSuperadmin } } }"
Given = Mapping[str, Any]


class Secret:
    """A session cookie, which shows itself in no text."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret()"

    def reveal(self) -> str:
        return self._value


class NoAnswerError(Exception):
    """The site gave no answer at all."""


@attrs.frozen
class File:
    """A file to send."""

    name: str
    content: bytes
    mime: str = "text/plain"


@attrs.frozen
class Answer:
    """What the site answered; `body` is empty when that is not JSON."""

    status: int
    content_type: str
    body: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        return self.body.get("data") or {}

    @property
    def messages(self) -> list[str]:
        return [str(error.get("message")) for error in self.body.get("errors") or []]

    @property
    def failed_at(self) -> list[Any]:
        return [error.get("path") for error in self.body.get("errors") or []]


class Caller:
    """Asks a site things as one account, or as nobody; its text holds no session."""

    def __init__(self, url: str, session: Secret | None = None) -> None:
        self.url = url
        self._http = requests.Session()
        # Neither .netrc nor what the site sets: the session cookie is all that is ever sent.
        self._http.trust_env = False
        self._http.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        if session is not None:
            self._http.headers["Cookie"] = f"sessionid={session.reveal()}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

    def close(self) -> None:
        self._http.close()

    def post(
        self,
        document: str,
        variables: Given | None = None,
        *,
        operation: str | None = None,
        files: Mapping[str, File] | None = None,
    ) -> Answer:
        """The answer to a document, whatever it is; `files` by the path of the variable (``i.file``)."""
        content: dict[str, Any] = {"query": document, "variables": dict(variables or {})}
        if operation is not None:
            content["operationName"] = operation
        try:
            got = self._http.post(
                f"{self.url}/graphql", timeout=TIMEOUT, allow_redirects=False, **_body(content, files or {})
            )
        except (requests.RequestException, HTTPError, OSError) as error:
            # Its frames hold the headers, so they must not reach a report.
            raise NoAnswerError(type(error).__name__) from None
        kind = got.headers.get("Content-Type", "")
        return Answer(got.status_code, kind, got.json() if "json" in kind else {})

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer that must be without errors."""
        answer = self.post(document, variables)
        assert (answer.status, answer.messages) == (200, []), answer
        return answer.data

    def do(self, name: str, given: Given, selection: str, file: File | None = None) -> dict[str, Any]:
        """What a mutation answers, which must be carried out."""
        answer = self._change(name, given, selection, file)
        assert (answer.status, answer.messages) == (200, []), f"{name}: {answer}"
        found: dict[str, Any] = answer.data[name]
        return found

    def refusal(self, name: str, given: Given, selection: str) -> str:
        """The message with which the site refuses a mutation: HTTP 200, null, and one error that names it."""
        answer = self._change(name, given, selection, None)
        assert answer.status == 200, f"{name}: {answer}"
        assert answer.body.get("data") == {name: None}, f"{name} was carried out: {answer}"
        assert answer.failed_at == [[name]], f"{name}: {answer}"
        return answer.messages[0]

    def add(self, subtype: str, group: str, **fields: Any) -> str:
        """Guid of new content in a group, for its members to read."""
        given = {"subtype": subtype, "containerGuid": group, "accessId": GROUP_ACCESS, "title": "Proef", **fields}
        guid: str = self.do("addEntity", given, "entity { guid }")["entity"]["guid"]
        return guid

    def upload(self, group: str, file: File, **fields: Any) -> str:
        """Guid of a new file in a group."""
        given = {"containerGuid": group, "accessId": GROUP_ACCESS, **fields}
        guid: str = self.do("addFile", given, "entity { guid }", file)["entity"]["guid"]
        return guid

    def edit(self, guid: str, **fields: Any) -> None:
        """Change content."""
        self.do("editEntity", {"guid": guid, **fields}, "entity { guid }")

    def read(self, guid: str, kind: str, fields: str) -> dict[str, Any] | None:
        """Fields of anything by its guid; None when the site shows nothing, without an error."""
        document = f"query ($g: String) {{ entity(guid: $g) {{ guid __typename ... on {kind} {{ {fields} }} }} }}"
        found: dict[str, Any] | None = self.ask(document, g=guid)["entity"]
        return found

    def see(self, guid: str, kind: str, fields: str) -> dict[str, Any]:
        """Fields of something that must be visible."""
        found = self.read(guid, kind, fields)
        assert found is not None, f"{kind} {guid} is not visible"
        return found

    def listed(self, **asked: Any) -> list[str]:
        """Guids of content in a list."""
        types = {
            "containerGuid": "String",
            "subtype": "String",
            "subtypes": "[String]",
            "tagCategories": "[TagCategoryInput]",
            "statusPublished": "[StatusPublished]",
            "limit": "Int",
        }
        variables = ", ".join(f"${name}: {types[name]}" for name in asked)
        arguments = ", ".join(f"{name}: ${name}" for name in asked)
        found = self.ask(f"query ({variables}) {{ entities({arguments}) {{ total edges {{ guid }} }} }}", **asked)
        return [edge["guid"] for edge in found["entities"]["edges"]]

    def _change(self, name: str, given: Given, selection: str, file: File | None) -> Answer:
        variables = {"i": {**given, "file": None} if file else dict(given)}
        return self.post(mutation(name, selection), variables, files={"i.file": file} if file else None)


class Account(Caller):
    """Asks a site things as an account of which we know who it is.

    Raises:
        AssertionError: the session is not valid.
    """

    def __init__(self, url: str, session: Secret) -> None:
        super().__init__(url, session)
        found = self.post(VIEWER)
        viewer = found.data.get("viewer") or {}
        assert viewer.get("loggedIn"), f"a session that was given is not (or no longer) valid: HTTP {found.status}"
        user = viewer["user"]
        self.guid: str = user["guid"]
        self.name: str = user["name"]
        self.email: str = user["email"]
        self.is_admin = bool(viewer["isAdmin"])
        self.is_superadmin = bool(user["isSuperadmin"])


@attrs.frozen
class Standing:
    """An account in some role towards a group."""

    account: Account
    group: str


def mutation(name: str, selection: str) -> str:
    """A document that carries out one mutation with the variable ``i``."""
    return f"mutation ($i: {name}Input!) {{ {name}(input: $i) {{ {selection} }} }}"


def mutations(names: Sequence[str], selection: str) -> str:
    """A document that carries out several, as ``m0`` with the variable ``i0`` and so on."""
    variables = ", ".join(f"$i{n}: {name}Input!" for n, name in enumerate(names))
    fields = " ".join(f"m{n}: {name}(input: $i{n}) {{ {selection} }}" for n, name in enumerate(names))
    return f"mutation ({variables}) {{ {fields} }}"


def category(name: str, *values: str) -> list[dict[str, Any]]:
    """Tag categories as the site takes them and gives them back."""
    return [{"name": name, "values": list(values)}]


def _body(content: dict[str, Any], files: Mapping[str, File]) -> dict[str, Any]:
    if not files:
        return {"json": content}
    places = {str(n): [f"variables.{path}"] for n, path in enumerate(files)}
    parts: dict[str, Any] = {"operations": (None, json.dumps(content)), "map": (None, json.dumps(places))}
    for n, file in enumerate(files.values()):
        parts[str(n)] = (file.name, file.content, file.mime)
    return {"files": parts}
