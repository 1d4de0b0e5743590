"""Every act: recorded, repeated without effect, folded back to the same state, and shown by every register."""

from datetime import date

import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from rso_core import Application, EventStore
from rso_core.acts import act_classes
from rso_core.corrections import Correction, correct
from rso_core.domain.concept import fold
from rso_core.events import event_classes
from rso_core.hooks import Plugins
from rso_core.projection import Projector


@pytest.fixture
def application(store_url: str) -> Application:
    return Application(EventStore.open(store_url), lambda: NOW)


def test_every_act_is_recorded_once_and_replays_to_the_live_state(application: Application) -> None:
    made = every_act()
    assert {type(act) for act in made} == set(act_classes().values()), "an act is missing from the example"
    for number, act in enumerate(made):
        application.perform(act, by(key=f"k{number}"))
    head = application.store.head()
    for number, act in enumerate(made):
        assert application.perform(act, by(key=f"k{number}")).repeated
    assert application.store.head() == head
    folded: dict[str, object] = {}
    names = set()
    for _, recorded in application.store.read(limit=10_000):
        folded[recorded.originator_id] = fold(folded.get(recorded.originator_id), recorded.event)
        names.add(recorded.event.event_name)
    assert names == set(event_classes()) - {"record.withdrawn"}, "an event is not brought about by any act"
    for stream, state in folded.items():
        assert application.store.load(stream, fold).state == state
    outcome = correct(application, [Correction("theme:oudthema@1", {"name": "Ouder thema"})], "typefout", by())
    assert [event.event.event_name for event in outcome.events] == ["record.withdrawn", "theme.named"]
    application.store.close()


def test_every_register_answers_at_any_two_moments_and_live_equals_replayed(application: Application) -> None:
    for act in every_act():
        application.perform(act, by())
    plugins = Plugins()
    projector = Projector(application.store, plugins.read_models())
    assert projector.catch_up() == []
    today = NOW.date()
    with projector.as_of(today) as moment:
        for model in projector.read_models:
            assert projector.register(model.name, today) == moment.register(model.name), model.name
    with projector.as_of(date(2026, 2, 1), NOW) as moment:
        assert all(moment.register(model.name) for model in projector.read_models)
    assert [info.failure for info in plugins.infos() if info.failure] == []
    assert plugins.due(lambda name: projector.register(name, today), today)
    assert [info.failure for info in plugins.infos() if info.failure] == []
    projector.close()
    application.store.close()
