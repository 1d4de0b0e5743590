"""Parties, persons and mandates."""

from datetime import date

from rso_core import acts
from rso_core.domain import party
from rso_core.use_cases.facts import PARTY, Facts, arguments, records


@records(acts.RegisterParty)
def register_party(facts: Facts, act: acts.RegisterParty, today: date) -> None:
    """A party joins the cooperation; what it says of the shared platform is recorded as a choice like any later one."""
    about_platform = ("platform_choice", "platform_ground")
    event = party.register(facts.find(PARTY, act.party), **arguments(act, "on", *about_platform))
    facts.record(PARTY, act.party, event, act.on)
    if act.platform_choice is not party.PlatformChoice.NONE or act.platform_ground is not None:
        state = facts.get(PARTY, act.party)
        chosen = party.choose_platform(state, choice=act.platform_choice, on=act.on, ground=act.platform_ground)
        facts.record(PARTY, act.party, chosen, act.on)


@records(acts.ChoosePlatform)
def choose_platform(facts: Facts, act: acts.ChoosePlatform, today: date) -> None:
    """A known party chooses about the shared platform."""
    event = party.choose_platform(facts.get(PARTY, act.party), **arguments(act, "party"))
    facts.record(PARTY, act.party, event, act.on)


@records(acts.GrantMandate)
def grant_mandate(facts: Facts, act: acts.GrantMandate, today: date) -> None:
    """A party mandates a person that is known."""
    facts.person(act.person)
    event = party.grant_mandate(facts.get(PARTY, act.party), **arguments(act, "party"))
    facts.record(PARTY, act.party, event, act.start)


@records(acts.WithdrawMandate)
def withdraw_mandate(facts: Facts, act: acts.WithdrawMandate, today: date) -> None:
    """A party ends a mandate."""
    event = party.withdraw_mandate(facts.get(PARTY, act.party), **arguments(act, "party"))
    facts.record(PARTY, act.party, event, act.last_day)


@records(acts.PersonLeaves)
def person_leaves(facts: Facts, act: acts.PersonLeaves, today: date) -> None:
    """A person leaves the organisation for which he or she acts."""
    event = party.person_leaves(facts.get(PARTY, act.party), **arguments(act, "party"))
    facts.record(PARTY, act.party, event, act.last_day)
