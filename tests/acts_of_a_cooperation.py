"""Every act there is, at least once, in an order in which all are allowed: a cooperation in small."""

from datetime import date, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from acts_of_a_region import PARTIES, PEOPLE, founding_acts, mandate, present, set_up
from rso_core import Act, acts
from rso_core.domain.body.profile import DecisionRule
from rso_core.domain.meeting.state import ItemKind
from rso_core.domain.project.state import ProjectKind
from rso_core.domain.signal.state import SignalKind
from rso_core.events import (
    Answer,
    Attendee,
    Choice,
    DayFrom,
    DecisionKind,
    EffortGround,
    GroundKind,
    InputKind,
    Level,
    Medium,
    Needs,
    PartyKind,
    PlatformChoice,
    Rank,
    Response,
    Scope,
    Unit,
    Vote,
    VotesShown,
)

TEXT = sha256(b"convenant").hexdigest()
CHANGE = sha256(b"wijziging").hexdigest()
D = date


def votes(*parties: str) -> tuple[Vote, ...]:
    """A vote in favour of each, through their own people."""
    return tuple(Vote(party=p, person=PEOPLE[p], choice=Choice.FOR) for p in parties)


def every_act() -> list[Act]:
    """The acts, in the order in which they are to be recorded."""
    return [
        *founding_acts(),
        *_covenant(),
        *_bodies(),
        *_meetings(),
        *_roles(),
        *_matters(),
        *_end(),
        *accounting_acts(),
    ]


def _covenant() -> list[Act]:
    c: dict[str, Any] = {"covenant": "conv"}
    return [
        acts.CorrectPerson(person="p-1", on=D(2025, 2, 1), name="E. Voorbeeld"),
        acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=D(2025, 1, 1)),
        mandate("gem-a", "p-4", until=D(2027, 12, 31)),
        acts.InheritMatter(**c, matter="archief", title="Archief van de voorganger", on=D(2025, 9, 2)),
        acts.SettleMatter(**c, matter="archief", on=D(2025, 12, 1), how="Overgebracht"),
        acts.DraftVersion(**c, version="v1", document="convenant.pdf", sha256=TEXT, on=D(2025, 9, 2)),
        acts.OpenConsultation(
            **c, consultation="r1", asked=PARTIES, on=D(2025, 9, 3), version="v1", closes_on=D(2025, 9, 30)
        ),
        acts.AnswerConsultation(
            **c, consultation="r1", party="gem-a", answer=Answer.WITH_REMARKS, on=D(2025, 9, 9), text="Korter."
        ),
        acts.CloseConsultation(**c, consultation="r1", on=D(2025, 10, 1), conclusion="Verwerkt"),
        acts.PlanMeeting(meeting="m0", body="overleg", on=D(2025, 10, 31), starts=time(10), ends=time(12)),
        acts.HoldMeeting(meeting="m0", held_on=D(2025, 10, 31), chair="p-1", attendance=present(*PARTIES)),
        acts.Decide(decision="d0", meeting="m0", kind=DecisionKind.AGREE, title="Convenant", unanimous=True),
        acts.AdoptCovenant(**c, version="v1", decision="d0"),
        acts.OpenSigning(**c, on=D(2025, 11, 1)),
        acts.Commit(**c, party="gem-a", given_on=D(2025, 10, 31), ground="Besluit d0"),
        acts.CollegeDecision(**c, party="gem-a", document="B&W 12", decided_on=D(2025, 11, 10)),
        acts.Sign(**c, party="prov", person="p-1", signed_on=D(2025, 11, 11), medium=Medium.DIGITAL, sha256=TEXT),
        acts.Sign(
            **c,
            party="gem-a",
            person="p-2",
            signed_on=D(2025, 11, 12),
            ground=GroundKind.COLLEGE_DECISION,
            document="B&W 12",
            decided_on=D(2025, 11, 10),
            reservation="Instemming van de raad",
        ),
        acts.LiftReservation(**c, party="gem-a", on=D(2025, 12, 4), ground="Raadsbesluit 3"),
        acts.RefuseSigning(**c, party="gem-b", on=D(2025, 12, 1), reason="Geen uren"),
        acts.Sign(**c, party="gem-b", person="p-3", signed_on=D(2025, 12, 8)),
        acts.WithdrawSignature(**c, party="gem-b", on=D(2025, 12, 9), reason="Vergissing"),
        acts.Sign(**c, party="gem-b", person="p-3", signed_on=D(2025, 12, 10)),
        acts.WithdrawSignature(**c, party="gem-b", on=D(2025, 12, 11), reason="Toch digitaal"),
        acts.RecordCertificate(
            person="p-3", certificate="c" * 64, signer="Ce Voorbeeld", issuer="Voorbeeld CA", on=D(2025, 12, 12)
        ),
        acts.Sign(
            **c,
            party="gem-b",
            person="p-3",
            signed_on=D(2025, 12, 12),
            medium=Medium.DIGITAL,
            sha256=TEXT,
            certificate="c" * 64,
            issuer="Voorbeeld CA",
            trusted_root="d" * 64,
            root_name="Voorbeeld Root CA",
            day_from=DayFrom.TIME_STAMP,
        ),
        acts.EnterIntoForce(**c, on=D(2026, 1, 1)),
        acts.RegisterParty(
            party="nieuw",
            name="Waterschap",
            kind=PartyKind.WATER_AUTHORITY,
            on=D(2026, 1, 2),
            platform_choice=PlatformChoice.ADD,
            platform_ground="Verwerkingsafspraak 12",
        ),
        acts.ChoosePlatform(party="nieuw", choice=PlatformChoice.INVITE, on=D(2026, 3, 1)),
        acts.Accede(**c, party="nieuw", on=D(2026, 2, 1), ground="Besluit"),
        acts.WithdrawParty(**c, party="nieuw", last_day=D(2026, 5, 31), reason="Reorganisatie"),
        acts.ProposeAmendment(
            **c,
            amendment="w1",
            title="Inzet",
            document="w1.pdf",
            sha256=CHANGE,
            on=D(2026, 6, 1),
            deadline=D(2026, 9, 1),
        ),
        *(acts.Sign(**c, party=p, person=PEOPLE[p], signed_on=D(2026, 6, 20), amendment="w1") for p in PARTIES),
        acts.AmendCovenant(**c, amendment="w1", on=D(2026, 7, 1)),
    ]


