"""Agreed effort: amounts, the period of the agreement, and commitments of its party."""

from datetime import date
from decimal import Decimal
from typing import Any

from domain.deciding import Edge, Trial, record_of, table
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import EffortGround, Unit

RUNS = "effort.runs"
AMOUNT = "record.amount"
NEW = "record.new"

FROM, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
E: dict[str, Any] = {"effort": "e"}


def agreed(unit: Unit = Unit.EURO) -> acts.AgreeEffort:
    return acts.AgreeEffort(**E, party="gem-a", unit=unit, amount=Decimal(100), start=FROM, until=UNTIL)


COMMIT = acts.CommitEffort(
    **E, commitment="c", party="gem-a", amount=Decimal(60), ground=EffortGround.STATUTORY_TASK, document="W", on=UNTIL
)
TAKE_BACK = acts.TakeBackEffort(**E, commitment="c", on=UNTIL, reason="Bezuiniging")
CHANGE = acts.ChangeEffort(**E, amount=Decimal(120), since=FROM, reason="Index")
GIVEN: tuple[Act, ...] = (*REGION, agreed())
COMMITTING, CHANGING = Trial(GIVEN, COMMIT), Trial(GIVEN, CHANGE)
TAKING_BACK = Trial((*GIVEN, COMMIT), TAKE_BACK)

EDGES = [
    COMMITTING.allowed(RUNS, "effort is committed on the last day"),
    COMMITTING.refused(RUNS, "effort is not committed after the last day", on=UNTIL + DAY),
    COMMITTING.allowed(RUNS, "effort is committed before the first day", on=FROM - DAY),
    COMMITTING.refused(
        RUNS, "another party does not commit", party="gem-b", facts={"of_party": "gem-a", "party": "gem-b"},
    ),
    COMMITTING.refused(NEW, "a commitment is given once", after=[COMMIT]),
    COMMITTING.allowed(NEW, "another commitment is given beside it", after=[COMMIT], commitment="d"),
    COMMITTING.allowed(NEW, "what was taken back may be committed anew", after=[COMMIT, TAKE_BACK]),
    TAKING_BACK.allowed(RUNS, "a commitment is taken back"),
    TAKING_BACK.refused(RUNS, "a commitment is taken back once", after=[TAKE_BACK], facts={"commitments": []}),
    TAKING_BACK.refused(
        RUNS, "a commitment that is unknown is not taken back", commitment="d", facts={"commitments": ["c"]},
    ),
    CHANGING.allowed(RUNS, "an agreement changes on its first day"),
    CHANGING.refused(RUNS, "an agreement does not change before its first day", since=FROM - DAY),
    CHANGING.allowed(RUNS, "an agreement changes on its last day", since=UNTIL),
    CHANGING.refused(RUNS, "an agreement does not change after its last day", since=UNTIL + DAY),
]  # fmt: skip
for what, given, act in (
    ("agreed", REGION, agreed()), ("committed", GIVEN, COMMIT), ("changed", GIVEN, CHANGE)
):  # fmt: skip
    euros: Trial = Trial(given, act)
    for amount, fits in (
        ("0.01", True),
        ("0.00", False),
        ("-0.01", False),
        ("0.10", True),
        ("0.001", False),
        ("1E+3", True),
        ("NaN", False),
        ("Infinity", False),
    ):
        row = euros.allowed if fits else euros.refused
        EDGES.append(row(AMOUNT, f"{amount} euro {'is' if fits else 'is not'} {what}", amount=Decimal(amount)))
for what, given, act in (
    ("agreed", REGION, agreed(Unit.HOURS)), ("committed", (*REGION, agreed(Unit.HOURS)), COMMIT),
    ("changed", (*REGION, agreed(Unit.FTE)), CHANGE),
):  # fmt: skip
    hours = Trial(given, act)
    EDGES += [
        hours.allowed(AMOUNT, f"what is no money and {what} has any number of decimals", amount=Decimal("0.0001")),
        hours.refused(AMOUNT, f"what is no money and {what} is more than nothing", amount=Decimal("0.0000")),
    ]


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def test_an_agreement_holds_from_the_day_of_recording_or_its_first_day() -> None:
    def effective(recorded_on: date) -> date:
        return record_of(REGION).perform(agreed(), recorded_on)[0].effective

    assert (effective(FROM - DAY), effective(FROM), effective(FROM + DAY)) == (FROM - DAY, FROM, FROM)
