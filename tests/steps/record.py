"""Steps about the record itself: who, when, on what ground; and what is due."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from pytest_bdd import given, parsers, then, when

from acts_of_a_region import NOW, PARTIES, PEOPLE, START, by
from rso_core import Provenance, acts
from rso_core.act_handles import find_act
from rso_core.comparison.acts_behind import with_acts_behind
from rso_core.comparison.entered_later import ENTERED_LATER, marked_register
from rso_core.comparison.moments import Moment
from rso_core.comparison.registers_at import registers_at
from rso_core.dossier import import_dossier
from rso_core.events import (
    PartyKind,
    PersonRegistered,
)
from rso_core.narrative import late_entries, narrative_of
from rso_core.projection import AsOf, Projector, ReadModel, Register, RegisterFailedError, told_register
from rso_core.time_zone import AMSTERDAM
from steps.world import DAG, World, due_on, sentence


@sentence(then, rf'moet "(?P<naam>[^"]+)" op {DAG} nog ondertekenen')
def must_sign(world: World, naam: str, dag: date) -> None:
    assert naam in {item.who for item in due_on(world, dag)}


@sentence(then, rf'is op {DAG} te doen "(?P<wat>[^"]+)"')
def to_do(world: World, dag: date, wat: str) -> None:
    assert any(item.what.startswith(wat) for item in due_on(world, dag))


def neighbour(partij: str, naam: str = "Buurgemeente") -> acts.RegisterParty:
    return acts.RegisterParty(party=partij, name=naam, kind=PartyKind.MUNICIPALITY, on=START)


CLAIM = r'op grond van "(?P<bron>[^"]+)"'


def known_since(bekend: date, bron: str | None, ground: str | None = None) -> Provenance:
    return by(recorded_at=datetime.combine(bekend, time(9), AMSTERDAM), source=bron, ground=ground)


@sentence(when, rf'{CLAIM} wordt ingevoerd dat de partij "(?P<partij>[^"]+)" sinds (?P<bekend>[0-9-]+) bekend is')
def entered_as_known(world: World, bron: str, partij: str, bekend: date) -> None:
    world.act(neighbour(partij), known_since(bekend, bron))


@sentence(
    when,
    rf'{CLAIM}, omdat "(?P<reden>[^"]+)", wordt ingevoerd dat de partij "(?P<partij>[^"]+)" '
    r"sinds (?P<bekend>[0-9-]+) bekend is",
)
def entered_as_known_because(world: World, bron: str, reden: str, partij: str, bekend: date) -> None:
    world.act(neighbour(partij), known_since(bekend, bron, reden))


@sentence(when, r'zonder stuk wordt ingevoerd dat de partij "(?P<partij>[^"]+)" sinds (?P<bekend>[0-9-]+) bekend is')
def entered_without_source(world: World, partij: str, bekend: date) -> None:
    world.act(neighbour(partij), known_since(bekend, None))


@sentence(
    when,
    rf'{CLAIM} wordt ingevoerd dat sinds (?P<bekend>[0-9-]+) bekend is dat "(?P<partij>[^"]+)" lid van '
    r'"(?P<overleg>[^"]+)" wordt',
)
def entered_as_member(world: World, bron: str, bekend: date, partij: str, overleg: str) -> None:
    world.act(acts.JoinBody(body=overleg, party=partij, since=date(2026, 2, 1)), known_since(bekend, bron))


@sentence(
    when, rf"{CLAIM} wordt ingevoerd dat sinds (?P<bekend>[0-9-]+) bekend is dat er een conceptversie van {DAG} is"
)
def entered_version(world: World, bron: str, bekend: date, dag: date) -> None:
    version = acts.DraftVersion(covenant="conv", version="v1", document="convenant.pdf", sha256="a" * 64, on=dag)
    world.act(version, known_since(bekend, bron))


@given(parsers.re(r'^de partij "(?P<partij>[^"]+)" is vastgelegd$'))
def party_recorded(world: World, partij: str) -> None:
    world.certain(neighbour(partij))


@given(parsers.re(rf'^de partij "(?P<partij>[^"]+)" is {CLAIM} vastgelegd$'))
def party_recorded_on_ground(world: World, partij: str, bron: str) -> None:
    world.certain(neighbour(partij), by(source=bron))


@sentence(
    then,
    r'is de partij "(?P<partij>[^"]+)" (?P<niet>niet )?bekend volgens wat op (?P<bekend>[0-9-]+) '
    r"(?P<hoe>bekend heet te zijn|was ingevoerd)",
)
def known_by_either(world: World, partij: str, niet: str | None, bekend: date, hoe: str) -> None:
    asked = {"entered_on" if hoe == "was ingevoerd" else "known_on": bekend}
    (model,) = (model for model in world.plugins.read_models() if model.name == "parties")
    with AsOf(world.application.store, [model], NOW.date(), **asked) as moment:  # type: ignore[arg-type]
        found = {row["party"] for row in moment.register("parties").rows}
    assert (partij in found) is (niet is None)


@sentence(
    then,
    r'is "(?P<partij>[^"]+)" in het partijenregister zoals bekend op (?P<bekend>[0-9-]+) gemerkt als later ingevoerd',
)
def marked_as_entered_later(world: World, partij: str, bekend: date) -> None:
    projector = Projector(world.application.store, world.plugins.read_models())
    rows = marked_register(projector, "parties", NOW.date(), bekend).rows
    projector.close()
    assert {row["party"] for row in rows if row[ENTERED_LATER.key]} == {partij}


@sentence(
    then,
    r'staat bij "(?P<partij>[^"]+)" in het partijenregister de handeling "(?P<handeling>[^"]+)", volgens opgave eerder bekend',
)
def act_behind_the_row(world: World, partij: str, handeling: str) -> None:
    projector = Projector(world.application.store, world.plugins.read_models())
    projector.catch_up()
    now = NOW.date()
    register = with_acts_behind(projector, "parties", projector.register("parties", now), now)
    projector.close()
    (row,) = (row for row in register.rows if row["party"] == partij)
    assert [recorded.meta.act for recorded in find_act(world.application.store, row["handle"])] == [handeling]
    assert row["claimed"]


@then(parsers.re(r'^staat in haar verhaal "(?P<tekst>.+)"$'))
def her_story_says(world: World, tekst: str) -> None:
    assert tekst in narrative_of(world.application.store, "party:buur").text()


@then(
    parsers.re(
        r"^noemt de lijst van wat meer dan (?P<dagen>\d+) dagen na zijn dag is ingevoerd de partij "
        rf'"(?P<partij>[^"]+)", door het secretariaat en {CLAIM}$'
    )
)
def listed_as_late(world: World, dagen: str, partij: str, bron: str) -> None:
    (entry,) = (e for e in late_entries(world.application.store, int(dagen)) if f"party:{partij}@1" in e.events)
    assert (entry.actor, entry.source, entry.days) == ("office:secretariaat", bron, int(dagen) + 1)


@then(
    parsers.re(
        r"^noemt de lijst van wat meer dan (?P<dagen>\d+) dagen na zijn dag is ingevoerd de partij "
        r'"(?P<partij>[^"]+)" niet$'
    )
)
def not_listed_as_late(world: World, dagen: str, partij: str) -> None:
    found = late_entries(world.application.store, int(dagen))
    assert f"party:{partij}@1" not in {event for entry in found for event in entry.events}


@when(parsers.parse('het secretariaat op grond van "{bron}" de partij "{partij}" vastlegt'))
def on_ground(world: World, bron: str, partij: str) -> None:
    world.act(neighbour(partij), by(source=bron))


@when(parsers.parse('een ander programma de partij "{partij}" vastlegt'))
def another_program(world: World, partij: str) -> None:
    import rso_core

    with rso_core.open_application(world.application.store.url) as other:
        circumstances = rso_core.Provenance(actor="office:secretariaat", source="een programma")
        other.perform(neighbour(partij), circumstances)


@then(parsers.parse('noemt de geschiedenis van de partij "{partij}" het secretariaat en "{bron}"'))
def told_with_ground(world: World, partij: str, bron: str) -> None:
    events = world.application.history(f"party:{partij}")
    assert [(event.meta.actor, event.meta.source) for event in events] == [("office:secretariaat", bron)]


@when(parsers.parse('de partij "{partij}" onder sleutel "{sleutel}" wordt vastgelegd'))
def under_key(world: World, partij: str, sleutel: str) -> None:
    world.act(neighbour(partij), by(key=sleutel))


@then(parsers.parse('is de partij "{partij}" één keer vastgelegd'))
def once(world: World, partij: str) -> None:
    assert world.refused is None, world.refused
    assert len(world.application.history(f"party:{partij}")) == 1


@given(parsers.re(r'^dat de partij "(?P<kenmerk>[^"]*)" met de naam "(?P<naam>[^"]*)" is vastgelegd$'))
def party_is_registered(world: World, kenmerk: str, naam: str) -> None:
    world.certain(neighbour(kenmerk, naam))


@when(parsers.re(r'^de partij "(?P<kenmerk>[^"]*)" met de naam "(?P<naam>[^"]*)" wordt vastgelegd$'))
def register_party(world: World, kenmerk: str, naam: str) -> None:
    world.act(neighbour(kenmerk, naam))


@sentence(
    given,
    rf'de handtekening van "(?P<partij>[^"]+)" van {DAG} werd op (?P<bekend>[0-9-]+) bekend',
)
def known_later(world: World, partij: str, dag: date, bekend: date) -> None:
    world.now = datetime.combine(bekend, time(9), AMSTERDAM)
    world.certain(acts.Sign(covenant="conv", party=partij, person=PEOPLE[partij], signed_on=dag))


@sentence(
    then,
    rf"was op {DAG}, zoals bekend op (?P<bekend>[0-9-]+), door (?P<aantal>\d+) partij(?:en)? ondertekend",
)
def known_on(world: World, dag: date, bekend: date, aantal: str) -> None:
    assert sum(row["signed_on"] is not None for row in world.register("signatures", dag, bekend).rows) == int(aantal)


@when("een dossier met twee goede regels en één foute regel wordt ingelezen")
def imports(world: World, tmp_path: Path) -> None:
    line = '{{"act": "register-person", "person": "{0}", "name": "Q. Fictief", "on": "2026-01-01"}}\n'
    path = tmp_path / "dossier.jsonl"
    path.write_text(line.format("q-1") + "fout\n" + line.format("q-2"))
    world.head_before = world.application.store.head()
    world.imported = import_dossier(world.application, path, actor="office:secretariaat")


@then("is er niets ingelezen en wordt de foute regel genoemd")
def nothing_imported(world: World) -> None:
    assert world.imported is not None
    assert [bad.number for bad in world.imported.bad_lines] == [2]
    assert world.application.store.head() == world.head_before


@given("een uitbreiding met een register dat vastloopt")
def broken_plugin(world: World) -> None:
    from rso_pleio.people import ADDRESSES

    def fails(*_: Any) -> None:
        raise RuntimeError("vastgelopen")

    world.broken = [attrs.evolve(ADDRESSES, handlers={PersonRegistered: fails}), ADDRESSES]


@then("zijn de andere registers bijgewerkt")
def others_go_on(world: World) -> None:
    others = [model for model in world.plugins.read_models() if model.name != world.broken[0].name]
    projector = Projector(world.application.store, [world.broken[0], *others])
    assert [status.name for status in projector.catch_up()] == [world.broken[0].name]
    assert {s.position == s.head for s in projector.status() if s.status == "running"} == {True}
    projector.close()


@given(parsers.re(r'^een uitbreiding "(?P<naam>[^"]+)" waarvan het register niet te lezen is$'))
def unreadable_plugin(world: World, naam: str) -> None:
    def fails(*_: Any) -> Any:
        raise ValueError("onleesbaar")

    from rso_pleio.people import ADDRESSES

    world.broken = [attrs.evolve(ADDRESSES, register=fails, plugin=naam)]


def _read(world: World, model: ReadModel) -> Register:
    with AsOf(world.application.store, [model], datetime.now(AMSTERDAM).date()) as moment:
        return moment.register(model.name)


@then(parsers.re(r'^noemt wie dat register leest de uitbreiding "(?P<naam>[^"]+)"$'))
def unreadable_named(world: World, naam: str) -> None:
    with pytest.raises(RegisterFailedError, match=f"of plugin '{naam}'"):
        _read(world, world.broken[0])


@then("zijn de andere registers te lezen")
def others_can_be_read(world: World) -> None:
    others = [model for model in world.plugins.read_models() if model.name != world.broken[0].name]
    found = registers_at(
        Projector(world.application.store, [world.broken[0], *others]),
        [world.broken[0], *others],
        Moment(datetime.now(AMSTERDAM).date(), None),
    )
    assert set(found.registers) == {model.name for model in others}


@given(parsers.re(r'^een uitbreiding met een register van partijen die over "(?P<partij>[^"]+)" niets kan vertellen$'))
def partly_plugin(world: World, partij: str) -> None:
    from rso_parties.register import PARTIES, PartyRow

    def tell(row: dict[str, Any]) -> PartyRow:
        if row["party"] == partij:
            raise ValueError("onleesbaar")
        return PartyRow(**row)

    def register(connection: sa.Connection, day: date) -> Register:
        return told_register(PartyRow, "Partijen", map(dict, PARTIES.register(connection, day).rows), tell)

    world.broken = [attrs.evolve(PARTIES, register=register)]


@then(parsers.re(r'^vertelt dat register over de partijen "(?P<een>[^"]+)" en "(?P<ander>[^"]+)"$'))
def others_told(world: World, een: str, ander: str) -> None:
    assert {row["party"] for row in _read(world, world.broken[0]).rows} == {een, ander}


@then(parsers.re(r'^noemt het de partij "(?P<partij>[^"]+)" als niet te vertellen$'))
def named_untold(world: World, partij: str) -> None:
    assert [untold.record for untold in _read(world, world.broken[0]).untold] == [{"party": partij}]


@then("gaat het vastgelopen register na herstel verder waar het was")
def goes_on(world: World) -> None:
    projector = Projector(world.application.store, [world.broken[1]])
    assert projector.retry(world.broken[1].name) == []
    assert len(projector.register(world.broken[1].name).rows) == len(PARTIES)
    projector.close()
