"""Field by field how an item differs from what it should be."""

from rso_pleio.model import DesiredItem
from rso_pleio.plan.steps import Difference
from rso_pleio.rendered_item import GROUP_ACCESS, Addresses, RenderedItem, told
from rso_pleio.seen import SeenContent
from rso_pleio.stored_text import canonical, readable, straight

OLD_TABLES: Difference = ("vorm van tabellen", "zoals eerdere versies die schreven", "zoals de editor die kent")
"""What differs where a text stands as a release up to 0.2 wrote it: no word does, and so nobody changed it."""


def text_difference(name: str, found: str, wanted: str) -> tuple[Difference, ...]:
    """How a text differs, under the name of its field; in no more than the form of its tables where that is so."""
    target = canonical(wanted)
    if canonical(found) == target:
        return ()
    return (OLD_TABLES,) if straight(found) == target else ((name, readable(found), readable(wanted)),)


def item_differences(
    wanted: DesiredItem, found: SeenContent, parent: str | None, addresses: Addresses
) -> tuple[Difference, ...]:
    """Field by field how an item differs; moments are compared, not how they are written."""
    target = RenderedItem.of(wanted, addresses)
    differences: list[Difference] = []

    def compare(name: str, old: str, new: str) -> None:
        if old != new:
            differences.append((name, old, new))

    compare("titel", found.title, target.title)
    differences += text_difference("tekst", found.text, target.text)
    if wanted.kind == "event":
        if told(found.starts) != told(target.starts):
            differences.append(("begin", _shown(found.starts), _shown(target.starts)))
        if told(found.ends) != told(target.ends):
            differences.append(("einde", _shown(found.ends), _shown(target.ends)))
        compare("plaats", found.location, target.location)
    if wanted.kind == "task":
        compare("stand", found.state, target.state or "")
    # A page at the top that people put under one of theirs stays there: the site has no way back that keeps its group.
    if wanted.kind == "wiki" and wanted.parent is not None and parent != found.parent:
        differences.append(("plek in de wiki", found.parent or "", parent or ""))
    if found.access != GROUP_ACCESS:
        differences.append(("leesbaar voor", str(found.access), "de groep"))
    return tuple(differences)


def _shown(moment: object) -> str:
    return moment.isoformat() if hasattr(moment, "isoformat") else ""
