"""The record of a regional cooperation of governments.

Everything public is importable from here; modules and names not listed in ``__all__`` may change. What can be imported
stands in ``__init__.pyi``; a part is loaded when it is first used.

    >>> import rso_core
    >>> application = rso_core.open_application("sqlite:///rso.db")     # doctest: +SKIP
    >>> application.perform(rso_core.acts.Sign(...), rso_core.Provenance(actor=...))  # doctest: +SKIP
"""

import lazy_loader

from rso_core.old_names import with_old_names

__version__ = "0.2.0"
_attribute, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__getattr__ = with_old_names(__name__, _attribute)
__all__ += ["__version__"]
