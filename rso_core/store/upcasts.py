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


UPCASTS: dict[tuple[str, int], Upcast] = {
    ("covenant.signed", 1): signed_v1_to_v2,
}
"""By event name and the version that is read; the result is one version higher."""
