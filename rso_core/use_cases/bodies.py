"""Bodies, who takes part in them, and content themes (S3, S1)."""

from datetime import date

import attrs

from rso_core import acts
from rso_core.domain import body, composition, docket, theme
from rso_core.domain.body_events import Profile
from rso_core.use_cases.facts import BODY, DOCKET, PARTY, THEME, Facts, arguments, records


@records(acts.SetUpBody)
def set_up_body(facts: Facts, act: acts.SetUpBody, today: date) -> None:
    """A body of known parties is set up."""
    profile = Profile(**arguments(act, "body", "on"))
    composition.require_composition(profile, facts.all(PARTY, act.members))
    event = body.set_up(facts.find(BODY, act.body), body=act.body, profile=profile, on=act.on)
    facts.record(BODY, act.body, event, act.on)


@records(acts.RepositionBody)
def reposition_body(facts: Facts, act: acts.RepositionBody, today: date) -> None:
    """A body gets another place, composition or power."""
    state = facts.get(BODY, act.body)
    changes = {name: value for name, value in arguments(act, "body", "since").items() if value is not None}
    profile = attrs.evolve(state.profile_on(act.since), **changes)
    composition.require_composition(profile, facts.all(PARTY, profile.members))
    facts.record(BODY, act.body, body.reposition(state, profile=profile, since=act.since), act.since)


@records(acts.RescopeBody)
def rescope_body(facts: Facts, act: acts.RescopeBody, today: date) -> None:
    """A body deals with other fields."""
    event = body.rescope(facts.get(BODY, act.body), scope=act.scope, since=act.since)
    facts.record(BODY, act.body, event, act.since)


@records(acts.RenameBody)
def rename_body(facts: Facts, act: acts.RenameBody, today: date) -> None:
    """A body gets another name."""
    event = body.rename(facts.get(BODY, act.body), **arguments(act, "body"))
    facts.record(BODY, act.body, event, act.since)


@records(acts.MergeBody)
def merge_body(facts: Facts, act: acts.MergeBody, today: date) -> None:
    """A body goes up into another; members, seats, rhythm and open matters move along."""
    source, into = facts.get(BODY, act.body), facts.get(BODY, act.into)
    closed = body.close(source, on=act.on, into=into, reason=act.reason)
    merged = body.take_in(into, source, on=act.on, rhythm=act.rhythm, staying_out=act.staying_out)
    composition.require_composition(merged.profile, facts.all(PARTY, merged.profile.members))
    facts.record(BODY, act.into, merged, act.on)
    for taken in composition.seats_that_move(source, into, on=act.on, parties=merged.profile.members):
        facts.record(BODY, act.into, taken, taken.start)
    facts.record_event(closed, act.on)


@records(acts.CloseBody)
def close_body(facts: Facts, act: acts.CloseBody, today: date) -> None:
    """A body without open matters is closed, or goes up into another with what is open."""
    into = facts.get(BODY, act.merged_into) if act.merged_into else None
    event = body.close(facts.get(BODY, act.body), on=act.on, into=into, reason=act.reason)
    if act.merged_into is None:
        docket.require_nothing_open(facts.find(DOCKET, act.body), act.body)
    facts.record_event(event, act.on)


@records(acts.JoinBody)
def join_body(facts: Facts, act: acts.JoinBody, today: date) -> None:
    """A known party becomes a member."""
    event = composition.join(facts.get(BODY, act.body), party=act.party, since=act.since)
    composition.require_composition(event.profile, facts.all(PARTY, event.profile.members))
    facts.record(BODY, act.body, event, act.since)


@records(acts.LeaveBody)
def leave_body(facts: Facts, act: acts.LeaveBody, today: date) -> None:
    """A party is no longer a member."""
    event = composition.leave(facts.get(BODY, act.body), party=act.party, since=act.since)
    composition.require_composition(event.profile, facts.all(PARTY, event.profile.members))
    facts.record(BODY, act.body, event, act.since)


@records(acts.TakeSeat)
def take_seat(facts: Facts, act: acts.TakeSeat, today: date) -> None:
    """A known person takes part for a member party."""
    facts.person(act.person)
    event = composition.take_seat(
        facts.get(BODY, act.body), facts.get(PARTY, act.party), **arguments(act, "body", "party")
    )
    facts.record(BODY, act.body, event, act.start)


@records(acts.LeaveSeat)
def leave_seat(facts: Facts, act: acts.LeaveSeat, today: date) -> None:
    """A person takes part no longer."""
    event = composition.leave_seat(facts.get(BODY, act.body), **arguments(act, "body"))
    facts.record(BODY, act.body, event, act.last_day)


@records(acts.SetBodyThemes)
def set_body_themes(facts: Facts, act: acts.SetBodyThemes, today: date) -> None:
    """Themes that run hang on a body."""
    theme.require_running(facts.all(THEME, act.themes).values(), act.since)
    event = body.set_themes(facts.get(BODY, act.body), themes=act.themes, since=act.since)
    facts.record(BODY, act.body, event, act.since)
