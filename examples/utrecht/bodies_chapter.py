"""The restructure of 1 January 2026, who takes part, roles and their handover, and agreed effort (S3, S6, S7)."""

from datetime import date, timedelta
from typing import Any

from writing import (
    BOARD_LEVEL,
    BODIES,
    COORDINATION,
    RESTRUCTURED,
    SIGNATORIES,
    STARTED,
    STEERING,
    Dossier,
    Line,
    later,
)

DECIDED = date(2025, 12, 18)
PSO_RULES = [
    {"kind": "agree", "majority": "1", "quorum": "2/3"},
    {"kind": "decide", "majority": "2/3"},
    {"kind": "advise", "majority": "1/2", "written": True},
]
NEW_PROFILES: dict[str, Line] = {
    "stuurgroep": {
        "name": "Stuurgroep Regionale Samenwerking",
        "kind": "algemeen bestuur",
        "place": 1,
        "members": STEERING,
        "rank": "board",
        "signal_answer_days": 90,
        "portfolio_limit": 3,
        "required_members": ["pv26", "odu"],
    },
    "b-pso": {
        "name": "Bestuurlijk PSO VTH & RO",
        "place": 3,
        "rhythm": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=3TH",
        "reports_to": "stuurgroep",
        "overview_first": True,
        "rank": "board",
        "signal_answer_days": 60,
        "rules": PSO_RULES,
    },
    "a-pso": {
        "name": "Ambtelijk PSO VTH & RO",
        "place": 4,
        "rhythm": "FREQ=MONTHLY;INTERVAL=2;BYDAY=3TU",
        "rhythm_start": RESTRUCTURED,
        "reports_to": "coordinatieoverleg",
        "overview_first": True,
        "rank": "official",
        "signal_answer_days": 42,
        "portfolio_limit": 4,
        "rules": PSO_RULES,
    },
}


def seats_before(dossier: Dossier) -> None:
    """Who takes part in the overleg leidinggevenden, before it goes up into the A-PSO."""
    body = "leidinggevendenoverleg"
    for party in BODIES[body]:
        fields: Line = {"seat": f"{party}-1", "party": party, "person": dossier.staff[party], "start": STARTED}
        dossier.add("take-seat", f"deelname-{body}-{party}", STARTED, body=body, **fields)


def restructure(dossier: Dossier) -> None:
    """The restructure per 1 January 2026."""

    def change(act: str, key: str, **fields: Any) -> None:
        dossier.add(act, f"herinrichting-{key}", DECIDED, memo=True, **fields)

    for body in ("b-pso", "a-pso"):
        change("rescope-body", f"reikwijdte-{body}", body=body, scope=["VTH", "RO"], since=RESTRUCTURED)
    for body, profile in NEW_PROFILES.items():
        change("reposition-body", body, body=body, since=RESTRUCTURED, **profile)
    reason = "Het leidinggevendenoverleg gaat op in het A-PSO"
    merged: Line = {"body": "leidinggevendenoverleg", "into": "a-pso", "on": RESTRUCTURED, "reason": reason}
    change("merge-body", "leidinggevenden", **merged, staying_out=["rhbo"])
    for body, themes in (("stuurgroep", ["wonen", "energie"]), ("a-pso", ["milieu"])):
        change("set-body-themes", f"themas-{body}", body=body, themes=themes, since=RESTRUCTURED)


def seats_after(dossier: Dossier) -> None:
    """Participants and deputies of the bodies after the restructure; those of the A-PSO came along with the merger."""
    for body in ("stuurgroep", "coordinatieoverleg", "b-pso"):
        rank = "board" if body in BOARD_LEVEL else "official"
        for party in BODIES[body]:
            person = dossier.who(body)[party]
            fields: Line = {"party": party, "person": person, "start": RESTRUCTURED, "rank": rank}
            dossier.add("take-seat", f"deelname-{body}-{party}", DECIDED, body=body, seat=f"{party}-1", **fields)
    for body in ("stuurgroep", "coordinatieoverleg", "b-pso", "a-pso"):
        rank = "board" if body in BOARD_LEVEL else "official"
        for party in BODIES[body]:
            fields = {"party": party, "person": dossier.deputy[party], "start": RESTRUCTURED, "rank": rank}
            fields["deputy_of"] = f"{party}-1"
            dossier.add("take-seat", f"plaatsvervanger-{body}-{party}", DECIDED, body=body, seat=f"{party}-2", **fields)


