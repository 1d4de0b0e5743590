"""Who may see and change what on the sandbox site."""

import attrs

from rso_pleio.sandbox.state import Group, Item, SiteState, User

GROUP_ACCESS = 4
LOGGED_IN_ACCESS = 1


@attrs.frozen
class Caller:
    """The user behind a request; None for an anonymous one."""

    state: SiteState
    user: User | None

    @property
    def is_admin(self) -> bool:
        """Whether this is a site admin."""
        return self.user is not None and self.user.is_admin

    def role_in(self, group: Group) -> str | None:
        """Role of the caller in a group."""
        return group.members.get(self.user.guid) if self.user else None

    def is_member(self, group: Group) -> bool:
        """Whether the caller is a full member."""
        return self.role_in(group) in ("owner", "admin", "member")

    def writes_group(self, group: Group) -> bool:
        """Whether the caller is a writer of the group: owner, group admin or site admin."""
        return self.is_admin or self.role_in(group) in ("owner", "admin")

    def writes(self, item: Item) -> bool:
        """Whether the caller may edit an item."""
        if self.user is None:
            return False
        group = self.state.groups.get(item.group or "")
        return item.owner == self.user.guid or self.is_admin or (group is not None and self.writes_group(group))

    def sees(self, item: Item) -> bool:
        """Whether the caller may read an item."""
        if self.user is None:
            return False
        if self.writes(item):
            return True
        if item.status == "draft":
            return False
        group = self.state.groups.get(item.group or "")
        if item.access_id == GROUP_ACCESS:
            return group is not None and self.is_member(group)
        return item.access_id >= LOGGED_IN_ACCESS and item.access_id < GROUP_ACCESS
