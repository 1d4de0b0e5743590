"""``python -m benchmarks.mutants``: changes one small thing of the rules at a time, and counts what the tests see.

A mutant is the code with one comparison turned, one argument dropped, one value made None. mutmut makes them and runs,
in a fork per mutant, the quick tests that reach the changed function. ``--only FILE`` runs one module and prints; a
whole run also writes ``benchmarks/MUTANTS.md``, where every mutant that survived is named with its reason
(``benchmarks/mutants_reasons.toml``).

mutmut finds modules by their path, so they are laid side by side in a folder of their own, as they are when installed.
"""

import argparse
import ast
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import attrs
from mutmut.stats import status_by_exit_code

from benchmarks.timing import machine

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "MUTANTS.md"
REASONS = Path(__file__).parent / "mutants_reasons.toml"
GOAL = 0.95
SEEN = ("killed", "timeout", "segfault", "caught by type check")
"""What mutmut tells of a mutant that the tests saw: one that never ends is seen too."""


@attrs.frozen
class Area:
    """Modules that are changed, and the quick tests that concern them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


AREAS = (
    Area(
        ("rso_core/domain/*",), ("tests/domain/edges", "tests/domain/test_outcomes.py", "tests/domain/test_rhythm.py")
    ),
    Area(("rso_core/projection/as_of.py",), ("tests/projection/test_as_of_edges.py",)),
    Area(
        ("rso_pleio/plan/*",),
        tuple(f"tests/pleio/test_plan_{part}.py" for part in ("guards", "items", "groups", "members", "looks")),
    ),
)
QUICKLY = """import os
from hypothesis import HealthCheck, settings

