"""Write the Utrecht dossier: what the covenant memo tells, and a plausible first year marked as example.

    python examples/utrecht/make_dossier.py > examples/utrecht/dossier.jsonl

The same file comes out every time (fixed seed). Persons are invented and say so in their names.
"""

import json
import random
import string
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import holidays

MUNICIPALITIES = """
gm0307 gm0308 gm0310 gm0312 gm0313 gm0317 gm0321 gm0327 gm0331 gm0335 gm0339 gm0340 gm0342 gm0344 gm0345 gm0351
gm0352 gm0353 gm0355 gm0356 gm0589 gm0632 gm0736 gm1581 gm1904 gm1961
""".split()  # noqa: SIM905 - easier to check against the register of municipalities
SIGNATORIES = ["pv26", *MUNICIPALITIES, "odu"]
STEERING = ["pv26", "gm0307", "gm0344", "gm0345", "gm0632", "odu"]
COORDINATION = ["pv26", "gm0307", "gm0344", "odu"]
COVENANT = "utrecht-2026"
ADOPTED = date(2025, 10, 31)
RESTRUCTURED = date(2026, 1, 1)
MEMO = "Oplegger Convenant Regionale Samenwerking, november 2025"
LAST_RECORDED = date(2026, 11, 20)
DUTCH_HOLIDAYS = holidays.country_holidays("NL", years=range(2025, 2028))

Line = dict[str, Any]


class Dossier:
    """Collects lines and gives them out in the order in which they were recorded."""

    def __init__(self) -> None:
        self.random = random.Random(2026)
        self.lines: list[tuple[date, int, Line]] = []
        self.board: dict[str, str] = {}
        self.staff: dict[str, str] = {}
        self.deputy: dict[str, str] = {}
        self.present: list[Line] = []
        self._names = self._invented_names()

    def add(self, act: str, key: str, recorded: date, *, memo: bool = False, **fields: Any) -> None:
        """Add a line; lines of the memo carry it as source, all others are marked as example."""
        about: Line = {"source": MEMO} if memo else {"example": True}
        line = {"act": act, "key": key, "recorded": recorded, **about, **fields}
        self.lines.append((recorded, len(self.lines), line))

    def person(self, party: str, sort: str, number: int, recorded: date) -> str:
        """Register an invented person of a party and give back the identifier."""
        identifier = f"p-{number:04d}"
        name = next(self._names)
        mailbox = name.lower().replace(". ", ".")
        email = f"{mailbox}@{party}.example"
        fields: Line = {"person": identifier, "name": name, "on": recorded, "email": email}
        self.add("register-person", f"persoon-{identifier}", recorded, **fields)
        {"board": self.board, "staff": self.staff, "deputy": self.deputy}[sort][party] = identifier
        return identifier

    def mandate(self, party: str, person: str, start: date, scopes: list[str], recorded: date) -> None:
        """A mandate of the party for the person."""
        ground = "Mandaatregeling" if "sign" in scopes else "Aanwijzing vertegenwoordiger"
        fields: Line = {
            "mandate": f"{party}-{person}",
            "person": person,
            "start": start,
            "scopes": scopes,
            "ground": ground,
        }
        self.add("grant-mandate", f"mandaat-{party}-{person}", recorded, party=party, **fields)

    @staticmethod
    def _invented_names() -> Iterator[str]:
        for surname in ("Voorbeeld", "Fictief", "Verzonnen", "Denkbeeldig", "Bedacht"):
            for initial in string.ascii_uppercase:
                yield f"{initial}. {surname}"


def workday(day: date) -> date:
    """The day itself, or the first later one that is neither weekend nor a Dutch public holiday."""
    while day.weekday() > 4 or day in DUTCH_HOLIDAYS:
        day += timedelta(days=1)
    return day


