"""Steps about proof: checkpoints that others hold, what somebody does behind the back of the record, witnesses."""

import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest
import sqlalchemy as sa
from pytest_bdd import given, parsers, then, when

from acts_of_a_region import by
from rso_core import Application, EventStore, Refused, acts
from rso_core.database import engine_for
from rso_core.derived.checking import DerivedFinding, check_derived
from rso_core.derived.publishing import Guard, UnprovenError, let_out
from rso_core.derived.repairing import repair
from rso_core.domain.names import NameIndex
from rso_core.hooks import Plugins
from rso_core.narrative.sentences import sentence
from rso_core.projection import Projector
from rso_core.proof import check_proof
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key, keys_of, rotate_key
from rso_core.proof.checkpoints import add_cosignatures, bundle_since, prove_event, read_checkpoint, sign_checkpoint
from rso_core.proof.errors import LostEndError, ProofError
from rso_core.proof.going_on import go_on
from rso_core.proof.note import COSIGNATURE, Note, SigningKey
from rso_core.proof.verification import HeldCheckpoint, Verification, verify
from rso_core.proof.witness import WitnessRefusedError, witness
from steps.world import World

DAY = date(2026, 1, 1)


@attrs.define
class Proof:
    """What others hold of the record."""

    place: KeyPlace
    held: dict[str, Note] = attrs.field(factory=dict)
    witness_key: SigningKey = attrs.field(factory=lambda: SigningKey.generate("gem-b", COSIGNATURE))
    copy: Path | None = None
    unproven: UnprovenError | None = None

    def verified(self, world: World, party: str | None = None) -> Verification:
        held = [HeldCheckpoint(f"van {party}", self.held[party])] if party else []
        return verify(world.application.store, held)

    def witnessed(self, world: World) -> Note:
        """What the witness does with the newest checkpoint."""
        before = self.held.get("getuige")
        size = Checkpoint.parse(before.text).size if before else 0
        have = world.application.store.head()
        bundle = bundle_since(world.application.store, self.place, min(size, have))
        log_key = keys_of(world.application.store).current
        assert log_key is not None
        return witness(bundle, before, log_key, self.witness_key, datetime.now(UTC))


@pytest.fixture
def proof(tmp_path: Path) -> Proof:
    return Proof(KeyPlace(tmp_path / "sleutel.key"))


def sqlite_path(world: World) -> Path:
    return Path(world.application.store.url.removeprefix("sqlite:///"))


def behind_its_back(world: World, statement: str, **values: object) -> None:
    engine = engine_for(world.application.store.url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement), values)
    engine.dispose()


@when("iemand buiten het programma om een handeling invoert met een klok die een uur achterloopt")
def entered_late(world: World) -> None:
    now = world.application.clock()
    (event,) = world.application.batch().perform(acts.NameTheme(theme="laat", name="Laat", on=DAY), by()).events
    meta = attrs.evolve(event.meta, recorded_at=now - timedelta(hours=1))
    world.application.store.append([attrs.evolve(event, meta=meta)])


@then("is het dossier niet in orde en noemt de controle de handeling die teruggaat in de tijd")
def back_in_time(world: World, proof: Proof) -> None:
    wrong = [finding for finding in proof.verified(world, "gem-b").findings if finding.ok is False]
    assert ["(theme:laat@1) is van" in finding.found for finding in wrong] == [True]


@given("een dossier dat zijn controlepunten ondertekent")
def signing_record(world: World, proof: Proof) -> None:
    introduce_key(world.application, proof.place, "log.example/regio", DAY, by())
    sign_checkpoint(world.application.store, proof.place, world.application.clock())


@given(parsers.parse('"{partij}" heeft een controlepunt bewaard'))
def holds(world: World, proof: Proof, partij: str) -> None:
    note = sign_checkpoint(world.application.store, proof.place, world.application.clock())
    assert note is not None
    proof.held[partij] = note


@given(parsers.parse('"{partij}" heeft een controlepunt gekregen dat een ander heeft ondertekend'))
def holds_a_forgery(world: World, proof: Proof, partij: str) -> None:
    real = Checkpoint.parse(read_checkpoint(proof.place.checkpoint).text)
    proof.held[partij] = signed(real, SigningKey.generate(real.origin))


