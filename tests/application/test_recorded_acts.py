"""What an act said is given back from the record: every act, however it was said."""

import random
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, START, by, open_region, plan, record_a_year, set_up
from quick import examples
from rso_core import Act, Application, EventStore, InvalidActError, Outcome, Refused, acts
from rso_core.acts import act_classes, replace
from rso_core.application import checked
from rso_core.domain.act import TOLD
from rso_core.domain.body.profile import ProfileChange
from rso_core.domain.checked_types import Sha256
from rso_core.domain.decision.voting import Choice, Vote
from rso_core.domain.references import field_types
from rso_core.events import BodyRepositioned, DecisionKind, EffortGround, PartyKind, RecordedEvent, Unit, event_classes
from rso_core.older_acts import is_as_performed, recorded_act_in
from rso_core.recorded_acts import ActNotGivenBackError, recorded_act
from varied_acts import varied

ERASED = "p-4"


def by_correlation(store: EventStore) -> dict[str, list[RecordedEvent]]:
    """The events of each act, as they are read from the store."""
    found: dict[str, list[RecordedEvent]] = {}
    for _, recorded in store.read(limit=100_000):
        found.setdefault(recorded.meta.correlation, []).append(recorded)
    return found


def as_recorded(act: Act) -> Act:
    """The act with its values as they are recorded: a hash in lower case, and nothing where an empty text says that."""
    changes: dict[str, Any] = {}
    for name, kind in field_types(type(act)).items():
        if get_args(Sha256)[1] in kind.marks:
            value = getattr(act, name)
            changes[name] = value.lower() if value else None if kind.optional else value
        elif name == "evaluation_rhythm":
            changes[name] = getattr(act, name) or None
    return attrs.evolve(act, **changes) if changes else act  # type: ignore[misc]


def performed(application: Application, made: list[Act]) -> Iterator[tuple[Act, Outcome]]:
    """What is recorded of these acts; those that are refused are passed over."""
    with application.batch() as batch:
        for act in made:
            try:
                outcome = batch.perform(act, by())
            except (Refused, InvalidActError):
                continue
            yield as_recorded(checked(act)), outcome


def require_given_back(made: list[Act]) -> set[str]:
    """Every act that is recorded is given back as it was performed; gives their names."""
    with TemporaryDirectory() as folder, Application(EventStore.open(f"sqlite:///{folder}/rso.db"), lambda: NOW) as new:
        recorded = list(performed(new, made))
        stored = by_correlation(new.store)
        erased = {outcome.events[0].originator_id for act, outcome in recorded if isinstance(act, acts.ErasePerson)}
        for act, outcome in recorded:
            events = stored[outcome.correlation]
            if act.names_a_person and events[0].originator_id in erased:
                with pytest.raises(ActNotGivenBackError, match="the person was erased"):
                    recorded_act(events)
                continue
            assert recorded_act(events) == act
        return {act.act_name for act, _ in recorded}


def test_every_act_is_given_back_as_it_was_performed() -> None:
    assert require_given_back(every_act()) == set(act_classes())


@pytest.mark.slow
@given(st.integers(0, 2**32), st.sampled_from((0.02, 0.05, 0.2)))
@settings(max_examples=examples(40), deadline=None)
def test_every_act_is_given_back_however_it_was_said(seed: int, often: float) -> None:
    chance = random.Random(seed)
    assert require_given_back([varied(act, chance, often) for act in every_act()])


def test_most_acts_say_nothing_besides_their_events() -> None:
    with TemporaryDirectory() as folder, Application(EventStore.open(f"sqlite:///{folder}/rso.db"), lambda: NOW) as new:
        besides = {
            act.act_name: set(said)
            for act, outcome in performed(new, every_act())
            if (said := outcome.events[0].meta.said) is not None
        }
    assert besides == {
        "commit-effort": {"party"},
        "decide": {"unanimous", "votes"},
        "leave-body": set(),
        "merge-body": set(),
        "plan-meeting": {"title"},
        "reposition-body": set(),
        "start-handover": {"matters"},
    }


