"""A command that answers at once: only what was asked is built and imported, and it looks as if all had been."""

import contextlib
import io
import json
import os
import subprocess
import sys
from importlib.machinery import PathFinder
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.text import Text
from typer.core import TyperGroup

from every_plugin import few_plugins
from rso_core import entry_points, hooks
from rso_core.cli import declaring, help_page, index
from rso_core.cli.main import build_cli
from rso_core.cli.on_demand import GroupOnDemand, on_demand
from rso_core.cli.session import Session
from rso_core.cli.start import start
from third_party import install

HEAVY = {
    "bagit",
    "cattrs",
    "cryptography",
    "dateutil",
    "eventsourcing",
    "holidays",
    "icalendar",
    "lxml",
    "msgspec",
    "psycopg",
    "pyhanko",
    "requests",
    "rich.progress",
    "rso_core.application",
    "rso_core.domain.values",
    "rso_core.projection",
    "rso_core.store",
    "rso_pleio",
    "sqlalchemy",
}
START = """
import atexit, json, os, sys
atexit.register(lambda: json.dump(sorted(sys.modules), open(os.environ["MODULES"], "w")))
from rso_core.cli import main
sys.argv[0] = "rso"
main()
"""


def no_failure(plugin: str, error: Exception) -> None:
    raise AssertionError(plugin) from error


