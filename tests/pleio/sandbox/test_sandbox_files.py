"""Files and folders on the sandbox: uploads, versions, access, moving and lists."""

from pathlib import Path
from typing import Any

import pytest

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio_sandbox import SandboxServer

READ = "... on File { title mimeType size url download parentFolder { guid } group { guid } accessId timeUpdated }"
EDIT = "mutation m($i: editFileFolderInput!) { editFileFolder(input: $i) { entity { guid title } } }"


def files(asker: Asker, container: str, **asked: Any) -> list[str]:
    query = """query q($c: String, $t: [String], $o: String, $d: String) {
      files(containerGuid: $c, typeFilter: $t, orderBy: $o, orderDirection: $d) { edges { ... on FileFolder { title } } } }"""
    return [edge["title"] for edge in asker.read(query, c=container, **asked)["files"]["edges"]]


def test_a_file_takes_its_title_and_type_from_its_name(leader: Asker, group: str) -> None:
    folder = leader.add("folder", group, title="Stukken")
    guid = leader.upload("Verslag 1.pdf", b"%PDF-1", containerGuid=folder)["guid"]
    found = leader.entity(guid, READ)
    assert found["title"] == "Verslag 1.pdf"
    assert (found["mimeType"], found["size"]) == ("application/pdf", 6)
    assert (found["parentFolder"], found["group"], found["accessId"]) == ({"guid": folder}, {"guid": group}, 4)
    assert found["download"] == f"/file/download/{guid}/Verslag 1.pdf"
    assert found["url"] == f"/files/view/{guid}/verslag-1-pdf"
    of_folder = leader.entity(folder, "... on Folder { hasChildren size }")
    assert (of_folder["hasChildren"], of_folder["size"]) == (True, 6)


def test_the_default_access_is_that_of_the_site_outside_a_closed_group(admin: Asker) -> None:
    is_open = admin.group(isClosed=False)
    state = admin.site.state
    assert state.items[admin.upload("a", b"", containerGuid=is_open)["guid"]].access_id == 1
    assert state.items[admin.upload("a", b"", containerGuid=is_open, accessId=0)["guid"]].access_id == 0
    assert state.items[admin.upload("a", b"", containerGuid=admin.guid)["guid"]].group is None


def test_refusals_of_adding_a_file(leader: Asker, member: Asker, stranger: Asker, group: str) -> None:
    query = "mutation m($i: addFileInput!) { addFile(input: $i) { entity { guid } } }"

    def refused(asker: Asker, container: str) -> str:
        given = {"i": {"containerGuid": container, "file": None}}
        answer = asker.send_files(query, given, {"variables.i.file": ("a.txt", b"a")})
        assert answer["data"] == {"addFile": None}
        return str(answer["errors"][0]["message"])

    assert leader.refusal("addFile", containerGuid=group) == "NO_FILE"
    assert refused(leader, "weg") == "INVALID_CONTAINER_GUID"
    assert refused(leader, leader.add("wiki", group)) == "INVALID_CONTAINER_GUID"
    assert refused(stranger, group) == "user_not_member_of_group"
    folder = leader.add("folder", group)
    assert refused(member, folder) == "could_not_save"
    leader.change("editFileFolder", guid=folder, writeAccessId=4)
    member.upload("a.txt", b"a", containerGuid=folder)
    assert [item.subtype for item in leader.site.state.items.values()] == ["wiki", "folder", "file"]


def test_replacing_the_bytes_keeps_the_guid(leader: Asker, member: Asker, group: str) -> None:
    guid = leader.upload("a.txt", b"een", containerGuid=group)["guid"]
    before = leader.entity(guid, READ)
    answer = leader.send_files(EDIT, {"i": {"guid": guid, "file": None}}, {"variables.i.file": ("b.pdf", b"vier")})
    assert answer["data"]["editFileFolder"]["entity"] == {"guid": guid, "title": "a.txt"}
    after = leader.entity(guid, READ)
    assert (after["size"], after["mimeType"], leader.site.state.file(guid)) == (4, "application/pdf", b"vier")
    assert after["timeUpdated"] > before["timeUpdated"]
    leader.change("editFileFolder", guid=guid, title="Titel", tags=["x"])
    assert (leader.entity(guid, READ)["title"], leader.site.state.file(guid)) == ("Titel", b"vier")
    assert member.refusal("editFileFolder", guid=guid, title="x") == "could_not_save"
    assert leader.refusal("editFileFolder", guid=leader.add("wiki", group), title="x") == "could_not_find"


