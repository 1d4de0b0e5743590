"""Steps of what an act said, and of the record as a list of acts."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import parsers, then, when

from acts_of_a_region import NOW
from rso_core import Application, EventStore, acts
from rso_core.act_handles import ActNotFoundError, find_act, handle_of, last_act
from rso_core.dossier import export_dossier, import_dossier
from rso_core.recorded_acts import recorded_act
from rso_core.structuring import to_date
from rso_core.time_zone import AMSTERDAM
from steps.world import DAG, World, sentence

OFFICE = "office:secretariaat"


@sentence(when, rf'het secretariaat de vergadering verzet naar {DAG} omdat "(?P<reden>[^"]+)"')
def moves(world: World, dag: date, reden: str) -> None:
    world.act(acts.MoveMeeting(meeting="v1", to=dag, on=date(2026, 3, 1), reason=reden))


@then("heeft die handeling een kenmerk dat van papier is over te tikken", target_fixture="handle")
def has_handle(world: World) -> str:
    events = last_act(world.application.store, OFFICE)
    handle = handle_of(events[0].meta.correlation)
    for typed in (handle.lower(), handle.replace("-", " "), handle.replace("0", "O")):
        assert find_act(world.application.store, typed) == events
    return handle


@sentence(
    then,
    rf'vertelt het dossier onder dat kenmerk dat de vergadering naar {DAG} ging omdat "(?P<reden>[^"]+)"',
)
def told_under_handle(world: World, handle: str, dag: date, reden: str) -> None:
    said = recorded_act(find_act(world.application.store, handle))
    assert said == acts.MoveMeeting(meeting="v1", to=dag, on=date(2026, 3, 1), reason=reden)


@then("is dat de handeling die het secretariaat het laatst intikte")
def was_last(world: World, handle: str) -> None:
    assert find_act(world.application.store, handle) == last_act(world.application.store, OFFICE)


@sentence(when, rf'"(?P<overleg>[^"]+)" vanaf {DAG} een ander quorum krijgt')
def other_quorum(world: World, overleg: str, dag: date) -> None:
    world.act(acts.RepositionBody(body=overleg, since=dag, quorum="2/3"))


@then(parsers.parse('zegt die handeling over "{overleg}" alleen iets over het quorum'))
def says_quorum_only(world: World, overleg: str) -> None:
    said = recorded_act(last_act(world.application.store, OFFICE))
    given = {
        field.name for field in type(said).__attrs_attrs__ if getattr(said, field.name) not in (None, field.default)
    }
    assert given == {"body", "since", "quorum"}
    assert getattr(said, "body", None) == overleg


@when(parsers.parse('iemand vraagt naar de handeling "{kenmerk}"'), target_fixture="answer")
def asks_for(world: World, kenmerk: str) -> str:
    with pytest.raises(ActNotFoundError) as error:
        find_act(world.application.store, kenmerk)
    return str(error.value)


@then("hoort die dat geen handeling dat kenmerk heeft")
def hears_why(answer: str) -> None:
    assert answer.startswith("no act has the handle 'K3M7-QX2P'")


@when("het dossier als lijst van handelingen wordt teruggegeven", target_fixture="given_back")
def given_back(world: World, tmp_path: Path) -> Path:
    file = tmp_path / "terug.jsonl"
    assert not export_dossier(world.application.store, file).left_out
    return file


@then(
    parsers.re(
        r'^staat daarin de handtekening van "(?P<partij>[^"]+)", op grond van "(?P<bron>[^"]+)" '
        r"en bekend sinds (?P<bekend>[0-9-]+)$"
    )
)
def holds_signature(given_back: Path, partij: str, bron: str, bekend: str) -> None:
    lines: list[dict[str, Any]] = [json.loads(line) for line in given_back.read_text(encoding="utf-8").splitlines()]
    (line,) = (line for line in lines if line["act"] == "sign" and line["party"] == partij)
    assert line["source"] == bron
    assert datetime.fromisoformat(line["recorded"]) == datetime.combine(to_date(bekend), time(9), AMSTERDAM)


@sentence(
    then,
    rf"geeft een leeg dossier dat deze lijst inleest op {DAG}, zoals bekend op (?P<bekend>[0-9-]+), dezelfde registers",
)
def same_registers(world: World, given_back: Path, tmp_path: Path, dag: date, bekend: date) -> None:
    store = EventStore.open(f"sqlite:///{tmp_path / f'{bekend}.db'}")
    with Application(store, lambda: NOW + timedelta(days=1)) as anew:
        assert import_dossier(anew, given_back, actor="office:ander").accepted
        other = World(anew, plugins=world.plugins)
        for model in world.plugins.read_models():
            there, here = (each.register(model.name, dag, bekend).rows for each in (world, other))
            assert list(map(dict, here)) == list(map(dict, there)), model.name
