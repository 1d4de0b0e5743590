"""A look at a site before work: what it tells, for both kinds of account, and that it changes nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.responses import JSONResponse, Response

from acts_of_a_region import START
from pleio.accounts.conftest import Rso
from pleio.accounts.region_beside_a_site import Region, mail
from rso_core import acts
from rso_core.events import PlatformChoice
from rso_pleio.doctor import Finding, blocked, examine
from rso_pleio.ledger_tables import PROGRESS, TABLE
from rso_pleio_sandbox.access import Caller
from rso_pleio_sandbox.schema import carry_out, parsed
from rso_pleio_sandbox.state import SiteState


def look(region: Region) -> list[Finding]:
    with region.sync() as sync:
        return examine(sync)


def said(findings: list[Finding], level: str) -> str:
    return "\n".join(finding.told for finding in findings if finding.level == level)


def ledger_of(region: Region) -> list[Any]:
    engine = sa.create_engine(region.application.store.url)
    with engine.connect() as connection:
        rows = [tuple(row) for table in (TABLE, PROGRESS) for row in connection.execute(sa.select(table))]
    engine.dispose()
    return rows


def group_admin(region: Region) -> None:
    region.adopt(region.prepare())


def group_admin_who_filled_it(region: Region) -> None:
    region.adopt(region.prepare())
    region.choose(PlatformChoice.INVITE)
    region.apply()
    region.accept("p-1")


def site_admin(region: Region) -> None:
    region.session = region.site.admin_session


def site_admin_who_filled_it(region: Region) -> None:
    region.session = region.site.admin_session
    for person in ("p-1", "p-2", "p-3"):
        region.account(person)
    region.apply()


def nobody_yet(region: Region) -> None:
    region.prepare()


ACCOUNTS = [group_admin, group_admin_who_filled_it, site_admin, site_admin_who_filled_it, nobody_yet]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_look_changes_nothing_on_the_site_and_nothing_in_the_ledger(
    region: Region, account: Callable[[Region], None]
) -> None:
    account(region)
    with region.sync():
        pass  # makes the tables where there are none
    path = region.site.state.path = region.folder / "site.json"
    region.site.state.save()
    state, sent, kept = path.read_bytes(), region.site.traffic.mutations, ledger_of(region)
    look(region)
    region.site.state.save()
    assert (path.read_bytes(), region.site.traffic.mutations, ledger_of(region)) == (state, sent, kept)


def test_a_site_administrator_for_whom_nothing_is_in_the_way_hears_so(region: Region) -> None:
    site_admin_who_filled_it(region)
    findings = look(region)
    assert {finding.level for finding in findings} == {"ok"}
    assert not blocked(findings)
    told = said(findings, "ok")
    assert "als Sitebeheer (sitebeheerder)" in told
    assert "de site kent alles wat wij gebruiken" in told
    assert "groep 'Overleg overleg' (body-overleg): 4 leden, beheerd door dit account" in told
    assert "plan: niets te doen" in told


def test_a_group_administrator_hears_who_it_is_and_what_will_not_happen(region: Region) -> None:
    group_admin(region)
    region.choose(PlatformChoice.INVITE, "prov")
    findings = look(region)
    assert "als Dienstaccount (gewone gebruiker)" in said(findings, "ok")
    notes, problems = said(findings, "note"), said(findings, "problem")
    assert "'rso pleio adopt'" in notes
    assert "is niet besloten; de volgende apply sluit haar" in notes
    assert "body-overleg: 1 persoon krijgt een uitnodiging per mail, eenmalig" in notes
    assert "gebeurt niet: 2 x lid: de organisatie heeft niet gekozen" in notes
    # Who is not let in stops nothing else.
    assert (problems, blocked(findings)) == ("", False)


def test_what_will_not_happen_is_counted_by_reason(region: Region) -> None:
    site_admin(region)
    banned = region.account("p-1").guid
    region.site.state.users[banned].is_banned = True
    region.record(acts.CorrectPerson(person="p-2", on=START, email=mail("p-22")))
    told = [line for line in said(look(region), "note").splitlines() if line.startswith("gebeurt niet")]
    assert told == [
        "gebeurt niet: 1 x lid: het account is op de site geblokkeerd (p-1)",
        "gebeurt niet: 2 x lid: niet bekend op de site; laat een sitebeheerder het account maken (p-2, p-3)",
    ]


def test_an_account_without_any_right_hears_how_it_gets_a_group(region: Region) -> None:
    nobody_yet(region)
    problems = said(look(region), "problem")
    assert "1 x groep: dit account mag geen groepen maken" in problems


def test_a_group_that_the_account_may_not_write_is_in_the_way(region: Region) -> None:
    group_admin(region)
    region.group().members[region.site.state.sessions[region.service]] = "member"
    problems = said(look(region), "problem")
    assert "NIET te wijzigen door dit account" in problems
    assert "laat een beheerder het account groepsbeheerder maken" in problems


def test_a_group_that_tells_new_members_everything_is_noted(region: Region) -> None:
    group_admin(region)
    region.group().auto_notification = True
    assert "zet meldingen aan voor nieuwe leden" in said(look(region), "note")


@pytest.mark.parametrize(("token", "level"), [("goed", "ok"), ("fout", "problem")])
def test_the_token_is_tried_and_told(region: Region, token: str, level: str) -> None:
    site_admin_who_filled_it(region)
    region.site.state.profile_sync_token = "goed"
    region.token = token
    assert "profile_sync-token" in said(look(region), level)


def retold(region: Region, word: str, change: Callable[[Any], None]) -> None:
    """The site answers documents with this word in them as ever, but for a change: it is newer than we know."""

    def answer(data: dict[str, Any]) -> Response | None:
        if word not in data["query"]:
            return None
        state: SiteState = region.site.state
        user = state.users[state.sessions[region.session]]
        status, result = carry_out(Caller(state, user), data, parsed(data))
        if result.get("data"):
            change(result["data"])
        return JSONResponse(result, status)

    region.site.traffic.before = answer


@pytest.mark.parametrize("account", [group_admin_who_filled_it, site_admin_who_filled_it])
def test_kinds_of_content_and_parts_of_a_group_that_we_do_not_know_are_noted(
    region: Region, account: Callable[[Region], None]
) -> None:
    account(region)

    def newer(data: Any) -> None:
        for name, found in data.items():
            if name == "entities":
                found["edges"].append({"guid": "x", "__typename": "Podcast"})
            if isinstance(found, dict) and found.get("plugins"):
                found["plugins"].append("podcasts")

    retold(region, "__typename", newer)
    notes = said(look(region), "note")
    assert "heeft onderdelen die wij niet kennen: podcasts" in notes
    assert "soorten inhoud die wij niet kennen en met rust laten: Podcast" in notes


def without(region: Region, word: str) -> None:
    """The site lacks a field that we use: every document that names it is refused as a whole."""

    def refuse(data: dict[str, Any]) -> Response | None:
        if word not in data["query"]:
            return None
        message = f"Cannot query field '{word}' on type 'Group'."
        return JSONResponse({"errors": [{"message": message}]}, 400)

    region.site.traffic.before = refuse


@pytest.mark.parametrize(
    ("account", "word", "documents"),
    [
        (group_admin, "acceptMembershipRequest", ["acceptMembershipRequest", "acceptMembershipRequest (velden)"]),
        (site_admin, "directAdd", ["inviteToGroup (velden)"]),
    ],
)
def test_a_site_that_lacks_something_we_only_send_is_told_per_document(
    region: Region, account: Callable[[Region], None], word: str, documents: list[str]
) -> None:
    account(region)
    without(region, word)
    findings = look(region)
    problems = [told for told in said(findings, "problem").splitlines() if "kent iets niet" in told]
    assert [told.split("gebruiken, in ")[1].split(": ")[0] for told in problems] == documents
    assert all(f"'{word}'" in told for told in problems)
    assert blocked(findings)


@pytest.mark.parametrize("account", [group_admin, site_admin])
def test_a_site_that_lacks_something_we_read_is_told_per_document(
    region: Region, account: Callable[[Region], None]
) -> None:
    account(region)
    without(region, "autoNotification")
    problems = said(look(region), "problem")
    assert "in groups: Cannot query field 'autoNotification'" in problems
    assert "in site: Cannot query field 'autoNotification'" in problems


def test_the_command_ends_with_seven_when_something_is_in_the_way(region: Region, rso: Rso) -> None:
    nobody_yet(region)
    done = rso("pleio", "doctor")
    assert done.code == 7
    assert "+ ingelogd op" in done.out
    assert "x gebeurt niet: 1 x groep" in done.out
    machine = rso("pleio", "doctor", "--json")
    assert machine.code == 7
    assert {finding["level"] for finding in json.loads(machine.out)} == {"ok", "note", "problem"}


def test_the_command_ends_well_when_nothing_is_in_the_way(region: Region, rso: Rso) -> None:
    site_admin_who_filled_it(region)
    done = rso("pleio", "doctor")
    assert (done.code, done.err) == (0, "")
