"""What is due: from which day on it is said, and that it is said on the day itself and after."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any, cast

import attrs
import pytest

import rso_actions
import rso_calendar
import rso_covenants
import rso_cycle
import rso_decisions
import rso_evaluations
import rso_persons
import rso_portfolio
import rso_resources
import rso_roles
import rso_signals
import rso_signatures
from acts_of_a_region import START, mandate, set_up
from domain.deciding import Given, record_of
from domain.edges.covenant_acts import OPENED, RUNNING, C, signed
from domain.edges.meeting_acts import MET, held, meeting, planned, taken
from domain.trials import DAY, REGION
from rso_core import Act, EventStore, acts
from rso_core.events import Answer, EffortGround, InputKind, Needs, Response, SignalKind, Unit
from rso_core.hooks import Plugins
from rso_core.projection import Register
from rso_core.projection.as_of import AsOf

D = date
EARLY = date(2025, 1, 2)
"""On which what holds from the day of recording is recorded."""


@attrs.frozen
class Due:
    """Something that is due from a day on.

    Attributes:
        plugin: which says so.
        what: how its sentence begins.
        given: the acts that lead to it.
        since: the first day on which it is said.
        on: the day on which it is due.
        settled: an act after which it is due no more, and the day from which it is not.
        until: the last day on which it is said; None where it is said until it is settled.
    """

    plugin: ModuleType
    what: str
    given: tuple[Act | Given, ...]
    since: date
    on: date
    settled: tuple[Act, date] | None = None
    until: date | None = None

    def __str__(self) -> str:
        return self.what


A = acts.AgreeAction(action="a", body="overleg", title="Lijst", party="gem-a", on=MET, due=D(2026, 6, 10))
SIGNAL_BODY = set_up("breed", place=2, chair=None, signal_answer_days=30)
S = acts.RaiseSignal(signal="s", kind=SignalKind.BOTTLENECK, title="Druk", party="gem-a", body="breed", on=MET)
P = acts.ProposeProject(project="p", name="Kaart", body="overleg", owner="gem-a", on=MET)
M = acts.SetMilestone(project="p", milestone="m", title="Fase 1", due=D(2026, 6, 10), on=MET)
E = acts.AgreeEffort(
    effort="e", party="gem-a", unit=Unit.HOURS, amount=Decimal(10), start=D(2026, 3, 1), until=D(2026, 3, 31)
)
MOMENT = acts.SetMoment(
    cycle="2026", moment="m", name="Beleid", opens=D(2026, 3, 1), closes=D(2026, 6, 10), body="overleg",
    needs=Needs.MEETING,
)  # fmt: skip
CONDITION: dict[str, Any] = {"condition": "Geld is er", "condition_due": D(2026, 6, 10)}
ROLE = acts.EstablishRole(role="r", name="Secretaris", on=START)
HELD = acts.AssignRole(role="r", assignment="t", party="gem-a", person="p-2", start=MET, until=D(2026, 6, 10))
HELD_ON = acts.AssignRole(role="r", assignment="t", party="gem-a", person="p-2", start=MET)
HANDOVER = acts.AnnounceHandover(
    handover="h", role="r", assignment="t", successor="p-1", party="prov", takes_over_on=D(2026, 6, 10), on=MET,
    reason="Wissel",
)  # fmt: skip
ROUND = acts.OpenConsultation(
    **C, consultation="c", asked=("gem-a",), on=D(2025, 9, 10), closes_on=D(2025, 9, 30), question="Akkoord?"
)
ANSWER = acts.AnswerConsultation(
    **C,
    consultation="c",
    party="gem-a",
    answer=Answer.IN_FAVOUR,
    on=D(2025, 9, 25),
)
INHERITED = acts.InheritMatter(**C, matter="x", title="Archief", on=D(2025, 9, 10))
CYCLE = acts.DraftCovenant(
    covenant="z", title="Met evaluaties", parties=("prov", "gem-a"), drafted_on=D(2025, 1, 1),
    evaluation_rhythm="FREQ=YEARLY",
)  # fmt: skip
CYCLED = (*REGION, CYCLE, acts.OpenSigning(covenant="z", on=D(2025, 1, 1)), acts.EnterIntoForce(covenant="z", on=MET))
EVALUATION: tuple[Act, ...] = (
    *RUNNING, acts.OpenEvaluation(evaluation="e", covenant="conv", title="T", on=D(2026, 3, 1)),
    acts.GiveInput(evaluation="e", input="i", kind=InputKind.SESSION, title="T", on=D(2026, 3, 1)),
    acts.Recommend(evaluation="e", recommendation="r", text="Ga door", on=MET),
)  # fmt: skip
ADOPTED = acts.Respond(
    evaluation="e", recommendation="r", response=Response.ADOPTED, on=D(2026, 4, 1), due=D(2026, 8, 1)
)
MONTHLY = acts.RepositionBody(body="overleg", since=MET, rhythm="FREQ=MONTHLY")
MINUTES: tuple[Act, ...] = (
    *meeting("v0", D(2026, 1, 15)), acts.DrawUpMinutes(meeting="v0", document="v.pdf", on=D(2026, 1, 20))
)  # fmt: skip
TERM = acts.SetRetention(years=1, ground="Selectielijst", on=START)
MANDATED: tuple[Act, ...] = (
    *REGION, TERM, acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START),
    mandate("gem-a", "p-4", until=D(2026, 6, 10)),
)  # fmt: skip
HELD_SHORTLY: tuple[Act, ...] = (
    *REGION, ROLE, acts.replace(TERM, role="r"), acts.replace(TERM, years=0), HELD,
    acts.WithdrawMandate(party="gem-a", mandate="m-p-2", last_day=D(2026, 6, 10)),
)  # fmt: skip


def in_force(*more: Act | Given) -> tuple[Act | Given, ...]:
    return (*REGION, *more)


ROWS = [
    Due(
        rso_actions, "Actiepunt: Lijst", in_force(A), D(2026, 6, 3), D(2026, 6, 10),
        (acts.FinishAction(action="a", on=D(2026, 6, 5)), D(2026, 6, 5)),
    ),
    Due(
        rso_signals, "Signaal beantwoorden", in_force(SIGNAL_BODY, S), D(2026, 4, 4), D(2026, 4, 11),
        (acts.AnswerSignal(signal="s", answer="Ja", on=D(2026, 4, 6)), D(2026, 4, 6)),
    ),
    Due(
        rso_portfolio, "Mijlpaal: Fase 1", in_force(P, M), D(2026, 5, 11), D(2026, 6, 10),
        (acts.ReachMilestone(project="p", milestone="m", on=D(2026, 6, 1)), D(2026, 6, 1)),
    ),
    Due(
        rso_resources, "Inzet toezeggen", in_force(Given(E, EARLY)), D(2026, 1, 30), D(2026, 3, 1),
        (
            acts.CommitEffort(
                effort="e", commitment="c", party="gem-a", amount=Decimal(10), ground=EffortGround.STATUTORY_TASK,
                document="W", on=D(2026, 2, 1),
            ),
            D(2026, 2, 1),
        ),
        until=D(2026, 3, 31),
    ),
    Due(
        rso_cycle, "Beleidscyclus 2026", in_force(Given(MOMENT, EARLY), *meeting("v1")), D(2026, 5, 11),
        D(2026, 6, 10), (acts.ServeMoment(cycle="2026", moment="m", meeting="v1"), MET),
    ),
    Due(
        rso_decisions, "Voorwaarde vervullen", in_force(*taken("d", **CONDITION)), D(2026, 5, 11), D(2026, 6, 10),
        (acts.FulfilCondition(decision="d", on=D(2026, 6, 1), ground="G"), D(2026, 6, 1)),
    ),
    Due(
        rso_roles, "Opvolging regelen: Secretaris", in_force(ROLE, HELD), D(2026, 5, 11), D(2026, 6, 10),
        until=D(2026, 6, 10),
    ),
    Due(rso_roles, "Rol invullen: Secretaris", in_force(ROLE, HELD), D(2026, 6, 11), D(2026, 6, 11)),
    Due(
        rso_roles, "Opvolger aanwijzen: Secretaris", in_force(
            ROLE, HELD_ON, acts.PersonLeaves(party="gem-a", person="p-2", last_day=D(2026, 5, 31), reason="R"),
        ),
        D(2026, 6, 1), D(2026, 5, 31),
    ),
    Due(
        rso_roles, "Overdracht afronden: Secretaris", in_force(ROLE, HELD_ON, HANDOVER), D(2026, 5, 11),
        D(2026, 6, 10), (acts.CallOffHandover(handover="h", on=D(2026, 6, 1), reason="R"), D(2026, 6, 1)),
    ),
    Due(
        rso_covenants, "Antwoorden in de consultatie", in_force(ROUND), D(2025, 9, 23), D(2025, 9, 30),
        (ANSWER, D(2025, 9, 25)),
    ),
    Due(
        rso_covenants, "Afhandelen wat de voorganger naliet", in_force(INHERITED), D(2025, 9, 10), D(2025, 9, 10),
        (acts.SettleMatter(**C, matter="x", on=D(2025, 10, 1), how="H"), D(2025, 10, 1)),
    ),
    Due(
        rso_signatures, "Ondertekenen: Convenant",
        in_force(acts.OpenSigning(**C, on=OPENED), signed("prov"), signed("gem-b")), D(2025, 12, 1), D(2025, 12, 31),
        (signed("gem-a", D(2025, 12, 10)), D(2025, 12, 10)),
    ),
    Due(
        rso_signatures, "Voorbehoud opheffen: Convenant",
        in_force(acts.OpenSigning(**C, on=OPENED), signed("gem-a", OPENED, reservation="Raad")),
        D(2025, 12, 1), D(2025, 12, 31),
        (acts.LiftReservation(**C, party="gem-a", on=D(2025, 12, 10), ground="G"), D(2025, 12, 10)),
    ),
    Due(
        rso_calendar, "Vastleggen of annuleren", in_force(Given(planned("v1"), EARLY)), MET + DAY, MET,
        (held("v1"), MET),
    ),
    Due(
        rso_calendar, "Vergadering plannen: Overleg", in_force(MONTHLY), D(2026, 3, 14), D(2026, 4, 13),
        until=D(2026, 4, 13),
    ),
    Due(rso_calendar, "Vergaderen: Overleg", in_force(MONTHLY), D(2026, 4, 14), D(2026, 4, 13)),
    Due(
        rso_calendar, "Verslag opmaken", in_force(*MINUTES, *meeting("v1")), D(2026, 4, 2), D(2026, 4, 2),
        (acts.DrawUpMinutes(meeting="v1", document="v.pdf", on=D(2026, 4, 3)), D(2026, 4, 3)),
    ),
    Due(
        rso_evaluations, "Evaluatie openen", CYCLED, D(2027, 1, 11), D(2027, 3, 12),
        (acts.OpenEvaluation(evaluation="e", covenant="z", title="T", on=D(2027, 2, 1)), D(2027, 2, 1)),
    ),
    Due(
        rso_evaluations, "Antwoord geven op aanbeveling", EVALUATION, D(2026, 6, 10), D(2026, 6, 10),
        (ADOPTED, D(2026, 4, 1)),
    ),
    Due(
        rso_evaluations, "Aanbeveling uitvoeren", (*EVALUATION, ADOPTED), D(2026, 8, 1), D(2026, 8, 1),
        (acts.FinishRecommendation(evaluation="e", recommendation="r", on=D(2026, 9, 1), how="H"), D(2026, 9, 1)),
    ),
    Due(rso_persons, "Gegevens van p-4", MANDATED, D(2027, 6, 11), D(2027, 6, 11)),
    Due(rso_persons, "Gegevens van p-2", HELD_SHORTLY, D(2027, 6, 11), D(2027, 6, 11)),
]  # fmt: skip


def due_on(plugin: ModuleType, given: Sequence[Act | Given], on: date, what: str) -> list[date]:
    """The days of what a plugin says is due on a day and begins with these words."""
    plugins = Plugins(load_entry_points=False, extra=[(plugin.__name__, plugin)])
    models = {model.name: model for model in plugins.read_models()}
    events = list(enumerate(record_of(given).recorded, 1))

    def register(name: str) -> Register:
        with AsOf(cast("EventStore", None), [models[name]], on, events=events) as moment:
            return moment.register(name)

    return [item.on for item in plugins.due(register, on) if item.what.startswith(what)]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_it_is_due_from_the_first_day_and_not_the_day_before(row: Due) -> None:
    assert due_on(row.plugin, row.given, row.since - DAY, row.what) == []
    assert due_on(row.plugin, row.given, row.since, row.what) == [row.on]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_it_stays_due_on_the_day_itself_and_after(row: Due) -> None:
    last = row.until or max(row.on, row.since) + timedelta(days=1)
    assert due_on(row.plugin, row.given, last, row.what)[:1] == [row.on]
    if row.until is not None:
        assert due_on(row.plugin, row.given, row.until + DAY, row.what) == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.settled], ids=str)
def test_it_is_due_no_more_from_the_day_on_which_it_is_settled(row: Due) -> None:
    assert row.settled is not None
    act, day = row.settled
    given = (*row.given, act)
    assert due_on(row.plugin, given, max(day, row.since), row.what) == []
    if day - DAY >= row.since:
        assert due_on(row.plugin, given, day - DAY, row.what) == [row.on]