def run(folder: Path, *arguments: str, **environment: str) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """What the command says in a process of its own, and the modules that it imported."""
    modules = folder / "modules.json"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RSO_")}
    done = subprocess.run(
        [sys.executable, "-c", START, *arguments],
        cwd=folder,
        env={**clean, "COLUMNS": "100", "MODULES": str(modules), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done, set(json.loads(modules.read_text()))


def completing(words: str) -> dict[str, str]:
    """The environment in which bash asks for completions of the last of these words."""
    return {"_RSO_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "said"),
    [
        (("--version",), {}, 0, "rso "),
        (("--help",), {}, 0, "register-party"),
        ((), completing("rso sh"), 0, "show"),
        (("show", "--nonsense"), {}, 2, "No such option: --nonsense"),
        (("--nonsense",), {}, 2, "No such option: --nonsense"),
        (("sign", "--nonsense"), {}, 2, "No such option: --nonsense"),
        (("shw",), {}, 2, "Did you mean 'show'?"),
        (("show", "--help"), {}, 0, "Show a register"),
    ],
)
def test_what_is_not_needed_is_not_imported(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], code: int, said: str
) -> None:
    done, modules = run(tmp_path, *arguments, **environment)
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    ours = {"rso_core.domain.values"} if "sign" in arguments else set()  # an act is read from its class
    assert not modules & (HEAVY - ours)


def test_the_version_needs_no_command_line(tmp_path: Path) -> None:
    done, modules = run(tmp_path, "--version")
    long, _ = run(tmp_path, "--config", "x.toml", "--version")
    assert done.stdout == long.stdout
    assert "typer" not in modules
    assert "importlib.metadata" not in modules


def test_the_index_says_of_every_command_what_the_command_says() -> None:
    built = {each.name: each for each in listed(build_cli(Session()))}
    known = index.entries(no_failure)
    assert list(known) == list(built)
    for name, entry in known.items():
        command = built[name]
        assert entry.is_group == isinstance(command, TyperGroup)
        assert entry.hidden == command.hidden
        assert entry.help == cleandoc(command.help or "").partition("\n\n")[0].replace("\n", " "), name
        if not entry.hidden:
            assert entry.panel == command.rich_help_panel, name


def listed(cli: typer.Typer) -> list[Any]:
    group: Any = typer.main.get_command(cli)
    return list(group.commands.values())


def test_a_command_that_is_built_alone_is_the_one_that_is_built_with_all() -> None:
    whole: Any = typer.main.get_command(build_cli(Session()))
    session = Session()
    alone = on_demand(start(session, cls=GroupOnDemand), session)
    for name in whole.commands:
        one, other = whole.commands[name], alone.commands[name]
        assert (one.help, one.hidden) == (other.help, other.hidden)
        for param, same in zip(one.params, other.params, strict=True):
            assert vars(param).keys() == vars(same).keys()
            for what in ("opts", "help", "required", "hidden", "show_default"):
                assert getattr(param, what, None) == getattr(same, what, None)


@pytest.mark.parametrize("width", [60, 80, 99, 200])
@pytest.mark.parametrize("styled", [False, True])
def test_the_page_of_help_is_the_one_that_typer_draws(
    monkeypatch: pytest.MonkeyPatch, width: int, styled: bool
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("typer.rich_utils.FORCE_TERMINAL", styled)
    monkeypatch.setattr("typer.rich_utils.COLOR_SYSTEM", "standard" if styled else None)
    drawn: list[str | None] = []
    draw = help_page.page

    def page(*arguments: Any) -> str | None:
        drawn.append(draw(*arguments))
        return drawn[-1]

    monkeypatch.setattr(help_page, "page", page)
    monkeypatch.setattr(help_page, "canvas", lambda: help_page.Canvas(width, styled))
    ours = helped()
    assert drawn[0] is not None, "the page was left to typer"
    monkeypatch.setattr(help_page, "canvas", lambda: None)
    assert characters(ours) == characters(helped())


def helped() -> str:
    out = io.StringIO()
    session = Session()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit):
        on_demand(start(session, cls=GroupOnDemand), session)(["--help"], prog_name="rso")
    return out.getvalue()


def characters(printed: str) -> list[tuple[str, str]]:
    """Every character with its style; a blank has none."""
    found = []
    for line in printed.splitlines():
        text = Text.from_ansi(line)
        styles = [""] * len(text.plain)
        for span in text.spans:
            styles[span.start : span.end] = [str(span.style)] * (span.end - span.start)
        found += [(char, style if char != " " else "") for char, style in zip(text.plain, styles, strict=True)]
        found.append(("\n", ""))
    return found


@pytest.mark.parametrize(
    "help_text",
    ["Wat *nadruk*.", "Een `woord`.", "Een [link](x).", "- een lijst", "1. een lijst", "kop\n===", "a &amp; b"],
)
def test_help_with_markup_is_left_to_typer(help_text: str) -> None:
    session = Session()
    cli = start(session, cls=GroupOnDemand)
    ctx = typer.Context(typer.main.get_command(cli))
    listed = [help_page.Listed("show", help_text, "Ask")]
    options = ctx.command.get_params(ctx)
    assert help_page.page(help_page.Canvas(80, False), "rso", "Wat.", options, listed, ctx) is None
    assert help_page.page(help_page.Canvas(80, False), "rso", help_text, options, listed, ctx) is None
    plain = [help_page.Listed("show", "Wat.", "Ask")]
    assert help_page.page(help_page.Canvas(80, False), "rso", "Wat.", options, plain, ctx) is not None
    assert help_page.page(help_page.Canvas(59, False), "rso", "Wat.", options, plain, ctx) is None


def test_options_of_another_typer_are_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    ctx = typer.Context(typer.main.get_command(start(session, cls=GroupOnDemand)))
    options = ctx.command.get_params(ctx)
    monkeypatch.setattr(help_page, "_ASKED", ("something_else",))
    listed = [help_page.Listed("show", "Wat.", "Ask")]
    assert help_page.page(help_page.Canvas(80, False), "rso", "Wat.", options, listed, ctx) is None


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"COLUMNS": "77"}, help_page.Canvas(77, False)),
        ({"NO_COLOR": "1"}, None),
        ({"FORCE_COLOR": "1"}, None),
        ({"TERM": "dumb"}, None),
    ],
)
def test_other_consoles_are_left_to_rich(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], wanted: help_page.Canvas | None
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert help_page.canvas() == wanted
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert help_page.canvas() is None


PLUGIN = '''
from rso_core.hooks import hookimpl

@hookimpl
def rso_commands(cli):
    @cli.command("feest", rich_help_panel="Ask")
    def feest():
        """Say when the party is."""
        print("vandaag")
'''
DECLARED = '''
from rso_core.cli.declaring import command, group

PANEL = "Feest"
raise_it = %s

@command("taart")
def taart() -> None:
    """Say which cake there is.

    Example: rso taart
    """
    print("appel")
'''


def test_the_command_of_a_plugin_that_adds_it_by_a_hook_is_listed_completed_and_run(tmp_path: Path) -> None:
    environment = install(tmp_path, "feest", "[rso]\nfeest = feest_plugin\n", feest_plugin=PLUGIN)
    assert "Say when the party is." in run(tmp_path, "--help", **environment)[0].stdout
    assert run(tmp_path, **environment, **completing("rso fee"))[0].stdout.split() == ["feest"]
    assert run(tmp_path, "feest", **environment)[0].stdout == "vandaag\n"
    shown, modules = run(tmp_path, "show", "--help", **environment)
    assert shown.returncode == 0
    assert "feest_plugin" not in modules
    assert "No such command" in run(tmp_path, "feest", **environment, RSO_BLOCK_PLUGINS="feest")[0].stderr


