"""Snapshots: derived tables from which an as-of question is answered without reading the whole record again.

Every event touches some rows of a read model. Events and the rows they touch fall apart into components that know
nothing of each other: handlers are deterministic, and read and write rows only. So at any moment

- a component of which every event is included holds exactly the rows that it has in the full state, which are kept;
- one of which no event is included holds no rows;
- only what straddles the moment is run again, from its included events, in recorded order.

A handler that then touches a row of another component does not fit this; the question is replayed in full instead.
"""

from rso_core.projection.snapshots.keeper import FROM_EVENTS, Question, Snapshots
from rso_core.projection.snapshots.state import NoAnswerError
from rso_core.projection.snapshots.tables import forget

__all__ = ["FROM_EVENTS", "NoAnswerError", "Question", "Snapshots", "forget"]
