"""Two years of meetings: agendas, attendance, minutes, decisions and the action items that carry them out (S4, S5, S15)."""

from datetime import date, timedelta
from typing import Any

from rso_core.events import planned_dates
from writing import (
    ADOPTED,
    BOARD_LEVEL,
    BODIES,
    LAST_RECORDED,
    RESTRUCTURED,
    SIGNATORIES,
    STEERING,
    Dossier,
    Line,
    invented_hash,
    later,
)

PLACES = ["Provinciehuis Utrecht", "Kantoor ODU, Utrecht", "Stadhuis Amersfoort"]
RHYTHMS = {
    "stuurgroep": "FREQ=MONTHLY;BYMONTH=2,5,9,11;BYDAY=2TH",
    "coordinatieoverleg": "FREQ=MONTHLY;BYDAY=2MO",
    "a-pso": "FREQ=MONTHLY;INTERVAL=2;BYDAY=3TU",
    "b-pso": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=3TH",
    "leidinggevendenoverleg": "FREQ=MONTHLY;BYMONTH=2,4,6,9,11;BYDAY=2TU",
}
PLANNED_UNTIL = date(2027, 12, 31)
SUBJECTS = {
    "stuurgroep": [
        ("decide", "Koers en prioriteiten voor het komende halfjaar"),
        ("advise", "Advies over de jaarplanning van de kennisnetwerken"),
        ("decide", "Inzet van capaciteit binnen bestaande middelen"),
    ],
    "coordinatieoverleg": [
        ("decide", "Agenda en stukken voor de komende overleggen"),
        ("advise", "Advies over signalen uit de uitvoering"),
        ("decide", "Volgorde van de lopende projecten"),
        ("consult", "Ervaringen met het voortgangsoverzicht"),
    ],
    "a-pso": [
        ("consult", "Consultatie over de samenhang van VTH en RO"),
        ("advise", "Advies over het regionale toezichtsprogramma"),
        ("advise", "Advies over het uitvoeringsprogramma"),
    ],
    "leidinggevendenoverleg": [
        ("consult", "Consultatie over de herinrichting van de overleggen"),
        ("advise", "Advies over de integratie in het A-PSO"),
    ],
    "b-pso": [
        ("agree", "Uitvoeringsprogramma regionale samenwerking"),
        ("decide", "Vaststelling van het voortgangsoverzicht"),
        ("agree", "Afspraken over de inzet van de ODU"),
        ("consult", "Consultatie over de opzet van de eerste evaluatie"),
    ],
}
TASKS = [
    "Planning voor het komende kwartaal uitwerken",
    "Reacties van de gemeenten verzamelen",
    "Voorstel voor de volgende vergadering schrijven",
    "Afstemmen met de omgevingsdienst",
    "Capaciteit bij de eigen organisatie navragen",
    "Werkafspraken op het platform zetten",
]
LATE_RECORDS = {"a-pso-2026-05-19": 31, "b-pso-2026-06-18": 14}
WITHOUT_OVERVIEW = {"a-pso-2026-03-17": "De cijfers van de omgevingsdienst waren niet op tijd beschikbaar."}


