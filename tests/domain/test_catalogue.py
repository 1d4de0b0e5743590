"""Acts, events and values are found where they are defined, and nowhere written down."""

import compileall
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import rso_core
from rso_core import acts, catalogue, events, faces

ROOM = Path(rso_core.__file__).parent
TOY = '''
from rso_core.domain.act import Act, act, field
from rso_core.domain.event import Event, event

@event(
    "toy.played",
    2,
)
class ToyPlayed(Event):
    toy: str

@act("play-with-toy", source="S1")
class PlayWithToy(Act):
    """Play with
    a toy.

    For as long as it lasts."""
    toy: str = field("identifier of the toy")
'''


def printed(program: str, path: Path = ROOM.parent) -> str:
    """What a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, env={"PYTHONPATH": str(path)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("mapping", ["act_classes", "event_classes"])
def test_every_class_is_found_under_the_name_that_it_registers(mapping: str) -> None:
    found = getattr(catalogue, mapping)()
    kind = mapping.partition("_")[0]
    for definition in catalogue.definitions():
        if definition.kind == kind:
            assert found[definition.name] is definition.load()
    ours = {name for name, cls in found.items() if cls.__module__.startswith("rso_core.")}
    assert ours == {definition.name for definition in catalogue.definitions() if definition.kind == kind}


def test_what_is_known_of_an_act_without_importing_it_is_so() -> None:
    for name, cls in acts.act_classes().items():
        (known,) = [d for d in catalogue.definitions() if d.kind == "act" and d.name == name]
        assert known.by_hand == cls.by_hand == (name in acts.acts_by_hand())
        assert known.chapter == cls.chapter
        assert known.doc == " ".join(str(cls.__doc__).partition("\n\n")[0].split())


def test_a_name_that_is_not_there_is_no_act() -> None:
    assert "sing" not in acts.act_classes()
    assert acts.acts_by_hand().get("sing") is None
    with pytest.raises(AttributeError, match=r"module 'rso_core.acts' has no attribute 'Sing'"):
        _ = acts.Sing  # type: ignore[attr-defined]


def test_a_face_gives_what_belongs_to_it() -> None:
    assert {"Sign", "Vote", "Act", "said"} <= set(dir(acts))
    assert {"CovenantSigned", "Vote", "Event", "Meta", "planned_dates"} <= set(dir(events))
    assert "CovenantSigned" not in dir(acts)
    assert "Sign" not in dir(events)


@pytest.mark.parametrize("face", sorted(faces.FACES))
def test_type_checkers_read_what_is_there(face: str) -> None:
    assert (ROOM / faces.FACES[face]).read_text(encoding="utf-8") == faces.stub(face), "run `make faces`"


def test_stubs_are_written_where_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "__file__", str(tmp_path / "faces.py"))
    faces.write()
    for path in faces.FACES.values():
        assert (tmp_path / path).read_bytes() == (ROOM / path).read_bytes()


def test_a_module_that_is_put_in_the_domain_is_found_there(tmp_path: Path) -> None:
    package = tmp_path / "toys"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "toy.py").write_text(TOY)
    program = f"""
import sys
import rso_core.domain
rso_core.domain.__path__.append({str(tmp_path)!r})
from rso_core import acts, catalogue, events
print("play-with-toy" in acts.act_classes(), "rso_core.domain.toys.toy" in sys.modules)
print(acts.PlayWithToy is acts.acts_by_hand()["play-with-toy"], events.ToyPlayed.event_version)
print([d.doc for d in catalogue.definitions() if d.name == "play-with-toy"])
"""
    assert printed(program).splitlines() == ["True False", "True 2", "['Play with a toy.']"]


def test_modules_without_their_sources_are_imported_to_see_what_they_define(tmp_path: Path) -> None:
    shutil.copytree(ROOM, tmp_path / "rso_core", ignore=shutil.ignore_patterns("__pycache__", "cli"))
    program = "from rso_core import catalogue; print(sorted(catalogue.definitions()))"
    with_sources = printed(program, tmp_path)
    for room in ("domain",):
        compileall.compile_dir(tmp_path / "rso_core" / room, legacy=True, quiet=1)
        for source in (tmp_path / "rso_core" / room).rglob("*.py"):
            source.unlink()
    assert printed(program, tmp_path) == with_sources
