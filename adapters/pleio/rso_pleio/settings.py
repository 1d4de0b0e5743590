"""The settings of the adapter: the table ``[pleio]`` of ``rso.toml``, checked, and the environment over it.

[pleio]
url = "https://samenwerken.example.nl"       # environment: RSO_PLEIO_URL
session_file = "pleio.session"               # mode 0600; the keyring when left out
group_admin_roles = ["voorzitter*", "secretaris*"]
documents = "documenten"                     # folder with the documents of the record
requests_per_second = 5
parallel = 3
safe_share = 0.3
quiet_from = 6

[pleio.drift]                                # report (default), restore or accept
event = "restore"
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import attrs

from rso_pleio.desired import ADMIN_ROLES
from rso_pleio.errors import SetupError
from rso_pleio.plan import KINDS_OF_POLICY, Choices, Policy
from rso_pleio.plan.guards import QUIET_FROM, SAFE_SHARE

URL = "RSO_PLEIO_URL"
Kinds = type | tuple[type, ...]
KNOWN: Mapping[str, Kinds] = {
    "url": str,
    "session_file": str,
    "profile_sync_token_file": str,
    "documents": str,
    "group_admin_roles": list,
    "drift": dict,
    "safe_share": (int, float),
    "quiet_from": int,
    "requests_per_second": (int, float),
    "parallel": int,
}
"""Settings, and of which kinds their values are."""
POLICIES: tuple[Policy, ...] = ("report", "restore", "accept")


@attrs.frozen(kw_only=True)
class PleioSettings:
    """Settings as they hold for one run.

    Attributes:
        url: address of the site, its primary domain.
        session_file: file that holds the session; None for the keyring.
        token_file: file that holds the profile_sync token.
        documents: folder with the documents of the record.
        group_admin_roles: patterns of roles whose holders administer a group.
        drift: per kind what to do with a person's change.
        safe_share: share of a group's items that may change at once without a confirmation.
        quiet_from: from so many new items at once on, a group with members gets them without messages.
        requests_per_second: most requests in a second; 0 sets no limit.
        parallel: how many requests at a time.
    """

    url: str
    session_file: Path | None = None
    token_file: Path | None = None
    documents: Path | None = None
    group_admin_roles: tuple[str, ...] = ADMIN_ROLES
    drift: Mapping[str, Policy] = attrs.field(factory=dict)
    safe_share: float = SAFE_SHARE
    quiet_from: int = QUIET_FROM
    requests_per_second: float = 5.0
    parallel: int = 3

    def choices(self) -> Choices:
        """How plans are made by these settings."""
        return Choices(policies=self.drift, safe_share=self.safe_share, quiet_from=self.quiet_from)


def read_settings(
    section: Mapping[str, Any], beside: Path, environment: Mapping[str, str] | None = None
) -> PleioSettings:
    """The settings in a table.

    Args:
        section: the table ``[pleio]``.
        beside: folder from which relative paths are taken: that of ``rso.toml``.
        environment: in place of the process's own.

    Raises:
        SetupError: the address is missing, or something is not known or not right; all of it is named.
    """
    given = environment if environment is not None else os.environ
    problems = list(_problems(section))
    url = given.get(URL) or section.get("url")
    if not url:
        problems.append(f"the address of the site is missing; set {URL}, or url under [pleio] in rso.toml")
    if problems:
        raise SetupError("\n".join(problems))

    def path(name: str) -> Path | None:
        return beside / section[name] if section.get(name) else None

    return PleioSettings(
        url=str(url),
        session_file=path("session_file"),
        token_file=path("profile_sync_token_file"),
        documents=path("documents"),
        group_admin_roles=tuple(section.get("group_admin_roles", ADMIN_ROLES)),
        drift=cast("Mapping[str, Policy]", dict(section.get("drift", {}))),
        safe_share=float(section.get("safe_share", SAFE_SHARE)),
        quiet_from=int(section.get("quiet_from", QUIET_FROM)),
        requests_per_second=float(section.get("requests_per_second", 5)),
        parallel=int(section.get("parallel", 3)),
    )


def _problems(section: Mapping[str, Any]) -> Iterator[str]:
    """Everything that is wrong with the settings: names, kinds, and values of those that are of the right kind."""
    for name, value in section.items():
        if name not in KNOWN:
            yield f"unknown setting {name!r} in [pleio]; known are: {', '.join(KNOWN)}"
        elif not _is_of_kind(value, KNOWN[name]):
            yield f"{name!r} in [pleio] is {value!r}, which is not of the right kind"
    yield from _wrong_values({n: v for n, v in section.items() if n in KNOWN and _is_of_kind(v, KNOWN[n])})


def _is_of_kind(value: object, kind: Kinds) -> bool:
    # Python counts true and false among the numbers.
    return isinstance(value, kind) and not isinstance(value, bool)


def _wrong_values(section: Mapping[str, Any]) -> list[str]:
    found = []
    if not 0 <= section.get("safe_share", SAFE_SHARE) <= 1:
        found.append(f"safe_share in [pleio] is {section['safe_share']}; give a share between 0 and 1, such as 0.3")
    pace = section.get("requests_per_second", 1)
    if pace != 0 and not 0.1 <= pace <= 1000:
        found.append(f"requests_per_second in [pleio] is {pace}; give a number from 0.1 to 1000, or 0 for no limit")
    if not 1 <= section.get("parallel", 1) <= 10:
        found.append(f"parallel in [pleio] is {section['parallel']}; give a number from 1 to 10")
    if section.get("quiet_from", 1) < 1:
        found.append("quiet_from in [pleio] must be 1 or more")
    for kind, policy in section.get("drift", {}).items():
        if kind not in KINDS_OF_POLICY:
            found.append(f"unknown kind {kind!r} in [pleio.drift]; known are: {', '.join(KINDS_OF_POLICY)}")
        elif policy not in POLICIES:
            found.append(f"{kind} = {policy!r} in [pleio.drift]; choose one of: {', '.join(POLICIES)}")
    if not all(isinstance(role, str) for role in section.get("group_admin_roles", [])):
        found.append('group_admin_roles in [pleio] must be a list of texts, such as ["voorzitter*"]')
    return found
