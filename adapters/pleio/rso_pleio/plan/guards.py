"""What guards against a large change by mistake, and what people will be sent."""

from collections.abc import Iterable, Iterator

import attrs

from rso_pleio.model import DesiredGroup, DesiredItem, DesiredMember
from rso_pleio.plan.steps import Hold, Sending, Step, counts_for_safety
from rso_pleio.seen import SeenGroup

SAFE_SHARE = 0.3
"""Share of a group's items that may change or be archived at once without a confirmation."""
QUIET_FROM = 6
"""From so many new pages and events at once on, a group with members gets them without a message for each."""
_UNDER_WAY = {"show", "settle", "link", "finish"}
"""What belongs to something that is being made: no change of what people read before."""
NOTIFYING = ("event", "wiki", "blog")
"""Kinds of content of which the site tells the members of a group."""


def holds(group: DesiredGroup, there: SeenGroup | None, steps: Iterable[Step], share: float) -> Iterator[Hold]:
    """Why the steps of a group ask for a confirmation."""
    listed = list(steps)
    deleted = sum(step.kind == "delete" for step in listed)
    if deleted:
        yield Hold(group_key=group.key, told=f"{deleted} items worden voorgoed verwijderd")
    if there is None:
        return
    gathering = {item.key for item in group.items if item.gathers}
    ours = {item.key for item in there.items if item.key is not None and item.status != "archived"} - gathering
    touched = [
        step
        for step in listed
        if step.kind in ("change", "archive") and counts_for_safety(step) and not _UNDER_WAY & {*step.does}
    ]
    # One item is never "much at once", in however small a group.
    if len(touched) > 1 and len(touched) > share * max(len(ours), 1):
        told = f"{len(touched)} van de {len(ours)} items veranderen of gaan naar het archief (meer dan {share:.0%})"
        yield Hold(group_key=group.key, told=told)


def with_quiet(there: SeenGroup | None, steps: list[Step], from_number: int) -> list[Step]:
    """The steps of a group, with what would lead to a storm of messages made out of sight first.

    A group that we make is filled before anybody is let in, so there it is not needed.
    """
    new = [step for step in steps if _tells(step)]
    if there is None or _readers(there) == 0 or len(new) < from_number:
        return steps
    return [attrs.evolve(step, quiet=True) if _tells(step) else step for step in steps]


def sendings(group: DesiredGroup, there: SeenGroup | None, steps: Iterable[Step]) -> Iterator[Sending]:
    """What carrying out the steps of a group sends to people, at most."""
    listed = list(steps)
    readers = _readers(there) if there else 0
    loud = [step for step in listed if _tells(step) and not step.quiet]
    if loud and readers:
        told = (
            f"{len(loud)} nieuwe pagina's of bijeenkomsten: een melding aan elk van de hoogstens {readers} leden die "
            "meldingen van de groep aan hebben staan"
        )
        yield Sending(group_key=group.key, kind="notification", number=len(loud) * readers, told=told)
    invited = [step for step in listed if step.what == "member" and "invite" in step.does]
    if invited:
        told = f"{len(invited)} personen krijgen een uitnodiging per mail, eenmalig"
        yield Sending(group_key=group.key, kind="invitation", number=len(invited), told=told)
    accepted = [step for step in listed if step.what == "member" and "accept" in step.does]
    if accepted:
        told = f"{len(accepted)} personen krijgen bericht dat zij in de groep zijn opgenomen"
        yield Sending(group_key=group.key, kind="acceptance", number=len(accepted), told=told)
    brought_in = [step for step in listed if brings_in(step) and "invite" not in step.does]
    if brought_in and there is not None and there.welcomes:
        told = f"{len(brought_in)} personen krijgen het welkomstbericht van de groep"
        yield Sending(group_key=group.key, kind="welcome", number=len(brought_in), told=told)


def brings_in(step: Step) -> bool:
    """Whether a step lets a person in."""
    return step.kind == "create" and isinstance(step.desired, DesiredMember)


def _tells(step: Step) -> bool:
    return step.kind == "create" and isinstance(step.desired, DesiredItem) and step.desired.kind in NOTIFYING


def _readers(there: SeenGroup) -> int:
    """Members besides the account itself, as the one who writes gets no message."""
    return max(there.member_count, len(there.members)) - 1
