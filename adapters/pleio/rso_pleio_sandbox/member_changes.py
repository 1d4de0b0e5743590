"""Mutations of membership: inviting, joining, roles and leaving."""

import secrets
from typing import Any

from graphql import GraphQLError

from rso_pleio_sandbox.access import Caller
from rso_pleio_sandbox.changes import changes, found_group, found_user, writable_group
from rso_pleio_sandbox.membership import join, leave_subgroups, take_out
from rso_pleio_sandbox.moments import now
from rso_pleio_sandbox.notifications import tell, tell_writers
from rso_pleio_sandbox.records import FULL_ROLES, Group, Invitation, User

NO_SUCH_USER = "'NoneType' object has no attribute 'is_authenticated'"
"""What the real site answers when an unknown address is added directly."""


@changes("inviteToGroup")
def invite_to_group(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Direct adding breaks off at an unknown address, those before it are in; inviting mails at every call."""
    group = writable_group(who, given["guid"], "could_not_invite")
    if given.get("directAdd") and not who.is_admin:
        raise GraphQLError("user_not_site_admin")
    for wanted in given.get("users") or []:
        if given.get("directAdd"):
            join(who.state, group, _account(who, wanted).guid)
        else:
            _invite(who, group, wanted)
    return {"group": group}


def _account(who: Caller, wanted: dict[str, Any]) -> User:
    if wanted.get("guid"):
        return found_user(who, wanted["guid"])
    user = who.state.user_by_email(wanted.get("email"))
    if user is None:
        raise GraphQLError(NO_SUCH_USER)
    return user


def _invite(who: Caller, group: Group, wanted: dict[str, Any]) -> None:
    user = found_user(who, wanted["guid"]) if wanted.get("guid") else who.state.user_by_email(wanted.get("email"))
    email = user.email if user else str(wanted.get("email") or "")
    if not email:
        raise GraphQLError("could_not_invite")
    invitation = next((i for i in group.invitations if i.email == email), None)
    if invitation is None:
        invitation = Invitation(
            id=who.state.new_number(),
            code=secrets.token_urlsafe(16),
            email=email,
            user=user.guid if user else None,
            time_created=now(),
        )
        group.invitations.append(invitation)
    tell(who.state, "invitation", [invitation.user or email], group.guid)


@changes("resendGroupInvitation")
def resend_invitation(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Mails once more."""
    group, invitation = _invitation(who, given.get("id"))
    tell(who.state, "invitation", [invitation.user or invitation.email], group.guid)
    return {"group": group}


@changes("deleteGroupInvitation")
def delete_invitation(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Takes an invitation back; nobody is mailed."""
    group, invitation = _invitation(who, given.get("id"))
    group.invitations.remove(invitation)
    return {"group": group}


def _invitation(who: Caller, number: int | None) -> tuple[Group, Invitation]:
    for group in who.state.groups.values():
        for invitation in group.invitations:
            if invitation.id == number:
                return writable_group(who, group.guid, "could_not_invite"), invitation
    raise GraphQLError("could_not_find")


@changes("acceptGroupInvitation")
def accept_invitation(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """Only the person who was invited, with the code of the mail."""
    for group in who.state.groups.values():
        for invitation in group.invitations:
            mine = user.guid == invitation.user or user.email == invitation.email
            if mine and invitation.code == given.get("code"):
                group.invitations.remove(invitation)
                join(who.state, group, user.guid)
                return {"group": group}
    raise GraphQLError("invalid_code")


@changes("joinGroup")
def join_group(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """At once in an open group; in a closed one, or one on request, the writers are asked."""
    group = found_group(who, given.get("guid"))
    if who.is_member(group):
        raise GraphQLError("already_member_of_group")
    if group.is_closed or group.is_membership_on_request:
        group.members[user.guid] = "pending"
        tell_writers(who.state, "request", group)
    else:
        join(who.state, group, user.guid)
    return {"group": group}


@changes("leaveGroup")
def leave_group(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """Also leaves its subgroups, unlike being taken out."""
    group = found_group(who, given.get("guid"))
    if user.guid not in group.members:
        raise GraphQLError("user_not_member_of_group")
    if group.is_leaving_group_disabled:
        raise GraphQLError("leaving_group_is_disabled")
    if group.members[user.guid] == "owner":
        raise GraphQLError("could_not_leave")
    take_out(group, user.guid)
    leave_subgroups(group, user.guid)
    return {"group": group}


@changes("acceptMembershipRequest")
def accept_request(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Needs no request: it makes anyone a member. And mails."""
    group = writable_group(who, given.get("groupGuid"))
    user = found_user(who, given.get("userGuid"))
    join(who.state, group, user.guid)
    tell(who.state, "accepted", [user.guid], group.guid)
    return {"group": group}


@changes("rejectMembershipRequest")
def reject_request(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Takes away any membership, not only a request. And mails."""
    group = writable_group(who, given.get("groupGuid"))
    user = found_user(who, given.get("userGuid"))
    if user.guid not in group.members:
        raise GraphQLError("could_not_find_membership_request")
    take_out(group, user.guid)
    tell(who.state, "rejected", [user.guid], group.guid)
    return {"group": group}


@changes("changeGroupRole")
def change_group_role(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """One owner at a time, the one before becomes admin; `removed` takes the person out. Only a new owner is mailed."""
    group = writable_group(who, given.get("guid"))
    guid, role = given.get("userGuid"), given.get("role")
    if guid not in group.members:
        raise GraphQLError("user_not_member_of_group")
    if role == "removed":
        take_out(group, guid)
        return {"group": group}
    if role not in FULL_ROLES:
        raise GraphQLError("could_not_save")
    if role == "owner":
        group.members.update({g: "admin" for g, r in group.members.items() if r == "owner"})
        group.owner = guid
        tell(who.state, "owner", [guid], group.guid)
    if group.members[guid] == "pending":
        join(who.state, group, guid, role, welcome=False)
    group.members[guid] = role
    return {"group": group}


@changes("removeGroupMembers")
def remove_group_members(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """Who is no member is passed over; subgroups keep the names."""
    group = writable_group(who, given.get("guid"))
    for guid in given.get("userGuids") or []:
        take_out(group, guid)
    return {"group": group}
