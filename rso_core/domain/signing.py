"""Signing the covenant (S2): a commitment is a word, a signature is an act on a ground."""

from datetime import date

from rso_core.domain.covenant.state import SIGNING_PARTY_OF_COVENANT, Covenant, Ground, GroundKind, Signature, Stage
from rso_core.domain.covenant_events import (
    CollegeDecided,
    CommitmentGiven,
    CovenantSigned,
    Medium,
    ReservationLifted,
    SignatureWithdrawn,
    SigningRefused,
)
from rso_core.domain.party.state import Party, Scope, require_representation
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, require_happened, require_hash, require_text

SIGNING_COVENANT_OPEN = Rule(
    id="signing.covenant_open",
    source="S2",
    en="A covenant is signed from the day it is opened for signing until it has ended.",
    nl="Een convenant wordt ondertekend vanaf de dag van openstelling en niet na het einde.",
    remedy_en="Open the covenant for signing first, or correct the date of the signature.",
    remedy_nl="Stel het convenant eerst open voor ondertekening, of verbeter de datum van de handtekening.",
)
SIGNING_ONCE = Rule(
    id="signing.once",
    source="S2",
    en="A party signs the covenant once.",
    nl="Een partij ondertekent het convenant één keer.",
    remedy_en="Leave this signature out; the first one stands.",
    remedy_nl="Laat deze handtekening weg; de eerste geldt.",
)
SIGNING_GROUND = Rule(
    id="signing.ground",
    source="S2",
    en="A signature on a decision of the party's board names that decision and follows it.",
    nl="Een handtekening op grond van een collegebesluit noemt dat besluit en volgt daarop.",
    remedy_en="Name the document and the date of the decision; the date is not after the signature.",
    remedy_nl="Noem het document en de datum van het besluit; de datum ligt niet na de handtekening.",
)
SIGNING_TEXT_OF_COVENANT = Rule(
    id="signing.text_of_covenant",
    source="S2",
    en="What is signed digitally is the adopted version of the covenant, or the amendment.",
    nl="Wat digitaal wordt ondertekend is de vastgestelde versie van het convenant, of de wijziging.",
    remedy_en="Let the party sign the document with the hash that is on record.",
    remedy_nl="Laat de partij het stuk ondertekenen waarvan de hash is vastgelegd.",
)
SIGNING_STANDS = Rule(
    id="signing.stands",
    source="S2",
    en="A reservation is lifted once, under a signature that carries it; a signature is withdrawn while it stands and "
    "before what it signed is in force.",
    nl="Een voorbehoud vervalt één keer, onder een handtekening die het draagt; een handtekening wordt ingetrokken "
    "zolang zij staat en voordat het getekende van kracht is.",
    remedy_en="Name a party whose signature stands; a party leaves a covenant in force by withdrawing from it.",
    remedy_nl="Noem een partij waarvan de handtekening staat; uit een convenant dat van kracht is treedt een partij uit.",
)
SIGNING_REFUSED_UNSIGNED = Rule(
    id="signing.refused_unsigned",
    source="S2",
    en="Only a party that has not signed refuses to sign.",
    nl="Alleen een partij die niet heeft ondertekend weigert te ondertekenen.",
    remedy_en="Withdraw the signature first, where that is still possible.",
    remedy_nl="Trek eerst de handtekening in, als dat nog kan.",
)


def commit(covenant: Covenant, *, party: str, given_on: date, ground: str, today: date) -> CommitmentGiven:
    """Record a party's commitment to sign."""
    _require_party(covenant, party)
    require_text(ground, "ground of the commitment")
    require_happened(given_on, today, "commitment")
    if party in covenant.commitments:
        raise RECORD_NEW.refused(commitment_of=party, given_on=covenant.commitments[party])
    return CommitmentGiven(covenant=covenant.id, party=party, given_on=given_on, ground=ground)


def decide_in_college(
    covenant: Covenant, *, party: str, document: str, decided_on: date, in_favour: bool, today: date
) -> CollegeDecided:
    """Record what the party's own board decided on signing."""
    _require_party(covenant, party)
    require_text(document, "document of the decision")
    require_happened(decided_on, today, "decision of the board")
    return CollegeDecided(
        covenant=covenant.id, party=party, document=document, decided_on=decided_on, in_favour=in_favour
    )


def sign(
    covenant: Covenant,
    party: Party,
    *,
    person: str,
    signed_on: date,
    ground: Ground,
    today: date,
    amendment: str | None = None,
    reservation: str | None = None,
    medium: Medium = Medium.PAPER,
    sha256: str | None = None,
) -> CovenantSigned:
    """Record a party's signature, with a reservation where it is conditional.

    Facts: the covenant, the party with its mandates, and the day of recording (Europe/Amsterdam).
    A signature on a mandate needs one that allows signing that day. On a decision of the party's board
    the person must represent the party that day, and the decision must be named and not lie later.
    The hash of a digitally signed text must be that of the adopted version, or of the amendment.
    """
    require_happened(signed_on, today, "signature")
    _require_open(covenant, party.id, amendment, signed_on)
    if (earlier := covenant.signatures_on(amendment).get(party.id)) is not None:
        raise SIGNING_ONCE.refused(
            party=party.id, signed_on=earlier.signed_on, signed_by=earlier.person, second_on=signed_on
        )
    if ground.kind is GroundKind.COLLEGE_DECISION:
        if not ground.document.strip() or ground.decided_on is None or ground.decided_on > signed_on:
            raise SIGNING_GROUND.refused(
                document=ground.document or None, decided_on=ground.decided_on, signed_on=signed_on
            )
        require_representation(party, person, signed_on, Scope.REPRESENT)
    else:
        require_representation(party, person, signed_on, Scope.SIGN)
    if reservation is not None:
        require_text(reservation, "reservation")
    return CovenantSigned(
        covenant=covenant.id,
        party=party.id,
        person=person,
        signed_on=signed_on,
        ground=ground,
        amendment=amendment,
        reservation=reservation,
        medium=medium,
        sha256=_text_signed(covenant, amendment, medium, sha256),
    )


