"""The commands `check-signature` and `sign-digitally`: which signature, what is recorded, and what is told of trust (S2)."""

import hashlib
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

pytest.importorskip("pyhanko", reason="the extra 'pades' (pyHanko) is missing")

from acts_of_a_region import adopted_text, open_region
from commands_in_process import asked, rso
from privacy.traces import in_files
from rso_core import EventStore
from rso_core.events import CertificateRecorded, CovenantSigned
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.proof.verification import verify
from rso_core.time_zone import AMSTERDAM
from signed_pdfs.attacks import text
from signed_pdfs.certificates_made import NOW, Holder, anybody, person, root, roots_file, stamper
from signed_pdfs.pdfs_made import document_stamped, signed, updated, written

pytestmark = pytest.mark.slow
TODAY = datetime.now(AMSTERDAM).date()


def second() -> Holder:
    return person("2. Voorbeeld")


def third() -> Holder:
    return person("Drie Wijsneus")


def both() -> bytes:
    """The text, signed by two persons, with a time stamp."""
    return document_stamped(signed(signed(text(), second()), third(), field="Tweede", box=(10, 10, 110, 40)))


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dossier")
    with open_region(f"sqlite:///{folder / 'rso.db'}", lambda: datetime.now(UTC)) as application:
        adopted_text(application, hashlib.sha256(text()).hexdigest())
    return folder


@pytest.fixture
def folder(adopted: Path, tmp_path: Path) -> Path:
    """A record in which the text is adopted, with roots and a file signed by two beside it."""
    shutil.copytree(adopted, tmp_path, dirs_exist_ok=True)
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    (tmp_path / "rso.toml").write_text(f'[store]\nurl = "{url}"\n[record]\nlanguage = "nl"\n', encoding="utf-8")
    roots_file(tmp_path)
    (tmp_path / "getekend.pdf").write_bytes(both())
    return tmp_path


def sign(folder: Path, party: str, who: str, *more: str, file: str = "getekend.pdf") -> CompletedProcess[str]:
    return rso(folder, "sign-digitally", file, "--covenant", "conv", "--party", party, "--person", who, *more)


def events(folder: Path) -> list[object]:
    with EventStore.open(f"sqlite:///{folder / 'rso.db'}") as store:
        return [recorded.event for _, recorded in store.read(limit=10_000)]


def row_of(folder: Path, party: str) -> dict[str, object]:
    rows = asked(folder, "show", "signatures")["rows"]
    return next(row for row in rows if row["party"] == party and not row["amendment"])


def test_each_party_gets_its_own_signature_with_its_own_certificate(folder: Path) -> None:
    first = sign(folder, "gem-a", "p-2", "--signature", "1", "--trust", "roots.pem")
    assert first.returncode == 0, first.stderr
    other = sign(folder, "gem-b", "p-3", "--signature", "wijsneus", "--trust", "roots.pem")
    assert other.returncode == 0, other.stderr
    signatures = [each for each in events(folder) if isinstance(each, CovenantSigned)]
    assert [(e.party, e.certificate, e.signed_on) for e in signatures] == [
        ("gem-a", second().fingerprint, TODAY),
        ("gem-b", third().fingerprint, TODAY),
    ]
    for each in signatures:
        assert (each.issuer, each.trusted_root, each.root_name) == (
            "Voorbeeld Burger CA",
            root().fingerprint,
            "Voorbeeld Root CA",
        )
        assert each.day_from == "claimed"
    names = {e.person: e.signer for e in events(folder) if isinstance(e, CertificateRecorded)}
    assert names == {"p-2": "2. Voorbeeld", "p-3": "Drie Wijsneus"}
    assert "het certificaat staat op naam van Drie Wijsneus; vastgelegd is 3. Voorbeeld" in other.stderr
    assert "op naam van" not in first.stderr
    with EventStore.open(f"sqlite:///{folder / 'rso.db'}") as store:
        assert all(finding.ok is not False for finding in verify(store).findings)


def test_which_one_is_meant_has_to_be_said(folder: Path) -> None:
    before = len(events(folder))
    for which in ([], ["--signature", "Voorbeeld Wijsneus"], ["--signature", "3"]):
        refused = sign(folder, "gem-a", "p-2", *which)
        assert refused.returncode == 2
        for number, holder in ((1, second()), (2, third())):
            assert re.search(
                rf"{number}\. .*{holder.fingerprint[:16]}… of Voorbeeld Burger CA, {TODAY}, sound", refused.stderr
            )
        assert "Tijdstempel" not in refused.stderr, "a time stamp is nobody's signature"
    assert len(events(folder)) == before


