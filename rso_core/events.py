"""Every governance event that plugins can handle, with the values they hold: the public names of the domain.

Each is imported when it is asked for. ``events.pyi``, which type checkers read, is made by ``make faces``.
"""

from rso_core import catalogue

_MORE = {
    "Meta": "rso_core.store.recorded",
    "Recorded": "rso_core.store.recorded",
    "dates_in_turn": "rso_core.domain.rhythm",
    "event_classes": "rso_core.catalogue",
    "occurrences": "rso_core.domain.rhythm",
    "planned_dates": "rso_core.domain.rhythm",
    "step_aside": "rso_core.domain.rhythm",
    "unserved": "rso_core.domain.rhythm",
}
__getattr__, __dir__ = catalogue.lazily(__name__, without="act", more=_MORE)
