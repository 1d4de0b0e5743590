"""Who hears what: nothing of a first load, something of what is new, and never more than the plan said."""

from collections import Counter

import attrs
import pytest

from pleio.faults.site_by_hand import (
    KEY,
    Person,
    SyncByHand,
    by_hand,
    found,
    group_of,
    hears,
    item,
    member,
    shown,
    wanted_group,
    wanted_site,
    with_items,
)
from rso_pleio.adoption import adopt_group
from rso_pleio.client import PleioClient
from rso_pleio.errors import OutcomeUnknownError
from rso_pleio.plan import Plan
from rso_pleio_sandbox import Misbehaviour, SandboxServer


def sent(site: SandboxServer) -> Counter[str]:
    return Counter(notification.kind for notification in site.state.notifications)


def said(plan: Plan) -> Counter[str]:
    found: Counter[str] = Counter()
    for sending in plan.sendings:
        found[sending.kind] += sending.number
    return found


def adopt(sync: SyncByHand, site: SandboxServer, person: Person, **more: object) -> None:
    """A group that people prepared and work in, with everything switched on, is taken into use."""
    fields = {"name": "Overleg X", "isClosed": True, "plugins": ["members"], "autoNotification": True, **more}
    guid = person.do("addGroup", **fields)["group"]["guid"]
    for name in ("p-1", "p-2", "p-4"):
        user = site.state.user_by_email(f"{name}@x.example")
        assert user is not None
        person.do("inviteToGroup", guid=guid, users=[{"guid": user.guid}], directAdd=True)
    person.do("addEntity", subtype="wiki", title="Eigen", containerGuid=guid, accessId=4)
    site.state.notifications.clear()
    adopt_group(sync.client, sync.ledger, guid, sync.box[0].groups[0])
    assert sum(settings.enabled for settings in group_of(site).member_settings.values()) == 4


def test_a_first_load_of_a_new_group_tells_nobody_anything(sync: SyncByHand, site: SandboxServer) -> None:
    made, _ = sync.apply()
    assert (made.sendings, site.state.notifications) == ((), [])
    assert not group_of(site).auto_notification
    assert {i.status for i in site.state.items.values()} == {"published"}
    assert not any(step.quiet for step in made.steps)


def test_a_group_with_readers_is_filled_without_a_word(sync: SyncByHand, site: SandboxServer, person: Person) -> None:
    adopt(sync, site, person)
    made, report = sync.apply()
    assert (made.sendings, site.state.notifications, report.refused) == ((), [], [])
    assert {i.status for i in site.state.items.values()} == {"published"}
    assert [i for i in site.state.items.values() if i.schedule_archive] == []
    assert sync.plan().steps == ()
    # And what people add themselves is told as ever.
    person.add(title="Nieuw van een mens")
    assert sent(site) == {"content": 4}  # all but who wrote it


def test_fewer_than_six_are_told(sync: SyncByHand, site: SandboxServer, person: Person) -> None:
    made = _five_new(sync, site, person)
    assert sent(site)["content"] == 20
    assert said(made)["notification"] > 0


def test_what_is_said_of_a_few_is_the_most_that_is_sent(sync: SyncByHand, site: SandboxServer, person: Person) -> None:
    made = _five_new(sync, site, person)
    assert said(made)["notification"] >= sent(site)["content"]


def _five_new(sync: SyncByHand, site: SandboxServer, person: Person) -> Plan:
    five = tuple(i for i in wanted_group().items if i.kind in ("event", "wiki") and i.parent is None)
    assert len(five) == 5
    sync.want(wanted_site(wanted_group(items=five)))
    adopt(sync, site, person)
    made, _ = sync.apply()
    return made


@pytest.mark.parametrize(
    "mutation",
    [
        1,
        pytest.param(2),
    ],
)
def test_a_silent_load_of_which_an_answer_was_lost_ends_in_sight(
    sync: SyncByHand, site: SandboxServer, person: Person, mutation: int
) -> None:
    adopt(sync, site, person)
    site.traffic.misbehave(Misbehaviour("bad_gateway", at=mutation, only="mutation", after_work=True))
    with pytest.raises(OutcomeUnknownError):
        sync.carry()
    sync.carry()
    assert {i.status for i in site.state.items.values()} == {"published"}
    assert site.state.notifications == []


@pytest.mark.parametrize("mutation", [3, 4])
def test_the_rest_of_a_silent_load_is_silent_too(
    sync: SyncByHand, site: SandboxServer, person: Person, mutation: int
) -> None:
    adopt(sync, site, person)
    site.traffic.misbehave(Misbehaviour("bad_gateway", at=mutation, only="mutation"))
    with pytest.raises(OutcomeUnknownError):
        sync.carry()
    made, _ = sync.apply()
    assert site.state.notifications == []
    assert made.sendings == ()


def test_one_new_decision_is_told_to_who_wants_to_hear_and_the_plan_said_how_many_at_most(
    filled: SyncByHand, site: SandboxServer
) -> None:
    hears(site, "p-1", "p-3")
    decisions = item("decisions", "wiki", "Besluiten.", "decision-1", "decision-9", gathers=True)
    filled.want(with_items(wanted_group(), decisions, item("decision-9", "wiki", parent="decisions-2026")))
    assert said(filled.plan()) == {"notification": 3}
    made, _ = filled.apply()
    assert sent(site) == {"content": 2}
    assert said(made)["notification"] == 3
    filled.apply()
    assert sent(site) == {"content": 2}


