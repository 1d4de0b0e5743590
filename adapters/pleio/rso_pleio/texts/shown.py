"""The place up to release 0.2 of `rso_pleio.texts.visibility`; for one release."""

from rso_pleio.old_names import forward

__getattr__ = forward("rso_pleio.texts.shown", "rso_pleio.texts.visibility", {"Shown": "VisibleRegisters"})
