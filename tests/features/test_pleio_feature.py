"""The feature of the members' platform, on the sandbox site."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from starlette.responses import PlainTextResponse

from acts_of_a_region import START, open_region, plan, record_a_year, set_up
from every_plugin import every_plugin
from platform_of_members import Platform
from rso_core import acts
from rso_core.dutch.days import MONTHS
from rso_core.events import DecisionKind, ItemKind, PlatformChoice
from rso_core.projection import Projector
from rso_pleio.client import Change, PleioClient
from rso_pleio.errors import OutcomeUnknownError, UnsafePlanError
from rso_pleio.sync import open_sync
from sandbox_sites import site_of_a_test

scenarios("pleio.feature")
TODAY = date(2026, 11, 24)


@pytest.fixture
def platform(sqlite_url: str) -> Iterator[Platform]:
    plugins = every_plugin()
    with site_of_a_test() as site, open_region(sqlite_url) as application:
        for number in (1, 2, 3):
            site.state.add_user(f"p-{number}@x.example", f"{number}. Voorbeeld")
        record_a_year(application)
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site.url, site.admin_session) as sync:
            yield Platform(site, application, sync)
        projector.close()


def day(text: str) -> date:
    number, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(number))


@given("een lege site en een overleg met een voorzitter, een vergadering en een besluit")
def start(platform: Platform) -> None:
    assert platform.site.state.groups == {}


@given("de site is bijgewerkt")
@when("de site wordt bijgewerkt")
def updated(platform: Platform) -> None:
    platform.update()


@when("de site wordt bijgewerkt en teruggezet")
def restored(platform: Platform) -> None:
    platform.update(restore=True, confirm=True)


@then(parsers.parse('heeft de site een besloten groep "{naam}"'))
def has_group(platform: Platform, naam: str) -> None:
    assert [(group.name, group.is_closed) for group in platform.site.state.groups.values()] == [(naam, True)]


@then(parsers.parse('is "{naam}" beheerder van de groep'))
def is_admin(platform: Platform, naam: str) -> None:
    assert platform.group.members[platform.person(naam)] == "admin"


@then(parsers.parse('is "{naam}" lid van de groep'))
def is_member(platform: Platform, naam: str) -> None:
    assert platform.group.members[platform.person(naam)] in ("member", "admin")


@then(parsers.parse('is "{naam}" geen lid van de groep'))
def is_no_member(platform: Platform, naam: str) -> None:
    assert platform.person(naam) not in platform.group.members


@then(parsers.parse('staan in de groep de bijeenkomst "{bijeenkomst}" en de pagina\'s "{een}" en "{twee}"'))
def has_content(platform: Platform, bijeenkomst: str, een: str, twee: str) -> None:
    shown = {item.title for item in platform.site.state.items.values() if item.status == "published"}
    assert {bijeenkomst, een, twee} <= shown


@then(parsers.parse('staat in de groep de bijeenkomst "{titel}"'))
def has_event(platform: Platform, titel: str) -> None:
    assert platform.item(titel).subtype == "event"


@then(parsers.parse('staat de pagina "{blad}" onder "{jaar}", en die onder "{wortel}"'))
def in_tree(platform: Platform, blad: str, jaar: str, wortel: str) -> None:
    assert platform.item(blad).parent == platform.item(jaar).guid
    assert platform.item(jaar).parent == platform.item(wortel).guid


@then(parsers.parse('verwijst de pagina "{titel}" naar de bijeenkomst waarin het besluit viel'))
def page_links_event(platform: Platform, titel: str) -> None:
    events = [item.guid for item in platform.site.state.items.values() if item.subtype == "event"]
    assert any(guid in platform.item(titel).rich_description for guid in events)


@then(parsers.parse('verwijst die bijeenkomst naar "{titel}"'))
def event_links_page(platform: Platform, titel: str) -> None:
    events = [item for item in platform.site.state.items.values() if item.subtype == "event"]
    assert any(platform.item(titel).guid in item.rich_description for item in events)


@then(parsers.parse('staat "{naam}" in de subgroep "{subgroep}"'))
def in_subgroup(platform: Platform, naam: str, subgroep: str) -> None:
    (found,) = [s for s in platform.group.subgroups if s.name == subgroep]
    assert platform.person(naam) in found.members


@given(parsers.parse('het actiepunt "{titel}" van "{partij}" met als datum {datum}'))
def agreed(platform: Platform, titel: str, partij: str, datum: str) -> None:
    party = partij.removeprefix("Partij ")
    agree = acts.AgreeAction(action="a1", body="overleg", title=titel, party=party, on=date(2026, 4, 1), due=day(datum))
    platform.record(agree)


@when("het actiepunt gereed is")
def finished(platform: Platform) -> None:
    platform.record(acts.FinishAction(action="a1", on=TODAY, result="Rondgestuurd"))


@given("vijf actiepunten")
def five(platform: Platform) -> None:
    for number in range(5):
        agree = acts.AgreeAction(
            action=f"v{number}",
            body="overleg",
            title=f"Actie {number}",
            party="gem-a",
            on=date(2026, 4, 1),
            due=date(2026, 6, 1),
        )
        platform.record(agree)


@when("alle actiepunten gereed zijn")
def all_finished(platform: Platform) -> None:
    platform.record(*(acts.FinishAction(action=f"v{number}", on=TODAY, result="Gedaan") for number in range(5)))


@then("wordt bijwerken geweigerd tot iemand het bevestigt")
def held(platform: Platform) -> None:
    platform.update()
    assert isinstance(platform.error, UnsafePlanError)
    assert platform.sent == 0


@then("wordt na bevestiging alles bijgewerkt")
def confirmed(platform: Platform) -> None:
    platform.update(confirm=True)
    assert {platform.item(f"Actie {number}").state for number in range(5)} == {"DONE"}


@then(parsers.parse('is er een taak "{titel}" die nog moet beginnen'))
def is_new(platform: Platform, titel: str) -> None:
    assert (platform.item(titel).subtype, platform.item(titel).state) == ("task", "NEW")


@then(parsers.parse('is de taak "{titel}" gereed'))
def is_done(platform: Platform, titel: str) -> None:
    assert platform.item(titel).state == "DONE"


@then(parsers.parse('noemt de taak "{titel}" de houder "{houder}" en de datum "{datum}"'))
def names_two(platform: Platform, titel: str, houder: str, datum: str) -> None:
    text = platform.item(titel).rich_description
    assert houder in text
    assert datum in text


@when(parsers.parse("de volgende vergadering wordt verzet naar {datum}"))
def moved(platform: Platform, datum: str) -> None:
    platform.record(acts.MoveMeeting(meeting="v2", to=day(datum), on=TODAY, reason="Zaal bezet"))


@when(parsers.parse('de volgende vergadering wordt afgezegd omdat "{reden}"'))
def cancelled(platform: Platform, reden: str) -> None:
    platform.record(acts.CancelMeeting(meeting="v2", on=TODAY, reason=reden))


@then(parsers.parse('noemt de bijeenkomst "{titel}" de oude dag "{wat}"'))
@then(parsers.parse('noemt de bijeenkomst "{titel}" de reden "{wat}"'))
@then(parsers.parse('noemt de pagina "{titel}" "{wat}"'))
def names_one(platform: Platform, titel: str, wat: str) -> None:
    assert wat in platform.item(titel).rich_description


@then(parsers.parse('is er één pagina "{titel}"'))
def there_is_one(platform: Platform, titel: str) -> None:
    assert len(platform.items(titel)) == 1


@then(parsers.parse('is er geen pagina "{titel}"'))
def there_is_none(platform: Platform, titel: str) -> None:
    assert platform.items(titel) == []


@then("is er niets gewijzigd")
def nothing(platform: Platform) -> None:
    assert platform.error is None
    assert platform.sent == 0


@then("is er niets meer te doen")
def nothing_to_do(platform: Platform) -> None:
    assert platform.sync.plan().steps == ()


@given("de site valt weg nadat zij het werk deed")
def goes_down(platform: Platform) -> None:
    def lost(data: dict[str, Any]) -> Any:
        return PlainTextResponse("", 502) if data["query"].startswith("mutation") else None

    platform.site.traffic.after = lost


@when("de site het weer doet")
def comes_up(platform: Platform) -> None:
    assert isinstance(platform.error, OutcomeUnknownError)
    platform.site.traffic.after = None


@then("staat niets dubbel op de site")
def no_copies(platform: Platform) -> None:
    assert len(platform.site.state.groups) == 1
    assert [key for key, number in Counter(platform.own_keys()).items() if number > 1] == []
    assert "decision-b1" in platform.own_keys()


@given("de administratie van de koppeling is kwijt")
def lost(platform: Platform) -> None:
    platform.sync.ledger.clear()


@when("de administratie van de site wordt teruggehaald")
def recovered(platform: Platform) -> None:
    platform.recover()


@given(parsers.parse('een lid verandert de titel van het besluit in "{titel}"'))
def edited(platform: Platform, titel: str) -> None:
    change = Change("editEntity", {"guid": platform.item("Programma").guid, "title": titel})
    answer: Any = platform.sync.client.change([change])[0]
    assert answer["entity"]["guid"]


@given("een lid haalt het besluit weg")
def removed(platform: Platform) -> None:
    platform.sync.client.change([Change("deleteEntity", {"guid": platform.item("Programma").guid})])


@given(parsers.parse('een lid maakt de pagina "{titel}" en laat "{naam}" toe'))
def made_by_hand(platform: Platform, titel: str, naam: str) -> None:
    platform.site.state.add_user("gast@x.example", naam)
    fields = {"subtype": "wiki", "title": titel, "containerGuid": platform.group.guid, "accessId": 4}
    users = [{"guid": platform.person(naam)}]
    invite = {"guid": platform.group.guid, "users": users, "directAdd": True}
    platform.sync.client.change([Change("addEntity", fields), Change("inviteToGroup", invite)])


@then("wordt de wijziging gemeld")
def reported(platform: Platform) -> None:
    assert platform.plan is not None
    assert [step.kind for step in platform.plan.steps] == ["drift"]


@then(parsers.parse('heet de pagina "{titel}"'))
def still_called(platform: Platform, titel: str) -> None:
    assert platform.item(titel).subtype == "wiki"


@given(parsers.parse('"{naam}" heeft nog een andere rol in het overleg'))
def second_role(platform: Platform, naam: str) -> None:
    person = f"p-{naam[0]}"
    establish = acts.EstablishRole(role="penvoerder", name="Penvoerder", on=START, body="overleg")
    assign = acts.AssignRole(role="penvoerder", assignment="t2", party="gem-a", person=person, start=date(2026, 1, 1))
    platform.record(establish, assign)


@when(parsers.parse('de rol van "{naam}" eindigt'))
def role_ends(platform: Platform, naam: str) -> None:
    person = f"p-{naam[0]}"
    ended = acts.EndAssignment(
        role="deelnemer", assignment=person, last_day=TODAY - timedelta(days=1), reason="Andere functie"
    )
    platform.record(ended)


def prepare_group(platform: Platform) -> None:
    admin = PleioClient(platform.site.url, platform.site.admin_session)
    admin.change([Change("addGroup", {"name": "Klaargezet", "isClosed": True})])
    session = platform.site.state.add_user("dienst@x.example", "Dienstaccount")
    account = platform.person("Dienstaccount")
    group = platform.group
    group.members[account] = "admin"
    platform.work_as(session)


@given("een klaargezette groep, en een account dat alleen die groep beheert")
def prepared(platform: Platform) -> None:
    prepare_group(platform)


@given("een klaargezette groep met leden die alle meldingen aan hebben staan")
def prepared_loud(platform: Platform) -> None:
    prepare_group(platform)
    admin = PleioClient(platform.site.url, platform.site.admin_session)
    for number in (2, 3):
        person = platform.person(f"{number}. Voorbeeld")
        group = platform.group.guid
        admin.change(
            [
                Change("inviteToGroup", {"guid": group, "users": [{"guid": person}], "directAdd": True}),
            ]
        )
        platform.group.settings_of(person).enabled = True


@when("de klaargezette groep in gebruik wordt genomen")
def adopted(platform: Platform) -> None:
    platform.adopt("Klaargezet")


@given(parsers.parse('"{partij}" kiest voor uitnodigen'))
def chooses(platform: Platform, partij: str) -> None:
    party = partij.removeprefix("Partij ")
    platform.record(acts.ChoosePlatform(party=party, choice=PlatformChoice.INVITE, on=TODAY))


@then("is er aan niemand iets gestuurd")
def nothing_sent(platform: Platform) -> None:
    assert platform.site.state.notifications == []


@then(parsers.parse('kreeg "{naam}" één uitnodiging'))
def one_invitation(platform: Platform, naam: str) -> None:
    invited = [note.to for note in platform.site.state.notifications if note.kind == "invitation"]
    assert invited in ([f"p-{naam[0]}@x.example"], [platform.person(naam)])


@given(parsers.parse('het vertrouwelijke besluit "{titel}" met een actiepunt'))
def secret_decision(platform: Platform, titel: str) -> None:
    decide = acts.Decide(
        decision="b9",
        meeting="v1",
        kind=DecisionKind.DECIDE,
        title=titel,
        text=f"{titel}, de tekst",
        unanimous=True,
        confidential=True,
    )
    agree = acts.AgreeAction(
        action="a9",
        body="overleg",
        title=f"Uitvoeren: {titel}",
        party="gem-a",
        on=date(2026, 4, 1),
        due=date(2026, 6, 1),
        decision="b9",
    )
    platform.record(decide, agree)


@given(parsers.parse('het vertrouwelijke agendapunt "{titel}" op de agenda van de volgende vergadering'))
def secret_item(platform: Platform, titel: str) -> None:
    add = acts.AddAgendaItem(
        meeting="v2", item="p1", place=1, kind=ItemKind.DISCUSS, title=titel, on=TODAY, confidential=True
    )
    platform.record(add)


@given(parsers.parse('het vertrouwelijke overleg "{titel}"'))
def secret_body(platform: Platform, titel: str) -> None:
    platform.record(set_up("geheim", name=titel, place=2, confidential=True))
    plan(platform.application, "v8", date(2027, 2, 1), "geheim")
    platform.sync.projector.catch_up()


@then(parsers.parse('staat "{wat}" nergens op de site'))
def nowhere(platform: Platform, wat: str) -> None:
    assert platform.error is None
    state = platform.site.state
    everything = [text for item in state.items.values() for text in (item.title, item.rich_description)]
    everything += [text for group in state.groups.values() for text in (group.name, group.rich_description)]
    assert everything
    assert not any(wat in text for text in everything)
