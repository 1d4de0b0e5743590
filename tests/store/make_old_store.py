"""Made the stores in ``data/``, once per release: every kind of event of that release. A release that is still being
made may get a further one, so that the store that was kept stays as it is.

That of 0.1.0 also holds a signature as it was before. Kept for the record; it does not run again over the file of a
release, and can only make the file of the newest.
"""

import sqlite3
import sys
from datetime import date, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from acts_of_a_cooperation import accounting_acts, every_act
from acts_of_a_region import MEETING_DAY, NOW, START, adopted_text, by, hold, open_region, plan, present, set_up
from rso_core import Act, Application, EventStore, acts
from rso_core.corrections import Correction, correct
from rso_core.events import DayFrom, DecisionKind, Medium, PartyKind, PlatformChoice, VotesShown

SIGNED_V1 = (
    '{"meta":{"recorded_at":"2020-01-02T09:00:00Z","effective":"2020-01-02","actor":"office:secretariaat","act":"sign",'
    '"correlation":"oud","causation":"oud"},"data":{"covenant":"oud","party":"gem-a","person":"p-2",'
    '"signed_on":"2020-01-02","ground":"Mandaatregeling 2019"}}'
)


def make(path: Path) -> None:
    """Make the store."""
    with open_region(f"sqlite:///{path}") as application:
        plan(application)
        hold(application)
        application.perform(
            acts.PlanMeeting(meeting="v2", body="overleg", on=MEETING_DAY, starts=time(14), ends=time(15)), by()
        )
        for act in (
            acts.CancelMeeting(meeting="v2", on=MEETING_DAY, reason="Geen stukken"),
            acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.AGREE, title="Programma", unanimous=True),
            acts.OpenSigning(covenant="conv", on=date(2025, 11, 1)),
            acts.Commit(covenant="conv", party="gem-a", given_on=date(2025, 10, 31), ground="Besluit"),
            acts.Sign(covenant="conv", party="gem-b", person="p-3", signed_on=date(2025, 12, 1)),
            acts.EnterIntoForce(covenant="conv", on=date(2026, 1, 1)),
            acts.EndCovenant(covenant="conv", last_day=date(2026, 10, 1), reason="Opgevolgd"),
            acts.AssignRole(role="vz", assignment="t1", party="prov", person="p-1", start=date(2026, 1, 1)),
            acts.EndAssignment(role="vz", assignment="t1", last_day=date(2026, 2, 1), reason="Vertrek"),
            acts.WithdrawMandate(party="gem-b", mandate="m-p-3", last_day=date(2026, 5, 1)),
            acts.CorrectPerson(person="p-2", on=date(2026, 5, 1), name="B. Verbeterd"),
            acts.RepositionBody(body="overleg", since=date(2026, 6, 1), name="Nieuw overleg"),
            acts.RescopeBody(body="overleg", scope=("VTH", "RO"), since=date(2026, 6, 1)),
            acts.CloseBody(body="overleg", on=date(2026, 9, 1), reason="Klaar"),
            acts.DraftCovenant(
                covenant="oud", title="Ouder convenant", parties=("prov", "gem-a"), drafted_on=date(2019, 1, 1)
            ),
            acts.OpenSigning(covenant="oud", on=date(2019, 6, 1)),
        ):
            application.perform(act, by())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO rso_events VALUES ('covenant:oud', 3, 'covenant.signed/1', ?)", (SIGNED_V1.encode(),)
        )
        connection.execute("PRAGMA journal_mode=DELETE")


def make_0_2(path: Path) -> None:
    """Make the store of release 0.2.0: every act once."""
    with Application(EventStore.open(f"sqlite:///{path}"), lambda: NOW) as application:
        for act in every_act():
            application.perform(act, by())
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")


