"""Content themes that hang on a body (S1)."""

from collections.abc import Mapping
from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.body.state import Body
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, ThemeId
from rso_core.domain.theme import Theme, require_running
from rso_core.dutch.sentences import in_sentences


@event("body.themes_set")
class BodyThemesSet(Event):
    """From a day on these content themes hang on the body."""

    body: BodyId = subject()
    themes: tuple[ThemeId, ...]
    since: date

    def apply(self, state: Body) -> Body:
        """These are its themes."""
        return attrs.evolve(state, themes=self.themes)

    def sentence(self, names: NameIndex) -> str:
        """What it works on."""
        themes = names.themes(self.themes)
        return in_sentences(f"{names.body(self.body)} werkt aan {themes or 'geen vast thema meer'}")


@act("set-body-themes", source="S1", chapter="bodies")
class SetBodyThemes(Act):
    """Say which content themes hang on a body."""

    body: BodyId = field("identifier of the body")
    themes: tuple[ThemeId, ...] = field("all themes from then on")
    since: date = effective("day from which they hold")

    def decide(self, body: Body, themes: Mapping[ThemeId, Theme]) -> BodyThemesSet:
        """Only themes that run, each once."""
        require_running(themes.values(), self.since)
        body.profile_on(self.since)
        return BodyThemesSet(body=self.body, themes=tuple(dict.fromkeys(self.themes)), since=self.since)
