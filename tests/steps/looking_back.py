"""Steps that look back: differences between two moments, every register at a moment, and stories."""

from datetime import date, datetime, time

from pytest_bdd import given, parsers, then

from acts_of_a_region import NOW, PEOPLE, by
from rso_core import acts
from rso_core.comparison.moment_diff import Differences, differences
from rso_core.comparison.moments import Moment
from rso_core.comparison.registers_at import registers_at
from rso_core.narrative import Narrative, narrative_of
from rso_core.projection import Projector
from rso_core.structuring import to_date
from rso_core.time_zone import AMSTERDAM
from steps.world import DAG, World, sentence


@sentence(
    given,
    rf'de handtekening van "(?P<partij>[^"]+)" van {DAG} werd op (?P<bekend>[0-9-]+) op grond van "(?P<bron>[^"]+)" bekend',
)
def known_later_on_ground(world: World, partij: str, dag: date, bekend: date, bron: str) -> None:
    moment = datetime.combine(bekend, time(9), AMSTERDAM)
    sign = acts.Sign(covenant="conv", party=partij, person=PEOPLE[partij], signed_on=dag)
    world.now = NOW
    world.certain(sign, by(recorded_at=moment, source=bron))


def between(world: World, one: str, other: str) -> Differences:
    projector = Projector(world.application.store, world.plugins.read_models())
    try:
        first, second = (Moment(NOW.date(), to_date(day)) for day in (one, other))
        return differences(projector, first, second, ["signatures", "covenants"])
    finally:
        projector.close()


@then(
    parsers.re(
        r"^verschilt tussen wat op (?P<een>[0-9-]+) en op (?P<ander>[0-9-]+) bekend was "
        r'de dag van ondertekening door "(?P<partij>[^"]+)"$'
    ),
    target_fixture="found",
)
def signed_differs(world: World, een: str, ander: str, partij: str) -> Differences:
    found = between(world, een, ander)
    (change,) = (c for each in found.registers for c in each.changes if each.name == "signatures")
    assert change.key["party"] == partij
    cell = next(cell for cell in change.cells if cell.title == "Ondertekend op")
    assert (cell.old, cell.new) == (None, date(2025, 12, 20))
    return found


@then(parsers.parse('volgt dat uit één handeling van het secretariaat op grond van "{bron}"'))
def by_one_act(found: Differences, bron: str) -> None:
    (act,) = found.acts
    assert act.by_whom.startswith(f"door het secretariaat, op grond van “{bron}”")
    assert {act.correlation} == {a for each in found.registers for change in each.changes for a in change.acts}


@then(parsers.re(r"^verschilt er niets tussen wat op (?P<een>[0-9-]+) en op (?P<ander>[0-9-]+) bekend was$"))
def nothing_differs(world: World, een: str, ander: str) -> None:
    assert between(world, een, ander).nothing


@sentence(then, rf"geven alle registers antwoord voor {DAG}, zoals bekend op (?P<bekend>[0-9-]+)")
def all_answer(world: World, dag: date, bekend: date) -> None:
    projector = Projector(world.application.store, world.plugins.read_models())
    found = registers_at(projector, projector.read_models, Moment(dag, bekend))
    projector.close()
    assert set(found.registers) == {model.name for model in world.plugins.read_models()}
    assert found.failed == {}
    rows = {name for name, register in found.registers.items() if register.rows}
    assert (rows >= {"parties", "bodies", "signatures"}) is (bekend.year > 2020)


@sentence(then, rf'luidt het verhaal van partij "(?P<partij>[^"]+)" op {DAG} "(?P<tekst>[^"]+)"')
def story_reads(world: World, partij: str, dag: date, tekst: str) -> None:
    assert [tekst] == [
        text for p in _paragraphs(narrative_of(world.application.store, f"party:{partij}"), dag) for text in p[0]
    ]


@then(parsers.re(r'^staat daarbij "(?P<tekst>.+)"$'))
def story_says(world: World, tekst: str) -> None:
    assert tekst in narrative_of(world.application.store, "party:buur").text()


@sentence(then, rf"zwijgt het verhaal van het convenant, zoals bekend op (?P<bekend>[0-9-]+), over {DAG}")
def story_is_silent(world: World, bekend: date, dag: date) -> None:
    assert _paragraphs(narrative_of(world.application.store, "covenant:conv", known_on=bekend), dag) == []


@sentence(
    then,
    rf"vertelt het verhaal van het convenant, zoals bekend op (?P<bekend>[0-9-]+), over {DAG} "
    r'wie namens "(?P<partij>[^"]+)" ondertekende',
)
def story_tells(world: World, bekend: date, dag: date, partij: str) -> None:
    story = narrative_of(world.application.store, "covenant:conv", known_on=bekend)
    ((sentences, recorded),) = _paragraphs(story, dag)
    assert sentences == (
        f"2. Voorbeeld ondertekende het convenant namens Partij {partij}, op papier, op grond van een mandaat.",
    )
    assert recorded == (
        "Bekend sinds 8 januari 2026 volgens opgave; ingevoerd op 24 november 2026 door het secretariaat, "
        "op grond van “Brief 7”."
    )


def _paragraphs(story: Narrative, day: date) -> list[tuple[tuple[str, ...], str]]:
    return [(p.sentences, p.recorded) for each in story.days if each.on == day for p in each.paragraphs]
