"""A typed client for the part of a Pleio site that the adapter reads and writes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import requests

from rso_pleio import operations
from rso_pleio.errors import (
    DocumentRefusedError,
    InputRefusedError,
    NotPleioError,
    OutcomeUnknownError,
    PleioError,
    SessionExpiredError,
    UnreachableError,
    refusal,
)
from rso_pleio.inputs import EventFields, GroupFields, WikiFields
from rso_pleio.operations import Operation
from rso_pleio.transport import BACKOFF_SECONDS, READ_ATTEMPTS, Counters, Transport
from rso_pleio.values import KINDS, Entity, Group, Kind, Member, Role, Site, Status, TagCategory, User, Viewer, read

T = TypeVar("T")

PAGE_SIZE = 100
"""How many items a list is asked for at a time."""

MAX_BATCH = 50
"""The most changes in one request; more do not go faster, and one lost answer leaves more in doubt."""

_LIST_ATTEMPTS = 3


class PleioClient:
    """A session of one account on one site.

    The session cookie goes to that site only and appears in no `repr`, log or error.

    Args:
        url: address of the site, on its primary domain, such as `https://regio.voorbeeld.nl`.
        session_cookie: value of the `sessionid` cookie of a logged-in account.
        timeout: seconds to wait for a connection, and for an answer.
        transport_session: a `requests` session to use instead of a new one.
        read_attempts: how often a read is tried before it fails; a change is sent once.
        backoff: seconds before the second attempt of a read; each next pause is twice as long.

    Raises:
        NotPleioError: when the address cannot be that of a site.
        SessionExpiredError: when the cookie cannot be one.
    """

    def __init__(
        self,
        url: str,
        session_cookie: str,
        *,
        timeout: tuple[float, float] = (5, 30),
        transport_session: requests.Session | None = None,
        read_attempts: int = READ_ATTEMPTS,
        backoff: float = BACKOFF_SECONDS,
    ) -> None:
        self._transport = Transport(
            url,
            session_cookie,
            timeout=timeout,
            session=transport_session,
            read_attempts=read_attempts,
            backoff=backoff,
        )

    def __repr__(self) -> str:
        return f"PleioClient(url={self.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the session on the site stays."""
        self._transport.close()

    @property
    def url(self) -> str:
        """Address of the site, without a slash at the end."""
        return self._transport.origin

    @property
    def counters(self) -> Counters:
        """What this client has sent so far."""
        return self._transport.counters

    def viewer(self) -> Viewer:
        """The account of the session; ask this first.

        Raises:
            SessionExpiredError: when the site does not see a logged-in account.
            PleioError: any of `rso_pleio.errors`; so for every method of this class.
        """
        viewer = read(self._query(operations.VIEWER, "viewer"), Viewer, where="viewer")
        if not viewer.logged_in:
            raise SessionExpiredError("session_expired", where="viewer")
        return viewer

    def site(self) -> Site:
        """Name, language and limits of the site."""
        return read(self._query(operations.SITE, "site"), Site, where="site")

    def groups(self, key: TagCategory | None = None, *, mine: bool = False) -> list[Group]:
        """Groups that the account can see.

        Args:
            key: only groups that carry at least one of these values in this tag category. The site ignores
                case here, so compare with `Group.values_of` afterwards.
            mine: only groups of which the account is a member.

        Raises:
            InputRefusedError: when `key` holds no values: a site would then ignore the filter.
        """
        variables = {"filter": "mine" if mine else "all", **_key_filter(key)}
        return self._list(operations.GROUPS, "groups", variables, Group, lambda group: group.guid)

    def group(self, guid: str) -> Group | None:
        """A group, or None when it does not exist or cannot be seen."""
        return self._one(operations.GROUP, guid, Group, marker="canEdit")

    def group_members(self, group_guid: str) -> list[Member]:
        """Everybody in a group, people without an active account included, people who wait for admission not.

        Args:
            group_guid: the group; the account must be its member or a site admin.
        """
        variables = {"groupGuid": group_guid}
        return self._list(operations.MEMBERS, "members", variables, Member, lambda member: member.user.guid)

    def site_users(self) -> list[User]:
        """Everybody on the site who is not banned, with email address; site admins only."""
        return self._list(operations.SITE_USERS, "siteUsers", {}, User, lambda user: user.guid)

    def users_by_email(self, emails: Iterable[str]) -> dict[str, User]:
        """People of the site by email address; site admins only.

        Args:
            emails: addresses to look for; capitals make no difference.

        Returns:
            For each address that was found, spelled as it was asked for, the person.
        """
        wanted = {email.casefold(): email for email in emails}
        users = self.site_users() if wanted else []
        return {wanted[u.email.casefold()]: u for u in users if u.email and u.email.casefold() in wanted}

    def entities(
        self,
        group_guid: str | None = None,
        *,
        kinds: Sequence[Kind] = KINDS,
        key: TagCategory | None = None,
    ) -> list[Entity]:
        """Events and wiki pages that the account can see: drafts and archived ones too, the oldest first.

        Args:
            group_guid: only those of this group.
            kinds: which kinds.
            key: only items that carry at least one of these values in this tag category; see `groups`.
        """
        variables: dict[str, object] = {
            "subtypes": list(kinds),
            "statusPublished": [status.value for status in Status],
            **_key_filter(key),
        }
        if group_guid is not None:
            variables["containerGuid"] = group_guid
        return self._list(operations.ENTITIES, "entities", variables, Entity, lambda entity: entity.guid)

    def entity(self, guid: str) -> Entity | None:
        """An event or wiki page, or None when it does not exist, is something else, or cannot be seen."""
        return self._one(operations.ENTITY, guid, Entity, marker="subtype")

    def add_group(self, fields: GroupFields) -> Group:
        """Make a group; see `operations.add_group`."""
        return self.mutate(operations.add_group(fields))

    def edit_group(self, guid: str, fields: GroupFields) -> Group:
        """Change a group; see `operations.edit_group`."""
        return self.mutate(operations.edit_group(guid, fields))

    def direct_add(self, group_guid: str, user_guids: Sequence[str] = (), emails: Sequence[str] = ()) -> None:
        """Add people to a group without an invitation; see `operations.direct_add`."""
        self.mutate(operations.direct_add(group_guid, user_guids, emails))

    def change_group_role(self, group_guid: str, user_guid: str, role: Role) -> None:
        """Give a member another role; see `operations.change_group_role`."""
        self.mutate(operations.change_group_role(group_guid, user_guid, role))

    def remove_group_members(self, group_guid: str, user_guids: Sequence[str]) -> None:
        """End the membership of people; see `operations.remove_group_members`."""
        self.mutate(operations.remove_group_members(group_guid, user_guids))

    def add_wiki(self, container_guid: str, fields: WikiFields) -> Entity:
        """Make a wiki page; see `operations.add_wiki`."""
        return self.mutate(operations.add_wiki(container_guid, fields))

    def add_event(self, group_guid: str, fields: EventFields) -> Entity:
        """Make an event; see `operations.add_event`."""
        return self.mutate(operations.add_event(group_guid, fields))

    def edit_entity(self, guid: str, fields: WikiFields | EventFields, *, group_access: bool = False) -> Entity:
        """Change an event or wiki page; see `operations.edit_entity`."""
        return self.mutate(operations.edit_entity(guid, fields, group_access=group_access))

    def toggle_archived(self, guid: str) -> None:
        """Archive an item, or bring it back; see `operations.toggle_archived`."""
        self.mutate(operations.toggle_archived(guid))

    def mutate(self, operation: Operation[T]) -> T:
        """Make one change.

        Raises:
            OutcomeUnknownError: when the change may have been made; look for its key before repeating it.
            PleioError: when the site refused; nothing was changed, unless `may_have_happened` is True.
        """
        result = self.mutate_many([operation])[0]
        if isinstance(result, PleioError):
            raise result
        return result

    def mutate_many(self, batch: Sequence[Operation[T]]) -> list[T | PleioError]:
        """Make several changes in one request, in order; one that is refused does not stop the next.

        Args:
            batch: at most `MAX_BATCH` operations.

        Returns:
            For each operation its result, or the error of that operation alone.

        Raises:
            ValueError: when the batch is too large.
            OutcomeUnknownError: when the answer was lost: each of the changes may have been made, or not.
            PleioError: when the site refused the request as a whole; then none was made.
        """
        if len(batch) > MAX_BATCH:
            raise ValueError(f"A batch holds at most {MAX_BATCH} changes, not {len(batch)}; send it in parts.")
        if not batch:
            return []
        where = batch[0].name if len(batch) == 1 else f"batch of {len(batch)}"
        answer = self._transport.change(
            operations.batch_document([operation.mutation for operation in batch]),
            {f"v{n}": operation.value for n, operation in enumerate(batch)},
            where=where,
            mutations=len(batch),
        )
        data, errors = _parts(answer, where)
        general = [error for error in errors if not error.get("path")]
        if general:
            # Without a path the request was refused before anything was done, such as for a bad variable.
            raise _general_refusal(str(general[0].get("message", "")), where)
        return [_result(operation, f"m{n}", data, errors, len(batch)) for n, operation in enumerate(batch)]

    def _query(self, document: str, field: str, variables: Mapping[str, object] | None = None) -> Any:
        data, errors = _parts(self._transport.read(document, variables or {}, where=field), field)
        if errors:
            message = str(errors[0].get("message", ""))
            raise refusal(message, where=field) if errors[0].get("path") else _general_refusal(message, field)
        if field not in data:
            raise NotPleioError("unexpected_answer", where=field, explanation=f"The answer holds no '{field}'.")
        return data[field]

    def _one(self, document: str, guid: str, shape: type[T], *, marker: str) -> T | None:
        found = self._query(document, "entity", {"guid": guid})
        # An object of another type answers with its guid only.
        return read(found, shape, where="entity") if found is not None and marker in found else None

    def _list(
        self, document: str, field: str, variables: Mapping[str, object], shape: type[T], key: Callable[[T], str]
    ) -> list[T]:
        """A whole list. When it grew or shrank in between, an item may have slipped past: read it again."""
        for _ in range(_LIST_ATTEMPTS):
            found: dict[str, T] = {}
            totals = set()
            offset = 0
            while True:
                page = self._query(document, field, {**variables, "offset": offset, "limit": PAGE_SIZE})
                if not isinstance(page, dict) or not isinstance(page.get("total"), int):
                    raise NotPleioError("unexpected_answer", where=field, explanation="The answer holds no list.")
                totals.add(page["total"])
                items = [read(edge, shape, where=field) for edge in page.get("edges") or [] if edge is not None]
                found.update((key(item), item) for item in items)
                offset += PAGE_SIZE
                if offset >= page["total"]:
                    break
            if len(totals) == 1:
                return list(found.values())
        raise UnreachableError(
            "list_changes",
            where=field,
            explanation="The list changed each time it was being read.",
            remedy="Try again when nobody else is changing many items.",
        )


