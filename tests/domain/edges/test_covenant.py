"""The life of a covenant: its parties and terms, and its steps in order."""

from datetime import date
from typing import Any

from acts_of_a_region import PARTIES
from domain.deciding import Edge, Trial, table
from domain.edges.covenant_acts import ALL_SIGNED, DRAFTED, IN_FORCE, OPEN, OPENED, RUNNING, C
from domain.trials import DAY, EVERY, REGION
from rso_core import Act, acts

LIFE = "covenant.life_in_order"
PARTIES_OF = "covenant.has_parties"
TERMS = "covenant.terms"
QUORUM = "covenant.entry_quorum"
ADOPTED = "covenant.adopted_first"

DRAFTING = Trial(REGION, acts.DraftCovenant(covenant="c", title="C", parties=PARTIES, drafted_on=DRAFTED))
OPENING = Trial(REGION, acts.OpenSigning(**C, on=DRAFTED))
ENTERING = Trial(OPEN, acts.EnterIntoForce(**C, on=OPENED))
ENDING = Trial(RUNNING, acts.EndCovenant(**C, last_day=IN_FORCE, reason="Opgevolgd"))
VERSION = acts.DraftVersion(**C, version="v1", document="c.pdf", sha256="a" * 64, on=DRAFTED)
AFTER_ADOPTION = EVERY[: [act.act_name for act in EVERY].index("open-signing")]

ENTRY = date(2026, 1, 1)


def with_quorum(quorum: str, *signatures: Act) -> Trial:
    """A covenant of three parties that enters into force on 1 January 2026 when this share has signed."""
    drafted = acts.DraftCovenant(covenant="q", title="Q", parties=PARTIES, drafted_on=DRAFTED, entry_quorum=quorum)
    opened = acts.OpenSigning(covenant="q", on=OPENED)
    return Trial((*REGION, drafted, opened, *signatures), acts.EnterIntoForce(covenant="q", on=ENTRY))


def under_q(party: str, on: date = date(2025, 12, 1), **more: Any) -> acts.Sign:
    person = dict(zip(PARTIES, ("p-1", "p-2", "p-3"), strict=True))[party]
    return acts.Sign(covenant="q", party=party, person=person, signed_on=on, **more)


def lifted(on: date) -> acts.LiftReservation:
    return acts.LiftReservation(covenant="q", party="gem-a", on=on, ground="Raadsbesluit")


ONE, TWO = under_q("prov"), under_q("gem-a")
RESERVED = under_q("gem-a", reservation="Instemming van de raad")
LEAVES = acts.WithdrawParty(covenant="q", party="gem-b", last_day=ENTRY - DAY, reason="Fusie")

