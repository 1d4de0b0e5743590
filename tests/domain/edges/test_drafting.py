"""Drafting: what the predecessor leaves, versions, consultation rounds and adoption."""

from datetime import date, time

from acts_of_a_region import PARTIES, present
from domain.deciding import Edge, Trial, table
from domain.edges.covenant_acts import DRAFTED, NEWCOMER, OPENED, SHA, C
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import Answer, Choice, DecisionKind, Vote

DRAFT = "covenant.while_draft"
LIFE = "covenant.life_in_order"
ASKED = "consultation.asked"
SETTLED = "covenant.inherited_once"
ADOPTED = "covenant.adopted_first"
IN_FORCE = "decision.in_force"
KNOWN, NEW = "record.known", "record.new"

ASKED_ON = date(2025, 9, 10)
CLOSED_ON = date(2025, 9, 20)
OPENED_FOR_SIGNING = acts.OpenSigning(**C, on=OPENED)
INHERIT = acts.InheritMatter(**C, matter="archief", title="Archief", on=DRAFTED)
SETTLE = acts.SettleMatter(**C, matter="archief", on=DRAFTED, how="Overgebracht")
VERSION = acts.DraftVersion(**C, version="v1", document="c.pdf", sha256=SHA, on=DRAFTED)
ROUND = acts.OpenConsultation(**C, consultation="r1", asked=("gem-a", "gem-b"), on=ASKED_ON)
ANSWER = acts.AnswerConsultation(**C, consultation="r1", party="gem-a", answer=Answer.IN_FAVOUR, on=ASKED_ON)
CLOSE = acts.CloseConsultation(**C, consultation="r1", on=CLOSED_ON, conclusion="Verwerkt")

VERSIONING, ROUNDS = Trial(REGION, VERSION), Trial(REGION, ROUND)
ANSWERING, CLOSING = Trial((*REGION, ROUND), ANSWER), Trial((*REGION, ROUND), CLOSE)


def decided_on(on: date, decision: str = "d0", choice: Choice = Choice.FOR) -> tuple[Act, ...]:
    """A meeting in which all parties voted the same on the covenant."""
    votes = tuple(Vote(party=p, person=f"p-{n}", choice=choice) for n, p in enumerate(PARTIES, 1))
    return (
        acts.PlanMeeting(meeting=f"m-{decision}", body="overleg", on=on, starts=time(10), ends=time(12)),
        acts.HoldMeeting(meeting=f"m-{decision}", held_on=on, chair="p-1", attendance=present(*PARTIES)),
        acts.Decide(
            decision=decision, meeting=f"m-{decision}", kind=DecisionKind.DECIDE, title="Convenant", votes=votes,
        ),
    )  # fmt: skip


ADOPT = acts.AdoptCovenant(**C, version="v1", decision="d0")
ADOPTING = Trial((*REGION, VERSION), ADOPT)

EDGES = [
    Trial(REGION, INHERIT).refused(NEW, "a matter is inherited once", after=[INHERIT]),
    Trial((*REGION, INHERIT), SETTLE).allowed(SETTLED, "an inherited matter is settled"),
    Trial((*REGION, INHERIT), SETTLE).refused(
        SETTLED, "a matter is settled once", after=[SETTLE], facts={"settled_on": DRAFTED},
    ),
    Trial(REGION, SETTLE).refused(SETTLED, "what was not inherited is not settled"),
    VERSIONING.allowed(LIFE, "a version is of the day of the draft"),
    VERSIONING.refused(LIFE, "a version is not of the day before the draft", on=DRAFTED - DAY),
    VERSIONING.allowed(DRAFT, "a version of a draft"),
    VERSIONING.refused(
        DRAFT, "no version once the covenant is open for signing", after=[OPENED_FOR_SIGNING], on=OPENED,
    ),
    ROUNDS.allowed(LIFE, "a round opens on the day of the draft", on=DRAFTED),
    ROUNDS.refused(LIFE, "a round does not open the day before", on=DRAFTED - DAY),
    ROUNDS.refused(DRAFT, "no round once the covenant is open for signing", after=[OPENED_FOR_SIGNING], on=OPENED),
    ROUNDS.allowed(KNOWN, "a round about a version", after=[VERSION], version="v1"),
    ROUNDS.refused(KNOWN, "a round about a version that is known", version="v1"),
    ROUNDS.allowed(ASKED, "each is asked once", asked=("gem-b", "gem-a", "gem-b"), facts={"asked": ("gem-b", "gem-a")}),
    ANSWERING.allowed(ASKED, "a party answers on the day of opening"),
    ANSWERING.refused(
        ASKED, "a party does not answer before the opening", on=ASKED_ON - DAY, facts={"opened_on": ASKED_ON},
    ),
    ANSWERING.refused(ASKED, "a party that was not asked does not answer", party="prov", facts={"was_asked": False}),
    ANSWERING.refused(
        ASKED, "a party that is unknown to the covenant does not answer", after=[NEWCOMER], party="gem-c",
    ),
    ANSWERING.refused(ASKED, "a party answers once", after=[ANSWER], facts={"answered_before": Answer.IN_FAVOUR}),
    ANSWERING.allowed(ASKED, "another party answers too", after=[ANSWER], party="gem-b"),
    ANSWERING.refused(
        ASKED, "nobody answers in a closed round", after=[CLOSE], on=CLOSED_ON + DAY, facts={"closed_on": CLOSED_ON},
    ),
    ANSWERING.allowed("record.later_stands", "an answer from before the closing is recorded late", after=[CLOSE]),
    CLOSING.allowed(
        ASKED, "a round closes on the day of opening", on=ASKED_ON, facts={"unanswered": ("gem-a", "gem-b")},
    ),
    CLOSING.refused(ASKED, "a round does not close before its opening", on=ASKED_ON - DAY),
    CLOSING.refused(ASKED, "a round closes once", after=[CLOSE]),
    CLOSING.allowed(ASKED, "who did not answer is named", after=[ANSWER], facts={"unanswered": ("gem-b",)}),
    ADOPTING.allowed(LIFE, "a version is adopted on the day of the draft", after=decided_on(DRAFTED)),
    ADOPTING.refused(LIFE, "a version is not adopted before the draft", after=decided_on(DRAFTED - DAY)),
    ADOPTING.refused(
        DRAFT, "nothing is adopted once the covenant is open",
        after=[*decided_on(DRAFTED), ADOPT, OPENED_FOR_SIGNING, *decided_on(OPENED, "d1")], decision="d1",
    ),
    ADOPTING.refused(KNOWN, "a version that is known is adopted", after=decided_on(DRAFTED), version="v2"),
    ADOPTING.allowed(ADOPTED, "a version is adopted", after=decided_on(DRAFTED), facts={"adopted_on": DRAFTED}),
    ADOPTING.refused(ADOPTED, "one version is adopted", after=[*decided_on(DRAFTED), ADOPT]),
    ADOPTING.refused(
        IN_FORCE, "nothing is adopted by a rejected decision", after=decided_on(DRAFTED, choice=Choice.AGAINST),
    ),
    ADOPTING.allowed(IN_FORCE, "a version is adopted by a decision in force", after=decided_on(DRAFTED)),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
