"""In which order the steps of a plan are carried out, and in which requests."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from rso_pleio.model import DesiredItem
from rso_pleio.plan.steps import Step

MOST_CHANGES = 100
"""Changes in one request: more save little (the site works through them one by one, some 38 a second as measured) and
make a lost answer cost more."""
MOST_BYTES = 600_000
"""Bytes of one request: a server in front of the site commonly takes no more than a megabyte."""
T = TypeVar("T")


def creations(steps: Iterable[Step]) -> list[list[Step]]:
    """New items, in rounds: events and the pages at the top, then what stands below them, then tasks, then files.

    So most references can be links at once, and a page is there before what goes under it.
    """
    new = [(step, step.desired) for step in steps if step.kind == "create" and isinstance(step.desired, DesiredItem)]
    pages = {(step.group_key, step.key): item for step, item in new if item.kind not in ("task", "file")}

    def depth(group: str, item: DesiredItem) -> int:
        above = pages.get((group, item.parent or ""))
        return 0 if above is None else 1 + depth(group, above)

    rounds: dict[int, list[Step]] = {}
    for step, item in new:
        if item.kind not in ("task", "file"):
            rounds.setdefault(depth(step.group_key, item), []).append(step)
    tasks = [step for step, item in new if item.kind == "task"]
    files = [step for step, item in new if item.kind == "file"]
    return [part for part in (*(rounds[n] for n in sorted(rounds)), tasks, files) if part]


def in_requests(parts: Sequence[T], changes: Callable[[T], int], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Parts by request, of at most so many changes and bytes; a part that is larger goes alone."""
    batch: list[T] = []
    many = large = 0
    for part in parts:
        count, length = changes(part), size(part)
        if batch and (many + count > MOST_CHANGES or large + length > MOST_BYTES):
            yield batch
            batch, many, large = [], 0, 0
        batch.append(part)
        many, large = many + count, large + length
    if batch:
        yield batch
