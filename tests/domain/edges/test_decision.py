"""Decisions: where and when they are taken, what they build on, and how they end."""

from datetime import date
from typing import Any

from acts_of_a_region import START, set_up
from domain.deciding import Edge, Trial, record_of, table
from domain.edges.meeting_acts import MET, REJECTED, decided, meeting, planned, taken, votes
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import DecisionKind, DecisionRule

HELD = "decision.meeting_held"
WRITTEN = "decision.written"
IN_FORCE = "decision.in_force"
REVOKED = "decision.revoked_by_body"
FOLLOWS = "decision.follows_earlier"
CONDITION = "decision.condition_once"
MANDATE = "decision.mandate"
KNOWN, NEW, BODY = "record.known", "record.new", "body.open"

BEFORE, AFTER = MET - DAY, MET + DAY
MEETING: tuple[Act, ...] = (*REGION, *meeting("v1"))
DECIDING = Trial(MEETING, decided("d", "v1"))
RULES = (
    DecisionRule(kind=DecisionKind.DECIDE, written=True), DecisionRule(kind=DecisionKind.CONSULT, written=True),
)  # fmt: skip
WRITING_BODY: tuple[Act, ...] = (*REGION, acts.RepositionBody(body="overleg", since=MET, rules=RULES))
WRITING = Trial(
    WRITING_BODY,
    acts.DecideInWriting(
        decision="d", body="overleg", kind=DecisionKind.DECIDE, title="Besluit", asked_on=MET, closed_on=MET,
        votes=votes(prov="for", gem_a="for", gem_b="for"),
    ),
)  # fmt: skip
CLOSES = acts.CloseBody(body="overleg", on=AFTER, reason="Klaar")
CONDITIONAL: dict[str, Any] = {"condition": "Geld is er", "condition_due": date(2026, 8, 1)}
FULFIL = acts.FulfilCondition(decision="d", on=MET, ground="Begroting")
FULFILLING = Trial((*REGION, *taken("d", **CONDITIONAL)), FULFIL)
REVOKE = acts.RevokeDecision(decision="d", by="e", reason="Ingehaald")
REVOKING = Trial((*REGION, *taken("d"), *taken("e")), REVOKE)
OTHERS: tuple[Act, ...] = (
    set_up("hoger", place=1, chair=None),
    set_up("lager", place=3, chair=None, reports_to="hoger"),
)
LOWER: tuple[Act, ...] = (*REGION, *OTHERS, *taken("d", body="lager"))


def superseding(**more: Any) -> acts.Decide:
    return decided("d", "v1", supersedes=("e",), **more)


SUPERSEDING = Trial((*MEETING, *taken("e")), superseding())
PROJECT = acts.ProposeProject(project="p", name="P", body="overleg", owner="gem-a", on=START)
LIMITED: tuple[Act, ...] = (*REGION, acts.RepositionBody(body="overleg", since=START, portfolio_limit=0), PROJECT)
OVER: dict[str, Any] = {"over_limit": ("p",)}


def builds_on(*given: Act) -> Trial:
    """A project that starts over the limit by a decision, which has to be in force."""
    return Trial((*LIMITED, *given), acts.StartProject(project="p", on=AFTER, over_limit="d", motive="Haast"))


