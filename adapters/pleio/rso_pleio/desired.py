"""What the site should show, as a pure function of the registers: groups with members, subgroups and items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from rso_core.projection import unreadable_name
from rso_core.time_zone import AMSTERDAM
from rso_pleio.model import (
    LONGEST_NAME,
    Choice,
    DesiredGroup,
    DesiredItem,
    DesiredMember,
    DesiredSite,
    DesiredSubgroup,
    Registers,
    Row,
    unique_keys,
)
from rso_pleio.rows import BODIES, PARTIES, PEOPLE, ROLES, SEATS
from rso_pleio.texts import VisibleRegisters, description, introduction
from rso_pleio.texts.people import CHAIRS, SECRETARIES, matches
from rso_pleio.texts.visibility import in_order, is_open
from rso_pleio.texts.words import line

if TYPE_CHECKING:
    from rso_pleio.people import AddressRow

__all__ = ["ADMIN_ROLES", "AMSTERDAM", "Pages", "desired_site"]

ADMIN_ROLES = ("voorzitter*", "secretaris*")
"""Roles whose holders administer the group, unless the settings name others (patterns, case ignored)."""
Pages = Callable[[Row, Registers], Iterable[DesiredItem]]
"""Gives the items for the group of a body: a row of the body register, and any register by name."""
_GENEROSITY: tuple[Choice, ...] = ("add", "invite", "none")
"""What an organisation may choose for its people, the most generous first."""


def desired_site(registers: Registers, pages: Pages, admin_roles: Iterable[str] = ADMIN_ROLES) -> DesiredSite:
    """What the site should show on the day of the registers.

    Args:
        registers: as of that day; ``bodies``, ``roles`` and ``pleio_people`` have to be there, because without them
            every group or member would seem to have gone.
        pages: items for the group of a body.
        admin_roles: patterns of role ids and names whose holders administer the group.

    Raises:
        UnknownReadModelError: no plugin brings one of those registers.
        RegisterError: what says who takes part, or what a body is, cannot be told, or not whole.
    """
    patterns = tuple(admin_roles)
    people = {row.person: row for row in PEOPLE.rows(registers)}
    unreadable = {person for person, row in people.items() if row.name == unreadable_name(person)}
    bodies = in_order(BODIES.rows(registers))
    groups = []
    for body in bodies:
        if is_open(body):
            visible = VisibleRegisters(body, registers)
            found = _taking_part(visible, patterns)
            members = _members(visible, found, people)
            groups.append(
                DesiredGroup(
                    key=f"body-{body.body}",
                    name=(line(body.name) or line(body.body))[:LONGEST_NAME],
                    introduction=introduction(body),
                    text=description(visible),
                    members=members,
                    subgroups=_subgroups(visible.id, found, members),
                    items=unique_keys(pages(body, registers)),
                    without_address=tuple(sorted(found.keys() - {member.person for member in members})),
                    unreadable=tuple(sorted(found.keys() & unreadable)),
                )
            )
    away = [body for body in bodies if not is_open(body)]
    return DesiredSite(
        groups=tuple(groups),
        closed=tuple(f"body-{body.body}" for body in away if not body.confidential),
        confidential=tuple(f"body-{body.body}" for body in away if body.confidential),
    )


@attrs.define
class _TakingPart:
    """A person who takes part in a body: for which parties, and as what."""

    parties: set[str | None] = attrs.field(factory=set)
    admin: bool = False
    chair: bool = False
    secretary: bool = False
    deputy: bool = False


def _taking_part(visible: VisibleRegisters, admin_roles: tuple[str, ...]) -> Mapping[str, _TakingPart]:
    """Who holds a role in the body, stands in for one who does, or has a seat."""
    found: dict[str, _TakingPart] = {}
    for role in visible.own(ROLES):
        if role.person:
            holder = found.setdefault(role.person, _TakingPart())
            holder.parties.add(role.party)
            holder.admin |= matches(role, admin_roles)
            holder.chair |= matches(role, CHAIRS)
            holder.secretary |= matches(role, SECRETARIES)
        if role.deputy:
            stands_in = found.setdefault(role.deputy, _TakingPart(deputy=True))
            stands_in.parties.add(role.party)
            stands_in.deputy = True
    for seat in (row for row in visible.known(SEATS) if row.body == visible.id):
        if seat.person:
            sits = found.setdefault(seat.person, _TakingPart())
            sits.parties.add(seat.party)
            sits.deputy |= bool(seat.deputy_of)
    return found


def _members(
    visible: VisibleRegisters, found: Mapping[str, _TakingPart], people: Mapping[str, AddressRow]
) -> tuple[DesiredMember, ...]:
    """Who has an address, in order of identifiers; the most generous choice of the person's parties holds."""
    choices: dict[str | None, str | None] = {row.party: row.platform_choice for row in visible.known(PARTIES)}
    members = []
    for person, part in sorted(found.items()):
        known = people.get(person)
        email = line(known.email) if known is not None else ""
        if known is None or not email:
            continue
        chosen = {choices.get(party) for party in part.parties}
        members.append(
            DesiredMember(
                person=person,
                email=email,
                role="admin" if part.admin else "member",
                choice=next((choice for choice in _GENEROSITY if choice in chosen), "none"),
                name=line(known.name),
            )
        )
    return tuple(members)


def _subgroups(
    body: str, found: Mapping[str, _TakingPart], members: Iterable[DesiredMember]
) -> tuple[DesiredSubgroup, ...]:
    """The parts of a group, with nobody in them where nobody is: one that became empty is emptied on the site too."""
    ids = [member.person for member in members]
    parts = {
        "Voorzitters": [person for person in ids if found[person].chair],
        "Plaatsvervangers": [person for person in ids if found[person].deputy],
        "Secretariaat": [person for person in ids if found[person].secretary],
    }
    return tuple(
        DesiredSubgroup(key=f"body-{body}/{name.lower()}", name=name, persons=tuple(persons))
        for name, persons in parts.items()
    )
