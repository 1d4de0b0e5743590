"""Parties, mandates, and what an organisation chose about the shared platform."""

from datetime import date

from acts_of_a_region import START, mandate
from domain.deciding import Edge, Record, Trial, table
from domain.trials import DAY, REGION
from rso_core import acts
from rso_core.events import PartyKind, PlatformChoice, Scope

REPRESENTED = "party.represented"
LATER_STANDS = "record.later_stands"
KNOWN = "mandate.known"
GROUND = "party.platform_ground"
UNTIL = date(2026, 6, 30)
PERSON = acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START)
MANDATED = (*REGION, PERSON, mandate("gem-a", "p-4", until=UNTIL))

LEAVING = Trial(MANDATED, acts.PersonLeaves(party="gem-a", person="p-4", last_day=UNTIL, reason="Andere baan"))
WITHDRAWING = Trial(MANDATED, acts.WithdrawMandate(party="gem-a", mandate="m-p-4", last_day=UNTIL))
ACTING = Trial(
    MANDATED, acts.TakeSeat(body="overleg", seat="z", party="gem-a", person="p-4", start=UNTIL, until=date(2027, 1, 1))
)
"""A seat asks whether its person represents the party on the first day."""
REGISTERING = Trial((), acts.RegisterParty(party="gem-c", name="C", kind=PartyKind.MUNICIPALITY, on=START))
CHOOSING = Trial(REGION, acts.ChoosePlatform(party="gem-a", choice=PlatformChoice.ADD, on=START, ground="Stuk 1"))


def left_on(last_day: date) -> acts.PersonLeaves:
    return acts.PersonLeaves(party="gem-a", person="p-4", last_day=last_day, reason="Andere baan")


def withdrawn_on(last_day: date, name: str = "m-p-4") -> acts.WithdrawMandate:
    return acts.WithdrawMandate(party="gem-a", mandate=name, last_day=last_day)


EARLIER = mandate("gem-a", "p-4", mandate="vroeg", start=date(2024, 1, 1), until=date(2024, 12, 31))
LATER = mandate("gem-a", "p-4", mandate="later", start=date(2026, 7, 1), until=date(2026, 7, 31))
MIDSUMMER = date(2026, 7, 1)

