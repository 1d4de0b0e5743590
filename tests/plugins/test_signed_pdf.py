"""A PDF that was really signed (PAdES): who, when, with what certificate, and whether that can be relied on (S2)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyhanko", reason="the extra 'pades' (pyHanko) is missing")

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from rso_core.time_zone import AMSTERDAM
from rso_pades.certificates import authority_of, certificates_in, name_of, same_person
from rso_pades.choosing import chosen
from rso_pades.errors import NoSuchSignatureError, UnreadablePdfError
from rso_pades.signed_pdf import PdfSignature, SignedPdf, read_signed
from signed_pdfs.attacks import text
from signed_pdfs.certificates_made import (
    NOW,
    YEAR,
    Holder,
    answering,
    anybody,
    issuing,
    made,
    named,
    person,
    revoking,
    root,
    roots_file,
    stamper,
    stamping,
)
from signed_pdfs.pdfs_made import document_stamped, encrypted, signed, with_evidence

DAY = timedelta(days=1)
CASES = Path(__file__).parents[3] / "shared" / "cases"


def read(pdf: bytes, folder: Path, *roots: Path, now: datetime = NOW) -> SignedPdf:
    path = folder / "getekend.pdf"
    path.write_bytes(pdf)
    return read_signed(path, roots, now=now)


def held_to_roots(pdf: bytes, folder: Path, *, now: datetime = NOW) -> PdfSignature:
    return read(pdf, folder, roots_file(folder), now=now).signatures[0]


def faults(signature: PdfSignature) -> list[str]:
    return [each.code for each in signature.faults]


def remarks(signature: PdfSignature) -> list[str]:
    return [each.code for each in signature.remarks]


def test_who_signed_and_when(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    signature = held_to_roots(signed(text()), tmp_path)
    assert (signature.signer, signature.issuer) == ("P. Voorbeeld", "Voorbeeld Burger CA")
    assert signature.authority == "Voorbeeld Burger CA"
    assert signature.certificate == person().fingerprint
    assert signature.signed_at is not None
    assert before <= signature.signed_at <= datetime.now(UTC)
    assert not signature.stamped
    assert signature.trusted is True
    assert signature.root is not None
    assert (signature.root.fingerprint, signature.root.name) == (root().fingerprint, "Voorbeeld Root CA")
    assert faults(signature) == []


@pytest.mark.parametrize(("days", "expected"), [(0, []), (1, ["still_to_come"])])
def test_a_day_that_is_still_to_come_is_no_day_of_signing(days: int, expected: list[str], tmp_path: Path) -> None:
    """The day of signing in Amsterdam against the present one; which hour it is does not matter."""
    pdf = signed(text())
    (signature,) = read(pdf, tmp_path).signatures
    assert signature.signed_at is not None
    midnight = signature.signed_at.astimezone(AMSTERDAM).replace(hour=0, minute=0, second=0, microsecond=0)
    (signature,) = read(pdf, tmp_path, now=midnight - days * timedelta(seconds=1)).signatures
    assert faults(signature) == expected


def test_without_roots_trust_is_left_open(tmp_path: Path) -> None:
    (signature,) = read(signed(text(), anybody()), tmp_path).signatures
    assert (signature.trusted, signature.root, faults(signature)) == (None, None, [])


def test_of_a_root_that_may_be_a_person_the_name_is_not_kept(tmp_path: Path) -> None:
    (signature,) = read(signed(text(), anybody()), tmp_path, roots_file(tmp_path, anybody())).signatures
    assert signature.trusted is True
    assert signature.root is not None
    assert (signature.root.fingerprint, signature.root.name) == (anybody().fingerprint, None)
    assert signature.authority is None


@pytest.mark.parametrize(
    ("name", "authority"),
    [
        (named("Voorbeeld CA", "Voorbeeldautoriteit"), "Voorbeeld CA"),
        (named("A. Voorbeeld"), None),
        (named("A. Voorbeeld", "Gemeente Voorbeeld", "Anna"), None),
    ],
)
def test_an_authority_names_its_organisation_and_no_person(name: x509.Name, authority: str | None) -> None:
    assert authority_of(made(name).asn1.subject) == authority


def test_a_name_is_shown_in_one_line_without_marks_of_control() -> None:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A.\x1b[31m\n Voor\u202ebeeld")])
    assert name_of(made(name).asn1.subject) == "A. [31m Voor beeld"


@pytest.mark.parametrize(
    ("holder", "code"),
    [
        (anybody, "not_trusted"),
        (lambda: person("Verlopen", until=-1), "expired_when_signed"),
        (lambda: person("Nog niet", since=1), "not_yet_valid"),
        (lambda: made(named("Zonder doel"), issuing(), meant_for_signing=False), "not_trusted"),
        (lambda: made(named("Kort"), issuing(), key=short_key()), "weak_key"),
    ],
)
def test_a_certificate_that_cannot_be_relied_on(holder: Any, code: str, tmp_path: Path) -> None:
    signature = held_to_roots(signed(text(), holder()), tmp_path)
    assert faults(signature) == [code]
    assert signature.trusted is False
    assert signature.text_among(set(signature.texts)), "what was signed is not in doubt"


@pytest.mark.parametrize(("curve", "expected"), [(ec.SECP224R1(), []), (ec.SECP192R1(), ["weak_key"])])
def test_the_shortest_key_that_is_long_enough(curve: ec.EllipticCurve, expected: list[str], tmp_path: Path) -> None:
    holder = made(named("Kort"), issuing(), key=ec.generate_private_key(curve))
    assert faults(held_to_roots(signed(text(), holder), tmp_path)) == expected


def short_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


@pytest.mark.parametrize("trust", [True, False])
def test_a_weak_hash_is_refused_whether_or_not_trust_is_asked(trust: bool, tmp_path: Path) -> None:
    pdf = signed(text(), md_algorithm="sha1")
    (signature,) = read(pdf, tmp_path, *([roots_file(tmp_path)] if trust else [])).signatures
    assert faults(signature) == ["weak_hash"]


@pytest.mark.parametrize("trust", [True, False])
def test_expired_on_the_day_of_signing_is_refused_whether_or_not_trust_is_asked(trust: bool, tmp_path: Path) -> None:
    pdf = signed(text(), person("Verlopen", until=-1))
    (signature,) = read(pdf, tmp_path, *([roots_file(tmp_path)] if trust else [])).signatures
    assert faults(signature) == ["expired_when_signed"]


def test_what_expired_since_is_told_where_the_day_is_the_signers_own(tmp_path: Path) -> None:
    later = NOW + YEAR + DAY
    claimed = held_to_roots(signed(text()), tmp_path, now=later)
    assert (faults(claimed), remarks(claimed), claimed.trusted) == ([], ["expired_since"], True)
    stamped = held_to_roots(signed(text(), stamped=stamper()), tmp_path, now=later)
    assert (faults(stamped), remarks(stamped), stamped.stamped) == ([], [], True)


class TestTimeStamps:
    """The day is that of a time stamp that leads to a root, and the signer's own word otherwise."""

    def test_a_trusted_one_says_the_day(self, tmp_path: Path) -> None:
        at = NOW - 3 * DAY
        signature = held_to_roots(signed(text(), stamped=stamper(at)), tmp_path)
        assert (signature.signed_at, signature.stamped) == (at, True)
        assert remarks(signature) == ["stamp_differs"], "the signer says today"

    def test_one_of_anybody_does_not(self, tmp_path: Path) -> None:
        anybodys = made(named("Klok van iedereen"), stamps=True, key=long_key())
        signature = held_to_roots(signed(text(), stamped=stamper(NOW - 3 * DAY, anybodys)), tmp_path)
        assert not signature.stamped
        assert signature.signed_at is not None
        assert signature.signed_at > NOW - DAY
        assert remarks(signature) == ["stamp_not_counted"]

    def test_without_roots_none_does(self, tmp_path: Path) -> None:
        (signature,) = read(signed(text(), stamped=stamper(NOW - 3 * DAY)), tmp_path).signatures
        assert (signature.stamped, remarks(signature)) == (False, ["stamp_not_counted"])

    def test_a_certificate_has_to_be_in_force_at_the_moment_of_the_stamp(self, tmp_path: Path) -> None:
        signature = held_to_roots(signed(text(), stamped=stamper(NOW - YEAR - DAY)), tmp_path)
        assert faults(signature) == ["not_yet_valid"]

    def test_of_the_whole_document_it_is_evidence_and_no_person(self, tmp_path: Path) -> None:
        found = read(document_stamped(signed(text())), tmp_path, roots_file(tmp_path))
        assert [each.is_time_stamp for each in found.signatures] == [False, True]
        assert [each.signer for each in found.of_persons] == ["P. Voorbeeld"]
        assert found.signatures[1].trusted is True
        assert found.is_sound

    def test_of_the_whole_document_one_that_is_not_trusted_is_told(self, tmp_path: Path) -> None:
        found = read(document_stamped(signed(text())), tmp_path, roots_file(tmp_path, issuing()))
        assert found.is_sound
        assert remarks(found.signatures[1]) == ["stamp_not_counted"]

    def test_alone_it_is_no_signature(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadablePdfError, match="no signature"):
            read(document_stamped(text()), tmp_path)