@pytest.mark.parametrize("given_in_short", [True, False])
def test_votes_in_short_and_written_out_are_told_apart(given_in_short: bool, tmp_path: Path) -> None:
    votes = (
        Vote(party="prov", person="p-1", choice=Choice.FOR),
        Vote(party="gem-a", person="p-2", choice=Choice.FOR),
        Vote(party="gem-b", person="p-3", choice=Choice.FOR),
    )
    said: dict[str, Any] = {"unanimous": True} if given_in_short else {"votes": votes}
    act = acts.Decide(decision="b2", meeting="v1", kind=DecisionKind.AGREE, title="Eens", **said)
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        record_a_year(application)
        outcome = application.perform(act, by())
        assert (outcome.events[0].meta.said is None) is given_in_short
        assert recorded_act(by_correlation(application.store)[outcome.correlation]) == checked(act)


def test_no_words_of_an_act_that_names_a_person_stand_in_the_open() -> None:
    chance = random.Random(1)
    made = [varied(act, chance, often=0.5) for act in every_act() for _ in range(8) if act.names_a_person]
    with TemporaryDirectory() as folder, Application(EventStore.open(f"sqlite:///{folder}/rso.db"), lambda: NOW) as new:
        founded = list(performed(new, every_act()))
        besides = [
            outcome.events[0].meta.said
            for act, outcome in (*founded, *performed(new, made))
            if act.names_a_person and outcome.events[0].meta.said is not None
        ]
    assert besides == [], "their events tell all of it, sealed"


def test_an_act_that_names_a_person_says_so() -> None:
    """So that what it says besides its events holds no name: every act that leads to a sealed event."""
    with TemporaryDirectory() as folder, Application(EventStore.open(f"sqlite:///{folder}/rso.db"), lambda: NOW) as new:
        for act, outcome in performed(new, every_act()):
            assert act.names_a_person or not any(each.event.sealed for each in outcome.events), act.act_name


def test_what_a_field_says_of_where_it_is_told_is_a_field_of_an_event_of_that_type() -> None:
    told = 0
    for cls in act_classes().values():
        for field in cls.__attrs_attrs__:
            if TOLD not in field.metadata:
                continue
            told += 1
            kind = field_types(cls)[field.name]
            event_name, _, path = field.metadata[TOLD].rpartition(":")
            classes = [event_classes()[event_name]] if event_name else list(event_classes().values())
            assert any(_leads_to(event, path.split("."), kind.plain) for event in classes), f"{cls} {field.name}"
    assert told > 5


def _leads_to(cls: type, path: list[str], plain: Any) -> bool:
    found = field_types(cls).get(path[0]) if attrs.has(cls) else None
    if found is None:
        return False
    return _leads_to(found.plain, path[1:], plain) if path[1:] else found.plain is plain


