"""Retention: how long after its end what someone did keeps the name of who did it (S13, S14; AVG, article 5).

Per role, and one term for everything else (mandates, seats, attendance). The terms are data of the cooperation: they
come from its selection list, and change by an act that names its ground.
"""

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import RoleId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_text

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

    role: str | None
    years: int


@event("retention.set")
class RetentionSet(Event):
    """The cooperation keeps the name of who held a role for so many years after its end."""

    role: RoleId | None = subject("retention", otherwise=OTHERWISE)
    years: int
    ground: str


def evolve(state: Retention | None, event: RetentionSet) -> Retention:
    """Fold one event into the term."""
    return Retention(role=event.role, years=event.years)


def set_term(*, role: str | None, years: int, ground: str) -> RetentionSet:
    """Set a retention term, on a ground (S13)."""
    require_text(ground, "ground")
    if not 0 <= years <= LONGEST:
        raise RETENTION_YEARS.refused(years=years)
    return RetentionSet(role=role, years=years, ground=ground)