def test_that_trust_was_not_checked_is_told_wherever_the_signature_is(folder: Path) -> None:
    done = sign(folder, "gem-a", "p-2", "--signature", "1")
    assert done.returncode == 0
    assert "of het certificaat te vertrouwen is, is niet nagegaan" in done.stderr
    (event,) = (e for e in events(folder) if isinstance(e, CovenantSigned))
    assert (event.certificate, event.trusted_root, event.root_name) == (second().fingerprint, None, None)
    row = row_of(folder, "gem-a")
    assert row["trust"] == "not_checked"
    assert row["certificate_nl"] == (
        "op naam van 2. Voorbeeld, uitgegeven door Voorbeeld Burger CA; vertrouwen niet nagegaan; "
        "dag volgens de ondertekenaar"
    )
    told = "te vertrouwen is, is niet nagegaan"
    for question in (
        ["history", "covenant:conv"],
        ["about", "person:p-2"],
        ["about", "covenant:conv"],
        ["person", "report", "p-2"],
    ):
        answer = rso(folder, *question)
        assert answer.returncode == 0, answer.stderr
        assert told in " ".join(answer.stdout.split()), question
    assert "Certificaat" in heads_of(folder)


def heads_of(folder: Path) -> list[str]:
    """The headings of the signing register, as a person sees them."""
    with EventStore.open(f"sqlite:///{folder / 'rso.db'}") as store:
        projector = Projector(store, Plugins().read_models())
        try:
            projector.catch_up()
            return [column.title for column in projector.register("signatures").columns]
        finally:
            projector.close()


def test_without_any_certificate_the_register_is_shown_as_it_was(folder: Path) -> None:
    assert "Certificaat" not in heads_of(folder)
    assert {row["trust"] for row in asked(folder, "show", "signatures")["rows"]} == {None}
    digital = ["--medium", "digital", "--sha256", hashlib.sha256(text()).hexdigest(), "--signed-on", f"{TODAY}"]
    by_hand = rso(folder, "sign", "--covenant", "conv", "--party", "gem-a", "--person", "p-2", *digital)
    assert by_hand.returncode == 0, by_hand.stderr
    assert row_of(folder, "gem-a")["trust"] == "not_recorded"
    assert row_of(folder, "gem-a")["certificate_nl"] == "geen certificaat vastgelegd"
    assert "Certificaat" not in heads_of(folder)


def test_the_day_is_that_of_a_trusted_time_stamp(folder: Path) -> None:
    at = NOW - timedelta(days=3)
    (folder / "gestempeld.pdf").write_bytes(signed(text(), second(), stamped=stamper(at)))
    done = sign(folder, "gem-a", "p-2", "--trust", "roots.pem", file="gestempeld.pdf")
    day = at.astimezone(AMSTERDAM).date()
    assert done.returncode == 0, done.stderr
    assert f"on {day} (time stamp)" in done.stdout
    assert "de dag is die van de ondertekenaar zelf" not in done.stderr
    (event,) = (e for e in events(folder) if isinstance(e, CovenantSigned))
    assert (event.signed_on, event.day_from) == (day, "time_stamp")
    assert row_of(folder, "gem-a")["trust"] == "checked"
    untrusted = sign(folder, "gem-b", "p-3", file="gestempeld.pdf")
    assert untrusted.returncode == 0
    assert f"on {TODAY} (as the signer says)" in untrusted.stdout
    assert "met dit certificaat is deze tekst ook al ondertekend namens Partij gem-a" in untrusted.stderr


def test_what_does_not_lead_to_a_root_is_refused(folder: Path) -> None:
    (folder / "iedereen.pdf").write_bytes(signed(text(), anybody()))
    before = len(events(folder))
    refused = sign(folder, "gem-a", "p-2", "--trust", "roots.pem", file="iedereen.pdf")
    assert refused.returncode == 3
    assert "leidt niet naar een van de opgegeven wortelcertificaten: de uitgever is onbekend" in refused.stderr
    assert len(events(folder)) == before


def test_a_text_that_is_not_on_record_is_refused_by_the_rule(folder: Path) -> None:
    (folder / "anders.pdf").write_bytes(signed(written({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: PAGES, 3: PAGE})))
    before = len(events(folder))
    refused = sign(folder, "gem-a", "p-2", file="anders.pdf")
    assert refused.returncode == 3
    assert "signing.text_of_covenant" in refused.stderr
    assert len(events(folder)) == before, "the name in the certificate is not recorded either"


PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] >>"


def test_again_under_a_key_records_nothing(folder: Path) -> None:
    for _ in range(2):
        done = sign(folder, "gem-a", "p-2", "--signature", "1", "--key", "k-1")
        assert done.returncode == 0, done.stderr
        count = len(events(folder))
    again = sign(folder, "gem-a", "p-2", "--signature", "1")
    assert again.returncode == 3
    assert "signing.once" in again.stderr
    assert len(events(folder)) == count


def test_a_signature_that_is_sound_is_recorded_from_a_file_in_which_another_is_not(folder: Path) -> None:
    (folder / "een.pdf").write_bytes(signed(signed(text(), person("Verlopen", until=-1)), second(), field="Tweede"))
    assert rso(folder, "check-signature", "een.pdf", "--covenant", "conv").returncode == 3
    assert sign(folder, "gem-a", "p-2", "--signature", "1", file="een.pdf").returncode == 3
    assert sign(folder, "gem-a", "p-2", "--signature", "2", file="een.pdf").returncode == 0


def test_check_signature_tells_of_every_signature(folder: Path) -> None:
    for trust in ([], ["--trust", "roots.pem"]):
        done = rso(folder, "check-signature", "getekend.pdf", "--covenant", "conv", *trust, "--json")
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["text_of"] == "v1: convenant.pdf"
        assert hashlib.sha256(text()).hexdigest() in told["hashes"]
        assert [(s["number"], s["kind"], s["signer"], s["trusted"]) for s in told["signatures"]] == [
            (1, "signature", "2. Voorbeeld", True if trust else None),
            (2, "signature", "Drie Wijsneus", True if trust else None),
            (3, "time_stamp", "Voorbeeld Tijdstempel", True if trust else None),
        ]
        assert all(s["sound"] and s["intact"] and not s["faults"] for s in told["signatures"])
        printed = rso(folder, "check-signature", "getekend.pdf", "--covenant", "conv", *trust).stdout
        assert printed.count("in orde") == 3
        assert printed.count("Tekst: v1: convenant.pdf") == 2
    asked_of = rso(folder, "check-signature", "getekend.pdf", "--covenant", "conv", "--trust", "is er niet")
    assert asked_of.returncode == 2


def test_what_is_said_in_english_is_english(folder: Path) -> None:
    (folder / "anders.pdf").write_bytes(updated(both(), {4: b"<< /Length 0 >>\nstream\n\nendstream"}))
    told = rso(folder, "check-signature", "anders.pdf", "--covenant", "conv", RSO_LANGUAGE="en")
    assert told.returncode == 3
    assert "what stands on page 1 was replaced" in told.stdout


def test_once_erased_the_name_in_the_certificate_is_gone(folder: Path) -> None:
    assert sign(folder, "gem-b", "p-3", "--signature", "2", "--trust", "roots.pem").returncode == 0
    (folder / "getekend.pdf").unlink()
    before = row_of(folder, "gem-b")
    assert before["signer"] == "Drie Wijsneus"
    assert in_files(folder, ["Wijsneus"]), "it stands in the registers"
    erased = rso(
        folder, "person", "erase", "p-3", "--ground", "Verzoek", "--yes", "--still-in-office", "--on", f"{TODAY}"
    )
    assert erased.returncode == 0, erased.stderr
    after = row_of(folder, "gem-b")
    assert (after["signer"], after["certificate"]) == (None, before["certificate"])
    assert after["certificate_nl"] == (
        "uitgegeven door Voorbeeld Burger CA; nagegaan tot Voorbeeld Root CA; dag volgens de ondertekenaar"
    )
    assert in_files(folder, ["Wijsneus"]) == set()
    assert "de naam erin is niet meer te lezen" in " ".join(rso(folder, "history", "person:p-3").stdout.split())


def test_a_record_with_certificates_comes_back_from_its_dossier(folder: Path) -> None:
    assert sign(folder, "gem-a", "p-2", "--signature", "1", "--trust", "roots.pem").returncode == 0
    expected = row_of(folder, "gem-a")
    assert rso(folder, "export-dossier", "dossier.jsonl").returncode == 0
    new = folder / "nieuw"
    new.mkdir()
    (new / "rso.toml").write_text(f'[store]\nurl = "sqlite:///{new / "rso.db"}"\n', encoding="utf-8")
    imported = rso(new, "import", str(folder / "dossier.jsonl"))
    assert imported.returncode == 0, imported.stderr
    assert row_of(new, "gem-a") == expected
