"""Writes what type checkers read of the lazy modules `rso_core.acts` and `rso_core.events`: ``python -m rso_core.faces``."""

from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

FACES = {"rso_core.acts": "acts.pyi", "rso_core.events": "events.pyi"}
"""The modules, and their stub within the package."""
_FIRST_LINE = "# Made by `make faces`; what stands in the domain decides what stands here.\n"


def stub(name: str) -> str:
    """The stub of a module that gives names of other modules: from where it has each."""
    face = import_module(name)
    names = dir(face)
    exported = "".join(f'    "{name}",\n' for name in names)
    return f"{_FIRST_LINE}{''.join(_imports(face, names))}\n__all__ = [\n{exported}]\n"


def _imports(face: ModuleType, names: list[str]) -> Iterator[str]:
    by_module: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_module[getattr(face, name).__module__].append(name)
    for module, its_names in sorted(by_module.items()):
        lines = "".join(f"    {name},\n" for name in its_names)
        yield f"from {module} import (\n{lines})\n"


def write() -> None:
    """Write the stubs anew, in the source tree that this is run from."""
    for name, path in FACES.items():
        (Path(__file__).parent / path).write_text(stub(name), encoding="utf-8")


if __name__ == "__main__":
    write()
