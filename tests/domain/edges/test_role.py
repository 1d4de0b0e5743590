"""Roles: how many hold them, for whom, how long, and who stands in."""

from datetime import date
from typing import Any

from acts_of_a_region import START, mandate
from domain.deciding import Edge, Trial, table
from domain.trials import DAY, REGION
from rso_core import Act, acts

HOLDERS = "role.holders"
OF_PARTY = "role.party"
RUNS = "role.assignment_runs"
DEPUTY = "role.deputy"
NUMBER = "role.number_of_holders"
REPRESENTED = "party.represented"
KNOWN = "record.known"
NEW = "record.new"

FROM, UNTIL = date(2026, 3, 1), date(2026, 3, 31)


def role(holders: int = 1, **more: Any) -> acts.EstablishRole:
    return acts.EstablishRole(role="r", name="Rol", on=START, holders=holders, **more)


def held(assignment: str, start: date = FROM, until: date | None = UNTIL, **more: Any) -> acts.AssignRole:
    fields = {"party": "gem-a", "person": "p-2", **more}
    return acts.AssignRole(role="r", assignment=assignment, start=start, until=until, **fields)


def ended(last_day: date, assignment: str = "t1") -> acts.EndAssignment:
    return acts.EndAssignment(role="r", assignment=assignment, last_day=last_day, reason="Vertrek")


PEOPLE: tuple[Act, ...] = (acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START), mandate("gem-a", "p-4"))
GIVEN: tuple[Act, ...] = (*REGION, *PEOPLE, role())
BY_TWO: tuple[Act, ...] = (*REGION, *PEOPLE, role(2))
ESTABLISHING = Trial(REGION, role())
ASSIGNING = Trial(GIVEN, held("t9"))
ASSIGNING_SECOND = Trial(BY_TWO, held("t9"))
ENDING = Trial((*GIVEN, held("t1")), ended(UNTIL))
NAMING = Trial((*GIVEN, held("t1")), acts.NameDeputy(role="r", assignment="t1", deputy="p-4", since=FROM))

EDGES = [
    ESTABLISHING.allowed(NUMBER, "a role has one holder", holders=1),
    ESTABLISHING.refused(NUMBER, "a role has a holder", holders=0),
    ESTABLISHING.allowed(KNOWN, "a role need not be of a body", body=None),
    ASSIGNING.allowed(HOLDERS, "nobody holds it"),
    ASSIGNING.refused(
        HOLDERS, "another holds it on the last day", after=[held("t1", UNTIL, None)],
        facts={"holders_allowed": 1, "held": [f"p-2 for gem-a {UNTIL}.."]},
    ),
    ASSIGNING.allowed(HOLDERS, "another holds it from the day after", after=[held("t1", UNTIL + DAY, None)]),
    ASSIGNING.refused(HOLDERS, "another holds it on the first day", after=[held("t1", START, FROM)]),
    ASSIGNING.allowed(HOLDERS, "another held it until the day before", after=[held("t1", START, FROM - DAY)]),
    ASSIGNING.refused(HOLDERS, "another holds it without end", after=[held("t1", START, None)], until=None),
    ASSIGNING.refused(HOLDERS, "another holds it for a day in between", after=[held("t1", FROM + DAY, FROM + DAY)]),
    ASSIGNING.allowed(HOLDERS, "the other ended the day before", after=[held("t1", START, None), ended(FROM - DAY)]),
    ASSIGNING.refused(HOLDERS, "the other ends on the first day", after=[held("t1", START, None), ended(FROM)]),
    ASSIGNING_SECOND.allowed(HOLDERS, "one of two holds it", after=[held("t1")]),
    ASSIGNING_SECOND.refused(HOLDERS, "both hold it", after=[held("t1"), held("t2")]),
    ASSIGNING_SECOND.allowed(
        HOLDERS, "two hold it one after the other", after=[held("t1", until=FROM), held("t2", FROM + DAY)],
    ),
    ASSIGNING_SECOND.refused(
        HOLDERS, "two hold it on one day in between", after=[held("t1", until=FROM + DAY), held("t2", FROM + DAY)],
    ),
    ASSIGNING_SECOND.refused(
        HOLDERS, "two hold it from earlier on", after=[held("t1", START), held("t2", START + DAY)],
    ),
    ASSIGNING.refused(NEW, "an assignment is given out once", after=[held("t9", START, START)]),
    ASSIGNING.refused(
        OF_PARTY, "the covenant gives the role to another party", party="gem-b", person="p-3",
        after=[acts.EstablishRole(role="s", name="S", on=START, parties=("gem-a",))], role="s",
        facts={"parties": ("gem-a",)},
    ),
    ASSIGNING.allowed(
        OF_PARTY, "the covenant gives the role to this party",
        after=[acts.EstablishRole(role="s", name="S", on=START, parties=("gem-a",))], role="s",
    ),
    ASSIGNING.allowed(OF_PARTY, "the role is of any party", party="gem-b", person="p-3"),
    ASSIGNING.refused(REPRESENTED, "the holder represents the party", person="p-3"),
    ASSIGNING.allowed(REPRESENTED, "the holder represents the party on the first day", person="p-4", start=START),
    ASSIGNING.refused(REPRESENTED, "the holder does not yet represent the party", person="p-4", start=START - DAY),
    ASSIGNING.refused(REPRESENTED, "the deputy represents the party", deputy="p-3"),
    ASSIGNING.allowed(DEPUTY, "the deputy is another", deputy="p-4", facts={"deputy": "p-4"}),
    ASSIGNING.refused(DEPUTY, "the deputy is not the holder", deputy="p-2"),
    NAMING.allowed(DEPUTY, "the deputy that is named is another"),
    NAMING.refused(DEPUTY, "the deputy that is named is not the holder", deputy="p-2"),
    NAMING.refused(REPRESENTED, "the deputy that is named represents the party", deputy="p-3"),
    NAMING.allowed(RUNS, "a deputy is named on the last day", since=UNTIL),
    NAMING.refused(RUNS, "a deputy is not named after the last day", since=UNTIL + DAY),
    NAMING.allowed(RUNS, "a deputy is named on the first day", since=FROM),
    NAMING.refused(RUNS, "a deputy is not named before the first day", since=FROM - DAY),
    NAMING.refused(
        RUNS, "a deputy is not named for an assignment that is unknown", assignment="t8", facts={"period": None},
    ),
    NAMING.refused(RUNS, "a deputy is not named after the assignment ended", after=[ended(FROM)], since=FROM + DAY),
    ENDING.allowed(RUNS, "an assignment ends on its last day"),
    ENDING.refused(RUNS, "an assignment does not end after its last day", last_day=UNTIL + DAY),
    ENDING.allowed(RUNS, "an assignment ends on its first day", last_day=FROM),
    ENDING.refused(RUNS, "an assignment does not end before its first day", last_day=FROM - DAY),
    ENDING.refused(RUNS, "an assignment ends once", after=[ended(UNTIL)], last_day=FROM),
    ENDING.refused(RUNS, "an assignment that is unknown does not end", assignment="t8"),
    ENDING.allowed(
        RUNS, "the end of one leaves the other", after=[held("t2", UNTIL + DAY, None), ended(FROM)], assignment="t2",
        last_day=UNTIL + DAY,
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
