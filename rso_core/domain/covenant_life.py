"""Drafting a covenant and its life after that (S1); see `rso_core.domain.covenant`."""

from datetime import date

from rso_core.domain.covenant.state import COVENANT_ADOPTED_FIRST, COVENANT_LIFE_IN_ORDER, Covenant, Stage
from rso_core.domain.covenant_events import (
    CovenantDrafted,
    CovenantEnded,
    CovenantEnteredIntoForce,
    CovenantOpenedForSigning,
)
from rso_core.domain.refusal import Rule
from rso_core.domain.rhythm import require_rhythm
from rso_core.domain.values import RECORD_NEW, require_id, require_text, share

COVENANT_HAS_PARTIES = Rule(
    id="covenant.has_parties",
    source="S1",
    en="A covenant has at least two parties, each named once.",
    nl="Een convenant heeft ten minste twee partijen, elk één keer genoemd.",
    remedy_en="Name the parties of the covenant.",
    remedy_nl="Noem de partijen van het convenant.",
)
COVENANT_TERMS = Rule(
    id="covenant.terms",
    source="S1",
    en="The quorum for entry into force is a share of the parties from 0 to 1; who signs amendments are its parties.",
    nl="Het quorum voor inwerkingtreding is een deel van de partijen van 0 tot 1; wijzigingen worden getekend door "
    "partijen van het convenant.",
    remedy_en="Write the quorum as a fraction such as '2/3', and name parties of the covenant.",
    remedy_nl="Schrijf het quorum als breuk, zoals '2/3', en noem partijen van het convenant.",
)
COVENANT_ENTRY_QUORUM = Rule(
    id="covenant.entry_quorum",
    source="S2",
    en="A covenant enters into force when the share of its parties that it names has signed without reservation.",
    nl="Een convenant treedt in werking als het deel van de partijen dat het noemt zonder voorbehoud heeft ondertekend.",
    remedy_en="Record the missing signatures or the lifting of reservations first, or choose a later date.",
    remedy_nl="Leg eerst de ontbrekende handtekeningen of het vervallen van voorbehouden vast, of kies een latere datum.",
)


def draft(
    state: Covenant | None,
    *,
    covenant: str,
    title: str,
    concerns: str,
    parties: tuple[str, ...],
    drafted_on: date,
    signing_deadline: date | None,
    predecessor: str | None,
    entry_quorum: str | None = None,
    amendment_signers: tuple[str, ...] = (),
    evaluation_rhythm: str | None = None,
) -> CovenantDrafted:
    """Draft a covenant between known parties (S1); for its terms see `CovenantDrafted`."""
    require_id(covenant, "covenant")
    require_text(title, "title of the covenant")
    if state is not None:
        raise RECORD_NEW.refused(covenant=covenant, title=state.title)
    if len(set(parties)) != len(parties) or len(parties) < 2:
        raise COVENANT_HAS_PARTIES.refused(covenant=covenant, parties=parties)
    if signing_deadline is not None and signing_deadline < drafted_on:
        raise COVENANT_LIFE_IN_ORDER.refused(drafted_on=drafted_on, signing_deadline=signing_deadline)
    _require_terms(parties, entry_quorum, amendment_signers)
    return CovenantDrafted(
        covenant=covenant,
        title=title,
        concerns=concerns,
        parties=parties,
        drafted_on=drafted_on,
        signing_deadline=signing_deadline,
        predecessor=predecessor,
        entry_quorum=entry_quorum,
        amendment_signers=amendment_signers,
        evaluation_rhythm=require_rhythm(evaluation_rhythm) if evaluation_rhythm else None,
    )


def open_for_signing(state: Covenant, *, on: date) -> CovenantOpenedForSigning:
    """Open the draft for signing (S1)."""
    _require_step(state, (Stage.DRAFTED,), on)
    if state.versions and state.adopted is None:
        raise COVENANT_ADOPTED_FIRST.refused(covenant=state.id, versions=list(state.versions))
    return CovenantOpenedForSigning(covenant=state.id, opened_on=on)


def enter_into_force(state: Covenant, *, on: date) -> CovenantEnteredIntoForce:
    """Bring the covenant into force (S1); parties may still sign afterwards, visibly late.

    Where the covenant names a quorum for it, that share of the parties has signed by then without reservation.
    """
    _require_step(state, (Stage.OPEN_FOR_SIGNING,), on)
    if state.entry_quorum is not None:
        parties = state.bound_on(on)
        signed = sorted(p for p, s in state.signatures.items() if p in parties and s.counts_on(on))
        if len(signed) < share(state.entry_quorum) * len(parties):
            raise COVENANT_ENTRY_QUORUM.refused(
                covenant=state.id, on=on, quorum=state.entry_quorum, parties=len(parties), signed=len(signed)
            )
    return CovenantEnteredIntoForce(covenant=state.id, in_force_on=on)


def end(state: Covenant, *, last_day: date, reason: str) -> CovenantEnded:
    """End the covenant at the end of ``last_day`` (S1)."""
    require_text(reason, "reason of the end")
    _require_step(state, (Stage.DRAFTED, Stage.OPEN_FOR_SIGNING, Stage.IN_FORCE), last_day)
    return CovenantEnded(covenant=state.id, last_day=last_day, reason=reason)


def _require_step(state: Covenant, before: tuple[Stage, ...], on: date) -> None:
    if state.stage not in before or on < state.stage_since:
        raise COVENANT_LIFE_IN_ORDER.refused(covenant=state.id, stage=state.stage, since=state.stage_since, date=on)


def _require_terms(parties: tuple[str, ...], entry_quorum: str | None, amendment_signers: tuple[str, ...]) -> None:
    strangers = [p for p in amendment_signers if p not in parties]
    try:
        share(entry_quorum or "0")
    except ValueError:
        raise COVENANT_TERMS.refused(entry_quorum=entry_quorum) from None
    if strangers:
        raise COVENANT_TERMS.refused(amendment_signers_who_are_no_party=strangers)