def _bodies() -> list[Act]:
    rules = (DecisionRule(kind=DecisionKind.DECIDE, majority="2/3", written=True, takes_part=PARTIES),)
    return [
        set_up(
            "breed", place=2, chair=None, rhythm="FREQ=MONTHLY;INTERVAL=2", signal_answer_days=30, reports_to="overleg"
        ),
        set_up("oud", place=3, chair=None, rhythm="FREQ=MONTHLY", reports_to="breed", members=("gem-a", "gem-b")),
        set_up(
            "tijdelijk", place=4, chair=None, level=Level.OPERATIONAL, confidential=True, votes_shown=VotesShown.NONE
        ),
        acts.RepositionBody(
            body="overleg", since=D(2026, 1, 1), rules=rules, prioritises=True, portfolio_limit=1, overview_first=True
        ),
        acts.RescopeBody(body="overleg", scope=("VTH", "RO"), since=D(2026, 1, 1)),
        acts.RenameBody(body="overleg", name="Algemeen bestuur", since=D(2026, 1, 1)),
        acts.LeaveBody(body="oud", party="gem-b", since=D(2025, 6, 1)),
        acts.JoinBody(body="oud", party="gem-b", since=D(2025, 7, 1)),
        acts.TakeSeat(body="oud", seat="z1", party="gem-a", person="p-2", start=D(2025, 7, 1), rank=Rank.OFFICIAL),
        acts.TakeSeat(body="oud", seat="z2", party="gem-a", person="p-4", start=D(2025, 7, 1), deputy_of="z1"),
        acts.TakeSeat(body="oud", seat="z3", party="gem-b", person="p-3", start=D(2025, 7, 1)),
        acts.LeaveSeat(body="oud", seat="z3", last_day=D(2025, 11, 30), reason="Andere taak"),
        acts.NameTheme(theme="wonen", name="Wonen", on=D(2025, 1, 1)),
        acts.NameTheme(theme="oudthema", name="Oud thema", on=D(2025, 1, 1)),
        acts.SetBodyThemes(body="overleg", themes=("wonen",), since=D(2026, 1, 1)),
        acts.RetireTheme(theme="oudthema", on=D(2026, 1, 1), reason="Afgerond"),
        acts.AgreeAction(
            action="a0", body="oud", title="Lijst", party="gem-a", on=D(2025, 11, 1), due=D(2026, 2, 1), person="p-2"
        ),
        acts.RaiseSignal(
            signal="s0", kind=SignalKind.BOTTLENECK, title="Druk", party="gem-a", body="oud", on=D(2025, 11, 1)
        ),
        acts.ProposeProject(
            project="pr0", name="Kaart", body="oud", owner="gem-a", on=D(2025, 11, 1), themes=("wonen",)
        ),
        acts.MergeBody(body="oud", into="breed", on=D(2026, 1, 1), reason="Minder overleg"),
        acts.CloseBody(body="tijdelijk", on=D(2026, 1, 1), reason="Klaar"),
    ]


