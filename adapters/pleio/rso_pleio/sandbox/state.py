"""What the sandbox site holds: users, sessions, groups, members and content; kept in a file."""

import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs
from cattrs.preconf.json import make_converter

Categories = list[dict[str, Any]]


@attrs.define(kw_only=True)
class User:
    """An account on the site."""

    guid: str
    name: str
    email: str
    is_admin: bool = False


@attrs.define(kw_only=True)
class Group:
    """A group with its members by user guid and role (owner, admin, member, pending)."""

    guid: str
    name: str = ""
    introduction: str = ""
    rich_description: str = ""
    welcome_message: str = ""
    is_closed: bool = False
    auto_notification: bool = False
    plugins: list[str] = attrs.field(factory=lambda: ["members"])
    tags: list[str] = attrs.field(factory=list)
    tag_categories: Categories = attrs.field(factory=list)
    members: dict[str, str] = attrs.field(factory=dict)


@attrs.define(kw_only=True)
class Item:
    """Content: a wiki page or an event. Moments are ISO texts with offset, as they came in."""

    guid: str
    subtype: str
    title: str
    owner: str
    group: str | None
    parent: str | None = None
    rich_description: str = ""
    access_id: int = 0
    tags: list[str] = attrs.field(factory=list)
    tag_categories: Categories = attrs.field(factory=list)
    start_date: str | None = None
    end_date: str | None = None
    location: str = ""
    source: str = ""
    time_created: str = ""
    time_updated: str = ""
    time_published: str | None = None
    archived: bool = False

    @property
    def status(self) -> str:
        """Publication status: draft, published or archived."""
        if self.archived:
            return "archived"
        if self.time_published is None or datetime.fromisoformat(self.time_published) > datetime.now(UTC):
            return "draft"
        return "published"


@attrs.define
class SiteState:
    """The whole site. Change it under `lock`, and call `save` before answering.

    Attributes:
        sessions: session token to user guid.
        path: file that holds the state; None keeps it in memory.
    """

    users: dict[str, User] = attrs.field(factory=dict)
    sessions: dict[str, str] = attrs.field(factory=dict)
    groups: dict[str, Group] = attrs.field(factory=dict)
    items: dict[str, Item] = attrs.field(factory=dict)
    path: Path | None = None
    lock: threading.RLock = attrs.field(factory=threading.RLock)

    @classmethod
    def load(cls, path: Path | None) -> "SiteState":
        """The state that a file holds, or an empty site with one admin where there is no file."""
        if path is not None and path.exists():
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                users=_CONVERTER.structure(data["users"], dict[str, User]),
                sessions=data["sessions"],
                groups=_CONVERTER.structure(data["groups"], dict[str, Group]),
                items=_CONVERTER.structure(data["items"], dict[str, Item]),
                path=path,
            )
        state = cls(path=path)
        state.add_user("beheer@pleio.example", "Sitebeheer", admin=True)
        return state

    def save(self) -> None:
        """Write the file whole, in place of the one before: a kill leaves the one or the other."""
        if self.path is None:
            return
        data = {name: _CONVERTER.unstructure(getattr(self, name)) for name in ("users", "sessions", "groups", "items")}
        beside = self.path.with_suffix(".tmp")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)

    def add_user(self, email: str, name: str, *, admin: bool = False) -> str:
        """Make an account unless there is one with this address; gives back a session token for it."""
        user = next((u for u in self.users.values() if u.email == email), None)
        if user is None:
            user = User(guid=str(uuid4()), name=name, email=email, is_admin=admin)
            self.users[user.guid] = user
        token = next((token for token, guid in self.sessions.items() if guid == user.guid), None)
        if token is None:
            token = secrets.token_urlsafe(24)
            self.sessions[token] = user.guid
        self.save()
        return token

    @property
    def admin_session(self) -> str:
        """A session token of the first site admin."""
        admins = {user.guid for user in self.users.values() if user.is_admin}
        return next(token for token, guid in self.sessions.items() if guid in admins)

    def items_of(self, group: str, keep: Callable[[Item], bool] = lambda _: True) -> Iterator[Item]:
        """Content of a group."""
        return (item for item in self.items.values() if item.group == group and keep(item))


_CONVERTER = make_converter()