def roles(dossier: Dossier) -> None:
    """Who holds which role: chairs, secretaries, coordinators, participants; a vacancy of three months."""

    def assign(role: str, party: str, person: str, start: date, until: date | None = None, **more: Any) -> None:
        late = more.pop("late", 3)
        fields: Line = {"assignment": f"{role}-{person}", "party": party, "person": person, "start": start}
        fields |= {"until": until} if until else {}
        recorded = start + timedelta(days=late)
        dossier.add("assign-role", f"rol-{role}-{person}", recorded, role=role, **fields, **more)

    first = STARTED
    deputy: dict[str, Any] = {"deputy": dossier.deputy["pv26"]}
    for body in ("stuurgroep", "b-pso"):
        assign(f"voorzitter-{body}", "pv26", dossier.board["pv26"], first)
    assign("voorzitter-a-pso", "pv26", dossier.staff["pv26"], first)
    assign("voorzitter-coordinatieoverleg", "pv26", dossier.staff["pv26"], RESTRUCTURED, **deputy)
    for body in ("stuurgroep", "b-pso", "a-pso", "leidinggevendenoverleg"):
        assign(f"secretaris-{body}", "rhbo", dossier.staff["rhbo"], first, until=date(2025, 12, 31))
    for body in ("stuurgroep", "coordinatieoverleg", "a-pso"):
        assign(f"secretaris-{body}", "odu", dossier.staff["odu"], RESTRUCTURED)
    # The board-level body had no secretary for three months.
    assign("secretaris-b-pso", "gm0344", dossier.staff["gm0344"], date(2026, 4, 1), late=10)
    assign("coordinator-strategisch", "pv26", dossier.staff["pv26"], RESTRUCTURED, **deputy)
    assign("coordinator-operationeel", "odu", dossier.staff["odu"], RESTRUCTURED)
    for role in ("voorzitter-stuurgroep", "voorzitter-b-pso"):
        assignment = f"{role}-{dossier.board['pv26']}"
        named: Line = {"role": role, "assignment": assignment, "since": RESTRUCTURED, **deputy}
        dossier.add("name-deputy", f"plaatsvervanger-{role}", date(2026, 1, 9), **named)
    for body, members in (("stuurgroep", STEERING), ("coordinatieoverleg", COORDINATION), ("b-pso", SIGNATORIES)):
        for party in members:
            assign(f"deelnemer-{body}", party, dossier.who(body)[party], RESTRUCTURED if body != "b-pso" else first)
    for party in SIGNATORIES:
        assign("deelnemer-a-pso", party, dossier.staff[party], RESTRUCTURED)
    for party in BODIES["leidinggevendenoverleg"]:
        assign("deelnemer-leidinggevendenoverleg", party, dossier.staff[party], first, until=date(2025, 12, 31))


def handover(dossier: Dossier, open_matters: list[str]) -> None:
    """The secretary of the board-level body hands over to another, with the open matters of the body."""
    on, start, takes_over = date(2026, 8, 27), date(2026, 9, 10), date(2026, 10, 1)
    about: Line = {"handover": "secretaris-b-pso-2026"}
    successor = dossier.staff["gm0307"]
    fields: Line = {
        "role": "secretaris-b-pso",
        "assignment": f"secretaris-b-pso-{dossier.staff['gm0344']}",
        "successor": successor,
        "party": "gm0307",
        "takes_over_on": takes_over,
        "reason": "Andere functie binnen de gemeente",
    }
    dossier.add("announce-handover", "overdracht-aangekondigd", on, **about, **fields, on=on)
    extra = ["sleutel van het archief"]
    dossier.add("start-handover", "overdracht-gestart", start, **about, on=start, matters=extra)
    for number, matter in enumerate([*open_matters, *extra]):
        day = later(start, 5 + number % 9)
        dossier.add("hand-over-matter", f"overdracht-{number}", day, **about, matter=matter, on=day)
    accepted = date(2026, 9, 29)
    done: Line = {"assignment": f"secretaris-b-pso-{successor}", "on": accepted, "deputy": dossier.deputy["gm0307"]}
    dossier.add("accept-handover", "overdracht-aanvaard", accepted, **about, **done)


