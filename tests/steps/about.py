"""Steps that ask for everything about somebody or something."""

from datetime import date

from pytest_bdd import given, parsers, then

from rso_core.about import acts_about, other_acts
from rso_core.narrative.account import Account, account_of
from rso_core.search import find, search
from steps.world import DAG, DAYS, World, sentence


def about(world: World, party: str, *, public: bool = False, known_on: date | None = None) -> Account:
    return account_of(world.application.store, ("party", party), public=public, known_on=known_on)


@then(
    parsers.re(
        r'^bevat alles over "(?P<partij>[^"]+)" van (?P<begin>[0-9-]+) tot en met (?P<eind>[0-9-]+) '
        rf"alleen de handtekening van {DAG}$"
    ),
    converters=DAYS,
    target_fixture="account",
)
def only_the_signature(world: World, partij: str, begin: date, eind: date, dag: date) -> Account:
    account = account_of(world.application.store, ("party", partij), first_day=begin, last_day=eind)
    (entry,) = account.entries
    assert entry.on == dag
    assert [event.recorded.event.event_name for event in entry.act.events] == ["covenant.signed"]
    return account


@then(parsers.parse('staat daarbij wie het vastlegde en dat het rust op "{bron}"'))
def by_whom_on_what_ground(account: Account, bron: str) -> None:
    (entry,) = account.entries
    assert entry.recorded.startswith("Bekend sinds 8 januari 2026 volgens opgave; ingevoerd op 24 november 2026")
    assert entry.recorded.endswith(f"door het secretariaat, op grond van “{bron}”.")


@then(
    parsers.parse('bevat alles over "{partij}" ook handelingen die onder het convenant en een overleg zijn vastgelegd')
)
def recorded_elsewhere(world: World, partij: str) -> None:
    streams = {e.recorded.originator_id for entry in about(world, partij).entries for e in entry.act.events}
    assert streams >= {"covenant:conv", "body:overleg", f"party:{partij}"}


@sentence(then, rf'is er van "(?P<partij>[^"]+)", zoals bekend op (?P<bekend>[0-9-]+), niets van {DAG}')
def nothing_of_that_day(world: World, partij: str, bekend: date, dag: date) -> None:
    assert dag in {entry.on for entry in about(world, partij).entries}
    assert dag not in {entry.on for entry in about(world, partij, known_on=bekend).entries}


@then(parsers.parse('is in alles over "{partij}" vertrouwelijk wat over "{overleg}" gaat, en niets anders'))
def marked(world: World, partij: str, overleg: str) -> None:
    entries = about(world, partij).entries
    secret = {e.recorded.originator_id for entry in entries if entry.act.confidential for e in entry.act.events}
    told = {e.recorded.originator_id for entry in entries if not entry.act.confidential for e in entry.act.events}
    assert secret == {f"body:{overleg}"}
    assert told
    assert f"body:{overleg}" not in told


@then(
    parsers.parse('ontbreekt dat in wat over "{partij}" openbaar mag worden, met het aantal dat is weggelaten'),
)
def left_out(world: World, partij: str) -> None:
    everything, public = about(world, partij), about(world, partij, public=True)
    secret = [entry for entry in everything.entries if entry.act.confidential]
    assert [e.act for e in public.entries] == [e.act for e in everything.entries if e not in secret]
    assert public.left_out == len(secret) > 0
    assert "Weggelaten" in public.summary


@then(parsers.parse('noemt de geschiedenis van "{partij}" hoeveel andere handelingen "{ander}" noemen'))
def told_how_many(world: World, partij: str, ander: str) -> None:
    found = acts_about(world.application.store, ("party", partij))
    own = {r.meta.correlation for r in world.application.history(f"party:{ander}")}
    assert other_acts(found) == len({act.meta.correlation for act in found.acts} - own) > 0


@given(parsers.parse('zoeken naar "{woorden}" vindt de persoon "{persoon}"'))
def person_found(world: World, woorden: str, persoon: str) -> None:
    assert found(world, woorden) == [f"person:{persoon}"]


@then(parsers.parse('vindt zoeken naar "{woorden}" de partij "{partij}"'))
def party_found(world: World, woorden: str, partij: str) -> None:
    assert found(world, woorden) == [f"party:{partij}"]


@then(parsers.parse('vindt zoeken naar "{woorden}" niets'))
def nothing_found(world: World, woorden: str) -> None:
    assert found(world, woorden) == []


@then(parsers.parse('is met "{naam}" de partij "{partij}" bedoeld'))
def meant(world: World, naam: str, partij: str) -> None:
    assert find(world.application.store, naam) == ("party", partij)


def found(world: World, words: str) -> list[str]:
    return [match.written for match in search(world.application.store, words).matches]
