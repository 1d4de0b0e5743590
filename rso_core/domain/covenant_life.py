"""The life of a covenant after its draft (S1); see `rso_core.domain.covenant`."""

from datetime import date

from rso_core.domain.covenant.state import COVENANT_ADOPTED_FIRST, COVENANT_LIFE_IN_ORDER, Covenant, Stage
from rso_core.domain.covenant_events import (
    CovenantEnded,
    CovenantEnteredIntoForce,
    CovenantOpenedForSigning,
)
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_text, share

COVENANT_ENTRY_QUORUM = Rule(
    id="covenant.entry_quorum",
    source="S2",
    en="A covenant enters into force when the share of its parties that it names has signed without reservation.",
    nl="Een convenant treedt in werking als het deel van de partijen dat het noemt zonder voorbehoud heeft ondertekend.",
    remedy_en="Record the missing signatures or the lifting of reservations first, or choose a later date.",
    remedy_nl="Leg eerst de ontbrekende handtekeningen of het vervallen van voorbehouden vast, of kies een latere datum.",
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
