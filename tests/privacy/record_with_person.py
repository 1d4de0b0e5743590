"""A record in which one person, whose name nobody else shares, did a bit of everything."""

from collections.abc import Callable
from datetime import date, datetime

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from rso_core import Act, Application, EventStore, acts
from rso_core.events import Choice, Rank, Scope, Vote

WHO = "q-77"
PARTS = ("Xanthippe", "Zwartewaal", "Quastenberg", "x.zwartewaal", "x.quastenberg", "fictiefdorp", "Wijsneus")
"""Parts of names and addresses that the person ever had, the name in a certificate among them."""
DAY = date(2026, 11, 20)


def acts_of_the_person() -> list[Act]:
    """The person comes, gets another name, and does something of every kind."""
    d = date
    return [
        acts.RegisterPerson(
            person=WHO, name="Xanthippe Zwartewaal", email="x.zwartewaal@fictiefdorp.example", on=d(2025, 1, 1)
        ),
        acts.CorrectPerson(
            person=WHO, name="Xanthippe Quastenberg", email="x.quastenberg@fictiefdorp.example", on=d(2025, 6, 1)
        ),
        acts.GrantMandate(
            party="gem-a",
            mandate="m-q",
            person=WHO,
            start=d(2025, 1, 1),
            ground="Regeling",
            scopes=(Scope.SIGN, Scope.REPRESENT),
        ),
        acts.RecordCertificate(
            person=WHO, certificate="e" * 64, signer="X. Wijsneus", issuer="X. Wijsneus", on=d(2026, 1, 1)
        ),
        acts.TakeSeat(body="breed", seat="zq", party="gem-a", person=WHO, start=d(2026, 1, 2), rank=Rank.OFFICIAL),
        acts.EstablishRole(role="archivaris", name="Archivaris", on=d(2026, 1, 1)),
        acts.AssignRole(role="archivaris", assignment="tq", party="gem-a", person=WHO, start=d(2026, 12, 1)),
        acts.AgreeAction(
            action="aq", body="breed", title="Lijst", party="gem-a", on=d(2026, 6, 12), due=d(2027, 1, 1), person=WHO
        ),
        acts.DecideInWriting(
            decision="dq",
            body="overleg",
            kind="decide",  # type: ignore[arg-type]
            title="Vervolg",
            asked_on=d(2026, 8, 1),
            closed_on=d(2026, 8, 14),
            votes=(
                Vote(party="prov", person="p-1", choice=Choice.FOR),
                Vote(party="gem-a", person=WHO, choice=Choice.FOR),
                Vote(party="gem-b", person="p-3", choice=Choice.FOR),
            ),
        ),
    ]


def endings() -> list[Act]:
    """What the person holds ends."""
    d = date
    return [
        acts.LeaveSeat(body="breed", seat="zq", last_day=d(2026, 11, 1), reason="Andere taak"),
        acts.FinishAction(action="aq", on=d(2026, 11, 2), result="Klaar"),
        acts.WithdrawMandate(party="gem-a", mandate="m-q", last_day=d(2026, 11, 3), reason="Andere taak"),
    ]


def open_with_person(
    url: str, *, ended: bool = True, clock: Callable[[], datetime] = lambda: NOW, keys: str | None = None
) -> Application:
    """An open record of everything that can happen, with the person in it; what the person held has ended or not."""
    application = Application(EventStore.open(url, keys), clock)
    if application.store.head() == 0:
        mine = acts_of_the_person()
        if ended:
            mine = [*(act for act in mine if not isinstance(act, acts.AssignRole)), *endings()]
        others = [act for act in every_act() if not act.act_name.startswith(("erase", "introduce"))]
        at = next(n for n, act in enumerate(others) if isinstance(act, acts.EndCovenant))
        with application.batch() as batch:
            for act in [*others[:at], *mine, *others[at:]]:
                batch.perform(act, by())
    return application
