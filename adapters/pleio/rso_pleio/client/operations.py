"""Every GraphQL document that the adapter sends, in one place; a test checks them against the real schema."""

from collections.abc import Sequence

import attrs

PAGE = 100
"""Rows in one page of a list."""
KINDS = ("event", "wiki", "task", "file", "blog")
"""Kinds of content that we make, by their subtype on the site."""
_TYPES = ("Event", "Wiki", "Task", "File", "Blog")
_LIGHT = "timeUpdated statusPublished tagCategories { name values }"
_FULL = f"title richDescription accessId url group {{ guid }} {_LIGHT}"
_OWN = {
    "Event": "startDate endDate location parent { guid }",
    "Wiki": "parent { guid }",
    "Task": "state",
    "File": "size",
}

LIGHT = "guid __typename " + " ".join(f"... on {name} {{ {_LIGHT} }}" for name in _TYPES)
"""What tells whether an item changed, and whether it is ours."""
FULL = "guid __typename " + " ".join(f"... on {name} {{ {_FULL} {_OWN.get(name, '')} }}" for name in _TYPES)
"""What an item says."""

_GROUP = (
    "guid name introduction richDescription isClosed autoNotification canEdit url plugins memberCount welcomeMessage "
    "tagCategories { name values }"
)
_MEMBERS = "total edges { role email user { guid name } }"
_VIEWER = "viewer { guid loggedIn isAdmin user { guid name email } }"
_ANSWERS = " ".join(f"... on {name} {{ timeUpdated accessId statusPublished url }}" for name in _TYPES)
_WRITTEN = f"{{ entity {{ guid __typename {_ANSWERS} }} }}"
_FILED = "{ entity { guid __typename ... on File { timeUpdated accessId statusPublished url size } } }"

VIEWER = f"query viewer {{ {_VIEWER} }}"
SITE = f"""query site($tagCategories: [TagCategoryInput], $offset: Int, $limit: Int) {{
  {_VIEWER}
  groups(tagCategories: $tagCategories, offset: $offset, limit: $limit) {{ total edges {{ {_GROUP} }} }}
}}"""
GROUPS_NAMED = f"""query named($q: String, $offset: Int, $limit: Int) {{
  groups(q: $q, offset: $offset, limit: $limit) {{ total edges {{ {_GROUP} }} }}
}}"""
MEMBERS = f"""query members($guid: String, $offset: Int, $limit: Int) {{
  entity(guid: $guid) {{ guid ... on Group {{ members(offset: $offset, limit: $limit) {{ {_MEMBERS} }} }} }}
}}"""
_INVITED = "total edges { id email user { guid } }"
INVITED = f"""query invited($guid: String, $offset: Int, $limit: Int) {{
  entity(guid: $guid) {{ guid ... on Group {{ invited(offset: $offset, limit: $limit) {{ {_INVITED} }} }} }}
}}"""
ENTITIES = f"""query entities($group: String, $subtypes: [String], $offset: Int, $limit: Int) {{
  entities(containerGuid: $group, subtypes: $subtypes, offset: $offset, limit: $limit, orderBy: timeCreated,
           orderDirection: asc, statusPublished: [draft, published, archived]) {{ total edges {{ {LIGHT} }} }}
}}"""
KEYED = f"""query keyed($tagCategories: [TagCategoryInput], $subtypes: [String], $offset: Int, $limit: Int) {{
  entities(tagCategories: $tagCategories, subtypes: $subtypes, offset: $offset, limit: $limit, orderBy: timeCreated,
           orderDirection: asc, statusPublished: [draft, published, archived]) {{ total edges {{ {FULL} }} }}
}}"""
SITE_USERS = """query siteUsers($offset: Int, $limit: Int) {
  siteUsers(offset: $offset, limit: $limit) { total edges { guid name email } }
}"""
EVERYTHING = """query everything($group: String, $offset: Int, $limit: Int) {
  entities(containerGuid: $group, offset: $offset, limit: $limit, orderBy: timeCreated, orderDirection: asc) {
    total edges { guid __typename }
  }
}"""


@attrs.frozen
class GroupAsk:
    """A group to read.

    Attributes:
        guid: of the group.
        pages: how many pages of its content to read at once; more follow where there are more.
        full: read what the items say, not only whether they changed.
        invited: read who is invited and did not answer; only group administrators may.
    """

    guid: str
    pages: int = 1
    full: bool = False
    invited: bool = False


def groups_document(asks: Sequence[GroupAsk]) -> str:
    """One document that reads groups with members, subgroups and content: aliases ``g0``, ``e0_0``, ``e0_1``, …"""
    variables = ", ".join(["$subtypes: [String]", *(f"$g{n}: String" for n in range(len(asks)))])
    parts = [_VIEWER]
    for n, ask in enumerate(asks):
        invited = f"invited(offset: 0, limit: {PAGE}) {{ {_INVITED} }}" if ask.invited else ""
        parts.append(
            f"g{n}: entity(guid: $g{n}) {{ guid __typename ... on Group {{ {_GROUP} "
            f"members(offset: 0, limit: {PAGE}) {{ {_MEMBERS} }} "
            f"subgroups {{ total edges {{ id name members {{ guid }} }} }} {invited} }} }}"
        )
        parts += [
            f"e{n}_{page}: entities(containerGuid: $g{n}, subtypes: $subtypes, offset: {page * PAGE}, limit: {PAGE}, "
            "orderBy: timeCreated, orderDirection: asc, statusPublished: [draft, published, archived]) "
            f"{{ total edges {{ {FULL if ask.full else LIGHT} }} }}"
            for page in range(max(1, ask.pages))
        ]
    return f"query groups({variables}) {{\n  " + "\n  ".join(parts) + "\n}"


