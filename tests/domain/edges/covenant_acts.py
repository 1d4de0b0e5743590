"""The acts of a covenant, on the days that the tables of its concepts turn on."""

from datetime import date
from typing import Any

from acts_of_a_region import PARTIES, PEOPLE
from domain.trials import REGION
from rso_core import Act, acts
from rso_core.events import PartyKind

C: dict[str, Any] = {"covenant": "conv"}
DRAFTED = date(2025, 9, 1)
OPENED = date(2025, 11, 1)
IN_FORCE = date(2026, 1, 1)
PROPOSED = date(2026, 6, 1)
SHA = "a" * 64
OTHER_SHA = "b" * 64
OPEN: tuple[Act, ...] = (*REGION, acts.OpenSigning(**C, on=OPENED))


def signed(party: str, on: date = date(2025, 12, 1), **more: Any) -> acts.Sign:
    """A signature of a party through its own person."""
    return acts.Sign(**C, party=party, person=PEOPLE[party], signed_on=on, **more)


ALL_SIGNED: tuple[Act, ...] = (*OPEN, *(signed(party) for party in PARTIES))
RUNNING: tuple[Act, ...] = (*ALL_SIGNED, acts.EnterIntoForce(**C, on=IN_FORCE))
AMENDMENT = acts.ProposeAmendment(
    **C, amendment="w1", title="Inzet", document="w1.pdf", sha256=OTHER_SHA, on=PROPOSED, deadline=date(2026, 9, 1)
)
NEWCOMER = acts.RegisterParty(
    party="gem-c",
    name="C",
    kind=PartyKind.MUNICIPALITY,
    on=date(2025, 1, 1),
)