@when("er nog drie handelingen worden vastgelegd")
def three_more(world: World) -> None:
    for name in ("een", "twee", "drie"):
        world.certain(acts.NameTheme(theme=f"later-{name}", name=f"Later {name}", on=DAY))


@given(parsers.parse('het thema "{thema}" is benoemd als "{naam}"'))
def theme_named(world: World, thema: str, naam: str) -> None:
    world.certain(acts.NameTheme(theme=thema, name=naam, on=DAY))


@when(parsers.parse('iemand buiten het programma om de naam "{oud}" verandert in "{nieuw}"'))
def change(world: World, oud: str, nieuw: str) -> None:
    [row] = [row for _, row in world.application.store.stored() if f'"name":"{oud}"'.encode() in row.state]
    state = row.state.replace(oud.encode(), nieuw.encode())
    behind_its_back(world, "UPDATE rso_events SET state = :state WHERE originator_id = :id", state=state, id=row.stream)


@when(parsers.parse('iemand buiten het programma om het thema "{thema}" verwijdert'))
def remove(world: World, thema: str) -> None:
    behind_its_back(world, "DELETE FROM rso_events WHERE originator_id = :id", id=f"theme:{thema}")


@given("het overzicht van de partijen is gemaakt")
def register_made(world: World) -> None:
    projector = Projector(world.application.store, Plugins().read_models())
    assert projector.catch_up() == []
    projector.close()


@given(parsers.parse('iemand heeft buiten het programma om in dat overzicht "{partij}" een andere naam gegeven'))
@when(parsers.parse('iemand buiten het programma om in dat overzicht "{partij}" een andere naam geeft'))
def other_name(world: World, partij: str) -> None:
    behind_its_back(world, "UPDATE parties_register__g1 SET name = 'Vals' WHERE party = :party", party=partij)


@when(parsers.parse('het secretariaat opnieuw laat maken wat niet klopt, omdat "{reden}"'))
def made_anew(world: World, reden: str) -> None:
    assert repair(world.application, Plugins(only_bundled=True), reden, DAY, by()).left == ()


@then(parsers.parse('noemt het overzicht van de partijen "{partij}" weer bij de eigen naam'))
def own_name(world: World, partij: str) -> None:
    projector = Projector(world.application.store, Plugins().read_models())
    rows = {row["party"]: row["name"] for row in projector.register("parties").rows}
    projector.close()
    assert rows[partij] == getattr(world.application.store.stream(f"party:{partij}")[0].event, "name", "")


@then(parsers.parse('vertelt het dossier dat het overzicht van de partijen opnieuw is gemaakt, omdat "{reden}"'))
def told_that_it_was_made_anew(world: World, reden: str) -> None:
    (recorded,) = world.application.store.stream("record-upkeep:record")
    said = sentence(recorded.event, NameIndex())
    assert "opnieuw gemaakt: register parties" in said
    assert reden in said


@when("het secretariaat het overzicht van de partijen naar buiten brengt")
def brought_out(world: World, proof: Proof) -> None:
    with pytest.raises(UnprovenError) as refused:
        bring_out(world, None)
    proof.unproven = refused.value


@then("gaat er niets naar buiten omdat het niet uit het dossier volgt")
def nothing_goes_out(world: World, proof: Proof) -> None:
    assert proof.unproven is not None
    assert any("kolom name: er staat 'Vals'" in problem for problem in proof.unproven.problems)
    assert world.application.store.stream("record-upkeep:record") == []


@when(parsers.parse('het secretariaat het toch naar buiten brengt, omdat "{reden}"'))
def brought_out_all_the_same(world: World, reden: str) -> None:
    assert bring_out(world, reden)


@then(parsers.parse('vertelt het dossier dat het overzicht van de partijen naar buiten ging, omdat "{reden}"'))
def told_that_it_went_out(world: World, reden: str) -> None:
    (recorded,) = world.application.store.stream("record-upkeep:record")
    said = sentence(recorded.event, NameIndex())
    assert "naar buiten gebracht is het overzicht van de partijen" in said.lower()
    assert reden in said


def bring_out(world: World, reason: str | None) -> tuple[str, ...]:
    """What does not follow of the register of parties, which goes out all the same when there is a reason."""
    models = [model for model in Plugins().read_models() if model.name == "parties"]
    guard = Guard(store=world.application.store, models=models)
    return let_out(world.application, guard, "het overzicht van de partijen", reason, by(), DAY)


