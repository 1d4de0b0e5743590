"""A small invented region for tests: three parties, two bodies, one role, and short ways to record acts."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rso_core import Act, Application, EventStore, Outcome, Provenance, acts
from rso_core.events import Attendee, DecisionKind, Level, PartyKind, Scope

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PARTIES = ("prov", "gem-a", "gem-b")
PEOPLE = dict(zip(PARTIES, ("p-1", "p-2", "p-3"), strict=True))
START = date(2025, 1, 1)
MEETING_DAY = date(2026, 3, 12)


def open_region(
    url: str, clock: Callable[[], datetime] | None = None, *, founded_at: datetime | None = None
) -> Application:
    """An open record in which parties, people, mandates, a covenant, a body and a role stand.

    Args:
        url: of the record; founded when there is nothing in it.
        clock: of the record; always `NOW` when left out.
        founded_at: when the founding acts were recorded; by the clock when left out.
    """
    founded_at = founded_at or (NOW if clock is None else None)
    path = Path(url.removeprefix("sqlite:///"))
    if founded_at is not None and url.startswith("sqlite:///") and not path.exists():
        # Copying the two files of a record takes a tenth of the time of recording the acts again.
        template = _template(founded_at)
        shutil.copyfile(template / "rso.db", path)
        shutil.copy(template / "rso-keys.db", path.with_name(f"{path.stem}-keys{path.suffix}"))
    application = Application(EventStore.open(url), clock or (lambda: NOW))
    if application.store.head() == 0:
        _found(application)
    return application


_TEMPLATES: list[TemporaryDirectory[str]] = []
"""Folders that are removed when the process ends."""


@cache
def _template(founded_at: datetime) -> Path:
    """A folder with a closed record in which only the founding acts are recorded, at this moment."""
    _TEMPLATES.append(TemporaryDirectory(prefix="rso-region-", ignore_cleanup_errors=True))
    folder = Path(_TEMPLATES[-1].name)
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: founded_at) as application:
        _found(application)
    assert {path.name for path in folder.iterdir()} == {"rso.db", "rso-keys.db"}, "nothing is left in a write-ahead log"
    return folder


def _found(application: Application) -> None:
    with application.batch() as batch:
        for act in founding_acts():
            batch.perform(act, by())


def founding_acts() -> list[Act]:
    """The acts with which the region starts."""
    made: list[Act] = []
    for party in PARTIES:
        kind = PartyKind.PROVINCE if party == "prov" else PartyKind.MUNICIPALITY
        made.append(acts.RegisterParty(party=party, name=f"Partij {party}", kind=kind, on=START))
        person = PEOPLE[party]
        made.append(
            acts.RegisterPerson(person=person, name=f"{person[-1]}. Voorbeeld", on=START, email=f"{person}@x.example")
        )
        made.append(mandate(party, person, scopes=(Scope.SIGN, Scope.REPRESENT)))
    made.append(
        acts.DraftCovenant(
            covenant="conv",
            title="Convenant",
            parties=PARTIES,
            drafted_on=date(2025, 9, 1),
            signing_deadline=date(2025, 12, 31),
        )
    )
    made.append(set_up("overleg"))
    made.append(acts.EstablishRole(role="vz", name="Voorzitter", on=START, body="overleg", parties=("prov",)))
    return made


def mandate(party: str, person: str, **more: Any) -> acts.GrantMandate:
    """A mandate from the start of the region on."""
    fields: dict[str, Any] = {"mandate": f"m-{person}", "start": START, "ground": "Mandaatregeling", **more}
    return acts.GrantMandate(party=party, person=person, **fields)


def set_up(body: str, **more: Any) -> acts.SetUpBody:
    """A body of all parties, chaired by the province, that decides by majority and agrees unanimously."""
    fields: dict[str, Any] = {
        "name": f"Overleg {body}",
        "kind": "overleg",
        "level": Level.STRATEGIC,
        "place": 1,
        "members": PARTIES,
        "on": START,
        "chair": "prov",
        "mandate": (DecisionKind.CONSULT, DecisionKind.AGREE, DecisionKind.DECIDE),
        "unanimity": (DecisionKind.AGREE,),
    }
    return acts.SetUpBody(body=body, **{**fields, **more})


def by(**more: Any) -> Provenance:
    """Recorded by the office."""
    return Provenance(actor="office:secretariaat", **more)


def present(*parties: str) -> tuple[Attendee, ...]:
    """Attendance of these parties through their own people."""
    return tuple(Attendee(person=PEOPLE[party], party=party) for party in parties)


def plan(application: Application, meeting: str = "v1", on: date = MEETING_DAY, body: str = "overleg") -> Outcome:
    """Plan a meeting in the morning."""
    act = acts.PlanMeeting(meeting=meeting, body=body, on=on, starts=time(10), ends=time(12), place="Zaal 1")
    return application.perform(act, by())


def hold(application: Application, meeting: str = "v1", on: date = MEETING_DAY, *parties: str) -> Outcome:
    """Record a meeting as held, chaired by the province."""
    who = parties or PARTIES
    act = acts.HoldMeeting(meeting=meeting, held_on=on, chair=PEOPLE["prov"], attendance=present(*who))
    return application.perform(act, by())


def record_a_year(application: Application) -> None:
    """A role, a held meeting with a decision, and a planned one."""
    assign = acts.AssignRole(role="vz", assignment="t1", party="prov", person="p-1", start=date(2026, 1, 1))
    application.perform(assign, by())
    taking_part = acts.EstablishRole(role="deelnemer", name="Deelnemer", on=date(2025, 1, 1), body="overleg", holders=9)
    application.perform(taking_part, by())
    for party, person in (("gem-a", "p-2"), ("gem-b", "p-3")):
        fields = {"party": party, "person": person, "start": date(2026, 1, 1)}
        application.perform(acts.AssignRole(role="deelnemer", assignment=person, **fields), by())  # type: ignore[arg-type]
    plan(application)
    hold(application)
    decide = acts.Decide(decision="b1", meeting="v1", kind="agree", title="Programma", text="Akkoord.", unanimous=True)  # type: ignore[arg-type]
    application.perform(decide, by())
    plan(application, "v2", date(2027, 3, 11))


def adopted_text(application: Application, sha256: str) -> None:
    """A version of the covenant with this hash, adopted by the body and opened for signing on 1 November 2025."""
    on = date(2025, 10, 31)
    version = acts.DraftVersion(covenant="conv", version="v1", document="convenant.pdf", sha256=sha256, on=on)
    application.perform(version, by())
    plan(application, "v0", on)
    hold(application, "v0", on)
    agree = acts.Decide(decision="b0", meeting="v0", kind=DecisionKind.AGREE, title="Convenant", unanimous=True)
    application.perform(agree, by())
    application.perform(acts.AdoptCovenant(covenant="conv", version="v1", decision="b0"), by())
    application.perform(acts.OpenSigning(covenant="conv", on=date(2025, 11, 1)), by())
