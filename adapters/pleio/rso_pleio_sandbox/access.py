"""Who may see and change what on the sandbox site."""

import attrs

from rso_pleio_sandbox.records import FULL_ROLES, Group, Item, User
from rso_pleio_sandbox.state import SiteState

OWNER_ACCESS = 0
LOGGED_IN_ACCESS = 1
PUBLIC_ACCESS = 2
GROUP_ACCESS = 4
FIRST_SUBGROUP_ACCESS = 10_000


@attrs.frozen
class Caller:
    """The user behind a request; None for an anonymous one. `host` is the site's own name in this request."""

    state: SiteState
    user: User | None
    host: str = ""

    @property
    def guid(self) -> str | None:
        """Guid of the user."""
        return self.user.guid if self.user else None

    @property
    def is_admin(self) -> bool:
        """Whether this is a site admin."""
        return self.user is not None and self.user.is_admin

    @property
    def is_editor(self) -> bool:
        """Whether this is a site admin or an editor of the site."""
        return self.user is not None and (self.user.is_admin or self.user.is_editor)

    def role_in(self, group: Group) -> str | None:
        """Role of the caller in a group."""
        return group.members.get(self.user.guid) if self.user else None

    def is_member(self, group: Group) -> bool:
        """Whether the caller is a full member."""
        return self.role_in(group) in FULL_ROLES

    def writes_group(self, group: Group) -> bool:
        """Whether the caller is a writer of the group: owner, group admin or site admin."""
        return self.is_admin or self.role_in(group) in ("owner", "admin")

    def sees_group(self, group: Group) -> bool:
        """Whether the caller may know of the group at all."""
        return not group.is_hidden or self.is_admin or self.is_member(group)

    def writes(self, item: Item) -> bool:
        """Whether the caller may edit an item."""
        if self.user is None:
            return False
        if item.owner == self.user.guid or self.is_admin:
            return True
        group = self.state.groups.get(item.group or "")
        if group is not None and self.writes_group(group):
            return True
        return self._granted(item, item.write_access_id)

    def sees(self, item: Item) -> bool:
        """Whether the caller may read an item. A writer of its group does not see what is for its owner only."""
        if item.subtype == "comment":
            above = self.state.items.get(item.parent or "")
            return above is not None and self.sees(above)
        if self.is_admin or (self.user is not None and item.owner == self.user.guid):
            return True
        return item.status != "draft" and self._granted(item, item.access_id)

    def _granted(self, item: Item, access: int) -> bool:
        if access == PUBLIC_ACCESS:
            return True
        if self.user is None or access == OWNER_ACCESS:
            return False
        group = self.state.groups.get(item.group or "")
        if access >= FIRST_SUBGROUP_ACCESS:
            return group is not None and any(
                subgroup.id == access - FIRST_SUBGROUP_ACCESS and self.user.guid in subgroup.members
                for subgroup in group.subgroups
            )
        if access == GROUP_ACCESS:
            return group is not None and self.is_member(group)
        return access == LOGGED_IN_ACCESS


def stored_access(wanted: int, group: Group | None) -> int:
    """The access that the site makes of a wish: the group where it is closed, the owner where there is no group."""
    if wanted == GROUP_ACCESS and group is None:
        return OWNER_ACCESS
    closed = group is not None and group.is_closed
    return GROUP_ACCESS if closed and wanted in (LOGGED_IN_ACCESS, PUBLIC_ACCESS) else wanted
