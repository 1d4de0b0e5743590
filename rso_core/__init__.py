"""The record of a regional cooperation of governments.

Everything public is importable from here; modules and names not listed in ``__all__`` may change.

    >>> import rso_core
    >>> application = rso_core.open_application("sqlite:///rso.db")     # doctest: +SKIP
    >>> application.perform(rso_core.acts.Sign(...), rso_core.Circumstances(actor=...))  # doctest: +SKIP
"""

from importlib.metadata import PackageNotFoundError, version

from rso_core import acts
from rso_core.acts import Act, act_classes
from rso_core.application import Application, Batch, Circumstances, InvalidActError, Outcome, retrying
from rso_core.domain.event import Event, event_classes
from rso_core.domain.refusal import Refused, Rule
from rso_core.store import ConflictError, EventStore, Meta, Recorded, StoreError, UnknownEventError

try:
    __version__ = version("rso-core")
except PackageNotFoundError:  # a source tree that was not installed
    __version__ = "0+unknown"


def open_application(url: str, keys: str | None = None) -> Application:
    """Open the record at a store address (``sqlite:///rso.db`` or ``postgresql://…``).

    Args:
        url: address of the store.
        keys: address of the keys of persons; None for the place that belongs to the store.

    Raises:
        StoreError: when the address is wrong or the store cannot be used.
    """
    return Application(EventStore.open(url, keys))


__all__ = [
    "Act",
    "Application",
    "Batch",
    "Circumstances",
    "ConflictError",
    "Event",
    "EventStore",
    "InvalidActError",
    "Meta",
    "Outcome",
    "Recorded",
    "Refused",
    "Rule",
    "StoreError",
    "UnknownEventError",
    "__version__",
    "act_classes",
    "acts",
    "event_classes",
    "open_application",
    "retrying",
]
