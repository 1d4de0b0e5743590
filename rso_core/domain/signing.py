"""Signing the covenant (S2): a commitment is a word, a signature is an act on a ground."""

from datetime import date

from rso_core.domain.covenant import (
    CommitmentGiven,
    Covenant,
    CovenantSigned,
    Ground,
    GroundKind,
    Stage,
)
from rso_core.domain.party import Party, Scope, require_representation
from rso_core.domain.refusal import Rule
from rso_core.domain.values import NEW, require_happened, require_text

PARTY_OF_COVENANT = Rule(
    id="signing.party_of_covenant",
    source="S2",
    en="Only a party of the covenant commits itself to it or signs it.",
    nl="Alleen een partij van het convenant zegt ondertekening toe of ondertekent.",
    remedy_en="Name one of the parties of this covenant.",
    remedy_nl="Noem een van de partijen van dit convenant.",
)
OPEN_FOR_SIGNING = Rule(
    id="signing.covenant_open",
    source="S2",
    en="A covenant is signed from the day it is opened for signing until it has ended.",
    nl="Een convenant wordt ondertekend vanaf de dag van openstelling en niet na het einde.",
    remedy_en="Open the covenant for signing first, or correct the date of the signature.",
    remedy_nl="Stel het convenant eerst open voor ondertekening, of verbeter de datum van de handtekening.",
)
PARTY_SIGNS_ONCE = Rule(
    id="signing.once",
    source="S2",
    en="A party signs the covenant once.",
    nl="Een partij ondertekent het convenant één keer.",
    remedy_en="Leave this signature out; the first one stands.",
    remedy_nl="Laat deze handtekening weg; de eerste geldt.",
)
GROUND_BEFORE_SIGNATURE = Rule(
    id="signing.ground",
    source="S2",
    en="A signature on a decision of the party's board names that decision and follows it.",
    nl="Een handtekening op grond van een collegebesluit noemt dat besluit en volgt daarop.",
    remedy_en="Name the document and the date of the decision; the date is not after the signature.",
    remedy_nl="Noem het document en de datum van het besluit; de datum ligt niet na de handtekening.",
)


def commit(covenant: Covenant, *, party: str, given_on: date, ground: str, today: date) -> CommitmentGiven:
    """Record a party's commitment to sign."""
    _require_party(covenant, party)
    require_text(ground, "ground of the commitment")
    require_happened(given_on, today, "commitment")
    if party in covenant.commitments:
        raise NEW.refused(commitment_of=party, given_on=covenant.commitments[party])
    return CommitmentGiven(covenant=covenant.id, party=party, given_on=given_on, ground=ground)


def sign(
    covenant: Covenant, party: Party, *, person: str, signed_on: date, ground: Ground, today: date
) -> CovenantSigned:
    """Record a party's signature.

    Facts: the covenant, the party with its mandates, and the day of recording (Europe/Amsterdam).
    A signature on a mandate needs one that allows signing that day. On a decision of the party's board
    the person must represent the party that day, and the decision must be named and not lie later.
    """
    _require_party(covenant, party.id)
    require_happened(signed_on, today, "signature")
    if covenant.stage is Stage.DRAFTED or covenant.opened_on is None or signed_on < covenant.opened_on:
        raise OPEN_FOR_SIGNING.refused(
            covenant=covenant.id, stage=covenant.stage, opened_on=covenant.opened_on, signed_on=signed_on
        )
    if covenant.stage is Stage.ENDED and signed_on > covenant.stage_since:
        raise OPEN_FOR_SIGNING.refused(covenant=covenant.id, ended_on=covenant.stage_since, signed_on=signed_on)
    if (earlier := covenant.signatures.get(party.id)) is not None:
        raise PARTY_SIGNS_ONCE.refused(
            party=party.id, signed_on=earlier.signed_on, signed_by=earlier.person, second_on=signed_on
        )
    if ground.kind is GroundKind.COLLEGE_DECISION:
        if not ground.document.strip() or ground.decided_on is None or ground.decided_on > signed_on:
            raise GROUND_BEFORE_SIGNATURE.refused(
                document=ground.document or None, decided_on=ground.decided_on, signed_on=signed_on
            )
        require_representation(party, person, signed_on, Scope.REPRESENT)
    else:
        require_representation(party, person, signed_on, Scope.SIGN)
    return CovenantSigned(covenant=covenant.id, party=party.id, person=person, signed_on=signed_on, ground=ground)


def _require_party(covenant: Covenant, party: str) -> None:
    if party not in covenant.parties:
        raise PARTY_OF_COVENANT.refused(covenant=covenant.id, party=party)
