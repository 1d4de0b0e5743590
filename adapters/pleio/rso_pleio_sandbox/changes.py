"""How every mutation goes: only for who is logged in, and with Pleio's own cleaning of the input."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar

from ariadne import MutationType, convert_camel_case_to_snake
from graphql import GraphQLError

from rso_pleio_sandbox.access import Caller
from rso_pleio_sandbox.group_fields import caller
from rso_pleio_sandbox.notifications import announce_due
from rso_pleio_sandbox.records import Group, Item, User

mutation = MutationType()
ACTING_NULLS = frozenset({"timePublished", "scheduleArchiveEntity", "scheduleDeleteEntity", "groupGuid"})
"""Fields for which a null means something; for all others it means "leave as is"."""
LONGEST_TAG = 256
R = TypeVar("R")


def changes(name: str, *, acting_nulls: Collection[str] = ()) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Register a mutation; it gets the caller, the caller's account and the input without nulls that do nothing.

    Args:
        name: name of the mutation.
        acting_nulls: fields for which a null acts, beside those for which it always does.
    """
    kept = ACTING_NULLS | set(acting_nulls)

    def register(resolve: Callable[..., R]) -> Callable[..., R]:
        def resolver(_: Any, info: Any, **arguments: Any) -> R:
            who = caller(info)
            if who.user is None:
                raise GraphQLError("not_logged_in")
            given = arguments.get("input") or arguments
            try:
                return resolve(who, who.user, {k: v for k, v in given.items() if v is not None or k in kept})
            finally:
                # Also after a refusal: adding people can break off halfway, and those before it are in.
                announce_due(who.state)

        mutation.set_field(name, resolver)
        return resolver

    return register


def found_group(who: Caller, guid: str | None, refusal: str = "could_not_find") -> Group:
    """The group with this guid, or the refusal."""
    group = who.state.groups.get(guid or "")
    if group is None:
        raise GraphQLError(refusal)
    return group


def writable_group(who: Caller, guid: str | None, refusal: str = "could_not_save") -> Group:
    """The group with this guid, for a writer of it."""
    group = found_group(who, guid)
    if not who.writes_group(group):
        raise GraphQLError(refusal)
    return group


def found_user(who: Caller, guid: str | None) -> User:
    """The account with this guid."""
    user = who.state.users.get(guid or "")
    if user is None:
        raise GraphQLError("could_not_find")
    return user


def fill(target: Group | Item, given: Mapping[str, Any], fields: Collection[str]) -> None:
    """Set the attributes of the fields that were sent; a moment is kept as ISO text with the offset it came with."""
    for name in fields:
        if name in given:
            value = given[name]
            text = value.isoformat() if isinstance(value, datetime) else value
            setattr(target, convert_camel_case_to_snake(name), text)


def check_length(text: str, longest: int) -> None:
    """Refuse as the database does: its raw message reaches the client."""
    if len(text) > longest:
        raise GraphQLError(f"value too long for type character varying({longest})\n")


def check_tags(given: Mapping[str, Any]) -> None:
    """Refuse tags, and categories with their value, that are too long."""
    for tag in given.get("tags") or []:
        check_length(tag or "", LONGEST_TAG)
    for category in given.get("tagCategories") or []:
        for value in category.get("values") or []:
            check_length(f"{value} ({category['name']})", LONGEST_TAG)