class Meetings:
    """Writes meetings, and remembers what later chapters refer to."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.held: dict[str, list[tuple[str, date, date]]] = {}
        self.decisions: dict[str, list[str]] = {}

    def plan(self, body: str, on: date, *, memo: bool = False, recorded: date | None = None) -> str:
        """Plan a meeting two months ahead."""
        identifier = f"{body}-{on}"
        early = body in ("b-pso", "a-pso")
        hours = {"starts": "09:30", "ends": "12:00"} if early else {"starts": "13:00", "ends": "14:30"}
        place = self.dossier.random.choice(PLACES)
        fields: Line = {"meeting": identifier, "body": body, "on": on, **hours, "place": place}
        day = recorded or max(on - timedelta(days=60), date(2025, 1, 3))
        self.dossier.add("plan-meeting", f"plan-{identifier}", min(day, LAST_RECORDED), memo=memo, **fields)
        return identifier

    def agenda(self, body: str, on: date) -> None:
        """The agenda, a week before: in a PSO since the restructure the overview first."""
        identifier = f"{body}-{on}"
        items: list[Line] = []
        if body in ("a-pso", "b-pso") and on >= RESTRUCTURED and identifier not in WITHOUT_OVERVIEW:
            items.append({"kind": "overview", "title": "Voortgangsoverzicht", "minutes": 20})
        items.append({"kind": "inform", "title": "Mededelingen", "minutes": 10})
        for kind, subject in SUBJECTS[body]:
            asked = {"consult": "discuss", "advise": "advise"}.get(kind, "decide")
            papers = [f"Voorstel {subject.lower()}.pdf"]
            items.append({"kind": asked, "title": subject, "minutes": 25, "papers": papers})
        items.append({"kind": "decide", "title": "Verslag van de vorige vergadering", "minutes": 5})
        items.append({"kind": "discuss", "title": "Stand van de actiepunten", "minutes": 10})
        items.append({"kind": "discuss", "title": "Rondvraag"})
        if body == "stuurgroep" and on >= RESTRUCTURED:
            items.append({"kind": "discuss", "title": "Personele zaken", "minutes": 15, "confidential": True})
        # An agenda that does not start with the overview leaves the first place open.
        first = 2 if identifier in WITHOUT_OVERVIEW else 1
        recorded = min(on - timedelta(days=8), LAST_RECORDED)
        for place, item in enumerate(items, first):
            fields: Line = {"meeting": identifier, "item": f"punt-{place}", "place": place, **item, "on": recorded}
            self.dossier.add("add-agenda-item", f"agenda-{identifier}-{place}", recorded, **fields)

    def hold(self, body: str, on: date, *, late: int = 7, memo: bool = False) -> date | None:
        """Record that the meeting was held; gives back the day of recording, or None when it lies ahead."""
        identifier = f"{body}-{on}"
        recorded = later(on, late) if not memo else on + timedelta(days=late)
        if on + timedelta(days=late) > LAST_RECORDED:
            return None
        present = self._attendance(body, on)
        chair = next(p["person"] for p in present if p["party"] == "pv26")
        held: Line = {"meeting": identifier, "held_on": on, "chair": chair, "attendance": present}
        if identifier in WITHOUT_OVERVIEW:
            held["without_overview"] = WITHOUT_OVERVIEW[identifier]
        self.dossier.add("hold-meeting", f"gehouden-{identifier}", recorded, memo=memo, **held)
        self.dossier.present = [p for p in present if not p.get("guest")]
        self._minutes(body, on, recorded)
        return recorded

    def decide(self, body: str, meeting: str, number: int, kind: str, title: str, recorded: date, **fields: Any) -> str:
        """A decision of the meeting."""
        identifier = f"{meeting}-{number}"
        facts = {"decision": identifier, "meeting": meeting, "kind": kind, "title": title, **fields}
        self.dossier.add("decide", f"besluit-{identifier}", recorded, **facts)
        self.decisions.setdefault(body, []).append(identifier)
        return identifier

    def votes(self, against: int, abstain: int) -> list[Line]:
        """A vote per party present, of which some against or abstaining (never the chair)."""
        present = self.dossier.present
        others = self.dossier.random.sample(range(1, len(present)), min(against + abstain, len(present) - 1))
        choice = {number: "against" if place < against else "abstain" for place, number in enumerate(others)}
        return [
            {"person": who["person"], "party": who["party"], "choice": choice.get(number, "for")}
            for number, who in enumerate(present)
        ]

    def _attendance(self, body: str, on: date) -> list[Line]:
        """Who was there: the province always, of the others most, some through a deputy; now and then a guest."""
        dossier, members = self.dossier, BODIES[body]
        if body == "stuurgroep" and on < RESTRUCTURED:
            members = [*STEERING, "rhbo"]
        share = 0.95 if len(members) < 10 else 0.82
        present: list[Line] = []
        for party in members:
            if party == "pv26" or dossier.random.random() < share:
                present.append({"person": dossier.person_for(body, party, on), "party": party})
            elif on >= RESTRUCTURED and dossier.random.random() < 0.5:
                present.append({"person": dossier.deputy[party], "party": party})
        if body == "coordinatieoverleg" and on.month % 4 == 0:
            present.append({"person": dossier.staff["gm0345"], "party": "gm0345", "guest": True})
        return present

    def _minutes(self, body: str, on: date, recorded: date) -> None:
        """Minutes a few days after the record, approved in the next meeting."""
        identifier = f"{body}-{on}"
        drawn_up = later(recorded, 4)
        document = f"Verslag {identifier}.pdf"
        fields: Line = {"meeting": identifier, "document": document, "sha256": invented_hash(document), "on": drawn_up}
        self.dossier.add("draw-up-minutes", f"verslag-{identifier}", drawn_up, **fields)
        for earlier, _, minutes_on in self.held.get(body, [])[-1:]:
            approved: Line = {"meeting": earlier, "in_meeting": identifier}
            self.dossier.add("approve-minutes", f"vaststelling-{earlier}", max(recorded, minutes_on), **approved)
        self.held.setdefault(body, []).append((identifier, on, drawn_up))


def memo_meetings(meetings: Meetings) -> str:
    """The two meetings of the board-level body that the memo tells of; gives back the decision of 31 October 2025."""
    may = date(2025, 5, 22)
    held = meetings.plan("b-pso", may, memo=True)
    recorded = meetings.hold("b-pso", may, memo=True)
    assert recorded is not None
    title = "Consultatie over de evaluatie van de regionale samenwerking"
    consulted = meetings.decide("b-pso", held, 1, "consult", title, recorded, memo=True)
    held = meetings.plan("b-pso", ADOPTED, memo=True)
    recorded = meetings.hold("b-pso", ADOPTED, late=5, memo=True)
    assert recorded is not None
    text = "Instemming met het adviesrapport, het tussenmodel en ondertekening van het convenant voor 1 januari 2026."
    return meetings.decide(
        "b-pso",
        held,
        1,
        "agree",
        "Advies Regionale Samenwerking en convenant",
        recorded,
        memo=True,
        text=text,
        unanimous=True,
        follows=[consulted],
    )


def before_the_restructure(meetings: Meetings) -> None:
    """Meetings of 2025, under the Intentieovereenkomst."""
    days = {
        "stuurgroep": [date(2025, 2, 13), date(2025, 5, 8), date(2025, 9, 11), date(2025, 11, 13)],
        "a-pso": [date(2025, month, day) for month, day in ((1, 21), (3, 18), (5, 20), (7, 15), (9, 16), (11, 18))],
        "leidinggevendenoverleg": [
            date(2025, month, day) for month, day in ((2, 11), (4, 8), (6, 10), (9, 9), (11, 11))
        ],
        "b-pso": [date(2025, 2, 28)],
    }
    _series(meetings, sorted((day, body) for body, of_body in days.items() for day in of_body))


def after_the_restructure(meetings: Meetings) -> None:
    """Meetings since 1 January 2026, at each body's rhythm; what lies ahead is planned."""
    series = []
    for body in ("stuurgroep", "coordinatieoverleg", "a-pso", "b-pso"):
        for day in planned_dates(RHYTHMS[body], RESTRUCTURED, RESTRUCTURED, PLANNED_UNTIL):
            series.append((day, body))
    skipped = ("coordinatieoverleg", date(2026, 8, 10))
    _series(meetings, sorted(s for s in series if s != (skipped[1], skipped[0])))
    on = date(2026, 6, 22)
    fields: Line = {
        "meeting": "coordinatieoverleg-2026-08-overgeslagen",
        "body": skipped[0],
        "day": skipped[1],
        "on": on,
    }
    meetings.dossier.add("skip-meeting", "overgeslagen-augustus", on, **fields, reason="Zomerreces, geen agendapunten")
    _extra_and_cancelled(meetings)


