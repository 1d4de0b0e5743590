"""Which events hold, and in which order: by day, whatever the order in which they were recorded."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest

from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.event import Event, begins_stream
from rso_core.domain.theme import ThemeNamed, ThemeRetired
from rso_core.store.holding import Known, in_order_of_holding, still_holding
from rso_core.store.recorded import Meta, RecordedEvent

BEGUN = date(2026, 2, 1)


def happened(version: int, day: date, text: str = "", stream: str = "theme:wonen", **meta: str) -> RecordedEvent:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    said = ThemeNamed(theme=stream.partition(":")[2], name=text, since=day)
    about = Meta(recorded_at=at, effective=day, actor="office:tafel", act="a", correlation="c", causation="c", **meta)  # type: ignore[arg-type]
    return RecordedEvent(stream, version, about, said)


def order(known: list[Known]) -> list[str]:
    return [recorded.event.name for _, recorded in in_order_of_holding(known)]  # type: ignore[attr-defined]


def test_the_later_day_comes_later_in_whatever_order_it_was_typed() -> None:
    days = {"may": date(2026, 5, 1), "june": date(2026, 6, 1), "july": date(2026, 7, 1)}
    for typed in permutations(days):
        known = [(1, happened(1, BEGUN, "begun"))]
        known += [(n, happened(n, days[name], name)) for n, name in enumerate(typed, 2)]
        assert order(known) == ["begun", "may", "june", "july"]


def test_of_two_from_the_same_day_the_one_recorded_later_comes_later() -> None:
    assert order([(1, happened(1, BEGUN, "first")), (9, happened(2, BEGUN, "second"))]) == ["first", "second"]


@pytest.mark.parametrize("typed", [*permutations(["january", "before", "same day"])])
def test_nothing_comes_before_what_begins_its_stream(typed: tuple[str, ...]) -> None:
    days = {"january": date(2026, 1, 20), "before": date(2026, 1, 31), "same day": BEGUN}
    known = [(1, happened(1, BEGUN, "begun"))] + [(n, happened(n, days[name], name)) for n, name in enumerate(typed, 2)]
    assert order(known) == ["begun", "same day", "january", "before"]


def test_another_stream_may_hold_before() -> None:
    other = happened(1, date(2026, 1, 1), "other", stream="theme:energie")
    assert order([(1, happened(1, BEGUN, "begun")), (2, other)]) == ["other", "begun"]


def test_what_never_precedes_an_event_waits_for_the_last_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ThemeRetired, "never_precedes", ("theme.named",))
    early = happened(3, BEGUN)
    late = RecordedEvent(early.originator_id, 3, early.meta, ThemeRetired(theme="wonen", retired_on=BEGUN, reason="x"))
    known = [(1, happened(1, BEGUN, "begun")), (2, happened(2, date(2026, 3, 1), "drawn up")), (3, late)]
    assert [position for position, _ in in_order_of_holding(known)] == [1, 2, 3]


def test_what_corrects_stands_in_the_place_of_what_it_corrects() -> None:
    withdrawal = EventsWithdrawn(
        withdrawn_from="theme:wonen", versions=(2,), corrected_act="theme:wonen@2", reason="typefout"
    )
    wrong, right = happened(2, BEGUN, "wrong"), happened(5, BEGUN, "right", instead_of="theme:wonen@2")
    known: list[Known] = [(1, happened(1, BEGUN, "begun")), (2, wrong), (3, happened(3, BEGUN, "later"))]
    known += [(4, RecordedEvent("theme:wonen", 4, wrong.meta, withdrawal)), (5, right)]
    assert order(known) == ["begun", "right", "later"]
    assert order(known[:3]) == ["begun", "wrong", "later"]
    assert [position for position, _ in still_holding(known)] == [1, 3, 5]


def test_what_begins_a_stream_may_be_corrected_to_another_day() -> None:
    withdrawal = EventsWithdrawn(withdrawn_from="theme:wonen", versions=(1,), corrected_act="theme:wonen@1", reason="x")
    begun = happened(1, date(2026, 4, 1), "wrong")
    known: list[Known] = [(1, begun), (2, happened(2, date(2026, 3, 1), "second"))]
    assert order(known) == ["wrong", "second"]
    known += [(3, RecordedEvent("theme:wonen", 3, begun.meta, withdrawal))]
    known += [(4, happened(4, BEGUN, "right", instead_of="theme:wonen@1"))]
    assert order(known) == ["right", "second"]


def test_an_event_begins_a_stream_unless_it_says_that_it_needs_a_state() -> None:
    class ByAnyPlugin(Event):
        def apply(self, state: Any) -> Any:
            return state

    class SaidInQuotes(Event):
        def apply(self, state: "int | None") -> int:
            return state or 0

    class NeedsOneInQuotes(Event):
        def apply(self, state: "int") -> int:
            return state

    kinds = (ThemeNamed, ByAnyPlugin, SaidInQuotes, ThemeRetired, NeedsOneInQuotes)
    assert [begins_stream(kind) for kind in kinds] == [True, True, True, False, False]
