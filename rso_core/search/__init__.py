"""Searching the record: what somebody means by a name, and where words stand. Plugins may use all that is here."""

from rso_core.search.finding import Finder, NotFoundError, find, kinds
from rso_core.search.index import SearchIndex, forget
from rso_core.search.searching import Hit, Match, Matches, search

__all__ = [
    "Finder",
    "Hit",
    "Match",
    "Matches",
    "NotFoundError",
    "SearchIndex",
    "find",
    "forget",
    "kinds",
    "search",
]
