"""What a handover is: who takes over which role from when, how far it is, and what is not handed over yet."""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import AssignmentId, HandoverId, PartyId, PersonId, RoleId
from rso_core.domain.refusal import Rule

HANDOVER_IN_ORDER = Rule(
    id="handover.in_order",
    source="S6",
    en="A handover is announced, carried out and then accepted by the successor or called off; each once and in that order.",
    nl="Een overdracht wordt aangekondigd, uitgevoerd en daarna door de opvolger aanvaard of afgeblazen; elk één keer "
    "en in die volgorde.",
    remedy_en="Record the step before first.",
    remedy_nl="Leg eerst de vorige stap vast.",
)


class HandoverStage(StrEnum):
    """Where the handover is."""

    ANNOUNCED = "announced"
    IN_PROGRESS = "in_progress"
    ACCEPTED = "accepted"
    CALLED_OFF = "called_off"


@concept("handover")
@attrs.frozen(kw_only=True)
class Handover:
    """State of one handover; ``open`` are the matters of the checklist that are not handed over yet."""

    id: HandoverId
    role: RoleId
    assignment: AssignmentId
    party: PartyId
    successor: PersonId
    takes_over_on: date
    stage: HandoverStage = HandoverStage.ANNOUNCED
    open: tuple[str, ...] = ()

    def require_stage(self, *stages: HandoverStage) -> None:
        """Refuse a step that is not next.

        Raises:
            Refused: HANDOVER_IN_ORDER.
        """
        HANDOVER_IN_ORDER.unless(self.stage in stages, handover=self.id, stage=self.stage)
