"""Searching the record: what somebody means by a name, and where words stand."""

from rso_core.search.finding import Finder, NotFoundError, find, kinds

__all__ = ["Finder", "NotFoundError", "find", "kinds"]
