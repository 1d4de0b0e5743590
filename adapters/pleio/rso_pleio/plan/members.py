"""How the members of a group differ from what they should be.

Who was let in by people stays; we only take out whom we brought in, and only give back roles that we gave.
"""

from collections.abc import Iterator, Mapping

import attrs

from rso_pleio.ledger_entry import Entry, Origin, State, What, fingerprint
from rso_pleio.model import DesiredMember
from rso_pleio.plan.context import Context
from rso_pleio.plan.steps import Difference, Step

FULL = ("owner", "admin", "member")
"""Roles of full members."""


def people(context: Context) -> dict[str, str]:
    """Guid on the site by person, of those of this group whose account is known.

    By the address that the site shows us, by what the ledger noted, or by a look-up.
    """
    # A group that we write shows us the addresses of its members, so one group tells who somebody is for another.
    shown = [member for group in context.site.groups.values() for member in group.members]
    by_email = {member.email: member.guid for member in shown if member.email}
    present = {member.guid for member in shown}
    found: dict[str, str] = {}
    for member in context.group.members:
        email = member.email.lower()
        noted = context.entries.get(("", What.PERSON, member.person))
        account = context.site.users.get(email)
        if email in by_email:
            found[member.person] = by_email[email]
        elif account is not None and not account.banned:
            found[member.person] = account.guid
        elif noted is not None and noted.guid and _still_holds(noted, email, context, present):
            found[member.person] = noted.guid
    return found


def _still_holds(noted: Entry, email: str, context: Context, present: set[str]) -> bool:
    """Whether what the ledger has of an account may be trusted.

    An administrator looks anew at who is in no group: the account may be gone, or blocked.
    """
    known = noted.address_hash == same_person(noted.guid or "", email)
    return known and (noted.guid in present or not context.site.viewer.is_admin)


def same_person(guid: str, email: str) -> str:
    """What the ledger keeps to see whether an account still has the address that is on record."""
    return fingerprint(guid, email.lower())


def unknown_addresses(context: Context) -> list[str]:
    """Addresses of persons whose account on the site is not known yet."""
    known = people(context)
    return [member.email.lower() for member in context.group.members if member.person not in known]


def member_steps(context: Context) -> Iterator[Step]:
    """What to do about the members of a group."""
    guids = people(context)
    for person in context.group.without_address:
        reason = "het adres is nu niet te lezen" if person in context.group.unreadable else "geen adres in Pleio bekend"
        yield context.step("cannot", What.MEMBER, person, person, reason=reason)
    for member in context.group.members:
        step = _Member(context, member, guids.get(member.person)).step()
        if step is not None:
            yield step
    yield from _no_longer(context, guids)


