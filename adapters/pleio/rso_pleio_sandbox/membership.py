"""Joining and leaving: what happens to a group whichever way a person comes in or goes."""

from rso_pleio_sandbox.moments import now
from rso_pleio_sandbox.notifications import tell
from rso_pleio_sandbox.records import FULL_ROLES, Group, MemberSettings
from rso_pleio_sandbox.state import SiteState


def join(state: SiteState, group: Group, user: str, role: str = "member", *, welcome: bool = True) -> bool:
    """Make a person a full member, unless already one; gives whether anything changed.

    A new member hears of the group as the group's `auto_notification` says, and gets its welcome mail unless
    `welcome` is off.
    """
    if group.members.get(user) in FULL_ROLES:
        return False
    group.members[user] = role
    group.member_since[user] = now()
    group.member_settings[user] = MemberSettings(enabled=group.auto_notification)
    if welcome and group.welcome_message:
        tell(state, "welcome", [user], group.guid)
    return True


def join_everyone(state: SiteState, group: Group) -> None:
    """Make every active account a member, as a group with automatic membership does."""
    for user in state.users.values():
        if not user.is_banned:
            join(state, group, user.guid)


def take_out(group: Group, user: str) -> None:
    """Take a person out of a group. Its subgroups keep the name: the real site does not clear them."""
    group.members.pop(user, None)
    group.member_since.pop(user, None)
    group.member_settings.pop(user, None)


def leave_subgroups(group: Group, user: str) -> None:
    """Take a person out of all subgroups."""
    for subgroup in group.subgroups:
        if user in subgroup.members:
            subgroup.members.remove(user)


def forget(state: SiteState, user: str) -> None:
    """Delete an account, with its memberships and sessions; what it made stays."""
    for group in state.groups.values():
        take_out(group, user)
        leave_subgroups(group, user)
    state.sessions = {token: guid for token, guid in state.sessions.items() if guid != user}
    del state.users[user]
