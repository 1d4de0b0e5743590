"""Changing a covenant: amendments that are signed again, parties that join and leave (S1)."""

from datetime import date

from rso_core.domain.covenant.state import COVENANT_LIFE_IN_ORDER, Covenant, Stage
from rso_core.domain.covenant_events import (
    AmendmentEnteredIntoForce,
    AmendmentProposed,
    PartyAcceded,
    PartyWithdrew,
)
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, period, require_hash, require_id, require_text

AMENDMENT_IN_FORCE = Rule(
    id="amendment.in_force",
    source="S1",
    en="Only a covenant in force is amended.",
    nl="Alleen een convenant dat van kracht is wordt gewijzigd.",
    remedy_en="Draft another version while it is a draft, or correct the date.",
    remedy_nl="Stel een nieuwe versie op zolang het een concept is, of verbeter de datum.",
)
AMENDMENT_SIGNED_AGAIN = Rule(
    id="amendment.signed_again",
    source="S1",
    en="An amendment enters into force once, when every party that the covenant names for it has signed it without "
    "reservation.",
    nl="Een wijziging treedt één keer in werking, als elke partij die het convenant daarvoor noemt haar zonder "
    "voorbehoud heeft ondertekend.",
    remedy_en="Record the missing signatures under the amendment first.",
    remedy_nl="Leg eerst de ontbrekende handtekeningen onder de wijziging vast.",
)
COVENANT_ACCESSION = Rule(
    id="covenant.accession",
    source="S1",
    en="A party joins a covenant that is open for signing or in force when it is no party yet, and leaves it as a "
    "party; two parties remain.",
    nl="Een partij treedt toe tot een convenant dat openstaat of van kracht is als zij nog geen partij is, en treedt "
    "uit als partij; er blijven twee partijen over.",
    remedy_en="Correct party or date, or end the covenant.",
    remedy_nl="Verbeter partij of datum, of beëindig het convenant.",
)


def propose(
    state: Covenant,
    *,
    amendment: str,
    title: str,
    document: str,
    sha256: str,
    on: date,
    deadline: date | None,
) -> AmendmentProposed:
    """Propose an amendment; the covenant says who signs it (S1)."""
    require_id(amendment, "amendment")
    require_text(title, "title of the amendment")
    require_text(document, "document")
    period(on, deadline)
    if amendment in state.amendments:
        raise RECORD_NEW.refused(amendment=amendment, covenant=state.id)
    if state.stage is not Stage.IN_FORCE or on < state.stage_since:
        raise AMENDMENT_IN_FORCE.refused(covenant=state.id, stage=state.stage, since=state.stage_since, date=on)
    bound = state.bound_on(on)
    signers = tuple(sorted(bound & set(state.amendment_signers or bound)))
    return AmendmentProposed(
        covenant=state.id,
        amendment=amendment,
        title=title,
        document=document,
        sha256=require_hash(sha256),
        proposed_on=on,
        signers=signers,
        deadline=deadline,
    )


def enter_into_force(state: Covenant, *, amendment: str, on: date) -> AmendmentEnteredIntoForce:
    """Bring an amendment into force once all who must have signed it again (S1)."""
    if amendment not in state.amendments:
        raise RECORD_KNOWN.refused(unknown_amendment=amendment, amendments=list(state.amendments))
    known = state.amendments[amendment]
    needed = [p for p in known.signers if p in state.bound_on(on)]
    missing = [p for p in needed if p not in known.signatures or not known.signatures[p].counts_on(on)]
    if missing or known.in_force_on is not None or on < known.proposed_on or state.stage is not Stage.IN_FORCE:
        raise AMENDMENT_SIGNED_AGAIN.refused(
            amendment=amendment, on=on, proposed_on=known.proposed_on, in_force_on=known.in_force_on, missing=missing
        )
    return AmendmentEnteredIntoForce(covenant=state.id, amendment=amendment, in_force_on=on)


def accede(state: Covenant, *, party: str, on: date, ground: str) -> PartyAcceded:
    """A party joins the covenant; its signature is a separate act (S1)."""
    require_text(ground, "ground of the accession")
    if state.stage not in (Stage.OPEN_FOR_SIGNING, Stage.IN_FORCE) or party in state.bound_on(on):
        raise COVENANT_ACCESSION.refused(covenant=state.id, stage=state.stage, party=party, on=on)
    if on < state.stage_since or on <= state.left.get(party, date.min):
        raise COVENANT_LIFE_IN_ORDER.refused(covenant=state.id, stage=state.stage, since=state.stage_since, date=on)
    return PartyAcceded(covenant=state.id, party=party, acceded_on=on, ground=ground)


def withdraw(state: Covenant, *, party: str, last_day: date, reason: str) -> PartyWithdrew:
    """A party leaves the covenant (S1)."""
    require_text(reason, "reason of the withdrawal")
    parties = state.bound_on(last_day)
    if state.stage is Stage.ENDED or party not in parties or party in state.left or len(parties) <= 2:
        raise COVENANT_ACCESSION.refused(
            covenant=state.id, stage=state.stage, party=party, last_day=last_day, parties=len(parties)
        )
    return PartyWithdrew(covenant=state.id, party=party, last_day=last_day, reason=reason)
