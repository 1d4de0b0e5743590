"""How the items of a group differ from what they should be."""

from collections.abc import Iterator, Mapping

from rso_pleio.ledger_entry import State, What
from rso_pleio.plan.context import Context
from rso_pleio.plan.item_decisions import GONE, GoneFacts, Verdict, decide
from rso_pleio.plan.item_judgement import TAKEN_OUT, ItemJudgement, Pair
from rso_pleio.plan.steps import Kind, Step
from rso_pleio.rendered_item import RenderedItem
from rso_pleio.seen import SeenItem, instant


def pairs(context: Context) -> list[Pair]:
    """Each wanted item with what stands for it: by the guid in the ledger first, by our key otherwise."""
    return [
        Pair(item, found, context.entry(What.ITEM, item.key))
        for item, found in zip(
            context.group.items, _matched(context, [i.key for i in context.group.items]), strict=True
        )
    ]


def _matched(context: Context, keys: list[str]) -> list[SeenItem | None]:
    by_guid = {item.guid: item for item in context.there.items} if context.there else {}
    by_key: dict[str, SeenItem] = {}
    for item in by_guid.values():
        if item.key is not None:
            by_key.setdefault(item.key, item)
    strays = {item.key: item for item in context.site.strays.values() if item is not None and item.key is not None}
    found = []
    for key in keys:
        entry = context.entry(What.ITEM, key)
        if entry is not None and entry.guid is not None:
            # Another item under our key is a copy that somebody made, not ours.
            found.append(by_guid.get(entry.guid) or context.site.strays.get(entry.guid))
        else:
            found.append(by_key.get(key) or strays.get(key))
    return found


def undecided(context: Context, *, diffs: bool) -> list[str]:
    """Guids of items of which we must know what they say before we can judge them.

    Args:
        diffs: whether each change is to be shown field by field, or only to be made.
    """
    needed = []
    for pair in pairs(context):
        found, entry = pair.found, pair.entry
        if found is None or found.content is not None:
            continue
        known = entry is not None and entry.state != State.INTENDED and entry.guid == found.guid
        unedited = known and entry is not None and _same_moment(entry.time_updated, found.time_updated)
        changes = (
            entry is not None and entry.desired_hash != RenderedItem.of(pair.wanted, context.addresses).desired_hash
        )
        if not unedited or (diffs and changes):
            needed.append(found.guid)
    return [*needed, *(guid for guid in _below(context) if guid not in needed)]


def _below(context: Context) -> list[str]:
    """Guids of what may stand below something that is to be deleted: the site would delete it along."""
    wanted = {item.key for item in context.group.items}
    here = context.there.items if context.there is not None else ()
    doomed = any(item.key is not None and item.key not in wanted for item in here)
    if not (context.delete and doomed):
        return []
    return [item.guid for item in here if item.kind in ("wiki", "event") and item.content is None]


def missing(context: Context) -> list[str]:
    """Guids of items that we made and that are not in their group."""
    if context.there is None:
        return []
    here = {item.guid for item in context.there.items}
    return [e.guid for e in context.own(What.ITEM) if e.guid and e.state != State.INTENDED and e.guid not in here]


def unsure(context: Context) -> list[str]:
    """Keys of items that may have been made and are not in their group: a making whose outcome is not known.

    So are items that could have slipped between two pages of a list that was changed while it was read.
    """
    if context.there is None:
        return []
    absent = [pair for pair in pairs(context) if pair.found is None and not pair.wanted.archived]
    return [
        pair.wanted.key
        for pair in absent
        if (pair.entry is not None and pair.entry.state == State.INTENDED)
        or (pair.entry is None and context.there.shifted)
    ]


def item_steps(context: Context) -> Iterator[Step]:
    """What to do about the items of a group."""
    matched = pairs(context)
    guids = {pair.wanted.key: pair.found.guid for pair in matched if pair.found is not None}
    for pair in matched:
        step = ItemJudgement(context, pair, guids).step()
        if step is not None:
            yield step
    yield from _no_longer_wanted(context, {pair.found.guid for pair in matched if pair.found is not None})


def _no_longer_wanted(context: Context, matched: set[str]) -> Iterator[Step]:
    wanted = {item.key for item in context.group.items}
    here = context.there.items if context.there else ()
    for item in sorted(here, key=lambda i: (i.key or "", i.guid)):
        if item.key is not None and item.guid not in matched:
            yield from _gone(context, item)
    guids = {item.guid for item in here}
    for entry in context.own(What.ITEM):
        if context.there is not None and entry.key not in wanted and entry.guid not in guids:
            context.forgotten.append(entry)


_GONE: Mapping[Verdict, tuple[Kind, str]] = {
    Verdict.LEAVE_UNKNOWN: (
        "leave",
        "draagt ons kenmerk, maar wij maakten het niet of weten dat niet meer; blijft staan",
    ),
    Verdict.LEAVE_UNTIDY: ("leave", "een plugin faalde, dus wordt er niets opgeruimd"),
    Verdict.LEAVE_OTHERS_BELOW: (
        "leave",
        "er staat iets van anderen onder, dat mee verwijderd zou worden; blijft staan",
    ),
    Verdict.DELETE: ("delete", "staat niet meer in het dossier"),
    Verdict.TAKEN_OUT_BY_A_PERSON: ("drift", TAKEN_OUT),
    Verdict.PUT_AWAY: ("archive", "staat niet meer in het dossier"),
}


def _gone(context: Context, item: SeenItem) -> Iterator[Step]:
    """What becomes of an item that carries our key and is not wanted."""
    assert item.key is not None
    entry = context.entry(What.ITEM, item.key)
    # Another item under our key is a copy that somebody made.
    ours = entry is not None and entry.guid == item.guid
    facts = GoneFacts(
        ours=ours,
        ended=ours and entry is not None and entry.state == State.ENDED,
        archived=item.status == "archived",
        tidy=context.tidy,
        delete=context.delete,
        others_below=context.delete and _holds_others(context, item),
    )
    line = _GONE.get(decide(GONE, facts))
    if line is not None:
        kind, reason = line
        label = item.content.title if item.content else item.key
        yield context.step(kind, What.ITEM, item.key, label, reason=reason, guid=item.guid)


def _holds_others(context: Context, item: SeenItem) -> bool:
    """Whether something stands below an item, at any depth, that is not to be deleted with it."""
    wanted = {wanted.key for wanted in context.group.items}
    here = context.there.items if context.there else ()
    below = [other for other in here if other.content is not None and other.content.parent == item.guid]
    return any(other.key is None or other.key in wanted or _holds_others(context, other) for other in below)


def _same_moment(one: str | None, other: str) -> bool:
    if one == other:
        return True
    try:
        return instant(one) == instant(other)
    except ValueError:
        return False
