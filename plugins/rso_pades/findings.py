"""What can be said of a signature in a PDF: what makes it fall, and what the reader should know; in both languages."""

import unicodedata
from typing import Literal

import attrs

Language = Literal["nl", "en"]
_LONGEST = 200


@attrs.frozen
class Finding:
    """Something found in a signed PDF.

    Attributes:
        code: stable name, that scripts can hold on to.
        nl, en: what was found, in a sentence.
    """

    code: str
    nl: str
    en: str

    def said(self, language: Language) -> str:
        """The sentence in a language."""
        return self.nl if language == "nl" else self.en


@attrs.frozen
class Words:
    """A kind of finding: its code, and its sentences with places for the facts."""

    code: str
    nl: str
    en: str

    def __call__(self, **facts: object) -> Finding:
        """The finding on these facts."""
        plain = {name: in_one_line(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        return Finding(self.code, self.nl.format(**plain), self.en.format(**plain))


def in_one_line(text: str) -> str:
    """A text from a file of others as it can be shown: one line of fair length, without marks of control."""
    plain = "".join(
        " " if unicodedata.category(each)[0] == "C" else each for each in unicodedata.normalize("NFC", text)
    )
    return " ".join(plain.split())[:_LONGEST]


# What the signature covers.
UNREADABLE = Words(
    "unreadable",
    "de handtekening kan niet worden gelezen: {why}",
    "the signature cannot be read: {why}",
)
SIGNED_ELSEWHERE = Words(
    "signed_elsewhere",
    "het veld verwijst naar handtekening {number}, en draagt zelf geen",
    "the field refers to signature {number}, and bears none itself",
)
NOTHING_SIGNED = Words(
    "nothing_signed",
    "het veld is ingevuld, en bevat geen handtekening",
    "the field is filled in, and holds no signature",
)
BYTES_NOT_NAMED = Words(
    "bytes_not_named",
    "de handtekening zegt niet welke bytes zij dekt (/ByteRange)",
    "the signature does not say which bytes it covers (/ByteRange)",
)
BYTES_LEFT_OUT = Words(
    "bytes_left_out",
    "de handtekening laat bytes {start} tot {end} ongedekt, waar alleen de handtekening zelf mag staan",
    "the signature leaves bytes {start} to {end} uncovered, where only the signature itself may stand",
)
REVISION_NOT_COVERED = Words(
    "revision_not_covered",
    "de handtekening dekt niet de hele versie van het bestand waarin zij staat",
    "the signature does not cover the whole revision of the file in which it stands",
)
OBJECT_ELSEWHERE = Words(
    "object_elsewhere",
    "versie {revision} van het bestand verwijst naar inhoud die er toen nog niet stond",
    "revision {revision} of the file refers to content that was not there yet",
)
BYTES_CHANGED = Words(
    "bytes_changed",
    "de ondertekende bytes zijn veranderd",
    "the signed bytes were changed",
)
SIGNATURE_INVALID = Words(
    "signature_invalid",
    "de handtekening is niet met dit certificaat gezet",
    "the signature was not set with this certificate",
)
BYTES_BEHIND = Words(
    "bytes_behind",
    "achter de laatste versie van het bestand staan {count} bytes die bij geen versie horen",
    "behind the last revision of the file stand {count} bytes that belong to none",
)
REVISION_PASSED_OVER = Words(
    "revision_passed_over",
    "het bestand bevat na de ondertekening een versie die bij het openen wordt overgeslagen",
    "the file holds, after what was signed, a revision that is passed over when it is opened",
)
TEXT_SWAPPED = Words(
    "text_swapped",
    "de vastgelegde tekst staat in het bestand, maar is niet wat is ondertekend: {why_nl}",
    "the text on record stands in the file, but is not what was signed: {why_en}",
)
OTHER_TEXT = Words(
    "other_text",
    "wat is ondertekend is geen tekst die is vastgelegd",
    "what was signed is no text on record",
)
# What was changed afterwards, or between the text on record and what was signed.
OBJECTS_REMOVED = Words(
    "objects_removed",
    "in versie {revision} is inhoud weggehaald",
    "in revision {revision} content was taken away",
)
DOCUMENT_EXCHANGED = Words(
    "document_exchanged",
    "in versie {revision} is het hele document verwisseld voor een ander",
    "in revision {revision} the whole document was exchanged for another",
)
PAGES_CHANGED = Words(
    "pages_changed",
    "in versie {revision} zijn bladzijden toegevoegd, weggehaald of verwisseld",
    "in revision {revision} pages were added, taken away or exchanged",
)
CONTENT_REPLACED = Words(
    "content_replaced",
    "in versie {revision} is wat op bladzijde {page} staat vervangen",
    "in revision {revision} what stands on page {page} was replaced",
)
RESOURCE_REPLACED = Words(
    "resource_replaced",
    "in versie {revision} is een lettertype of afbeelding van bladzijde {page} vervangen",
    "in revision {revision} a font or image of page {page} was replaced",
)
ANNOTATION_CHANGED = Words(
    "annotation_changed",
    "in versie {revision} is op bladzijde {page} iets over de tekst gelegd, of een aantekening veranderd",
    "in revision {revision} something was laid over the text of page {page}, or an annotation was changed",
)
FIELD_CHANGED = Words(
    "field_changed",
    "in versie {revision} is het veld {field} veranderd, wat niet was toegestaan",
    "in revision {revision} the field {field} was changed, which was not allowed",
)
FORM_CHANGED = Words(
    "form_changed",
    "in versie {revision} is veranderd hoe de velden van het formulier worden getoond, of zijn velden toegevoegd",
    "in revision {revision} it was changed how the fields of the form are shown, or fields were added",
)
REFERRED_TO_BEFORE = Words(
    "referred_to_before",
    "in versie {revision} is inhoud ingevuld waarnaar het document al verwees voordat zij bestond",
    "in revision {revision} content was filled in to which the document already referred before it existed",
)
CATALOG_CHANGED = Words(
    "catalog_changed",
    "in versie {revision} is veranderd wat voor het hele document geldt: {keys}",
    "in revision {revision} what holds for the whole document was changed: {keys}",
)
CHANGED_OTHERWISE = Words(
    "changed_otherwise",
    "in versie {revision} is meer veranderd dan ondertekenen vraagt: {why}",
    "in revision {revision} more was changed than signing asks for: {why}",
)
NO_CHANGES_ALLOWED = Words(
    "no_changes_allowed",
    "de handtekening verbiedt elke verandering (DocMDP 1), en in versie {revision} is toch ondertekend of iets veranderd",
    "the signature forbids every change (DocMDP 1), and in revision {revision} it was signed or changed all the same",
)
NOT_CERTIFIED_FOR = Words(
    "not_certified_for",
    "de waarmerking staat dit niet toe (DocMDP {level}): {what_nl}",
    "the certification does not allow this (DocMDP {level}): {what_en}",
)
VISIBLE_FIELD_ADDED = Words(
    "visible_field_added",
    "in versie {revision} is een zichtbaar veld voor een handtekening toegevoegd; na een waarmerking (DocMDP {level}) wordt "
    "alleen getekend in velden die er al stonden",
    "in revision {revision} a visible field for a signature was added; after a certification (DocMDP {level}) only fields "
    "that were there are signed",
)
FIELD_LOCKED = Words(
    "field_locked",
    "de handtekening vergrendelt het veld {field} (FieldMDP), en in versie {revision} is het toch veranderd",
    "the signature locks the field {field} (FieldMDP), and in revision {revision} it was changed all the same",
)
MARK_TOO_LARGE = Words(
    "mark_too_large",
    "het zichtbare teken van deze handtekening bedekt {share} % van bladzijde {page}, en kan de tekst verbergen",
    "the visible mark of this signature covers {share} % of page {page}, and can hide the text",
)
# The certificate.
EXPIRED_WHEN_SIGNED = Words(
    "expired_when_signed",
    "het certificaat was op de dag van tekenen ({signed_on}) verlopen: geldig tot en met {until}",
    "the certificate had expired on the day of signing ({signed_on}): valid until {until}",
)
NOT_YET_VALID = Words(
    "not_yet_valid",
    "het certificaat gold op de dag van tekenen ({signed_on}) nog niet: geldig vanaf {since}",
    "the certificate was not valid yet on the day of signing ({signed_on}): valid from {since}",
)
REVOKED = Words(
    "revoked",
    "het certificaat is ingetrokken op {on}",
    "the certificate was revoked on {on}",
)
CHAIN_REVOKED = Words(
    "chain_revoked",
    "het certificaat van de uitgever is ingetrokken op {on}",
    "the certificate of the issuer was revoked on {on}",
)
NOT_TRUSTED = Words(
    "not_trusted",
    "het certificaat leidt niet naar een van de opgegeven wortelcertificaten: {why_nl}",
    "the certificate does not lead to one of the roots that were given: {why_en}",
)
WEAK_HASH = Words(
    "weak_hash",
    "de handtekening rust op {algorithm}, dat vervalsbaar is",
    "the signature rests on {algorithm}, which can be forged",
)
WEAK_KEY = Words(
    "weak_key",
    "de sleutel van de ondertekenaar is te kort ({bits} bits) om de handtekening te vertrouwen",
    "the signer's key is too short ({bits} bits) to trust the signature",
)
NO_MOMENT = Words(
    "no_moment",
    "de handtekening zegt niet wanneer zij is gezet",
    "the signature does not say when it was set",
)
STILL_TO_COME = Words(
    "still_to_come",
    "de handtekening zegt van een dag te zijn die nog moet komen ({signed_on})",
    "the signature says that it is of a day that is still to come ({signed_on})",
)
# What the reader should know.
NOT_CHECKED = Words(
    "not_checked",
    "of het certificaat te vertrouwen is, is niet nagegaan; geef daarvoor wortelcertificaten met --trust",
    "whether the certificate can be trusted was not checked; give root certificates with --trust for that",
)
OWN_WORD = Words(
    "own_word",
    "de dag is die van de ondertekenaar zelf; geen vertrouwd tijdstempel zegt hem na",
    "the day is the signer's own word; no trusted time stamp confirms it",
)
ANOTHER_NAME = Words(
    "another_name",
    "het certificaat staat op naam van {signer}; vastgelegd is {name}",
    "the certificate is in the name of {signer}; on record is {name}",
)
SAME_CERTIFICATE = Words(
    "same_certificate",
    "met dit certificaat is deze tekst ook al ondertekend namens {party}",
    "with this certificate this text was signed for {party} already",
)
EXPIRED_SINCE = Words(
    "expired_since",
    "het certificaat is sindsdien verlopen (op {until}); de dag van tekenen is die van de ondertekenaar zelf",
    "the certificate has expired since (on {until}); the day of signing is the signer's own word",
)
REVOKED_SINCE = Words(
    "revoked_since",
    "het certificaat is later ingetrokken (op {on}); het tijdstempel is van ervoor",
    "the certificate was revoked later (on {on}); the time stamp is of before",
)
STAMP_NOT_COUNTED = Words(
    "stamp_not_counted",
    "het tijdstempel van {on} telt niet: {why_nl}",
    "the time stamp of {on} does not count: {why_en}",
)
STAMP_DIFFERS = Words(
    "stamp_differs",
    "de ondertekenaar noemt zelf {claimed} als dag, het tijdstempel {stamped}",
    "the signer says {claimed} as the day, the time stamp {stamped}",
)
FILLED_IN_AFTER = Words(
    "filled_in_after",
    "na deze handtekening zijn velden ingevuld, wat de waarmerking toestaat: {fields}",
    "after this signature fields were filled in, which the certification allows: {fields}",
)
VISIBLE_MARK = Words(
    "visible_mark",
    "zet een zichtbaar teken op bladzijde {page}, over {share} % ervan; kijk of er geen tekst onder staat",
    "puts a visible mark on page {page}, over {share} % of it; see that no text stands under it",
)


OF_THE_CERTIFICATE = frozenset(
    words.code
    for words in (
        EXPIRED_WHEN_SIGNED,
        NOT_YET_VALID,
        REVOKED,
        CHAIN_REVOKED,
        NOT_TRUSTED,
        WEAK_HASH,
        WEAK_KEY,
        NO_MOMENT,
        STILL_TO_COME,
    )
)
"""Codes of what is wrong with a certificate; everything else is wrong with what was signed."""