def long_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class TestRevoked:
    """What the file itself tells of certificates that were revoked; nothing is fetched."""

    LATER = NOW + 9 * DAY

    def judged(self, folder: Path, on: datetime, *, trust: bool = True, **how: Any) -> PdfSignature:
        pdf = with_evidence(signed(text(), **how), crls=[revoking(person(), on)])
        return read(pdf, folder, *([roots_file(folder)] if trust else []), now=self.LATER).signatures[0]

    @pytest.mark.parametrize("trust", [True, False])
    @pytest.mark.parametrize("days", [-3, 3])
    def test_a_claimed_day_does_not_save_it(self, days: int, trust: bool, tmp_path: Path) -> None:
        signature = self.judged(tmp_path, NOW + days * DAY, trust=trust)
        assert faults(signature) == ["revoked"]
        assert f"{(NOW + days * DAY).date()}" in signature.faults[0].nl

    def test_a_time_stamp_of_before_does(self, tmp_path: Path) -> None:
        signature = self.judged(tmp_path, NOW + 3 * DAY, stamped=stamper())
        assert (faults(signature), remarks(signature)) == ([], ["revoked_since"])
        assert signature.trusted is True

    def test_a_time_stamp_of_after_does_not(self, tmp_path: Path) -> None:
        assert faults(self.judged(tmp_path, NOW - 3 * DAY, stamped=stamper())) == ["revoked"]

    @pytest.mark.parametrize(("days", "fault"), [(-3, ["revoked"]), (3, ["revoked"]), (None, [])])
    def test_an_answer_on_one_certificate_counts_too(self, days: int | None, fault: list[str], tmp_path: Path) -> None:
        on = None if days is None else NOW + days * DAY
        pdf = with_evidence(signed(text()), ocsps=[answering(person(), on)])
        assert faults(held_to_roots(pdf, tmp_path, now=self.LATER)) == fault

    def test_an_authority_that_was_revoked_gives_out_nothing(self, tmp_path: Path) -> None:
        pdf = with_evidence(signed(text()), crls=[revoking(issuing(), NOW - DAY, root())])
        assert faults(held_to_roots(pdf, tmp_path, now=self.LATER)) == ["chain_revoked"]

    def test_a_list_that_revokes_another_says_nothing(self, tmp_path: Path) -> None:
        pdf = with_evidence(signed(text()), crls=[revoking(person("Q. Voorbeeld"), NOW - DAY)])
        assert faults(held_to_roots(pdf, tmp_path, now=self.LATER)) == []

    def test_a_list_of_anybody_says_nothing(self, tmp_path: Path) -> None:
        forged = made(named("Voorbeeld Burger CA", "Voorbeeldautoriteit"), authority=True)
        pdf = with_evidence(signed(text()), crls=[revoking(person(), NOW - DAY, forged)], certificates=[forged.asn1])
        assert faults(held_to_roots(pdf, tmp_path, now=self.LATER)) == []


