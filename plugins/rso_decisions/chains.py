"""Chains: from consultation to advice to decision to follow-up, and back (S15)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rso_core.projection import Register

Row = Mapping[str, Any]


def chain_of(decisions: Register, actions: Register, decision: str) -> list[dict[str, Any]]:
    """What led to a decision, the decision itself, and what followed, in that order.

    Args:
        decisions, actions: the two registers, as of the same moment.
        decision: identifier of the decision.

    Returns:
        A row per step: ``steps`` is how far before (negative) or after the decision it stands. ``decision`` is the
        decision itself, or the one that an action item carries out, which is confidential when that decision is.

    Raises:
        KeyError: there is no such decision.
    """
    by_subject: dict[str, Row] = {f"decision:{row['decision']}": row for row in decisions.rows}
    here = f"decision:{decision}"
    if here not in by_subject:
        raise KeyError(decision)
    by_subject |= {f"action:{row['action']}": row for row in actions.rows}
    before = list(_walk(here, lambda s: by_subject.get(s, {}).get("follows", ()), -1))
    after = list(_walk(here, lambda s: by_subject.get(s, {}).get("followed_by", ()), 1))
    steps = [*reversed(before), (0, here), *after]
    return [_told(number, subject, by_subject) for number, subject in steps]


def _walk(start: str, step: Callable[[str], Any], direction: int) -> Iterator[tuple[int, str]]:
    seen, layer, number = {start}, [start], 0
    while layer:
        number += direction
        layer = [s for subject in layer for s in step(subject) if s not in seen]
        layer = list(dict.fromkeys(layer))
        seen.update(layer)
        yield from ((number, subject) for subject in layer)


def _told(steps: int, subject: str, by_subject: Mapping[str, Row]) -> dict[str, Any]:
    kind, _, identifier = subject.partition(":")
    # As dicts: a decision has other columns than an action item, and what is only mentioned has none.
    row = dict(by_subject.get(subject, {}))
    decided = dict(by_subject.get(f"decision:{row.get('decision')}", {}))
    return {
        "steps": steps,
        "subject": subject,
        "on": row.get("taken_on") or row.get("agreed_on"),
        "kind_nl": row.get("kind_nl") or {"action": "actiepunt", "signal": "signaal"}.get(kind, kind),
        "title": row.get("title") or identifier,
        "body": row.get("body"),
        "meeting": row.get("meeting"),
        "item": row.get("item"),
        "decision": row.get("decision"),
        "confidential": bool(decided.get("confidential")),
        "who": row.get("body_name") or row.get("party_name"),
        "state_nl": row.get("state_nl") or ", ".join(filter(None, (row.get("outcome_nl"), row.get("standing_nl")))),
    }
