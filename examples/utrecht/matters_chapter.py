"""Signals, projects, the policy cycle and the first evaluation (S8 to S11), and the mishaps of two years."""

from datetime import date, timedelta

from meetings_chapter import Meetings
from writing import COVENANT, LAST_RECORDED, SIGNATORIES, Dossier, Line, later

SIGNALS = [
    ("bottleneck", "Te weinig toezichthouders in de zomer"),
    ("opportunity", "Samen inkopen van meetapparatuur"),
    ("bottleneck", "Vergunningaanvragen wachten op advies geluid"),
    ("opportunity", "Gedeelde kennisbank voor bodemvragen"),
    ("bottleneck", "Verschillende werkwijzen bij asbestmeldingen"),
    ("opportunity", "Eén loket voor complexe woningbouwplannen"),
    ("bottleneck", "Capaciteit voor energietoezicht loopt achter"),
    ("opportunity", "Regionale opleiding voor nieuwe juristen"),
]
THEMES = ["milieu", "wonen", "energie"]
PROJECTS = [
    ("energietoezicht", "Energietoezicht bij bedrijven", "a-pso", "odu", ["energie"]),
    ("bodemkaart", "Gezamenlijke bodemkwaliteitskaart", "a-pso", "gm0344", ["milieu"]),
    ("woningbouwloket", "Loket voor complexe woningbouw", "a-pso", "gm0307", ["wonen"]),
    ("asbest", "Eén werkwijze voor asbestmeldingen", "a-pso", "odu", ["milieu"]),
    ("geluid", "Regionaal geluidadvies", "a-pso", "gm0345", ["milieu", "wonen"]),
    ("datadeling", "Gegevens delen tussen bevoegde gezagen", "stuurgroep", "pv26", []),
]
NETWORKS = [
    ("kennisnetwerk-bodem", "Kennisnetwerk bodem", "gm0321"),
    ("kennisnetwerk-juridisch", "Kennisnetwerk juridische zaken", "gm0736"),
]


def signals(meetings: Meetings) -> None:
    """Two signals in three weeks: supported, bundled, escalated step by step, ranked, answered; and one that got stuck."""
    dossier = meetings.dossier
    first = date(2026, 1, 8)
    for number in range(64):
        kind, title = SIGNALS[number % len(SIGNALS)]
        on = later(first, number * 5)
        if on >= LAST_RECORDED - timedelta(days=20):
            break
        party = SIGNATORIES[(number * 5) % len(SIGNATORIES)]
        about: Line = {"signal": f"s-{number + 1:03d}"}
        text = f"{title}: gesignaleerd vanuit de uitvoering."
        raised: Line = {"kind": kind, "title": title, "text": text, "party": party, "body": "a-pso", "on": on}
        raised["theme"] = THEMES[number % 3]
        dossier.add("raise-signal", f"signaal-{number + 1}", later(on, 1), **about, **raised)
        _life_of_signal(dossier, about, number, party, later(on, 1))
    on = date(2026, 5, 15)
    ranked = ["s-005", "s-009", "s-013"]
    decision = next(d for d in meetings.decisions["stuurgroep"] if d.startswith(f"stuurgroep-{on}"))
    dossier.add("rank-signals", "prioriteiten", later(on, 9), decision=decision, signals=ranked)


def _life_of_signal(dossier: Dossier, about: Line, number: int, party: str, on: date) -> None:
    key = f"signaal-{number + 1}"
    supporter = SIGNATORIES[(number * 5 + 3) % len(SIGNATORIES)]
    if supporter != party:
        day = later(on, 3)
        dossier.add("support-signal", f"{key}-steun", day, **about, party=supporter, on=day)
    if number == 6:
        return  # stuck: nobody answers it
    if number in (8, 16):
        return  # later signals are about the same and are bundled under these; see below
    if number in (18, 26):
        day = later(on, 5)
        dossier.add("bundle-signal", f"{key}-gebundeld", day, **about, under=f"s-{number - 9:03d}", on=day)
        return
    answered = later(on, 30)
    if number % 4 == 0:
        for step, (body, days) in enumerate((("coordinatieoverleg", 10), ("stuurgroep", 38))):
            if step and number % 8:
                break
            day = later(on, days)
            reason = "Vraagt afstemming boven het overleg"
            dossier.add("escalate-signal", f"{key}-stap-{step}", day, **about, to=body, on=day, reason=reason)
        answered = later(on, 150)
    if answered < LAST_RECORDED:
        answer = "Opgenomen in het uitvoeringsprogramma." if number % 3 else "Geen aanleiding voor regionale actie."
        dossier.add("answer-signal", f"{key}-antwoord", answered, **about, answer=answer, on=answered)


