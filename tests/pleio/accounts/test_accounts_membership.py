"""Letting people into a group without being site administrator: only as their organisation chose."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from acts_of_a_region import START, mandate, set_up
from pleio.accounts.region_beside_a_site import Region, ends, mail, opens, reason_for, safety_blocks, told
from rso_core import acts
from rso_core.events import PartyKind, PlatformChoice
from rso_pleio.client import PleioClient
from rso_pleio.errors import OutcomeUnknownError
from rso_pleio.plan.steps import Sending

ADD, INVITE, NONE = PlatformChoice.ADD, PlatformChoice.INVITE, PlatformChoice.NONE
EVERYONE = ["p-1", "p-2", "p-3"]


def second_body(region: Region, *persons: str) -> None:
    """A body of its own with a prepared group, in which these persons take part."""
    parties = {"p-1": "prov", "p-2": "gem-a", "p-3": "gem-b"}
    region.record(
        set_up("breed", place=2, chair=None),
        opens("lid", "breed"),
        *(safety_blocks("lid", p, parties[p]) for p in persons),
    )
    region.adopt(region.prepare("Groep van breed"), "breed")


def test_where_nothing_was_chosen_nobody_is_added_or_invited_and_the_plan_says_why(adopted: Region) -> None:
    adopted.account("p-2")
    made, report = adopted.apply()
    assert told(made.steps) == [("cannot", person) for person in EVERYONE]
    assert "platform_choice" in reason_for(made, "p-2")
    assert report.refused == []
    assert adopted.roles() == {}
    assert adopted.sent() + adopted.sent("accepted") == {}


def test_each_person_is_asked_as_the_own_organisation_chose_also_when_it_registers(adopted: Region) -> None:
    party = acts.RegisterParty(
        party="nieuw",
        name="Nieuw",
        kind=PartyKind.MUNICIPALITY,
        on=START,
        platform_choice=INVITE,
        platform_ground="Brief 4",
    )
    person = acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START, email=mail("p-4"))
    adopted.record(party, person, mandate("nieuw", "p-4"), safety_blocks("deelnemer", "p-4", "nieuw"))
    adopted.choose(INVITE, "gem-a")
    made, _ = adopted.apply()
    assert told(made.steps) == [("cannot", "p-1"), ("create", "p-2"), ("cannot", "p-3"), ("create", "p-4")]
    assert adopted.sent() == {"p-2": 1, "p-4": 1}


def test_who_is_invited_gets_one_mail_however_often_the_work_is_done(adopted: Region) -> None:
    adopted.choose(INVITE)
    adopted.account("p-2")
    plan = adopted.plan()
    expected = "3 personen krijgen een uitnodiging per mail, eenmalig"
    assert Sending(group_key="body-overleg", kind="invitation", number=3, told=expected) in plan.sendings
    adopted.apply()
    assert adopted.sent() == {"p-1": 1, "p-2": 1, "p-3": 1}
    again, report = adopted.apply()
    assert told(again.steps) == [("leave", person) for person in EVERYONE]
    assert (again.sendings, report.done) == ((), {})
    # Also when a person took the invitation back: what was declined is not asked again.
    adopted.group().invitations.clear()
    adopted.apply(restore=True)
    assert adopted.sent() == {"p-1": 1, "p-2": 1, "p-3": 1}


def without_an_answer(region: Region, *, done: bool) -> None:
    """The site carries invitations out, or does not, and the answer gets lost either way."""

    def lose(data: dict[str, Any]) -> PlainTextResponse | None:
        return PlainTextResponse("", 502) if "inviteToGroup" in data["query"] else None

    if done:
        region.site.traffic.after = lose
    else:
        region.site.traffic.before = lose


@contextmanager
def dying_after(monkeypatch: pytest.MonkeyPatch, mutation: str) -> Iterator[None]:
    """This process ends between the answer of the site and the note of it."""
    change = PleioClient.change

    def die(self: PleioClient, changes: Any) -> Any:
        answers = change(self, changes)
        if any(one.name == mutation for one in changes):
            raise KeyboardInterrupt
        return answers

    with monkeypatch.context() as patched:
        patched.setattr(PleioClient, "change", die)
        with pytest.raises(KeyboardInterrupt):
            yield


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_answer_leads_to_no_second_mail(adopted: Region, *, done: bool) -> None:
    adopted.choose(INVITE)
    without_an_answer(adopted, done=done)
    with pytest.raises(OutcomeUnknownError):
        adopted.apply()
    adopted.site.traffic.before = adopted.site.traffic.after = None
    adopted.apply()
    adopted.apply()
    assert adopted.sent() == {"p-1": 1, "p-2": 1, "p-3": 1}


def test_a_kill_between_the_mail_and_its_note_leads_to_no_second_mail(
    adopted: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted.choose(INVITE)
    with dying_after(monkeypatch, "inviteToGroup"):
        adopted.apply()
    made, _ = adopted.apply()
    assert told(made.steps) == [("leave", person) for person in EVERYONE]
    adopted.accept("p-2")
    adopted.apply()
    assert adopted.sent() == {"p-1": 1, "p-2": 1, "p-3": 1}
    # Who came in by that mail was brought in by us, and leaves with the role.
    adopted.record(ends("deelnemer", "p-2"))
    adopted.apply()
    assert adopted.roles() == {}


def test_a_chair_who_came_in_by_a_mail_that_was_not_noted_leaves_with_the_role(
    adopted: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted.choose(INVITE)
    with dying_after(monkeypatch, "inviteToGroup"):
        adopted.apply()
    adopted.accept("p-1")
    adopted.apply()
    assert adopted.roles() == {"p-1": "admin"}
    adopted.record(ends("vz", "p-1"))
    adopted.apply()
    adopted.apply()
    assert adopted.roles() == {}


@pytest.mark.parametrize("known", [True, False])
def test_who_was_invited_by_hand_gets_no_mail_of_ours(adopted: Region, *, known: bool) -> None:
    adopted.choose(INVITE)
    if known:
        adopted.account("p-2")
    user = {"guid": adopted.account("p-2").guid} if known else {"email": mail("p-2")}
    adopted.admin.change("inviteToGroup", guid=adopted.group().guid, users=[user], directAdd=False)
    made, _ = adopted.apply()
    assert told(made.steps) == [("create", "p-1"), ("leave", "p-2"), ("create", "p-3")]
    assert adopted.sent() == {"p-1": 1, "p-2": 1, "p-3": 1}


def test_who_was_invited_by_hand_after_a_hundred_others_gets_no_mail_of_ours(adopted: Region) -> None:
    adopted.choose(INVITE, "gem-a")
    users = [{"email": f"gast-{number}@x.example"} for number in range(100)]
    guid = adopted.group().guid
    adopted.admin.change("inviteToGroup", guid=guid, users=[*users, {"email": mail("p-2")}], directAdd=False)
    adopted.apply()
    assert adopted.sent()["p-2"] == 1


def test_who_accepts_becomes_a_member_with_the_role_and_a_place_in_the_subgroup(adopted: Region) -> None:
    adopted.choose(INVITE)
    adopted.apply()
    adopted.accept("p-1")
    adopted.accept("p-2")
    made, report = adopted.apply()
    assert report.refused == []
    assert ("change", "p-1") in told(made.steps)
    assert adopted.roles() == {"p-1": "admin", "p-2": "member"}
    assert adopted.subgroup("Voorzitters") == {"p-1"}
    assert adopted.plan().to_do == ()
    assert adopted.sent() == {"p-1": 1, "p-2": 1, "p-3": 1}


def test_who_accepted_leaves_when_the_role_ends(adopted: Region) -> None:
    adopted.choose(INVITE)
    adopted.apply()
    adopted.accept("p-2")
    adopted.accept("p-3")
    adopted.apply()
    adopted.record(opens("trekker", "overleg"), safety_blocks("trekker", "p-3", "gem-b"))
    adopted.record(ends("deelnemer", "p-2"), ends("deelnemer", "p-3"))
    made, _ = adopted.apply()
    assert ("remove", "p-2") in told(made.steps)
    assert adopted.roles() == {"p-3": "member"}, "another role in the same body keeps a person"


def test_who_accepted_and_whose_role_ended_before_we_looked_again_leaves_too(adopted: Region) -> None:
    adopted.choose(INVITE)
    adopted.apply()
    adopted.accept("p-2")
    adopted.record(ends("deelnemer", "p-2"))
    adopted.apply()
    adopted.apply()
    assert "p-2" not in adopted.roles()


def test_who_is_added_is_taken_in_by_the_account_that_we_know_of_another_group(adopted: Region) -> None:
    adopted.choose(INVITE)
    adopted.apply()
    adopted.accept("p-2")
    adopted.accept("p-1")
    adopted.apply()
    adopted.choose(ADD)
    second_body(adopted, "p-1", "p-2")
    mails = adopted.sent()
    made, _ = adopted.apply()
    sending = next(s for s in made.sendings if s.kind == "acceptance")
    assert (sending.group_key, sending.number) == ("body-breed", 2)
    assert adopted.roles("breed") == {"p-1": "member", "p-2": "member"}
    assert adopted.sent("accepted") == {"p-1": 1, "p-2": 1}
    assert adopted.sent() == mails
    adopted.record(ends("lid", "p-2"))
    adopted.apply()
    assert adopted.roles("breed") == {"p-1": "member"}
    assert adopted.roles() == {"p-1": "admin", "p-2": "member"}, "the other role keeps its own group"


def test_who_is_added_is_taken_in_by_the_address_that_another_group_shows(adopted: Region) -> None:
    # Somebody let p-2 into the first group by hand, so we never had to note who that is.
    adopted.account("p-2").join(adopted.group().guid)
    adopted.choose(ADD, "gem-a")
    second_body(adopted, "p-2")
    adopted.apply()
    adopted.apply()
    assert adopted.roles("breed") == {"p-2": "member"}
    assert adopted.sent() == {}


def test_who_is_to_be_added_and_is_not_known_to_us_is_invited(adopted: Region) -> None:
    adopted.choose(ADD, "gem-a")
    adopted.account("p-2")
    made, _ = adopted.apply()
    assert ("create", "p-2") in told(made.steps)
    assert adopted.sent() == {"p-2": 1}
    assert adopted.roles() == {}


def test_the_chair_who_is_added_administers_the_group_at_once(adopted: Region) -> None:
    second_body(adopted, "p-1")
    adopted.account("p-1").join(adopted.group("breed").guid)
    adopted.record(opens("secretaris", "breed"), safety_blocks("secretaris", "p-1", "prov"))
    adopted.apply()
    assert adopted.roles("breed") == {"p-1": "admin"}
    adopted.choose(ADD, "prov")
    made, report = adopted.apply()
    assert (told(made.steps)[0], report.refused) == (("create", "p-1"), [])
    assert adopted.roles() == {"p-1": "admin"}
    assert adopted.sent("accepted") == {"p-1": 1}
    assert adopted.sent() == {}


def by_hand(region: Region, person: str, role: str = "member") -> None:
    region.account(person).join(region.group().guid, role)


def test_who_was_a_member_already_stays_when_the_role_ends(adopted: Region) -> None:
    by_hand(adopted, "p-2")
    by_hand(adopted, "p-3", "admin")
    adopted.choose(ADD)
    adopted.apply()
    adopted.record(ends("deelnemer", "p-2"), ends("deelnemer", "p-3"))
    made, _ = adopted.apply()
    assert [step for step in told(made.steps) if step[0] in ("remove", "change")] == []
    assert adopted.roles() == {"p-2": "member", "p-3": "admin"}


def test_who_was_a_member_already_gives_back_only_the_role_that_we_gave(adopted: Region) -> None:
    by_hand(adopted, "p-1")
    adopted.apply()
    assert adopted.roles() == {"p-1": "admin"}
    adopted.record(ends("vz", "p-1"))
    made, _ = adopted.apply()
    assert ("change", "p-1") in told(made.steps)
    assert "blijft lid" in reason_for(made, "p-1")
    assert adopted.roles() == {"p-1": "member"}
    adopted.apply()
    assert (adopted.roles(), adopted.plan().to_do) == ({"p-1": "member"}, ())


def test_a_chair_who_goes_on_as_a_participant_gives_the_role_of_administrator_back(adopted: Region) -> None:
    by_hand(adopted, "p-1")
    adopted.apply()
    adopted.record(safety_blocks("deelnemer", "p-1", "prov"), ends("vz", "p-1"))
    adopted.apply()
    assert adopted.roles() == {"p-1": "member"}
    assert adopted.subgroup("Voorzitters") == set()


def test_an_administrator_whom_people_made_stays_one(adopted: Region) -> None:
    by_hand(adopted, "p-1", "admin")
    by_hand(adopted, "p-2", "admin")
    adopted.apply()
    adopted.record(ends("vz", "p-1"), ends("deelnemer", "p-2"))
    adopted.apply(restore=True)
    assert adopted.roles() == {"p-1": "admin", "p-2": "admin"}


@pytest.mark.parametrize("person", ["p-1", "p-2"])
def test_the_owner_of_the_group_is_never_touched(adopted: Region, person: str) -> None:
    by_hand(adopted, person)
    adopted.admin.change(
        "changeGroupRole", guid=adopted.group().guid, userGuid=adopted.account(person).guid, role="owner"
    )
    adopted.choose(ADD)
    adopted.apply(restore=True)
    assert adopted.roles() == {person: "owner"}
    adopted.record(ends("vz", "p-1"), ends("deelnemer", "p-2"))
    made, _ = adopted.apply(restore=True)
    assert person not in [key for _, key in told(made.steps)]
    assert adopted.roles() == {person: "owner"}


def test_an_owner_whom_we_once_let_in_stays_when_the_role_ends(adopted: Region) -> None:
    adopted.choose(INVITE)
    adopted.apply()
    adopted.accept("p-2")
    adopted.apply()
    guid = adopted.group().guid
    adopted.admin.change("changeGroupRole", guid=guid, userGuid=adopted.account("p-2").guid, role="owner")
    adopted.record(ends("deelnemer", "p-2"))
    adopted.apply(restore=True)
    assert adopted.roles() == {"p-2": "owner"}


def removed(region: Region, person: str) -> None:
    region.admin.change("removeGroupMembers", guid=region.group().guid, userGuids=[region.account(person).guid])


def demoted(region: Region, person: str) -> None:
    region.admin.change(
        "changeGroupRole", guid=region.group().guid, userGuid=region.account(person).guid, role="member"
    )


@pytest.mark.parametrize(
    ("by_people", "left"), [(removed, {}), (demoted, {"p-1": "member"})], ids=["taken out", "made a member"]
)
def test_what_people_did_to_one_of_ours_is_told_and_stays(
    adopted: Region, by_people: Callable[[Region, str], None], left: dict[str, str]
) -> None:
    adopted.choose(INVITE, "prov")
    adopted.apply()
    adopted.accept("p-1")
    adopted.apply()
    by_people(adopted, "p-1")
    made, _ = adopted.apply()
    assert ("drift", "p-1") in told(made.steps)
    assert adopted.roles() == left


def test_a_role_that_people_took_away_comes_back_with_restore(adopted: Region) -> None:
    by_hand(adopted, "p-1")
    adopted.apply()
    demoted(adopted, "p-1")
    adopted.apply(restore=True)
    assert adopted.roles() == {"p-1": "admin"}


def test_who_waits_for_a_place_is_no_member_yet(adopted: Region) -> None:
    adopted.apply()
    adopted.account("p-1").change("joinGroup", guid=adopted.group().guid)
    assert adopted.roles() == {"p-1": "pending"}
    made, report = adopted.apply(restore=True)
    assert ("cannot", "p-1") in told(made.steps)
    assert (report.refused, adopted.roles(), adopted.subgroup("Voorzitters")) == ([], {"p-1": "pending"}, set())
    adopted.admin.change(
        "acceptMembershipRequest", groupGuid=adopted.group().guid, userGuid=adopted.account("p-1").guid
    )
    adopted.apply()
    assert (adopted.roles(), adopted.subgroup("Voorzitters")) == ({"p-1": "admin"}, {"p-1"})


def test_a_person_without_an_address_is_told_and_stops_nobody(adopted: Region) -> None:
    adopted.choose(INVITE)
    person = acts.RegisterPerson(person="p-9", name="I. Voorbeeld", on=START)
    adopted.record(person, mandate("gem-a", "p-9"), safety_blocks("deelnemer", "p-9", "gem-a"))
    made, _ = adopted.apply()
    assert reason_for(made, "p-9") == "geen adres in Pleio bekend"
    assert sum(adopted.sent().values()) == 3


def test_a_choice_that_is_withdrawn_puts_nobody_out(adopted: Region) -> None:
    adopted.choose(INVITE)
    adopted.apply()
    adopted.accept("p-2")
    adopted.apply()
    adopted.choose(NONE)
    adopted.apply(restore=True)
    assert adopted.roles() == {"p-2": "member"}
