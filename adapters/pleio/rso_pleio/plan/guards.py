"""What guards against a large change by mistake, and what people will be sent."""

from collections.abc import Iterable, Iterator

import attrs

from rso_pleio.ledger_entry import State, What
from rso_pleio.model import DesiredItem, DesiredMember
from rso_pleio.plan.context import Context
from rso_pleio.plan.steps import SafetyBlock, Sending, Step, counts_for_safety

SAFE_SHARE = 0.3
"""Share of a group's items that may change or be archived at once without a confirmation."""
QUIET_FROM = 6
"""From so many new pages and events at once on, a group with members gets them without a message for each."""
_UNDER_WAY = {"show", "settle", "link", "finish"}
"""What belongs to something that is being made: no change of what people read before."""
NOTIFYING = ("event", "wiki", "blog")
"""Kinds of content of which the site tells the members of a group."""


def safety_blocks(context: Context, steps: Iterable[Step], share: float) -> Iterator[SafetyBlock]:
    """Why the steps of a group ask for a confirmation."""
    group, there, listed = context.group, context.there, list(steps)
    deleted = sum(step.kind == "delete" for step in listed)
    if deleted:
        yield SafetyBlock(group_key=group.key, told=f"{deleted} items worden voorgoed verwijderd")
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
        yield SafetyBlock(group_key=group.key, told=told)


def with_quiet(context: Context, steps: list[Step], from_number: int) -> list[Step]:
    """The steps of a group, with what would lead to a storm of messages made out of sight first.

    A group that we make is filled before anybody is let in, so there it is not needed. The rest of a load that was
    stopped is as silent as its beginning.
    """
    new = [step for step in steps if _tells(step)]
    began = any(entry.state == State.HIDDEN or entry.quiet for entry in context.own(What.ITEM))
    if _readers(context) == 0 or (len(new) < from_number and not began):
        return steps
    return [attrs.evolve(step, quiet=True) if _tells(step) else step for step in steps]


def sendings(context: Context, steps: Iterable[Step]) -> Iterator[Sending]:
    """What carrying out the steps of a group sends to people, at most."""
    group, there, listed = context.group, context.there, list(steps)
    readers = _readers(context)
    loud = [step for step in listed if _tells(step) and not step.quiet]
    if loud and readers:
        told = (
            f"nieuwe pagina's en bijeenkomsten: {len(loud)}; een melding van elk aan de leden die meldingen van de groep "
            f"aan hebben staan, hoogstens {readers}"
        )
        yield Sending(group_key=group.key, kind="notification", number=len(loud) * readers, told=told)
    invited = [step for step in listed if step.what == What.MEMBER and "invite" in step.does]
    if invited:
        told = f"{_persons(invited)} een uitnodiging per mail, eenmalig"
        yield Sending(group_key=group.key, kind="invitation", number=len(invited), told=told)
    accepted = [step for step in listed if step.what == What.MEMBER and "accept" in step.does]
    if accepted:
        told = f"{_persons(accepted)} bericht van de opname in de groep"
        yield Sending(group_key=group.key, kind="acceptance", number=len(accepted), told=told)
    brought_in = [step for step in listed if brings_in(step) and "invite" not in step.does]
    if brought_in and there is not None and there.welcomes:
        told = f"{_persons(brought_in)} het welkomstbericht van de groep"
        yield Sending(group_key=group.key, kind="welcome", number=len(brought_in), told=told)


def brings_in(step: Step) -> bool:
    """Whether a step lets a person in."""
    return step.kind == "create" and isinstance(step.desired, DesiredMember)


def _persons(steps: list[Step]) -> str:
    return "1 persoon krijgt" if len(steps) == 1 else f"{len(steps)} personen krijgen"


def _tells(step: Step) -> bool:
    return step.kind == "create" and isinstance(step.desired, DesiredItem) and step.desired.kind in NOTIFYING


def _readers(context: Context) -> int:
    """Members besides the account itself, as the one who writes gets no message."""
    there = context.there
    if there is None:
        return 0
    ourselves = context.site.viewer.guid in there.roles
    return max(there.member_count, len(there.members)) - ourselves