def portfolio(meetings: Meetings) -> None:
    """Projects within the limit, one over it by a decision, one paused, one stopped; and networks, that do not count."""
    dossier = meetings.dossier
    for number, (project, name, owner) in enumerate(NETWORKS):
        on = date(2026, 1, 20 + number)
        fields: Line = {"name": name, "kind": "network", "body": "a-pso", "owner": owner, "on": on}
        dossier.add("propose-project", f"project-{project}", on, project=project, **fields)
        dossier.add("start-project", f"start-{project}", later(on, 7), project=project, on=later(on, 7))
    for number, (project, name, body, owner, themes) in enumerate(PROJECTS):
        on = date(2026, 1, 26) + timedelta(days=7 * number)
        about: Line = {"project": project}
        fields = {"name": name, "goal": f"{name} in de hele regio", "body": body, "owner": owner, "themes": themes}
        dossier.add("propose-project", f"project-{project}", on, **about, **fields, on=on)
        for step, days in enumerate((90, 200, 330)):
            due = on + timedelta(days=days)
            milestone: Line = {"milestone": f"m{step + 1}", "title": f"Fase {step + 1} gereed", "due": due, "on": on}
            dossier.add("set-milestone", f"mijlpaal-{project}-{step + 1}", on, **about, **milestone)
            reached = later(due, 12 if number % 2 else -8)
            if reached < LAST_RECORDED and project != "asbest" and step < 2:
                done: Line = {"milestone": f"m{step + 1}", "on": reached}
                dossier.add("reach-milestone", f"mijlpaal-{project}-{step + 1}-bereikt", reached, **about, **done)
        if project != "geluid":
            start = later(on, 10)
            dossier.add("start-project", f"start-{project}", start, **about, on=start)
    _over_the_limit(meetings)
    stopped, paused, resumed = date(2026, 9, 22), date(2026, 10, 6), date(2026, 11, 10)
    dossier.add("stop-project", "stop-asbest", stopped, project="asbest", on=stopped, reason="Landelijke aanpak volgt")
    dossier.add("pause-project", "pauze-bodem", paused, project="bodemkaart", on=paused, reason="Wacht op metingen")
    dossier.add("start-project", "hervat-bodem", resumed, project="bodemkaart", on=resumed)
    since = date(2026, 7, 1)
    dossier.add("change-owner", "eigenaar-loket", since, project="woningbouwloket", owner="gm0344", since=since)
    about_themes: Line = {"project": "datadeling", "themes": ["wonen", "milieu"], "since": since}
    dossier.add("set-project-themes", "themas-datadeling", since, **about_themes)


def _over_the_limit(meetings: Meetings) -> None:
    """The fifth project runs over the limit of four: the A-PSO advises it in writing, and that is named at the start."""
    dossier = meetings.dossier
    asked, closed = date(2026, 4, 7), date(2026, 4, 21)
    votes = [
        {"party": party, "person": dossier.person_for("a-pso", party, closed), "choice": "for"}
        for party in SIGNATORIES[:22]
    ]
    fields: Line = {
        "decision": "a-pso-schriftelijk-2026-1",
        "body": "a-pso",
        "kind": "advise",
        "title": "Regionaal geluidadvies boven het maximum van vier projecten",
        "asked_on": asked,
        "closed_on": closed,
        "votes": votes,
        "over_limit": ["geluid"],
    }
    dossier.add("decide-in-writing", "schriftelijk-1", later(closed, 1), **fields)
    start = later(closed, 6)
    started: Line = {"project": "geluid", "on": start, "over_limit": "a-pso-schriftelijk-2026-1"}
    dossier.add("start-project", "start-geluid", start, **started, motive="De achterstand in adviezen kan niet wachten")


