"""How the site answers over HTTP: who is let in, what is valid, and several changes in one request."""

import secrets

import pytest

from conformance.asking import Account, Caller, Secret, Standing, category, mutation, mutations
from conformance.site_under_test import SiteUnderTest

TOO_LONG = "t" * 300


def test_an_anonymous_post_on_a_closed_site_gets_401_and_html(site: SiteUnderTest) -> None:
    answer = site.nobody.post("{ viewer { guid } }")
    if site.is_real and answer.status == 200 and site.setting("isClosed") is not True:
        pytest.skip("this site is open to everyone")
    assert answer.status == 401
    assert "text/html" in answer.content_type


def test_introspection_is_refused_with_400(site: SiteUnderTest, someone: Account) -> None:
    answer = someone.post("{ __schema { queryType { name } } }")
    if site.is_real and answer.status == 200 and answer.data:
        pytest.skip("this site runs with DEBUG, which allows introspection")
    assert answer.status == 400
    assert "Cannot query '__schema': introspection is disabled." in answer.messages


def test_the_session_cookie_alone_is_enough_without_a_csrf_token(someone: Account) -> None:
    # The client of this suite sends no other cookie, no X-CSRFToken, no Origin and no Referer.
    assert someone.ask("{ viewer { loggedIn } }") == {"viewer": {"loggedIn": True}}


def test_the_session_cookie_alone_is_enough_for_a_change_too(leader: Standing) -> None:
    assert leader.account.add("wiki", leader.group)


def test_an_unknown_field_gets_400(someone: Account) -> None:
    answer = someone.post("{ viewer { guid noSuchField } }")
    assert answer.status == 400
    assert answer.messages
    assert not answer.data


def test_a_date_that_is_none_gets_200_and_names_the_variable(leader: Standing) -> None:
    given = {"subtype": "event", "containerGuid": leader.group, "title": "Proef", "startDate": "gisteren"}
    answer = leader.account.post(mutation("addEntity", "entity { guid }"), {"i": given})
    assert answer.status == 200
    assert [message.partition(" value")[0] for message in answer.messages] == ["Variable '$i' got invalid"]
    assert not answer.data


def test_changes_by_alias_are_carried_out_in_order(leader: Standing) -> None:
    page = leader.account.add("wiki", leader.group)
    edits = {f"i{n}": {"guid": page, "title": title} for n, title in enumerate(("eerst", "dan", "laatst"))}
    answer = leader.account.post(mutations(["editEntity"] * 3, "entity { guid }"), edits)
    assert (answer.status, answer.messages) == (200, [])
    assert list(answer.data) == ["m0", "m1", "m2"]
    assert leader.account.see(page, "Wiki", "title")["title"] == "laatst"


def test_of_changes_by_alias_one_that_fails_is_null_with_its_alias_and_the_others_stand(leader: Standing) -> None:
    base = {"subtype": "wiki", "containerGuid": leader.group, "accessId": 4}
    variables = {f"i{n}": {**base, "title": title} for n, title in enumerate(("voor", TOO_LONG, "na"))}
    answer = leader.account.post(mutations(["addEntity"] * 3, "entity { guid }"), variables)
    assert answer.status == 200
    assert (answer.messages, answer.failed_at) == (["invalid_value"], [["m1"]])
    assert answer.data["m1"] is None
    for alias, title in (("m0", "voor"), ("m2", "na")):
        guid = answer.data[alias]["entity"]["guid"]
        assert leader.account.see(guid, "Wiki", "title")["title"] == title


def test_a_hundred_aliases_of_entity_in_one_request_are_answered(leader: Standing) -> None:
    page = leader.account.add("wiki", leader.group)
    fields = " ".join(f"a{n}: entity(guid: $g) {{ guid }}" for n in range(100))
    found = leader.account.ask(f"query ($g: String) {{ {fields} }}", g=page)
    assert found == {f"a{n}": {"guid": page} for n in range(100)}


@pytest.mark.inferred
def test_of_several_operations_only_the_named_one_is_carried_out(leader: Standing) -> None:
    value = f"niet-{secrets.token_hex(4)}"
    other = (
        f'mutation other {{ addEntity(input: {{subtype: "wiki", title: "Niet", containerGuid: "{leader.group}", '
        f'accessId: 4, tagCategories: [{{name: "rso-conformiteit", values: ["{value}"]}}]}}) {{ entity {{ guid }} }} }}'
    )
    answer = leader.account.post(f"query probe {{ viewer {{ loggedIn }} }}\n{other}", operation="probe")
    assert (answer.status, answer.messages, answer.data) == (200, [], {"viewer": {"loggedIn": True}})
    assert leader.account.listed(tagCategories=category("rso-conformiteit", value)) == []


@pytest.mark.inferred
def test_of_several_operations_the_whole_document_is_validated(someone: Account) -> None:
    other = 'mutation other { deleteEntity(input: {guid: "x"}) { success noSuchField } }'
    answer = someone.post(f"query probe {{ viewer {{ loggedIn }} }}\n{other}", operation="probe")
    assert answer.status == 400
    assert any("noSuchField" in message for message in answer.messages)


def test_the_text_of_a_client_holds_no_session() -> None:
    session = Secret("geheim")
    assert "geheim" not in repr([session, Caller("https://site.example", session)])
