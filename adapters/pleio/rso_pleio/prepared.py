"""The place up to release 0.2 of `rso_pleio.adoption`; for one release."""

from rso_pleio.old_names import forward

__getattr__ = forward("rso_pleio.prepared", "rso_pleio.adoption")
