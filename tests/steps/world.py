"""The record that the sentences of the living spec speak of, and how a sentence becomes a step."""

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import attrs
import pytest
from pytest_bdd import given, parsers, then, when

from acts_of_a_region import NOW, by, open_region
from every_plugin import every_plugin
from refusal_reasons import REASONS
from rso_core import Act, Application, Provenance, Refused
from rso_core.dossier import ImportReport
from rso_core.hooks import DueItem, Plugins
from rso_core.projection import AsOf, ReadModel, Register
from rso_core.structuring import to_date

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
F = TypeVar("F", bound=Callable[..., Any])
DAYS: dict[str, Callable[[str], object]] = dict.fromkeys(("dag", "besluit", "begin", "eind", "bekend", "voor"), to_date)
DAG = r"(?P<dag>[0-9-]+)"


@attrs.define
class World:
    """The record that the sentences speak of, and what became of the last act.

    Attributes:
        now: what the clock says.
        told: why a file as a whole was refused.
        unseen: the last refusal, as long as no sentence asked for it.
    """

    application: Application
    now: datetime = NOW
    plugins: Plugins = attrs.field(factory=every_plugin)
    unseen: Refused | None = None
    _refused: Refused | None = None
    head_before: int = 0
    imported: ImportReport | None = None
    told: str = ""
    broken: list[ReadModel] = attrs.field(factory=list)
    due: list[DueItem] = attrs.field(factory=list)

    @property
    def refused(self) -> Refused | None:
        """The refusal of the last act that was refused."""
        self.unseen = None
        return self._refused

    @refused.setter
    def refused(self, refused: Refused | None) -> None:
        self._refused = self.unseen = refused

    def act(self, act: Act, circumstances: Provenance | None = None) -> None:
        """Try an act; a refusal is remembered for the sentence that follows."""
        self.head_before = self.application.store.head()
        try:
            self.application.perform(act, circumstances or by())
        except Refused as refused:
            self.refused = refused

    def certain(self, act: Act, circumstances: Provenance | None = None) -> None:
        """An act that is taken for granted."""
        self.application.perform(act, circumstances or by())

    def register(self, name: str, valid: date | None = None, known: date | None = None) -> Register:
        """A register at a moment, from what was recorded; that live tables give the same is for other tests."""
        (model,) = (model for model in self.plugins.read_models() if model.name == name)
        with AsOf(self.application.store, [model], valid or datetime.now(AMSTERDAM).date(), known) as moment:
            return moment.register(name)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    # What the region starts with was known before anything in the features happens.
    with open_region(sqlite_url, lambda: made.now, founded_at=datetime(2025, 10, 1, tzinfo=UTC)) as application:
        made = World(application)
        yield made
    assert made.unseen is None, f"geweigerd, en geen zin die het zegt: {made.unseen}"


def sentence(kind: Callable[..., Any], text: str) -> Callable[[F], F]:
    """A step whose days (``1-11-2025``) are read as dates."""
    step: Callable[[F], F] = kind(parsers.re(f"^{text}$"), converters=DAYS)
    return step


def act(text: str, build: Callable[..., Act | Sequence[Act]]) -> None:
    """A sentence about something that happens, as ``Gegeven`` (certain) and as ``Als`` (tried, and maybe refused).

    The named groups of the text are the arguments of ``build``, which gives the act, or several.
    """
    names = list(re.compile(text).groupindex)
    parser = parsers.re(f"^(?:dat )?{text}$")

    def happens(world: World, **said: Any) -> None:
        for each in _acts(build(**said)):
            world.certain(each)

    def tried(world: World, **said: Any) -> None:
        for each in _acts(build(**said)):
            world.act(each)

    for kind, step in ((given, happens), (when, tried)):
        parameters = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Any)
            for name in ("world", *names)
        ]
        step.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        kind(parser, converters=DAYS, stacklevel=2)(step)


def _acts(made: Act | Sequence[Act]) -> Sequence[Act]:
    return (made,) if isinstance(made, Act) else made


@sentence(given, rf"het is {DAG}")
def it_is(world: World, dag: date) -> None:
    world.now = datetime.combine(dag, time(9), AMSTERDAM)


@given(parsers.re(r'^de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"$'))
def a_region(world: World) -> None:
    assert world.application.store.head() > 0


@then(parsers.re(r"^wordt dit geweigerd omdat (?P<reden>.+)$"))
def refused(world: World, reden: str) -> None:
    assert world.refused is not None, "het is niet geweigerd"
    assert world.refused.rule.id == REASONS[reden]
    assert world.application.store.head() == world.head_before, "er is niets vastgelegd"


def due_on(world: World, dag: date) -> Any:
    return world.plugins.due(lambda name: world.register(name, dag), dag)


@then("wordt dit vastgelegd")
def recorded(world: World) -> None:
    assert world.refused is None, world.refused
    assert world.application.store.head() > world.head_before