@attrs.frozen
class _Member:
    """The judgement of one person who belongs in the group."""

    context: Context
    member: DesiredMember
    guid: str | None

    def step(self) -> Step | None:
        there = self.context.there
        role = there.roles.get(self.guid or "") if there else None
        entry = self.context.entry(What.MEMBER, self.member.person)
        account = self.context.site.users.get(self.member.email.lower())
        if role in FULL:
            return self._inside(str(role), entry)
        if account is not None and account.banned:
            return self._say("cannot", reason="het account is op de site geblokkeerd")
        if entry is not None and entry.state == State.MADE and self.guid in (entry.guid, None):
            if self.context.policy("member") == "restore":
                return self._bring_in(entry)
            return self._drift("door iemand uit de groep gehaald")
        return self._bring_in(entry)

    def _say(self, kind: str, **more: object) -> Step:
        label = f"{self.member.person} ({'beheerder' if self.member.role == 'admin' else 'lid'})"
        given = {"guid": self.guid, "desired": self.member, **more}
        return self.context.step(kind, What.MEMBER, self.member.person, label, **given)  # type: ignore[arg-type]

    def _drift(self, reason: str, **more: object) -> Step | None:
        """What a person did to a membership; nothing to tell where that is accepted."""
        return None if self.context.policy("member") == "accept" else self._say("drift", reason=reason, **more)

    def _inside(self, role: str, entry: Entry | None) -> Step | None:
        wanted = self.member.role
        differences: tuple[Difference, ...] = (("rol", role, wanted),) if role != wanted else ()
        if role == "owner" or (role == "admin" and wanted == "member" and not _given(entry)):
            differences = ()  # whoever people made more than we ask for stays so
        if entry is None:
            # Somebody let this person in; only a role that is missing is ours to give.
            return self._say("change", does=("role",), differences=differences) if differences else None
        if entry.state == State.MADE and entry.role not in (role, None) and differences:
            if self.context.policy("member") == "restore":
                return self._say("change", does=("role",), differences=differences, reason="teruggezet")
            if entry.role == wanted:
                return self._drift("rol door iemand gewijzigd", differences=differences)
        if differences:
            return self._say("change", does=("role",), differences=differences)
        if entry.state != State.MADE or entry.guid != self.guid:
            return self._say("adopt")
        return None

    def _bring_in(self, entry: Entry | None) -> Step:
        viewer, choice = self.context.site.viewer, self.member.choice
        if viewer.is_admin:
            if self.guid is not None:
                return self._say("create")
            return self._make_account("niet bekend op de site; laat een sitebeheerder het account maken")
        if choice == "none":
            reason = "de organisatie heeft niet gekozen voor uitnodigen of toevoegen (platform_choice)"
            return self._say("cannot", reason=reason)
        if choice == "add" and self.guid is not None:
            return self._say("create", does=("accept",))
        return self._invite(entry)

    def _invite(self, entry: Entry | None) -> Step:
        there = self.context.there
        asked = there is not None and bool({self.member.email.lower(), self.guid} & there.invited)
        if asked or (entry is not None and entry.state == State.INVITED):
            return self._say("leave", reason="is uitgenodigd; wacht op antwoord")
        if entry is not None and entry.origin == Origin.INVITED and entry.state == State.MADE:
            return self._say("leave", reason="was uitgenodigd en is er niet meer; wij nodigen één keer uit")
        if self.member.choice == "add" and self.context.may_make_people:
            return self._make_account("")
        return self._say("create", does=("invite",))

    def _make_account(self, otherwise: str) -> Step:
        if self.context.may_make_people and self.member.choice == "add":
            return self._say("create", does=("account",), reason="het account wordt gemaakt", guid=None)
        return self._say("cannot", reason=otherwise)


def _given(entry: Entry | None) -> bool:
    """Whether we made this person an administrator."""
    return entry is not None and entry.state == State.MADE and entry.role == "admin"


def _no_longer(context: Context, guids: Mapping[str, str]) -> Iterator[Step]:
    """Who has no part in the group any more, by the account that they had in it."""
    roles = context.there.roles if context.there else {}
    wanted = {member.person for member in context.group.members}
    for entry in context.own(What.MEMBER):
        if entry.key in context.group.unreadable:
            continue
        if entry.key in wanted and guids.get(entry.key, entry.guid) == entry.guid:
            continue
        guid = entry.guid or _who_accepted(context, entry)
        role = roles.get(guid or "")
        if role is None or guid in guids.values() or entry.state == State.INTENDED:
            context.forgotten.extend([] if entry.key in wanted else [entry])
        elif entry.origin == Origin.FOUND and role == "admin" and entry.role == "admin":
            differences: tuple[Difference, ...] = (("rol", role, "member"),)
            reason = "heeft geen rol meer in dit overleg; blijft lid, want was dat al"
            given = {"guid": guid, "differences": differences, "reason": reason}
            yield context.step("change", What.MEMBER, entry.key, entry.key, does=("role",), **given)
        elif entry.origin == Origin.FOUND or role == "owner":
            context.forgotten.extend([] if entry.key in wanted else [entry])
        else:
            moved = "heeft op de site een ander account dan dit"
            reason = moved if entry.key in wanted else "heeft geen rol meer in dit overleg"
            yield context.step("remove", What.MEMBER, entry.key, entry.key, reason=reason, guid=guid)


def _who_accepted(context: Context, entry: Entry) -> str | None:
    """The account of somebody who was invited by address, once it is in the group."""
    members = context.there.members if context.there else ()
    return next((m.guid for m in members if m.email and same_person(entry.key, m.email) == entry.address_hash), None)