def make_shared_platform(path: Path) -> None:
    """Make the store of what 0.2.0 got after its first store was kept: choices about the shared platform, and bodies
    that say what is shown of them.
    """
    ground = "Verwerkingsafspraak 12"
    made: list[Act] = [
        acts.RegisterParty(
            party="buur",
            name="Buurgemeente",
            kind=PartyKind.MUNICIPALITY,
            on=START,
            platform_choice=PlatformChoice.ADD,
            platform_ground=ground,
        ),
        acts.ChoosePlatform(party="gem-a", choice=PlatformChoice.INVITE, on=date(2026, 3, 1)),
        set_up("stil", confidential=True, votes_shown=VotesShown.NONE),
        acts.RepositionBody(body="overleg", since=date(2026, 1, 1), votes_shown=VotesShown.PARTIES),
    ]
    with open_region(f"sqlite:///{path}") as application:
        for act in made:
            application.perform(act, by())
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")


def make_proof(path: Path) -> None:
    """Make the store of what 0.2.0 got after that: a log, sealed names and their keys, retention, a person erased."""
    with open_region(f"sqlite:///{path}") as application:
        application.perform(acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START), by())
        application.perform(acts.CorrectPerson(person="p-1", name="E. Voorbeeld", on=START), by())
        for act in accounting_acts():
            application.perform(act, by())
    for file in (path, path.with_name(f"{path.stem}-keys.db")):
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("VACUUM")


def make_corrections(path: Path) -> None:
    """Make the store of what 0.3.0 has besides: acts that were corrected, set aside and judged anew, a name among them."""
    on = date(2026, 3, 20)
    with open_region(f"sqlite:///{path}") as application:
        plan(application)
        held = hold(application).events[0].id
        decide = acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.AGREE, title="Programma", unanimous=True)
        application.perform(decide, by())
        agree = acts.AgreeAction(
            action="x", body="overleg", title="Brief", party="gem-a", on=MEETING_DAY, due=date(2026, 4, 1)
        )
        agreed = application.perform(agree, by()).events[0].id
        put_off = acts.PutOffAction(action="x", due=date(2026, 6, 1), on=on, reason="Druk")
        put_off_by = application.perform(put_off, by()).events[0].id
        for corrections, about in (
            ([Correction(held, {"attendance": present("prov", "gem-a")})], by(source="Mail 3")),
            ([Correction(agreed, {"title": "Brief aan de raad"}), Correction(put_off_by, None)], by(key="k1")),
            ([Correction("person:p-1@1", {"name": "E. Voorbeeld"})], by()),
        ):
            correct(application, corrections, "verkeerd overgenomen", about)
    for file in (path, path.with_name(f"{path.stem}-keys.db")):
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("VACUUM")


def make_certificates(path: Path) -> None:
    """Make the store of what 0.3.0 got after that: a signature with its certificate, and whose name stands in it."""
    text, certificate = "ab" * 32, "c" * 64
    with open_region(f"sqlite:///{path}") as application:
        adopted_text(application, text)
        for act in (
            acts.RecordCertificate(
                person="p-2",
                certificate=certificate,
                signer="Bé Voorbeeld",
                issuer="Voorbeeld CA",
                on=date(2025, 12, 1),
            ),
            acts.Sign(
                covenant="conv",
                party="gem-a",
                person="p-2",
                signed_on=date(2025, 12, 1),
                medium=Medium.DIGITAL,
                sha256=text,
                certificate=certificate,
                issuer="Voorbeeld CA",
                trusted_root="d" * 64,
                root_name="Voorbeeld Root CA",
                day_from=DayFrom.TIME_STAMP,
            ),
            acts.Sign(covenant="conv", party="gem-b", person="p-3", signed_on=date(2025, 12, 2)),
        ):
            application.perform(act, by())
    for file in (path, path.with_name(f"{path.stem}-keys.db")):
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("VACUUM")


MAKERS = {
    "0.1.0": make,
    "0.2.0": make_0_2,
    "0.2.0-shared-platform": make_shared_platform,
    "0.2.0-proof": make_proof,
    "0.3.0-corrections": make_corrections,
    "0.3.0-certificates": make_certificates,
}

if __name__ == "__main__":
    release = sys.argv[1]
    target = Path(__file__).parent / "data" / f"store-{release}.db"
    if target.exists():
        raise SystemExit(f"{target} is kept as it is")
    target.parent.mkdir(exist_ok=True)
    MAKERS[release](target)