def _meetings() -> list[Act]:
    on = D(2026, 3, 12)
    m: dict[str, Any] = {"meeting": "m1"}
    return [
        acts.PlanMeeting(meeting="m1", body="overleg", on=D(2026, 3, 5), starts=time(10), ends=time(12), extra=True),
        acts.MoveMeeting(meeting="m1", to=on, on=D(2026, 2, 20), reason="Verhinderd", starts=time(9), ends=time(11)),
        acts.AddAgendaItem(**m, item="i1", place=1, kind=ItemKind.OVERVIEW, title="Overzicht", on=D(2026, 3, 1), minutes=10),
        acts.AddAgendaItem(**m, item="i2", place=2, kind=ItemKind.DECIDE, title="Voorstel", on=D(2026, 3, 1), papers=("v.pdf",)),
        acts.AddAgendaItem(**m, item="i3", place=3, kind=ItemKind.INFORM, title="Nieuws", on=D(2026, 3, 1)),
        acts.RemoveAgendaItem(**m, item="i3", on=D(2026, 3, 2), reason="Geen nieuws"),
        acts.HoldMeeting(**m, held_on=on, chair="p-1", attendance=present("prov", "gem-a")),
        acts.DrawUpMinutes(**m, document="verslag.pdf", on=D(2026, 3, 16), sha256=TEXT),
        acts.CorrectMinutes(**m, correction="Aanwezige vergeten", missed=(Attendee(person="p-3", party="gem-b"),)),
        acts.PlanMeeting(meeting="m2", body="overleg", on=D(2026, 6, 11), starts=time(10), ends=time(12)),
        acts.HoldMeeting(
            meeting="m2",
            held_on=D(2026, 6, 11),
            chair="p-1",
            attendance=present(*PARTIES),
            without_overview="Cijfers te laat",
        ),
        acts.ApproveMinutes(**m, in_meeting="m2"),
        acts.PlanMeeting(meeting="m3", body="overleg", on=D(2026, 9, 10), starts=time(10), ends=time(12)),
        acts.CancelMeeting(meeting="m3", on=D(2026, 9, 1), reason="Geen stukken"),
        acts.SkipMeeting(meeting="m4", body="breed", day=D(2026, 8, 3), on=D(2026, 7, 1), reason="Zomer"),
        acts.Decide(decision="d1", meeting="m1", kind=DecisionKind.CONSULT, title="Consultatie", item="i2"),
        acts.Decide(
            decision="d2",
            meeting="m2",
            kind=DecisionKind.DECIDE,
            title="Besluit",
            votes=votes(*PARTIES),
            follows=("d1",),
            condition="Geld is er",
            condition_due=D(2026, 8, 1),
        ),
        acts.FulfilCondition(decision="d2", on=D(2026, 7, 1), ground="Begroting"),
        acts.DecideInWriting(
            decision="d3",
            body="overleg",
            kind=DecisionKind.DECIDE,
            title="Anders besloten",
            asked_on=D(2026, 7, 1),
            closed_on=D(2026, 7, 14),
            votes=votes(*PARTIES),
            supersedes=("d2",),
            over_limit=("pr0",),
        ),
        acts.Decide(decision="d4", meeting="m2", kind=DecisionKind.AGREE, title="Proef", unanimous=True),
        acts.RevokeDecision(decision="d4", by="d3", reason="Ingehaald"),
        acts.AgreeAction(
            action="a1", body="overleg", title="Uitvoeren", party="prov", on=D(2026, 6, 11), due=D(2026, 9, 1),
            decision="d2", meeting="m2",
        ),
        acts.StartAction(action="a1", on=D(2026, 6, 20)),
        acts.PutOffAction(action="a1", due=D(2026, 10, 1), on=D(2026, 7, 1), reason="Vakantie"),
        acts.HandOnAction(action="a1", party="gem-a", since=D(2026, 7, 2), person="p-2"),
        acts.FinishAction(action="a1", on=D(2026, 9, 20), result="Klaar"),
        acts.DropAction(action="a0", on=D(2026, 3, 1), reason="Overbodig"),
    ]  # fmt: skip


