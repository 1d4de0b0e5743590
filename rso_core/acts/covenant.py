"""The life of a covenant, from predecessor to end (S1)."""

from datetime import date

from rso_core.domain.act import Act, act, field
from rso_core.domain.references import (
    AmendmentId,
    CovenantId,
    PartyId,
)


@act("propose-amendment", source="S1")
class ProposeAmendment(Act):
    """Propose a new version of a covenant in force, to be signed again by whom the covenant says."""

    covenant: CovenantId = field("identifier of the covenant")
    amendment: AmendmentId = field("identifier of the amendment")
    title: str = field("what changes")
    document: str = field("name of the document")
    sha256: str = field("SHA-256 of the document")
    on: date = field("day of the proposal")
    deadline: date | None = field("last day on which a signature is in time", default=None)


@act("amend-covenant", source="S1")
class AmendCovenant(Act):
    """Bring an amendment into force that was signed by all who must."""

    covenant: CovenantId = field("identifier of the covenant")
    amendment: AmendmentId = field("identifier of the amendment")
    on: date = field("first day on which it is in force")


@act("accede", source="S1")
class Accede(Act):
    """A party joins a covenant that exists; it still has to sign."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party that joins")
    on: date = field("day from which it is a party")
    ground: str = field("decision on which it joins")


@act("withdraw-party", source="S1")
class WithdrawParty(Act):
    """A party leaves a covenant."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party that leaves")
    last_day: date = field("last day on which it is bound")
    reason: str = field("why it leaves")