def cycle(meetings: Meetings) -> None:
    """What served the moments of the policy cycle; the last one closed without its decision."""
    dossier = meetings.dossier

    def serve(cycle_: str, moment: str, recorded: date, **subject: str) -> None:
        about: Line = {"cycle": cycle_, "moment": moment, **subject}
        dossier.add("serve-moment", f"cyclus-{moment}", recorded, **about)

    serve("2026", "beleid-2026", date(2026, 2, 24), decision="stuurgroep-2026-02-12-1")
    serve("2026", "programma-2026", date(2026, 4, 1), decision="b-pso-2026-03-19-1")
    serve("2026", "uitvoering-2026", date(2026, 6, 22), meeting="a-pso-2026-05-19")
    serve("2026", "monitoring-2026", date(2026, 9, 3), meeting="b-pso-2026-09-17")
    on = date(2026, 10, 13)
    moved: Line = {
        "cycle": "2026",
        "moment": "evaluatie-2026",
        "opens": date(2026, 10, 1),
        "closes": date(2026, 11, 19),
    }
    dossier.add("move-moment", "cyclus-verschoven", on, **moved, on=on, reason="Evaluatie loopt uit")


def decisions_that_changed(meetings: Meetings) -> None:
    """A revoked decision, one that took the place of another, a conditional one, and minutes corrected a month later."""
    dossier = meetings.dossier
    meeting, recorded = "stuurgroep-2026-05-15", date(2026, 5, 26)
    revoking = meetings.decide(
        "stuurgroep", meeting, 8, "decide", "Intrekken van de jaarplanning van februari", recorded, unanimous=True
    )
    reason = "De planning ging uit van uren die er niet zijn"
    revoked: Line = {"decision": "stuurgroep-2026-02-12-3", "by": revoking, "reason": reason}
    dossier.add("revoke-decision", "intrekking-1", recorded, **revoked)
    meeting, recorded = "coordinatieoverleg-2026-06-08", date(2026, 6, 16)
    earlier = "coordinatieoverleg-2026-03-09-3"
    title = "Volgorde van de lopende projecten, herzien"
    meetings.decide(
        "coordinatieoverleg",
        meeting,
        8,
        "decide",
        title,
        recorded,
        unanimous=True,
        supersedes=[earlier],
        follows=[earlier],
    )
    meeting, recorded = "b-pso-2026-03-19", date(2026, 3, 26)
    condition = "De ODU bevestigt de uren"
    conditional = meetings.decide(
        "b-pso",
        meeting,
        8,
        "agree",
        "Inzet van de ODU voor energietoezicht",
        recorded,
        unanimous=True,
        condition=condition,
        condition_due=date(2026, 5, 1),
    )
    on = date(2026, 5, 12)
    fulfilled: Line = {"decision": conditional, "on": on, "ground": "Brief ODU 2026-44"}
    dossier.add("fulfil-condition", "voorwaarde-1", on, **fulfilled)
    meetings.decide(
        "b-pso", "b-pso-2026-09-17", 8, "agree", "Platform voor gegevensdeling", date(2026, 9, 24),
        unanimous=True, condition="Instemming van alle colleges", condition_due=date(2026, 11, 1), confidential=True,
    )  # fmt: skip
    absent = next(
        party for party in SIGNATORIES if party not in {p["party"] for p in attendance_of(dossier, "b-pso-2026-03-19")}
    )
    missed = [{"person": dossier.board[absent], "party": absent}]
    corrected: Line = {"meeting": "b-pso-2026-03-19", "correction": "Een aanwezige partij was weggelaten"}
    dossier.add("correct-minutes", "correctie-verslag", date(2026, 4, 28), **corrected, missed=missed)


def attendance_of(dossier: Dossier, meeting: str) -> list[Line]:
    """Who was present in a meeting, as first recorded."""
    lines = (line for _, _, line in dossier.lines)
    held = next(line for line in lines if line["act"] == "hold-meeting" and line["meeting"] == meeting)
    return list(held["attendance"])


