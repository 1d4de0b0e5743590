"""Retention: how long after its end what someone did keeps the name of who did it (S13, S14; AVG, article 5).

Per role, and one term for everything else (mandates, seats, attendance). The terms are data of the cooperation: they
come from its selection list, and change by an act that names its ground.
"""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Text
from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import RoleId
from rso_core.domain.refusal import Rule
from rso_core.dutch.sentences import counted, in_sentences, on_ground

OTHERWISE = "*"
"""The subject of the term for everything that has none of its own; no role can be called so."""
LONGEST = 100
RETENTION_YEARS = Rule(
    id="retention.years",
    source="S13",
    en="A retention term is a number of whole years, from 0 to 100.",
    nl="Een bewaartermijn is een aantal hele jaren, van 0 tot en met 100.",
    remedy_en="Give the number of years of the selection list.",
    remedy_nl="Geef het aantal jaren van de selectielijst.",
)


@concept("retention")
@attrs.frozen(kw_only=True)
class Retention:
    """The term that holds now for a role, or for everything else.

    Attributes:
        role: the role; None for everything that has no term of its own.
        years: whole years after the last day.
    """

    role: RoleId | None
    years: int


@event("retention.set")
class RetentionSet(Event):
    """The cooperation keeps the name of who held a role for so many years after its end."""

    role: RoleId | None = subject("retention", otherwise=OTHERWISE)
    years: int
    ground: str

    def apply(self, state: Retention | None) -> Retention:
        """The term that holds from then on."""
        return Retention(role=self.role, years=self.years)

    def sentence(self, names: NameIndex) -> str:
        """A retention term."""
        whose = f"wie {names.role(self.role)} had" if self.role else "wie iets anders deed in de samenwerking"
        term = f"nog {counted(self.years, 'jaar', 'jaar')} bewaard" if self.years else "niet langer bewaard dan nodig"
        return in_sentences(f"de naam van {whose} wordt na afloop {term}{on_ground(self.ground)}")


@act("set-retention", source="S13", known_ahead=True)
class SetRetention(Act):
    """Set how many years after its end a role keeps the name of who held it; without a role, for everything else."""

    years: int = field("whole years after the last day")
    ground: Text = field("document on which it rests, such as the selection list")
    on: date = effective("day from which the term holds")
    role: RoleId | None = field(
        "role it is about; left out for mandates, seats and attendance, and roles without a term", default=None
    )

    def decide(self) -> RetentionSet:
        """Whole years, on a ground."""
        RETENTION_YEARS.unless(0 <= self.years <= LONGEST, years=self.years)
        return RetentionSet(role=self.role, years=self.years, ground=self.ground)