def people(dossier: Dossier) -> None:
    """Two persons a party: one of its board, one of its staff; with what they may do."""
    start = date(2025, 4, 1)
    number = 0
    for party in [*SIGNATORIES, "rhbo"]:
        for sort in ("board", "staff"):
            number += 1
            person = dossier.person(party, sort, number, start)
            # Some parties sign on a decision of their college; their representative has no signing mandate.
            signs = sort == "board" and number % 8 != 1
            dossier.mandate(party, person, start, ["represent", "sign"] if signs else ["represent"], start)
    for number, party in enumerate(SIGNATORIES, 201):
        deputy = dossier.person(party, "deputy", number, date(2025, 12, 9))
        dossier.mandate(party, deputy, RESTRUCTURED, ["represent"], date(2025, 12, 9))


def covenant_life(dossier: Dossier) -> None:
    """From the open draft to the covenant in force."""
    on = date(2025, 11, 3)
    dossier.add("open-signing", "openstelling", on, memo=True, covenant=COVENANT, on=on)
    dossier.add("enter-into-force", "inwerkingtreding", RESTRUCTURED, memo=True, covenant=COVENANT, on=RESTRUCTURED)


def restructure(dossier: Dossier) -> None:
    """The restructure per 1 January 2026."""
    recorded, since = date(2025, 12, 18), RESTRUCTURED

    def change(act: str, key: str, **fields: Any) -> None:
        dossier.add(act, f"herinrichting-{key}", recorded, memo=True, **fields)

    change(
        "reposition-body",
        "stuurgroep",
        body="stuurgroep",
        since=since,
        name="Stuurgroep Regionale Samenwerking",
        kind="algemeen bestuur",
        members=STEERING,
    )
    for body, name in (("b-pso", "Bestuurlijk PSO VTH & RO"), ("a-pso", "Ambtelijk PSO VTH & RO")):
        change("rescope-body", f"reikwijdte-{body}", body=body, scope=["VTH", "RO"], since=since)
        place = {"b-pso": 3, "a-pso": 4}[body]
        change("reposition-body", body, body=body, since=since, name=name, place=place)
    reason = "Het leidinggevendenoverleg gaat op in het A-PSO"
    change("close-body", "leidinggevenden", body="leidinggevendenoverleg", on=since, merged_into="a-pso", reason=reason)


def attendance(dossier: Dossier, body: str, members: list[str], on: date) -> list[Line]:
    """Who was there: the province always, of the others most."""
    who = dossier.board if body in ("b-pso", "stuurgroep") else dossier.staff
    share = 0.95 if len(members) < 10 else 0.82
    present: list[Line] = []
    for party in members:
        if party == "pv26" or dossier.random.random() < share:
            present.append({"person": holder_on(who, party, on), "party": party})
        elif on >= RESTRUCTURED and dossier.random.random() < 0.5:
            present.append({"person": dossier.deputy[party], "party": party})
    return present


SUCCEEDED = {"gm0355": (date(2026, 4, 1), "p-0100")}
"""The board member of one municipality leaves; from that day another represents it."""


def holder_on(who: dict[str, str], party: str, on: date) -> str:
    """Who represents the party on a day."""
    if party in SUCCEEDED and who[party] == "p-0101" and on < SUCCEEDED[party][0]:
        return SUCCEEDED[party][1]
    return who[party]


def meeting(dossier: Dossier, body: str, on: date, members: list[str], *, late: int = 7, memo: bool = False) -> str:
    """Plan a meeting and, when it lies behind us, record that it was held; gives back its identifier."""
    identifier = f"{body}-{on}"
    planned = on - timedelta(days=60)
    hours = {"starts": "09:30", "ends": "12:00"} if body in ("b-pso", "a-pso") else {"starts": "13:00", "ends": "14:30"}
    place = dossier.random.choice(["Provinciehuis Utrecht", "Kantoor ODU, Utrecht", "Stadhuis Amersfoort"])
    fields = {"meeting": identifier, "body": body, "on": on, **hours, "place": place}
    dossier.add("plan-meeting", f"plan-{identifier}", max(planned, date(2025, 4, 2)), memo=memo, **fields)
    recorded = on + timedelta(days=late)
    if recorded <= LAST_RECORDED:
        present = attendance(dossier, body, members, on)
        chair = present[0]["person"]
        held = {"meeting": identifier, "held_on": on, "chair": chair, "attendance": present}
        dossier.add("hold-meeting", f"gehouden-{identifier}", recorded, memo=memo, **held)
        dossier.present = present
    return identifier


