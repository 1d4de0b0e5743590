"""A record of ten years to measure as-of questions on.

What was recorded runs along the ten years; what it is about lies weeks before (minutes, decisions, actions done) to a
year after (profiles, roles). A tenth of the meetings was imported months later, with the moment at which it was
known elsewhere.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import attrs

from rso_core import Act, Application, EventStore, Provenance, acts
from rso_core.events import Attendee, DecisionKind, ItemKind, Level, PartyKind, Scope, SignalKind
from rso_core.store.recorded import EntryKind

FIRST, LAST = date(2016, 1, 1), date(2025, 12, 31)
PARTIES = [f"gm{n:04d}" for n in range(26)]
MEMBERS = 8
EVENTS_PER_BODY = 2_840
"""About what a body leads to in ten years; so many events are asked, so many bodies there are."""
IMPORTED = 0.1
"""Share of the meetings that was imported afterwards."""
PER_BATCH = 200
MORNING, NOON = time(10), time(12)


@attrs.frozen(order=True)
class Entry:
    """An act that is recorded on a day; for an import, with the day on which it was known elsewhere."""

    on: date
    number: int
    act: Act = attrs.field(order=False)
    known: date | None = attrs.field(default=None, order=False)


def record_decade(url: str, events: int) -> int:
    """Record ten years in an empty store; gives how many events there are, about as many as were asked.

    Of fewer than two bodies would lead to, only the beginning is recorded: all parties and persons, and what comes then.
    """
    now = [_at(FIRST)]
    about = partial(Provenance, actor="office:secretariaat", entry=EntryKind.IMPORTED)
    with Application(EventStore.open(url), lambda: now[0]) as application:
        entries = sorted(Decade(max(2, events // EVENTS_PER_BODY)).entries())
        if events < 2 * EVENTS_PER_BODY:
            beginning = sum(entry.on == FIRST for entry in entries)
            entries = entries[: max(events, beginning + events)]
        for start in range(0, len(entries), PER_BATCH):
            with application.batch(fresh=False) as batch:
                for number, entry in enumerate(entries[start : start + PER_BATCH]):
                    now[0] = _at(entry.on) + timedelta(milliseconds=start + number)
                    known = None if entry.known is None else _at(entry.known)
                    batch.perform(entry.act, about(recorded_at=known))
        return application.store.head()


def _at(day: date) -> datetime:
    return datetime.combine(day, NOON, UTC)


class Decade:
    """What happened in ten years.

    Args:
        bodies: how many there are.
    """

    def __init__(self, bodies: int) -> None:
        self._random = random.Random(20_160_101)
        self._bodies = bodies
        self._number = 0

    def entries(self) -> Iterator[Entry]:
        """All acts, each on the day on which it is recorded; in no order."""
        yield from self._parties()
        for body in range(self._bodies):
            yield from self._body(f"overleg-{body}", [PARTIES[(body + n) % len(PARTIES)] for n in range(MEMBERS)])

    def _entry(self, on: date, act: Act, known: date | None = None) -> Entry:
        self._number += 1
        return Entry(on, self._number, act, known)

    def _parties(self) -> Iterator[Entry]:
        for party in PARTIES:
            name = f"Gemeente {party}"
            yield self._entry(FIRST, acts.RegisterParty(party=party, name=name, kind=PartyKind.MUNICIPALITY, on=FIRST))
            for number in range(3):
                person = f"{party}-p{number}"
                yield self._entry(FIRST, acts.RegisterPerson(person=person, name=f"P. Fictief {person}", on=FIRST))
                mandate = acts.GrantMandate(
                    party=party, mandate=person, person=person, scopes=tuple(Scope), start=FIRST, ground="Regeling"
                )
                yield self._entry(FIRST, mandate)
                for year in range(FIRST.year + 1, LAST.year, 3):
                    on = date(year, 5, 1 + number)
                    name = f"P. Fictief-{year} {person}"
                    yield self._entry(on, acts.CorrectPerson(person=person, on=on - timedelta(days=30), name=name))

    def _body(self, body: str, members: list[str]) -> Iterator[Entry]:
        set_up = acts.SetUpBody(
            body=body,
            name=f"Overleg {body}",
            kind="overleg",
            level=Level.TACTICAL,
            place=1,
            members=tuple(members),
            on=FIRST,
            rhythm="FREQ=MONTHLY;INTERVAL=2",
            signal_answer_days=60,
            mandate=tuple(DecisionKind),
        )
        yield self._entry(FIRST, set_up)
        yield self._entry(FIRST, acts.EstablishRole(role=f"rol-{body}", name="Voorzitter", on=FIRST, body=body))
        for year in range(FIRST.year, LAST.year + 1):
            yield from self._year(body, members, year)
            for month in range(1, 13, 2):
                on = date(year, month, self._random.randint(3, 25))
                yield from self._meeting(body, members, f"{body}-{on}", on)

    def _year(self, body: str, members: list[str], year: int) -> Iterator[Entry]:
        """What is arranged in the autumn for the year that comes."""
        autumn, since = date(year, 9, self._random.randint(1, 28)), date(year + 1, 1, 1)
        yield self._entry(autumn, acts.RescopeBody(body=body, scope=("VTH", f"jaar {year + 1}"), since=since))
        chair = members[year % MEMBERS]
        until = date(year + 1, 12, 31)
        assign = acts.AssignRole(
            role=f"rol-{body}", assignment=str(year), party=chair, person=f"{chair}-p0", start=since, until=until
        )
        yield self._entry(autumn, assign)
        for number, party in enumerate(members[:4]):
            seat = acts.TakeSeat(
                body=body, seat=f"z-{year}-{number}", party=party, person=f"{party}-p{year % 3}", start=since
            )
            yield self._entry(autumn, seat)
            left = acts.LeaveSeat(body=body, seat=f"z-{year}-{number}", last_day=until, reason="Wisseling")
            if year + 1 <= LAST.year:
                yield self._entry(date(year + 1, 11, 20), left)

    def _meeting(self, body: str, members: list[str], meeting: str, on: date) -> Iterator[Entry]:
        """A meeting with what came before and after it; each act is told with the days between."""
        imported = self._random.random() < IMPORTED
        later = timedelta(days=self._random.randint(40, 200) if imported else 0)
        for days, act in self._acts(body, members, meeting, on):
            known = on + timedelta(days=days)
            yield self._entry(known + later, act, known if imported else None)

    def _acts(self, body: str, members: list[str], meeting: str, on: date) -> Iterator[tuple[int, Act]]:
        ahead = self._random.randint(20, 60) if on.year > FIRST.year else 1
        yield -ahead, acts.PlanMeeting(meeting=meeting, body=body, on=on, starts=MORNING, ends=NOON)
        for place in range(1, 4):
            item = {"item": f"i{place}", "place": place, "kind": ItemKind.DECIDE, "title": "Voorstel"}
            yield -1, acts.AddAgendaItem(meeting=meeting, on=on - timedelta(days=1), **item)  # type: ignore[arg-type]
        seated = (on.year - 1) % 3
        turns = [seated, seated, seated, seated, self._random.randint(0, 2), self._random.randint(0, 2)]
        present = tuple(Attendee(person=f"{p}-p{n}", party=p) for p, n in zip(members[:6], turns, strict=True))
        yield 1, acts.HoldMeeting(meeting=meeting, held_on=on, attendance=present)
        for turn in range(4):
            yield from self._decision(body, members, f"{meeting}-{turn}", meeting, on)
        yield 7, acts.DrawUpMinutes(meeting=meeting, document="verslag.pdf", on=on + timedelta(days=6))
        raised = {"signal": f"s-{meeting}", "party": members[0], "body": body, "on": on}
        yield 2, acts.RaiseSignal(kind=SignalKind.BOTTLENECK, title="Druk", **raised)  # type: ignore[arg-type]
        days = self._random.randint(10, 90)
        answered = on + timedelta(days=days)
        yield days + 3, acts.AnswerSignal(signal=f"s-{meeting}", answer="Wij doen het", on=answered)

    def _decision(
        self, body: str, members: list[str], decision: str, meeting: str, on: date
    ) -> Iterator[tuple[int, Act]]:
        """A decision and the two action items that carry it out, done some weeks or months later."""
        what = {"decision": decision, "kind": DecisionKind.DECIDE, "title": "Besluit", "text": "Vastgesteld."}
        yield 2, acts.Decide(meeting=meeting, unanimous=True, **what)  # type: ignore[arg-type]
        for number in range(2):
            days = self._random.randint(20, 150)
            action, due = f"a-{decision}-{number}", on + timedelta(days=days)
            fields = {"body": body, "party": members[number], "on": on, "decision": decision, "meeting": meeting}
            yield 2, acts.AgreeAction(action=action, title="Uitvoeren", due=due, **fields)  # type: ignore[arg-type]
            done = days + self._random.randint(-10, 20)
            yield done + 5, acts.FinishAction(action=action, on=on + timedelta(days=done), result="Klaar")
