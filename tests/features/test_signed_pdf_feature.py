"""The feature of signed PDFs, on files that are really signed and really attacked."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

pytest.importorskip("pyhanko", reason="the extra 'pades' (pyHanko) is missing")

from pyhanko.sign.fields import MDPPerm
from pytest_bdd import given, parsers, scenarios, then, when

from acts_of_a_region import PEOPLE, adopted_text, by
from rso_core.narrative import narrative_of
from rso_core.privacy.erasure import erase_person
from rso_core.projection import Projector
from rso_core.time_zone import AMSTERDAM
from rso_pades.choosing import chosen
from rso_pades.errors import NoSuchSignatureError
from rso_pades.findings import Finding
from rso_pades.recording import act_of, record, texts_on_record, to_be_told
from rso_pades.signed_pdf import read_signed
from signed_pdfs import attacks
from signed_pdfs.certificates_made import NOW, anybody, person, revoking, roots_file, stamper
from signed_pdfs.pdfs_made import document_stamped, signed, with_evidence, written
from steps.world import World

scenarios("ondertekende-pdf.feature")
ATTACKS: dict[str, tuple[Callable[[], bytes], Callable[[], bytes]]] = {
    "een afdekking is weggehaald": (attacks.shadow_hide, lambda: written(attacks.HIDING)),
    "een veld over de tekst is veranderd": (attacks.shadow_replace_overlay, attacks.form),
    "een tweede document in de plaats kwam": (attacks.shadow_hide_and_replace, lambda: written(attacks.TWO_DOCUMENTS)),
    "de tekst daarna is overschreven": (attacks.saved_after, attacks.text),
    "er inhoud achter is geplakt": (attacks.saved_after_without_table, attacks.text),
    "de handtekening om iets heen is gelegd": (attacks.wrapped, attacks.text),
    "er iets over de tekst is gelegd": (attacks.annotated_after, attacks.text),
    "een vergrendeld veld is veranderd": (attacks.filled_in_where_locked, attacks.form),
    "verder is getekend waar dat verboden was": (attacks.signed_where_nothing_may_change, attacks.text),
}


@attrs.define
class Desk:
    """The file that came back, the roots that were given, and what became of recording a signature from it."""

    folder: Path
    world: World
    pdf: bytes = b""
    roots: tuple[Path, ...] = ()
    wrong: tuple[Finding, ...] = ()
    told: tuple[Finding, ...] = ()
    unclear: str = ""

    def adopt(self, text: bytes) -> None:
        adopted_text(self.world.application, hashlib.sha256(text).hexdigest())

    def record(self, party: str, which: str | None = None, number: int | None = None) -> None:
        """What `rso sign-digitally` does."""
        path = self.folder / "getekend.pdf"
        path.write_bytes(self.pdf)
        application = self.world.application
        self.world.head_before = application.store.head()
        found = read_signed(path, self.roots, now=NOW)
        meant = found.of_persons[number] if number is not None else chosen(found.of_persons, which)
        with self.registers() as projector:
            on_record = texts_on_record(projector, "conv", None)
            other = meant.other_text(on_record) if meant.is_sound else None
            self.wrong = meant.faults if other is None else (other,)
            if self.wrong:
                return
            act = act_of(meant, on_record, covenant="conv", party=party, person=PEOPLE[party])
            self.told = tuple(to_be_told(application, projector, act, meant))
        record(application, act, meant, by())

    def registers(self) -> "Registers":
        return Registers(self.world)

    def row(self, party: str) -> Any:
        rows = self.world.register("signatures").rows
        return next(row for row in rows if row["party"] == party and not row["amendment"])


@attrs.define
class Registers:
    """The live registers of the record, caught up; closed at the end."""

    world: World
    _projector: Projector | None = None

    def __enter__(self) -> Projector:
        self._projector = Projector(self.world.application.store, self.world.plugins.read_models())
        assert self._projector.catch_up() == []
        return self._projector

    def __exit__(self, *_: object) -> None:
        assert self._projector is not None
        self._projector.close()


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    world.now = datetime.now(UTC)
    return Desk(tmp_path, world)


@given("de vastgestelde tekst is een PDF die openstaat voor ondertekening")
def adopted(desk: Desk) -> None:
    """Which text it is the next sentence says: each attack has its own."""
    assert desk.pdf == b""


@given(parsers.re(r'^de PDF is ondertekend door "(?P<naam>[^"]+)"$'))
def signed_by(desk: Desk, naam: str) -> None:
    desk.adopt(attacks.text())
    desk.pdf = signed(attacks.text(), person(naam))


@given(parsers.re(r'^de PDF is ondertekend door "(?P<een>[^"]+)" en daarna door "(?P<ander>[^"]+)"$'))
def signed_by_two(desk: Desk, een: str, ander: str) -> None:
    signed_by(desk, een)
    desk.pdf = signed(desk.pdf, person(ander), field="Tweede")


@given(parsers.re(r'^de PDF is ondertekend door "(?P<naam>[^"]+)" met een tijdstempel van drie dagen geleden$'))
def signed_with_stamp(desk: Desk, naam: str) -> None:
    desk.adopt(attacks.text())
    desk.pdf = signed(attacks.text(), person(naam), stamped=stamper(NOW - timedelta(days=3)))


@given(parsers.re("^de PDF is ondertekend met een certificaat dat (?P<gebrek>.+)$"))
def signed_with(desk: Desk, gebrek: str) -> None:
    desk.adopt(attacks.text())
    made = {
        "zelf is gemaakt": lambda: signed(attacks.text(), anybody()),
        "toen was verlopen": lambda: signed(attacks.text(), person("Verlopen", until=-1)),
        "is ingetrokken": lambda: with_evidence(
            signed(attacks.text()), crls=[revoking(person(), NOW - timedelta(days=1))]
        ),
    }
    desk.pdf = made[gebrek]()


@given("daarna heeft de PDF een tijdstempel gekregen")
def stamped(desk: Desk) -> None:
    desk.pdf = document_stamped(desk.pdf)


@given("de tekst van de PDF is vervangen en daarna ondertekend")
def swapped(desk: Desk) -> None:
    desk.adopt(attacks.text())
    desk.pdf = attacks.swapped_before_signing()


@given(parsers.re("^een ondertekende PDF waarvan (?P<wat>.+)$"))
def attacked(desk: Desk, wat: str) -> None:
    made, text = ATTACKS[wat]
    desk.adopt(text())
    desk.pdf = made()


@given("een gewaarmerkte PDF waarin daarna een veld is ingevuld dat ingevuld mocht worden")
def filled_in(desk: Desk) -> None:
    desk.adopt(attacks.form())
    desk.pdf = attacks.filled_in(attacks.certified(attacks.form(), MDPPerm.FILL_FORMS), b"200")


@given("er zijn wortelcertificaten opgegeven")
def roots(desk: Desk) -> None:
    desk.roots = (roots_file(desk.folder),)


@when(parsers.re(r'^daaruit de handtekening van "(?P<naam>[^"]+)" wordt vastgelegd voor "(?P<partij>[^"]+)"$'))
def record_one(desk: Desk, naam: str, partij: str) -> None:
    desk.record(partij, naam)


@when(parsers.re(r'^daaruit de handtekening wordt vastgelegd voor "(?P<partij>[^"]+)"$'))
def record_first(desk: Desk, partij: str) -> None:
    desk.record(partij, number=0)


@when(parsers.re(r'^daaruit een handtekening wordt vastgelegd voor "(?P<partij>[^"]+)", zonder te zeggen welke$'))
def record_unnamed(desk: Desk, partij: str) -> None:
    with pytest.raises(NoSuchSignatureError) as refused:
        desk.record(partij)
    desk.unclear = str(refused.value)


@when(parsers.re(r'^"(?P<wie>[^"]+)" wordt gewist$'))
def erased(desk: Desk, wie: str) -> None:
    with desk.registers() as projector:
        on = datetime.now(AMSTERDAM).date()
        erase_person(
            desk.world.application, projector, wie, ground="Verzoek", on=on, circumstances=by(), still_in_office=True
        )


@then(parsers.re(r'^staat bij "(?P<partij>[^"]+)" een certificaat op naam van "(?P<naam>[^"]+)"$'))
def certificate_of(desk: Desk, partij: str, naam: str) -> None:
    row = desk.row(partij)
    assert (row["signer"], row["certificate"]) == (naam, person(naam).fingerprint)


@then(parsers.re('^staat bij "(?P<partij>[^"]+)" "(?P<wat>[^"]+)"$'))
def certificate_says(desk: Desk, partij: str, wat: str) -> None:
    assert wat in desk.row(partij)["certificate_nl"]


@then(parsers.re(r'^staat bij "(?P<partij>[^"]+)" nog wel het certificaat, en geen naam$'))
def certificate_without_name(desk: Desk, partij: str) -> None:
    row = desk.row(partij)
    assert row["certificate"]
    assert row["signer"] is None
    assert "op naam van" not in row["certificate_nl"]


@then(parsers.re(r'^wordt niets vastgelegd, en worden "(?P<een>[^"]+)" en "(?P<ander>[^"]+)" genoemd$'))
def both_named(desk: Desk, een: str, ander: str) -> None:
    nothing(desk)
    assert een in desk.unclear
    assert ander in desk.unclear


@then(parsers.re(r'^wordt niets vastgelegd, omdat "(?P<reden>[^"]+)"$'))
def not_recorded(desk: Desk, reden: str) -> None:
    nothing(desk)
    assert any(reden in each.nl for each in desk.wrong), desk.wrong


def nothing(desk: Desk) -> None:
    assert desk.world.application.store.head() == desk.world.head_before


@then(parsers.re(r'^wordt gezegd "(?P<wat>[^"]+)"$'))
def is_told(desk: Desk, wat: str) -> None:
    assert any(wat in each.nl for each in desk.told), desk.told


@then(parsers.re(r'^vertelt het verhaal van het convenant "(?P<wat>[^"]+)"$'))
def narrated(desk: Desk, wat: str) -> None:
    assert wat in narrative_of(desk.world.application.store, "covenant:conv").text()


@then(parsers.re(r'^is de dag van "(?P<partij>[^"]+)" die van het tijdstempel$'))
def day_of_stamp(desk: Desk, partij: str) -> None:
    stamp: date = (NOW - timedelta(days=3)).astimezone(AMSTERDAM).date()
    assert desk.row(partij)["signed_on"] == stamp