def of_seventeen() -> tuple[bytes, list[Holder]]:
    holders = [person(f"{letter}. Voorbeeld") for letter in "ABCDEFGHIJKLMNOPQ"]
    pdf = text()
    for number, holder in enumerate(holders):
        pdf = signed(pdf, holder, field=f"Veld{number}", box=(10, 10 + 16 * number, 60, 25 + 16 * number))
    return pdf, holders


def test_of_seventeen_signatures_each_is_found_by_number_name_and_certificate(tmp_path: Path) -> None:
    pdf, holders = of_seventeen()
    found = read(document_stamped(pdf), tmp_path, roots_file(tmp_path)).of_persons
    assert len(found) == 17
    for number, holder in enumerate(holders, 1):
        name = f"{'ABCDEFGHIJKLMNOPQ'[number - 1]}. Voorbeeld"
        for which in (str(number), name, name.upper(), holder.fingerprint, holder.fingerprint[:8].upper()):
            assert chosen(found, which).certificate == holder.fingerprint
    unclear: tuple[str | None, ...] = (
        None,
        "Voorbeeld",
        "18",
        "Z. Voorbeeld",
        "ffffffff",
        "",
        holders[0].fingerprint[:7],
    )
    for nobody in unclear:
        with pytest.raises(NoSuchSignatureError) as refused:
            chosen(found, nobody)
        lines = str(refused.value).splitlines()[1:]
        assert len(lines) == 17
        assert all(
            holder.fingerprint[:16] in line and "Voorbeeld Burger CA" in line and "sound" in line
            for holder, line in zip(holders, lines, strict=True)
        )


