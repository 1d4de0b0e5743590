"""Working as site administrator: groups are made and people added; and accounts made with the profile_sync token."""

import traceback
from typing import Any

import attrs
import pytest

from acts_of_a_region import START, set_up
from pleio.accounts.region_beside_a_site import Region, ends, mail, opens, reason_for, safety_blocks, told
from rso_core import acts
from rso_core.events import PlatformChoice
from rso_pleio.accounts import AccountMaker
from rso_pleio.errors import OutcomeUnknownError, RefusedByPleioError, SetupError
from rso_pleio.model import DesiredMember
from rso_pleio_sandbox.records import User

ADD, INVITE, NONE = PlatformChoice.ADD, PlatformChoice.INVITE, PlatformChoice.NONE
TOKEN = "tok-en-van-de-site"
WRONG = "een-ander-token"


def with_token(region: Region, token: str = TOKEN) -> Region:
    region.site.state.profile_sync_token = TOKEN
    region.token = token
    return region


def user(region: Region, person: str) -> User:
    (found,) = [user for user in region.site.state.users.values() if user.email == mail(person)]
    return found


def second_body(region: Region) -> None:
    region.record(set_up("breed", place=2, chair=None), opens("lid", "breed"), safety_blocks("lid", "p-2", "gem-a"))


def test_groups_are_made_and_known_people_added_without_a_mail(as_admin: Region) -> None:
    for person in ("p-1", "p-2", "p-3"):
        as_admin.account(person)
    made, report = as_admin.apply()
    assert told(made.steps, "group") == [("create", "body-overleg")]
    assert report.refused == []
    assert as_admin.roles() == {"p-1": "admin", "p-2": "member", "p-3": "member"}
    assert as_admin.subgroup("Voorzitters") == {"p-1"}
    assert as_admin.group().is_closed
    assert as_admin.site.state.notifications == []
    assert as_admin.plan().steps == ()


def test_who_was_added_leaves_when_the_role_ends_unless_another_role_keeps_them(as_admin: Region) -> None:
    for person in ("p-1", "p-2", "p-3"):
        as_admin.account(person)
    as_admin.apply()
    as_admin.record(opens("trekker", "overleg"), safety_blocks("trekker", "p-3", "gem-b"))
    as_admin.record(ends("vz", "p-1"), ends("deelnemer", "p-2"), ends("deelnemer", "p-3"))
    made, _ = as_admin.apply()
    assert [step for step in told(made.steps) if step[0] != "cannot"] == [("remove", "p-1"), ("remove", "p-2")]
    assert as_admin.roles() == {"p-3": "member"}


def test_who_is_not_known_on_the_site_is_told_and_the_others_are_added(as_admin: Region) -> None:
    as_admin.account("p-2")
    made, report = as_admin.apply()
    assert told(made.steps) == [("cannot", "p-1"), ("create", "p-2"), ("cannot", "p-3")]
    assert "niet bekend op de site" in reason_for(made, "p-1")
    assert (report.refused, as_admin.roles(), as_admin.sent()) == ([], {"p-2": "member"}, {})
    as_admin.account("p-1")
    as_admin.apply()
    assert as_admin.roles() == {"p-1": "admin", "p-2": "member"}


def test_a_known_account_is_found_whatever_the_capitals_of_its_address(as_admin: Region) -> None:
    as_admin.site.state.add_user("P-2@X.Example", "p-2 op de site")
    as_admin.apply()
    assert [*as_admin.group().members.values()] == ["owner", "member"]


def test_who_waits_for_a_place_is_let_in(as_admin: Region) -> None:
    as_admin.apply()
    as_admin.account("p-2").change("joinGroup", guid=as_admin.group().guid)
    assert as_admin.roles() == {"p-2": "pending"}
    as_admin.apply()
    assert as_admin.roles() == {"p-2": "member"}