@then("zijn de gebeurtenissen in orde en het overzicht van de partijen niet")
def events_good_register_not(world: World, proof: Proof) -> None:
    assert proof.verified(world).ok
    wrong = [finding for finding in derived(world) if finding.ok is False]
    assert [finding.check for finding in wrong] == ["Elk register is zoals het uit het dossier volgt: parties"]


@then("noemt de controle de naam die er moet staan en de handeling waaruit die volgt")
def name_and_act(world: World) -> None:
    (place,) = [place for finding in derived(world) for place in finding.deviations]
    event = world.application.store.stream("party:gem-b")[0]
    assert (place.found, place.expected, place.event) == ("Vals", getattr(event.event, "name", ""), event.id)


@when(parsers.parse('iemand buiten het programma om de sleutel "{sleutel}" noteert als gebruikt'))
def key_put_in(world: World, sleutel: str) -> None:
    behind_its_back(world, "INSERT INTO rso_act_keys VALUES (:key, '', 'c', 'theme:wonen@1', 1)", key=sleutel)


@then(parsers.parse('noemt de controle de sleutel "{sleutel}", die bij geen handeling hoort'))
def key_named(world: World, sleutel: str) -> None:
    told = [place.told for finding in derived(world) for place in finding.deviations]
    assert len(told) == 1
    assert f"key={sleutel}: hoort er niet te staan" in told[0]


def derived(world: World) -> list[DerivedFinding]:
    """What came of holding everything that is derived to the record."""
    return check_derived(world.application.store, Plugins(only_bundled=True))


@given("een oude kopie van het dossier")
def old_copy(world: World, proof: Proof, tmp_path: Path) -> None:
    proof.copy = tmp_path / "oud.db"
    with sqlite3.connect(sqlite_path(world)) as live, sqlite3.connect(proof.copy) as copy:
        live.backup(copy)


@when("iemand het dossier terugzet naar de oude kopie")
def put_back(world: World, proof: Proof) -> None:
    # Who does this takes away what is kept beside the key as well.
    proof.place.checkpoint.unlink(missing_ok=True)
    take_over(world, proof)


@when("de reserve het overneemt met de oude kopie")
def take_over(world: World, proof: Proof) -> None:
    assert proof.copy is not None
    path, url, clock = sqlite_path(world), world.application.store.url, world.application.clock
    world.application.store.close()
    for rest in path.parent.glob(f"{path.name}*"):
        rest.unlink()
    shutil.copy(proof.copy, path)
    world.application = Application(EventStore.open(url), clock)


@then(parsers.parse('is het dossier in orde volgens het controlepunt van "{partij}"'))
def in_order(world: World, proof: Proof, partij: str) -> None:
    result = proof.verified(world, partij)
    assert result.ok, result.findings


@then(parsers.parse('is het dossier niet in orde volgens het controlepunt van "{partij}"'))
def not_in_order(world: World, proof: Proof, partij: str) -> None:
    result = proof.verified(world, partij)
    assert [finding.check for finding in result.findings if finding.ok is False] == [
        f"Het controlepunt van {partij} klopt met de gebeurtenissen"
    ]


@then(parsers.parse('is het dossier niet in orde en is het thema "{thema}" de eerste die afwijkt'))
def first_that_differs(world: World, proof: Proof, thema: str) -> None:
    found = proof.verified(world).difference
    assert found is not None
    assert found.event == f"theme:{thema}@1"


@then(parsers.parse('is van het thema "{thema}" een bewijs te geven dat zonder dit programma klopt'))
def proven(world: World, proof: Proof, thema: str, tmp_path: Path) -> None:
    sign_checkpoint(world.application.store, proof.place, world.application.clock())
    (tmp_path / "bewijs.json").write_bytes(prove_event(world.application.store, f"theme:{thema}@1").render())
    assert checked_alone(tmp_path / "bewijs.json") == 0


@then("klopt dat bewijs niet meer als er één letter in verandert")
def not_proven(tmp_path: Path) -> None:
    text = (tmp_path / "bewijs.json").read_text(encoding="utf-8")
    (tmp_path / "vals.json").write_text(text.replace("Wonen", "Wanen"), encoding="utf-8")
    assert checked_alone(tmp_path / "vals.json") == 1


