"""Steps about bodies, who takes part, and themes."""

from datetime import date
from typing import Any

from pytest_bdd import given, parsers, then, when

from acts_of_a_region import START, set_up
from rso_core import acts
from rso_core.events import (
    Level,
    PartyKind,
    Rank,
    VotesShown,
)
from steps.world import DAG, World, act, sentence


@sentence(when, rf'de reikwijdte van "(?P<overleg>[^"]+)" vanaf {DAG} "(?P<reikwijdte>[^"]*)" is')
def rescopes(world: World, overleg: str, dag: date, reikwijdte: str) -> None:
    world.act(acts.RescopeBody(body=overleg, scope=tuple(reikwijdte.split(", ")), since=dag))


def body_on(world: World, overleg: str, dag: date) -> Any:
    return next(row for row in world.register("bodies", dag).rows if row["body"] == overleg)


@sentence(then, rf'is de reikwijdte van "(?P<overleg>[^"]+)" op {DAG} "(?P<reikwijdte>[^"]*)"')
def scope_is(world: World, overleg: str, dag: date, reikwijdte: str) -> None:
    assert body_on(world, overleg, dag)["scope"] == reikwijdte


@sentence(given, rf'het overleg "(?P<overleg>[^"]+)" is ingesteld op {DAG}')
def body_set_up(world: World, overleg: str, dag: date) -> None:
    world.certain(set_up(overleg, on=dag))


@sentence(given, rf'het overleg "(?P<overleg>[^"]+)" is opgeheven op {DAG}')
def body_closed(world: World, overleg: str, dag: date) -> None:
    world.certain(acts.CloseBody(body=overleg, on=dag, reason="Niet meer nodig"))


@sentence(when, rf'het overleg "(?P<overleg>[^"]+)" op {DAG} opgaat in "(?P<ander>[^"]+)"')
def merges(world: World, overleg: str, dag: date, ander: str) -> None:
    world.act(acts.CloseBody(body=overleg, on=dag, merged_into=ander, reason="Samengevoegd"))


@sentence(then, rf'is het overleg "(?P<overleg>[^"]+)" op {DAG} "(?P<stand>[^"]+)"')
def body_state(world: World, overleg: str, dag: date, stand: str) -> None:
    assert body_on(world, overleg, dag)["state_nl"] == stand


@when("een overleg wordt ingesteld dat wordt voorgezeten door een partij die geen lid is")
def chaired_by_outsider(world: World) -> None:
    world.act(set_up("nieuw", members=("gem-a", "gem-b")))


@when(parsers.parse('een overleg wordt ingesteld met een quorum van "{quorum}"'))
def odd_quorum(world: World, quorum: str) -> None:
    world.act(set_up("nieuw", level=Level.TACTICAL, quorum=quorum))


OVERLEG = r'"(?P<overleg>[^"]+)"'
PARTIJ = r'"(?P<partij>[^"]+)"'
RANKS = {"bestuurder": Rank.BOARD, "ambtenaar": Rank.OFFICIAL}
VOTES = {"niet": VotesShown.NONE, "in aantallen": VotesShown.COUNTS, "per partij": VotesShown.PARTIES}
KINDS_OF_PARTY = {"gemeenten": PartyKind.MUNICIPALITY}

act(
    rf"{OVERLEG} vanaf {DAG} anders heet: \"(?P<naam>[^\"]+)\"",
    lambda overleg, dag, naam: acts.RenameBody(body=overleg, name=naam, since=dag),
)
act(
    rf'het overleg {OVERLEG} op {DAG} wordt samengevoegd met "(?P<ander>[^"]+)"',
    lambda overleg, dag, ander: acts.MergeBody(body=overleg, into=ander, on=dag, reason="Minder vergaderdruk"),
)
act(
    rf"het overleg {OVERLEG} op {DAG} wordt opgeheven",
    lambda overleg, dag: acts.CloseBody(body=overleg, on=dag, reason="Klaar"),
)
act(
    rf"{PARTIJ} vanaf {DAG} lid wordt van {OVERLEG}",
    lambda partij, dag, overleg: acts.JoinBody(body=overleg, party=partij, since=dag),
)
act(
    rf"{PARTIJ} vanaf {DAG} geen lid meer is van {OVERLEG}",
    lambda partij, dag, overleg: acts.LeaveBody(body=overleg, party=partij, since=dag),
)
act(
    rf"in {OVERLEG} vanaf {DAG} ten minste (?P<aantal>\d+) partijen lid zijn",
    lambda overleg, dag, aantal: acts.RepositionBody(body=overleg, since=dag, fewest_members=int(aantal)),
)
act(
    rf"{OVERLEG} vanaf {DAG} alleen uit gemeenten bestaat",
    lambda overleg, dag: acts.RepositionBody(body=overleg, since=dag, members_from=(PartyKind.MUNICIPALITY,)),
)
act(
    rf'"(?P<persoon>[^"]+)" vanaf {DAG} namens {PARTIJ} deelneemt aan {OVERLEG}',
    lambda persoon, dag, partij, overleg: acts.TakeSeat(
        body=overleg, seat=f"z-{persoon}", party=partij, person=persoon, start=dag
    ),
)
act(
    rf'"(?P<persoon>[^"]+)" vanaf {DAG} als (?P<rang>\w+) namens {PARTIJ} deelneemt aan {OVERLEG}',
    lambda persoon, dag, rang, partij, overleg: acts.TakeSeat(
        body=overleg, seat=f"z-{persoon}", party=partij, person=persoon, start=dag, rank=RANKS[rang]
    ),
)
act(
    rf'"(?P<persoon>[^"]+)" vanaf {DAG} in {OVERLEG} plaatsvervanger is van "(?P<deelnemer>[^"]+)" namens {PARTIJ}',
    lambda persoon, dag, overleg, deelnemer, partij: acts.TakeSeat(
        body=overleg, seat=f"z-{persoon}", party=partij, person=persoon, start=dag, deputy_of=f"z-{deelnemer}"
    ),
)
act(
    rf'de deelname van "(?P<persoon>[^"]+)" aan {OVERLEG} op {DAG} eindigt',
    lambda persoon, overleg, dag: acts.LeaveSeat(body=overleg, seat=f"z-{persoon}", last_day=dag, reason="Andere taak"),
)
act(
    rf"aan {OVERLEG} vanaf {DAG} alleen bestuurders deelnemen",
    lambda overleg, dag: acts.RepositionBody(body=overleg, since=dag, rank=Rank.BOARD),
)
act(r'een overleg wordt ingesteld met als ritme "(?P<ritme>[^"]+)"', lambda ritme: set_up("nieuw", rhythm=ritme))


