"""Amendments, and parties that join and leave."""

from datetime import date

from acts_of_a_region import PARTIES
from domain.deciding import Edge, Trial, table
from domain.edges.covenant_acts import (
    ALL_SIGNED,
    AMENDMENT,
    DRAFTED,
    IN_FORCE,
    NEWCOMER,
    OPEN,
    OPENED,
    PROPOSED,
    RUNNING,
    C,
    signed,
)
from domain.trials import DAY, REGION
from rso_core import Act, acts

RUNS = "amendment.in_force"
AGAIN = "amendment.signed_again"
JOINS = "covenant.accession"
LIFE = "covenant.life_in_order"
NEW = "record.new"

PROPOSING = Trial(RUNNING, AMENDMENT)
ENDED = acts.EndCovenant(**C, last_day=date(2026, 7, 31), reason="Opgevolgd")
AMENDED_ON = date(2026, 7, 1)


def amending(*signatures: Act, given: tuple[Act, ...] = RUNNING) -> Trial:
    return Trial((*given, AMENDMENT, *signatures), acts.AmendCovenant(**C, amendment="w1", on=AMENDED_ON))


def again(party: str, on: date = PROPOSED) -> acts.Sign:
    return signed(party, on, amendment="w1")


ALL = tuple(again(party) for party in PARTIES)
RESERVED = signed("gem-b", PROPOSED, amendment="w1", reservation="Raad")


def lifted(on: date) -> acts.LiftReservation:
    return acts.LiftReservation(**C, party="gem-b", on=on, ground="Raadsbesluit", amendment="w1")


def leaves(last_day: date, party: str = "gem-b") -> acts.WithdrawParty:
    return acts.WithdrawParty(**C, party=party, last_day=last_day, reason="Fusie")


def only(*signers: str) -> tuple[Act, ...]:
    """A running covenant whose amendments these parties sign."""
    drafted = acts.DraftCovenant(
        covenant="s", title="S", parties=PARTIES, drafted_on=DRAFTED, amendment_signers=signers
    )
    return (*REGION, drafted, acts.OpenSigning(covenant="s", on=OPENED), acts.EnterIntoForce(covenant="s", on=IN_FORCE))


def proposed_under_s(on: date = PROPOSED) -> acts.ProposeAmendment:
    return acts.ProposeAmendment(covenant="s", amendment="w", title="W", document="w.pdf", sha256="c" * 64, on=on)


def left_s(party: str) -> acts.WithdrawParty:
    return acts.WithdrawParty(covenant="s", party=party, last_day=IN_FORCE, reason="R")


JOINING = Trial((*RUNNING, NEWCOMER), acts.Accede(**C, party="gem-c", on=IN_FORCE, ground="Besluit"))
LEAVING = Trial(RUNNING, leaves(date(2026, 2, 28)))
LEFT = leaves(date(2026, 2, 28))

