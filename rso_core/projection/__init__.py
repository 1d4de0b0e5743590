"""Read models: tables derived from the record by plugins, in batches, exactly once, at any two moments.

What can be imported from here stands in ``__init__.pyi``; a part is loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