def _series(meetings: Meetings, series: list[tuple[date, str]]) -> None:
    for round_number, (on, body) in enumerate(series):
        if on > LAST_RECORDED + timedelta(days=60):
            if on < date(2027, 7, 1):
                meetings.plan(body, on, recorded=LAST_RECORDED)
            continue
        identifier = meetings.plan(body, on)
        if on - timedelta(days=8) <= LAST_RECORDED:
            meetings.agenda(body, on)
        recorded = meetings.hold(body, on, late=LATE_RECORDS.get(identifier, 7))
        if recorded is not None:
            _decisions(meetings, body, identifier, on, round_number, recorded)


def _extra_and_cancelled(meetings: Meetings) -> None:
    """An extra meeting of the steering group that was moved, and one that fell through."""
    dossier, on, moved = meetings.dossier, date(2026, 7, 2), date(2026, 7, 7)
    identifier = "stuurgroep-extra-2026"
    fields: Line = {"meeting": identifier, "body": "stuurgroep", "on": on, "starts": "16:00", "ends": "17:00"}
    dossier.add("plan-meeting", f"plan-{identifier}", date(2026, 6, 4), **fields, place="Digitaal", extra=True)
    change: Line = {"meeting": identifier, "to": moved, "on": date(2026, 6, 25), "reason": "Voorzitter verhinderd"}
    dossier.add("move-meeting", f"verzet-{identifier}", date(2026, 6, 25), **change)
    present = [{"person": dossier.person_for("stuurgroep", party, moved), "party": party} for party in STEERING]
    held: Line = {"meeting": identifier, "held_on": moved, "chair": dossier.board["pv26"], "attendance": present}
    dossier.add("hold-meeting", f"gehouden-{identifier}", date(2026, 7, 9), **held)
    identifier = "stuurgroep-extra-oktober"
    fields = {"meeting": identifier, "body": "stuurgroep", "on": date(2026, 10, 8), "starts": "16:00", "ends": "17:00"}
    dossier.add("plan-meeting", f"plan-{identifier}", date(2026, 9, 15), **fields, place="Digitaal", extra=True)
    day = date(2026, 10, 1)
    dossier.add("cancel-meeting", f"annulering-{identifier}", day, meeting=identifier, on=day, reason="Niet meer nodig")


