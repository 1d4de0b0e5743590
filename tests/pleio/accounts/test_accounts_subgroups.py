"""Subgroups: parts of the members by what they are in the body, beside what people made of them."""

import pytest

from pleio.accounts.region_beside_a_site import Region, ends, opens, safety_blocks, told

CHAIRS, DEPUTIES = "Voorzitters", "Plaatsvervangers"


@pytest.fixture
def chaired(as_admin: Region) -> Region:
    """Two chairs in a group that is filled."""
    for person in ("p-1", "p-2", "p-3"):
        as_admin.account(person)
    as_admin.record(opens("voorzitter-stand-in", "overleg"), safety_blocks("voorzitter-stand-in", "p-2", "gem-a"))
    as_admin.apply()
    assert as_admin.subgroup(CHAIRS) == {"p-1", "p-2"}
    return as_admin


def put(region: Region, *persons: str) -> None:
    """People change who are in the subgroup."""
    number = next(s.id for s in region.group().subgroups if s.name == CHAIRS)
    guids = [region.account(person).guid for person in persons]
    region.admin.change("editSubgroup", id=number, name=CHAIRS, members=guids)


def test_subgroups_are_made_after_their_members_are_in(chaired: Region) -> None:
    # The site takes nobody into a subgroup who is not in the group yet, so one apply shows the order.
    assert [s.name for s in chaired.group().subgroups] == [CHAIRS]
    assert chaired.plan().steps == ()
    assert chaired.site.traffic.names["addSubgroup"] == 1


def test_who_people_put_in_stays(chaired: Region) -> None:
    put(chaired, "p-1", "p-2", "p-3")
    assert chaired.plan(restore=True).steps == ()
    chaired.record(ends("voorzitter-stand-in", "p-2"))
    chaired.apply(restore=True)
    assert chaired.subgroup(CHAIRS) == {"p-1", "p-3"}


def test_one_of_ours_whom_people_took_out_is_told_and_comes_back_with_restore(chaired: Region) -> None:
    put(chaired, "p-1")
    for _ in range(2):
        made, _ = chaired.apply()
        assert told(made.steps, "subgroup") == [("drift", "body-overleg/voorzitters")]
        assert chaired.subgroup(CHAIRS) == {"p-1"}
    chaired.apply(restore=True)
    assert chaired.subgroup(CHAIRS) == {"p-1", "p-2"}


def test_one_of_ours_whom_people_took_out_stays_out_when_others_change(chaired: Region) -> None:
    put(chaired, "p-1")
    chaired.record(opens("voorzitter-twee", "overleg"), safety_blocks("voorzitter-twee", "p-3", "gem-b"))
    chaired.apply()
    assert chaired.subgroup(CHAIRS) == {"p-1", "p-3"}
    chaired.apply()
    assert chaired.subgroup(CHAIRS) == {"p-1", "p-3"}


def test_who_leaves_the_role_leaves_the_subgroup_and_stays_in_the_group(chaired: Region) -> None:
    chaired.record(ends("voorzitter-stand-in", "p-2"))
    chaired.apply()
    assert chaired.subgroup(CHAIRS) == {"p-1"}
    assert chaired.roles()["p-2"] == "member"
    assert chaired.plan().steps == ()


def test_who_leaves_the_group_leaves_the_subgroup_too(chaired: Region) -> None:
    chaired.record(ends("voorzitter-stand-in", "p-2"), ends("deelnemer", "p-2"))
    chaired.apply()
    assert (chaired.subgroup(CHAIRS), "p-2" in chaired.roles()) == ({"p-1"}, False)
    chaired.record(ends("vz", "p-1"))
    chaired.apply()
    assert chaired.subgroup(CHAIRS) == set(), "the last one is emptied out as well"
    assert chaired.plan().steps == ()


def test_a_role_holder_who_is_no_member_does_not_break_the_subgroup(as_admin: Region) -> None:
    as_admin.account("p-2")
    as_admin.record(opens("voorzitter-stand-in", "overleg"), safety_blocks("voorzitter-stand-in", "p-2", "gem-a"))
    _, report = as_admin.apply()
    assert (report.refused, as_admin.subgroup(CHAIRS)) == ([], {"p-2"})
    as_admin.account("p-1")
    _, report = as_admin.apply()
    assert (report.refused, as_admin.subgroup(CHAIRS)) == ([], {"p-1", "p-2"})


def test_a_name_that_stayed_in_the_subgroup_after_its_person_left_does_no_harm(chaired: Region) -> None:
    # The site does not take people out of subgroups when they are taken out of the group.
    put(chaired, "p-1", "p-2", "p-3")
    guid = chaired.account("p-3").guid
    chaired.admin.change("removeGroupMembers", guid=chaired.group().guid, userGuids=[guid])
    assert "p-3" in chaired.subgroup(CHAIRS)
    chaired.record(ends("voorzitter-stand-in", "p-2"))
    _, report = chaired.apply()
    assert (report.refused, chaired.subgroup(CHAIRS)) == ([], {"p-1"})


def test_who_is_refused_by_the_site_does_not_keep_the_others_out_for_good(as_admin: Region) -> None:
    gone = as_admin.account("p-1").guid
    as_admin.account("p-2")
    as_admin.record(opens("voorzitter-stand-in", "overleg"), safety_blocks("voorzitter-stand-in", "p-2", "gem-a"))
    with as_admin.sync() as sync:
        plan = sync.plan()
        # Between the look and the work the account goes.
        del as_admin.site.state.users[gone]
        with sync.ledger.alone():
            sync.carry_out(plan)
    as_admin.apply()
    assert as_admin.subgroup(CHAIRS) == {"p-2"}


def test_a_subgroup_that_people_made_under_our_name_is_used_and_keeps_its_people(adopted: Region) -> None:
    for person in ("p-1", "p-2"):
        adopted.account(person).join(adopted.group().guid)
    adopted.admin.change(
        "addSubgroup", groupGuid=adopted.group().guid, name=CHAIRS, members=[adopted.account("p-2").guid]
    )
    adopted.apply()
    assert adopted.subgroup(CHAIRS) == {"p-1", "p-2"}
    adopted.record(ends("vz", "p-1"))
    adopted.apply()
    assert adopted.subgroup(CHAIRS) == {"p-2"}


def test_a_subgroup_that_people_deleted_is_told_and_not_made_again(chaired: Region) -> None:
    chaired.plan()
    chaired.apply()  # the number of a new subgroup is known from the second look on
    number = chaired.group().subgroups[0].id
    del chaired.group().subgroups[0]
    made, _ = chaired.apply()
    assert told(made.steps, "subgroup") == [("drift", "body-overleg/voorzitters")]
    assert number > 0
    assert chaired.group().subgroups == []


def test_subgroups_that_people_made_for_themselves_are_left_alone(chaired: Region) -> None:
    guid = chaired.account("p-3").guid
    chaired.admin.change("addSubgroup", groupGuid=chaired.group().guid, name="Redactie", members=[guid])
    chaired.record(ends("voorzitter-stand-in", "p-2"))
    chaired.apply(restore=True)
    assert chaired.subgroup("Redactie") == {"p-3"}
    assert chaired.subgroup(DEPUTIES) == set()
