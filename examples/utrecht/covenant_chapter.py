"""People and mandates, and the life of the covenant up to its signatures (S1, S2)."""

from datetime import date, timedelta

from papers import hash_of
from writing import (
    ADOPTED,
    COVENANT,
    LAST_RECORDED,
    PREDECESSOR,
    RESTRUCTURED,
    SIGNATORIES,
    STARTED,
    Dossier,
    Line,
    later,
    workday,
)

ADVICE = "Instemming met het adviesrapport, het tussenmodel en ondertekening van het convenant voor 1 januari 2026."


def people(dossier: Dossier) -> None:
    """Two persons a party: one of its board, one of its staff; with what they may do. Deputies come later."""
    number = 0
    for party in [*SIGNATORIES, "rhbo"]:
        for sort in ("board", "staff"):
            number += 1
            person = dossier.person(party, sort, number, STARTED)
            # Some parties sign on a decision of their college; their representative has no signing mandate.
            signs = sort == "board" and number % 8 != 1
            dossier.mandate(party, person, STARTED, ["represent", "sign"] if signs else ["represent"], STARTED)
    for number, party in enumerate(SIGNATORIES, 201):
        deputy = dossier.person(party, "deputy", number, date(2025, 12, 9))
        dossier.mandate(party, deputy, date(2025, 12, 9), ["represent"], date(2025, 12, 9))


def predecessor(dossier: Dossier) -> None:
    """The Intentieovereenkomst, that ends with 2025, and what it leaves behind."""
    title = "Intentieovereenkomst Regionale Samenwerkingsafspraken Omgevingswet"
    start = date(2023, 1, 1)
    about: Line = {"covenant": PREDECESSOR}
    drafted: Line = {**about, "title": title, "parties": SIGNATORIES, "drafted_on": start, "concerns": title}
    dossier.add("draft-covenant", "intentieovereenkomst", STARTED, memo=True, **drafted)
    dossier.add("open-signing", "intentieovereenkomst-open", STARTED, **about, on=start)
    dossier.add("enter-into-force", "intentieovereenkomst-van-kracht", STARTED, **about, on=start)
    reason = "Opgevolgd door het Convenant Regionale Samenwerking"
    ended: Line = {**about, "last_day": date(2025, 12, 31), "reason": reason}
    dossier.add("end-covenant", "intentieovereenkomst-einde", date(2025, 12, 18), memo=True, **ended)
    left_behind = {
        "ondersteuning": ("Ondersteuning door het regiebureau RHBO eindigt; taken gaan over", date(2026, 2, 6)),
        "kennisnetwerken": ("Lopende kennisnetwerken zonder coördinator", date(2026, 4, 14)),
        "archief": ("Archief van het regiebureau", None),
    }
    for matter, (text, settled) in left_behind.items():
        about = {"covenant": COVENANT, "matter": matter}
        on = date(2025, 12, 18)
        dossier.add("inherit-matter", f"nalatenschap-{matter}", on, **about, title=text, on=on)
        if settled:
            how = "Overgenomen door de Omgevingsdienst Utrecht"
            dossier.add("settle-matter", f"nalatenschap-{matter}-klaar", settled, **about, on=settled, how=how)


def drafting(dossier: Dossier) -> None:
    """Two versions, and a consultation round of all parties on the first."""
    days = {"concept-1": date(2025, 9, 16), "concept-2": date(2025, 10, 14)}
    for version, on in days.items():
        document = f"Convenant Regionale Samenwerking, {version}.pdf"
        fields: Line = {"version": version, "document": document, "sha256": hash_of(version), "on": on}
        dossier.add("draft-version", f"versie-{version}", on, covenant=COVENANT, **fields)
    round_of(dossier, "ronde-1", "concept-1", date(2025, 9, 17), "Wat vindt u van het concept en van het tussenmodel?")
    round_of(dossier, "ronde-2", "concept-2", date(2025, 10, 14), "Is uw opmerking goed verwerkt?")


def round_of(dossier: Dossier, name: str, version: str, opened: date, question: str) -> None:
    """A consultation round: who was asked, who answered what; one party never answered."""
    first = name == "ronde-1"
    length = 21 if first else 14
    about: Line = {"covenant": COVENANT, "consultation": name}
    asked: Line = {"version": version, "asked": SIGNATORIES, "on": opened, "closes_on": opened + timedelta(days=length)}
    dossier.add("open-consultation", f"consultatie-{name}", opened, memo=first, **about, **asked, question=question)
    for number, party in enumerate(SIGNATORIES):
        if party == "gm0331":
            continue
        on = workday(opened + timedelta(days=2 + (number * 5) % (length - 4)))
        answered: Line = {"party": party, "on": on, "answer": "in_favour"}
        if first and number % 7 == 3:
            answered |= {"answer": "with_remarks", "text": "Maak de verwachte inzet per rol concreet."}
        if first and party == "gm0339":
            answered |= {"answer": "objects", "text": "De vergaderdruk voor kleine gemeenten blijft te hoog."}
        dossier.add("answer-consultation", f"consultatie-{name}-{party}", later(on, 1), **about, **answered)
    on = workday(opened + timedelta(days=length + 1)) if not first else date(2025, 10, 13)
    conclusion = "Verwerkt in concept-2: inzet per rol, en lagere frequenties." if first else "Geen wijzigingen meer."
    dossier.add("close-consultation", f"consultatie-{name}-gesloten", on, **about, on=on, conclusion=conclusion)