def _decisions(meetings: Meetings, body: str, meeting: str, on: date, round_number: int, recorded: date) -> None:
    """The decisions of one meeting, most unanimous, some with dissent; each advice builds on the consultation before."""
    here: list[str] = []
    for number, (kind, subject) in enumerate(SUBJECTS[body], 1):
        fields: Line = {"follows": here[-1:]} if here and kind in ("advise", "decide") else {}
        title = f"{subject} ({on.isoformat()[:7]})"
        if kind == "consult":
            here.append(meetings.decide(body, meeting, number, kind, title, recorded, **fields))
            continue
        split = kind != "agree" and (round_number + number) % 3 == 0
        how: Line = {"votes": meetings.votes(1 + number % 2, round_number % 2)} if split else {"unanimous": True}
        decision = meetings.decide(body, meeting, number, kind, title, recorded, **how, **fields)
        here.append(decision)
        if not split:
            _carry_out(meetings, body, decision, on, recorded)


def _carry_out(meetings: Meetings, body: str, decision: str, on: date, recorded: date) -> None:
    """The action items of a decision: some done in time, some late, some put off, dropped or still open."""
    dossier = meetings.dossier
    parties = BODIES[body] if body != "leidinggevendenoverleg" else SIGNATORIES
    for number in range(1, 8 if body in BOARD_LEVEL else 7):
        party = dossier.random.choice(parties)
        action = f"{decision}-a{number}"
        due = on + timedelta(days=dossier.random.choice([21, 42, 63]))
        fields: Line = {"body": body, "title": dossier.random.choice(TASKS), "party": party, "on": on, "due": due}
        fields |= {"decision": decision, "meeting": decision.rpartition("-")[0]}
        fields["person"] = dossier.person_for(body, party, on)
        dossier.add("agree-action", f"actie-{action}", recorded, action=action, **fields)
        _follow(dossier, action, on, due, recorded)


def _follow(dossier: Dossier, action: str, on: date, due: date, recorded: date) -> None:
    started = later(recorded, 5)
    dice = dossier.random.random()
    if dice < 0.08 or started >= LAST_RECORDED:
        return
    dossier.add("start-action", f"actie-{action}-bezig", started, action=action, on=started)
    end = later(max(due, started), dossier.random.choice([-10, -3, 0, 0, 9, 25]))
    end = max(end, started)
    if dice < 0.16 and end > started:
        put_off: Line = {"action": action, "due": due + timedelta(days=28), "on": started}
        dossier.add("put-off-action", f"actie-{action}-uitgesteld", started, **put_off, reason="Wacht op cijfers")
    if end >= LAST_RECORDED:
        return
    if dice > 0.96:
        reason = "Ingehaald door een ander besluit"
        dossier.add("drop-action", f"actie-{action}-vervallen", end, action=action, on=end, reason=reason)
    elif dice > 0.22:
        dossier.add("finish-action", f"actie-{action}-klaar", end, action=action, on=end, result="Gereed")