def _key_filter(key: TagCategory | None) -> dict[str, object]:
    if key is None:
        return {}
    if not key.values:
        text = f"No value of the tag category '{key.name}' is given to look for."
        raise InputRefusedError("invalid_filter", explanation=text, remedy="Give at least one value.")
    return {"tagCategories": [{"name": key.name, "values": list(key.values)}]}


def _parts(answer: Mapping[str, Any], where: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    data, errors = answer.get("data") or {}, answer.get("errors") or []
    if not isinstance(data, dict) or not isinstance(errors, list) or not all(isinstance(e, dict) for e in errors):
        raise NotPleioError("unexpected_answer", where=where, explanation="The answer is no GraphQL answer.")
    return data, errors


def _general_refusal(message: str, where: str) -> PleioError:
    """An error about the whole request: a key such as `not_logged_in`, or the request itself is not understood."""
    error = refusal(message, where=where)
    return error if error.key != "unknown_error" else DocumentRefusedError("bad_request", where=where, detail=message)


def _result(
    operation: Operation[T], alias: str, data: Mapping[str, Any], errors: Sequence[Mapping[str, Any]], size: int
) -> T | PleioError:
    where = f"{operation.name} ({alias})" if size > 1 else operation.name
    own = [error for error in errors if error["path"][0] == alias]
    refused = [error for error in own if len(error["path"]) == 1]
    if refused:
        return refusal(str(refused[0].get("message", "")), where=where)
    if own:
        # The change itself was made; only reading back what became of it failed.
        return OutcomeUnknownError(where=where, detail=str(own[0].get("message", "")))
    try:
        return operation.parse(data[alias], where)
    except (NotPleioError, LookupError, TypeError):
        return OutcomeUnknownError(where=where, detail="the site does not tell what became of the change")
