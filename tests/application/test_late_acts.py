"""A late act is judged by the facts of its day, and leaves standing what stands: what counts as standing, and what does not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from acts_of_a_region import by, open_region, set_up
from every_plugin import every_plugin
from rso_core import Act, Application, EventStore, Refused, acts
from rso_core.corrections import Correction, correct
from rso_core.domain.action.state import ACTION_OPEN, Action
from rso_core.domain.concept import fold
from rso_core.domain.docket import Docket, Matter, MatterKind
from rso_core.domain.signal.state import Signal
from rso_core.events import SignalKind
from rso_core.projection import AsOf

AGREED, MAY, JUNE = date(2026, 3, 12), date(2026, 5, 1), date(2026, 6, 1)
FINISHED = acts.FinishAction(action="x", on=JUNE)
DROPPED = acts.DropAction(action="x", on=MAY, reason="Niet nodig")


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        agree = acts.AgreeAction(action="x", body="overleg", title="T", party="gem-a", on=AGREED, due=date(2026, 4, 1))
        application.perform(agree, by())
        yield application


def put_off(on: date, due: date) -> Act:
    return acts.PutOffAction(action="x", on=on, due=due, reason="Druk")


def test_who_reads_on_finds_what_holds_and_not_what_was_typed_last(application: Application) -> None:
    application.perform(put_off(JUNE, date(2026, 9, 1)), by())
    with EventStore.open(application.store.url) as other:
        before = other.load("action:x", fold)
        application.perform(put_off(MAY, date(2026, 7, 1)), by())
        after = other.load("action:x", fold)
    assert isinstance(after.state, Action)
    assert (after.version, after.state.due) == (before.version + 1, date(2026, 9, 1))


def test_what_stands_for_a_later_day_is_named_by_its_handle(application: Application) -> None:
    application.perform(FINISHED, by())
    with pytest.raises(Refused, match=r"rests on it: finish-action [0-9A-Z]{4}-[0-9A-Z]{4} \[action.open\]"):
        application.perform(DROPPED, by())


def test_what_was_set_aside_does_not_stand_in_the_way(application: Application) -> None:
    finished = application.perform(FINISHED, by()).events[0].id
    correct(application, [Correction(finished, None)], "per abuis", by())
    assert application.perform(DROPPED, by()).events


def test_what_an_earlier_release_accepted_and_no_rule_of_today_does_is_left_as_it_is(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    application.perform(FINISHED, by())

    def refuse(self: acts.FinishAction, action: Action, today: date) -> None:
        raise ACTION_OPEN.refused(action=action.id)

    monkeypatch.setattr(acts.FinishAction, "decide", refuse)
    assert application.perform(put_off(MAY, date(2026, 7, 1)), by()).events


def test_of_two_from_the_same_day_the_earlier_does_not_rest_on_the_later(application: Application) -> None:
    with application.batch() as batch:
        batch.perform(acts.LeaveBody(body="overleg", party="gem-b", since=JUNE), by())
        batch.perform(acts.RenameBody(body="overleg", name="Later", since=date(2026, 7, 1)), by())
        two = acts.RepositionBody(body="overleg", since=JUNE, members=("prov", "gem-a"))
        assert batch.perform(two, by()).events


def test_what_went_elsewhere_before_its_body_went_up_does_not_move_along(application: Application) -> None:
    for number, (body, above) in enumerate((("een", "overleg"), ("twee", "een")), 2):
        application.perform(set_up(body, place=number, chair=None, reports_to=above, signal_answer_days=30), by())
    raised = acts.RaiseSignal(signal="s", kind=SignalKind.BOTTLENECK, title="T", party="gem-a", body="twee", on=AGREED)
    application.perform(raised, by())
    application.perform(acts.MergeBody(body="twee", into="overleg", on=JUNE, reason="Minder"), by())
    application.perform(acts.EscalateSignal(signal="s", to="een", on=MAY, reason="Hoger"), by())
    lies = {body for body in ("een", "twee", "overleg") if SIGNAL in docket(application, body)}
    signal = application.store.load("signal:s", fold).state
    assert isinstance(signal, Signal)
    assert (signal.body, lies) == ("een", {"een"})
    for name, identifier in (("signals", "signal"), ("progress", "subject")):
        (model,) = (model for model in every_plugin().read_models() if model.name == name)
        with AsOf(application.store, [model], date(2026, 7, 1)) as moment:
            bodies = {row["body"] for row in moment.register(name).rows if row[identifier] in ("s", "signal:s")}
        assert bodies == {"een"}, name


SIGNAL = Matter(kind=MatterKind.SIGNAL, id="s")


def docket(application: Application, body: str) -> tuple[Matter, ...]:
    state = application.store.load(f"docket:{body}", fold).state
    return state.open if isinstance(state, Docket) else ()
