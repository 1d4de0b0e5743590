"""Every GraphQL document that the adapter sends, in one place, so that a test can hold them against a schema.

Queries are constants. A mutation is a value, `Operation`; one or more of them become one document, each under an
alias of its own, because a site does many in one request about twice as fast as one by one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from rso_pleio.errors import InputRefusedError
from rso_pleio.inputs import EventFields, GroupFields, Json, WikiFields, to_input
from rso_pleio.values import ACCESS_GROUP, Entity, Group, Role, read

T = TypeVar("T")
R = TypeVar("R", covariant=True)

GROUP_PARTS = """fragment GroupParts on Group {
  guid canEdit name url richDescription introduction welcomeMessage isClosed isHidden isMembershipOnRequest
  isIntroductionPublic autoNotification plugins memberCount memberRole tags tagCategories { name values }
}"""
EVENT_PARTS = """fragment EventParts on Event {
  guid canEdit subtype title abstract richDescription url accessId writeAccessId statusPublished timeCreated
  timeUpdated tags tagCategories { name values } group { guid } parent { guid } startDate endDate location source
}"""
WIKI_PARTS = """fragment WikiParts on Wiki {
  guid canEdit subtype title abstract richDescription url accessId writeAccessId statusPublished timeCreated
  timeUpdated tags tagCategories { name values } group { guid } parent { guid }
}"""
FRAGMENTS: Mapping[str, str] = {"GroupParts": GROUP_PARTS, "EventParts": EVENT_PARTS, "WikiParts": WIKI_PARTS}


def with_fragments(document: str) -> str:
    """A document together with the fragments that it names; a site refuses one that is defined and not used."""
    return "\n".join([document, *(text for name, text in FRAGMENTS.items() if f"...{name}" in document)])


VIEWER = "query Viewer { viewer { guid loggedIn isAdmin isSubEditor isBanned user { guid name email } } }"
SITE = """query Site { site {
  guid name language defaultAccessId customTagsAllowed maxCharactersInAbstract tagCategories { name values }
} }"""
GROUPS = with_fragments(
    """query Groups($filter: GroupFilter, $tagCategories: [TagCategoryInput], $offset: Int, $limit: Int) {
  groups(filter: $filter, tagCategories: $tagCategories, offset: $offset, limit: $limit) {
    total edges { ...GroupParts }
  }
}"""
)
GROUP = with_fragments("query Group($guid: String) { entity(guid: $guid) { guid ...GroupParts } }")
MEMBERS = """query Members($groupGuid: String!, $offset: Int, $limit: Int) {
  members(groupGuid: $groupGuid, offset: $offset, limit: $limit) {
    total edges { role email memberSince user { guid name email } }
  }
}"""
SITE_USERS = """query SiteUsers($offset: Int, $limit: Int) {
  siteUsers(offset: $offset, limit: $limit) { total edges { guid name email } }
}"""
ENTITIES = with_fragments(
    """query Entities($containerGuid: String, $subtypes: [String], $tagCategories: [TagCategoryInput],
  $statusPublished: [StatusPublished], $offset: Int, $limit: Int) {
  entities(containerGuid: $containerGuid, subtypes: $subtypes, tagCategories: $tagCategories,
    statusPublished: $statusPublished, orderBy: timeCreated, orderDirection: asc, offset: $offset, limit: $limit) {
    total edges { guid ...EventParts ...WikiParts }
  }
}"""
)
ENTITY = with_fragments("query Entity($guid: String) { entity(guid: $guid) { guid ...EventParts ...WikiParts } }")
QUERIES: tuple[str, ...] = (VIEWER, SITE, GROUPS, GROUP, MEMBERS, SITE_USERS, ENTITIES, ENTITY)
"""Every query, for the contract tests."""


@attrs.frozen
class Mutation:
    """A mutation of the API.

    Args:
        field: its name.
        argument: the name of its only argument.
        argument_type: the type of that argument, as GraphQL writes it.
        selection: what is read back.
    """

    field: str
    argument: str
    argument_type: str
    selection: str


def _on_input(field: str, selection: str) -> Mutation:
    return Mutation(field, "input", f"{field}Input!", selection)


ADD_GROUP = _on_input("addGroup", "{ group { ...GroupParts } }")
EDIT_GROUP = _on_input("editGroup", "{ group { ...GroupParts } }")
INVITE_TO_GROUP = _on_input("inviteToGroup", "{ group { guid } }")
CHANGE_GROUP_ROLE = _on_input("changeGroupRole", "{ group { guid } }")
REMOVE_GROUP_MEMBERS = _on_input("removeGroupMembers", "{ group { guid } }")
ADD_ENTITY = _on_input("addEntity", "{ entity { guid ...EventParts ...WikiParts } }")
EDIT_ENTITY = _on_input("editEntity", "{ entity { guid ...EventParts ...WikiParts } }")
TOGGLE_ARCHIVED = Mutation("toggleEntityArchived", "guid", "String!", "{ success }")
MUTATIONS: tuple[Mutation, ...] = (
    ADD_GROUP,
    EDIT_GROUP,
    INVITE_TO_GROUP,
    CHANGE_GROUP_ROLE,
    REMOVE_GROUP_MEMBERS,
    ADD_ENTITY,
    EDIT_ENTITY,
    TOGGLE_ARCHIVED,
)
"""Every mutation, for the contract tests."""


@attrs.frozen
class Operation(Generic[R]):
    """One change to a site, ready to be sent alone or with others.

    Args:
        mutation: which mutation of the API.
        value: its argument as JSON.
        parse: makes the result from what the mutation gave back and the place for an error message.
    """

    mutation: Mutation
    value: Json | str
    parse: Callable[[Any, str], R] = attrs.field(repr=False, eq=False)

    @property
    def name(self) -> str:
        """The name of the mutation, for messages and counters."""
        return self.mutation.field


def batch_document(mutations: Sequence[Mutation]) -> str:
    """One document that carries mutations out in order, the n-th as `m<n>` with the variable `$v<n>`."""
    variables = ", ".join(f"$v{n}: {m.argument_type}" for n, m in enumerate(mutations))
    fields = "\n".join(f"  m{n}: {m.field}({m.argument}: $v{n}) {m.selection}" for n, m in enumerate(mutations))
    name = "Batch" if len(mutations) > 1 else mutations[0].field[0].upper() + mutations[0].field[1:]
    return with_fragments(f"mutation {name}({variables}) {{\n{fields}\n}}")


def _group(payload: Any, where: str) -> Group:
    return read(payload["group"], Group, where=where)


def _entity(payload: Any, where: str) -> Entity:
    return read(payload["entity"], Entity, where=where)


def _done(payload: Any, where: str) -> bool:  # noqa: ARG001
    return True


def add_group(fields: GroupFields) -> Operation[Group]:
    """Make a group; the account becomes its owner.

    Args:
        fields: its fields; the name must be set, and so should the tag category that holds our key.

    Raises:
        InputRefusedError: when there is no name.
    """
    if fields.name is None:
        raise InputRefusedError("invalid_value", explanation="A new group needs a name.", remedy="Set the name.")
    return Operation(ADD_GROUP, to_input(fields), _group)


def edit_group(guid: str, fields: GroupFields) -> Operation[Group]:
    """Change the fields of a group that are set. The result tells what the site really kept."""
    return Operation(EDIT_GROUP, {"guid": guid, **to_input(fields)}, _group)


def direct_add(group_guid: str, user_guids: Sequence[str] = (), emails: Sequence[str] = ()) -> Operation[bool]:
    """Add people to a group at once, as members and without an invitation; site admins only.

    Prefer guids: an email address that the site does not know breaks the list off, with the earlier ones added.

    Args:
        group_guid: the group.
        user_guids: people by guid.
        emails: people by email address, spelled exactly as the site has it.

    Raises:
        InputRefusedError: when nobody is named.
    """
    users = [*({"guid": guid} for guid in user_guids), *({"email": email} for email in emails)]
    if not users:
        raise InputRefusedError("invalid_value", explanation="There is nobody to add.", remedy="Name a person.")
    return Operation(INVITE_TO_GROUP, {"guid": group_guid, "users": users, "directAdd": True}, _done)


def change_group_role(group_guid: str, user_guid: str, role: Role) -> Operation[bool]:
    """Give a member another role; a new owner makes the previous owner admin, and gets a mail.

    Raises:
        InputRefusedError: when the role is `PENDING`, which the site does not give, or `REMOVED`.
    """
    if role not in (Role.OWNER, Role.ADMIN, Role.MEMBER):
        text = f"The role '{role}' cannot be given."
        raise InputRefusedError("invalid_value", explanation=text, remedy="Use owner, admin or member.")
    value = {"guid": group_guid, "userGuid": user_guid, "role": role.value}
    return Operation(CHANGE_GROUP_ROLE, value, _done)


def remove_group_members(group_guid: str, user_guids: Sequence[str]) -> Operation[bool]:
    """End the membership of people; who is no member is skipped by the site."""
    return Operation(REMOVE_GROUP_MEMBERS, {"guid": group_guid, "userGuids": list(user_guids)}, _done)


def _added(subtype: str, container: str, fields: WikiFields) -> Operation[Entity]:
    if fields.title is None:
        raise InputRefusedError("invalid_value", explanation=f"A new {subtype} needs a title.", remedy="Set the title.")
    value = {"subtype": subtype, "containerGuid": container, "accessId": ACCESS_GROUP, **to_input(fields)}
    return Operation(ADD_ENTITY, value, _entity)


def add_wiki(container_guid: str, fields: WikiFields) -> Operation[Entity]:
    """Make a wiki page that the members of the group can read.

    Args:
        container_guid: the group, or the wiki page that it comes under.
        fields: its fields; the title must be set.

    Raises:
        InputRefusedError: when there is no title, or the fields are those of an event.
    """
    if isinstance(fields, EventFields):
        text = "A wiki page has no start, end, location or source."
        raise InputRefusedError("invalid_value", explanation=text, remedy="Use WikiFields.")
    return _added("wiki", container_guid, fields)


def add_event(group_guid: str, fields: EventFields) -> Operation[Entity]:
    """Make an event that the members of the group can read.

    Args:
        group_guid: the group.
        fields: its fields; title and start must be set, the end is the start when it is not.

    Raises:
        InputRefusedError: when there is no title or start.
    """
    if fields.start_date is None:
        raise InputRefusedError("invalid_date", explanation="A new event needs a start.", remedy="Set the start.")
    return _added("event", group_guid, fields)


def edit_entity(guid: str, fields: WikiFields | EventFields, *, group_access: bool = False) -> Operation[Entity]:
    """Change the fields of an event or wiki page that are set.

    Its place is never sent: a wiki page that is edited with the guid of its group leaves that group.

    Args:
        guid: the item.
        fields: what to change; give `EventFields` for events only.
        group_access: True also gives read access to the members of the group again.
    """
    access = {"accessId": ACCESS_GROUP} if group_access else {}
    return Operation(EDIT_ENTITY, {"guid": guid, **to_input(fields), **access}, _entity)


def toggle_archived(guid: str) -> Operation[bool]:
    """Archive an item, or bring it back when it is archived: read its status first, this flips it."""
    return Operation(TOGGLE_ARCHIVED, guid, _done)
