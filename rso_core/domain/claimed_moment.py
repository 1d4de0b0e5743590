"""What a claimed moment is held to: since when something is said to have been known, where that was before its entry.

A claim reaches back into what was known on an earlier day, so it has a floor. What the act rests on must have been known
by then (`rso_core.known_then`), what happened must have happened by then, and a document says so. The clock of the store,
against which claims are seen, must not run back. Moments are given as readers see them, with the offset of their time zone.
"""

from datetime import date, datetime, timedelta

from rso_core.domain.act import Act
from rso_core.domain.refusal import Rule

CLOCK_TOLERANCE = timedelta(seconds=5)
"""So much may the clocks of two computers that write in one record differ."""

RECORD_CLAIM_BEFORE_KNOWN = Rule(
    id="record.claim_before_known",
    source="S14",
    en="Nothing is said to have been known before what it rests on was known.",
    nl="Iets was niet eerder bekend dan waar het op rust.",
    remedy_en="Claim a moment from the one on from which that was known, or leave the moment out: then it is known from now on.",
    remedy_nl="Geef een moment vanaf waarop dat bekend was, of laat het moment weg: dan is het bekend vanaf nu.",
)
RECORD_CLAIM_BEFORE_HAPPENED = Rule(
    id="record.claim_before_happened",
    source="S14",
    en="What happened was not known before it happened; only a plan is known ahead.",
    nl="Wat is gebeurd was niet bekend voordat het gebeurde; alleen een voornemen is vooraf bekend.",
    remedy_en="Claim the day itself or a later one, or correct the day on which it happened.",
    remedy_nl="Geef de dag zelf of een latere, of verbeter de dag waarop het gebeurde.",
)
RECORD_CLAIM_WITHOUT_SOURCE = Rule(
    id="record.claim_without_source",
    source="S14",
    en="That something was known earlier than it is recorded rests on a document.",
    nl="Dat iets eerder bekend was dan het wordt vastgelegd rust op een stuk.",
    remedy_en="Name the document with --source, or leave the moment out: then it is known from now on.",
    remedy_nl="Noem het stuk met --source, of laat het moment weg: dan is het bekend vanaf nu.",
)
RECORD_CLAIM_BEFORE_EARLIER_CLAIM = Rule(
    id="record.claim_before_earlier_claim",
    source="S14",
    en="One document does not, without a reason, become known earlier than was said of it before.",
    nl="Eén stuk is niet zonder reden eerder bekend dan er al van is gezegd.",
    remedy_en="Claim that moment or a later one, or say with --because why this was known earlier.",
    remedy_nl="Geef dat moment of een later, of zeg met --because waarom dit eerder bekend was.",
)
RECORD_CLOCK_BEHIND = Rule(
    id="record.clock_behind",
    source="S14",
    en="The clock does not run behind the last entry of the record.",
    nl="De klok loopt niet achter op wat het laatst is ingevoerd.",
    remedy_en=(
        "Set the clock of this computer right. If it is right, and it was the last entry that was made with a clock that ran "
        "ahead, say so with --because."
    ),
    remedy_nl=(
        "Zet de klok van deze computer goed. Loopt zij goed, en liep de klok van de laatste invoer voor, zeg dat dan met "
        "--because."
    ),
)


def require_source(claimed: datetime, source: str | None) -> None:
    """Refuse a moment claimed without a document that it rests on.

    Raises:
        Refused: RECORD_CLAIM_WITHOUT_SOURCE.
    """
    given = source is not None and bool(source.strip())
    RECORD_CLAIM_WITHOUT_SOURCE.unless(given, claimed=claimed)


def require_happened_by(claimed: datetime, act: Act, on: date) -> None:
    """Refuse a moment claimed before the day from which the act holds, unless it may be known ahead.

    Args:
        claimed: the moment, in the time zone in which days are counted.
        act: what happened.
        on: the day from which it holds (Europe/Amsterdam).

    Raises:
        Refused: RECORD_CLAIM_BEFORE_HAPPENED.
    """
    by_then = act.known_ahead or on <= claimed.date()
    RECORD_CLAIM_BEFORE_HAPPENED.unless(by_then, claimed=claimed, on=on)


def require_after_earlier_claim(claimed: datetime, source: str, latest: datetime | None, ground: str | None) -> None:
    """Refuse, without a ground, a moment before the latest one that was claimed on the same document.

    Raises:
        Refused: RECORD_CLAIM_BEFORE_EARLIER_CLAIM.
    """
    if latest is not None and claimed < latest and not _says_something(ground):
        raise RECORD_CLAIM_BEFORE_EARLIER_CLAIM.refused(claimed=claimed, claimed_before=latest, source=source)


def require_clock(now: datetime, last_entered: datetime | None, ground: str | None) -> None:
    """Refuse, without a ground, to enter something at a moment well before the last entry.

    Raises:
        Refused: RECORD_CLOCK_BEHIND.
    """
    if last_entered is not None and last_entered - now > CLOCK_TOLERANCE and not _says_something(ground):
        raise RECORD_CLOCK_BEHIND.refused(clock=now, last_entered=last_entered)


def _says_something(ground: str | None) -> bool:
    return ground is not None and bool(ground.strip())
