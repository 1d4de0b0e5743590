"""Steps about handing the record on to an archive, backing it up, and putting it back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import bagit
import pytest
from pytest_bdd import given, parsers, then, when

from acts_of_a_region import NOW, START, adopted_text, by
from archive_of_a_region import PAPER, export, papers, read_models, root_at
from rso_core import EventStore, acts
from rso_core.archive import (
    ArchiveError,
    DamagedArchiveError,
    Description,
    ExportReport,
    VerifyReport,
    import_archive,
    manifest_signer,
    proof_of,
    signed_checkpoint,
    signed_manifest,
    verify_archive,
)
from rso_core.archive.backup import BackupReport, back_up, restore
from rso_core.archive.bag import seal_bag
from rso_core.archive.keys_file import read_keys
from rso_core.archive.stored_rows import NotEmptyError
from rso_core.events import PartyKind
from rso_core.projection import Projector
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key
from rso_core.proof.checkpoints import sign_checkpoint
from steps.world import World

KEYS = {"p-1": b"\x01" * 32}
REGISTERS = ("parties", "bodies", "decisions", "signatures")


@attrs.define
class Shelf:
    """Where archives and backups of a scenario lie, and what became of the last attempt."""

    folder: Path
    report: ExportReport | None = None
    made: BackupReport | None = None
    failed: Exception | None = None
    root: str = ""
    restored: EventStore | None = None

    @property
    def archive(self) -> Path:
        return self.folder / "archief"

    def text(self, name: str) -> str:
        return (self.archive / name).read_text(encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    if shelf.restored is not None:
        shelf.restored.close()


def hand_over(world: World, shelf: Shelf, **more: Any) -> None:
    try:
        shelf.report = export(world.application.store, shelf.archive, REGISTERS, **more)
    except ArchiveError as error:
        shelf.failed = error


@given("een vastgelegde versie van het convenant waarvan het stuk in de map van het secretariaat ligt")
def a_text(world: World, shelf: Shelf) -> None:
    import hashlib

    adopted_text(world.application, hashlib.sha256(PAPER).hexdigest())
    papers(shelf.folder / "map")


@given("het dossier is aan het archief overgedragen")
@when("het secretariaat het dossier aan het archief overdraagt")
def handed_over(world: World, shelf: Shelf) -> None:
    hand_over(world, shelf)


@when("het secretariaat het dossier met die map aan het archief overdraagt")
def handed_over_with_papers(world: World, shelf: Shelf) -> None:
    hand_over(world, shelf, documents=shelf.folder / "map")


@when("het secretariaat het dossier met de sleutels van personen aan het archief overdraagt")
def handed_over_with_keys(world: World, shelf: Shelf) -> None:
    hand_over(world, shelf, keys=KEYS)


@when("het secretariaat het dossier overdraagt met de waardering tijdelijk te bewaren, 20 jaar")
def for_a_time(world: World, shelf: Shelf) -> None:
    hand_over(world, shelf, description=Description(appraisal="V", retention="P20Y"))


@when("het secretariaat het dossier overdraagt met een bewaartermijn terwijl het blijvend bewaard wordt")
def wrong_retention(world: World, shelf: Shelf) -> None:
    hand_over(world, shelf, description=Description(appraisal="B", retention="P20Y"))


@then("komt er geen archief, omdat een bewaartermijn hoort bij wat tijdelijk bewaard wordt")
def no_archive(shelf: Shelf) -> None:
    assert isinstance(shelf.failed, ArchiveError)
    assert "appraisal V only" in str(shelf.failed)
    assert not shelf.archive.exists()


@then("ligt in het archief elke gebeurtenis die is vastgelegd")
def everything(world: World, shelf: Shelf) -> None:
    assert shelf.report is not None
    assert shelf.report.root == root_at(world.application.store)
    assert shelf.text("data/events.jsonl").count("\n") == shelf.report.events


@then("liggen er de registers zoals zij op dat moment waren")
def registers(world: World, shelf: Shelf) -> None:
    rows = world.register("parties", NOW.date()).rows
    assert rows
    for row in rows:
        assert str(row["name"]) in shelf.text("data/registers/parties.csv")
        assert str(row["name"]) in shelf.text("data/registers/parties.html")


@then("legt een leesmij in gewoon Nederlands uit wat er ligt en hoe het te controleren is")
def explained(shelf: Shelf) -> None:
    text = shelf.text("LEESMIJ.md")
    for said in ("Wat ligt waar", "Persoonsgegevens (AVG)", "sha256sum -c manifest-sha256.txt", "check_archive.py"):
        assert said in text


@then("staat bij elk bestand in de metagegevens hoe groot het is en hoe het te herkennen is")
def described(shelf: Shelf) -> None:
    for path in (shelf.archive / "data").rglob("*"):
        if path.is_file():
            name = f"mdto/bestanden/{path.relative_to(shelf.archive).as_posix()}.bestand.mdto.xml"
            assert f"<omvang>{path.stat().st_size}</omvang>" in shelf.text(name)
            assert "<checksumWaarde>" in shelf.text(name)


def checked(shelf: Shelf) -> VerifyReport:
    return verify_archive(shelf.archive, signed_checkpoint, read_manifest=signed_manifest, models=read_models())


@then("klopt het archief")
def holds(shelf: Shelf) -> None:
    assert checked(shelf).problems == ()


@then("klopt het archief niet meer")
def holds_no_more(shelf: Shelf) -> None:
    assert checked(shelf).problems


@given("het dossier is met een handtekening aan het archief overgedragen")
def handed_over_signed(world: World, shelf: Shelf) -> None:
    store, place = world.application.store, KeyPlace(shelf.folder / "sleutel.key")
    introduce_key(world.application, place, "log.example/regio", NOW.date(), by())
    sign_checkpoint(store, place, world.application.clock())
    hand_over(world, shelf, prove=proof_of(store), sign=manifest_signer(store, place, NOW))
    assert checked(shelf).problems == ()


@when("de lijsten van het archief weer passend maakt")
def covered_up(shelf: Shelf) -> None:
    bagit.Bag(str(shelf.archive)).save(manifests=True)
    seal_bag(shelf.archive)


@then("noemt de controle wat er in het register hoort te staan")
def register_named(shelf: Shelf) -> None:
    told = [problem for problem in checked(shelf).problems if "registers/parties.csv: rij" in problem]
    assert told
    assert "uit de gebeurtenissen volgt" in told[0]


@then("ligt het stuk in het archief")
def paper_there(shelf: Shelf) -> None:
    assert PAPER in [path.read_bytes() for path in (shelf.archive / "data/documents").iterdir()]


@then("noemt de leesmij het stuk dat ontbreekt")
def paper_missed(shelf: Shelf) -> None:
    assert "niet voorhanden" in shelf.text("LEESMIJ.md")
    assert "convenant.pdf" in shelf.text("LEESMIJ.md")


@then("staat in de metagegevens dat het dossier tijdelijk bewaard wordt, 20 jaar")
def appraised(shelf: Shelf) -> None:
    text = shelf.text("mdto/archief.informatieobject.mdto.xml")
    assert "<begripLabel>Tijdelijk te bewaren</begripLabel>" in text
    assert "<termijnLooptijd>P20Y</termijnLooptijd>" in text


@then("liggen de sleutels van personen niet in het archief")
def no_keys(shelf: Shelf) -> None:
    assert not (shelf.archive / "data/persons").exists()


@then("liggen de sleutels van personen in het archief")
def keys_there(shelf: Shelf) -> None:
    assert read_keys(shelf.archive / "data/persons/keys.json") == KEYS


def _lines(shelf: Shelf, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = shelf.archive / "data/events.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def _one_letter(shelf: Shelf) -> None:
    path = shelf.archive / "data/registers/parties.csv"
    path.write_bytes(path.read_bytes().replace(b"Partij", b"partij", 1))


CHANGES: dict[str, Callable[[Shelf], object]] = {
    "een letter in een register wijzigt": _one_letter,
    "een stuk weghaalt": lambda shelf: (shelf.archive / "data/documents/documenten.csv").unlink(),
    "een stuk toevoegt": lambda shelf: (shelf.archive / "data/documents/erbij.pdf").write_bytes(PAPER),
    "een gebeurtenis weghaalt": lambda shelf: _lines(shelf, lambda lines: lines[:-1]),
    "twee gebeurtenissen verwisselt": lambda shelf: _lines(
        shelf, lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]]
    ),
    "de leesmij herschrijft": lambda shelf: (shelf.archive / "LEESMIJ.md").write_text("Er is niets aan de hand."),
}


@when(parsers.parse("iemand in het archief {wat}"))
def tampered(shelf: Shelf, wat: str) -> None:
    CHANGES[wat](shelf)


@given("iemand heeft daarin een letter in een register gewijzigd")
def tampered_before(shelf: Shelf) -> None:
    _one_letter(shelf)


@then("noemt de controle de plaats waar de verwisseling begint")
def first_wrong(shelf: Shelf) -> None:
    assert any("regel 4 klopt niet" in problem for problem in verify_archive(shelf.archive).problems)


def elsewhere(shelf: Shelf) -> EventStore:
    shelf.restored = EventStore.open(f"sqlite:///{shelf.folder / 'elders.db'}")
    return shelf.restored


@when("het secretariaat het dossier uit het archief terugzet waar nog niets is vastgelegd")
def put_back(shelf: Shelf) -> None:
    try:
        import_archive(shelf.archive, elsewhere(shelf))
    except ArchiveError as error:
        shelf.failed = error


@when("het secretariaat het dossier uit het archief terugzet waar al is vastgelegd")
def put_back_over(world: World, shelf: Shelf) -> None:
    shelf.root = root_at(world.application.store)
    try:
        import_archive(shelf.archive, world.application.store)
    except NotEmptyError as error:
        shelf.failed = error


@then("wordt er niets teruggezet, omdat daar al een dossier is")
def left_alone(world: World, shelf: Shelf) -> None:
    assert isinstance(shelf.failed, NotEmptyError)
    assert root_at(world.application.store) == shelf.root


@then("wordt er niets teruggezet, omdat het archief niet klopt")
def not_put_back(shelf: Shelf) -> None:
    assert isinstance(shelf.failed, DamagedArchiveError)
    assert shelf.restored is not None
    assert shelf.restored.head() == 0


@then("is het teruggezette dossier gelijk aan het oude, tot op de letter")
def the_same(world: World, shelf: Shelf) -> None:
    assert shelf.failed is None
    assert shelf.restored is not None
    assert root_at(shelf.restored) == root_at(world.application.store)


@then("geeft het dezelfde registers")
def the_same_registers(world: World, shelf: Shelf) -> None:
    assert shelf.restored is not None
    projector = Projector(shelf.restored, [model for model in read_models() if model.name in REGISTERS])
    try:
        projector.catch_up()
        for name in REGISTERS:
            assert projector.register(name, NOW.date()) == world.register(name, NOW.date())
    finally:
        projector.close()


@given("een reservekopie van het dossier")
def backed_up(world: World, shelf: Shelf) -> None:
    shelf.made = back_up(world.application.store, shelf.folder / "kopie.db")


@when("het secretariaat een reservekopie maakt terwijl een ander een partij vastlegt")
def backed_up_meanwhile(world: World, shelf: Shelf) -> None:
    shelf.root = root_at(world.application.store)
    late = acts.RegisterParty(party="laat", name="Gemeente Laat", kind=PartyKind.MUNICIPALITY, on=START)

    def meanwhile(_done: int, _total: int) -> None:
        world.application.perform(late, by(key="laat"))

    shelf.made = back_up(world.application.store, shelf.folder / "kopie.db", progress=meanwhile)


@then("is de reservekopie gelijk aan het dossier van het moment waarop zij begon")
def as_it_was(shelf: Shelf) -> None:
    assert shelf.made is not None
    assert shelf.made.root == shelf.root


@then("staat de partij die er intussen bij kwam wel in het dossier")
def written_meanwhile(world: World) -> None:
    assert world.application.history("party:laat")


@when("het secretariaat de reservekopie terugzet waar nog niets is vastgelegd")
def restored(shelf: Shelf) -> None:
    assert shelf.made is not None
    restore(shelf.made.file, elsewhere(shelf), root=shelf.made.root)