def checked_alone(path: Path) -> int:
    """The exit code of the verifier of one file, run apart from this library."""
    verifier = shutil.copy(check_proof.__file__, path.with_name("verifier.py"))
    return subprocess.run([sys.executable, "-I", verifier, path], check=False, capture_output=True).returncode


@given(parsers.parse('"{partij}" is erkend als getuige'))
def recognised(world: World, proof: Proof, partij: str) -> None:
    world.certain(acts.RecogniseWitness(party=partij, public_key=proof.witness_key.verifier_key.encode(), on=DAY))


@given(parsers.parse('"{partij}" heeft als getuige getekend'))
@then(parsers.parse('tekent "{partij}" opnieuw als getuige'))
def signs_as_witness(world: World, proof: Proof, partij: str) -> None:
    proof.held["getuige"] = proof.witnessed(world)
    assert add_cosignatures(world.application.store, proof.held["getuige"]) == [partij]


@then(parsers.parse('noemt de controle "{partij}" als medeondertekenaar'))
def cosigner_named(world: World, proof: Proof, partij: str) -> None:
    assert any(f"medeondertekend door {partij}" in finding.found for finding in proof.verified(world).findings)


@then(parsers.parse('weigert "{partij}" te tekenen omdat er twee geschiedenissen zijn getoond'))
def two_histories(world: World, proof: Proof, partij: str) -> None:
    with pytest.raises(WitnessRefusedError) as refused:
        proof.witnessed(world)
    assert refused.value.two_histories


@when(parsers.re(r'^het dossier een nieuwe sleutel krijgt omdat "(?P<reden>[^"]*)"$'))
def next_key(world: World, proof: Proof, reden: str) -> None:
    world.head_before = world.application.store.head()
    try:
        rotate_key(world.application, proof.place, DAY, by(), reason=reden)
    except Refused as refused:
        world.refused = refused


@then("krijgt het dossier geen handtekening meer en geen volgende sleutel")
def nothing_signed(world: World, proof: Proof) -> None:
    with pytest.raises(LostEndError):
        sign_checkpoint(world.application.store, proof.place, world.application.clock())
    with pytest.raises(LostEndError):
        rotate_key(world.application, proof.place, DAY, by(), reason="Zomaar")


@when(parsers.parse('wordt vastgelegd dat het dossier verder gaat omdat "{reden}"'))
def goes_on(world: World, proof: Proof, reden: str) -> None:
    go_on(world.application, proof.place, DAY, by(), motive=reden)


@then(parsers.parse('noemt de controle "{reden}" als reden'))
def reason_told(world: World, proof: Proof, reden: str) -> None:
    assert any(reden in finding.found for finding in proof.verified(world).findings)


@then("kan niet worden vastgelegd dat het dossier verder gaat")
def does_not_go_on(world: World, proof: Proof) -> None:
    head = world.application.store.head()
    with pytest.raises(ProofError, match="no honest loss"):
        go_on(world.application, proof.place, DAY, by(), motive="Zomaar")
    assert world.application.store.head() == head


@when("een oudere uitgave van het programma iets probeert vast te leggen")
def earlier_release(world: World) -> None:
    world.head_before = world.application.store.head()
    with pytest.raises(sa.exc.OperationalError, match="5 columns but 4 values"):
        behind_its_back(world, "INSERT INTO rso_events VALUES ('theme:oud', 1, 'theme.named/1', x'7b7d')")


@then("is er niets vastgelegd en is het dossier in orde")
def nothing_recorded(world: World, proof: Proof) -> None:
    assert world.application.store.head() == world.head_before
    assert proof.verified(world).ok


@when(parsers.parse('"{partij}" met de sleutel "{sleutel}" als getuige wordt erkend'))
def recognise(world: World, partij: str, sleutel: str) -> None:
    world.act(acts.RecogniseWitness(party=partij, public_key=sleutel, on=DAY))


@when(parsers.parse('de getuige met de sleutel "{sleutel}" wordt geschrapt'))
def dismiss(world: World, sleutel: str) -> None:
    world.act(acts.DismissWitness(public_key=sleutel, reason="Vertrokken", on=DAY))