def decision(dossier: Dossier, meeting: str, number: int, kind: str, title: str, recorded: date, **fields: Any) -> None:
    """A decision of the meeting."""
    identifier = f"{meeting}-{number}"
    facts = {"decision": identifier, "meeting": meeting, "kind": kind, "title": title, **fields}
    dossier.add("decide", f"besluit-{identifier}", recorded, **facts)


def votes(dossier: Dossier, against: int, abstain: int) -> list[Line]:
    """A vote per party present, of which some against or abstaining (never the chair)."""
    present = dossier.present
    others = dossier.random.sample(range(1, len(present)), min(against + abstain, len(present) - 1))
    choice = {number: "against" if place < against else "abstain" for place, number in enumerate(others)}
    return [{**who, "choice": choice.get(number, "for")} for number, who in enumerate(present)]


def memo_meetings(dossier: Dossier) -> None:
    """The two meetings of the board-level body that the memo tells of."""
    may = date(2025, 5, 22)
    held = meeting(dossier, "b-pso", may, SIGNATORIES, memo=True)
    decision(
        dossier,
        held,
        1,
        "consult",
        "Consultatie over de evaluatie van de regionale samenwerking",
        may + timedelta(days=7),
        memo=True,
    )
    held = meeting(dossier, "b-pso", ADOPTED, SIGNATORIES, late=5, memo=True)
    recorded = ADOPTED + timedelta(days=5)
    text = "Instemming met het adviesrapport, het tussenmodel en ondertekening van het convenant voor 1 januari 2026."
    decision(
        dossier,
        held,
        1,
        "agree",
        "Advies Regionale Samenwerking en convenant",
        recorded,
        memo=True,
        text=text,
        unanimous=True,
    )
    for who in dossier.present:
        party = who["party"]
        fields: Line = {"party": party, "given_on": ADOPTED, "ground": f"Besluit {held}-1 van het B-PSO"}
        dossier.add("commit", f"toezegging-{party}", recorded, memo=True, covenant=COVENANT, **fields)


def signatures(dossier: Dossier) -> None:
    """Signatures arrive; two are late, one has not come at all."""
    late = {"gm0340": date(2026, 1, 20), "gm0589": date(2026, 2, 10)}
    for number, party in enumerate(party for party in SIGNATORIES if party != "gm0339"):
        on = late.get(party) or workday(date(2025, 11, 18) + timedelta(days=(number * 7) % 37))
        fields: Line = {"party": party, "person": dossier.board[party], "signed_on": on}
        if int(dossier.board[party][2:]) % 8 == 1:
            fields |= {"ground": "college_decision", "document": f"Collegebesluit {on.year}-{100 + number}"}
            fields["decided_on"] = on - timedelta(days=6)
        else:
            fields["document"] = "Mandaatregeling"
        recorded = on + timedelta(days=dossier.random.choice([1, 2, 3, 9]))
        dossier.add("sign", f"handtekening-{party}", recorded, covenant=COVENANT, **fields)


