"""A plugin is upgraded to one that raises, ends, hangs or lies: every command ends with its own answer, or names it."""

import importlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from commands_in_process import rso
from rso_core import catalogue, guard
from rso_core.cli.main import build_cli
from rso_core.cli.session import Session
from running_rso import REPO
from third_party import install

# What is broken off may be the measuring itself, at work under a lock that nobody then gives back.
pytestmark = pytest.mark.no_cover

OTHER = REPO / "tests" / "inputs" / "other_region.toml"
PLUGIN = """
import time
from datetime import date

import sqlalchemy as sa

from rso_core.events import PartyRegistered
from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import Column, ReadModel, Register

TABLE = sa.Table("feest_lijst", sa.MetaData(), sa.Column("party", sa.String, primary_key=True), sa.Column("n", sa.Integer))


class Mute(Exception):
    def __str__(self):
        raise SystemExit


def wrong(lie):
    {wrong}


def seen(rows, recorded):
    if {version} > 1:
        wrong(lambda: rows.put(TABLE, {{"party": recorded.event.party, "nn": 1}}))
    rows.put(TABLE, {{"party": recorded.event.party, "n": "één" if {lies} else 1}})


def register(connection, on):
    if {version} > 1 and not {lies}:
        wrong(None)
    rows = [dict(row) for row in connection.execute(sa.select(TABLE)).mappings()]
    return Register(title="Feest", columns=(Column("party", "Partij"),), rows=[5] if {lies} else rows)


@hookimpl
def rso_read_models():
    return [ReadModel(name="feest", version={version}, title="Feest", tables=(TABLE,), handlers={{PartyRegistered: seen}},
                      register=register)]


if {version} > 1:

    @hookimpl
    def rso_due(register, on):
        for row in register("parties").rows:
            try:
                row.__dict__.clear() if {lies} else None
            except AttributeError:
                pass
        return wrong(lambda: [DueItem(on="morgen", what=1, who=2, rule=3)])

    @hookimpl
    def rso_startup(application):
        return wrong(lambda: application.nothing)

    @hookimpl
    def rso_shutdown(application):
        return wrong(lambda: application.nothing)

    @hookimpl
    def rso_person_erased(application, person):
        return wrong(lambda: 5)

    @hookimpl
    def rso_commands(cli):
        cli.command("show")(lambda: print("overgenomen"))
        return wrong(lambda: cli.command("x")(5))

    @hookimpl
    def rso_pleio_pages(body, registers):
        return wrong(lambda: [1])
"""
WRONG = {
    "raises": "raise ValueError('kapot')",
    "cannot say": "raise Mute",
    "exits": "raise SystemExit(0)",
    "ends": "import os; os._exit(0)",
    "interrupts": "raise KeyboardInterrupt",
    "hangs": "time.sleep(600)",
    "lies": "return lie() if lie else None",
}
ARGUMENTS = {
    "import": ("nowhere.jsonl",),
    "correct": ("--reason", "x"),
    "set-aside": ("--reason", "x"),
    "merge-person": ("p-1", "--into", "p-2", "--reason", "x"),
    "rebuild": ("--all",),
    "about": ("gem-a",),
    "search": ("a",),
    "replay": ("--valid-on", "2026-01-01"),
    "export-dossier": ("uit.jsonl",),
    "backup": ("kopie",),
    "restore": ("nergens",),
    "dates": ("overleg",),
    "chain": ("nergens",),
    "check-signature": ("nergens.pdf", "--covenant", "c"),
    "sign-digitally": ("nergens.pdf", "--covenant", "c", "--party", "p", "--person", "q"),
    "plugins retry": ("feest",),
    "audit prove": ("person:q-1@1",),
    "audit cosign": ("nergens",),
    "audit go-on": ("--reason", "x"),
    "keys restore": ("nergens",),
    "keys without": ("--reason", "x"),
    "witness key": ("naam",),
    "witness sign": ("nergens",),
    "archive export": ("archief",),
    "archive verify": ("nergens",),
    "archive import": ("nergens",),
    "person report": ("q-1",),
    "person erase": ("q-1", "--ground", "x", "--still-in-office", "--yes"),
    "pleio adopt": ("1", "overleg"),
}
MORE = (("show", "feest"), ("show", "parties"), ("show", "--json"), ("--help",), ("rebuild", "feest"), ("plugins",))
"""What is asked besides, of commands that have been asked without."""