def lists_document(pages: Sequence[int]) -> str:
    """One document that reads pages of the content of groups: aliases ``e0``, ``e1``, …, each with its group."""
    variables = ", ".join(["$subtypes: [String]", *(f"$g{n}: String" for n in range(len(pages)))])
    fields = "\n".join(
        f"  e{n}: entities(containerGuid: $g{n}, subtypes: $subtypes, offset: {page * PAGE}, limit: {PAGE}, "
        "orderBy: timeCreated, orderDirection: asc, statusPublished: [draft, published, archived]) "
        f"{{ total edges {{ {LIGHT} }} }}"
        for n, page in enumerate(pages)
    )
    return f"query lists({variables}) {{\n{fields}\n}}"


def contents_document(count: int) -> str:
    """One document that reads what items say, by guid: aliases ``c0``, ``c1``, …"""
    variables = ", ".join(f"$c{n}: String" for n in range(count))
    fields = "\n".join(f"  c{n}: entity(guid: $c{n}) {{ {FULL} }}" for n in range(count))
    return f"query contents({variables}) {{\n{fields}\n}}"


def looks_document(count: int) -> str:
    """One document that reads how items stand, by guid: aliases ``c0``, ``c1``, …"""
    variables = ", ".join(f"$c{n}: String" for n in range(count))
    fields = "\n".join(f"  c{n}: entity(guid: $c{n}) {{ {LIGHT} }}" for n in range(count))
    return f"query looks({variables}) {{\n{fields}\n}}"


def revisions_document(count: int) -> str:
    """One document that reads who last changed pages, and when: aliases ``r0``, ``r1``, …"""
    variables = ", ".join(f"$r{n}: String!" for n in range(count))
    fields = "\n".join(
        f"  r{n}: revisions(containerGuid: $r{n}, limit: {PAGE}) {{ edges {{ timeCreated author {{ name }} }} }}"
        for n in range(count)
    )
    return f"query revisions({variables}) {{\n{fields}\n}}"


def users_document(count: int) -> str:
    """One document that looks people up by address: ``u0`` who are active, ``b0`` who are banned, …"""
    variables = ", ".join(f"$u{n}: String" for n in range(count))
    fields = "\n".join(
        f"  u{n}: siteUsers(q: $u{n}, limit: 20) {{ edges {{ guid name email }} }}\n"
        f"  b{n}: siteUsers(q: $u{n}, isBanned: true, limit: 20) {{ edges {{ guid name email }} }}"
        for n in range(count)
    )
    return f"query users({variables}) {{\n{fields}\n}}"


MUTATIONS = {
    "addGroup": ("addGroupInput!", "{ group { guid url } }"),
    "editGroup": ("editGroupInput!", "{ group { guid url } }"),
    "inviteToGroup": ("inviteToGroupInput!", "{ group { guid } }"),
    "acceptMembershipRequest": ("acceptMembershipRequestInput!", "{ group { guid } }"),
    "changeGroupRole": ("changeGroupRoleInput!", "{ group { guid } }"),
    "removeGroupMembers": ("removeGroupMembersInput!", "{ group { guid } }"),
    "addSubgroup": ("addSubgroupInput!", "{ success }"),
    "editSubgroup": ("editSubgroupInput!", "{ success }"),
    "addEntity": ("addEntityInput!", _WRITTEN),
    "editEntity": ("editEntityInput!", _WRITTEN),
    "editTask": ("editTaskInput!", "{ entity { guid ... on Task { timeUpdated state } } }"),
    "addFile": ("addFileInput!", _FILED),
    "editFileFolder": ("editFileFolderInput!", _FILED),
    "deleteEntity": ("deleteEntityInput!", "{ success }"),
    "toggleEntityArchived": ("String!", "{ success }"),
}
"""Per mutation the type of its argument and what we read of the answer."""


def mutation_document(names: Sequence[str]) -> str:
    """One document that carries out mutations in order, each under an alias ``m0``, ``m1``, …"""
    variables = ", ".join(f"$i{n}: {MUTATIONS[name][0]}" for n, name in enumerate(names))
    fields = "\n".join(f"  m{n}: {name}({_argument(name)}: $i{n}) {MUTATIONS[name][1]}" for n, name in enumerate(names))
    return f"mutation changes({variables}) {{\n{fields}\n}}"


def _argument(name: str) -> str:
    # The one mutation that takes no input object.
    return "guid" if name == "toggleEntityArchived" else "input"


def all_documents() -> dict[str, str]:
    """Every document by name, for checks against a schema."""
    reads = {
        "viewer": VIEWER,
        "site": SITE,
        "named": GROUPS_NAMED,
        "members": MEMBERS,
        "invited": INVITED,
        "entities": ENTITIES,
        "keyed": KEYED,
        "siteUsers": SITE_USERS,
        "everything": EVERYTHING,
        "groups": groups_document([GroupAsk("", 2), GroupAsk("", full=True, invited=True)]),
        "lists": lists_document([0, 1]),
        "contents": contents_document(2),
        "looks": looks_document(2),
        "revisions": revisions_document(2),
        "users": users_document(2),
    }
    return {**reads, **{name: mutation_document([name]) for name in MUTATIONS}}