def test_access_spreads_below_a_folder_but_never_the_access_of_nobody(leader: Asker, group: str) -> None:
    folder = leader.add("folder", group)
    guid = leader.upload("a.txt", b"", containerGuid=folder)["guid"]
    state = leader.site.state
    leader.change("editFileFolder", guid=folder, accessId=4, writeAccessId=4, isAccessRecursive=True)
    assert state.items[guid].write_access_id == 4
    leader.change("editFileFolder", guid=folder, writeAccessId=0, isAccessRecursive=True)
    assert (state.items[folder].write_access_id, state.items[guid].write_access_id) == (0, 4)


def test_a_new_owner_wipes_the_other_grants(leader: Asker, member: Asker, group: str) -> None:
    guid = leader.upload("a.txt", b"", containerGuid=group)["guid"]
    leader.change("editFileFolder", guid=guid, accessId=4, ownerGuid=member.guid)
    item = leader.site.state.items[guid]
    assert (item.owner, item.access_id, item.write_access_id) == (member.guid, 0, 0)
    leader.change("editFileFolder", guid=guid, accessId=4)
    assert leader.site.state.items[guid].access_id == 4


def test_moving_to_where_it_is_is_refused(leader: Asker, member: Asker, group: str) -> None:
    one, two = leader.add("folder", group), leader.add("folder", group)
    guid = leader.upload("a.txt", b"", containerGuid=one)["guid"]
    leader.change("moveFileFolder", guid=guid, containerGuid=two)
    assert leader.site.state.items[guid].parent == two
    assert leader.refusal("moveFileFolder", guid=guid, containerGuid=two) == "INVALID_CONTAINER_GUID"
    leader.change("moveFileFolder", guid=two, containerGuid=one)
    assert leader.refusal("moveFileFolder", guid=one, containerGuid=two) == "INVALID_CONTAINER_GUID"
    leader.change("moveFileFolder", guid=guid, containerGuid=group)
    assert leader.site.state.items[guid].parent is None
    assert leader.refusal("moveFileFolder", guid=guid, containerGuid=group) == "INVALID_CONTAINER_GUID"
    assert member.refusal("moveFileFolder", guid=guid, containerGuid=one) == "could_not_save"


def test_files_are_listed_a_level_at_a_time_folders_first(leader: Asker, group: str) -> None:
    folder = leader.add("folder", group, title="z map")
    for name, content in (("b.txt", b"1"), ("A.txt", b"22")):
        leader.upload(name, content, containerGuid=group)
    leader.upload("diep.txt", b"", containerGuid=folder)
    assert files(leader, group) == ["z map", "A.txt", "b.txt"]
    assert files(leader, folder) == ["diep.txt"]
    assert files(leader, group, t=["file"], o="size", d="asc") == ["b.txt", "A.txt"]
    assert files(leader, group, d="desc") == ["z map", "b.txt", "A.txt"]
    leader.upload("mijn.txt", b"", containerGuid=leader.guid)
    assert files(leader, leader.guid) == ["mijn.txt"]


@pytest.mark.parametrize("name", ["../../boos.txt", "map/x.txt"])
def test_a_path_in_a_file_name_leads_nowhere(tmp_path: Path, name: str) -> None:
    state_path = tmp_path / "diep" / "site.json"
    state_path.parent.mkdir()
    with SandboxServer(state_path) as server:
        asker = Asker(server, server.admin_session)
        guid = asker.upload(name, b"x", containerGuid=asker.group())["guid"]
        assert "/" not in server.state.items[guid].file_name
        assert (state_path.parent / "site.json.files" / guid).read_bytes() == b"x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["diep"]
    with SandboxServer(state_path) as server:
        assert server.state.file(guid) == b"x"
