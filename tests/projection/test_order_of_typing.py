"""Two acts that are accepted in either order lead to the same registers, on every day, and to the same names."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import by, open_region, plan
from rso_core import Act, acts
from rso_core.hooks import Plugins
from rso_core.narrative import narrative_of
from rso_core.projection import Projector

D = date
AGREED = acts.AgreeAction(
    action="a1", title="Cijfers opvragen", body="overleg", party="gem-a", on=D(2026, 4, 1), due=D(2026, 5, 15)
)
TOGETHER: dict[str, tuple[Sequence[Act], Sequence[Act]]] = {
    "names of a person": (
        [],
        [
            acts.CorrectPerson(person="p-2", name="A. Voorbeeld", on=D(2026, 3, 1)),
            acts.CorrectPerson(person="p-2", name="A. Voorbeeld-Fictief", on=D(2026, 6, 1)),
            acts.CorrectPerson(person="p-2", name="A.B. Voorbeeld", on=D(2026, 1, 15)),
        ],
    ),
    "an action put off": (
        [AGREED],
        [
            acts.PutOffAction(action="a1", due=D(2026, 7, 1), on=D(2026, 5, 1), reason="Ziekte"),
            acts.PutOffAction(action="a1", due=D(2026, 9, 1), on=D(2026, 6, 1), reason="Wacht op cijfers"),
        ],
    ),
    "a meeting moved": (
        [],
        [
            acts.MoveMeeting(meeting="v1", to=D(2026, 3, 19), on=D(2026, 2, 1), reason="Zaal bezet"),
            acts.MoveMeeting(meeting="v1", to=D(2026, 3, 26), on=D(2026, 2, 20), reason="Griep"),
        ],
    ),
    "names of a body": (
        [],
        [
            acts.RenameBody(body="overleg", name="Overleg Ruimte", since=D(2026, 5, 1)),
            acts.RenameBody(body="overleg", name="Overleg Ruimte en Wonen", since=D(2026, 8, 1)),
        ],
    ),
}
"""What was recorded before, and acts that may be typed in any order; to be widened as the acts themselves follow the day."""


def told(url: str, typed: Sequence[Act], days: Sequence[date]) -> dict[str, Any]:
    """Every register, live and on some days, and what the story calls things, after acts in this order."""
    with open_region(url) as application:
        plan(application)
        projector = Projector(application.store, Plugins().read_models(), live_from=0)
        try:
            for act in typed:
                application.perform(act, by())
                assert projector.catch_up() == []
            names = [model.name for model in projector.read_models]
            found: dict[str, Any] = {f"{n} live": rows(projector.register(n, D(2099, 1, 1))) for n in names}
            for day in days:
                with projector.as_of(day) as moment:
                    found |= {f"{n} on {day}": rows(moment.register(n)) for n in names}
            story = narrative_of(application.store, "person:p-3")
            return found | {
                "names": story.title,
                "sentences": sorted(s for d in story.days for s in map(str, d.paragraphs)),
            }
        finally:
            projector.close()


def rows(register: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in register.rows]


@pytest.mark.parametrize("kind", TOGETHER)
def test_the_order_of_typing_makes_no_difference(tmp_path: Path, kind: str) -> None:
    before, several = TOGETHER[kind]
    moments = {D(2026, 12, 1), *(_day(act) + timedelta(days=n) for act in several for n in (-1, 0))}
    orders = [*permutations(several)]
    results = [
        told(f"sqlite:///{tmp_path / str(number)}.db", [*before, *order], sorted(moments))
        for number, order in enumerate(orders)
    ]
    for order, result in zip(orders[1:], results[1:], strict=True):
        assert {k: v for k, v in result.items() if v != results[0][k]} == {}, order
    on_days = [{n.rpartition(" on ")[0]: v for n, v in results[0].items() if n.endswith(f" on {d}")} for d in moments]
    assert any(one != on_days[0] for one in on_days), "it shows in some register"


def _day(act: Act) -> date:
    found = getattr(act, "since", None) or getattr(act, "on", None)
    assert isinstance(found, date)
    return found