EDGES = [
    PROPOSING.allowed(RUNS, "an amendment is proposed on the day on which the covenant enters into force", on=IN_FORCE),
    PROPOSING.refused(
        RUNS, "an amendment is not proposed the day before", on=IN_FORCE - DAY, facts={"since": IN_FORCE},
    ),
    Trial(ALL_SIGNED, AMENDMENT).refused(RUNS, "a covenant that is open for signing is not amended"),
    PROPOSING.refused(RUNS, "a covenant that ended is not amended", after=[ENDED], on=date(2026, 8, 1)),
    PROPOSING.refused(NEW, "an amendment is proposed once", after=[AMENDMENT]),
    PROPOSING.allowed(RUNS, "all parties sign an amendment again", facts={"signers": ("gem-a", "gem-b", "prov")}),
    PROPOSING.allowed(
        RUNS, "a party that left does not sign again", after=[leaves(PROPOSED - DAY)],
        facts={"signers": ("gem-a", "prov")},
    ),
    PROPOSING.allowed(
        RUNS, "a party signs again on its last day", after=[leaves(PROPOSED)],
        facts={"signers": ("gem-a", "gem-b", "prov")},
    ),
    Trial(only("prov", "gem-b"), proposed_under_s()).allowed(
        RUNS, "whom the covenant names signs again", facts={"signers": ("gem-b", "prov")},
    ),
    Trial((*only("prov", "gem-b"), left_s("gem-b")), proposed_under_s()).allowed(
        RUNS, "whom the covenant names and left does not sign again", facts={"signers": ("prov",)}
    ),
    amending(*ALL).allowed(AGAIN, "all signed again"),
    amending(*ALL[:2]).refused(AGAIN, "one party has yet to sign again", facts={"missing": ["gem-b"]}),
    amending(*ALL[:2], again("gem-b", AMENDED_ON)).allowed(AGAIN, "a signature of the day itself counts"),
    amending(*ALL[:2], again("gem-b", AMENDED_ON + DAY)).refused(AGAIN, "a signature of the day after does not count"),
    amending(*ALL[:2], RESERVED).refused(AGAIN, "a signature with a reservation does not count"),
    amending(*ALL[:2], RESERVED, lifted(AMENDED_ON)).allowed(AGAIN, "a reservation lifted on the day itself counts"),
    amending(*ALL[:2], RESERVED, lifted(AMENDED_ON + DAY)).refused(
        AGAIN, "a reservation lifted the day after does not",
    ),
    amending(*ALL).allowed(AGAIN, "an amendment enters into force on the day of its proposal", on=PROPOSED),
    amending(*(again(p, PROPOSED) for p in PARTIES)).refused(
        AGAIN, "an amendment does not enter into force before its proposal", on=PROPOSED - DAY,
    ),
    amending(*ALL).refused(
        AGAIN, "an amendment enters into force once", after=[acts.AmendCovenant(**C, amendment="w1", on=AMENDED_ON)],
        on=AMENDED_ON + DAY,
    ),
    amending(*ALL[:2], leaves(AMENDED_ON - DAY)).allowed(AGAIN, "a party that left the day before need not sign again"),
    amending(*ALL[:2], leaves(AMENDED_ON)).refused(AGAIN, "a party signs again until its last day"),
    amending(*ALL, ENDED).refused(AGAIN, "no amendment of a covenant that ended", on=date(2026, 8, 1)),
    amending(*ALL, ENDED).allowed(AGAIN, "an amendment that is recorded late, of a covenant that ended since"),
    Trial(
        (*only("prov"), proposed_under_s(), left_s("prov")),
        acts.AmendCovenant(covenant="s", amendment="w", on=IN_FORCE),
    ).refused(
        AGAIN, "nobody to sign does not make it earlier",
    ),
    JOINING.allowed(JOINS, "a party joins a covenant in force"),
    Trial((*OPEN, NEWCOMER), acts.Accede(**C, party="gem-c", on=OPENED, ground="B")).allowed(
        JOINS, "a party joins a covenant that is open for signing",
    ),
    Trial((*REGION, NEWCOMER), acts.Accede(**C, party="gem-c", on=DRAFTED, ground="B")).refused(
        JOINS, "nobody joins a draft",
    ),
    JOINING.refused(JOINS, "nobody joins a covenant that ended", after=[ENDED], on=date(2026, 8, 1)),
    JOINING.refused(JOINS, "a party of the covenant does not join", party="gem-a"),
    JOINING.refused(JOINS, "a party joins once", after=[JOINING.act]),
    JOINING.allowed(LIFE, "a party joins on the day of entry into force"),
    JOINING.refused(LIFE, "a party does not join before the covenant was opened", on=date(2025, 10, 31)),
    JOINING.refused(
        JOINS, "a party does not join again on its last day", party="gem-b", after=[LEFT], on=date(2026, 2, 28),
    ),
    JOINING.allowed(
        LIFE, "a party joins again the day after it left", party="gem-b", after=[LEFT], on=date(2026, 3, 1),
    ),
    LEAVING.allowed(JOINS, "a party of three leaves"),
    LEAVING.refused(JOINS, "two parties remain", after=[leaves(date(2026, 2, 1), "gem-a")], facts={"parties": 2}),
    LEAVING.allowed(JOINS, "on the last day of another there are three", after=[leaves(date(2026, 2, 28), "gem-a")]),
    LEAVING.refused(JOINS, "who is no party does not leave", after=[NEWCOMER], party="gem-c"),
    LEAVING.refused(JOINS, "a party leaves once", after=[leaves(date(2026, 3, 31))]),
    LEAVING.refused(JOINS, "nobody leaves a covenant that ended", after=[ENDED], last_day=date(2026, 8, 1)),
    LEAVING.allowed(JOINS, "that a party left is recorded late, of a covenant that ended since", after=[ENDED]),
    LEAVING.allowed(JOINS, "a party that joined leaves", after=[NEWCOMER, JOINING.act], party="gem-c"),
    LEAVING.refused(
        JOINS, "a party does not leave before it joined",
        after=[NEWCOMER, acts.Accede(**C, party="gem-c", on=PROPOSED, ground="B")], party="gem-c",
        last_day=PROPOSED - DAY,
    ),
    LEAVING.allowed(
        JOINS, "a party leaves on the day on which it joined",
        after=[NEWCOMER, acts.Accede(**C, party="gem-c", on=PROPOSED, ground="B")], party="gem-c", last_day=PROPOSED,
    ),
    LEAVING.allowed(
        JOINS, "a party that joined again leaves again", party="gem-b",
        after=[leaves(date(2026, 1, 31)), acts.Accede(**C, party="gem-b", on=date(2026, 2, 1), ground="B")],
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