EDGES = [
    DRAFTING.allowed(PARTIES_OF, "a covenant has two parties", parties=PARTIES[:2]),
    DRAFTING.refused(PARTIES_OF, "a covenant has more than one party", parties=PARTIES[:1]),
    DRAFTING.refused(PARTIES_OF, "a covenant has parties", parties=()),
    DRAFTING.refused(PARTIES_OF, "a party of a covenant is named once", parties=(*PARTIES, "prov")),
    DRAFTING.allowed(LIFE, "the deadline for signing may be the day of the draft", signing_deadline=DRAFTED),
    DRAFTING.refused(LIFE, "the deadline for signing is not before the draft", signing_deadline=DRAFTED - DAY),
    DRAFTING.allowed(TERMS, "a party of the covenant signs amendments", amendment_signers=("prov",)),
    DRAFTING.refused(
        TERMS, "who is no party does not sign amendments", parties=PARTIES[:2], amendment_signers=("prov", "gem-b"),
        facts={"amendment_signers_who_are_no_party": ["gem-b"]},
    ),
    *(
        DRAFTING.allowed(TERMS, f"a quorum for entry may be {quorum}", entry_quorum=quorum)
        for quorum in ("0", "1", "1/2", "0.5")
    ),
    *(
        DRAFTING.refused(
            TERMS, f"a quorum for entry is not {quorum}", entry_quorum=quorum, facts={"entry_quorum": quorum},
        )
        for quorum in ("-1/3", "4/3", "1/0", "twee derde")
    ),
    DRAFTING.allowed(
        "body.rhythm", "a rhythm of evaluation is a rule", evaluation_rhythm="FREQ=YEARLY;INTERVAL=2",
        facts={"evaluation_rhythm": "FREQ=YEARLY;INTERVAL=2"},
    ),
    DRAFTING.refused(
        "body.rhythm", "a rhythm of evaluation is a rule that gives days", evaluation_rhythm="FREQ=HOURLY",
    ),
    DRAFTING.allowed(
        "body.rhythm", "a covenant needs no rhythm of evaluation", evaluation_rhythm=None,
        facts={"evaluation_rhythm": None},
    ),
    OPENING.allowed(LIFE, "a covenant opens on the day of its draft"),
    OPENING.refused(LIFE, "a covenant does not open before its draft", on=DRAFTED - DAY),
    OPENING.refused(LIFE, "a covenant opens once", after=[acts.OpenSigning(**C, on=OPENED)], on=IN_FORCE),
    OPENING.refused(LIFE, "a covenant in force does not open", after=[*RUNNING[len(REGION):]], on=IN_FORCE),
    OPENING.refused(ADOPTED, "a covenant with versions opens after one was adopted", after=[VERSION]),
    Trial(AFTER_ADOPTION, acts.OpenSigning(**C, on=OPENED)).allowed(
        ADOPTED, "a covenant with an adopted version opens",
    ),
    ENTERING.allowed(LIFE, "a covenant enters into force on the day on which it opened"),
    ENTERING.refused(LIFE, "a covenant does not enter into force before it opened", on=OPENED - DAY),
    ENTERING.refused(LIFE, "a covenant enters into force once", after=[acts.EnterIntoForce(**C, on=OPENED)]),
    Trial(REGION, acts.EnterIntoForce(**C, on=OPENED)).refused(LIFE, "a draft does not enter into force"),
    ENDING.allowed(LIFE, "a covenant ends on the day on which it entered into force"),
    ENDING.refused(LIFE, "a covenant does not end before it was in force", last_day=IN_FORCE - DAY),
    ENDING.refused(LIFE, "a covenant ends once", after=[ENDING.act], last_day=IN_FORCE + DAY),
    Trial(REGION, acts.EndCovenant(**C, last_day=DRAFTED, reason="R")).allowed(LIFE, "a draft ends"),
    Trial(OPEN, acts.EndCovenant(**C, last_day=OPENED, reason="R")).allowed(
        LIFE, "a covenant that is open for signing ends",
    ),
    Trial(OPEN, acts.EndCovenant(**C, last_day=OPENED - DAY, reason="R")).refused(
        LIFE, "a covenant does not end before it opened",
    ),
    Trial((*RUNNING, ENDING.act), acts.EnterIntoForce(**C, on=IN_FORCE)).refused(
        LIFE, "a covenant that ended does not enter into force",
    ),
    with_quorum("2/3", ONE, TWO).allowed(QUORUM, "two of three is two thirds"),
    with_quorum("2/3", ONE).refused(
        QUORUM, "one of three is not two thirds", facts={"quorum": "2/3", "parties": 3, "signed": 1},
    ),
    with_quorum("1", ONE, TWO, under_q("gem-b")).allowed(QUORUM, "all of three is all"),
    with_quorum("1", ONE, TWO).refused(QUORUM, "two of three is not all"),
    with_quorum("0").allowed(QUORUM, "none of three is a quorum of nothing"),
    with_quorum("2/3", ONE, under_q("gem-a", ENTRY)).allowed(QUORUM, "a signature of the day itself counts"),
    with_quorum("2/3", ONE, under_q("gem-a", ENTRY + DAY)).refused(
        QUORUM, "a signature of the day after does not count",
    ),
    with_quorum("2/3", ONE, RESERVED).refused(QUORUM, "a signature with a reservation does not count"),
    with_quorum("2/3", ONE, RESERVED, lifted(ENTRY)).allowed(QUORUM, "a reservation lifted on the day itself counts"),
    with_quorum("2/3", ONE, RESERVED, lifted(ENTRY + DAY)).refused(
        QUORUM, "a reservation lifted the day after does not count",
    ),
    with_quorum("1", ONE, TWO, LEAVES).allowed(QUORUM, "a party that left the day before does not count"),
    with_quorum("1", ONE, under_q("gem-b"), LEAVES).refused(
        QUORUM, "the signature of a party that left does not count", facts={"parties": 2, "signed": 1},
    ),
    with_quorum("1", ONE, TWO, acts.WithdrawParty(covenant="q", party="gem-b", last_day=ENTRY, reason="Fusie")).refused(
        QUORUM, "a party counts on its last day"
    ),
    Trial(OPEN, acts.EnterIntoForce(**C, on=IN_FORCE)).allowed(QUORUM, "without a quorum no signature is asked"),
    Trial(ALL_SIGNED, acts.EnterIntoForce(**C, on=OPENED)).allowed(
        QUORUM, "without a quorum late signatures do no harm",
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
