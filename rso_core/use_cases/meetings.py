"""Meetings, agenda and minutes (S4, S5)."""

from datetime import date

from rso_core import acts
from rso_core.domain import agenda, meeting, minutes
from rso_core.domain.meeting_events import AgendaItem
from rso_core.use_cases.facts import BODY, MEETING, PARTY, PERSON, Facts, arguments, records


@records(acts.PlanMeeting)
def plan_meeting(facts: Facts, act: acts.PlanMeeting, today: date) -> None:
    """A meeting is planned; the plan holds from the day of recording, or from the meeting if that was earlier."""
    event = meeting.plan(facts.find(MEETING, act.meeting), facts.get(BODY, act.body), **arguments(act, "body"))
    facts.record(MEETING, act.meeting, event, min(today, act.on))


@records(acts.MoveMeeting)
def move_meeting(facts: Facts, act: acts.MoveMeeting, today: date) -> None:
    """A planned meeting is moved."""
    state = facts.get(MEETING, act.meeting)
    event = meeting.move(state, facts.get(BODY, state.body), **arguments(act, "meeting"))
    facts.record(MEETING, act.meeting, event, act.on)


@records(acts.SkipMeeting)
def skip_meeting(facts: Facts, act: acts.SkipMeeting, today: date) -> None:
    """A body leaves a meeting of its rhythm out."""
    event = meeting.skip(facts.find(MEETING, act.meeting), facts.get(BODY, act.body), **arguments(act, "body"))
    facts.record(MEETING, act.meeting, event, act.on)


@records(acts.AddAgendaItem)
def add_agenda_item(facts: Facts, act: acts.AddAgendaItem, today: date) -> None:
    """An item stands on the agenda."""
    state = facts.get(MEETING, act.meeting)
    item = AgendaItem(id=act.item, **arguments(act, "meeting", "item", "on"))
    facts.record(MEETING, act.meeting, agenda.add(state, facts.get(BODY, state.body), item=item), act.on)


@records(acts.RemoveAgendaItem)
def remove_agenda_item(facts: Facts, act: acts.RemoveAgendaItem, today: date) -> None:
    """An item is taken off the agenda."""
    event = agenda.remove(facts.get(MEETING, act.meeting), item=act.item, reason=act.reason)
    facts.record(MEETING, act.meeting, event, act.on)


@records(acts.HoldMeeting)
def hold_meeting(facts: Facts, act: acts.HoldMeeting, today: date) -> None:
    """A meeting took place."""
    state = facts.get(MEETING, act.meeting)
    facts.all(PERSON, (attendee.person for attendee in act.attendance))
    event = meeting.hold(
        state,
        facts.get(BODY, state.body),
        facts.all(PARTY, {attendee.party for attendee in act.attendance}),
        today=today,
        **arguments(act, "meeting"),
    )
    facts.record(MEETING, act.meeting, event, act.held_on)


@records(acts.CancelMeeting)
def cancel_meeting(facts: Facts, act: acts.CancelMeeting, today: date) -> None:
    """A planned meeting is cancelled."""
    event = meeting.cancel(facts.get(MEETING, act.meeting), on=act.on, reason=act.reason)
    facts.record(MEETING, act.meeting, event, act.on)


@records(acts.DrawUpMinutes)
def draw_up_minutes(facts: Facts, act: acts.DrawUpMinutes, today: date) -> None:
    """The minutes of a held meeting exist."""
    event = minutes.draw_up(facts.get(MEETING, act.meeting), today=today, **arguments(act, "meeting"))
    facts.record(MEETING, act.meeting, event, act.on)


@records(acts.ApproveMinutes)
def approve_minutes(facts: Facts, act: acts.ApproveMinutes, today: date) -> None:
    """A later meeting approves the minutes."""
    state, later = facts.get(MEETING, act.meeting), facts.get(MEETING, act.in_meeting)
    facts.record(MEETING, act.meeting, minutes.approve(state, later, facts.get(BODY, state.body)), later.on)


@records(acts.CorrectMinutes)
def correct_minutes(facts: Facts, act: acts.CorrectMinutes, today: date) -> None:
    """Minutes are corrected; the correction holds from the day of the meeting."""
    state = facts.get(MEETING, act.meeting)
    facts.all(PERSON, (attendee.person for attendee in act.missed))
    event = minutes.correct(
        state,
        facts.get(BODY, state.body),
        facts.all(PARTY, {attendee.party for attendee in (*state.attendance, *act.missed)}),
        **arguments(act, "meeting"),
    )
    facts.record(MEETING, act.meeting, event, state.on)
