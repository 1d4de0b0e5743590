"""Steps about meetings, agenda and minutes."""

from datetime import date, datetime, time

from pytest_bdd import given, parsers, then, when

from acts_of_a_region import MEETING_DAY, PARTIES, by, present
from rso_core import acts
from rso_core.events import (
    Attendee,
    ItemKind,
)
from rso_core.structuring import to_date
from rso_core.time_zone import AMSTERDAM
from steps.world import DAG, World, act, sentence


def planning(overleg: str, dag: date, starts: time = time(10), ends: time = time(12)) -> acts.PlanMeeting:
    return acts.PlanMeeting(meeting="v1", body=overleg, on=dag, starts=starts, ends=ends)


@sentence(given, rf'een vergadering van "(?P<overleg>[^"]+)" op {DAG} is gepland')
def planned(world: World, overleg: str, dag: date) -> None:
    world.certain(planning(overleg, dag))


@sentence(when, rf'een vergadering van "(?P<overleg>[^"]+)" op {DAG} wordt gepland')
def plans(world: World, overleg: str, dag: date) -> None:
    world.act(planning(overleg, dag))


@when("een vergadering wordt gepland die eindigt voor zij begint")
def plans_backwards(world: World) -> None:
    world.act(acts.replace(planning("overleg", MEETING_DAY, time(12), time(10)), meeting="v2"))


@given("de vergadering is geannuleerd")
def cancelled(world: World) -> None:
    world.certain(acts.CancelMeeting(meeting="v1", on=MEETING_DAY, reason="Geen stukken"))


def holding(dag: date, parties: tuple[str, ...], chair: str = "p-1") -> acts.HoldMeeting:
    return acts.HoldMeeting(meeting="v1", held_on=dag, chair=chair, attendance=present(*parties))


@sentence(when, rf'de vergadering op {DAG} is gehouden met "(?P<een>[^"]+)" en "(?P<twee>[^"]+)"')
def holds(world: World, dag: date, een: str, twee: str) -> None:
    world.act(holding(dag, (een, twee)))


@sentence(
    when,
    rf'de vergadering op {DAG} is gehouden met "(?P<een>[^"]+)" en "(?P<twee>[^"]+)", '
    r'voorgezeten door "(?P<voorzitter>[^"]+)"',
)
def holds_chaired(world: World, dag: date, een: str, twee: str, voorzitter: str) -> None:
    world.act(holding(dag, (een, twee), voorzitter))


@given(parsers.parse('de vergadering is gehouden met "{partijen}"'))
def held(world: World, partijen: str) -> None:
    world.certain(holding(MEETING_DAY, tuple(partijen.split(", "))))


@when(parsers.parse('"{persoon}" van "{partij}" als deelnemer van de vergadering wordt vastgelegd'))
def outsider_attends(world: World, persoon: str, partij: str) -> None:
    attendance = (*present("prov"), Attendee(person=persoon, party=partij))
    world.act(acts.HoldMeeting(meeting="v1", held_on=MEETING_DAY, chair="p-1", attendance=attendance))


@then(parsers.parse('staat de vergadering in de kalender als "{stand}" met {aantal:d} partijen'))
def in_calendar(world: World, stand: str, aantal: int) -> None:
    row = world.register("calendar").rows[0]
    assert (row["state_nl"], row["parties_present"]) == (stand, aantal)


ITEMS = {"voortgangsoverzicht": ItemKind.OVERVIEW, "mededelingen": ItemKind.INFORM, "voorstel": ItemKind.DECIDE}

act(
    rf'de vergaderingen van "(?P<overleg>[^"]+)" vanaf {DAG} beginnen met het voortgangsoverzicht',
    lambda overleg, dag: acts.RepositionBody(body=overleg, since=dag, overview_first=True),
)
act(
    r"(?:het|de) (?P<soort>\w+) als punt (?P<plaats>-?\d+) op de agenda sta(?:at|an)",
    lambda soort, plaats: acts.AddAgendaItem(
        meeting="v1",
        item=f"{soort}-{plaats}",
        place=int(plaats),
        kind=ITEMS[soort],
        title=soort,
        on=date(2026, 3, 1),
        minutes=30,
    ),
)
act(
    r"het (?P<soort>\w+) op plaats (?P<plaats>\d+) van de agenda af gaat",
    lambda soort, plaats: acts.RemoveAgendaItem(
        meeting="v1", item=f"{soort}-{plaats}", on=date(2026, 3, 1), reason="Niet rijp"
    ),
)
act(
    r'de vergadering zonder voortgangsoverzicht is gehouden, omdat "(?P<motief>[^"]*)"',
    lambda motief: acts.replace(holding(MEETING_DAY, PARTIES), without_overview=motief),
)
act(r"de vergadering met alle partijen wordt gehouden", lambda: holding(MEETING_DAY, PARTIES))
act(
    rf"de vergadering naar {DAG} wordt verzet",
    lambda dag: acts.MoveMeeting(meeting="v1", to=dag, on=date(2026, 3, 1), reason="Verhinderd"),
)
act(
    rf"op (?P<besloten>[0-9-]+) wordt besloten de vergadering te verzetten naar {DAG}",
    lambda besloten, dag: acts.MoveMeeting(meeting="v1", to=dag, on=to_date(besloten), reason="Verhinderd"),
)
act(
    rf'"(?P<overleg>[^"]+)" de vergadering van {DAG} overslaat',
    lambda overleg, dag: acts.SkipMeeting(
        meeting=f"geen-{dag}", body=overleg, day=dag, on=date(2026, 3, 1), reason="Reces"
    ),
)
act(
    rf"het verslag op {DAG} wordt opgemaakt",
    lambda dag: acts.DrawUpMinutes(meeting="v1", document="verslag.pdf", on=dag),
)
act(
    rf"er op {DAG} weer is vergaderd",
    lambda dag: (
        acts.PlanMeeting(meeting=f"w-{dag}", body="overleg", on=dag, starts=time(10), ends=time(12)),
        acts.HoldMeeting(meeting=f"w-{dag}", held_on=dag, chair="p-1", attendance=present(*PARTIES)),
    ),
)
act(
    rf"het verslag in de vergadering van {DAG} wordt vastgesteld",
    lambda dag: acts.ApproveMinutes(meeting="v1", in_meeting=f"w-{dag}"),
)
act(
    r'in het verslag wordt verbeterd dat ook "(?P<partij>[^"]+)" er was',
    lambda partij: acts.CorrectMinutes(meeting="v1", correction="Aanwezige vergeten", missed=present(partij)),
)
act(
    rf'"(?P<overleg>[^"]+)" vanaf {DAG} vergadert in het ritme "(?P<ritme>[^"]+)"',
    lambda overleg, dag, ritme: acts.RepositionBody(body=overleg, since=dag, rhythm=ritme, rhythm_start=dag),
)


