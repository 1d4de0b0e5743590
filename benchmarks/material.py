"""A record of many events to measure on: parties, meetings with attendance, decisions, roles."""

from datetime import UTC, date, datetime, time, timedelta

from rso_core import Application, EventStore, Provenance, acts
from rso_core.events import Attendee, DecisionKind, Level, PartyKind, Scope

OFFICE = Provenance(actor="office:secretariaat")
PARTIES = [f"gm{n:04d}" for n in range(10)]
DAY = date(2025, 6, 2)
MANY_PER_BATCH = 500


def clock() -> datetime:
    """A moment after everything in the record."""
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


def open_record(url: str) -> Application:
    """An open record."""
    return Application(EventStore.open(url), clock)


def found(application: Application) -> None:
    """Parties, persons, mandates, a body and a role."""
    with application.batch() as batch:
        for number, party in enumerate(PARTIES):
            name = f"Partij {number}"
            batch.perform(acts.RegisterParty(party=party, name=name, kind=PartyKind.MUNICIPALITY, on=DAY), OFFICE)
            batch.perform(acts.RegisterPerson(person=f"p-{number}", name=f"P. Fictief {number}", on=DAY), OFFICE)
            fields = {"mandate": "m", "person": f"p-{number}", "start": DAY, "ground": "Regeling"}
            grant = acts.GrantMandate(party=party, scopes=(Scope.SIGN, Scope.REPRESENT), **fields)  # type: ignore[arg-type]
            batch.perform(grant, OFFICE)
        batch.perform(
            acts.SetUpBody(
                body="overleg",
                name="Overleg",
                kind="overleg",
                level=Level.TACTICAL,
                place=1,
                members=tuple(PARTIES),
                on=DAY,
                mandate=tuple(DecisionKind),
            ),
            OFFICE,
        )
        batch.perform(acts.EstablishRole(role="rol", name="Rol", on=DAY, holders=1_000_000), OFFICE)


def fill(application: Application, events: int) -> None:
    """Meetings planned, held and decided in, until there are so many events."""
    if application.store.head() == 0:
        found(application)
    have = application.store.head()
    attendance = tuple(Attendee(person=f"p-{n}", party=party) for n, party in enumerate(PARTIES[:6]))
    number = have
    while have < events:
        with application.batch() as batch:
            for _ in range(max(1, min(MANY_PER_BATCH, events - have) // 5)):
                number += 1
                meeting, day = f"v-{number}", DAY + timedelta(days=number % 500)
                planned = acts.PlanMeeting(meeting=meeting, body="overleg", on=day, starts=time(10), ends=time(12))
                batch.perform(planned, OFFICE)
                batch.perform(acts.HoldMeeting(meeting=meeting, held_on=day, attendance=attendance), OFFICE)
                for turn in range(3):
                    decision = acts.Decide(
                        decision=f"b-{number}-{turn}",
                        meeting=meeting,
                        kind=DecisionKind.DECIDE,
                        title=f"Besluit {number}",
                        text="Vastgesteld.",
                        unanimous=True,
                    )
                    batch.perform(decision, OFFICE)
                have += 5