def test_tasks_files_and_changes_are_told_to_nobody(filled: SyncByHand, site: SandboxServer) -> None:
    hears(site)
    ours = {i.key: i for i in wanted_group().items}
    changed = attrs.evolve(ours["decision-1"], title="Anders")
    filled.want(with_items(wanted_group(), item("action-9", "task", state="BUSY"), changed))
    made, _ = filled.apply()
    assert (made.sendings, site.state.notifications) == ((), [])


def test_many_new_items_in_normal_operation_are_silent_and_come_in_sight(
    filled: SyncByHand, site: SandboxServer
) -> None:
    hears(site)
    new = [item(f"decision-{n}", "wiki", "Nieuw.", "decision-1", parent="decisions-2026") for n in range(10, 16)]
    filled.want(with_items(wanted_group(), *new))
    made, _ = filled.apply()
    assert (made.sendings, site.state.notifications) == ((), [])
    assert sum(step.quiet for step in made.steps) == 6
    assert {found(site, i.key).status for i in new} == {"published"}
    assert filled.plan().steps == ()


def test_what_is_put_back_in_sight_or_made_again_was_said_before(
    filled: SyncByHand, site: SandboxServer, person: Person
) -> None:
    hears(site)
    person.archive("decision-1")
    person.edit("meeting-1", timePublished=None)
    person.do("deleteEntity", guid=found(site, "decision-3").guid)
    made, _ = filled.apply(restore=True, confirm=lambda _: True)
    assert sent(site)["content"] <= said(made)["notification"]
    assert {i.status for i in site.state.items.values()} == {"published"}


def as_group_admin(sync: SyncByHand, site: SandboxServer, person: Person) -> PleioClient:
    """The account that works is an ordinary one that administers the group."""
    adopt(sync, site, person)
    session = site.state.add_user("dienst@x.example", "Dienst")
    guid, group = site.state.sessions[session], group_of(site).guid
    person.do("inviteToGroup", guid=group, users=[{"guid": guid}], directAdd=True)
    person.do("changeGroupRole", guid=group, userGuid=guid, role="admin")
    site.state.notifications.clear()
    return PleioClient(site.url, session, pause=0.01)


def test_invitations_are_counted_and_sent_once(sync: SyncByHand, site: SandboxServer, person: Person) -> None:
    members = (
        member("p-1"),
        member("p-3", choice="invite"),
        member("p-9", choice="invite"),
        member("p-8", choice="none"),
    )
    sync.want(wanted_site(wanted_group(members=members, subgroups=())))
    client = as_group_admin(sync, site, person)
    ordinary = attrs.evolve(sync, client=client)
    made, _ = ordinary.apply()
    assert said(made) == {"invitation": 2}
    for _ in range(2):
        made, report = ordinary.apply()
        assert (made.sendings, report.done) == ((), {})
    assert sent(site) == {"invitation": 2}
    client.close()


def test_who_is_let_in_without_asking_hears_of_it_and_the_plan_said_so(
    sync: SyncByHand, site: SandboxServer, person: Person
) -> None:
    """A group administrator knows an account once something was done with it: here a role that was given."""
    sync.want(wanted_site(wanted_group(members=(member("p-1"), member("p-2", "admin")), subgroups=())))
    client = as_group_admin(sync, site, person)
    ordinary = attrs.evolve(sync, client=client)
    ordinary.apply()
    user = site.state.user_by_email("p-2@x.example")
    assert user is not None
    person.do("removeGroupMembers", guid=group_of(site).guid, userGuids=[user.guid])
    made, _ = ordinary.apply(restore=True)
    assert group_of(site).members[user.guid] == "admin"
    assert sent(site)["accepted"] == said(made)["acceptance"] == 1
    client.close()


def test_a_welcome_message_of_the_group_is_said_before(sync: SyncByHand, site: SandboxServer, person: Person) -> None:
    adopt(sync, site, person, welcomeMessage="Welkom!")
    made, _ = sync.apply()
    assert sent(site)["welcome"] == 1  # p-3; the others were in
    assert said(made)["welcome"] >= 1


def test_a_group_of_ours_has_no_welcome_message(sync: SyncByHand, site: SandboxServer) -> None:
    sync.carry()
    assert group_of(site).welcome_message == ""
    assert list(shown(site)["groups"]) == [KEY]


def test_all_is_silent_over_several_requests_at_a_time(sqlite_url: str, site: SandboxServer, person: Person) -> None:
    many = [item(f"page-{n}", "wiki", "Zie.", f"page-{(n + 7) % 250}") for n in range(250)]
    with by_hand(
        sqlite_url, site.url, site.admin_session, with_items(wanted_group(items=()), *many), parallel=3
    ) as sync:
        adopt(sync, site, person)
        sync.carry()
        assert sync.plan().steps == ()
    assert site.state.notifications == []
    assert {i.status for i in site.state.items.values()} == {"published"}


def test_mails_are_not_repeated_after_a_lost_answer(sync: SyncByHand, site: SandboxServer, person: Person) -> None:
    sync.want(wanted_site(wanted_group(items=(), members=(member("p-9", choice="invite"),), subgroups=())))
    client = as_group_admin(sync, site, person)
    ordinary = attrs.evolve(sync, client=client)
    site.traffic.misbehave(Misbehaviour("drop", at=2, only="mutation", after_work=True))
    with pytest.raises(OutcomeUnknownError):
        ordinary.apply()
    ordinary.apply()
    ordinary.apply()
    assert sent(site) == {"invitation": 1}
    client.close()
