"""Sentences about the life of a covenant: text, consultation, adoption, force, amendments, parties."""

from rso_core.domain.covenant_events import (
    AmendmentEnteredIntoForce,
    AmendmentProposed,
    PartyAcceded,
    PartyWithdrew,
)
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, capital, on_ground, quoted, told
from rso_core.narrative.sentences import narrates


@narrates(PartyAcceded)
def acceded(event: PartyAcceded, names: NameIndex) -> str:
    """A party joined."""
    return told(
        f"{names.party(event.party)} werd partij bij {names.covenant(event.covenant)}{on_ground(event.ground)}; "
        "zij moet nog ondertekenen"
    )


@narrates(PartyWithdrew)
def withdrew(event: PartyWithdrew, names: NameIndex) -> str:
    """A party left."""
    return told(
        f"{names.party(event.party)} trad uit {names.covenant(event.covenant)}; "
        f"zij was gebonden tot en met {in_words(event.last_day)}",
        because(event.reason),
    )


@narrates(AmendmentProposed)
def amendment_proposed(event: AmendmentProposed, names: NameIndex) -> str:
    """A change of the text."""
    deadline = f", uiterlijk op {in_words(event.deadline)}" if event.deadline else ""
    return told(
        f"een wijziging van {names.covenant(event.covenant)} werd voorgesteld: {quoted(event.title)}, "
        f"in het stuk {quoted(event.document)}",
        f"{capital(names.parties(event.signers))} ondertekenen haar{deadline}" if event.signers else "",
    )


@narrates(AmendmentEnteredIntoForce)
def amendment_in_force(event: AmendmentEnteredIntoForce, names: NameIndex) -> str:
    """The change holds."""
    return told(f"{names.text_signed(event.covenant, event.amendment)} trad in werking")
