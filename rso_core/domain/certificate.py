"""Certificates with which persons sign: whose name stands in them, sealed as every name of a person is (S2, S14)."""

from datetime import date

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Name, Sha256
from rso_core.domain.covenant.certified import short
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.person import Person, require_not_erased
from rso_core.domain.references import PersonId
from rso_core.dutch.sentences import in_sentences, quoted


@event("person.certificate_recorded", sealed=("signer", "issuer"))
class CertificateRecorded(Event):
    """A person signs with a certificate. Both names are None once the person is erased; who issues to oneself is named twice.

    ``certificate`` is the fingerprint (SHA-256), by which a signature names it.
    """

    person: PersonId = subject()
    certificate: str
    signer: str | None
    issuer: str | None

    def apply(self, state: Person) -> Person:
        """No rule looks back at it."""
        return state

    def sentence(self, names: NameIndex) -> str:
        """Whose name stands in the certificate."""
        which = f"het certificaat {short(self.certificate)} van {names.person(self.person)}"
        if not self.signer:
            return in_sentences(f"{which} werd in het dossier opgenomen; de naam erin is niet meer te lezen")
        by = "door de houder zelf" if self.issuer == self.signer else f"door {quoted(self.issuer or '')}"
        return in_sentences(f"{which} staat op naam van {quoted(self.signer)}, uitgegeven {by}")


@act("record-certificate", source="S2", names_a_person=True)
class RecordCertificate(Act):
    """Record whose name stands in the certificate with which a person signs; 'rso sign-digitally' does so by itself."""

    person: PersonId = field("person who signs with it")
    certificate: Sha256 = field("SHA-256 of the certificate, its fingerprint")
    signer: Name = field("name in the certificate")
    issuer: Name = field("who gave out the certificate, as it says")
    on: date = effective("day from which it is known, such as that of the signature")

    def decide(self, person: Person) -> CertificateRecorded:
        """Of a person who is known; again is no harm."""
        require_not_erased(person)
        return CertificateRecorded(
            person=self.person, certificate=self.certificate, signer=self.signer, issuer=self.issuer
        )