@sentence(given, r'de correctie dat ook "(?P<partij>[^"]+)" er was werd op (?P<bekend>[0-9-]+) bekend')
def corrected_later(world: World, partij: str, bekend: date) -> None:
    correct = acts.CorrectMinutes(meeting="laat", correction="Aanwezige vergeten", missed=present(partij))
    world.certain(correct, by(recorded_at=datetime.combine(bekend, time(9), AMSTERDAM), source="Brief 8"))


@sentence(
    given, rf'de vergadering van {DAG} met "(?P<partijen>[^"]+)" en haar verslag werden op (?P<bekend>[0-9-]+) bekend'
)
def held_with_minutes(world: World, dag: date, partijen: str, bekend: date) -> None:
    known = by(recorded_at=datetime.combine(bekend, time(9), AMSTERDAM), source="Brief 7")
    world.certain(acts.replace(planning("overleg", dag), meeting="laat"), known)
    world.certain(acts.replace(holding(dag, tuple(partijen.split(", "))), meeting="laat"), known)
    world.certain(acts.DrawUpMinutes(meeting="laat", document="verslag.pdf", on=bekend), known)


@sentence(then, rf"waren er, zoals bekend op {DAG}, (?P<aantal>\d+) partijen in de vergadering")
def present_as_known(world: World, dag: date, aantal: str) -> None:
    row = next(r for r in world.register("calendar", date(2026, 6, 1), dag).rows if r["meeting"] == "laat")
    assert row["parties_present"] == int(aantal)


@sentence(then, rf"waren er, zoals het gold op {DAG}, (?P<aantal>\d+) partijen in de vergadering")
def present_as_held(world: World, dag: date, aantal: str) -> None:
    row = next(r for r in world.register("calendar", dag).rows if r["meeting"] == "laat")
    assert row["parties_present"] == int(aantal)


@then(parsers.parse('is het verslag "{stand}"'))
def minutes_are(world: World, stand: str) -> None:
    assert world.refused is None, world.refused
    assert next(r for r in world.register("calendar").rows if r["meeting"] == "v1")["minutes_nl"] == stand


@then(parsers.parse('begint "{punt}" om {tijd}'))
def starts_at(world: World, punt: str, tijd: str) -> None:
    row = next(r for r in world.register("agenda").rows if r["title"] == punt)
    assert row["at"].strftime("%H:%M") == tijd


@then(parsers.parse('staat vastgelegd dat zonder overzicht is begonnen omdat "{motief}"'))
def motive(world: World, motief: str) -> None:
    assert world.register("calendar").rows[0]["without_overview"] == motief


@sentence(then, r'zijn de data van "(?P<overleg>[^"]+)" tot en met (?P<eind>[0-9-]+): (?P<data>.+)')
def dates_are(world: World, overleg: str, eind: date, data: str) -> None:
    row = next(r for r in world.register("rhythm", eind).rows if r["body"] == overleg)
    days = [d for d in row["dates"] if date(2026, 3, 1) <= d <= eind]
    assert ", ".join(f"{d.day}-{d.month}-{d.year}" for d in days) == data


@sentence(then, rf'is "(?P<overleg>[^"]+)" op {DAG} te laat met vergaderen')
def out_of_rhythm(world: World, overleg: str, dag: date) -> None:
    assert next(r for r in world.register("rhythm", dag).rows if r["body"] == overleg)["overdue_since"] is not None


@sentence(then, rf'is "(?P<overleg>[^"]+)" op {DAG} niet te laat met vergaderen')
def in_rhythm(world: World, overleg: str, dag: date) -> None:
    assert next(r for r in world.register("rhythm", dag).rows if r["body"] == overleg)["overdue_since"] is None


@sentence(
    then, rf'noemt het voortgangsoverzicht van "(?P<overleg>[^"]+)" op {DAG} onder "(?P<onderdeel>[^"]+)": (?P<wat>.+)'
)
def overview(world: World, overleg: str, dag: date, onderdeel: str, wat: str) -> None:
    rows = [r for r in world.register("progress", dag).rows if r["body"] == overleg]
    assert [r["title"] for r in rows if r["section"].endswith(onderdeel)] == wat.split(", ")
