"""The site that the suite runs against, what it made there, and taking that away again."""

import secrets
import time
import warnings
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import attrs

from conformance.asking import Account, Caller, Secret
from rso_pleio_sandbox import SandboxServer

NAME = "rso conformiteit"
SWITCH = "RSO_CONFORMANCE"
"""Set to ``site`` by ``make conformance``; without it a ``PLEIO_URL`` that happens to be set is left alone."""
URL, SESSION, ADMIN_SESSION = "PLEIO_URL", "PLEIO_SESSION", "PLEIO_ADMIN_SESSION"
HEARING = 10.0
"""Seconds after which a member will not hear of something new any more."""


@attrs.define(eq=False)
class SiteUnderTest:
    """A site with the accounts that were handed over for it.

    Attributes:
        url: its primary address.
        admin: a site admin, if given.
        ordinary: an account without rights of its own, if given.
        admin_session, ordinary_session: their cookies, for the adapter's client.
        sandbox: the server behind it; None for a real site.
        run: what names of this run begin with.
    """

    url: str
    admin_session: Secret | None
    ordinary_session: Secret | None
    sandbox: SandboxServer | None = attrs.field(default=None, repr=False)
    admin: Account | None = None
    ordinary: Account | None = None
    run: str = attrs.field(factory=lambda: f"{NAME} {date.today().isoformat()} {secrets.token_hex(4)}")  # noqa: DTZ011
    _groups: list[str] = attrs.field(factory=list)
    _strays: list[str] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.admin = Account(self.url, self.admin_session) if self.admin_session else None
        self.ordinary = Account(self.url, self.ordinary_session) if self.ordinary_session else None
        assert self.admin is None or self.admin.is_admin, f"the account of {ADMIN_SESSION} is no site admin"
        assert self.ordinary is None or not self.ordinary.is_admin, f"the account of {SESSION} is a site admin"

    @property
    def is_real(self) -> bool:
        return self.sandbox is None

    @property
    def nobody(self) -> Caller:
        return Caller(self.url)

    def setting(self, name: str) -> bool | None:
        """How the site is set up (``isClosed``, ``limitedGroupAdd``); None when nobody here may know."""
        if self.sandbox is not None:
            settings = self.sandbox.state.settings
            return {"isClosed": settings.is_closed, "limitedGroupAdd": settings.limited_group_add}[name]
        found = self.admin.post(f"{{ siteSettings {{ {name} }} }}").data if self.admin else {}
        return (found.get("siteSettings") or {}).get(name)

    def group_input(self, **more: Any) -> dict[str, Any]:
        """What a group of this run is made with: closed, and quiet unless asked otherwise."""
        return {
            "name": f"{self.run} {secrets.token_hex(2)}",
            "isClosed": True,
            "autoNotification": False,
            "plugins": ["events", "wiki", "tasks", "files", "blog", "members"],
            **more,
        }

    def new_group(self, **more: Any) -> str:
        """Guid of a new group of the admin's."""
        assert self.admin is not None
        made = self.admin.do("addGroup", self.group_input(**more), "group { guid }")
        return self.to_remove(made["group"]["guid"])

    def enrol(self, group: str, account: Account, role: str = "member") -> None:
        """Make an account a member of a group of ours."""
        assert self.admin is not None
        given = {"guid": group, "users": [{"guid": account.guid}], "directAdd": True}
        self.admin.do("inviteToGroup", given, "group { guid }")
        if role != "member":
            given = {"guid": group, "userGuid": account.guid, "role": role}
            self.admin.do("changeGroupRole", given, "group { guid }")

    def to_remove(self, group: str) -> str:
        """Remember a group that we made."""
        self._groups.append(group)
        return group

    def may_stray(self, guid: str) -> str:
        """Remember content that may leave its group, and then does not go with it."""
        self._strays.append(guid)
        return guid

    def hears(self, account: Account, guid: str, seconds: float = 0) -> bool:
        """Whether an account was told of something new; a real site does that in a job, which may take a while."""
        end = time.monotonic() + seconds
        while not (found := guid in self._told(account)) and time.monotonic() < end:
            time.sleep(1)
        return found

    def _told(self, account: Account) -> list[str]:
        if self.sandbox is not None:
            return [told.about for told in self.sandbox.state.notifications if told.to == account.guid]
        found = account.ask("{ notifications(limit: 50) { edges { entity { guid } } } }")["notifications"]
        return [edge["entity"]["guid"] for edge in found["edges"] if edge["entity"]]

    def remove_all(self) -> None:
        """Take away what this run made, and nothing else; tell what could not be taken away."""
        left = [guid for guid in self._strays if not self._removed(guid)]
        # Also those of which no answer told the guid. The name holds a random part of this run.
        left += [guid for guid in dict.fromkeys([*self._groups, *self._by_name()]) if not self._removed(guid)]
        if left:
            warnings.warn(f"left on {self.url}, remove by hand: {', '.join(left)}", stacklevel=1)
        for account in (self.admin, self.ordinary):
            if account is not None:
                account.close()

    def _removed(self, guid: str) -> bool:
        # Only the admin sees everything, so only for the admin "not visible" is "gone".
        account = self.admin or self.ordinary
        if account is None:
            return False
        document = "mutation ($i: deleteEntityInput!) { deleteEntity(input: $i) { success } }"
        if _tried(account, document, {"i": {"guid": guid}}).get("deleteEntity"):
            return True
        found = _tried(account, "query ($g: String) { entity(guid: $g) { guid } }", {"g": guid})
        return account.is_admin and found == {"entity": None}

    def _by_name(self) -> list[str]:
        if self.admin is None:
            return []
        document = "query ($q: String) { groups(q: $q, limit: 100) { edges { guid name } } }"
        found = _tried(self.admin, document, {"q": self.run}).get("groups") or {"edges": []}
        return [edge["guid"] for edge in found["edges"] if edge["name"].startswith(self.run)]


def _tried(account: Account, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Data of an answer while clearing up, which goes on whatever happens."""
    try:
        return account.post(document, variables).data
    except Exception:
        return {}


def real_site(environment: Mapping[str, str]) -> SiteUnderTest:
    """The site that the environment names.

    Raises:
        ValueError: none, or one that a session may not be sent to.
    """
    url = environment.get(URL, "").strip()
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not (parts.scheme == "https" and host) and not (parts.scheme == "http" and _is_loopback(host)):
        raise ValueError(f"{URL} must be the https address of a site (http on this machine only)")
    return SiteUnderTest(
        f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        _secret(environment, ADMIN_SESSION),
        _secret(environment, SESSION),
    )


def sandbox_site(server: SandboxServer) -> SiteUnderTest:
    """The sandbox, with an ordinary account beside its admin."""
    ordinary = server.state.add_user("conformiteit@pleio.example", "C. Onformiteit")
    return SiteUnderTest(server.url, Secret(server.admin_session), Secret(ordinary), server)


def _secret(environment: Mapping[str, str], name: str) -> Secret | None:
    value = environment.get(name, "").strip()
    return Secret(value) if value else None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
