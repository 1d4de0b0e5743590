"""Batches of mutations: the changes of one step, which stand or fall together."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rso_pleio.client import Change
from rso_pleio.errors import RefusedByPleioError
from rso_pleio.ledger_entry import FileContent, What
from rso_pleio.plan.steps import Step
from rso_pleio.rendered_item import GROUP_ACCESS, RenderedItem

Answer = dict[str, Any] | RefusedByPleioError


@attrs.frozen
class MutationBatch:
    """The mutations of one step, sent in one request.

    Attributes:
        size: bytes that they take, about.
        written: an item as it was sent, with the links that were known.
        file_sent: the bytes of a file that stands on the site after this.
        counted: whether the step counts as done once this is.
    """

    step: Step
    changes: tuple[Change, ...]
    size: int
    rendered: RenderedItem | None = None
    file_sent: FileContent | None = None
    counted: bool = True

    @property
    def makes(self) -> bool:
        """Whether something comes to stand on the site that was not there: doing it twice would make a copy."""
        return self.step.kind == "create" and self.step.what in (What.GROUP, What.ITEM, What.MEMBER) and self.counted

    @property
    def names(self) -> frozenset[str]:
        """Names of the mutations."""
        return frozenset(change.name for change in self.changes)


def batch_of(step: Step, changes: Sequence[Change], **more: Any) -> MutationBatch:
    """The batch of a step, with the size of its changes."""
    size = sum(
        len(str(change.input.get("richDescription", ""))) + 300 + (len(change.file.content) if change.file else 0)
        for change in changes
    )
    return MutationBatch(step, tuple(changes), size, **more)


def refusal(answers: Sequence[Answer]) -> str | None:
    """Why the site refused a batch; None when it did not."""
    return next((str(answer) for answer in answers if isinstance(answer, RefusedByPleioError)), None)


def told(answers: Sequence[Answer]) -> list[Mapping[str, Any]]:
    """What the site tells of the group or item that was written, answer by answer."""
    good = [answer for answer in answers if isinstance(answer, dict)]
    return [answer.get("entity") or answer.get("group") or {} for answer in good]


def last_told(answers: Sequence[Answer], name: str) -> Any:
    """What the last answer that speaks of a field says of it."""
    return next((t[name] for t in reversed(told(answers)) if t.get(name) is not None), None)


def wrong_access(answers: Sequence[Answer]) -> bool:
    """Whether the site tells that an item is not readable for its group, though that was asked: a silent drop."""
    return any(t.get("accessId") not in (None, GROUP_ACCESS) for t in told(answers))