def test_an_act_of_an_older_release_is_given_back_from_its_events(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        planned = [_of_an_older_release(each) for each in plan(application).events]
        found = recorded_act(planned)
    assert isinstance(found, acts.PlanMeeting)
    assert found.title == "Overleg overleg", "what the meeting came to be called"


def test_an_act_of_which_a_field_is_nowhere_told_is_not_guessed(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        left = application.perform(acts.LeaveBody(body="overleg", party="gem-b", since=date(2026, 1, 1)), by())
        assert recorded_act(left.events)
        with pytest.raises(
            ActNotGivenBackError, match=r"'leave-body' of body:overleg@2 .* party: no event tells it"
        ) as no:
            recorded_act([_by_all_members(_of_an_older_release(each)) for each in left.events])
    assert no.value.reasons.keys() == {"party"}


OLDER: list[Act] = [
    acts.LeaveBody(body="oud", party="gem-b", since=date(2026, 1, 1)),
    acts.RepositionBody(body="oud", since=date(2026, 1, 1), place=7, quorum="2/3"),
    acts.MergeBody(body="oud", into="overleg", on=date(2026, 1, 1), reason="Minder", staying_out=("nieuw",)),
    acts.CommitEffort(
        effort="inzet", commitment="c1", party="prov", amount=Decimal(5), ground=EffortGround.STATUTORY_TASK,
        document="Wet", on=date(2026, 1, 5),
    ),
]  # fmt: skip


@pytest.mark.parametrize("act", OLDER, ids=lambda act: act.act_name)
def test_what_an_older_release_left_unsaid_follows_from_what_was_known_before(act: Act, tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        for earlier in (
            acts.RegisterParty(party="nieuw", name="Waterschap", kind=PartyKind.WATER_AUTHORITY, on=START),
            set_up("oud", place=3, chair=None, members=("gem-a", "gem-b", "nieuw")),
            acts.AgreeEffort(
                effort="inzet", party="prov", unit=Unit.EURO, amount=Decimal(9), start=START, until=date(2026, 12, 31)
            ),
            act,
        ):
            events = application.perform(earlier, by()).events
        # What is known later does not matter.
        application.perform(acts.RescopeBody(body="overleg", scope=("VTH",), since=date(2026, 2, 1)), by())
        assert events[0].meta.said is not None, "so that it is never taken for one of an older release"
        assert recorded_act_in(application.store, events) == act
        assert recorded_act_in(application.store, [_of_an_older_release(each) for each in events]) == act


def test_the_fingerprint_tells_how_an_act_of_an_older_release_was_said(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        plain = acts.PlanMeeting(meeting="v1", body="overleg", on=date(2026, 3, 5), starts=time(10), ends=time(12))
        named = replace(plain, meeting="v2", title="Overleg overleg")
        for act in (plain, named):
            events = [_of_an_older_release(each) for each in application.perform(act, by(key=act.meeting)).events]
            assert recorded_act_in(application.store, events) == act
            assert is_as_performed(application.store, act, events[0].meta)
            other = replace(act, place="Zaal 2")
            assert is_as_performed(application.store, other, events[0].meta) is False
        corrected = application.perform(acts.CorrectPerson(person="p-1", on=START, name="Z. Voorbeeld"), by(key="p"))
        events = [_of_an_older_release(each) for each in corrected.events]
        found = recorded_act_in(application.store, events)
        assert found == acts.CorrectPerson(person="p-1", on=START, name="Z. Voorbeeld"), "the address was left out"
        assert is_as_performed(application.store, found, events[0].meta)


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ({"act": "dance"}, "act: this release does not know an act of that name"),
        ({"said": {"steps": 3}}, "steps: this release does not know such a field"),
        ({"said": {"extra": "perhaps"}}, "extra: Expected `bool`, got `str`"),
    ],
)
def test_an_act_of_a_newer_release_is_not_given_back_in_part(meta: dict[str, Any], reason: str, tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        first, *rest = plan(application).events
    with pytest.raises(ActNotGivenBackError, match=reason):
        recorded_act([attrs.evolve(first, meta=attrs.evolve(first.meta, **meta)), *rest])


def test_an_act_is_given_back_from_events_only() -> None:
    with pytest.raises(ValueError, match="there are none"):
        recorded_act([])


def _by_all_members(recorded: RecordedEvent) -> RecordedEvent:
    """What a release before 0.3 recorded of who left: the members who stayed."""
    assert isinstance(recorded.event, BodyRepositioned)
    event = recorded.event
    stayed = ProfileChange(members=("prov", "gem-a"))
    return attrs.evolve(recorded, event=BodyRepositioned(body=event.body, change=stayed, since=event.since))


def _of_an_older_release(recorded: RecordedEvent) -> RecordedEvent:
    return attrs.evolve(recorded, meta=attrs.evolve(recorded.meta, said=None))