def evaluation(dossier: Dossier) -> None:
    """The first evaluation: inputs, findings, recommendations, and what became of them."""
    about: Line = {"evaluation": "evaluatie-2026"}
    opened = date(2026, 9, 1)
    title = "Eerste evaluatie van de regionale samenwerking"
    dossier.add(
        "open-evaluation",
        "evaluatie",
        opened,
        **about,
        covenant=COVENANT,
        title=title,
        on=opened,
        evaluator="Secretariaat",
    )
    inputs = [
        ("sessie-1", "session", "Ochtendsessie met vertegenwoordigers", date(2026, 9, 8), SIGNATORIES[:14]),
        ("gesprek-1", "interview", "Gesprek met de coördinator van de ODU", date(2026, 9, 11), ["odu"]),
        ("vragenlijst", "questionnaire", "Vragenlijst onder alle partijen", date(2026, 9, 14), SIGNATORIES),
        ("rapportages", "document", "Voortgangsoverzichten van het jaar", date(2026, 9, 16), []),
    ]
    for name, kind, text, on, parties in inputs:
        fields: Line = {"input": name, "kind": kind, "title": text, "on": on, "parties": parties}
        dossier.add("give-input", f"evaluatie-{name}", later(on, 2), **about, **fields)
    findings = [
        ("b1", "De vaste ordening geeft houvast.", ["sessie-1", "vragenlijst"]),
        ("b2", "Signalen blijven soms liggen tussen twee overleggen.", ["gesprek-1", "rapportages"]),
        ("b3", "Plaatsvervangers zijn niet overal geregeld.", ["vragenlijst"]),
    ]
    for name, text, rests_on in findings:
        on = date(2026, 9, 28)
        finding: Line = {"finding": name, "text": text, "on": on, "inputs": rests_on}
        dossier.add("record-finding", f"evaluatie-{name}", on, **about, **finding)
    recommendations = [
        ("a1", "Wijs per overleg iemand aan die signalen bewaakt.", ["b2"]),
        ("a2", "Leg voor elke rol een plaatsvervanger vast.", ["b3"]),
        ("a3", "Voeg een derde bestuurslaag toe.", ["b1"]),
        ("a4", "Neem de inzet per rol op in het convenant.", ["b1", "b3"]),
        ("a5", "Deel de kengetallen elk kwartaal.", ["b2"]),
    ]
    for name, text, findings_of in recommendations:
        on = date(2026, 10, 5)
        recommended: Line = {"recommendation": name, "text": text, "on": on, "findings": findings_of}
        dossier.add("recommend", f"evaluatie-{name}", on, **about, **recommended)
    responses: list[tuple[str, Line]] = [
        ("a1", {"response": "action", "result": "a-pso-2026-09-15-2-a1", "due": date(2027, 2, 1)}),
        ("a2", {"response": "adopted", "due": date(2026, 11, 15)}),
        ("a3", {"response": "rejected", "motive": "Past niet bij minder vergaderdruk."}),
        ("a4", {"response": "amendment", "result": "wijziging-1"}),
    ]
    for name, response in responses:
        on = date(2026, 10, 20)
        dossier.add("respond", f"evaluatie-{name}-antwoord", on, **about, recommendation=name, on=on, **response)
    on = date(2026, 11, 17)
    done: Line = {"recommendation": "a1", "on": on, "how": "De secretarissen bewaken de signalen"}
    dossier.add("finish-recommendation", "evaluatie-a1-klaar", on, **about, **done)


def open_matters(dossier: Dossier, body: str, by: date) -> list[str]:
    """Action items of a body that stood open on a day, as a handover lists them."""
    opened: list[str] = []
    for recorded, _, line in sorted(dossier.lines, key=lambda item: item[:2]):
        if recorded > by:
            break
        if line["act"] == "agree-action" and line["body"] == body:
            opened.append(line["action"])
        elif line["act"] in ("finish-action", "drop-action") and line["action"] in opened:
            opened.remove(line["action"])
    return [f"action {action}" for action in opened]
