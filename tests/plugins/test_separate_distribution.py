"""A plugin from another package, built as a wheel and installed with pip, works without touching rso (U4)."""

import json
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "rso-verjaardagen"
version = "3.1"
dependencies = ["rso-core"]
[project.entry-points.rso]
verjaardagen = "rso_verjaardagen"
"""
PLUGIN = '''
"""A register of who became known when, as a third party would write it."""

import sqlalchemy as sa
from rso_core.events import PersonRegistered
from rso_core.hooks import hookimpl
from rso_core.projection import Column, ReadModel, Register

TABLE = sa.Table(
    "verjaardagen_lijst", sa.MetaData(),
    sa.Column("person", sa.String, primary_key=True), sa.Column("since", sa.Date, nullable=False),
)


def known(rows, recorded):
    rows.put(TABLE, {"person": recorded.event.person, "since": recorded.meta.effective})


def register(connection, valid_on):
    rows = tuple(map(dict, connection.execute(sa.select(TABLE)).mappings()))
    return Register(title="Verjaardagen", columns=(Column("person", "Wie"), Column("since", "Sinds")), rows=rows)


@hookimpl
def rso_read_models():
    return [ReadModel(name="verjaardagen", version=1, title="Verjaardagen", tables=(TABLE,),
                      handlers={PersonRegistered: known}, register=register)]


@hookimpl
def rso_commands(cli):
    @cli.command("feest", help="Wanneer is het feest?")
    def feest():
        print("vandaag")
'''


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_plugin_from_a_wheel_in_a_fresh_environment(tmp_path: Path) -> None:
    pytest.importorskip("build", reason="package build is missing")
    source = tmp_path / "source"
    (source / "rso_verjaardagen").mkdir(parents=True)
    (source / "pyproject.toml").write_text(PYPROJECT)
    (source / "rso_verjaardagen" / "__init__.py").write_text(PLUGIN)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), cwd=source)
    wheel = next(tmp_path.glob("*.whl"))

    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env" / "bin" / "python")
    packages = Path(run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=tmp_path).strip())
    # rso itself and what it needs come from the environment of the tests.
    lines = "".join(f"import site; site.addsitedir({folder!r})\n" for folder in site.getsitepackages())
    (packages / "rso_of_the_tests.pth").write_text(lines)
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel), cwd=tmp_path)

    rso = "import sys; from rso_core.cli import main; sys.argv[0] = 'rso'; main()"
    run(python, "-c", rso, "init", ".", cwd=tmp_path)
    act = ("register-person", "--person", "q-1", "--name", "Q. Fictief", "--on", "2026-02-01")
    run(python, "-c", rso, *act, cwd=tmp_path)
    shown = json.loads(run(python, "-c", rso, "show", "verjaardagen", "--json", cwd=tmp_path))
    assert shown["rows"] == [{"person": "q-1", "since": "2026-02-01"}]
    listed = json.loads(run(python, "-c", rso, "plugins", "--json", cwd=tmp_path))
    mine = next(info for info in listed if info["name"] == "verjaardagen")
    assert (mine["distribution"], mine["version"], mine["failure"]) == ("rso-verjaardagen", "3.1", None)
    assert run(python, "-c", rso, "feest", cwd=tmp_path) == "vandaag\n"
