"""Names of release 0.2 that have moved are found for one release, with a warning that says where they are now."""

import importlib
import sys
from collections.abc import Iterator

import pytest

MOVED = {
    "rso_core.audit.archive.export": "rso_core.archive.export",
    "rso_core.audit.archive_errors": "rso_core.archive.errors",
    "rso_core.audit.backup": "rso_core.archive.backup",
    "rso_core.audit.differences": "rso_core.comparison.moment_diff",
    "rso_core.audit.mentions": "rso_core.about.mentions",
    "rso_core.audit.moments": "rso_core.comparison.moments",
    "rso_core.audit.personal": "rso_core.privacy.personal_report",
    "rso_core.audit.story": "rso_core.narrative",
    "rso_core.audit.story.known": "rso_core.domain.names",
    "rso_core.audit.story.words": "rso_core.dutch.sentences",
    "rso_core.audit.verification": "rso_core.proof.verification",
    "rso_core.audit.whole_file": "rso_core.atomic_write",
}


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    for name in [name for name in sys.modules if name.startswith("rso_core.audit.")]:
        del sys.modules[name]


@pytest.mark.parametrize(("old", "now"), MOVED.items())
def test_a_module_is_found_under_its_old_name(old: str, now: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"{old} is now {now}".replace(".", r"\.")):
        module = importlib.import_module(old)
    assert module is importlib.import_module(now)
    assert module.__spec__ is not None
    assert (module.__name__, module.__spec__.name) == (now, now)


def test_a_name_that_never_was_is_not_found() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("rso_core.audit.nonsense")


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("rso_pleio.plan.Hold", "rso_pleio.plan.SafetyBlock"),
        ("rso_pleio.prepared.adopt_group", "rso_pleio.adoption.adopt_group"),
        ("rso_pleio.standing.standing_of", "rso_pleio.status.sync_status"),
        ("rso_pleio.texts.Shown", "rso_pleio.texts.VisibleRegisters"),
        ("rso_pleio.texts.shown.Shown", "rso_pleio.texts.visibility.VisibleRegisters"),
        ("rso_pleio.texts.shown.is_open", "rso_pleio.texts.visibility.is_open"),
        ("rso_pleio.written.Written", "rso_pleio.rendered_item.RenderedItem"),
        ("rso_pleio.written.standing", "rso_pleio.rendered_item.content_hash"),
    ],
)
def test_a_name_of_the_adapter_is_found_as_it_was(old: str, now: str) -> None:
    module, _, name = old.rpartition(".")
    with pytest.warns(DeprecationWarning, match=f"{old} is now {now}".replace(".", r"\.")):
        found = getattr(importlib.import_module(module), name)
    there, _, today = now.rpartition(".")
    assert found is getattr(importlib.import_module(there), today)


def test_a_name_that_the_adapter_never_had_is_not_found() -> None:
    for module in ("rso_pleio.plan", "rso_pleio.written"):
        with pytest.raises(AttributeError):
            _ = importlib.import_module(module).nonsense


@pytest.mark.parametrize(
    ("module", "old", "now"),
    [
        ("rso_core", "Circumstances", "Provenance"),
        ("rso_core.application", "Circumstances", "Provenance"),
        ("rso_core", "Recorded", "RecordedEvent"),
        ("rso_core.events", "Recorded", "RecordedEvent"),
        ("rso_core.store", "Recorded", "RecordedEvent"),
        ("rso_core.store.recorded", "Recorded", "RecordedEvent"),
    ],
)
def test_a_class_is_found_under_its_old_name(module: str, old: str, now: str) -> None:
    found = importlib.import_module(module)
    with pytest.warns(DeprecationWarning, match=rf"{module}\.{old} is now {now}"):
        assert getattr(found, old) is getattr(found, now)
    with pytest.raises(AttributeError):
        found.NeverWas  # noqa: B018
