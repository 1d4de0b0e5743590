"""Acts to vary, each on what is performed before it in a cooperation in small."""

from datetime import timedelta

from acts_of_a_cooperation import every_act
from acts_of_a_region import founding_acts
from domain.deciding import Trial
from rso_core import Act

DAY = timedelta(days=1)
REGION: tuple[Act, ...] = tuple(founding_acts())
"""Three parties with their people and mandates, a covenant in draft, a body and a role."""
EVERY: tuple[Act, ...] = tuple(every_act())
"""Every act there is, in an order in which all are allowed."""


def trial(name: str, nth: int = 0) -> Trial:
    """The first act of this name (or a later one) on all that comes before it in the cooperation."""
    places = [place for place, act in enumerate(EVERY) if act.act_name == name]
    return Trial(EVERY[: places[nth]], EVERY[places[nth]])