def test_a_banned_account_is_told_and_stays_banned(as_admin: Region) -> None:
    as_admin.account("p-2")
    user(as_admin, "p-2").is_banned = True
    as_admin.choose(ADD)
    with_token(as_admin)
    made, _ = as_admin.apply(restore=True)
    assert ("cannot", "p-2") in told(made.steps)
    assert reason_for(made, "p-2") == "het account is op de site geblokkeerd"
    assert user(as_admin, "p-2").is_banned
    assert "p-2" not in as_admin.roles()


def test_an_account_that_is_banned_later_is_told_as_banned_and_added_nowhere(as_admin: Region) -> None:
    as_admin.account("p-2")
    as_admin.apply()
    user(as_admin, "p-2").is_banned = True
    second_body(as_admin)
    made, _ = as_admin.apply()
    reasons = {(step.group_key, step.kind, step.reason) for step in made.steps if step.key == "p-2"}
    assert ("body-breed", "cannot", "het account is op de site geblokkeerd") in reasons
    assert as_admin.roles("breed") == {}


def test_an_account_that_was_deleted_and_made_again_is_found(as_admin: Region) -> None:
    old = as_admin.account("p-2").guid
    as_admin.apply()
    as_admin.group().members.pop(old)
    del as_admin.site.state.users[old]
    as_admin.account("p-2")
    second_body(as_admin)
    _, report = as_admin.apply()
    assert report.refused == []
    assert as_admin.roles("breed") == {"p-2": "member"}


def test_a_corrected_address_brings_the_right_account_in_and_the_wrong_one_out(as_admin: Region) -> None:
    # The address on record was that of somebody else.
    as_admin.account("p-2")
    as_admin.account("p-8")
    as_admin.apply()
    as_admin.record(acts.CorrectPerson(person="p-2", on=START, email=mail("p-8")))
    as_admin.apply()
    as_admin.apply()
    assert as_admin.roles() == {"p-8": "member"}


def test_people_who_are_put_out_by_hand_stay_out_until_it_is_asked_back(as_admin: Region) -> None:
    guid = as_admin.account("p-2").guid
    as_admin.apply()
    as_admin.admin.change("removeGroupMembers", guid=as_admin.group().guid, userGuids=[guid])
    made, _ = as_admin.apply()
    assert ("drift", "p-2") in told(made.steps)
    assert as_admin.roles() == {}
    as_admin.apply(restore=True)
    assert as_admin.roles() == {"p-2": "member"}


def test_an_account_is_made_once_with_our_key_and_put_in_its_group(as_admin: Region) -> None:
    with_token(as_admin).choose(ADD, "gem-a")
    as_admin.choose(INVITE, "gem-b")
    made, report = as_admin.apply()
    assert told(made.steps) == [("cannot", "p-1"), ("create", "p-2"), ("cannot", "p-3")]
    assert report.refused == []
    found = user(as_admin, "p-2")
    assert (found.external_id, found.name) == ("rso-p-2", "2. Voorbeeld")
    assert as_admin.roles() == {"p-2": "member"}
    before = attrs.evolve(found)
    again, _ = as_admin.apply()
    assert (again.to_do, user(as_admin, "p-2")) == ((), before)


def test_an_account_that_is_there_is_left_as_it_is(as_admin: Region) -> None:
    as_admin.account("p-2")
    before = attrs.evolve(user(as_admin, "p-2"))
    with_token(as_admin).choose(ADD)
    as_admin.record(acts.CorrectPerson(person="p-2", on=START, name="B. Anders"))
    as_admin.apply()
    assert user(as_admin, "p-2") == before
    assert as_admin.roles() == {"p-1": "admin", "p-2": "member", "p-3": "member"}


def test_the_site_refuses_to_make_what_is_there_and_nothing_of_it_changes(region: Region) -> None:
    region.account("p-2")
    before = attrs.evolve(user(region, "p-2"), is_banned=True)
    user(region, "p-2").is_banned = True
    region.site.state.profile_sync_token = TOKEN
    maker = AccountMaker(region.site.url, TOKEN)
    with pytest.raises(RefusedByPleioError, match="could_not_create"):
        maker.make(DesiredMember(person="p-2", email=mail("p-2"), role="member", name="Nieuw"), None)
    maker.close()
    assert user(region, "p-2") == before


