"""Meetings and decisions of the region's body, for the tables of what is decided in them."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from acts_of_a_region import PARTIES, PEOPLE, present
from rso_core import Act, acts
from rso_core.events import Choice, DecisionKind, Vote

MET = date(2026, 3, 12)


def planned(meeting: str, on: date = MET, body: str = "overleg") -> acts.PlanMeeting:
    """A meeting in the morning."""
    return acts.PlanMeeting(meeting=meeting, body=body, on=on, starts=time(10), ends=time(12))


def held(meeting: str, on: date = MET, parties: Iterable[str] = PARTIES, chair: str | None = "p-1") -> acts.HoldMeeting:
    """The meeting took place, with these parties."""
    return acts.HoldMeeting(meeting=meeting, held_on=on, chair=chair, attendance=present(*parties))


def meeting(
    identifier: str,
    on: date = MET,
    parties: Iterable[str] = PARTIES,
    body: str = "overleg",
    chair: str | None = "p-1",
) -> tuple[Act, ...]:
    """A meeting that was planned and held."""
    return planned(identifier, on, body), held(identifier, on, parties, chair)


def votes(**choices: str) -> tuple[Vote, ...]:
    """The choice of each party, by its own person; ``gem_a`` stands for ``gem-a``."""
    named = {name.replace("_", "-"): choice for name, choice in choices.items()}
    return tuple(Vote(party=p, person=PEOPLE[p], choice=Choice(choice)) for p, choice in named.items())


def decided(decision: str, meeting_: str, **more: Any) -> acts.Decide:
    """A decision that all present were for."""
    fields: dict[str, Any] = {"kind": DecisionKind.AGREE, "title": "Besluit", "unanimous": True, **more}
    return acts.Decide(decision=decision, meeting=meeting_, **fields)


def taken(decision: str, on: date = MET, body: str = "overleg", **more: Any) -> tuple[Act, ...]:
    """A meeting of its own in which a decision was taken."""
    chair = "p-1" if body == "overleg" else None
    return *meeting(f"m-{decision}", on, body=body, chair=chair), decided(decision, f"m-{decision}", **more)


REJECTED: dict[str, Any] = {"unanimous": False, "votes": votes(prov="against", gem_a="against", gem_b="against")}
"""What makes `taken` a decision that was rejected."""