def _roles() -> list[Act]:
    h: dict[str, Any] = {"handover": "h1"}
    return [
        acts.EstablishRole(role="secretaris", name="Secretaris", on=D(2025, 1, 1), body="breed"),
        acts.AssignRole(role="secretaris", assignment="t1", party="gem-a", person="p-2", start=D(2026, 1, 1), deputy="p-4"),
        acts.AssignRole(role="vz", assignment="t0", party="prov", person="p-1", start=D(2026, 1, 1)),
        acts.NameDeputy(role="secretaris", assignment="t1", deputy="p-4", since=D(2026, 2, 1)),
        acts.AnnounceHandover(
            **h, role="secretaris", assignment="t1", successor="p-3", party="gem-b", takes_over_on=D(2026, 5, 1),
            on=D(2026, 4, 1), reason="Andere functie",
        ),
        acts.StartHandover(**h, on=D(2026, 4, 2), matters=("sleutel",)),
        acts.HandOverMatter(**h, matter="signal s0", on=D(2026, 4, 3), note="Ligt bij breed"),
        acts.HandOverMatter(**h, matter="project pr0", on=D(2026, 4, 3)),
        acts.HandOverMatter(**h, matter="sleutel", on=D(2026, 4, 4)),
        acts.AcceptHandover(**h, assignment="t2", on=D(2026, 4, 20)),
        acts.AnnounceHandover(
            handover="h2", role="secretaris", assignment="t2", successor="p-2", party="gem-a",
            takes_over_on=D(2026, 12, 1), on=D(2026, 10, 1), reason="Terug",
        ),
        acts.CallOffHandover(handover="h2", on=D(2026, 10, 5), reason="Toch niet"),
        acts.EndAssignment(role="vz", assignment="t0", last_day=D(2026, 10, 31), reason="Vertrek"),
    ]  # fmt: skip


def _matters() -> list[Act]:
    e: dict[str, Any] = {"effort": "inzet"}
    return [
        acts.AgreeEffort(**e, party="prov", unit=Unit.EURO, amount=Decimal("1000.50"), start=D(2026, 1, 1), until=D(2026, 12, 31)),
        acts.ChangeEffort(**e, amount=Decimal("1200.25"), since=D(2026, 3, 1), reason="Index"),
        acts.CommitEffort(
            **e, commitment="c1", party="prov", amount=Decimal("600.10"), ground=EffortGround.STATUTORY_TASK,
            document="Omgevingswet 2.18", on=D(2026, 1, 5),
        ),
        acts.TakeBackEffort(**e, commitment="c1", on=D(2026, 8, 1), reason="Bezuiniging"),
        acts.RaiseSignal(
            signal="s1", kind=SignalKind.OPPORTUNITY, title="Samen inkopen", party="gem-b", body="breed",
            on=D(2026, 2, 1), theme="wonen", person="p-3",
        ),
        acts.SupportSignal(signal="s1", party="gem-a", on=D(2026, 2, 2)),
        acts.BundleSignal(signal="s0", under="s1", on=D(2026, 2, 10)),
        acts.EscalateSignal(signal="s1", to="overleg", on=D(2026, 3, 1), reason="Kost geld"),
        acts.RankSignals(decision="d3", signals=("s1",)),
        acts.AnswerSignal(signal="s1", answer="Wij doen het", on=D(2026, 8, 1), decision="d3"),
        acts.StartProject(project="pr0", on=D(2026, 3, 1)),
        acts.PauseProject(project="pr0", on=D(2026, 4, 1), reason="Wacht"),
        acts.StartProject(project="pr0", on=D(2026, 8, 1), over_limit="d3", motive="Haast"),
        acts.ChangeOwner(project="pr0", owner="gem-b", since=D(2026, 8, 2)),
        acts.SetProjectThemes(project="pr0", themes=(), since=D(2026, 8, 2)),
        acts.SetMilestone(project="pr0", milestone="m1", title="Fase 1", due=D(2026, 9, 1), on=D(2026, 8, 2)),
        acts.ReachMilestone(project="pr0", milestone="m1", on=D(2026, 9, 2)),
        acts.FinishProject(project="pr0", on=D(2026, 10, 1), result="Kaart staat online"),
        acts.ProposeProject(
            project="netwerk", name="Kennisnetwerk", kind=ProjectKind.NETWORK, body="breed", owner="gem-a", on=D(2026, 2, 1)
        ),
        acts.StopProject(project="netwerk", on=D(2026, 9, 1), reason="Geen deelnemers"),
        acts.SetMoment(
            cycle="2026", moment="beleid", name="Beleid", opens=D(2026, 3, 1), closes=D(2026, 3, 31), body="overleg"
        ),
        acts.MoveMoment(cycle="2026", moment="beleid", opens=D(2026, 3, 1), closes=D(2026, 4, 30), on=D(2026, 3, 2), reason="Later"),
        acts.ServeMoment(cycle="2026", moment="beleid", meeting="m1"),
        acts.SetMoment(
            cycle="2026", moment="besluit", name="Vaststelling", opens=D(2026, 6, 1), closes=D(2026, 7, 31),
            body="overleg", needs=Needs.DECISION,
        ),
        acts.ServeMoment(cycle="2026", moment="besluit", decision="d3"),
    ]  # fmt: skip


