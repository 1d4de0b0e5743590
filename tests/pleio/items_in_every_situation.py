"""An item in every situation that it can be in, and in words what becomes of it.

A situation is a word per question; what was found for each is kept in ``data/items_in_every_situation.txt``, a line per
situation of ledger and site, and in it a letter for each combination of the other questions, in the order below.
It was written by release 0.2 (`python -m pleio.items_in_every_situation` in ``tests/`` writes it anew).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import attrs

from pleio.faults.site_by_hand import KEY, file_of, item
from pleio.planning import OF_GROUP, UPDATED, guid, in_step, of_people, pages, seen
from pleio.planning import group as group_of
from rso_pleio.ledger_entry import Entry, FileContent, State, What
from rso_pleio.model import DesiredItem
from rso_pleio.plan.context import Context
from rso_pleio.plan.items import item_steps
from rso_pleio.plan.steps import Policy, Step
from rso_pleio.rendered_item import RenderedItem, content_hash
from rso_pleio.seen import SeenItem

DATA = Path(__file__).parent / "data" / "items_in_every_situation.txt"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/*&%#@!?"
Situation = Mapping[str, str]

LEDGER = ("none", "intended", "quietly", "made", "hidden", "ended")
SITE = ("absent", "archived", "draft", "published")
POLICY = ("report", "restore", "accept")
WANTED = ("same", "links", "other", "unfinished")
"""What the ledger has of what was wanted: what is wanted now, that but for its links, another, or nothing yet."""
SECTIONS: Mapping[str, tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]] = {
    # Per section: the questions of a line, and those of the letters in it.
    "page": (
        {"ledger": LEDGER, "site": SITE, "read": ("yes", "no"), "over": ("no", "yes")},
        {"policy": POLICY, "written": ("ours", "sent", "other", "unknown"), "wanted": WANTED, "words": ("same", "other")},
    ),
    "place": (
        {"ledger": LEDGER, "site": SITE[1:], "place": ("elsewhere", "unmarked"), "read": ("yes", "no")},
        {"over": ("no", "yes"), "policy": POLICY, "words": ("same", "other")},
    ),
    "without guid": (
        {"ledger": LEDGER[1:], "site": SITE, "over": ("no", "yes")},
        {"policy": POLICY, "written": ("ours", "other"), "wanted": ("same", "unfinished"), "words": ("same", "other")},
    ),
    "moment": (
        {"ledger": ("none", "made", "ended"), "by": ("unknown", "nobody", "somebody", "somebody then")},
        {"policy": POLICY, "written": ("ours", "other", "unknown"), "wanted": ("same", "other"), "words": ("same", "other")},
    ),
    "file": (
        # The site announces no file, so none is made out of sight.
        {"ledger": tuple(one for one in LEDGER if one not in ("quietly", "hidden")), "site": ("absent", "archived", "published"), "read": ("yes", "no"), "at_hand": ("yes", "no")},
        {"policy": POLICY[:2], "bytes": ("same", "other", "unknown"), "size": ("ours", "sent", "other", "unknown"),
         "wanted": ("same", "other", "unfinished"), "words": ("same", "other")},
    ),
    "not wanted": (
        {"ledger": ("none", "another", "intended", "made", "hidden", "ended"), "site": SITE, "tidy": ("yes", "no")},
        {"delete": ("no", "yes"), "below": ("nothing", "of people", "wanted", "of ours", "of people, deeper")},
    ),
}  # fmt: skip
DEFAULTS = {
    "place": "here", "read": "yes", "over": "no", "policy": "report", "written": "ours", "wanted": "same", "words": "same",
    "site": "published", "by": "unknown", "at_hand": "yes", "bytes": "same", "size": "ours",
}  # fmt: skip
HAND = file_of(b"convenant van 2025")
ADDRESSES = {"other": "https://x.example/wiki/view/00000000-0000-4000-8000-000000000001/ander"}
KNOWN_FIELDS = {"content_hash": "content", "desired_hash": "desired", "time_updated": "moment", "state": "state"}


def situations(section: str) -> Iterator[tuple[str, list[Situation]]]:
    """Each line of a section: its words, and its situations."""
    line, letters = SECTIONS[section]
    for words in product(*line.values()):
        outer = dict(zip(line, words, strict=True))
        inner = [dict(zip(letters, chosen, strict=True)) for chosen in product(*letters.values())]
        yield (
            " ".join([section, *(f"{name}={word}" for name, word in outer.items())]),
            [{**DEFAULTS, **outer, **more} for more in inner],
        )


def verdict(section: str, situation: Situation) -> str:
    """What becomes of the item, in words: the step, what is written down, and what is struck."""
    context = (not_wanted if section == "not wanted" else wanted)(section, situation)
    found = [_in_words(step) for step in item_steps(context) if step.key not in ("wanted", "below", "deeper")]
    before = context.entries.get((KEY, What.ITEM, "page"))
    found += [_noted(note, before) for note in context.notes]
    found += [f"forget {entry.key}" for entry in context.forgotten]
    return "; ".join(found) or "-"


def _in_words(step: Step) -> str:
    assert step.guid in (None, guid("page"))
    parts = [step.kind, "+".join(step.does), *(f"[{name}]" for name, _, _ in step.differences)]
    parts += [f'"{step.reason}"' if step.reason else "", "" if step.guid else "(no guid)"]
    return " ".join(part for part in [*parts, "" if step.desired else "(nothing desired)"] if part)


def _noted(note: Entry, before: Entry | None) -> str:
    base = before or Entry(group_key=KEY, what=What.ITEM, key="page", state=State.MADE, guid=guid("page"))
    changed = [words for name, words in KNOWN_FIELDS.items() if getattr(note, name) != getattr(base, name)]
    assert attrs.evolve(note, **{name: getattr(base, name) for name in KNOWN_FIELDS}) == base
    return f"note {'+'.join(changed)}" + (f"={note.state}" if "state" in changed else "")


def wanted(section: str, found: Situation) -> Context:
    """The comparison of an item that is wanted."""
    is_file = section == "file"
    target = _target(found["over"], is_file=is_file)
    there = [] if found["site"] == "absent" else [_there(found, is_file=is_file)]
    ledger = _entry(found, is_file=is_file)
    if section == "without guid" and ledger is not None:
        ledger = attrs.evolve(ledger, guid=None)
    return _context([target], there, ledger, found)


@cache
def _target(over: str, *, is_file: bool) -> DesiredItem:
    target = item("page", "file" if is_file else "wiki", "Tekst.", "other", file=HAND if is_file else None)
    return attrs.evolve(target, archived=over == "yes")


@cache
def _hashes(over: str, *, is_file: bool) -> Mapping[str, str | None]:
    """What the ledger has of what was wanted."""
    target = _target(over, is_file=is_file)
    before = attrs.evolve(target, title="Vorige titel")
    return {
        "same": RenderedItem.of(target, ADDRESSES).desired_hash,
        "links": RenderedItem.of(target, {}).desired_hash,
        "other": RenderedItem.of(before, ADDRESSES).desired_hash,
        "unfinished": None,
    }


@cache
def _in_step(over: str, *, is_file: bool) -> SeenItem:
    return seen(_target(over, is_file=is_file), ADDRESSES)


def _there(found: Situation, *, is_file: bool) -> SeenItem:
    there = attrs.evolve(_in_step(found["over"], is_file=is_file), status=found["site"])
    assert there.content is not None
    content = there.content
    if found["words"] == "other":
        content = attrs.evolve(content, title="Andere titel")
    if found["place"] == "elsewhere":
        content = attrs.evolve(content, group="g-other")
    if is_file:
        content = attrs.evolve(content, size={"ours": 18, "sent": 20, "other": 19, "unknown": None}[found["size"]])
    there = attrs.evolve(there, content=content if found["read"] == "yes" else None)
    if found["by"] != "unknown":
        there = attrs.evolve(there, time_updated="2026-03-13T12:00:00+01:00")
    return attrs.evolve(there, key="another" if found["place"] == "unmarked" else "page")


def _entry(found: Situation, *, is_file: bool) -> Entry | None:
    if found["ledger"] == "none":
        return None
    state = State.INTENDED if found["ledger"] == "quietly" else State(found["ledger"])
    now = _there({**found, "site": "published", "read": "yes"}, is_file=is_file).content
    assert now is not None
    by_written: dict[str, dict[str, Any]] = {
        "ours": {"content_hash": content_hash(now)},
        "sent": {"content_hash": "f-before", "sent_hash": content_hash(now)},
        "other": {"content_hash": "f-before"},
        "unknown": {"content_hash": None},
    }
    stands = by_written[found["written"]]
    entry = Entry(
        group_key=KEY, what=What.ITEM, key="page", state=state, guid=guid("page"), time_updated=UPDATED,
        desired_hash=_hashes(found["over"], is_file=is_file)[found["wanted"]],
        quiet=found["ledger"] == "quietly", **stands,
    )  # fmt: skip
    if is_file:
        file = {"same": FileContent(HAND.sha256, 18), "other": FileContent("0ther", 18), "unknown": None}[
            found["bytes"]
        ]
        entry = attrs.evolve(entry, file=file, sent_hash="f-sent", sent_file=FileContent("0ther", 20))
    return entry


def not_wanted(section: str, found: Situation) -> Context:
    """The comparison of an item that is not wanted any more, and of what stands below it."""
    target, other = item("page", "wiki"), item("wanted", "wiki")
    state = {"another": "made", "none": "made"}.get(found["ledger"], found["ledger"])
    by = "g-another" if found["ledger"] == "another" else guid("page")
    known = Entry(group_key=KEY, what=What.ITEM, key="page", state=State(state), guid=by)
    entry = None if found["ledger"] == "none" else known
    under = {"parent": guid("page")}
    below: dict[str, list[SeenItem]] = {
        "nothing": [], "of people": [_under(of_people(), **under)],
        "wanted": [_under(seen(other, {}), **under)], "of ours": [_under(seen(item("below", "wiki"), {}), **under)],
        "of people, deeper": [
            _under(seen(item("below", "wiki"), {}), **under), _under(of_people(), parent=guid("below")),
        ],
    }  # fmt: skip
    there = [] if found["site"] == "absent" else [seen(target, {}, status=found["site"])]
    context = _context([other], [*there, *below[found["below"]]], entry, {**DEFAULTS, **found})
    return attrs.evolve(context, delete=found["delete"] == "yes", tidy=found["tidy"] == "yes")


def _under(there: SeenItem, **more: Any) -> SeenItem:
    assert there.content is not None
    return attrs.evolve(there, content=attrs.evolve(there.content, **more))


_BASE = in_step(group_of(*pages(1)))
_BY = {"unknown": {}, "nobody": {}, "somebody": {guid("page"): ("A. Voorbeeld", "")},
       "somebody then": {guid("page"): ("", "2026-03-13T12:00:00+01:00")}}  # fmt: skip


def _context(items: list[DesiredItem], there: list[SeenItem], entry: Entry | None, found: Situation) -> Context:
    assert _BASE.there is not None
    policy: Policy = found["policy"]  # type: ignore[assignment]
    there_ = attrs.evolve(_BASE.there, items=tuple(there), guid=OF_GROUP)
    return Context(
        group=attrs.evolve(_BASE.wanted, items=tuple(items)),
        there=there_,
        site=attrs.evolve(_BASE.site, groups={KEY: there_}),
        entries={} if entry is None else {entry.at: entry},
        addresses=ADDRESSES,
        policies={"wiki": policy, "file": policy},
        documents=frozenset([HAND.sha256] if found["at_hand"] == "yes" else []),
        changed_by=_BY[found["by"]],
    )


def lines(letter_of: dict[str, str]) -> Iterator[str]:
    """A line per situation of ledger and site; letters that are all the same are written once.

    Args:
        letter_of: letter by verdict; grows with each verdict that is new.
    """
    for section in SECTIONS:
        for words, inner in situations(section):
            found = [verdict(section, situation) for situation in inner]
            letters = "".join(letter_of.setdefault(one, LETTERS[len(letter_of)]) for one in found)
            yield f"{words} | {letters[0] if len(set(letters)) == 1 else letters}"


def main() -> None:
    """Write the data anew."""
    letter_of: dict[str, str] = {}
    found = list(lines(letter_of))
    legend = [f"{letter} = {words}" for words, letter in letter_of.items()]
    DATA.write_text("\n".join([*legend, "", *found, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
