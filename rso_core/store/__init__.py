"""The event store: `eventsourcing` with our names, our typed mapper and our guards.

What can be imported from here stands in ``__init__.pyi``; a part is loaded when it is first used.
"""

import lazy_loader

from rso_core.old_names import with_old_names

_attribute, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__getattr__ = with_old_names(__name__, _attribute)