def _end() -> list[Act]:
    e: dict[str, Any] = {"evaluation": "e1"}
    return [
        acts.OpenEvaluation(**e, covenant="conv", title="Eerste evaluatie", on=D(2026, 9, 1), evaluator="Bureau"),
        acts.GiveInput(
            **e, input="sessie", kind=InputKind.SESSION, title="Ochtendsessie", on=D(2026, 9, 5), parties=PARTIES
        ),
        acts.RecordFinding(**e, finding="b1", text="Het werkt", on=D(2026, 9, 20), inputs=("sessie",)),
        acts.Recommend(**e, recommendation="r1", text="Ga door", on=D(2026, 9, 21), findings=("b1",)),
        acts.Respond(
            **e, recommendation="r1", response=Response.DECISION, result="d3", on=D(2026, 10, 1), due=D(2026, 12, 1)
        ),
        acts.FinishRecommendation(**e, recommendation="r1", on=D(2026, 10, 20), how="Gedaan"),
        acts.CloseEvaluation(**e, on=D(2026, 11, 1), conclusion="Voortzetten"),
        acts.WithdrawMandate(party="gem-a", mandate="m-p-4", last_day=D(2026, 10, 31), reason="Afgelopen"),
        acts.GrantMandate(
            party="gem-a",
            mandate="m-p-4b",
            person="p-4",
            start=D(2026, 11, 1),
            ground="Regeling",
            scopes=(Scope.REPRESENT,),
        ),
        acts.PersonLeaves(party="gem-a", person="p-4", last_day=D(2026, 11, 10), reason="Andere baan"),
        acts.EndCovenant(covenant="conv", last_day=D(2026, 11, 1) + timedelta(days=10), reason="Opgevolgd"),
    ]


RECORD_KEY = "rso/voorbeeld+11111111+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
WITNESS_KEY = "gem-b+22222222+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def accounting_acts() -> list[Act]:
    """How long names are kept, who was erased, and the keys of the record."""
    return [
        acts.SetRetention(years=7, ground="Selectielijst 2020", on=D(2026, 11, 12)),
        acts.SetRetention(role="vz", years=10, ground="Selectielijst 2020", on=D(2026, 11, 12)),
        acts.IntroduceRecordKey(public_key=RECORD_KEY, on=D(2026, 11, 12)),
        acts.RecogniseWitness(party="gem-b", public_key=WITNESS_KEY, on=D(2026, 11, 12)),
        acts.DismissWitness(public_key=WITNESS_KEY, reason="Andere sleutel", on=D(2026, 11, 13)),
        acts.RepairDerived(
            repaired=("register decisions, 1 plaats",), reason="Gevonden bij de controle", on=D(2026, 11, 13)
        ),
        acts.PublishUnproven(published="het archief", reason="De rechter vraagt het vandaag", on=D(2026, 11, 13)),
        acts.ErasePerson(person="p-4", ground="Verzoek van 10 november 2026", on=D(2026, 11, 13)),
    ]