def succession(dossier: Dossier) -> None:
    """A board member of one municipality leaves; another takes over mandate, seat and role."""
    party, left = "gm0355", date(2026, 3, 31)
    old, start, recorded = dossier.board[party], date(2026, 4, 1), date(2026, 4, 8)
    reason = "Vertrek van de wethouder"
    gone: Line = {"person": old, "last_day": left, "reason": reason}
    dossier.add("person-leaves", f"vertrek-{old}", date(2026, 4, 2), party=party, **gone)
    new = dossier.person(party, "board", 101, recorded)
    dossier.mandate(party, new, start, ["represent", "sign"], recorded)
    ended: Line = {"assignment": f"deelnemer-b-pso-{old}", "last_day": left, "reason": reason}
    dossier.add("end-assignment", f"rol-einde-{old}", recorded, role="deelnemer-b-pso", **ended)
    dossier.add(
        "leave-seat", f"deelname-einde-{old}", recorded, body="b-pso", seat=f"{party}-1", last_day=left, reason=reason
    )
    taken: Line = {"party": party, "person": new, "start": start}
    dossier.add("take-seat", f"deelname-{new}", recorded, body="b-pso", seat=f"{party}-3", **taken)
    taken["assignment"] = f"deelnemer-b-pso-{new}"
    dossier.add("assign-role", f"rol-deelnemer-b-pso-{new}", recorded, role="deelnemer-b-pso", **taken)
    fields: Line = {"person": dossier.staff["gm0308"], "on": date(2026, 6, 2), "name": "B. Verbeterd-Voorbeeld"}
    dossier.add("correct-person", "naam-verbeterd", date(2026, 6, 2), **fields)
    dossier.board[party] = old
    dossier.succeeded[party] = (start, new)


def effort(dossier: Dossier) -> None:
    """What the province and the environmental service commit, on the grounds that the memo names; with a gap."""

    def commit(effort: str, number: int, party: str, amount: str, ground: str, document: str, on: date) -> None:
        fields: Line = {"commitment": f"deel-{number}", "party": party, "amount": amount, "ground": ground}
        about: Line = {"effort": effort, "document": document, "on": on}
        dossier.add("commit-effort", f"inzet-{effort}-{number}", later(on, 4), **about, **fields)

    statute = "Omgevingswet 2.18, 18.26 en 18.27"
    commit("pv26-coordinatie-2026", 1, "pv26", "1.0", "statutory_task", statute, date(2026, 1, 12))
    commit("odu-coordinatie-2026", 1, "odu", "900", "fixed_contribution", "Begroting ODU 2026", date(2026, 1, 15))
    commit("odu-coordinatie-2026", 2, "odu", "500", "service_agreement", "DVO 2026", date(2026, 3, 3))
    commit("odu-platform-2026", 1, "odu", "18500.00", "fixed_contribution", "Begroting ODU 2026", date(2026, 1, 15))
    on = date(2026, 6, 16)
    taken_back: Line = {"effort": "odu-coordinatie-2026", "commitment": "deel-2", "on": on}
    dossier.add("take-back-effort", "inzet-terug", on, **taken_back, reason="Onderbezetting in het tweede halfjaar")
    changed: Line = {"effort": "odu-coordinatie-2026", "amount": "1200", "since": date(2026, 7, 1)}
    dossier.add("change-effort", "inzet-gewijzigd", date(2026, 6, 30), **changed, reason="Aangepast aan de capaciteit")
