"""Asking the sandbox over real HTTP, the way any client does."""

import json
from typing import Any

import attrs
import requests

from rso_pleio_sandbox import SandboxServer

MUTATION = "mutation m($i: {kind}!) {{ {name}(input: $i) {read} }}"
LIST = """query q($c: String, $s: String, $ss: [String], $st: [StatusPublished], $o: OrderBy, $d: OrderDirection,
  $u: String, $e: EventFilter, $p: Boolean, $f: Boolean, $l: Int, $off: Int, $t: [TagCategoryInput]) {
  entities(containerGuid: $c, subtype: $s, subtypes: $ss, statusPublished: $st, orderBy: $o, orderDirection: $d,
    userGuid: $u, eventFilter: $e, sortPinned: $p, isFeatured: $f, limit: $l, offset: $off, tagCategories: $t) {
    total edges { guid __typename } } }"""
ENTITY = "{ entity { guid status } }"
GROUP = "{ group { guid } }"
_OTHER_PAYLOADS = {
    **dict.fromkeys(("addSubgroup", "editSubgroup", "deleteSubgroup", "toggleEntityIsPinned"), "{ success }"),
    "deleteEntity": "{ success }",
    "editTask": "{ entity { guid state } }",
    "addGroup": GROUP,
}
_OF_ENTITY = {"addEntity", "editEntity", "addFile", "editFileFolder", "moveFileFolder"}


@attrs.frozen
class Asker:
    """One account on one site."""

    site: SandboxServer
    session: str

    @property
    def guid(self) -> str:
        return self.site.state.sessions[self.session]

    def post(self, **given: Any) -> requests.Response:
        """Send a request to the endpoint, as `requests` takes it."""
        cookies = {"sessionid": self.session}
        return requests.post(f"{self.site.url}/graphql", cookies=cookies, timeout=20, allow_redirects=False, **given)

    def ask(self, query: str, /, **variables: Any) -> Any:
        """The whole answer to a document."""
        return self.post(json={"query": query, "variables": variables}).json()

    def read(self, query: str, /, **variables: Any) -> Any:
        """The data of a query that has to succeed."""
        answer = self.ask(query, **variables)
        assert "errors" not in answer, answer
        return answer["data"]

    def change(self, name: str, /, **given: Any) -> Any:
        """What a mutation that has to succeed gives."""
        answer = self.ask(self._document(name), i=given)
        assert "errors" not in answer, answer
        return answer["data"][name]

    def refusal(self, name: str, /, **given: Any) -> str:
        """The message with which a mutation is refused; its data is null and the status 200."""
        response = self.post(json={"query": self._document(name), "variables": {"i": given}})
        assert response.status_code == 200
        assert response.json()["data"] == {name: None}
        error = response.json()["errors"][0]
        assert error["path"] == [name]
        return str(error["message"])

    def send_files(self, query: str, variables: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Any:
        """A multipart request; `files` are by path into the variables."""
        paths = {str(number): [path] for number, path in enumerate(files)}
        parts: dict[str, Any] = {
            "operations": (None, json.dumps({"query": query, "variables": variables})),
            "map": (None, json.dumps(paths)),
        }
        for number, (name, content) in enumerate(files.values()):
            parts[str(number)] = (name, content, "application/octet-stream")
        return self.post(files=parts).json()

    def upload(self, filename: str, content: bytes, /, **given: Any) -> Any:
        """Add a file; gives the file."""
        query = "mutation m($i: addFileInput!) { addFile(input: $i) { entity { guid } } }"
        answer = self.send_files(query, {"i": {**given, "file": None}}, {"variables.i.file": (filename, content)})
        return answer["data"]["addFile"]["entity"]

    def group(self, **given: Any) -> str:
        """A new group, closed unless said otherwise; gives its guid."""
        return str(self.change("addGroup", **{"name": "Groep", "isClosed": True, **given})["group"]["guid"])

    def add(self, subtype: str, group: str | None, /, **given: Any) -> str:
        """New content, for the group unless said otherwise; gives its guid."""
        fields = {"title": "Titel", "containerGuid": group, "accessId": 4, **given}
        if subtype == "event":
            fields = {"startDate": "2030-03-01T10:00:00+01:00", **fields}
        return str(self.change("addEntity", subtype=subtype, **fields)["entity"]["guid"])

    def join(self, group: str, role: str = "member") -> "Asker":
        """Put this account in a group, directly in the site's state."""
        self.site.state.groups[group].members[self.guid] = role
        return self

    def entity(self, guid: str, fragment: str) -> Any:
        """One entity, with a fragment on its type."""
        return self.read(f"query q($g: String) {{ entity(guid: $g) {{ __typename guid {fragment} }} }}", g=guid)[
            "entity"
        ]

    @staticmethod
    def _document(name: str) -> str:
        read = _OTHER_PAYLOADS.get(name) or (ENTITY if name in _OF_ENTITY else GROUP)
        return MUTATION.format(kind=f"{name}Input", name=name, read=read)


def listed(asker: Asker, **asked: Any) -> list[str]:
    """Guids of a list of content, by the short names of the variables of `LIST`."""
    return [edge["guid"] for edge in asker.read(LIST, **asked)["entities"]["edges"]]