@pytest.mark.parametrize("choice", [NONE, INVITE])
def test_no_account_is_made_for_people_of_an_organisation_that_did_not_choose_adding(
    as_admin: Region, choice: PlatformChoice
) -> None:
    with_token(as_admin).choose(choice)
    made, _ = as_admin.apply()
    assert {kind for kind, _ in told(made.steps)} == {"cannot"}
    assert "p-2@x.example" not in {found.email for found in as_admin.site.state.users.values()}


def test_a_wrong_token_is_told_and_is_in_no_message(as_admin: Region) -> None:
    with_token(as_admin, WRONG).choose(ADD)
    with pytest.raises(SetupError, match="refuses the profile_sync token") as raised:
        as_admin.apply()
    assert WRONG not in "".join(traceback.format_exception(raised.value))
    assert as_admin.roles() == {}


def test_no_answer_to_the_making_is_no_reason_to_make_it_again(as_admin: Region) -> None:
    with_token(as_admin).choose(ADD, "gem-a")
    with as_admin.sync() as sync, pytest.raises(OutcomeUnknownError):
        attrs.evolve(sync, accounts=Silent(as_admin.site.url, TOKEN)).apply()
    made_once = user(as_admin, "p-2")
    as_admin.apply()
    assert user(as_admin, "p-2") is made_once
    assert as_admin.roles() == {"p-2": "member"}
    as_admin.record(ends("deelnemer", "p-2"))
    as_admin.apply()
    assert as_admin.roles() == {}


class Silent(AccountMaker):
    """The account is made, and the answer does not come."""

    def make(self, member: DesiredMember, group: str | None) -> str:
        super().make(member, group)
        raise OutcomeUnknownError("no answer")


def test_a_group_administrator_puts_a_new_account_in_the_group_at_once(adopted: Region) -> None:
    with_token(adopted).choose(ADD)
    made, report = adopted.apply()
    assert told(made.steps) == [("create", "p-1"), ("create", "p-2"), ("create", "p-3")]
    assert report.refused == []
    assert adopted.roles() == {"p-1": "admin", "p-2": "member", "p-3": "member"}
    assert {user(adopted, p).external_id for p in adopted.roles()} == {"rso-p-1", "rso-p-2", "rso-p-3"}
    assert adopted.sent() + adopted.sent("accepted") == {}
    adopted.apply()
    assert adopted.plan().to_do == ()
    adopted.record(ends("deelnemer", "p-2"))
    adopted.apply()
    assert adopted.roles() == {"p-1": "admin", "p-3": "member"}


def test_who_was_put_in_the_group_without_an_answer_leaves_with_the_role(adopted: Region) -> None:
    with_token(adopted).choose(ADD, "gem-a")
    with adopted.sync() as sync, pytest.raises(OutcomeUnknownError):
        attrs.evolve(sync, accounts=Silent(adopted.site.url, TOKEN)).apply()
    adopted.apply()
    assert adopted.roles() == {"p-2": "member"}
    adopted.record(ends("deelnemer", "p-2"))
    adopted.apply()
    assert adopted.roles() == {}


def test_a_person_in_two_new_groups_gets_one_account_and_no_refusal(as_admin: Region) -> None:
    with_token(as_admin).choose(ADD, "gem-a")
    second_body(as_admin)
    _, report = as_admin.apply()
    assert report.refused == []
    assert (as_admin.roles(), as_admin.roles("breed")) == ({"p-2": "member"}, {"p-2": "member"})


def test_who_has_an_account_that_a_group_administrator_does_not_see_is_invited(adopted: Region) -> None:
    adopted.account("p-2")
    with_token(adopted).choose(ADD, "gem-a")
    adopted.apply()
    adopted.apply()
    assert adopted.sent() == {"p-2": 1}


def test_the_token_is_sent_to_a_site_with_a_certificate_of_the_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/eigen.pem")
    maker: Any = AccountMaker("https://samenwerken.example.nl", TOKEN)
    assert maker._http.verify == "/etc/eigen.pem"
