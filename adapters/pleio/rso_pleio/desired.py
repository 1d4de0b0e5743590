"""What the site should show, as a pure function of the registers: groups, members, meetings and pages."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs

from rso_core.projection import Register
from rso_core.projection.dutch import MONTHS
from rso_pleio.documents import Block, bold, doc, paragraph

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ADMIN_ROLES = ("voorzitter*", "secretaris*")
"""Roles whose holders administer the group, unless the settings name others (patterns, case ignored)."""
LONGEST_TITLE = 256
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Row = Mapping[str, Any]
Registers = Callable[[str], Register]
"""Gives a register by its name, as of the day that the site should show."""


@attrs.frozen(kw_only=True)
class DesiredItem:
    """An event or wiki page.

    Attributes:
        key: our name for it on the site, the same for ever.
        parent: key of the wiki page above it.
        text: the stored form of a document.
        starts, ends: aware moments, for an event.
    """

    key: str
    kind: Literal["event", "wiki"]
    title: str
    text: str
    parent: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    location: str = ""


@attrs.frozen(kw_only=True)
class DesiredMember:
    """A person in a group, by the address under which the site knows them."""

    person: str
    email: str
    role: Literal["member", "admin"]


@attrs.frozen(kw_only=True)
class DesiredGroup:
    """A group; its items stand in the order in which they can be made."""

    key: str
    name: str
    introduction: str
    text: str
    members: tuple[DesiredMember, ...]
    items: tuple[DesiredItem, ...]
    without_address: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class DesiredSite:
    """All groups, in the order of the bodies; and keys of groups whose body no longer exists."""

    groups: tuple[DesiredGroup, ...]
    closed: tuple[str, ...] = ()


Pages = Callable[[Row, Registers], Iterable[DesiredItem]]
"""Gives wiki pages for the group of a body (a row of the body register)."""


def desired_site(
    registers: Registers, valid_on: date, pages: Pages, admin_roles: Iterable[str] = ADMIN_ROLES
) -> DesiredSite:
    """What the site should show on a day.

    Args:
        registers: ``bodies``, ``roles``, ``calendar`` and ``pleio_people``, as of the day.
        valid_on: that day (Europe/Amsterdam).
        pages: further wiki pages for the group of a body.
        admin_roles: patterns of role ids and names whose holders administer the group.
    """
    patterns = tuple(pattern.lower() for pattern in admin_roles)
    addresses = {row["person"]: row["email"] for row in registers("pleio_people").rows}
    bodies = registers("bodies").rows
    groups = []
    for body in bodies:
        if body["closed"]:
            continue
        members, without = _members(body, registers("roles").rows, addresses, patterns)
        of_body = [row for row in registers("calendar").rows if row["body"] == body["body"]]
        # A meeting that is skipped on purpose was never in a diary.
        meetings = [_meeting(row) for row in of_body if row["state"] != "skipped"]
        groups.append(
            DesiredGroup(
                key=f"body-{body['body']}",
                name=clean(body["name"])[:200],
                introduction=clean(_introduction(body)),
                text=doc(*_description(body, valid_on)).to_json(),
                members=members,
                items=(*meetings, *pages(body, registers)),
                without_address=without,
            )
        )
    closed = tuple(f"body-{body['body']}" for body in bodies if body["closed"])
    return DesiredSite(groups=tuple(groups), closed=closed)


def clean(text: str) -> str:
    """The text without control characters, which a document cannot hold."""
    return _CONTROL.sub(" ", text)


def title(text: str) -> str:
    """A title of at most the length that the site takes."""
    short = clean(" ".join(text.split()))
    return short if len(short) <= LONGEST_TITLE else short[: LONGEST_TITLE - 1] + "…"


def in_words(day: date) -> str:
    """A day in Dutch words: 12 maart 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def facts(*pairs: tuple[str, object]) -> list[Block]:
    """A paragraph per fact that is known: its name in bold, then what it is."""
    return [paragraph(bold(f"{name}: "), clean(str(value))) for name, value in pairs if value not in (None, "")]


def _introduction(body: Row) -> str:
    scope = f" over {body['scope']}" if body["scope"] else ""
    return f"{body['name']}: {body['kind']}, {body['level_nl']} niveau{scope}."


def _description(body: Row, valid_on: date) -> list[Block]:
    return facts(
        ("Soort", body["kind"]),
        ("Niveau", body["level_nl"]),
        ("Plaats in de ordening", body["place"]),
        ("Reikwijdte", body["scope"]),
        ("Ritme", body["rhythm_nl"]),
        ("Voorzitter", body["chair_name"]),
        ("Deelnemende partijen", body["members"]),
    )


def _members(
    body: Row, roles: Iterable[Row], addresses: Mapping[str, str | None], patterns: tuple[str, ...]
) -> tuple[tuple[DesiredMember, ...], tuple[str, ...]]:
    found: dict[str, DesiredMember] = {}
    without: list[str] = []
    for role in roles:
        person = role["person"]
        if role["body"] != body["body"] or person is None:
            continue
        email = addresses.get(person)
        if not email:
            without.append(person)
            continue
        names = (role["role"].lower(), role["role_name"].lower())
        admin = any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
        if admin or person not in found:
            found[person] = DesiredMember(person=person, email=email, role="admin" if admin else "member")
    ordered = sorted(found.values(), key=lambda member: member.person)
    return tuple(ordered), tuple(dict.fromkeys(sorted(without)))


def _meeting(row: Row) -> DesiredItem:
    cancelled = "Geannuleerd: " if row["state"] == "cancelled" else ""
    present = row["parties_present"]
    return DesiredItem(
        key=f"meeting-{row['meeting']}",
        kind="event",
        title=title(f"{cancelled}{row['title']}"),
        text=doc(
            *facts(
                ("Stand", row["state_nl"]),
                ("Reden", row["reason"]),
                ("Voorzitter", row["chair_name"]),
                ("Partijen aanwezig", present),
            )
        ).to_json(),
        starts=_moment(row["on"], row["starts"]),
        ends=_moment(row["on"], row["ends"]),
        location=clean(row["place"])[:LONGEST_TITLE],
    )


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, AMSTERDAM)