EDGES = [
    LEAVING.allowed(REPRESENTED, "a person leaves on the last day of the mandate"),
    LEAVING.refused(REPRESENTED, "a person does not leave after the last day of the mandate", last_day=UNTIL + DAY),
    LEAVING.allowed(REPRESENTED, "a person leaves on the first day of the mandate", last_day=START),
    LEAVING.refused(REPRESENTED, "a person does not leave before the first day", last_day=START - DAY),
    LEAVING.refused(REPRESENTED, "a person leaves the party that gave the mandate", party="gem-b"),
    LEAVING.refused(REPRESENTED, "a person without mandate does not leave", person="p-1"),
    LEAVING.allowed(REPRESENTED, "one of two mandates is enough to leave", after=[EARLIER]),
    LEAVING.refused(
        REPRESENTED, "a person who left does not leave later", after=[left_on(START)], last_day=START + DAY,
    ),
    ACTING.allowed(REPRESENTED, "a mandate holds on its last day"),
    ACTING.refused(REPRESENTED, "a mandate does not hold after its last day", start=UNTIL + DAY),
    ACTING.allowed(REPRESENTED, "a mandate holds on its first day", start=START),
    ACTING.refused(REPRESENTED, "a mandate holds for the party that gave it", party="prov"),
    ACTING.refused(
        REPRESENTED, "a mandate to sign does not represent", person="p-5",
        after=[
            acts.RegisterPerson(person="p-5", name="E. Voorbeeld", on=START),
            mandate("gem-a", "p-5", scopes=(Scope.SIGN,)),
        ],
        facts={"person": "p-5", "party": "gem-a", "on": UNTIL, "needs": Scope.REPRESENT},
    ),
    ACTING.allowed(REPRESENTED, "who leaves acts on the last day", start=START + DAY, after=[left_on(START + DAY)]),
    ACTING.refused(REPRESENTED, "who left acts no more the day after", start=START + DAY, after=[left_on(START)]),
    ACTING.allowed(
        REPRESENTED, "a mandate that begins after a person left holds, whichever was recorded first", start=MIDSUMMER,
        after=[LATER, left_on(UNTIL)],
    ),
    ACTING.allowed(REPRESENTED, "a mandate that begins later holds then", start=MIDSUMMER, after=[LATER]),
    ACTING.allowed(REPRESENTED, "another person of the party stays", person="p-2", after=[left_on(START)]),
    ACTING.allowed(
        REPRESENTED, "a mandate given anew after leaving holds", start=MIDSUMMER, after=[left_on(START), LATER],
    ),
    ACTING.allowed(REPRESENTED, "a withdrawn mandate holds on its last day", start=START, after=[withdrawn_on(START)]),
    ACTING.refused(
        REPRESENTED, "a withdrawn mandate does not hold after its last day", start=START + DAY,
        after=[withdrawn_on(START)],
    ),
    ACTING.allowed(
        REPRESENTED, "withdrawing one mandate leaves the others", start=MIDSUMMER, after=[LATER, withdrawn_on(START)],
    ),
    WITHDRAWING.allowed(KNOWN, "a mandate is withdrawn as of its last day"),
    WITHDRAWING.refused(KNOWN, "a mandate that is over is not withdrawn", last_day=UNTIL + DAY),
    WITHDRAWING.allowed(KNOWN, "a mandate is withdrawn as of its first day", last_day=START),
    WITHDRAWING.refused(KNOWN, "a mandate is not withdrawn before it begins", last_day=START - DAY),
    WITHDRAWING.refused(KNOWN, "a mandate is withdrawn once", after=[withdrawn_on(UNTIL)], last_day=START),
    WITHDRAWING.refused(KNOWN, "a mandate is withdrawn by the party that gave it", party="gem-b"),
    WITHDRAWING.refused(
        KNOWN, "a mandate that ended as its holder left is not withdrawn", after=[left_on(START)], last_day=START,
    ),
    WITHDRAWING.refused(
        LATER_STANDS, "who left held a mandate till then", after=[left_on(UNTIL)], last_day=START,
    ),
    WITHDRAWING.allowed(
        KNOWN, "withdrawing one mandate leaves the other", after=[LATER, withdrawn_on(MIDSUMMER, "later")],
    ),
    REGISTERING.refused(GROUND, "people are not added without a document", platform_choice=PlatformChoice.ADD),
    REGISTERING.refused(GROUND, "white space is no document", platform_choice=PlatformChoice.ADD, platform_ground=" "),
    REGISTERING.allowed(
        GROUND, "people are added on a document", platform_choice=PlatformChoice.ADD, platform_ground="x",
    ),
    REGISTERING.allowed(GROUND, "people are invited without a document", platform_choice=PlatformChoice.INVITE),
    CHOOSING.refused(GROUND, "a later choice to add asks a document too", ground=None),
    CHOOSING.refused(GROUND, "a later choice to add on white space", ground="\t"),
    CHOOSING.allowed(
        GROUND, "the document is kept without the white space around it", ground=" Stuk 2\n",
        facts={"ground": "Stuk 2"},
    ),
    CHOOSING.allowed(
        GROUND, "a choice for none needs no document", choice=PlatformChoice.NONE, ground=" ", facts={"ground": None},
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def test_a_choice_at_registration_is_an_event_of_its_own_where_something_is_chosen() -> None:
    def kinds(choice: PlatformChoice, ground: str | None) -> list[str]:
        act = acts.RegisterParty(
            party="gem-c", name="C", kind=PartyKind.OTHER, on=START, platform_choice=choice, platform_ground=ground
        )
        return [effect.event.event_name for effect in Record().perform(act)]

    assert kinds(PlatformChoice.NONE, None) == ["party.registered"]
    assert kinds(PlatformChoice.INVITE, None) == ["party.registered", "party.platform_chosen"]
    assert kinds(PlatformChoice.NONE, "Stuk") == ["party.registered", "party.platform_chosen"]
