"""Values that several concepts share: periods, kinds and shares."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import attrs

from rso_core.domain.refusal import Rule

LATER = {"later": True}
"""Metadata of a field that a value got in a later release; at its default it is left out of fingerprints, and of an event as
it is stored."""
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
_ID = re.compile(ID_PATTERN)
_SHARE = re.compile(r"[0-9]{1,20}(?:/[0-9]{1,20}|\.[0-9]{1,20})?")
_SHA256 = re.compile(r"^[0-9a-f]{64}$")

RECORD_VALID_ID = Rule(
    id="record.valid_id",
    source="S14",
    en="An identifier is 1 to 80 letters, digits, dots, hyphens or underscores and starts with a letter or digit.",
    nl="Een kenmerk telt 1 tot 80 letters, cijfers, punten of (lage) streepjes en begint met een letter of cijfer.",
    remedy_en="Choose a short identifier such as 'b-pso-2026-03-12'.",
    remedy_nl="Kies een kort kenmerk, bijvoorbeeld 'b-pso-2026-03-12'.",
)
RECORD_KNOWN = Rule(
    id="record.known",
    source="S14",
    en="An act names only what the record knows.",
    nl="Een handeling noemt alleen wat in het dossier bekend is.",
    remedy_en="Record it first, or correct the identifier.",
    remedy_nl="Leg het eerst vast, of verbeter het kenmerk.",
)
RECORD_NEW = Rule(
    id="record.new",
    source="S14",
    en="An identifier is given out once.",
    nl="Een kenmerk wordt maar één keer uitgegeven.",
    remedy_en="Use another identifier, or leave the act out if it was already recorded.",
    remedy_nl="Gebruik een ander kenmerk, of laat de handeling weg als zij al is vastgelegd.",
)
RECORD_TEXT_GIVEN = Rule(
    id="record.text_given",
    source="S14",
    en="Names, titles and grounds are filled in.",
    nl="Namen, titels en gronden zijn ingevuld.",
    remedy_en="Fill in the text.",
    remedy_nl="Vul de tekst in.",
)
PERIOD_END_AFTER_START = Rule(
    id="period.end_after_start",
    source="S14",
    en="A period does not end before it starts.",
    nl="Een periode eindigt niet voor zij begint.",
    remedy_en="Correct one of the two dates.",
    remedy_nl="Verbeter een van beide data.",
)

RECORD_NOT_YET = Rule(
    id="record.not_yet",
    source="S14",
    en="What has not happened yet cannot be recorded as done.",
    nl="Wat nog niet is gebeurd kan niet als gedaan worden vastgelegd.",
    remedy_en="Record it on or after the day itself, or correct the date.",
    remedy_nl="Leg het vast op of na de dag zelf, of verbeter de datum.",
)


RECORD_DOCUMENT_HASH = Rule(
    id="record.document_hash",
    source="S13",
    en="A document is held to its SHA-256 hash: 64 hexadecimal digits.",
    nl="Een stuk is herkenbaar aan zijn SHA-256-hash: 64 hexadecimale cijfers.",
    remedy_en="Compute it with 'sha256sum FILE' and fill in the 64 digits.",
    remedy_nl="Bereken de hash met 'sha256sum BESTAND' en vul de 64 cijfers in.",
)
RECORD_AMOUNT = Rule(
    id="record.amount",
    source="S7",
    en="An amount is more than zero; money has at most two decimals.",
    nl="Een hoeveelheid is groter dan nul; geld telt ten hoogste twee decimalen.",
    remedy_en="Correct the amount.",
    remedy_nl="Verbeter de hoeveelheid.",
)


class PartyKind(StrEnum):
    """What kind of government a party is."""

    PROVINCE = "province"
    MUNICIPALITY = "municipality"
    ENVIRONMENTAL_SERVICE = "environmental_service"
    WATER_AUTHORITY = "water_authority"
    OTHER = "other"


class Level(StrEnum):
    """Level of a body in the order of consultation (S3)."""

    STRATEGIC = "strategic"
    TACTICAL = "tactical"
    OPERATIONAL = "operational"


class Rank(StrEnum):
    """As whom a person takes part: for the board of a party, or as one of its officials."""

    BOARD = "board"
    OFFICIAL = "official"


class VotesShown(StrEnum):
    """How much of a vote readers see (S12): nothing, how many votes, or what each party voted."""

    NONE = "none"
    COUNTS = "counts"
    PARTIES = "parties"


class DecisionKind(StrEnum):
    """What a body does with a matter (S15): consult, advise, agree or decide."""

    CONSULT = "consult"
    ADVISE = "advise"
    AGREE = "agree"
    DECIDE = "decide"


@attrs.frozen
class Period:
    """Days from ``start`` up to and including ``until``; open when ``until`` is None."""

    start: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period, both ends included."""
        return self.start <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share a day."""
        return (other.until is None or self.start <= other.until) and (self.until is None or other.start <= self.until)

    def __str__(self) -> str:
        return f"{self.start}..{self.until or ''}"


def period(start: date, until: date | None) -> Period:
    """A period whose ends are in order.

    Raises:
        Refused: PERIOD_END_AFTER_START, when it ends before it starts.
    """
    if until is not None and until < start:
        raise PERIOD_END_AFTER_START.refused(start=start, until=until)
    return Period(start, until)


def share(text: str) -> Fraction:
    """Read a share such as ``1/2`` or ``2/3``.

    Raises:
        ValueError: when it is not a fraction from 0 to 1.
    """
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{text!r} is not a share; write it like '1/2' or '2/3'") from None
    if not 0 <= value <= 1:
        raise ValueError(f"{text!r} is not a share from 0 to 1")
    return value


def require_share(text: str) -> Fraction:
    """A share as it is written from now on: ``1/2``, ``0.5``, ``0`` or ``1``, in the digits 0 to 9.

    `share` reads also what earlier releases took (``5e-1``, ``1_0/2_0``), since records hold it.

    Raises:
        ValueError: when it is not a share from 0 to 1, or is written otherwise.
    """
    if not _SHARE.fullmatch(text.strip()):
        raise ValueError(f"{text[:60]!r} is not a share; write it like '1/2' or '2/3'")
    return share(text)


def require_id(value: str, what: str) -> str:
    """The identifier itself when it is well formed.

    Raises:
        Refused: RECORD_VALID_ID.
    """
    if not _ID.match(value):
        raise RECORD_VALID_ID.refused(**{what: repr(value[:100])})
    return value


def require_new_part(identifier: str, known: Collection[str], what: str) -> str:
    """The identifier of a new part of something, when it is well formed and not given out there before.

    Args:
        identifier: of the new part.
        known: those that were given out.
        what: name of the field, for the refusal.

    Raises:
        Refused: RECORD_VALID_ID, RECORD_NEW.
    """
    require_id(identifier, what)
    if identifier in known:
        raise RECORD_NEW.refused(**{what: identifier})
    return identifier


def require_known_parts(identifiers: Iterable[str], known: Collection[str], what: str) -> None:
    """Refuse to name parts of something that it does not have.

    Raises:
        Refused: RECORD_KNOWN, with all that are unknown.
    """
    unknown = [identifier for identifier in identifiers if identifier not in known]
    if unknown:
        raise RECORD_KNOWN.refused(**{f"unknown_{what}": unknown, "known": known})


def require_text(value: str, what: str) -> str:
    """The text itself when it holds more than white space.

    Raises:
        Refused: RECORD_TEXT_GIVEN.
    """
    if not value.strip():
        raise RECORD_TEXT_GIVEN.refused(missing=what)
    return value


def require_hash(value: str) -> str:
    """The hash in lower case when it is one of SHA-256.

    Raises:
        Refused: RECORD_DOCUMENT_HASH.
    """
    if not _SHA256.match(value.lower()):
        raise RECORD_DOCUMENT_HASH.refused(hash=repr(value[:80]))
    return value.lower()


def require_amount(value: Decimal, *, money: bool) -> Decimal:
    """The amount when it is finite, more than zero and, for money, of at most two decimals.

    Raises:
        Refused: RECORD_AMOUNT.
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or value <= 0 or (money and exponent < -2):
        raise RECORD_AMOUNT.refused(amount=value)
    return value


def require_happened(on: date, today: date, what: str) -> None:
    """Refuse to record as done what lies after today.

    Raises:
        Refused: RECORD_NOT_YET.
    """
    if on > today:
        raise RECORD_NOT_YET.refused(what=what, on=on, recorded_on=today)
