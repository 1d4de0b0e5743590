"""What effort is: an agreement on how much a party puts in over a period, and what was committed of it (S7)."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import CommitmentId, EffortId, PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import Period, require_amount
from rso_core.dutch.sentences import number_in_words

EFFORT_RUNS = Rule(
    id="effort.runs",
    source="S7",
    en="Effort is committed to an agreement that runs, by the party of that agreement, and taken back once.",
    nl="Inzet wordt toegezegd op een afspraak die loopt, door de partij van die afspraak, en één keer ingetrokken.",
    remedy_en="Name a commitment or agreement of this party that runs, or record the agreement first.",
    remedy_nl="Noem een lopende toezegging of afspraak van deze partij, of leg eerst de afspraak vast.",
)


class Unit(StrEnum):
    """In what effort is counted: hours, euros, or full-time equivalents."""

    HOURS = "hours"
    EURO = "euro"
    FTE = "fte"


@concept("effort")
@attrs.frozen(kw_only=True)
class Effort:
    """State of one agreement on effort: how much, and what was committed."""

    id: EffortId
    party: PartyId
    unit: Unit
    agreed: Decimal
    period: Period
    committed: Mapping[CommitmentId, Decimal] = attrs.field(factory=dict)

    @property
    def gap(self) -> Decimal:
        """What is agreed and not committed; negative when more was committed than agreed."""
        return self.agreed - sum(self.committed.values(), Decimal(0))

    def amount(self, amount: Decimal) -> Decimal:
        """An amount in the unit of the agreement.

        Raises:
            Refused: RECORD_AMOUNT.
        """
        return require_amount(amount, money=self.unit is Unit.EURO)


def amount_in_words(amount: Decimal, unit: Unit | None) -> str:
    """An amount of effort as ``1.200 uur``."""
    number = number_in_words(amount)
    match unit:
        case Unit.EURO:
            return f"€ {number}"
        case Unit.HOURS:
            return f"{number} uur"
        case Unit.FTE:
            return f"{number} fte"
    return number
