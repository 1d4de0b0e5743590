"""Retention terms: from 0 to 100 whole years."""

from datetime import date

from domain.deciding import Edge, Trial, table
from domain.trials import REGION
from rso_core import acts

YEARS = "retention.years"
TERM = Trial(REGION, acts.SetRetention(years=7, ground="Selectielijst", on=date(2026, 11, 1)))

EDGES = [
    TERM.allowed(YEARS, "a term may be no years", years=0, facts={"years": 0, "role": None}),
    TERM.refused(YEARS, "a term is not less than no years", years=-1),
    TERM.allowed(YEARS, "a term may be 100 years", years=100, role="vz", facts={"years": 100, "role": "vz"}),
    TERM.refused(YEARS, "a term is not 101 years", years=101, role="vz"),
]


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
