"""The place up to release 0.2 of `rso_pleio.status`; for one release."""

from rso_pleio.old_names import forward

__getattr__ = forward("rso_pleio.standing", "rso_pleio.status", {"standing_of": "sync_status"})