@then(parsers.re(r'^staat in het register dat het overleg vergadert: "(?P<woorden>[^"]+)"$'))
def meets(world: World, woorden: str) -> None:
    (row,) = (row for row in world.register("rhythm", START).rows if row["body"] == "nieuw")
    assert row["rhythm_nl"] == woorden


act(
    r"een overleg wordt ingesteld met ten hoogste (?P<aantal>-?\d+) projecten",
    lambda aantal: set_up("nieuw", portfolio_limit=int(aantal)),
)
act(
    rf'{OVERLEG} vanaf {DAG} rapporteert aan "(?P<ander>[^"]+)"',
    lambda overleg, dag, ander: acts.RepositionBody(body=overleg, since=dag, reports_to=ander),
)
act(
    rf"{OVERLEG} vanaf {DAG} vertrouwelijk is",
    lambda overleg, dag: acts.RepositionBody(body=overleg, since=dag, confidential=True),
)
act(
    rf'van {OVERLEG} vanaf {DAG} de stemmen "(?P<wijze>[^"]+)" zichtbaar zijn',
    lambda overleg, dag, wijze: acts.RepositionBody(body=overleg, since=dag, votes_shown=VOTES[wijze]),
)
act(
    rf'het thema "(?P<thema>[^"]+)" loopt sinds {DAG}',
    lambda thema, dag: acts.NameTheme(theme=thema, name=thema.capitalize(), on=dag),
)
act(
    rf'het thema "(?P<thema>[^"]+)" op {DAG} vervalt',
    lambda thema, dag: acts.RetireTheme(theme=thema, on=dag, reason="Afgerond"),
)
act(
    rf'het thema "(?P<thema>[^"]+)" vanaf {DAG} aan {OVERLEG} hangt',
    lambda thema, dag, overleg: acts.SetBodyThemes(body=overleg, themes=(thema,), since=dag),
)


@sentence(then, rf'heeft {OVERLEG} op {DAG} het thema "(?P<thema>[^"]*)"')
def themes_are(world: World, overleg: str, dag: date, thema: str) -> None:
    assert body_on(world, overleg, dag)["themes"] == thema


@sentence(then, rf"telt {OVERLEG} op {DAG} (?P<aantal>\d+) partijen")
def members_are(world: World, overleg: str, dag: date, aantal: str) -> None:
    assert world.refused is None, world.refused
    assert body_on(world, overleg, dag)["members"] == int(aantal)


@sentence(then, rf'heet {OVERLEG} op {DAG} "(?P<naam>[^"]+)" en eerder "(?P<eerder>[^"]*)"')
def called(world: World, overleg: str, dag: date, naam: str, eerder: str) -> None:
    row = body_on(world, overleg, dag)
    assert (row["name"], row["former_names"]) == (naam, eerder)


@sentence(then, rf'neemt "(?P<persoon>[^"]+)" op {DAG} deel aan {OVERLEG} als "(?P<als>[^"]+)"')
def takes_part(world: World, persoon: str, dag: date, overleg: str, als: str) -> None:
    rows = [r for r in world.register("seats", dag).rows if r["person"] == persoon and r["body"] == overleg]
    assert [row["part_nl"] for row in rows] == [als]


@sentence(then, rf'is de ordening op {DAG} "(?P<ordening>[^"]+)"')
def order_is(world: World, dag: date, ordening: str) -> None:
    assert " / ".join(row["drawn"] for row in world.register("order", dag).rows) == ordening


@sentence(then, rf"is {OVERLEG} op {DAG} (?P<of>wel|niet) vertrouwelijk")
def confidential(world: World, overleg: str, dag: date, of: str) -> None:
    assert body_on(world, overleg, dag)["confidential"] is (of == "wel")


@sentence(then, rf'zijn van {OVERLEG} op {DAG} de stemmen "(?P<wijze>[^"]+)" zichtbaar')
def votes_shown(world: World, overleg: str, dag: date, wijze: str) -> None:
    row = body_on(world, overleg, dag)
    assert (row["votes_shown"], row["votes_shown_nl"]) == (VOTES[wijze].value, wijze.removeprefix("in "))
