"""The signing of a covenant (S2)."""

from datetime import date

from rso_core import acts
from rso_core.domain import signing
from rso_core.domain.covenant.state import Ground
from rso_core.use_cases.facts import COVENANT, PARTY, PERSON, Facts, arguments, records


@records(acts.Commit)
def commit(facts: Facts, act: acts.Commit, today: date) -> None:
    """A party commits itself to signing."""
    event = signing.commit(facts.get(COVENANT, act.covenant), today=today, **arguments(act, "covenant"))
    facts.record(COVENANT, act.covenant, event, act.given_on)


@records(acts.CollegeDecision)
def college_decision(facts: Facts, act: acts.CollegeDecision, today: date) -> None:
    """The board of a party decides on signing."""
    event = signing.decide_in_college(facts.get(COVENANT, act.covenant), today=today, **arguments(act, "covenant"))
    facts.record(COVENANT, act.covenant, event, act.decided_on)


@records(acts.Sign)
def sign(facts: Facts, act: acts.Sign, today: date) -> None:
    """A person signs for a party."""
    facts.get(PERSON, act.person)
    event = signing.sign(
        facts.get(COVENANT, act.covenant),
        facts.get(PARTY, act.party),
        person=act.person,
        signed_on=act.signed_on,
        ground=Ground(kind=act.ground, document=act.document, decided_on=act.decided_on),
        today=today,
        amendment=act.amendment,
        reservation=act.reservation,
        medium=act.medium,
        sha256=act.sha256,
    )
    facts.record(COVENANT, act.covenant, event, act.signed_on)


@records(acts.LiftReservation)
def lift_reservation(facts: Facts, act: acts.LiftReservation, today: date) -> None:
    """A signature counts in full from now on."""
    event = signing.lift_reservation(facts.get(COVENANT, act.covenant), today=today, **arguments(act, "covenant"))
    facts.record(COVENANT, act.covenant, event, act.on)


@records(acts.RefuseSigning)
def refuse_signing(facts: Facts, act: acts.RefuseSigning, today: date) -> None:
    """A party says it will not sign."""
    event = signing.refuse(facts.get(COVENANT, act.covenant), today=today, **arguments(act, "covenant"))
    facts.record(COVENANT, act.covenant, event, act.on)


@records(acts.WithdrawSignature)
def withdraw_signature(facts: Facts, act: acts.WithdrawSignature, today: date) -> None:
    """A party takes its signature back."""
    event = signing.withdraw(facts.get(COVENANT, act.covenant), today=today, **arguments(act, "covenant"))
    facts.record(COVENANT, act.covenant, event, act.on)