def test_the_command_that_a_plugin_declares_is_listed_without_importing_it(tmp_path: Path) -> None:
    points = "[rso]\nfeest = feest_plugin\n[rso.commands]\nfeest = feest_commands\n"
    environment = install(tmp_path, "feest", points, feest_plugin="", feest_commands=DECLARED % "1")
    helped, modules = run(tmp_path, "--help", **environment)
    assert "Say which cake there is." in helped.stdout
    assert "Feest" in helped.stdout
    assert not {"feest_commands", "feest_plugin", "pluggy"} & modules
    assert run(tmp_path, "taart", **environment)[0].stdout == "appel\n"
    assert "No such command" in run(tmp_path, "taart", **environment, RSO_BLOCK_PLUGINS="feest")[0].stderr


def test_a_plugin_whose_commands_fail_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    points = "[rso]\nfeest = feest_plugin\n[rso.commands]\nfeest = feest_commands\n"
    environment = install(tmp_path, "feest", points, feest_plugin="", feest_commands=DECLARED % "1 / 0")
    done, _ = run(tmp_path, "taart", **environment)
    assert done.returncode == 2
    assert "plugin 'feest' failed: ZeroDivisionError" in done.stderr
    assert "No such command 'taart'" in done.stderr
    assert run(tmp_path, "schema", **environment)[0].returncode == 0


def test_a_hook_that_fails_is_told_with_the_registers(tmp_path: Path) -> None:
    broken = PLUGIN.replace('@cli.command("feest"', '1 / 0\n    @cli.command("feest"')
    environment = install(tmp_path, "feest", "[rso]\nfeest = feest_plugin\n", feest_plugin=broken)
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    done, _ = run(tmp_path, "show", "signatures", **environment)
    assert done.returncode == 0
    assert "plugin 'feest' failed: ZeroDivisionError" in done.stderr


def test_a_module_that_is_not_understood_is_imported_to_see_what_it_declares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    plain = DECLARED % "1"
    (tmp_path / "plain_feest.py").write_text(plain)
    (tmp_path / "odd_feest.py").write_text(plain.replace('@command("taart")', '@command(\n    "taart",\n)'))
    (plainly,) = declaring.declared_in("plain_feest")
    (oddly,) = declaring.declared_in("odd_feest")
    assert "plain_feest" not in sys.modules
    assert "odd_feest" in sys.modules
    assert plainly._replace(module="") == oddly._replace(module="")
    assert plainly.help == "Say which cake there is."
    (tmp_path / "needy_feest.py").write_text(plain.replace('("taart")', '("taart", needs=("no_such_module",))'))
    assert list(declaring.declared_in("needy_feest")) == []


def test_entry_points_are_those_that_python_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quickly = entry_points.entry_points()
    assert {each.name for each in quickly if each.group == "rso"} == {info.name for info in hooks.Plugins().infos()}
    monkeypatch.setattr(entry_points, "_only_folders", lambda: False)
    assert entry_points.entry_points() == quickly
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, value in ((first, "one"), (second, "two")):
        folder.mkdir()
        install(folder, "feest", f"[other]\nx = y\n[rso]\n# niets\nfeest = {value} [extra]\n")
    monkeypatch.setattr(sys, "path", [str(first), str(second), str(tmp_path / "nowhere"), *sys.path])
    for only_folders in (True, False):
        monkeypatch.setattr(entry_points, "_only_folders", lambda known=only_folders: known)
        found = [each for each in entry_points.entry_points() if each.name == "feest"]
        assert found == [entry_points.EntryPoint("rso", "feest", "one", "feest")]
    assert "feest" in entry_points.undeclared()


def test_a_zip_file_on_the_path_is_left_to_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [PathFinder])
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert entry_points._only_folders()
    (tmp_path / "packages.zip").write_bytes(b"")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packages.zip"), *sys.path])
    assert not entry_points._only_folders()


def test_plugins_that_are_given_are_asked_for_their_commands() -> None:
    class Given:
        @staticmethod
        @hooks.hookimpl
        def rso_commands(cli: typer.Typer) -> None:
            cli.command("feest")(lambda: None)

    session = Session(plugins=few_plugins(("given", Given())))
    assert "feest" in on_demand(start(session, cls=GroupOnDemand), session).commands
