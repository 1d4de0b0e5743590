"""Every GraphQL document that the adapter sends, in one place; a test checks them against the real schema."""

VIEWER = "query viewer { viewer { guid loggedIn isAdmin user { guid name } } }"

GROUPS = """query groups($tagCategories: [TagCategoryInput], $offset: Int, $limit: Int) {
  groups(tagCategories: $tagCategories, offset: $offset, limit: $limit) {
    total
    edges { guid name introduction richDescription isClosed canEdit url plugins tagCategories { name values } }
  }
}"""

MEMBERS = """query members($guid: String, $offset: Int, $limit: Int) {
  entity(guid: $guid) {
    guid
    ... on Group { members(offset: $offset, limit: $limit) { total edges { role email user { guid name } } } }
  }
}"""

ENTITIES = """query entities($group: String, $subtypes: [String], $offset: Int, $limit: Int) {
  entities(containerGuid: $group, subtypes: $subtypes, offset: $offset, limit: $limit, orderBy: timeCreated,
           orderDirection: asc, statusPublished: [draft, published, archived]) {
    total
    edges {
      guid
      ... on Wiki { title richDescription accessId timeUpdated statusPublished canEdit url parent { guid }
                    tagCategories { name values } }
      ... on Event { title richDescription accessId timeUpdated statusPublished canEdit url startDate endDate location
                     tagCategories { name values } }
    }
  }
}"""

SITE_USERS = """query siteUsers($offset: Int, $limit: Int) {
  siteUsers(offset: $offset, limit: $limit) { total edges { guid name email } }
}"""

_ENTITY = "{ entity { guid ... on Wiki { timeUpdated } ... on Event { timeUpdated } } }"
MUTATIONS = {
    "addGroup": ("addGroupInput!", "{ group { guid } }"),
    "editGroup": ("editGroupInput!", "{ group { guid } }"),
    "inviteToGroup": ("inviteToGroupInput!", "{ group { guid } }"),
    "changeGroupRole": ("changeGroupRoleInput!", "{ group { guid } }"),
    "removeGroupMembers": ("removeGroupMembersInput!", "{ group { guid } }"),
    "addEntity": ("addEntityInput!", _ENTITY),
    "editEntity": ("editEntityInput!", _ENTITY),
}
"""Per mutation the type of its input and what we read of the answer."""


def mutation_document(names: list[str]) -> str:
    """One document that carries out mutations in order, each under an alias ``m0``, ``m1``, …"""
    variables = ", ".join(f"$i{n}: {MUTATIONS[name][0]}" for n, name in enumerate(names))
    fields = "\n".join(f"  m{n}: {name}(input: $i{n}) {MUTATIONS[name][1]}" for n, name in enumerate(names))
    return f"mutation changes({variables}) {{\n{fields}\n}}"


def all_documents() -> dict[str, str]:
    """Every document by name, for checks against a schema."""
    reads = {"viewer": VIEWER, "groups": GROUPS, "members": MEMBERS, "entities": ENTITIES, "siteUsers": SITE_USERS}
    return {**reads, **{name: mutation_document([name]) for name in MUTATIONS}}
