"""Certificates of invented persons and authorities, made by code; each key is made once per run."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import attrs
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign import signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime.now(UTC).replace(microsecond=0)
YEAR = timedelta(days=365)
DER = serialization.Encoding.DER
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@attrs.frozen
class Holder:
    """A certificate with its key, and those that gave it out, the nearest first."""

    certificate: x509.Certificate
    key: Key
    chain: tuple["Holder", ...] = ()

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(DER))

    @property
    def private(self) -> asn1_keys.PrivateKeyInfo:
        secret = self.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(secret)

    @property
    def signer(self) -> signers.SimpleSigner:
        return signers.SimpleSigner(signing_cert=self.asn1, signing_key=self.private, cert_registry=self.store)

    @property
    def store(self) -> SimpleCertificateStore:
        store = SimpleCertificateStore()
        store.register_multiple([each.asn1 for each in self.chain])
        return store

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def named(common: str, organisation: str | None = None, given: str | None = None) -> x509.Name:
    """A name in a certificate."""
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organisation:
        parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    if given:
        parts.append(x509.NameAttribute(NameOID.GIVEN_NAME, given))
    return x509.Name(parts)


def _usage(*, signs: bool, gives_out: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=gives_out,
        crl_sign=gives_out,
        encipher_only=False,
        decipher_only=False,
    )


def made(
    name: x509.Name,
    issuer: Holder | None = None,
    *,
    authority: bool = False,
    since: datetime = NOW - YEAR,
    until: datetime = NOW + YEAR,
    stamps: bool = False,
    meant_for_signing: bool = True,
    key: Key | None = None,
) -> Holder:
    """A certificate; self-signed where no issuer is given."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(signs=meant_for_signing and not authority, gives_out=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer and not authority:
        place = x509.UniformResourceIdentifier("http://ocsp.voorbeeld.example")
        description = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
        builder = builder.add_extension(x509.AuthorityInformationAccess([description]), critical=False)
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    signed = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    return Holder(signed, key, (issuer, *issuer.chain) if issuer else ())


@cache
def root() -> Holder:
    """An authority that gives out certificates."""
    return made(
        named("Voorbeeld Root CA", "Voorbeeldautoriteit"), authority=True, since=NOW - 10 * YEAR, until=NOW + 10 * YEAR
    )


@cache
def issuing() -> Holder:
    """An authority below it."""
    return made(
        named("Voorbeeld Burger CA", "Voorbeeldautoriteit"),
        root(),
        authority=True,
        since=NOW - 9 * YEAR,
        until=NOW + 9 * YEAR,
    )


def person(name: str = "P. Voorbeeld", *, since: int = -365, until: int = 365) -> Holder:
    """A person with a certificate, valid from so many days from now until so many; the same each time."""
    return _person(name, since, until)


@cache
def _person(name: str, since: int, until: int) -> Holder:
    return made(named(name), issuing(), since=NOW + timedelta(days=since), until=NOW + timedelta(days=until))


@cache
def anybody(name: str = "Iedereen") -> Holder:
    """Whoever made a certificate at the kitchen table."""
    return made(named(name))


@cache
def stamping() -> Holder:
    """An authority of time stamps."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)  # the only kind that `DummyTimeStamper` has
    return made(
        named("Voorbeeld Tijdstempel", "Voorbeeldautoriteit"), root(), stamps=True, key=key, since=NOW - 9 * YEAR
    )


def stamper(at: datetime | None = None, holder: Holder | None = None) -> DummyTimeStamper:
    """Gives time stamps, of now or of a moment."""
    authority = holder or stamping()
    return DummyTimeStamper(
        tsa_cert=authority.asn1, tsa_key=authority.private, certs_to_embed=authority.store, fixed_dt=at
    )


def revoking(revoked: Holder, on: datetime, issuer: Holder | None = None) -> asn1_crl.CertificateList:
    """A list of the issuer that revokes a certificate from a moment on."""
    by = issuer or issuing()
    entry = (
        x509.RevokedCertificateBuilder().serial_number(revoked.certificate.serial_number).revocation_date(on).build()
    )
    signed = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(on)
        .next_update(on + YEAR)
        .add_revoked_certificate(entry)
        .sign(by.key, hashes.SHA256())
    )
    return asn1_crl.CertificateList.load(signed.public_bytes(DER))


def answering(revoked: Holder, on: datetime | None) -> asn1_ocsp.OCSPResponse:
    """An answer of the issuer on one certificate: revoked from a moment on, or in force."""
    by = issuing()
    status = ocsp.OCSPCertStatus.GOOD if on is None else ocsp.OCSPCertStatus.REVOKED
    answer = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=revoked.certificate,
            issuer=by.certificate,
            algorithm=hashes.SHA256(),
            cert_status=status,
            this_update=on or NOW,
            next_update=(on or NOW) + YEAR,
            revocation_time=on,
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
        .sign(by.key, hashes.SHA256())
    )
    return asn1_ocsp.OCSPResponse.load(answer.public_bytes(DER))


def roots_file(folder: Path, *holders: Holder) -> Path:
    """A PEM file with certificates to trust."""
    path = folder / "roots.pem"
    path.write_bytes(
        b"".join(each.certificate.public_bytes(serialization.Encoding.PEM) for each in holders or (root(),))
    )
    return path
