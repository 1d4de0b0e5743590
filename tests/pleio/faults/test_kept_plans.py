"""A plan that is kept in a file is carried out as it stands, once, or not at all."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import open_region
from acts_of_a_region import plan as plan_meeting
from pleio.faults.region_on_a_site import CANCEL, SETTINGS, Region
from pleio.faults.site_by_hand import Person, add_people, edit_state, found, group_of, key_of, shown
from rso_core import acts
from rso_core.events import PlatformChoice
from rso_pleio_sandbox import Misbehaviour, SandboxServer

GROUP = "body-overleg"
MOVE = acts.MoveMeeting(meeting="v2", to=date(2027, 4, 1), on=date(2026, 11, 2), reason="Verhinderd")


@pytest.fixture
def kept(region: Region) -> Path:
    """The plan of a change, on a site that was filled before."""
    assert region.rso("pleio", "apply").returncode == 0
    region.record(CANCEL)
    file = region.folder / "plan.json"
    assert region.rso("pleio", "plan", "--out", str(file)).returncode == 0
    return file


def refused(region: Region, file: Path, said: str, **more: str) -> None:
    """The plan is refused, and nothing is changed."""
    before, mutations = shown(region.site), region.site.traffic.mutations
    done = region.rso("pleio", "apply", str(file), **more)
    assert (done.returncode, said in " ".join(done.stderr.split())) == (7, True), done.stderr
    assert "Traceback" not in done.stderr
    assert (shown(region.site), region.site.traffic.mutations) == (before, mutations)


def test_a_first_load_is_carried_out_as_it_was_planned_though_the_record_moved(region: Region) -> None:
    file = region.folder / "plan.json"
    planned = region.asked("pleio", "plan", "--out", str(file))
    with region.syncing() as sync:
        wanted = sync.desired()
    region.record(CANCEL)
    done = region.asked("pleio", "apply", str(file))
    assert done["done"] == planned["counts"]
    assert {key_of(i): i.title for i in region.site.state.items.values()} == {
        i.key: i.title for i in wanted.groups[0].items
    }
    assert found(region.site, "meeting-v2").title == "Overleg overleg"
    region.asked("pleio", "apply")
    assert found(region.site, "meeting-v2").title == "Geannuleerd: Overleg overleg"
    assert region.asked("pleio", "plan")["steps"] == []


def test_a_change_is_carried_out_as_it_was_planned_though_the_record_moved(region: Region, kept: Path) -> None:
    planned = json.loads(kept.read_text())
    title = next(s["desired"]["title"] for s in planned["steps"] if s["key"] == "meeting-v2")
    region.record(acts.RenameBody(body="overleg", name="Heel anders", since=date(2026, 11, 3)))
    region.asked("pleio", "apply", str(kept))
    assert found(region.site, "meeting-v2").title == title
    assert group_of(region.site, GROUP).name == "Overleg overleg"
    region.asked("pleio", "apply")
    assert group_of(region.site, GROUP).name == "Heel anders"


def test_it_is_for_our_eyes_and_holds_no_address_and_no_session(region: Region) -> None:
    file = region.folder / "plan.json"
    file.write_text("iets anders")
    file.chmod(0o644)
    region.asked("pleio", "plan", "--out", str(file))
    text = file.read_text()
    assert '"p-2"' in text
    assert "@" not in text
    assert region.site.admin_session not in text
    assert "Voorbeeld" not in json.dumps([s for s in json.loads(text)["steps"] if s["what"] == "member"])
    fresh = region.folder / "nieuw.json"
    region.asked("pleio", "plan", "--out", str(fresh))
    assert fresh.stat().st_mode & 0o777 == 0o600


def test_a_file_that_others_could_read_is_closed_for_them(region: Region) -> None:
    file = region.folder / "plan.json"
    file.touch()
    file.chmod(0o644)
    region.asked("pleio", "plan", "--out", str(file))
    assert file.stat().st_mode & 0o777 == 0o600


def an_edit(site: SandboxServer) -> None:
    edit_state(site, "meeting-v1", title="Van een mens")


def an_archiving(site: SandboxServer) -> None:
    Person(site).do("toggleEntityArchived", guid=found(site, "meeting-v1").guid)


def a_removal(site: SandboxServer) -> None:
    site.state.remove_item(found(site, "meeting-v1").guid)


def a_new_name(site: SandboxServer) -> None:
    group_of(site, GROUP).name = "Van een mens"


def somebody_out(site: SandboxServer) -> None:
    group = group_of(site, GROUP)
    group.members.pop(next(guid for guid, role in group.members.items() if role == "member"))


def another_subgroup(site: SandboxServer) -> None:
    group_of(site, GROUP).subgroups.pop()


def the_group_gone(site: SandboxServer) -> None:
    site.state.groups.clear()


@pytest.mark.parametrize(
    "move",
    [an_edit, an_archiving, a_removal, a_new_name, somebody_out, another_subgroup, the_group_gone],
)
def test_it_is_refused_when_the_site_moved(region: Region, kept: Path, move: Callable[[SandboxServer], None]) -> None:
    move(region.site)
    refused(region, kept, "the site moved since the plan was made, in: body-overleg")


def test_what_people_make_beside_ours_is_no_move(region: Region, kept: Path) -> None:
    person = Person(region.site)
    person.do("addEntity", subtype="wiki", title="Eigen", containerGuid=group_of(region.site, GROUP).guid, accessId=4)
    region.asked("pleio", "apply", str(kept))
    assert found(region.site, "meeting-v2").title.startswith("Geannuleerd")


def test_it_is_refused_on_another_site_and_under_another_account(region: Region, kept: Path) -> None:
    refused(region, kept, "another account", session=region.site.state.add_user("b@x.example", "B.", admin=True))
    with SandboxServer() as other:
        add_people(other)
        (region.folder / "rso.toml").write_text(SETTINGS.format(url=other.url))
        refused(region, kept, "the plan was made for", session=other.admin_session)
        assert other.state.groups == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a whole plan"),
        ("[]", "is not a whole plan"),
        ('{"format": "rso-pleio-plan/0"}', "is no plan of this version"),
        ('{"format": "rso-pleio-plan/1", "steps": []}', "is not a whole plan"),
        ("half", "is not a whole plan"),
    ],
)
def test_a_broken_or_old_file_is_refused(region: Region, kept: Path, text: str, said: str) -> None:
    whole = kept.read_text()
    kept.write_text(whole[: len(whole) // 2] if text == "half" else text)
    refused(region, kept, said)
    refused(region, kept.with_name("nergens.json"), "cannot be read")


def test_a_second_time_it_is_refused(region: Region, kept: Path) -> None:
    region.asked("pleio", "apply", str(kept))
    refused(region, kept, "the site moved since the plan was made")


def test_broken_off_halfway_it_is_refused_and_a_plain_apply_goes_on(region: Region) -> None:
    file = region.folder / "plan.json"
    region.asked("pleio", "plan", "--out", str(file))
    region.site.traffic.misbehave(Misbehaviour("bad_gateway", at=3, only="mutation", after_work=True))
    assert region.rso("pleio", "apply", str(file)).returncode == 7
    refused(region, file, "the site moved since the plan was made")
    region.asked("pleio", "apply")
    assert (shown(region.site)["copies"], region.asked("pleio", "plan")["steps"]) == ([], [])


def test_what_it_only_tells_is_not_carried_out(region: Region) -> None:
    region.asked("pleio", "apply")
    edit_state(region.site, "meeting-v1", title="Van een mens")
    region.site.state.users = {g: u for g, u in region.site.state.users.items() if u.email != "p-3@x.example"}
    for group in region.site.state.groups.values():
        group.members = {g: r for g, r in group.members.items() if g in region.site.state.users}
    region.record(CANCEL)
    file = region.folder / "plan.json"
    told = region.asked("pleio", "plan", "--out", str(file))["counts"]
    assert told["drift"] >= 1
    done = region.asked("pleio", "apply", str(file))["done"]
    assert set(done) <= {"change", "create"}
    assert found(region.site, "meeting-v1").title == "Van een mens"
    assert found(region.site, "meeting-v2").title.startswith("Geannuleerd")


def test_to_put_back_and_to_delete_are_said_when_it_is_made(region: Region, kept: Path) -> None:
    assert region.rso("pleio", "apply", str(kept), "--restore").returncode == 2
    an_edit(region.site)
    region.asked("pleio", "plan", "--restore", "--out", str(kept))
    region.asked("pleio", "apply", str(kept))
    assert found(region.site, "meeting-v1").title == "Overleg overleg"


def test_a_second_time_nobody_is_invited_again(region: Region) -> None:
    region.record(
        *(acts.ChoosePlatform(party=p, choice=PlatformChoice.INVITE, on=date(2026, 1, 2)) for p in ("gem-a", "gem-b"))
    )
    person = Person(region.site)
    session = region.site.state.add_user("dienst@x.example", "Dienst")
    service = region.site.state.sessions[session]
    guid = person.do("addGroup", name="Overleg", isClosed=True)["group"]["guid"]
    person.do("inviteToGroup", guid=guid, users=[{"guid": service}], directAdd=True)
    person.do("changeGroupRole", guid=guid, userGuid=service, role="admin")
    assert region.rso("pleio", "adopt", guid, "overleg", session=session).returncode == 0
    with_members = region.site.state.groups[guid]
    region.rso("pleio", "apply", session=session)  # all but the invitations is done before
    with_members.invitations.clear()
    region.site.state.notifications.clear()
    with region.syncing() as sync:
        sync.ledger.forget([e.at for e in sync.ledger.entries().values() if e.what == "member"])
    file = region.folder / "plan.json"
    planned: Any = region.asked("pleio", "plan", "--out", str(file), session=session)
    assert [s["what"] for s in planned["steps"] if s["kind"] == "create"] == ["member", "member"]
    for _ in range(2):
        region.rso("pleio", "apply", str(file), session=session)
    assert [n.kind for n in region.site.state.notifications] == ["invitation", "invitation"]


def test_a_meeting_that_is_new_to_the_record_is_not_in_an_older_plan(region: Region, kept: Path) -> None:
    with open_region(region.url) as application:
        plan_meeting(application, "v3", date(2027, 6, 10))
    region.asked("pleio", "apply", str(kept))
    assert "meeting-v3" not in shown(region.site)["items"]
