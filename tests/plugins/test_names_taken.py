"""A name that somebody has already is refused, with both named, and everything else of the plugin is there."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
import typer

from models_to_try import counting_parties
from rso_core.hooks import Plugins, hookimpl
from rso_core.projection import ProjectionError, ReadModel
from running_rso import rso
from third_party import install

HOOKED = """
from rso_core.hooks import hookimpl

@hookimpl
def rso_commands(cli):
    for name in ("show", "import", "sign", "feest"):
        cli.command(name)(lambda: print("overgenomen"))
    groep = __import__("typer").Typer()
    groep.command("x")(lambda: print("overgenomen"))
    cli.add_typer(groep, name="plugins")
"""
DECLARED = """
from rso_core.cli.declaring import command

PANEL = "Feest"

@command("import")
def taken() -> None:
    \"\"\"Not this one.\"\"\"
    print("overgenomen")

@command("taart")
def own() -> None:
    \"\"\"This one.\"\"\"
    print("taart")
"""


class Brings:
    """A plugin with read models."""

    def __init__(self, *models: ReadModel) -> None:
        self.models = models

    @hookimpl
    def rso_read_models(self) -> tuple[ReadModel, ...]:
        return self.models


class Adds:
    """A plugin with commands."""

    def __init__(self, *names: str) -> None:
        self.names = names

    @hookimpl
    def rso_commands(self, cli: typer.Typer) -> None:
        for name in self.names:
            cli.command(name)(lambda: None)


def models(*names: str) -> list[ReadModel]:
    return [counting_parties(name, lambda: None) for name in names]


def test_of_two_registers_with_one_name_the_second_is_refused_and_the_rest_of_its_plugin_is_there() -> None:
    plugins = Plugins(
        load_entry_points=False, extra=[("een", Brings(*models("a", "b"))), ("twee", Brings(*models("b", "c")))]
    )
    assert [(model.name, model.plugin) for model in plugins.read_models()] == [
        ("a", "een"),
        ("b", "een"),
        ("c", "twee"),
    ]
    een, twee = plugins.infos()
    assert (een.refused, een.failure, twee.failure) == ((), None, None)
    assert twee.refused == (
        "its register 'b' is left out, because plugin 'een' brings a register of that name already",
    )
    assert twee.read_models == ("c",)


def test_a_register_of_this_software_is_not_replaced_by_who_comes_first_in_the_alphabet() -> None:
    plugins = Plugins(extra=[("aaa", Brings(*models("signatures", "own")))])
    of = {model.name: model.plugin for model in plugins.read_models()}
    assert (of["signatures"], of["own"]) == ("signatures", "aaa")
    (aaa,) = (info for info in plugins.infos() if info.name == "aaa")
    assert "because plugin 'signatures' brings a register of that name" in aaa.refused[0]


def test_two_registers_do_not_share_a_table() -> None:
    (one,) = models("roles")
    table = sa.Table("roles_extra_x", sa.MetaData(), sa.Column("k", sa.String, primary_key=True))
    shared = [
        ReadModel(name=name, version=1, title="T", tables=(table,), handlers={}, register=one.register)
        for name in ("roles", "roles_extra")
    ]
    plugins = Plugins(load_entry_points=False, extra=[("een", Brings(shared[0])), ("twee", Brings(shared[1]))])
    assert [model.name for model in plugins.read_models()] == ["roles"]
    assert "share a table with register 'roles'" in plugins.infos()[1].refused[0]


def test_of_two_commands_with_one_name_the_second_is_refused() -> None:
    plugins = Plugins(load_entry_points=False, extra=[("een", Adds("x", "y")), ("twee", Adds("y", "z", "show", "w"))])
    found = plugins.commands(typer.Typer, {"show": None, "w": "derde"})
    assert {name: plugin for name, (plugin, _) in found.items()} == {"x": "een", "y": "een", "z": "twee"}
    assert plugins.loaded_infos()[1].refused == (
        "its command 'y' is left out, because plugin 'een' brings a command of that name already",
        "its command 'show' is left out, because rso itself brings a command of that name already",
        "its command 'w' is left out, because plugin 'derde' brings a command of that name already",
    )


def test_a_command_that_cannot_be_built_is_of_a_plugin_that_fails() -> None:
    class Wrong:
        @hookimpl
        def rso_commands(self, cli: typer.Typer) -> None:
            cli.command("x")(5)  # type: ignore[type-var]

    plugins = Plugins(load_entry_points=False, extra=[("fout", Wrong()), ("goed", Adds("z"))])
    assert list(plugins.commands(typer.Typer, {})) == ["z"]
    assert "not a callable" in str(plugins.loaded_infos()[0].failure)


@pytest.mark.slow
def test_the_commands_of_rso_are_its_own_and_it_is_told(tmp_path: Path) -> None:
    points = "[rso]\nfeest = feest_plugin\n"
    environment = install(tmp_path / "site", "feest", points, feest_plugin=HOOKED)
    declaring = f"{points.replace('feest', 'taart')}[rso.commands]\ntaart = taart_commands\n"
    install(tmp_path / "site", "taart", declaring, taart_plugin="", taart_commands=DECLARED)
    record = tmp_path / "record"
    record.mkdir()
    rso(record, "init", ".", **environment)
    shown = rso(record, "show", **environment)
    assert shown.returncode == 0
    assert "overgenomen" not in shown.stdout
    for name in ("show", "import", "sign", "plugins"):
        assert f"Warning: plugin 'feest': its command {name!r} is left out, because rso itself" in shown.stderr
    assert "Warning: plugin 'taart': its command 'import' is left out, because rso itself" in shown.stderr
    assert rso(record, "feest", **environment).stdout == "overgenomen\n"
    assert rso(record, "taart", **environment).stdout == "taart\n"
    assert "overgenomen" not in rso(record, "import", "x.jsonl", **environment).stdout
    listed = json.loads(rso(record, "plugins", "--json", **environment).stdout)
    refused = {each["name"]: each["refused"] for each in listed if each["refused"]}
    assert {name: len(each) for name, each in refused.items()} == {"feest": 4, "taart": 1}


@pytest.mark.slow
def test_of_two_distributions_with_a_plugin_of_one_name_this_software_goes_first(tmp_path: Path) -> None:
    environment = install(tmp_path / "site", "aaa", "[rso]\nroles = aaa_plugin\n", aaa_plugin="print('overgenomen')")
    shown = rso(tmp_path, "show", "roles", **environment)
    assert (shown.returncode, "overgenomen" in shown.stdout) == (0, False)
    assert "plugin 'roles (aaa)' failed: distribution 'rso-core' brings a plugin 'roles' already" in shown.stderr


@pytest.mark.parametrize("name", ["rso", "rso_log", "Rollen", "1a", "a-b", "", "a" * 60])
def test_a_register_is_not_called_so(name: str) -> None:
    with pytest.raises(ProjectionError, match="name"):
        counting_parties(name, lambda: None)
