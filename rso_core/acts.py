"""The acts that can be recorded: one immutable value per act, the same for library, command line and dossier.

Every field is an identifier, a date (Europe/Amsterdam), a number, a text or a choice; the field descriptions are the
documentation of the dossier format and of the command line. What an act needs to be allowed is in the domain.
Each act is imported when it is asked for. ``acts.pyi``, which type checkers read, is made by ``make faces``.
"""

from rso_core import catalogue

_MORE = {
    "act_classes": "rso_core.catalogue",
    "acts_by_hand": "rso_core.catalogue",
    "field_help": "rso_core.domain.act",
    "replace": "rso_core.domain.act",
    "said": "rso_core.domain.act",
}
__getattr__, __dir__ = catalogue.lazily(__name__, without="event", more=_MORE)