settings.register_profile("mutants", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("mutants")
from domain.deciding import forget_performed

os.register_at_fork(after_in_child=forget_performed)
"""
"""First each mutant meets the tests that were first to perform what it changes."""
THOROUGHLY = """import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("mutants", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("mutants")
from domain.deciding import forget_performed

@pytest.fixture(autouse=True)
def _anew():
    forget_performed()
"""
"""Then those that survived meet every test that performs it, also after another did."""
PYTEST = """
[tool.pytest.ini_options]
pythonpath = [".", "tests", "examples/utrecht"]
addopts = "-p no:cacheprovider -p no:unraisableexception -p no:threadexception"
markers = ["postgres", "browser", "slow", "conformance", "inferred"]
"""
"""Without the plugins that collect all garbage at the end: most of what a test of a millisecond costs."""


@attrs.frozen(kw_only=True)
class Mutant:
    """A change and what became of it.

    Attributes:
        module: its file.
        name: of the function, and its number.
        change: the lines that differ, as ``- old + new``.
        status: in the words of mutmut.
        text: whether only words that people read were changed; such a mutant is counted apart.
    """

    module: str
    name: str
    change: str
    status: str
    text: bool

    @property
    def seen(self) -> bool:
        """Whether a test failed on it."""
        return self.status in SEEN


def stage(folder: Path, area: Area, only: str | None) -> None:
    """Lay the packages side by side, with the settings for mutmut and the tests of an area."""
    for source in (ROOT / "rso_core", ROOT / "tests", ROOT / "examples", *_packages()):
        ignored = shutil.ignore_patterns("__pycache__", "data") if source.name == "tests" else None
        shutil.copytree(source, folder / source.name, ignore=ignored)
    for kept in ("tests/domain/data", "tests/pleio/data"):
        shutil.copytree(ROOT / kept, folder / kept)
    (folder / "tests/conftest.py").write_text(QUICKLY, encoding="utf-8")
    packages = sorted(path.name for path in folder.iterdir() if path.name.startswith("rso_"))
    settings = {
        "source_paths": packages,
        "only_mutate": [only] if only else list(area.modules),
        "also_copy": ["tests", "examples"],
        "pytest_add_cli_args_test_selection": list(area.tests),
        "use_git_change_detection": False,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    (folder / "pyproject.toml").write_text("\n".join(["[tool.mutmut]", *lines, PYTEST]), encoding="utf-8")


def _packages() -> list[Path]:
    return sorted(path for base in ("plugins", "adapters/pleio") for path in (ROOT / base).glob("rso_*"))


def run(folder: Path, children: int) -> None:
    """Let mutmut make and try the mutants, and try those that survived more thoroughly."""
    _mutmut(folder, children)
    survived = [key for _, key, code in _tried(folder) if status_by_exit_code[code] not in SEEN]
    if survived:
        for place in (folder, folder / "mutants"):
            (place / "tests/conftest.py").write_text(THOROUGHLY, encoding="utf-8")
        (folder / "mutants/mutmut-stats.json").unlink()
        _mutmut(folder, children, *survived)


def _mutmut(folder: Path, children: int, *names: str) -> None:
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children), *names]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"mutmut did not run:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")


def _tried(folder: Path) -> Iterator[tuple[str, str, int | None]]:
    """Module, key and exit code of every mutant."""
    for meta in sorted((folder / "mutants").rglob("*.py.meta")):
        module = str(meta.relative_to(folder / "mutants")).removesuffix(".meta")
        for key, code in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            yield module, key, code


def mutants(folder: Path) -> Iterator[Mutant]:
    """What became of every mutant, module by module."""
    for module, key, code in _tried(folder):
        functions = _functions(folder / "mutants" / module)
        name = key.rpartition(".")[2]
        original = functions[re.sub(r"__mutmut_\d+$", "__mutmut_orig", name)]
        yield Mutant(
            module=module,
            name=name.removeprefix("x_").replace("__mutmut_", " "),
            change=_change(original, functions[name]),
            status=status_by_exit_code[code],
            text=_only_words(original, functions[name]),
        )


@cache
def _functions(path: Path) -> dict[str, str]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    return {
        node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name
    }


def _change(old: str, new: str) -> str:
    """The lines that differ, without the names of the two functions."""
    before, after = (re.sub(r"__mutmut_(orig|\d+)", "", text).splitlines() for text in (old, new))
    changed = [line for line in difflib.ndiff(before, after) if line[:2] in ("- ", "+ ")]
    return " ".join(f"{line[0]} {line[2:].strip()}" for line in changed)


def _only_words(old: str, new: str) -> bool:
    """Whether a sentence is all that differs: a literal with a space in it."""
    before, after = (ast.dump(_named_alike(text)) for text in (old, new))
    place = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    if place is None:
        return False
    literal = re.compile(r"Constant\(value='((?:[^'\\]|\\.)*)'")
    found = [
        next((m for m in literal.finditer(text) if m.start() <= place <= m.end()), None) for text in (before, after)
    ]
    if found[0] is None or found[1] is None:
        return False
    rest = [text[: m.start()] + text[m.end() :] for text, m in zip((before, after), found, strict=True) if m]
    return rest[0] == rest[1] and " " in found[0].group(1).strip()


def _named_alike(function: str) -> ast.Module:
    indent = len(function) - len(function.lstrip())
    tree = ast.parse("\n".join(line[indent:] for line in function.splitlines()))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.name = re.sub(r"__mutmut_(orig|\d+)$", "", node.name)
    return tree


def reason_of(mutant: Mutant) -> str:
    """Why a survivor is let be, as far as that was judged."""
    for given in tomllib.loads(REASONS.read_text(encoding="utf-8")).get("reason", []):
        if re.search(given["module"], mutant.module) and re.search(given["change"], mutant.change):
            return str(given["because"])
    return "not judged yet"


def report(found: Sequence[Mutant], seconds: float) -> str:
    """Killed of all per module, and every survivor with its reason."""
    counted = [m for m in found if not m.text]
    lines = [
        "# Mutants", "",
        f"`make mutants`, {machine()}; {seconds / 60:.0f} minutes.", "",
        "| module | mutants | killed | share | words only, not counted |", "|---|---:|---:|---:|---:|",
    ]  # fmt: skip
    for module in sorted({m.module for m in found}):
        own = [m for m in counted if m.module == module]
        lines.append(_line(module, own, sum(m.text for m in found if m.module == module)))
    lines += [_line("**together**", counted, len(found) - len(counted)), "", "## Survivors", ""]
    for mutant in counted:
        if not mutant.seen:
            change = mutant.change.replace("|", "\\|").replace("`", "'")
            lines.append(f"- {mutant.module} {mutant.name} ({mutant.status}): `{change}`: {reason_of(mutant)}")
    return "\n".join(lines) + "\n"


def _line(name: str, own: Sequence[Mutant], words: int) -> str:
    seen = sum(m.seen for m in own)
    return f"| {name} | {len(own)} | {seen} | {seen / max(len(own), 1):.1%} | {words} |"


def main() -> int:
    """Run one module, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="one module, such as rso_core/domain/evaluation.py")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 2, help="how many at a time")
    given = parser.parse_args()
    only = given.only and given.only.removeprefix("adapters/pleio/")
    areas = [area for area in AREAS if only is None or any(fnmatch(only, p) for p in area.modules)]
    if not areas:
        parser.error(f"{given.only} is in none of {', '.join(p for area in AREAS for p in area.modules)}")
    found: list[Mutant] = []
    start = time.perf_counter()
    for area in areas:
        with tempfile.TemporaryDirectory(prefix="rso-mutants-") as folder:
            stage(Path(folder), area, only)
            run(Path(folder), given.children)
            found += mutants(Path(folder))
    text = report(found, time.perf_counter() - start)
    print(text)
    if only is None:
        RESULTS.write_text(text, encoding="utf-8")
    counted = [m for m in found if not m.text]
    return 0 if sum(m.seen for m in counted) >= GOAL * len(counted) else 1


if __name__ == "__main__":
    raise SystemExit(main())
