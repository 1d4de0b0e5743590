"""Drafting a covenant: what the predecessor leaves, versions, consultation rounds, adoption (S1)."""

from datetime import date

from rso_core.domain.covenant import COVENANT_ADOPTED_FIRST, COVENANT_LIFE_IN_ORDER, Consultation, Covenant, Stage
from rso_core.domain.covenant_events import (
    Answer,
    ConsultationAnswered,
    ConsultationClosed,
    ConsultationOpened,
    CovenantAdopted,
    InheritedMatterSettled,
    MatterInherited,
    VersionDrafted,
)
from rso_core.domain.decision.state import Decision, require_in_force
from rso_core.domain.refusal import Rule
from rso_core.domain.values import (
    RECORD_KNOWN,
    RECORD_NEW,
    period,
    require_happened,
    require_hash,
    require_id,
    require_text,
)

COVENANT_WHILE_DRAFT = Rule(
    id="covenant.while_draft",
    source="S1",
    en="Versions are drafted, consulted and adopted while the covenant is a draft.",
    nl="Versies worden opgesteld, geconsulteerd en vastgesteld zolang het convenant een concept is.",
    remedy_en="Propose an amendment for a covenant that is open for signing or in force.",
    remedy_nl="Stel een wijziging voor als het convenant al openstaat of van kracht is.",
)
CONSULTATION_ASKED = Rule(
    id="consultation.asked",
    source="S1",
    en="In a consultation round each party that was asked answers once, while the round is open.",
    nl="In een consultatieronde antwoordt elke gevraagde partij één keer, zolang de ronde openstaat.",
    remedy_en="Name a party that was asked and has not answered, or open another round.",
    remedy_nl="Noem een partij die is gevraagd en niet heeft geantwoord, of open een nieuwe ronde.",
)
COVENANT_INHERITED_ONCE = Rule(
    id="covenant.inherited_once",
    source="S1",
    en="What the predecessor leaves behind is settled once.",
    nl="Wat de voorganger nalaat wordt één keer afgehandeld.",
    remedy_en="Name a matter that was inherited and is not settled.",
    remedy_nl="Noem een zaak die is nagelaten en nog niet is afgehandeld.",
)


def inherit(state: Covenant, *, matter: str, title: str, on: date) -> MatterInherited:
    """Record what the predecessor leaves behind (S1)."""
    require_id(matter, "matter")
    require_text(title, "title of the matter")
    if matter in state.inherited:
        raise RECORD_NEW.refused(matter=matter, covenant=state.id)
    return MatterInherited(covenant=state.id, matter=matter, title=title, inherited_on=on)


def settle(state: Covenant, *, matter: str, on: date, how: str) -> InheritedMatterSettled:
    """Record that an inherited matter is settled, and how (S1)."""
    require_text(how, "how it was settled")
    if matter not in state.inherited or state.inherited[matter] is not None:
        raise COVENANT_INHERITED_ONCE.refused(covenant=state.id, matter=matter, settled_on=state.inherited.get(matter))
    return InheritedMatterSettled(covenant=state.id, matter=matter, settled_on=on, how=how)


def draft_version(state: Covenant, *, version: str, document: str, sha256: str, on: date) -> VersionDrafted:
    """Record a version of the text by the hash of its document (S1)."""
    _require_draft(state, on)
    require_id(version, "version")
    require_text(document, "document")
    if version in state.versions:
        raise RECORD_NEW.refused(version=version, covenant=state.id)
    return VersionDrafted(
        covenant=state.id, version=version, document=document, sha256=require_hash(sha256), drafted_on=on
    )


def consult(
    state: Covenant,
    *,
    consultation: str,
    version: str | None,
    asked: tuple[str, ...],
    question: str,
    on: date,
    closes_on: date | None,
) -> ConsultationOpened:
    """Open a consultation round among parties (S1)."""
    _require_draft(state, on)
    require_id(consultation, "consultation")
    require_text(" ".join(asked), "parties that are asked")
    period(on, closes_on)
    if consultation in state.consultations:
        raise RECORD_NEW.refused(consultation=consultation, covenant=state.id)
    if version is not None and version not in state.versions:
        raise RECORD_KNOWN.refused(unknown_version=version, versions=list(state.versions))
    return ConsultationOpened(
        covenant=state.id,
        consultation=consultation,
        version=version,
        asked=tuple(dict.fromkeys(asked)),
        question=question,
        opened_on=on,
        closes_on=closes_on,
    )


def answer(
    state: Covenant, *, consultation: str, party: str, answer: Answer, text: str, on: date, today: date
) -> ConsultationAnswered:
    """Record what a party answered; remarks and objections say what they are (S1)."""
    round_ = _round(state, consultation)
    require_happened(on, today, "answer")
    closed = round_.closed_on is not None
    if party not in round_.asked or party in round_.answers or closed or on < round_.opened_on:
        raise CONSULTATION_ASKED.refused(
            consultation=consultation,
            party=party,
            was_asked=party in round_.asked,
            answered_before=round_.answers.get(party),
            opened_on=round_.opened_on,
            closed_on=round_.closed_on,
        )
    if answer is not Answer.IN_FAVOUR:
        require_text(text, "remarks or objection")
    return ConsultationAnswered(
        covenant=state.id, consultation=consultation, party=party, answer=answer, text=text, answered_on=on
    )


def close_round(state: Covenant, *, consultation: str, on: date, conclusion: str) -> ConsultationClosed:
    """Close a consultation round with what was done with the answers; who did not answer is told (S1)."""
    round_ = _round(state, consultation)
    require_text(conclusion, "conclusion of the consultation")
    if round_.closed_on is not None or on < round_.opened_on:
        raise CONSULTATION_ASKED.refused(
            consultation=consultation, opened_on=round_.opened_on, closed_on=round_.closed_on, date=on
        )
    unanswered = tuple(party for party in round_.asked if party not in round_.answers)
    return ConsultationClosed(
        covenant=state.id, consultation=consultation, closed_on=on, conclusion=conclusion, unanswered=unanswered
    )


def adopt(state: Covenant, decision: Decision, *, version: str) -> CovenantAdopted:
    """Adopt a version of the text by a decision of a body (S1)."""
    _require_draft(state, decision.taken_on)
    if version not in state.versions:
        raise RECORD_KNOWN.refused(unknown_version=version, versions=list(state.versions))
    if state.adopted is not None:
        raise COVENANT_ADOPTED_FIRST.refused(covenant=state.id, adopted_before=state.adopted)
    require_in_force(decision)
    return CovenantAdopted(covenant=state.id, version=version, decision=decision.id, adopted_on=decision.taken_on)


def _round(state: Covenant, consultation: str) -> Consultation:
    if consultation not in state.consultations:
        raise RECORD_KNOWN.refused(unknown_consultation=consultation, consultations=list(state.consultations))
    return state.consultations[consultation]


def _require_draft(state: Covenant, on: date) -> None:
    if state.stage is not Stage.DRAFTED:
        raise COVENANT_WHILE_DRAFT.refused(covenant=state.id, stage=state.stage, since=state.stage_since)
    if on < state.stage_since:
        raise COVENANT_LIFE_IN_ORDER.refused(covenant=state.id, stage=state.stage, since=state.stage_since, date=on)
