"""Every act is corrected in one field, and set aside: it is accepted, or a rule refuses and says what rests on it."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from rso_core import Act, Application, EventStore, Refused
from rso_core.acts import act_classes
from rso_core.corrections import Correction, correct
from rso_core.domain.act import NEW_ID
from rso_core.domain.concept import fold
from rso_core.domain.references import field_types
from rso_core.proof.verification import verify

OF_A_FORM = frozenset({"sha256", "certificate", "trusted_root", "rhythm", "public_key", "email", "matter", "result"})
"""Texts that a rule holds to a form, or to what was said elsewhere."""
NOTHING_TO_CHANGE = {"adopt-covenant", "approve-minutes", "rank-signals", "serve-moment"}
"""Acts that hold identifiers alone."""
REFUSED = {
    "join-body": "correction.rest_stands",
    "take-seat": "correction.rest_stands",
    "register-person": "correction.given_back",
    "publish-unproven": "correction.irrevocable",
}
"""Where the change of this test is refused for one of the acts of a kind: what is done on the very day that it puts off,
a name that was erased, and what went out.
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[Act, str]]]:
    """A record in which every act stands, with the first event of each."""
    folder = tmp_path_factory.mktemp("recorded")
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: NOW) as application:
        made = [(act, application.perform(act, by()).events[0].id) for act in every_act()]
    return folder, made


def another_value(act: Act) -> tuple[str, Any] | None:
    """A field of an act, and something else that it may say: a text with a word more, else a day later."""
    for field in act.__attrs_attrs__:
        kind, value = field_types(type(act))[field.name], getattr(act, field.name)
        plain = kind.plain is str and not kind.many and kind.reference is None and field.name not in OF_A_FORM
        if plain and value and not field.metadata.get(NEW_ID):
            return field.name, f"{value} (verbeterd)"
    for field in act.__attrs_attrs__:
        if type(value := getattr(act, field.name)) is date:
            return field.name, value + timedelta(days=1)
    return None


def states(application: Application) -> dict[str, Any]:
    streams = {recorded.originator_id for _, recorded in application.store.read(limit=100_000)}
    return {stream: application.store.load(stream, fold).state for stream in streams}


def tried(folder: Path, event: str, changes: dict[str, Any] | None) -> Refused | None:
    """Correct an act in the record in a folder; whatever comes of it, the record is sound."""
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: NOW) as application:
        before, head, refused = states(application), application.store.head(), None
        try:
            correct(application, [Correction(event, changes)], "verkeerd getypt", by())
        except Refused as error:
            refused = error
            assert application.store.head() == head, "nothing is half recorded"
        failed = {f.check for f in verify(application.store).findings if f.ok is False}
        # The key of the record in this example is invented, which verification says.
        assert failed <= {"De sleutels van het dossier volgen elkaar op"}
        after = states(application)
        assert refused is None or after == before
    with EventStore.open(f"sqlite:///{folder / 'rso.db'}") as store:
        for stream, state in after.items():
            assert store.load(stream, fold).state == state, "read anew it is the same"
    return refused


@pytest.mark.slow
def test_every_act_is_corrected_or_refused_by_a_rule(
    recorded: tuple[Path, list[tuple[Act, str]]], tmp_path: Path
) -> None:
    left, corrected, refused = set(), set(), {}
    for number, (act, event) in enumerate(recorded[1]):
        change = another_value(act)
        if change is None:
            left.add(act.act_name)
            continue
        folder = shutil.copytree(recorded[0], tmp_path / str(number))
        found = tried(folder, event, dict([change]))
        if found is None:
            corrected.add(act.act_name)
        else:
            refused[act.act_name] = found.rule.id
    assert left == NOTHING_TO_CHANGE
    assert refused == REFUSED
    assert corrected | left | refused.keys() == set(act_classes())


@pytest.mark.slow
def test_every_act_is_set_aside_or_what_rests_on_it_is_named(
    recorded: tuple[Path, list[tuple[Act, str]]], tmp_path: Path
) -> None:
    for number, (act, event) in enumerate(recorded[1]):
        folder = shutil.copytree(recorded[0], tmp_path / str(number))
        refused = tried(folder, event, None)
        if act.act_name in ("erase-person", "introduce-record-key", "repair-derived", "publish-unproven"):
            assert refused is not None
            assert refused.rule.id == "correction.irrevocable"
        elif refused is not None:
            assert refused.rule.id == "correction.rest_stands", act.act_name
            assert refused.facts["rests_on_it"], act.act_name