EDGES = [
    DECIDING.allowed(HELD, "a body decides in a held meeting"),
    Trial((*REGION, planned("v1")), decided("d", "v1")).refused(HELD, "a body does not decide in a planned meeting"),
    Trial((*REGION, planned("v1"), acts.CancelMeeting(meeting="v1", on=MET, reason="R")), decided("d", "v1")).refused(
        HELD, "a body does not decide in a cancelled meeting",
    ),
    DECIDING.refused(NEW, "a decision is taken once", after=[decided("d", "v1")]),
    DECIDING.allowed(MANDATE, "a kind for which the body has a mandate"),
    DECIDING.refused(
        MANDATE, "a kind for which the body has none", kind=DecisionKind.ADVISE, unanimous=False,
        votes=votes(prov="for", gem_a="for", gem_b="for"), facts={"kind": DecisionKind.ADVISE},
    ),
    WRITING.refused(MANDATE, "in writing too a mandate is needed", kind=DecisionKind.ADVISE),
    DECIDING.allowed(FOLLOWS, "a decision follows one of the same day", after=taken("e"), follows=("e",)),
    DECIDING.allowed(
        FOLLOWS, "a decision follows an earlier one", after=taken("e", BEFORE), follows=("e",),
        facts={"follows": ("e",)},
    ),
    DECIDING.refused(
        FOLLOWS, "a decision does not follow a later one", after=taken("e", AFTER), follows=("e",),
        facts={"not_earlier": ["e"]},
    ),
    DECIDING.refused(
        FOLLOWS, "one of two is later", after=[*taken("e", BEFORE), *taken("f", AFTER)], follows=("e", "f"),
        facts={"not_earlier": ["f"]},
    ),
    DECIDING.refused(KNOWN, "a decision does not follow itself", follows=("d",)),
    WRITING.refused(FOLLOWS, "in writing too what is followed is earlier", after=taken("e", AFTER), follows=("e",)),
    WRITING.allowed(FOLLOWS, "in writing too what is followed may be of that day", after=taken("e"), follows=("e",)),
    WRITING.allowed(WRITTEN, "a procedure closes on its first day"),
    WRITING.refused(WRITTEN, "a procedure does not close before its first day", asked_on=AFTER),
    WRITING.refused(WRITTEN, "another kind is not taken in writing", kind=DecisionKind.AGREE),
    WRITING.refused(WRITTEN, "the day before it was not taken in writing", asked_on=BEFORE, closed_on=BEFORE),
    WRITING.allowed(WRITTEN, "what counts is the day on which it closed", asked_on=BEFORE),
    WRITING.allowed(
        WRITTEN, "a consultation in writing needs no answers", kind=DecisionKind.CONSULT, votes=(),
        facts={"absent": ("prov", "gem-a", "gem-b")},
    ),
    WRITING.allowed(BODY, "in writing the day before the body closes", after=[CLOSES]),
    WRITING.refused(BODY, "not in writing on the day on which the body closes", after=[CLOSES], closed_on=AFTER),
    FULFILLING.allowed(CONDITION, "a condition is fulfilled on the day of the decision"),
    FULFILLING.refused(CONDITION, "a condition is not fulfilled before the decision", on=BEFORE),
    FULFILLING.refused(CONDITION, "a condition is fulfilled once", after=[FULFIL], facts={"fulfilled_on": MET}),
    Trial((*REGION, *taken("d")), FULFIL).refused(CONDITION, "where there is no condition none is fulfilled"),
    REVOKING.allowed(REVOKED, "a decision of the same day revokes"),
    Trial((*REGION, *taken("d"), *taken("e", AFTER)), REVOKE).allowed(REVOKED, "a later decision revokes"),
    Trial((*REGION, *taken("d"), *taken("e", BEFORE)), REVOKE).refused(REVOKED, "an earlier decision does not revoke"),
    REVOKING.refused(REVOKED, "a decision does not revoke itself", by="d"),
    REVOKING.refused(REVOKED, "a decision is revoked once", after=[REVOKE]),
    REVOKING.refused(REVOKED, "a rejected decision does not revoke", by="f", after=taken("f", **REJECTED)),
    REVOKING.refused(
        REVOKED, "a revoked decision does not revoke",
        after=[*taken("f"), acts.RevokeDecision(decision="e", by="f", reason="R")],
    ),
    REVOKING.refused(REVOKED, "a superseded decision does not revoke", after=taken("f", supersedes=("e",))),
    REVOKING.refused(
        REVOKED, "a decision of another body does not revoke", by="f", after=[*OTHERS, *taken("f", body="lager")],
    ),
    Trial(LOWER, REVOKE).allowed(REVOKED, "a decision of the body one step up revokes", after=taken("e", body="hoger")),
    Trial(LOWER, REVOKE).refused(REVOKED, "a decision of a body that is not one step up does not", after=taken("e")),
    Trial((*LOWER, acts.MergeBody(body="lager", into="overleg", on=AFTER, reason="R")), REVOKE).allowed(
        REVOKED, "a decision of the body that took over revokes", after=taken("e", AFTER),
    ),
    SUPERSEDING.allowed(REVOKED, "a decision supersedes one of the same day"),
    Trial((*MEETING, *taken("e", AFTER)), superseding()).refused(REVOKED, "a decision does not supersede a later one"),
    SUPERSEDING.refused(REVOKED, "a rejected decision supersedes nothing", **REJECTED),
    SUPERSEDING.refused(REVOKED, "a decision is superseded once", after=taken("f", supersedes=("e",))),
    builds_on(*taken("d", **OVER)).allowed(IN_FORCE, "on an adopted decision is built"),
    builds_on(*taken("d", **OVER, **REJECTED)).refused(IN_FORCE, "on a rejected decision is not built"),
    builds_on(*taken("d", **OVER, **CONDITIONAL)).refused(
        IN_FORCE, "on an open condition is not built", facts={"open_condition": "Geld is er"},
    ),
    builds_on(*taken("d", **OVER, **CONDITIONAL), FULFIL).allowed(IN_FORCE, "on a fulfilled condition is built"),
    builds_on(*taken("d", **OVER), *taken("e"), REVOKE).refused(IN_FORCE, "on a revoked decision is not built"),
    builds_on(*taken("d", **OVER), *taken("e", supersedes=("d",))).refused(
        IN_FORCE, "on a superseded decision is not built",
    ),
    builds_on(*taken("d", **OVER, kind=DecisionKind.CONSULT, unanimous=False)).refused(
        IN_FORCE, "on a consultation is not built",
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def test_a_decision_that_supersedes_is_told_on_both() -> None:
    effects = record_of(SUPERSEDING.given).perform(SUPERSEDING.act)
    assert [(e.stream, e.event.event_name, e.effective) for e in effects] == [
        ("decision:d", "decision.taken", MET),
        ("decision:e", "decision.superseded", MET),
    ]