def roles(dossier: Dossier) -> None:
    """Who holds which role: chairs, secretaries, coordinators, participants; a vacancy and a succession."""

    def assign(role: str, party: str, person: str, start: date, until: date | None = None, late: int = 3) -> None:
        fields: Line = {"assignment": f"{role}-{person}", "party": party, "person": person, "start": start}
        fields |= {"until": until} if until else {}
        dossier.add("assign-role", f"rol-{role}-{person}", start + timedelta(days=late), role=role, **fields)

    first = date(2025, 4, 15)
    for body in ("stuurgroep", "b-pso"):
        assign(f"voorzitter-{body}", "pv26", dossier.board["pv26"], first)
    assign("voorzitter-a-pso", "pv26", dossier.staff["pv26"], first)
    assign("voorzitter-coordinatieoverleg", "pv26", dossier.staff["pv26"], RESTRUCTURED)
    for body in ("stuurgroep", "b-pso", "a-pso", "leidinggevendenoverleg"):
        assign(f"secretaris-{body}", "rhbo", dossier.staff["rhbo"], first, until=date(2025, 12, 31))
    assign("secretaris-stuurgroep", "odu", dossier.staff["odu"], RESTRUCTURED)
    assign("secretaris-coordinatieoverleg", "odu", dossier.staff["odu"], RESTRUCTURED)
    assign("secretaris-a-pso", "odu", dossier.staff["odu"], RESTRUCTURED)
    # The board-level body had no secretary for three months, and one succession since.
    assign("secretaris-b-pso", "gm0344", dossier.staff["gm0344"], date(2026, 4, 1), until=date(2026, 9, 30), late=10)
    assign("secretaris-b-pso", "gm0307", dossier.staff["gm0307"], date(2026, 10, 1))
    assign("coordinator-strategisch", "pv26", dossier.staff["pv26"], RESTRUCTURED)
    assign("coordinator-operationeel", "odu", dossier.staff["odu"], RESTRUCTURED)
    for body, members, who in (
        ("stuurgroep", STEERING, dossier.board),
        ("coordinatieoverleg", COORDINATION, dossier.staff),
        ("b-pso", SIGNATORIES, dossier.board),
        ("a-pso", SIGNATORIES, dossier.staff),
    ):
        for party in members:
            assign(f"deelnemer-{body}", party, who[party], RESTRUCTURED if body != "b-pso" else first)
    for party in [*SIGNATORIES, "rhbo"]:
        assign("deelnemer-leidinggevendenoverleg", party, dossier.staff[party], first, until=date(2025, 12, 31))


def succession(dossier: Dossier) -> None:
    """A board member of one municipality leaves; another takes over mandate and role."""
    party, left = "gm0355", date(2026, 3, 31)
    old = dossier.board[party]
    start = left + timedelta(days=1)
    reason = "Vertrek van de wethouder"
    fields: Line = {"mandate": f"{party}-{old}", "last_day": left, "reason": reason}
    dossier.add("withdraw-mandate", f"mandaat-einde-{old}", date(2026, 4, 2), party=party, **fields)
    ended: Line = {"assignment": f"deelnemer-b-pso-{old}", "last_day": left, "reason": reason}
    dossier.add("end-assignment", f"rol-einde-{old}", date(2026, 4, 2), role="deelnemer-b-pso", **ended)
    new = dossier.person(party, "board", 101, date(2026, 4, 8))
    dossier.mandate(party, new, start, ["represent", "sign"], date(2026, 4, 8))
    SUCCEEDED[party] = (start, old)
    taken: Line = {"assignment": f"deelnemer-b-pso-{new}", "party": party, "person": new, "start": start}
    dossier.add("assign-role", f"rol-deelnemer-b-pso-{new}", date(2026, 4, 9), role="deelnemer-b-pso", **taken)
    fields = {"person": dossier.staff["gm0308"], "on": date(2026, 6, 2), "name": "B. Verbeterd-Voorbeeld"}
    dossier.add("correct-person", "naam-verbeterd", date(2026, 6, 2), **fields)


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
        ("advise", "Advies over het regionale toezichtsprogramma"),
        ("consult", "Consultatie over de samenhang van VTH en RO"),
        ("advise", "Advies over het uitvoeringsprogramma"),
    ],
    "leidinggevendenoverleg": [
        ("consult", "Consultatie over het concept van het convenant"),
        ("advise", "Advies over de integratie in het A-PSO"),
    ],
    "b-pso": [
        ("agree", "Uitvoeringsprogramma regionale samenwerking"),
        ("decide", "Vaststelling van het voortgangsoverzicht"),
        ("agree", "Afspraken over de inzet van de ODU"),
        ("consult", "Consultatie over de opzet van de eerste evaluatie"),
    ],
}
BODIES = {
    "leidinggevendenoverleg": [*SIGNATORIES, "rhbo"],
    "stuurgroep": STEERING,
    "coordinatieoverleg": COORDINATION,
    "a-pso": SIGNATORIES,
    "b-pso": SIGNATORIES,
}


