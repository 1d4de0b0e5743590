"""Every governance event that plugins can handle, with the values they hold: the public names of the domain.

Each is imported when it is asked for. ``events.pyi``, which type checkers read, is made by ``make faces``.
"""

from rso_core import catalogue
from rso_core.old_names import with_old_names

_MORE = {
    "Meta": "rso_core.store.recorded",
    "RecordedEvent": "rso_core.store.recorded",
    "dates_in_turn": "rso_core.domain.rhythm",
    "event_classes": "rso_core.catalogue",
    "occurrences": "rso_core.domain.rhythm",
    "planned_dates": "rso_core.domain.rhythm",
    "step_aside": "rso_core.domain.rhythm",
    "unserved": "rso_core.domain.rhythm",
}
_attribute, __dir__ = catalogue.lazily(__name__, without="act", more=_MORE)
__getattr__ = with_old_names(__name__, _attribute)
