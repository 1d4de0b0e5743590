"""Who does what in a body: holders of roles, their deputies, and persons with a seat."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from rso_core.dutch.sentences import listed
from rso_pleio.texts.words import line, person_name

if TYPE_CHECKING:
    from rso_roles.register import RoleRow

CHAIRS = ("voorzitter*",)
"""Roles whose holders chair (patterns, case ignored)."""
SECRETARIES = ("secretaris*", "secretariaat*")
"""Roles whose holders keep the secretariat."""


def matches(role: RoleRow, patterns: Iterable[str]) -> bool:
    """Whether the id or the name of a role fits one of the patterns, case ignored."""
    names = [line(name).lower() for name in (role.role, role.role_name)]
    return any(fnmatchcase(name, pattern.lower()) for name in names for pattern in patterns)


def holder(role: RoleRow) -> str:
    """The person who holds a role, by name."""
    return person_name(role.person, role.person_name)


def deputy(role: RoleRow) -> str:
    """The person who stands in for the holder of a role, by name."""
    return person_name(role.deputy, role.deputy_name)


def holders(roles: Iterable[RoleRow], patterns: Iterable[str]) -> str:
    """The names of who holds the roles that fit the patterns, with their party."""
    wanted = tuple(patterns)
    held = [role for role in roles if role.person and matches(role, wanted)]
    return listed(dict.fromkeys(f"{holder(role)} ({line(role.party_name)})" for role in held))
