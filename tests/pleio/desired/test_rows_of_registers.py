"""Registers are read by the attributes of their rows, whoever brings them, and without the plugins that declare those."""

import subprocess
import sys
from importlib import import_module
from typing import Any, get_type_hints

import pytest

from pleio.desired.registers_by_hand import ByHand, keys_of, site_of, told
from pleio.desired.rows_by_hand import action, body, decision, role
from rso_core.hooks import Plugins
from rso_core.projection import MissingColumnError, RegisterRow
from rso_pleio import rows
from rso_pleio.rows import BODIES, RegisterOf
from rso_pleio.texts import pages

READ = {name: register for name, register in vars(rows).items() if isinstance(register, RegisterOf)}
WITHOUT_PLUGINS = """
import pkgutil, sys
from importlib import import_module
from importlib.metadata import entry_points

brought = {each.value.partition(":")[0].partition(".")[0] for each in entry_points(group="rso")} - {"rso_pleio"}
assert len(brought) > 15

class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in brought:
            raise AssertionError(f"the adapter imports {name}")

sys.meta_path.insert(0, Refusing())
import rso_pleio
for module in pkgutil.walk_packages(rso_pleio.__path__, "rso_pleio."):
    import_module(module.name)
print(len([name for name in sys.modules if name.startswith("rso_pleio.")]))
"""


def class_of(register: RegisterOf[Any]) -> type[RegisterRow]:
    """The class that mypy takes the rows of a register for."""
    name = next(name for name, value in READ.items() if value is register)
    annotation = rows.__annotations__[name].removeprefix("RegisterOf[").removesuffix("]")
    model = {m.name: m for m in Plugins().read_models()}[register.name]
    found: type[RegisterRow] = getattr(import_module(model._read.__module__), annotation)
    return found


def test_what_may_be_absent_is_a_column_of_the_class_and_of_its_type() -> None:
    assert len(READ) >= 20
    for name, register in READ.items():
        hints = get_type_hints(class_of(register))
        for column, value in register.absent.items():
            assert isinstance(value, hints[column]), f"{name}.{column}"


@pytest.mark.slow
def test_the_adapter_runs_without_the_plugins_whose_rows_it_reads() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_PLUGINS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 60


def test_a_register_of_another_plugin_may_lack_what_is_said_to_be_absent() -> None:
    lacking = {name: value for name, value in body().items() if name not in BODIES.absent}
    (group,) = site_of({"bodies": [lacking], "roles": [role("voorzitter")]}).groups
    assert "Leden" not in told(group.text)
    assert "elke 3 maanden" in told(group.text)


def test_any_other_column_that_is_lacking_is_an_error_that_names_it() -> None:
    lacking = {name: value for name, value in body().items() if name != "closed"}
    with pytest.raises(MissingColumnError, match="register 'bodies' has no column 'closed'"):
        site_of({"bodies": [lacking]})


def test_a_register_that_does_not_say_what_is_confidential_shows_nothing() -> None:
    """As before there were classes of rows: an error, and no page."""
    lacking = {name: value for name, value in decision("b1").items() if name != "confidential"}
    with pytest.raises(MissingColumnError, match="register 'decisions' has no column 'confidential'"):
        site_of({"bodies": [body()], "decisions": [lacking], "actions": [action("c1", decision="b1")]})


def test_a_page_is_made_for_a_body_that_a_plugin_gives_as_a_dict() -> None:
    registers = ByHand({"bodies": [body()], "actions": [action("c1")]})
    assert [item.key for item in pages(dict(body()), registers)] == [*keys_of(site_of(registers.tables))]