def year(dossier: Dossier) -> None:
    """Meetings at each body's rhythm from the last months of 2025 on, with what they decided."""
    rhythm = {
        "stuurgroep": [(2025, 11, 13), *((2026, month, 12) for month in (2, 5, 9, 11)), (2027, 1, 21)],
        "leidinggevendenoverleg": [(2025, month, 9) for month in (6, 9, 12)],
        "coordinatieoverleg": [(2026, month, 8) for month in range(1, 13)],
        "a-pso": [(2025, 11, 20), *((2026, month, 19) for month in (1, 3, 5, 7, 9, 11)), (2027, 1, 19)],
        "b-pso": [*((2026, month, 25) for month in (3, 6, 9)), (2026, 12, 10)],
    }
    cancelled = {"coordinatieoverleg-2026-08-10": "Zomerreces, geen agendapunten"}
    late = {"a-pso-2026-05-19": 31, "b-pso-2026-06-25": 24}
    for body, days in rhythm.items():
        for round_number, day in enumerate(days):
            on = workday(date(*day))
            members = [*STEERING, "rhbo"] if body == "stuurgroep" and on < RESTRUCTURED else BODIES[body]
            identifier = f"{body}-{on}"
            if identifier in cancelled:
                plan_and_cancel(dossier, body, on, cancelled[identifier])
                continue
            meeting(dossier, body, on, members, late=late.get(identifier, 7))
            if on + timedelta(days=late.get(identifier, 7)) <= LAST_RECORDED:
                decisions(dossier, body, identifier, round_number, on + timedelta(days=late.get(identifier, 8)))


def plan_and_cancel(dossier: Dossier, body: str, on: date, reason: str) -> None:
    """A meeting that was planned and fell through."""
    identifier = f"{body}-{on}"
    fields: Line = {
        "meeting": identifier,
        "body": body,
        "on": on,
        "starts": "13:00",
        "ends": "14:30",
        "place": "Digitaal",
    }
    dossier.add("plan-meeting", f"plan-{identifier}", on - timedelta(days=60), **fields)
    day = on - timedelta(days=12)
    dossier.add("cancel-meeting", f"annulering-{identifier}", day, meeting=identifier, on=day, reason=reason)


def decisions(dossier: Dossier, body: str, meeting: str, round_number: int, recorded: date) -> None:
    """The decisions of one meeting: most unanimous, some with dissent or abstention."""
    recorded = min(recorded, LAST_RECORDED)
    for number, (kind, subject) in enumerate(SUBJECTS[body], 1):
        title = f"{subject} ({meeting[-10:-3]})"
        if kind == "consult":
            decision(dossier, meeting, number, kind, title, recorded)
        elif (round_number + number) % 3 == 0:
            split = votes(dossier, against=1 + number % 2, abstain=round_number % 2)
            decision(dossier, meeting, number, kind, title, recorded, votes=split)
        else:
            decision(dossier, meeting, number, kind, title, recorded, unanimous=True)


def lines() -> Iterator[str]:
    """The whole dossier, a line at a time, without line ends."""
    dossier = Dossier()
    people(dossier)
    memo_meetings(dossier)
    covenant_life(dossier)
    signatures(dossier)
    restructure(dossier)
    roles(dossier)
    succession(dossier)
    year(dossier)
    yield "# The regional cooperation of Utrecht. Lines with a source tell what the covenant memo tells (a day that the"
    yield '# memo leaves open is chosen within the month it names); lines with "example": true are invented.'
    for _, _, line in sorted(dossier.lines, key=lambda item: item[:2]):
        yield json.dumps(line, ensure_ascii=False, default=str)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