def lift_reservation(
    covenant: Covenant, *, party: str, amendment: str | None, on: date, ground: str, today: date
) -> ReservationLifted:
    """Record that the condition of a signature is fulfilled."""
    require_text(ground, "ground of the lifting")
    require_happened(on, today, "lifting of the reservation")
    signature = _standing(covenant, party, amendment)
    if signature is None or signature.reservation is None or signature.lifted_on or on < signature.signed_on:
        raise SIGNING_STANDS.refused(
            party=party,
            signed_on=signature and signature.signed_on,
            reservation=signature and signature.reservation,
            lifted_on=signature and signature.lifted_on,
        )
    return ReservationLifted(covenant=covenant.id, party=party, amendment=amendment, lifted_on=on, ground=ground)


def refuse(
    covenant: Covenant, *, party: str, amendment: str | None, on: date, reason: str, today: date
) -> SigningRefused:
    """Record that a party says it will not sign; it may still come back on that by signing."""
    require_text(reason, "reason of the refusal")
    require_happened(on, today, "refusal")
    if (signature := _standing(covenant, party, amendment)) is not None:
        raise SIGNING_REFUSED_UNSIGNED.refused(party=party, signed_on=signature.signed_on)
    return SigningRefused(covenant=covenant.id, party=party, amendment=amendment, refused_on=on, reason=reason)


def withdraw(
    covenant: Covenant, *, party: str, amendment: str | None, on: date, reason: str, today: date
) -> SignatureWithdrawn:
    """Record that a party takes its signature back; it may sign anew later."""
    require_text(reason, "reason of the withdrawal")
    require_happened(on, today, "withdrawal")
    signature = _standing(covenant, party, amendment)
    in_force_on = covenant.in_force_on if amendment is None else covenant.amendments[amendment].in_force_on
    if signature is None or on < signature.signed_on or (in_force_on is not None and on >= in_force_on):
        raise SIGNING_STANDS.refused(
            party=party, signed_on=signature and signature.signed_on, withdrawn_on=on, in_force_on=in_force_on
        )
    return SignatureWithdrawn(covenant=covenant.id, party=party, amendment=amendment, withdrawn_on=on, reason=reason)


def _require_open(covenant: Covenant, party: str, amendment: str | None, on: date) -> None:
    _require_amendment(covenant, amendment)
    _require_party(covenant, party, amendment)
    # Whether a party belongs to it on that day: one that left no longer signs.
    if party not in covenant.bound_on(on):
        raise SIGNING_PARTY_OF_COVENANT.refused(
            covenant=covenant.id, party=party, joined_on=covenant.joined.get(party), left_on=covenant.left.get(party)
        )
    if amendment is not None and on < covenant.amendments[amendment].proposed_on:
        raise SIGNING_COVENANT_OPEN.refused(
            amendment=amendment, proposed_on=covenant.amendments[amendment].proposed_on, signed_on=on
        )
    if covenant.stage is Stage.DRAFTED or covenant.opened_on is None or on < covenant.opened_on:
        raise SIGNING_COVENANT_OPEN.refused(
            covenant=covenant.id, stage=covenant.stage, opened_on=covenant.opened_on, signed_on=on
        )
    if covenant.stage is Stage.ENDED and on > covenant.stage_since:
        raise SIGNING_COVENANT_OPEN.refused(covenant=covenant.id, ended_on=covenant.stage_since, signed_on=on)


def _text_signed(covenant: Covenant, amendment: str | None, medium: Medium, sha256: str | None) -> str | None:
    """The hash of the signed text, when it is that of what there is to sign."""
    if sha256 is None and medium is Medium.PAPER:
        return None
    given = require_hash(sha256 or "")
    adopted = covenant.versions.get(covenant.adopted or "")
    wanted = covenant.amendments[amendment].sha256 if amendment else adopted and adopted.sha256
    if given != wanted:
        raise SIGNING_TEXT_OF_COVENANT.refused(
            covenant=covenant.id, amendment=amendment, hash_on_record=wanted, signed=given
        )
    return given


def _standing(covenant: Covenant, party: str, amendment: str | None) -> Signature | None:
    _require_amendment(covenant, amendment)
    _require_party(covenant, party, amendment)
    return covenant.signatures_on(amendment).get(party)


def _require_amendment(covenant: Covenant, amendment: str | None) -> None:
    if amendment is not None and amendment not in covenant.amendments:
        raise RECORD_KNOWN.refused(unknown_amendment=amendment, amendments=list(covenant.amendments))


def _require_party(covenant: Covenant, party: str, amendment: str | None = None) -> None:
    parties = covenant.parties if amendment is None else covenant.amendments[amendment].signers
    if party not in parties:
        raise SIGNING_PARTY_OF_COVENANT.refused(covenant=covenant.id, amendment=amendment, party=party)
