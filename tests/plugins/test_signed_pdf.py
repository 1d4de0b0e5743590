"""A PDF that was really signed (PAdES): who, when, is it the covenant's text, and what if it was changed (S2)."""

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("pyhanko", reason="the extra 'pades' (pyHanko) is missing")

from asn1crypto import keys, x509
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from acts_of_a_region import adopted_text, open_region
from rso_pades.errors import UnreadablePdfError
from rso_pades.signed_pdf import read_signed

TEXT = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources << >> >>
endobj
"""


def a_pdf() -> bytes:
    """A page, with the cross-reference table that a reader needs."""
    offsets = [TEXT.index(b"%d 0 obj" % n) for n in (1, 2, 3)]
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return TEXT + table + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(TEXT)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> tuple[signers.SimpleSigner, Path]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = made.Name([made.NameAttribute(made.NameOID.COMMON_NAME, "P. Voorbeeld")])
    now = datetime.now(UTC)
    certificate = (
        made.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(made.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(made.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            made.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    roots = tmp_path_factory.mktemp("roots") / "roots.pem"
    roots.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made_signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    return made_signer, roots


@pytest.fixture
def signed(signer: tuple[signers.SimpleSigner, Path], tmp_path: Path) -> Path:
    metadata = signers.PdfSignatureMetadata(field_name="Ondertekening", subfilter=fields.SigSeedSubFilter.PADES)
    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(a_pdf())), metadata, signer=signer[0])
    path = tmp_path / "getekend.pdf"
    path.write_bytes(out.getvalue())
    return path


def test_who_signed_when_and_which_text(signed: Path, signer: tuple[signers.SimpleSigner, Path]) -> None:
    found = read_signed(signed, signer[1])
    (signature,) = found.signatures
    assert signature.signer == "P. Voorbeeld"
    assert signature.intact
    assert signature.trusted
    assert signature.signed_at is not None
    assert abs(datetime.now(UTC) - signature.signed_at) < timedelta(minutes=5)
    assert hashlib.sha256(a_pdf()).hexdigest() in found.hashes


def test_without_roots_trust_is_left_open(signed: Path) -> None:
    assert read_signed(signed).signatures[0].trusted is None


def test_a_changed_byte_breaks_the_signature(signed: Path) -> None:
    signed.write_bytes(signed.read_bytes().replace(b"[0 0 300 300]", b"[0 0 301 300]"))
    assert not read_signed(signed).intact


@pytest.mark.parametrize(("content", "told"), [(b"geen pdf", "no PDF"), (a_pdf(), "no signature")])
def test_what_is_no_signed_pdf_is_said(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadablePdfError, match=told):
        read_signed(path)


def rso(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from rso_core.cli import main; main()", *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "200"}
    )


@pytest.mark.slow
def test_the_commands_check_and_record(signed: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    (tmp_path / "rso.toml").write_text(f'[store]\nurl = "{url}"\n')
    with open_region(url, lambda: datetime.now(UTC)) as application:
        adopted_text(application, hashlib.sha256(a_pdf()).hexdigest())
    checked = rso("check-signature", str(signed), "--covenant", "conv", "--json", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout)["text_of"] == "v1: convenant.pdf"
    recorded = rso(
        "sign-digitally", str(signed), "--covenant", "conv", "--party", "gem-a", "--person", "p-2", cwd=tmp_path
    )
    assert recorded.returncode == 0, recorded.stderr
    row = next(
        r for r in json.loads(rso("show", "signatures", "--json", cwd=tmp_path).stdout)["rows"] if r["party"] == "gem-a"
    )
    assert (row["medium"], row["state"]) == ("digital", "signed_late")
    unknown = tmp_path / "anders.pdf"
    unknown.write_bytes(signed.read_bytes().replace(b"[0 0 300 300]", b"[0 0 301 300]"))
    assert rso("check-signature", str(unknown), "--covenant", "conv", cwd=tmp_path).returncode == 3
    assert (
        rso(
            "sign-digitally", str(unknown), "--covenant", "conv", "--party", "gem-b", "--person", "p-3", cwd=tmp_path
        ).returncode
        == 2
    )