def adoption(dossier: Dossier, decision: str) -> None:
    """The agreement of 31 October 2025 adopts the text; the parties present give their word."""
    recorded = ADOPTED + timedelta(days=5)
    fields: Line = {"covenant": COVENANT, "version": "concept-2", "decision": decision}
    dossier.add("adopt-covenant", "vaststelling", recorded, memo=True, **fields)
    for who in dossier.present:
        party = who["party"]
        word: Line = {"party": party, "given_on": ADOPTED, "ground": f"Besluit {decision} van het B-PSO"}
        dossier.add("commit", f"toezegging-{party}", recorded, memo=True, covenant=COVENANT, **word)
    on = date(2025, 11, 5)
    dossier.add("open-signing", "openstelling", on, memo=True, covenant=COVENANT, on=on)
    dossier.add("enter-into-force", "inwerkingtreding", RESTRUCTURED, memo=True, covenant=COVENANT, on=RESTRUCTURED)


def signatures(dossier: Dossier) -> None:
    """Signatures arrive: two late, one after a refusal, one under reservation; one party has not signed at all."""
    late_ones = {"gm0340": date(2026, 1, 20), "gm0589": date(2026, 2, 10), "gm0353": date(2026, 3, 24)}
    refused = date(2025, 12, 16)
    reason = "Het college wil eerst duidelijkheid over de inzet van uren."
    dossier.add(
        "refuse-signing", "weigering-gm0353", refused, covenant=COVENANT, party="gm0353", on=refused, reason=reason
    )
    for number, party in enumerate(p for p in SIGNATORIES if p != "gm0339"):
        on = late_ones.get(party) or workday(date(2025, 11, 18) + timedelta(days=(number * 7) % 37))
        decided: Line = {"document": f"Collegebesluit {on.year}-{100 + number}", "decided_on": on - timedelta(days=6)}
        recorded = on + timedelta(days=dossier.random.choice([1, 2, 3, 9]))
        about: Line = {"covenant": COVENANT, "party": party}
        if party not in ("pv26", "odu"):
            dossier.add("college-decision", f"college-{party}", recorded, **about, **decided)
        fields: Line = {**about, "person": dossier.board[party], "signed_on": on}
        if int(dossier.board[party][2:]) % 8 == 1:
            fields |= {"ground": "college_decision", **decided}
        else:
            fields["document"] = "Mandaatregeling"
        if party == "gm0321":
            fields["reservation"] = "Instemming van de gemeenteraad met de kosten"
        if number % 9 == 4:
            fields |= {"medium": "digital", "sha256": hash_of("concept-2")}
        dossier.add("sign", f"handtekening-{party}", recorded, **fields)
    on = date(2026, 1, 29)
    lifted: Line = {"covenant": COVENANT, "party": "gm0321", "on": on, "ground": "Raadsbesluit 2026-4"}
    dossier.add("lift-reservation", "voorbehoud-gm0321", date(2026, 2, 3), **lifted)


def amendment(dossier: Dossier, decision_day: date) -> None:
    """An amendment that all parties have to sign, and not all have signed yet."""
    on = decision_day + timedelta(days=8)
    fields: Line = {
        "amendment": "wijziging-1",
        "title": "Inzet per rol als bijlage bij het convenant",
        "document": "Wijziging 1 convenant.pdf",
        "sha256": hash_of("wijziging-1"),
        "deadline": date(2026, 12, 31),
        "on": on,
    }
    dossier.add("propose-amendment", "wijziging-1", on, covenant=COVENANT, **fields)
    for number, party in enumerate(SIGNATORIES):
        signed_on = workday(on + timedelta(days=7 + (number * 3) % 50))
        if number % 3 == 2 or signed_on >= LAST_RECORDED or int(dossier.board[party][2:]) % 8 == 1:
            continue
        signed: Line = {"party": party, "person": dossier.person_for("b-pso", party, signed_on), "signed_on": signed_on}
        about: Line = {"covenant": COVENANT, "amendment": "wijziging-1", "document": "Mandaatregeling"}
        dossier.add("sign", f"handtekening-wijziging-1-{party}", later(signed_on, 1), **about, **signed)
