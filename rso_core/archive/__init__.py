"""The archive: the whole record in open formats, with metadata (MDTO), fixity (BagIt) and proof; its check and its way back.

Needs the extra ``archive`` (bagit, lxml), but for backup and restore. What can be imported from here stands in
``__init__.pyi``; a part is loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
