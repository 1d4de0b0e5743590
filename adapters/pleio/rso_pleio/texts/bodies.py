"""What a group says about its body: its place in the order, how it works, and who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rso_core.dutch.sentences import capital, listed
from rso_pleio.documents import Block, Document, Item, doc, paragraph, refer
from rso_pleio.rows import ROLES, SEATS
from rso_pleio.texts.covenant import titles_of_covenants
from rso_pleio.texts.people import CHAIRS, SECRETARIES, deputy, holder, holders
from rso_pleio.texts.visibility import VisibleRegisters, in_order, is_open
from rso_pleio.texts.words import counted, facts, joined, line, lines_of, person_name, section, table_or, uncapital

if TYPE_CHECKING:
    from rso_bodies.register import BodyRow
    from rso_bodies.seats import SeatRow
    from rso_roles.register import RoleRow


def introduction(body: BodyRow) -> str:
    """What kind of body it is, as plain text."""
    level = f" op {line(body.level_nl)} niveau" if line(body.level_nl) else ""
    scope = f", over {line(body.scope)}" if line(body.scope) else ""
    told = f"{capital(line(body.kind)) or 'Overleg'}{level}{scope}."
    return f"{told} Deze groep wordt bijgewerkt uit het dossier van de samenwerking."


def description(visible: VisibleRegisters) -> Document:
    """Place in the order, way of working, composition and covenant."""
    roles = [row for row in visible.rows(ROLES) if row.body == visible.id]
    return doc(
        *section("Plaats in de ordening", _place(visible)),
        *section("Werkwijze", _way_of_working(visible, roles)),
        *section("Samenstelling", _composition(visible, roles)),
        *section("Convenant", _covenants(visible)),
    )


def _place(visible: VisibleRegisters) -> list[Block]:
    body = visible.body
    below = [row for row in in_order(visible.bodies.values()) if is_open(row) and row.reports_to == visible.id]
    return facts(
        ("Soort", line(body.kind)),
        ("Niveau", line(body.level_nl)),
        ("Plaats", line(body.place)),
        ("Rapporteert aan", visible.body_name(body.reports_to)),
        ("Aan dit overleg rapporteert", listed(visible.body_name(row.body) for row in below)),
        ("Reikwijdte", line(body.scope)),
        ("Thema's", line(body.themes)),
        ("Eerder", line(body.former_names)),
    )


def _way_of_working(visible: VisibleRegisters, roles: list[RoleRow]) -> list[Block]:
    body = visible.body
    chair = line(body.chair_name) if body.chair else ""
    persons = holders(roles, CHAIRS)
    days, limit = body.signal_answer_days, body.portfolio_limit
    return facts(
        ("Vergadert", line(body.rhythm_nl)),
        ("Voorzittende partij", chair),
        ("Voorzitter", persons),
        ("Secretaris", holders(roles, SECRETARIES)),
        ("Opent", "met het voortgangsoverzicht" if body.overview_first else ""),
        ("Antwoord op een signaal", f"binnen {counted(days, 'dag', 'dagen')}" if days else ""),
        ("Lopende projecten", f"ten hoogste {limit}" if limit is not None else ""),
    )


def _composition(visible: VisibleRegisters, roles: list[RoleRow]) -> list[Block]:
    seats = [row for row in visible.known(SEATS) if row.body == visible.id]
    members = [party for party in str(visible.body.member_ids or "").split("; ") if party]
    known = [*(role.party for role in roles), *(seat.party for seat in seats)]
    others = [party for party in known if party and party not in members]
    parties = sorted(dict.fromkeys(members), key=visible.party) + sorted(dict.fromkeys(others), key=visible.party)
    rows: list[list[Item]] = [
        [
            visible.party(party) + ("" if party in members else " (geen lid)"),
            lines_of(_taking_part(party, roles, seats)),
            lines_of(_standing_in(party, roles, seats)),
        ]
        for party in parties
    ]
    told = f"{counted(len(members), 'partij is', 'partijen zijn')} lid van dit overleg."
    headers = ("Partij", "Deelnemers", "Plaatsvervangers")
    return [paragraph(told), table_or(headers, rows, "Er zijn geen deelnemers bekend.")]


def _taking_part(party: str, roles: list[RoleRow], seats: list[SeatRow]) -> list[str]:
    """Persons of a party, each once, with what they are in the body."""
    found: dict[str, list[str]] = {}
    for seat in seats:
        if seat.party == party and not seat.deputy_of:
            found.setdefault(person_name(seat.person, seat.person_name), []).append(line(seat.rank_nl))
    for role in roles:
        if role.party == party and role.person:
            found.setdefault(holder(role), []).append(uncapital(line(role.role_name)))
    return [_with_parts(name, parts) for name, parts in sorted(found.items())]


def _with_parts(name: str, parts: list[str]) -> str:
    told = ", ".join(dict.fromkeys(part for part in parts if part))
    return f"{name} ({told})" if told else name


def _standing_in(party: str, roles: list[RoleRow], seats: list[SeatRow]) -> list[str]:
    names = [person_name(seat.person, seat.person_name) for seat in seats if _deputy_of(seat, party)]
    names += [deputy(role) for role in roles if role.party == party and role.deputy]
    return sorted(dict.fromkeys(names))


def _deputy_of(seat: SeatRow, party: str) -> bool:
    return bool(seat.deputy_of) and bool(seat.party == party)


def _covenants(visible: VisibleRegisters) -> list[Block]:
    found = titles_of_covenants(visible, ended=False)
    links = [refer(title, f"covenant-{covenant}") for covenant, title in found.items()]
    return [paragraph(*joined(links))] if links else []
