"""How a group itself differs from what it should be."""

import attrs

from rso_pleio.ledger_entry import State, What
from rso_pleio.model import DesiredGroup
from rso_pleio.plan.context import DOES_EDIT, Context
from rso_pleio.plan.item_differences import OLD_TABLES, text_difference
from rso_pleio.plan.steps import Difference, Step
from rso_pleio.rendered_item import Addresses, group_content_hash, group_desired_hash, missing_plugins
from rso_pleio.seen import SeenGroup, our_key


def group_step(context: Context) -> Step | None:
    """What to do about the group itself; None when it is as it should be."""
    wanted, there = context.group, context.there
    entry = context.entry(What.GROUP, wanted.key)
    if there is None:
        return _absent(context)
    if not there.can_edit:
        reason = "dit account beheert de groep niet; laat een beheerder het account groepsbeheerder maken"
        return context.step("cannot", What.GROUP, wanted.key, wanted.name, reason=reason, guid=there.guid)
    if our_key(there.categories) != wanted.key:
        mark: Difference = ("kenmerk", "", wanted.key)
        given = {"differences": (mark,), "guid": there.guid, "desired": wanted}
        return context.step("change", What.GROUP, wanted.key, wanted.name, does=("mark",), **given)
    differences = group_differences(wanted, there, context.addresses)
    content_hash = group_content_hash(there)
    target = group_desired_hash(wanted, context.addresses)
    made = entry is not None and entry.state == State.MADE and entry.guid == there.guid
    if not differences:
        if made and entry is not None and (entry.content_hash, entry.desired_hash) == (content_hash, target):
            return None
        return context.step("adopt", What.GROUP, wanted.key, wanted.name, guid=there.guid, desired=wanted)
    found = {"differences": differences, "guid": there.guid, "desired": wanted}
    if differences == (OLD_TABLES,):
        return context.step("change", What.GROUP, wanted.key, wanted.name, does=DOES_EDIT, **found)
    # Of a group that was only just taken into use we wrote nothing yet, so nothing in it is a change of ours.
    if not made or entry is None or entry.content_hash is None or entry.is_ours(content_hash):
        if made and entry is not None and entry.desired_hash == target:
            return None  # a person's change that was accepted
        return context.step("change", What.GROUP, wanted.key, wanted.name, does=DOES_EDIT, **found)
    match context.policy("group"):
        case "restore":
            return context.step(
                "change", What.GROUP, wanted.key, wanted.name, reason="teruggezet", does=DOES_EDIT, **found
            )
        case "accept":
            context.notes.append(attrs.evolve(entry, content_hash=content_hash, desired_hash=target))
            return None
    return context.step("drift", What.GROUP, wanted.key, wanted.name, reason=_DRIFT, **found)


_DRIFT = "door iemand gewijzigd; --restore zet het terug"


def _absent(context: Context) -> Step:
    wanted, entry = context.group, context.entry(What.GROUP, context.group.key)
    if entry is not None and entry.state == State.MADE:
        return context.step(
            "drift", What.GROUP, wanted.key, wanted.name, reason="door iemand verwijderd, of niet zichtbaar"
        )
    if not context.site.viewer.is_admin:
        reason = (
            "dit account mag geen groepen maken; laat een sitebeheerder de groep maken, het account groepsbeheerder "
            f"maken, en draai dan 'rso pleio adopt GROEP {wanted.key.removeprefix('body-')}'"
        )
        return context.step("cannot", What.GROUP, wanted.key, wanted.name, reason=reason)
    return context.step("create", What.GROUP, wanted.key, wanted.name, desired=wanted)


def group_differences(wanted: DesiredGroup, there: SeenGroup, addresses: Addresses) -> tuple[Difference, ...]:
    """Field by field how a group differs."""
    text = wanted.text.resolved(addresses).to_json()
    found: list[Difference] = []
    if there.name != wanted.name:
        found.append(("naam", there.name, wanted.name))
    if there.introduction != wanted.introduction:
        found.append(("introductie", there.introduction, wanted.introduction))
    found += text_difference("beschrijving", there.text, text)
    if not there.closed:
        found.append(("besloten", "nee", "ja"))
    if missing := missing_plugins(there.plugins):
        found.append(("onderdelen", ", ".join(there.plugins), ", ".join((*there.plugins, *missing))))
    return tuple(found)
