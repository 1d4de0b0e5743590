"""Every rule there is, found where rules are declared."""

import importlib
import pkgutil
from collections.abc import Iterator

import rso_core.application
import rso_core.domain
import rso_core.rejudging
from rso_core.domain.refusal import Rule


def all_rules() -> Iterator[Rule]:
    """Every rule that a module of the domain, or the application, declares."""
    modules = [rso_core.application, rso_core.rejudging]
    modules += [
        importlib.import_module(m.name) for m in pkgutil.walk_packages(rso_core.domain.__path__, "rso_core.domain.")
    ]
    found = {id(value): value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    yield from found.values()
