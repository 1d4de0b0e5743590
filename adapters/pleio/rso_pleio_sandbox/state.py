"""What the sandbox site holds, kept in a file, with the bytes of its files in a folder beside it."""

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import attrs
import msgspec

from rso_pleio_sandbox.moments import now
from rso_pleio_sandbox.records import Group, Item, Notification, Revision, SiteSettings, User


@attrs.define(kw_only=True)
class _Kept:
    """What the file holds. A part that an older file lacks is as on a new site."""

    users: dict[str, User] = attrs.field(factory=dict)
    sessions: dict[str, str] = attrs.field(factory=dict)
    groups: dict[str, Group] = attrs.field(factory=dict)
    items: dict[str, Item] = attrs.field(factory=dict)
    revisions: list[Revision] = attrs.field(factory=list)
    notifications: list[Notification] = attrs.field(factory=list)
    settings: SiteSettings = attrs.field(factory=SiteSettings)
    profile_sync_token: str = ""
    counter: int = 0


@attrs.define
class SiteState(_Kept):
    """The whole site. Change it under `lock`, and call `save` before answering.

    Attributes:
        users: accounts by guid.
        sessions: session token to user guid.
        groups: groups by guid.
        items: content by guid, oldest first.
        revisions: versions of pages and blogs, oldest first.
        notifications: what the site would have sent, oldest first; nothing leaves this machine.
        settings: how the site is set up.
        profile_sync_token: token of the profile-sync API; empty refuses everyone.
        counter: last number given to an invitation or subgroup.
        path: file that holds the state; None keeps it in memory.
        fsync: whether a save waits for the disk: needed against a power cut, not against a kill.
    """

    path: Path | None = None
    fsync: bool = False
    lock: threading.RLock = attrs.field(factory=threading.RLock)
    _bytes: dict[str, bytes] = attrs.field(factory=dict)

    @classmethod
    def load(cls, path: Path | None) -> "SiteState":
        """The state that a file holds, or an empty site with one admin where there is no file."""
        if path is not None and path.exists():
            kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
            return cls(**{field.name: getattr(kept, field.name) for field in attrs.fields(_Kept)}, path=path)
        state = cls(path=path)
        state.add_user("beheer@pleio.example", "Sitebeheer", admin=True)
        return state

    def save(self) -> None:
        """Write the file whole, in place of the one before: a kill leaves the one or the other."""
        if self.path is not None:
            kept = {field.name: getattr(self, field.name) for field in attrs.fields(_Kept)}
            self._replace(self.path, msgspec.json.encode(kept))

    def add_user(self, email: str, name: str, *, admin: bool = False) -> str:
        """Make an account unless there is one with this address; gives back a session token for it."""
        with self.lock:
            user = self.user_by_email(email)
            if user is None:
                user = User(guid=str(uuid4()), name=name, email=email, is_admin=admin)
                user.time_created = user.time_updated = now()
                self.users[user.guid] = user
            token = self.session_of(user.guid)
            self.save()
            return token

    def session_of(self, user: str) -> str:
        """A session token of an account; a new one when it has none (any more)."""
        token = next((token for token, guid in self.sessions.items() if guid == user), None)
        if token is None:
            token = secrets.token_urlsafe(24)
            self.sessions[token] = user
        return token

    @property
    def admin_session(self) -> str:
        """A session token of the first site admin."""
        return self.session_of(next(user.guid for user in self.users.values() if user.is_admin))

    def user_by_email(self, email: str | None) -> User | None:
        """The account with exactly this address."""
        return next((user for user in self.users.values() if user.email == email), None)

    def items_of(self, group: str, keep: Callable[[Item], bool] = lambda _: True) -> Iterator[Item]:
        """Content of a group."""
        return (item for item in self.items.values() if item.group == group and keep(item))

    def below(self, guid: str) -> list[Item]:
        """What lies directly below an item: pages, sub-events, contents of a folder, comments."""
        return [item for item in self.items.values() if item.parent == guid]

    def all_below(self, guid: str) -> list[Item]:
        """What lies below an item at any depth."""
        found, level = [], [guid]
        while level:
            children = [item for above in level for item in self.below(above)]
            found += children
            level = [item.guid for item in children]
        return found

    def new_number(self) -> int:
        """The next number for an invitation or subgroup."""
        self.counter += 1
        return self.counter

    def put_file(self, guid: str, content: bytes) -> None:
        """Keep the bytes of a file."""
        if self.path is None:
            self._bytes[guid] = content
            return
        self._folder.mkdir(exist_ok=True)
        self._replace(self._folder / guid, content)

    def file(self, guid: str) -> bytes:
        """The bytes of a file; none when they are lost."""
        if self.path is None:
            return self._bytes.get(guid, b"")
        kept = self._folder / guid
        return kept.read_bytes() if kept.exists() else b""

    def remove_item(self, guid: str) -> None:
        """Take one item out, with its bytes and versions."""
        item = self.items.pop(guid)
        self._bytes.pop(guid, None)
        if self.path is not None and item.subtype == "file":
            (self._folder / guid).unlink(missing_ok=True)
        if any(revision.container == guid for revision in self.revisions):
            self.revisions = [revision for revision in self.revisions if revision.container != guid]

    @property
    def _folder(self) -> Path:
        assert self.path is not None
        return self.path.with_name(f"{self.path.name}.files")

    def _replace(self, path: Path, content: bytes) -> None:
        beside = path.with_name(f"{path.name}.tmp")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            if self.fsync:
                os.fsync(file.fileno())
        beside.replace(path)
