"""The sandbox keeps its site in a file: whole, also of before, and safe with several clients at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio_sandbox import SandboxServer, SiteState

OLD = {
    "users": {"u1": {"guid": "u1", "name": "Beheer", "email": "b@x.example", "is_admin": True}},
    "sessions": {"s1": "u1"},
    "groups": {
        "g1": {
            "guid": "g1",
            "name": "Oud",
            "introduction": "i",
            "rich_description": "",
            "welcome_message": "",
            "is_closed": True,
            "auto_notification": False,
            "plugins": ["members"],
            "tags": [],
            "tag_categories": [{"name": "rso", "values": ["k"]}],
            "members": {"u1": "owner"},
        }
    },
    "items": {
        "i1": {
            "guid": "i1",
            "subtype": "wiki",
            "title": "Oude pagina",
            "owner": "u1",
            "group": "g1",
            "parent": None,
            "rich_description": "",
            "access_id": 4,
            "tags": [],
            "tag_categories": [],
            "start_date": None,
            "end_date": None,
            "location": "",
            "source": "",
            "time_created": "2025-01-01T10:00:00+00:00",
            "time_updated": "2025-01-01T10:00:00+00:00",
            "time_published": "2025-01-01T10:00:00+00:00",
            "archived": False,
        }
    },
}
"""A state file as the first version of the sandbox wrote it."""


def test_a_file_of_before_opens_and_its_content_is_no_news(tmp_path: Path) -> None:
    path = tmp_path / "site.json"
    path.write_text(json.dumps(OLD), encoding="utf-8")
    with SandboxServer(path) as server:
        asker = Asker(server, server.admin_session)
        assert asker.session == "s1"
        lid = Asker(server, server.state.add_user("lid@x.example", "Lid")).join("g1")
        server.state.groups["g1"].settings_of(lid.guid).enabled = True
        asker.change("editEntity", guid="i1", title="Nieuw")
        found = asker.entity("i1", "... on Wiki { title statusPublished isPinned group { guid } }")
        assert (found["title"], found["statusPublished"], found["isPinned"]) == ("Nieuw", "published", False)
        assert found["group"] == {"guid": "g1"}
        assert server.state.notifications == []


def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "site.json"
    with SandboxServer(path) as server:
        asker = Asker(server, server.admin_session)
        group = asker.group(tagCategories=[{"name": "rso", "values": ["é"]}])
        asker.change("addSubgroup", groupGuid=group, name="Deel", members=[asker.guid])
        asker.change("inviteToGroup", guid=group, users=[{"email": "x@x.example"}])
        asker.add("event", group)
        asker.add("blog", group)
        asker.upload("a.txt", b"\x00\xff", containerGuid=group)
        before = server.state
    after = SiteState.load(path)
    for name in ("users", "sessions", "groups", "items", "revisions", "notifications", "settings", "counter"):
        assert getattr(after, name) == getattr(before, name), name
    assert len(after.revisions) == 1
    file = next(item for item in after.items.values() if item.subtype == "file")
    assert after.file(file.guid) == b"\x00\xff"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []


def test_a_half_written_file_beside_it_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "site.json"
    state = SiteState.load(path)
    state.save()
    (tmp_path / "site.json.tmp").write_bytes(b'{"users": {')
    again = SiteState.load(path)
    assert attrs.asdict(again.settings) == attrs.asdict(state.settings)
    again.save()
    assert SiteState.load(path).users == state.users


def test_what_a_request_answered_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "site.json"
    with SandboxServer(path) as server:
        asker = Asker(server, server.admin_session)
        group = asker.group()
        assert group in SiteState.load(path).groups
        server.state.add_user("half@x.example", "Half")
        users = [{"email": "half@x.example"}, {"email": "weg@x.example"}]
        asker.refusal("inviteToGroup", guid=group, users=users, directAdd=True)
        assert len(SiteState.load(path).groups[group].members) == 2


@pytest.mark.parametrize("fsync", [False, True])
def test_clients_at_once_lose_nothing(tmp_path: Path, *, fsync: bool) -> None:
    path = tmp_path / "site.json"
    with SandboxServer(path) as server:
        server.state.fsync = fsync
        asker = Asker(server, server.admin_session)
        group = asker.group()

        def work(number: int) -> int:
            asker.add("task", group, title=str(number))
            server.state.add_user(f"{number}@x.example", str(number))
            return int(asker.read("{ entities(limit: 100) { total edges { guid } } }")["entities"]["total"])

        with ThreadPoolExecutor(6) as pool:
            assert max(pool.map(work, range(24))) == 24
    kept = SiteState.load(path)
    assert {item.title for item in kept.items.values()} == {str(number) for number in range(24)}
    assert len(kept.users) == 25


def test_the_bytes_of_a_deleted_file_are_gone(tmp_path: Path) -> None:
    with SandboxServer(tmp_path / "site.json") as server:
        asker = Asker(server, server.admin_session)
        guid = asker.upload("a.txt", b"x", containerGuid=asker.group())["guid"]
        kept = tmp_path / "site.json.files" / guid
        assert kept.exists()
        asker.change("deleteEntity", guid=guid)
        assert not kept.exists()