@pytest.fixture(autouse=True)
def limit_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.WATCH, "limit", guard.SECONDS)


def commands() -> Iterator[tuple[str, ...]]:
    """Every command with something to do; acts without, for they ask no plugin before they are whole."""
    acts = {definition.name for definition in catalogue.definitions() if definition.kind == "act"}

    def walk(group: TyperGroup, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for name, command in group.commands.items():
            here = (*path, name)
            if isinstance(command, TyperGroup):
                yield from walk(command, here)
            else:
                needed = name not in acts and any(param.required for param in command.params)
                arguments = ARGUMENTS.get(" ".join(here), ())
                known_short = {"meet", "plan", "assign"} | acts
                assert not needed or arguments or name in known_short, f"give {' '.join(here)!r} something to do"
                yield (*here, *arguments)

    whole = typer.main.get_command(build_cli(Session()))
    assert isinstance(whole, TyperGroup)
    yield from walk(whole, ())
    yield from MORE
    yield ("register-person", "--person", "q-2", "--name", "Q. Fictief", "--on", "2026-02-01")


def source(version: int, how: str) -> str:
    return PLUGIN.format(version=version, wrong=WRONG[how], lies=how == "lies")


@pytest.fixture(scope="module")
def upgraded_from(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record whose registers were asked with the plugin as it was."""
    folder = tmp_path_factory.mktemp("before")
    install(folder / "site", "feest", "[rso]\nfeest = feest_good\n", feest_good=source(1, "raises"))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder / "site"))
        assert rso(folder, "init", "--definition", str(OTHER)).returncode == 0
        assert (
            rso(folder, "register-person", "--person", "q-1", "--name", "Q. Fictief", "--on", "2026-01-01").returncode
            == 0
        )
        shown = rso(folder, "show", "feest")
        assert shown.returncode == 0, shown.stderr
    return folder


def upgrade(folder: Path, module: str, how: str, patch: pytest.MonkeyPatch) -> None:
    """Install the plugin as it became, in a module of its own, for Python keeps one that was imported."""
    install(folder / "site", "feest", f"[rso]\nfeest = {module}\n", "2.0", **{module: source(2, how)})
    patch.syspath_prepend(str(folder / "site"))
    importlib.invalidate_caches()


@pytest.mark.slow
@pytest.mark.parametrize("how", list(WRONG))
def test_every_command_ends_with_its_own_answer_or_names_the_plugin(
    upgraded_from: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    upgrade(tmp_path, f"feest_{how.replace(' ', '_')}", how, monkeypatch)
    limit = {"RSO_PLUGIN_SECONDS": "0.2", "XDG_STATE_HOME": str(tmp_path / "state")}

    def asked(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(upgraded_from, folder, ignore=shutil.ignore_patterns("site"))
        return rso(folder, *arguments, **limit, **environment)

    wrong = []
    named = 0
    for command in commands():
        own = asked("own", *command, RSO_BLOCK_PLUGINS="feest")
        done = asked("wrong", *command)
        is_own = done.returncode == own.returncode and bool(done.stdout) == bool(own.stdout)
        names_it = done.returncode == 8 and "feest" in done.stderr
        named += names_it
        if not (is_own or names_it) or "Traceback" in done.stdout:
            wrong.append((command, own.returncode, done.returncode, done.stderr[-500:]))
    assert wrong == []
    assert named >= 3, "some of them need the plugin"


@pytest.mark.slow
@pytest.mark.parametrize("how", ["raises", "exits", "hangs"])
def test_the_register_as_it_was_before_is_in_the_database_and_the_others_go_on(
    upgraded_from: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    upgrade(tmp_path, f"feest_v2_{how}", how, monkeypatch)
    shutil.copytree(upgraded_from, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site"))
    done = rso(tmp_path, "show", "parties", RSO_PLUGIN_SECONDS="0.2")
    assert done.returncode == 0
    assert "version 2 could not be built, and version 1 stands as it was" in done.stderr
    assert "rso plugins retry feest" in done.stderr
    assert rso(tmp_path, "plugins", "retry", "feest", RSO_PLUGIN_SECONDS="0.2").returncode == 8