def test_the_only_signature_is_the_one_that_is_meant(tmp_path: Path) -> None:
    found = read(document_stamped(signed(text())), tmp_path)
    assert chosen(found.of_persons, None).number == 1
    with pytest.raises(NoSuchSignatureError):
        chosen(found.of_persons, "2")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A. Voorbeeld", "Anna Voorbeeld", True),
        ("A. Voorbeeld", "VOORBEELD, Anna", True),
        ("Anna van den Voorbeeld", "A. van den Voorbeeld", True),
        ("Renée Voorbeeld", "renee voorbeeld", True),
        ("Anna Voorbeeld", "Anna Maria Voorbeeld", True),
        ("A. Voorbeeld", "B. Voorbeeld", False),
        ("A. Voorbeeld", "A. Fictief", False),
        ("A.", "A. Voorbeeld", False),
        ("", "A. Voorbeeld", False),
        ("A. B. C. D. E. F. Voorbeeld", "A. Voorbeeld", True),
        ("A. B. C. D. E. F. Voorbeeld", "Z. Voorbeeld", False),
    ],
)
def test_two_names_can_be_of_one_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


class TestLocked:
    """A PDF that limits what may be done with it opens; one that asks for a password is refused."""

    @pytest.mark.parametrize("secure", [True, False])
    def test_with_the_password_of_an_owner_only(self, secure: bool, tmp_path: Path) -> None:
        pdf = encrypted(text(), secure=secure)
        second = signed(signed(pdf), person("Q. Voorbeeld"), field="Tweede", box=(10, 10, 110, 40))
        found = read(second, tmp_path, roots_file(tmp_path))
        assert found.is_sound
        assert len(found.of_persons) == 2

    @pytest.mark.parametrize("secure", [True, False])
    def test_with_a_password_to_open(self, secure: bool, tmp_path: Path) -> None:
        with pytest.raises(UnreadablePdfError, match="asks for a password to be opened"):
            read(encrypted(text(), "open", secure=secure), tmp_path)


def test_a_document_of_today_with_streams_of_tables_is_read(tmp_path: Path) -> None:
    pdf = written_with_streams()
    (signature,) = read(signed(pdf), tmp_path).signatures
    assert faults(signature) == []
    assert len(signature.texts) > 2


def written_with_streams() -> bytes:
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(text())))
    writer.stream_xrefs = True
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("form", [serialization.Encoding.PEM, serialization.Encoding.DER])
def test_roots_are_read_from_several_files_in_two_forms(form: serialization.Encoding, tmp_path: Path) -> None:
    files = []
    for number, holder in enumerate((anybody(), root(), stamping())):
        files.append(tmp_path / f"{number}.crt")
        files[-1].write_bytes(holder.certificate.public_bytes(form))
    assert len(certificates_in(files)) == 3
    assert held(signed(text()), tmp_path, files).trusted is True


def held(pdf: bytes, folder: Path, files: list[Path]) -> PdfSignature:
    return read(pdf, folder, *files).signatures[0]


@pytest.mark.parametrize(
    "content", [b"", b"geen certificaat", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_what_holds_no_certificates_is_said(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "roots.pem"
    path.write_bytes(content)
    with pytest.raises(UnreadablePdfError, match="holds no certificates"):
        read(signed(text()), tmp_path, path)
    with pytest.raises(UnreadablePdfError, match="cannot be read"):
        read(signed(text()), tmp_path, tmp_path / "is er niet")


@pytest.mark.skipif(not CASES.exists(), reason="the cases from practice are not here")
@pytest.mark.parametrize("name", ["plain.pdf", "lta.pdf"])
def test_case_of_a_document_time_stamp(name: str) -> None:
    folder = CASES / "01-pdf-document-timestamp"
    found = read_signed(folder / name, now=NOW)
    assert found.is_sound
    (signature,) = found.of_persons
    assert signature.signer == "A. Voorbeeld"
    assert signature.text_among({sha(folder / "base.pdf")}) is not None


@pytest.mark.skipif(not CASES.exists(), reason="the cases from practice are not here")
def test_case_of_a_text_swapped_before_signing() -> None:
    folder = CASES / "03-pdf-text-swapped-before-signing"
    (signature,) = read_signed(folder / "swapped-signed.pdf", now=NOW).signatures
    told = signature.other_text({sha(folder / "base.pdf")})
    assert told is not None
    assert (told.code, signature.text_among({sha(folder / "base.pdf")})) == ("text_swapped", None)


def sha(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
