"""The client: typed calls to a Pleio site."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from rso_pleio.client import operations
from rso_pleio.client.operations import KINDS, PAGE, GroupAsk
from rso_pleio.client.retry import RetryPolicy
from rso_pleio.client.transport import DEADLINE, Counts, Transport, Upload
from rso_pleio.errors import (
    DocumentRefusedError,
    NoUsableAnswerError,
    OutcomeUnknownError,
    RefusedByPleioError,
    SessionExpiredError,
    UnreachableError,
)

LOOKUPS = 50
"""Things to look up one by one in one request."""
ADDRESSES = 100
"""Persons to look up by address in one request."""


@attrs.frozen
class Viewer:
    """Who we are on the site; `email` as the site shows it to ourselves."""

    guid: str
    name: str
    is_admin: bool
    email: str = ""


@attrs.frozen
class Change:
    """One mutation to send: its name and input, and the file that goes into the field `file` of it."""

    name: str
    input: Mapping[str, Any]
    file: Upload | None = None


@attrs.frozen
class FoundUser:
    """An account that has an address."""

    guid: str
    banned: bool


@attrs.frozen
class Look:
    """When an item was last changed (ISO), and its publication status."""

    time_updated: str
    status: str


class PleioClient:
    """A session on a Pleio site; may be used by several threads.

    Args:
        url: address of the site, its primary domain.
        session: value of the cookie ``sessionid``; kept out of messages and of the object's text.
        pause: seconds before the second try of a read; doubled for each further one.
        per_second: most requests in a second; 0 sets no limit.
        deadline: seconds that a whole request may take.
        stopping: once it is set, nothing is waited for any more between two tries.

    Attributes:
        retry: what is repeated, how often, and after how long.
    """

    def __init__(
        self,
        url: str,
        session: str,
        *,
        pause: float = 0.5,
        per_second: float = 0,
        deadline: float = DEADLINE,
        stopping: threading.Event | None = None,
    ) -> None:
        self.retry = RetryPolicy(pause=pause, stop=stopping or threading.Event())
        self._transport = Transport(url, session, retry=self.retry, per_second=per_second, deadline=deadline)
        self.url = self._transport.url

    def __repr__(self) -> str:
        return f"PleioClient({self.url!r})"

    @property
    def counts(self) -> Counts:
        """How much was asked of the site."""
        return self._transport.counts

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def viewer(self) -> Viewer:
        """Who we are.

        Raises:
            SessionExpiredError: the session is not valid.
        """
        return viewer_of(self._read(operations.VIEWER, {}))

    def site(self, category: str, values: Sequence[str]) -> tuple[Viewer, list[dict[str, Any]]]:
        """Who we are, and the groups that carry one of the values in a tag category."""
        variables = {"tagCategories": [{"name": category, "values": list(values)}]}
        first = self._read(operations.SITE, {**variables, "offset": 0, "limit": PAGE})
        rest = self._pages(operations.SITE, variables, "groups", first=first)
        return viewer_of(first), list(rest)

    def groups(self, category: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """Groups that carry one of the values in a tag category (case makes no difference to the site)."""
        return self.site(category, values)[1]

    def groups_named(self, name: str) -> list[dict[str, Any]]:
        """Groups that have this in their name."""
        return list(self._pages(operations.GROUPS_NAMED, {"q": name}, "groups"))

    def read_groups(self, asks: Sequence[GroupAsk]) -> tuple[Viewer, list[dict[str, Any] | None]]:
        """Who we are, and groups with members, subgroups and content, read together.

        Returns:
            Per ask the group with its content under ``content``; None for one that is not there or not visible.
        """
        document = operations.groups_document(asks)
        variables = {"subtypes": list(KINDS), **{f"g{n}": ask.guid for n, ask in enumerate(asks)}}
        # Who is invited is told to who writes the group only; whoever does not is told so by the plan.
        data = self._read(document, variables, may_fail="invited")
        found: list[dict[str, Any] | None] = []
        for n, ask in enumerate(asks):
            group = data.get(f"g{n}")
            if not group or group.get("__typename") != "Group":
                found.append(None)
                continue
            members = list(self._rest(operations.MEMBERS, {"guid": ask.guid}, ("entity", "members"), group["members"]))
            invited = list(
                self._rest(operations.INVITED, {"guid": ask.guid}, ("entity", "invited"), group.get("invited"))
            )
            listed = [data[f"e{n}_{page}"] for page in range(max(1, ask.pages))]
            content = [edge for part in listed for edge in (part or {}).get("edges") or []]
            total = (listed[-1] or {}).get("total", 0)
            more = operations.ENTITIES.replace(operations.LIGHT, operations.FULL) if ask.full else operations.ENTITIES
            have: dict[str, Any] = {"total": total, "edges": content}
            wanted = {"group": ask.guid, "subtypes": list(KINDS)}
            content = list(self._rest(more, wanted, ("entities",), have))
            # A page that shifted while it was read gives a row twice.
            unique = {edge["guid"]: edge for edge in content}
            shifted = len(content) > len(have["edges"])
            found.append(
                {**group, "members": members, "invited": invited, "content": [*unique.values()], "shifted": shifted}
            )
        return viewer_of(data), found

    def contents(self, guids: Sequence[str]) -> dict[str, dict[str, Any] | None]:
        """What items say, by guid; None for one that is not there or not visible."""
        found: dict[str, dict[str, Any] | None] = {}
        for some in _in_lots(guids):
            document = operations.contents_document(len(some))
            data = self._read(document, {f"c{n}": guid for n, guid in enumerate(some)})
            found |= {guid: data.get(f"c{n}") for n, guid in enumerate(some)}
        return found

    def looks(self, guids: Sequence[str]) -> dict[str, Look]:
        """How items stand, by guid; those that are not there or not visible are left out."""
        found: dict[str, Look] = {}
        for some in _in_lots(guids):
            document = operations.looks_document(len(some))
            data = self._read(document, {f"c{n}": guid for n, guid in enumerate(some)})
            for n, guid in enumerate(some):
                if edge := data.get(f"c{n}"):
                    found[guid] = _look(edge)
        return found

    def looks_at_groups(self, sizes: Mapping[str, int]) -> dict[str, Look]:
        """How the content of groups stands, by guid of the content.

        Args:
            sizes: by guid of a group about how many items it holds.
        """
        asks = [(group, number) for group, size in sizes.items() for number in range(size // PAGE + 1)]
        variables = {"subtypes": list(KINDS), **{f"g{n}": group for n, (group, _) in enumerate(asks)}}
        data = self._read(operations.lists_document([number for _, number in asks]), variables)
        lists = [data.get(f"e{n}") or {} for n in range(len(asks))]
        return {edge["guid"]: _look(edge) for found in lists for edge in found.get("edges") or []}

    def keyed(self, category: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """Content anywhere on the site that carries one of the values, in every publication status, oldest first."""
        found: dict[str, dict[str, Any]] = {}
        for some in _in_lots(values, 100):
            wanted = {"tagCategories": [{"name": category, "values": some}], "subtypes": list(KINDS)}
            found |= {edge["guid"]: edge for edge in self._pages(operations.KEYED, wanted, "entities")}
        return list(found.values())

    def last_changed(self, guids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Who last changed pages and when (ISO), by guid, for those of which the site keeps versions."""
        found: dict[str, tuple[str, str]] = {}
        for some in _in_lots(guids):
            variables = {f"r{n}": guid for n, guid in enumerate(some)}
            # The site keeps versions of some kinds of content only.
            data = self._read(operations.revisions_document(len(some)), variables, may_fail="r")
            for n, guid in enumerate(some):
                edges = [edge for edge in (data.get(f"r{n}") or {}).get("edges") or [] if edge.get("timeCreated")]
                if edges:
                    last = max(
                        edges, key=lambda edge: datetime.fromisoformat(edge["timeCreated"].replace("Z", "+00:00"))
                    )
                    found[guid] = ((last.get("author") or {}).get("name") or "", last["timeCreated"])
        return found

    def users(self, viewer: Viewer, emails: Iterable[str]) -> dict[str, FoundUser]:
        """Accounts by address in lower case; for site administrators only.

        The site is asked per address. Whether it searches addresses at all is seen from our own; if it does
        not, the whole list of accounts is read.
        """
        wanted = sorted({email.lower() for email in emails})
        if not wanted:
            return {}
        found: dict[str, FoundUser] = {}
        own = viewer.email.lower()
        for some in _in_lots([*([own] if own else []), *wanted], ADDRESSES):
            variables = {f"u{n}": email for n, email in enumerate(some)}
            data = self._read(operations.users_document(len(some)), variables)
            for n in range(len(some)):
                found |= _accounts(data.get(f"b{n}"), banned=True)
                found |= _accounts(data.get(f"u{n}"), banned=False)
        if own not in found and not all(email in found for email in wanted):
            found |= _accounts({"edges": self.site_users()}, banned=False)
        return found

    def site_users(self) -> list[dict[str, Any]]:
        """All users of the site with their addresses; for site administrators only."""
        return list(self._pages(operations.SITE_USERS, {}, "siteUsers"))

    def ask(self, document: str, variables: Mapping[str, Any], operation: str | None = None) -> dict[str, Any]:
        """The whole answer to a query of one's own, with its errors."""
        try:
            return self._transport.read(document, variables, operation)
        except NoUsableAnswerError as error:
            raise self._unreachable(error) from None

    def change(self, changes: Sequence[Change]) -> list[dict[str, Any] | RefusedByPleioError]:
        """Send mutations in one request; the site carries them out in order, and one that fails stops no other.

        Returns:
            Per change its answer, or the refusal.

        Raises:
            OutcomeUnknownError: no usable answer came; any of them may have been carried out.
        """
        if not changes:
            return []
        variables = {f"i{n}": _variable(change) for n, change in enumerate(changes)}
        files = [(f"i{n}.file", change.file) for n, change in enumerate(changes) if change.file is not None]
        document = operations.mutation_document([change.name for change in changes])
        try:
            answer = self._transport.change(document, variables, files, len(changes))
        except NoUsableAnswerError as error:
            raise OutcomeUnknownError(
                f"no answer from {self.url} to {len(changes)} changes ({error.told}); run the command again: it "
                "looks what was carried out before it goes on",
                error.retry_after,
            ) from None
        data, errors = answer.get("data"), answer.get("errors") or []
        if data is None and errors:
            raise DocumentRefusedError(f"the site does not accept our request: {errors[0].get('message')}")
        refused = {str(error["path"][0]): str(error.get("message", "")) for error in errors if error.get("path")}
        if "not_logged_in" in refused.values():
            raise SessionExpiredError
        return [
            RefusedByPleioError(refused[f"m{n}"]) if f"m{n}" in refused else (data or {}).get(f"m{n}") or {}
            for n in range(len(changes))
        ]

    def _pages(
        self, document: str, variables: Mapping[str, Any], *path: str, first: Mapping[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        start = first if first is not None else self._read(document, {**variables, "offset": 0, "limit": PAGE})
        yield from self._rest(document, variables, path, _at(start, path))

    def _rest(
        self, document: str, variables: Mapping[str, Any], path: Sequence[str], have: Mapping[str, Any] | None
    ) -> Iterator[dict[str, Any]]:
        """The rows that we have, and those after them."""
        edges = list((have or {}).get("edges") or [])
        yield from edges
        offset, total = len(edges), int((have or {}).get("total") or 0)
        while edges and offset < total:
            page = _at(self._read(document, {**variables, "offset": offset, "limit": PAGE}), path)
            edges = list((page or {}).get("edges") or [])
            total = int((page or {}).get("total") or 0)
            yield from edges
            offset += len(edges)

    def _read(self, document: str, variables: Mapping[str, Any], *, may_fail: str | None = None) -> dict[str, Any]:
        """The data of an answer.

        Args:
            document, variables: the query.
            may_fail: start of the name of a field that the site may refuse without harm.
        """
        answer = self.ask(document, variables)
        data: dict[str, Any] = answer.get("data") or {}
        errors = [error for error in answer.get("errors") or [] if not _harmless(error, may_fail) or not data]
        if not errors:
            return data
        key = str(errors[0].get("message", ""))
        if key == "not_logged_in":
            raise SessionExpiredError
        if answer.get("data") is not None:
            raise RefusedByPleioError(key)
        raise DocumentRefusedError(f"the site does not know what we ask for: {key}")

    def _unreachable(self, error: NoUsableAnswerError) -> UnreachableError:
        return UnreachableError(
            f"{self.url} does not answer ({error.told}); check the address and whether the site is up"
        )


def viewer_of(data: Mapping[str, Any]) -> Viewer:
    """Who asked, in an answer that tells.

    Raises:
        SessionExpiredError: nobody is logged in.
    """
    found = data.get("viewer")
    if not found or not found["loggedIn"]:
        raise SessionExpiredError
    user = found["user"] or {}
    return Viewer(user.get("guid", ""), user.get("name") or "", bool(found["isAdmin"]), user.get("email") or "")


def _look(edge: Mapping[str, Any]) -> Look:
    return Look(edge.get("timeUpdated") or "", edge.get("statusPublished") or "")


def _harmless(error: Mapping[str, Any], may_fail: str | None) -> bool:
    return may_fail is not None and any(str(part).startswith(may_fail) for part in error.get("path") or [])


def _variable(change: Change) -> Any:
    if change.name == "toggleEntityArchived":
        return change.input["guid"]
    return {**change.input, "file": None} if change.file is not None else dict(change.input)


def _at(data: Mapping[str, Any] | None, path: Sequence[str]) -> Mapping[str, Any] | None:
    found: Any = data
    for name in path:
        found = (found or {}).get(name)
    return found if isinstance(found, Mapping) else None


def _accounts(found: Mapping[str, Any] | None, *, banned: bool) -> dict[str, FoundUser]:
    return {
        str(edge["email"]).lower(): FoundUser(edge["guid"], banned)
        for edge in (found or {}).get("edges") or []
        if edge.get("email")
    }


def _in_lots(values: Iterable[str], size: int = LOOKUPS) -> Iterator[list[str]]:
    listed = list(dict.fromkeys(values))
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
