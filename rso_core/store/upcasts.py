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


UNLESS_SAID: Payload = {
    "scope": [],
    "quorum": "1/2",
    "mandate": [],
    "unanimity": [],
    "overview_first": False,
    "prioritises": False,
    "members_from": [],
    "required_members": [],
    "rules": [],
    "confidential": False,
    "votes_shown": "counts",
}
"""What a profile of version 1 says where it leaves a field out: it was written before there was such a field."""
MAY_BE_NOTHING = (
    *("rhythm", "chair", "rhythm_start", "reports_to", "portfolio_limit", "signal_answer_days", "rank"),
    *("fewest_members", "most_members"),
)


def _whole(profile: Payload) -> Payload:
    """A whole profile as a change: it says every field, also that there is nothing in it."""
    return {**UNLESS_SAID, **profile, "cleared": [name for name in MAY_BE_NOTHING if profile.get(name) is None]}


def _without_profile(payload: Payload) -> Payload:
    return {name: value for name, value in payload.items() if name != "profile"}


def repositioned_v1_to_v2(payload: Payload) -> Payload:
    """Version 1 wrote the whole profile, and which of it the act changed cannot be seen: it goes on saying all of it."""
    return {**_without_profile(payload), "change": _whole(payload["profile"])}


def merged_in_v1_to_v2(payload: Payload) -> Payload:
    """Version 1 wrote the whole profile, and which members came along."""
    change = {**_whole(payload["profile"]), "members": None, "joined": payload["joined"]}
    return {**_without_profile(payload), "change": change}


def rescoped_v1_to_v2(payload: Payload) -> Payload:
    """Version 1 wrote the whole profile, of which the act never said more than the fields of work."""
    return {**_without_profile(payload), "scope": payload["profile"].get("scope", [])}


def renamed_v1_to_v2(payload: Payload) -> Payload:
    """Version 1 wrote the whole profile, of which the act never said more than the name."""
    return {**_without_profile(payload), "name": payload["profile"]["name"]}


UPCASTS: dict[tuple[str, int], Upcast] = {
    ("covenant.signed", 1): signed_v1_to_v2,
    ("person.registered", 1): as_it_was,
    ("person.corrected", 1): as_it_was,
    ("person.corrected", 2): as_it_was,
    ("body.repositioned", 1): repositioned_v1_to_v2,
    ("body.merged_in", 1): merged_in_v1_to_v2,
    ("body.rescoped", 1): rescoped_v1_to_v2,
    ("body.renamed", 1): renamed_v1_to_v2,
}
"""By event name and the version that is read; the result is one version higher."""
