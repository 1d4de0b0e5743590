"""Content themes, such as housing, energy or environment: they hang on bodies and projects, never on the covenant (S1)."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import ThemeId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, require_id, require_text

THEME_RUNS = Rule(
    id="theme.runs",
    source="S1",
    en="A theme is used from the day it is named until it is retired.",
    nl="Een thema wordt gebruikt vanaf de dag dat het is benoemd tot het vervalt.",
    remedy_en="Name the theme first, or choose one that runs on that day.",
    remedy_nl="Benoem het thema eerst, of kies een thema dat op die dag loopt.",
)


@concept("theme")
@attrs.frozen(kw_only=True)
class Theme:
    """State of one theme."""

    id: str
    name: str
    since: date
    retired_on: date | None = None


@event("theme.named")
class ThemeNamed(Event):
    """The cooperation works on a theme."""

    theme: ThemeId = subject()
    name: str
    since: date


@event("theme.retired")
class ThemeRetired(Event):
    """The cooperation no longer works on the theme from ``retired_on``."""

    theme: ThemeId = subject()
    retired_on: date
    reason: str


ThemeEvent = ThemeNamed | ThemeRetired


def evolve(state: Theme | None, event: ThemeEvent) -> Theme:
    """Fold one event into the theme."""
    if isinstance(event, ThemeNamed):
        return Theme(id=event.theme, name=event.name, since=event.since)
    assert state is not None
    match event:
        case ThemeRetired():
            return attrs.evolve(state, retired_on=event.retired_on)
        case _:
            assert_never(event)


def name(state: Theme | None, *, theme: str, name: str, on: date) -> ThemeNamed:
    """Name a theme (S1)."""
    require_id(theme, "theme")
    require_text(name, "name of the theme")
    if state is not None:
        raise RECORD_NEW.refused(theme=theme, name=state.name)
    return ThemeNamed(theme=theme, name=name, since=on)


def retire(state: Theme, *, on: date, reason: str) -> ThemeRetired:
    """Retire a theme (S1); what hangs on it keeps its history."""
    require_text(reason, "reason")
    require_running((state,), on)
    return ThemeRetired(theme=state.id, retired_on=on, reason=reason)


def require_running(themes: Iterable[Theme], on: date) -> None:
    """Refuse themes that do not run on the day.

    Raises:
        Refused: THEME_RUNS.
    """
    for theme in themes:
        if on < theme.since or (theme.retired_on is not None and on >= theme.retired_on):
            raise THEME_RUNS.refused(theme=theme.id, on=on, since=theme.since, retired_on=theme.retired_on)
