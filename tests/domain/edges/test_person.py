"""Persons: what is corrected, and that a person who was erased gets nothing that runs on."""

from datetime import date

from acts_of_a_region import START, mandate
from domain.deciding import Edge, Trial, table
from domain.trials import REGION, trial
from rso_core import Act, acts

ERASED = "person.not_erased"
GONE = acts.ErasePerson(person="p-2", ground="Verzoek", on=date(2026, 11, 1))
CORRECTING = Trial(REGION, acts.CorrectPerson(person="p-2", on=date(2026, 11, 2), name="B. Voorbeeld"))
CERTIFIED = Trial(
    REGION,
    acts.RecordCertificate(
        person="p-2", certificate="c" * 64, signer="Bé Voorbeeld", issuer="CA", on=date(2026, 11, 2)
    ),
)
ASSIGNED = acts.AssignRole(role="vz", assignment="t1", party="prov", person="p-1", start=START)
SINCE = date(2026, 11, 2)
RUNNING_ON: list[tuple[str, Act]] = [
    ("mandate", mandate("gem-a", "p-2", mandate="nieuw", start=SINCE)),
    ("seat", acts.TakeSeat(body="overleg", seat="z", party="gem-a", person="p-2", start=SINCE)),
    ("deputy of a role", acts.NameDeputy(role="vz", assignment="t1", deputy="p-2", since=SINCE)),
    (
        "handover to",
        acts.AnnounceHandover(
            handover="h", role="vz", assignment="t1", successor="p-2", party="gem-a", takes_over_on=SINCE, on=SINCE,
            reason="Wissel",
        ),
    ),
]  # fmt: skip
OF_ANYBODY = acts.EstablishRole(role="r", name="Rol", on=START)
HOLDING = Trial(
    (*REGION, OF_ANYBODY), acts.AssignRole(role="r", assignment="t", party="gem-a", person="p-2", start=SINCE)
)
ON_BEHALF = acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START)
DEPUTISING = Trial(
    (*REGION, OF_ANYBODY, ON_BEHALF, mandate("gem-a", "p-4")),
    acts.AssignRole(role="r", assignment="t", party="gem-a", person="p-4", deputy="p-2", start=SINCE),
)

EDGES = [
    CORRECTING.allowed(
        ERASED, "a person who is there is corrected", facts={"name": "B. Voorbeeld", "email": None},
    ),
    CORRECTING.refused(ERASED, "a person who was erased is not corrected", after=[GONE]),
    CORRECTING.allowed(ERASED, "another person is corrected", after=[GONE], person="p-1"),
    CORRECTING.allowed(
        ERASED, "a name that is left out is not said", name=None, email="b@x.example",
        facts={"name": None, "email": "b@x.example"},
    ),
    CERTIFIED.allowed(ERASED, "a certificate of who is there", facts={"signer": "Bé Voorbeeld", "issuer": "CA"}),
    CERTIFIED.allowed(ERASED, "again is no harm", after=[CERTIFIED.act]),
    CERTIFIED.refused(ERASED, "no certificate of who was erased", after=[GONE]),
    CERTIFIED.refused("record.document_hash", "a certificate is known by its fingerprint", certificate="c" * 63),
    trial("erase-person").allowed(ERASED, "a person is erased"),
    Trial(REGION, GONE).refused(ERASED, "a person is erased once", after=[GONE]),
    *(Trial((*REGION, ASSIGNED, GONE), act).refused(ERASED, f"no {what} who was erased") for what, act in RUNNING_ON),
    Trial((*REGION, ASSIGNED), RUNNING_ON[0][1]).allowed(ERASED, "a mandate for who is there"),
    Trial((*REGION, ASSIGNED), RUNNING_ON[1][1]).allowed(ERASED, "a seat for who is there"),
    Trial((*REGION, ASSIGNED), RUNNING_ON[3][1]).allowed(ERASED, "a handover to who is there"),
    HOLDING.allowed(ERASED, "a role for who is there"),
    HOLDING.refused(ERASED, "no role for who was erased", after=[GONE]),
    DEPUTISING.allowed(ERASED, "a deputy who is there"),
    DEPUTISING.refused(ERASED, "no deputy with the assignment who was erased", after=[GONE]),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
