"""Steps about what may not come into the record, whatever act it stands in."""

from datetime import date

from pytest_bdd import given, parsers, then, when

from acts_of_a_region import START, by, set_up
from rso_core import Provenance, acts
from rso_core.domain.act import replace
from rso_core.events import PartyKind, SignalKind
from rso_core.narrative import narrative_of
from rso_core.visible_text import visible
from steps.world import DAG, World, sentence
from without_the_door import without_the_door

SIGNS = {
    "een nulteken": "\0",
    "een stuurteken voor het scherm": "\x1b",
    "een teken dat de leesrichting omkeert": "\u202e",
    "een spatie zonder breedte": "\u200b",
    "een regeleinde": "\n",
}
PARTY = acts.RegisterParty(party="buur", name="Buurgemeente", kind=PartyKind.MUNICIPALITY, on=START)
TYPED_APART, COMPOSED = "Su\u0301dwest", "S\u00fadwest"


@when(parsers.re(r"^een partij wordt vastgelegd met in haar naam (?P<teken>.+)$"))
def named_with(world: World, teken: str) -> None:
    world.act(replace(PARTY, name=f"Buur{SIGNS[teken]}gemeente"))


@then(parsers.re(r'^noemt de weigering het veld "(?P<veld>[^"]+)" en het teken "(?P<nummer>[^"]+)"$'))
def names_field_and_character(world: World, veld: str, nummer: str) -> None:
    assert world.refused is not None
    told = world.refused.message("nl")
    assert f"veld: {veld}; teken: {nummer} " in told
    assert not any(sign in told for sign in SIGNS.values())


@given(parsers.re(r'^dat de partij "Súdwest" is vastgelegd met losse accenten onder het kenmerk "(?P<kenmerk>[^"]+)"$'))
def typed_apart(world: World, kenmerk: str) -> None:
    world.certain(replace(PARTY, name=TYPED_APART), by(key=kenmerk))


@when(
    parsers.re(
        r'^dezelfde partij nog eens wordt vastgelegd zonder losse accenten onder het kenmerk "(?P<kenmerk>[^"]+)"$'
    )
)
def typed_composed(world: World, kenmerk: str) -> None:
    world.act(replace(PARTY, name=COMPOSED), by(key=kenmerk))


@then("staat er niets nieuws in het dossier")
def nothing_new(world: World) -> None:
    assert world.refused is None
    assert world.application.store.head() == world.head_before


@then('heet de partij in het register "Súdwest"')
def is_called(world: World) -> None:
    assert COMPOSED in [row["name"] for row in world.register("parties", START).rows]


@when("een signaal wordt vastgelegd met als toelichting twee regels")
def lines(world: World) -> None:
    world.act(
        acts.RaiseSignal(
            signal="s", kind=SignalKind.BOTTLENECK, title="Knelpunt", party="gem-a", body="overleg",
            on=date(2026, 3, 1), text="eerst\ndan",
        )
    )  # fmt: skip


@when(parsers.re(r"^een partij wordt vastgelegd met een naam van (?P<aantal>\d+) letters$"))
def long_name(world: World, aantal: str) -> None:
    world.act(replace(PARTY, name="n" * int(aantal)))


@sentence(when, rf"een partij wordt vastgelegd met ingang van {DAG}")
def from_a_day(world: World, dag: date) -> None:
    world.act(replace(PARTY, on=dag))


@when("een termijn om signalen te beantwoorden van een miljoen dagen wordt vastgelegd")
def long_term(world: World) -> None:
    world.act(set_up("nieuw", signal_answer_days=1_000_000))


@when(parsers.re(r'^een persoon wordt vastgelegd met als adres "(?P<adres>[^"]+)"$'))
def with_address(world: World, adres: str) -> None:
    world.act(acts.RegisterPerson(person="p-9", name="I. Voorbeeld", on=START, email=adres))


@when(parsers.re(r'^"(?P<wie>[^"]+)" een partij vastlegt$'))
def recorded_by(world: World, wie: str) -> None:
    world.act(PARTY, Provenance(actor=wie))


@given(
    parsers.re(r"^dat een partij is vastgelegd in een tijd zonder deze regels, met in haar naam (?P<teken>.+)$"),
    target_fixture="sign",
)
def recorded_before(world: World, teken: str) -> str:
    with without_the_door():
        world.certain(replace(PARTY, name=f"Buur{SIGNS[teken]}gemeente"))
    return SIGNS[teken]


@when("naar die partij wordt gekeken", target_fixture="told")
def looked_at(world: World) -> list[str]:
    (row,) = [row for row in world.register("parties").rows if row["party"] == PARTY.party]
    return [visible(row["name"]), visible(narrative_of(world.application.store, f"party:{PARTY.party}").text())]


@then(
    parsers.re(r'^leest een lezer in het register en in het verhaal haar naam met "(?P<nummer>[^"]+)" op die plaats$')
)
def reads_a_mark(told: list[str], sign: str, nummer: str) -> None:
    for text in told:
        assert f"Buur<{nummer}>gemeente" in text
        assert sign not in text
