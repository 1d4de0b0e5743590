"""Upcasts: how the payload of an older event version becomes the next version's.

Payloads are plain data here (dicts, lists, strings as in JSON); no class of today is needed to read
an event of yesterday. Never change an upcast that was released.
"""

from collections.abc import Callable
from typing import Any

Payload = dict[str, Any]
Upcast = Callable[[Payload], Payload]


def signed_v1_to_v2(payload: Payload) -> Payload:
    """Version 1 wrote the ground of a signature as one line of text, always a mandate."""
    return {**payload, "ground": {"kind": "mandate", "document": payload["ground"], "decided_on": None}}


def as_it_was(payload: Payload) -> Payload:
    """The payload says the same in the next version, which is only stored otherwise, or may leave something out."""
    return payload


UPCASTS: dict[tuple[str, int], Upcast] = {
    ("covenant.signed", 1): signed_v1_to_v2,
    ("person.registered", 1): as_it_was,
    ("person.corrected", 1): as_it_was,
    ("person.corrected", 2): as_it_was,
}
"""By event name and the version that is read; the result is one version higher."""
