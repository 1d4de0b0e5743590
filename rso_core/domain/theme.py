"""Content themes, such as housing, energy or environment: they hang on bodies and projects, never on the covenant (S1)."""

from collections.abc import Iterable
from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field, new
from rso_core.domain.checked_types import Name, Text
from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import ThemeId
from rso_core.domain.refusal import Rule
from rso_core.dutch.sentences import because, in_sentences

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

    id: ThemeId
    name: str
    since: date
    retired_on: date | None = None


def require_running(themes: Iterable[Theme], on: date) -> None:
    """Refuse themes that do not run on the day.

    Raises:
        Refused: THEME_RUNS.
    """
    for theme in themes:
        if on < theme.since or (theme.retired_on is not None and on >= theme.retired_on):
            raise THEME_RUNS.refused(theme=theme.id, on=on, since=theme.since, retired_on=theme.retired_on)


@event("theme.named")
class ThemeNamed(Event):
    """The cooperation works on a theme."""

    theme: ThemeId = subject()
    name: str
    since: date

    def apply(self, state: Theme | None) -> Theme:
        """A theme that runs."""
        return Theme(id=self.theme, name=self.name, since=self.since)

    def sentence(self, names: NameIndex) -> str:
        """A theme, by its name in its own story too."""
        return in_sentences(f"de samenwerking werkt aan {names.within(None).theme(self.theme)}")


@act("name-theme", source="S1", chapter="bodies", known_ahead=True)
class NameTheme(Act):
    """Name a content theme, such as housing or energy; themes stay outside the covenant."""

    theme: ThemeId = new("identifier of the theme")
    name: Name = field("name of the theme")
    on: date = effective("day from which it runs")

    def decide(self) -> ThemeNamed:
        """It runs."""
        return ThemeNamed(theme=self.theme, name=self.name, since=self.on)


@event("theme.retired")
class ThemeRetired(Event):
    """The cooperation no longer works on the theme from ``retired_on``."""

    theme: ThemeId = subject()
    retired_on: date
    reason: str

    def apply(self, state: Theme) -> Theme:
        """A theme that no longer runs."""
        return attrs.evolve(state, retired_on=self.retired_on)

    def sentence(self, names: NameIndex) -> str:
        """A theme ends."""
        return in_sentences(f"de samenwerking werkt niet meer aan {names.theme(self.theme)}", because(self.reason))


@act("retire-theme", source="S1", chapter="bodies", known_ahead=True)
class RetireTheme(Act):
    """Retire a content theme."""

    theme: ThemeId = field("identifier of the theme")
    on: date = effective("first day on which it no longer runs")
    reason: Text = field("why it is retired")

    def decide(self, theme: Theme) -> ThemeRetired:
        """Only what runs; what hangs on it keeps its history."""
        require_running((theme,), self.on)
        return ThemeRetired(theme=self.theme, retired_on=self.on, reason=self.reason)
