"""Applying a plan: intents first, changes in batches, then what came of them; resumable at any point."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import attrs

from rso_pleio.client import Change, PleioClient
from rso_pleio.desired import DesiredGroup, DesiredItem, DesiredMember
from rso_pleio.errors import RefusedByPleioError
from rso_pleio.ledger import Entry, Ledger, fingerprint
from rso_pleio.plan import Plan, Step, desired_fingerprint
from rso_pleio.site import CATEGORY

BATCH = 25
"""Changes in one request: more save little and make a lost answer cost more."""
GROUP_ACCESS = 4
PLUGINS = ["events", "wiki", "members"]
Progress = Callable[[int, int], None]


@attrs.define
class ApplyReport:
    """What was done.

    Attributes:
        done: number of steps carried out, by kind.
        refused: steps that the site refused, with its reason.
    """

    done: dict[str, int] = attrs.field(factory=dict)
    refused: list[tuple[Step, str]] = attrs.field(factory=list)


def apply_plan(client: PleioClient, ledger: Ledger, plan: Plan, progress: Progress | None = None) -> ApplyReport:
    """Carry out a plan.

    Args:
        client: on the site that the plan was made for.
        ledger: of that site.
        plan: made just now; what it does not say is not done.
        progress: called with the steps done and to do.

    Raises:
        OutcomeUnknownError, SessionExpiredError: the work stops; a new plan and apply go on from there.
    """
    return _Run(client, ledger, plan, progress or (lambda done, total: None)).run()


@attrs.define
class _Run:
    client: PleioClient
    ledger: Ledger
    plan: Plan
    progress: Progress
    report: ApplyReport = attrs.field(factory=ApplyReport)
    groups: dict[str, str] = attrs.field(factory=dict)
    items: dict[tuple[str, str], str] = attrs.field(factory=dict)
    handled: int = 0

    def run(self) -> ApplyReport:
        self.groups = {key: group.guid for key, group in self.plan.seen.groups.items()}
        for entry in self.ledger.entries().values():
            if entry.what == "item" and entry.guid:
                self.items[entry.group_key, entry.key] = entry.guid
        for key, group in self.plan.seen.groups.items():
            self.items |= {(key, item.key): item.guid for item in group.items if item.key}
        steps = [step for step in self.plan.steps if step.kind in ("create", "change", "remove", "adopt")]
        total = len(steps)
        for chunk in _chunks(steps):
            self._carry_out(chunk)
            self.handled += len(chunk)
            self.progress(self.handled, total)
        return self.report

    def _carry_out(self, steps: Sequence[Step]) -> None:
        self.ledger.write([self._entry(step, "intended") for step in steps if step.kind == "create"])
        made = [step for step in steps if step.kind == "adopt"]
        self.ledger.write([self._entry(step, "made", step.guid) for step in made])
        sent = [(step, change) for step in steps if step.kind != "adopt" for change in self._changes(step)]
        answers = self.client.change([change for _, change in sent])
        self._note(sent, answers)
        for step in made:
            self._count(step)

    def _note(
        self, sent: Sequence[tuple[Step, Change]], answers: Sequence[dict[str, Any] | RefusedByPleioError]
    ) -> None:
        entries = []
        failed: set[int] = set()
        last: dict[int, tuple[Step, dict[str, Any]]] = {}
        for (step, _), answer in zip(sent, answers, strict=True):
            if isinstance(answer, RefusedByPleioError):
                if id(step) not in failed:
                    self.report.refused.append((step, str(answer)))
                failed.add(id(step))
            else:
                last[id(step)] = (step, answer)
        for number, (step, answer) in last.items():
            if number in failed:
                continue
            guid = step.guid or _guid(answer)
            if step.what == "group":
                self.groups[step.group_key] = guid
            elif step.what == "item":
                self.items[step.group_key, step.key] = guid
            if step.kind == "remove":
                self.ledger.forget(step.group_key, step.what, step.key)
            else:
                updated = (answer.get("entity") or {}).get("timeUpdated")
                entries.append(self._entry(step, "made", guid, updated))
            self._count(step)
        self.ledger.write(entries)

    def _count(self, step: Step) -> None:
        self.report.done[step.kind] = self.report.done.get(step.kind, 0) + 1

    def _entry(self, step: Step, state: Any, guid: str | None = None, updated: str | None = None) -> Entry:
        desired = step.desired
        if isinstance(desired, DesiredGroup):
            written = fingerprint(desired.name, desired.introduction, desired.text)
        elif isinstance(desired, DesiredItem):
            written = desired_fingerprint(desired)
        else:
            written = desired.role if isinstance(desired, DesiredMember) else ""
        return Entry(
            group_key=step.group_key,
            what=step.what,
            key=step.key,
            state=state,
            guid=guid,
            fingerprint=written,
            time_updated=updated,
        )

    def _changes(self, step: Step) -> Iterator[Change]:
        group = self.groups.get(step.group_key)
        desired = step.desired
        if isinstance(desired, DesiredGroup):
            yield _group_change(step, desired)
        elif isinstance(desired, DesiredItem):
            yield self._item_change(step, desired)
        elif step.kind == "remove":
            yield Change("removeGroupMembers", {"guid": group, "userGuids": [step.guid]})
        elif isinstance(desired, DesiredMember):
            if step.kind == "create":
                invite = {"guid": group, "users": [{"guid": step.guid}], "directAdd": True}
                yield Change("inviteToGroup", invite)
            if step.kind == "change" or desired.role == "admin":
                yield Change("changeGroupRole", {"guid": group, "userGuid": step.guid, "role": desired.role})

    def _item_change(self, step: Step, item: DesiredItem) -> Change:
        fields: dict[str, Any] = {"title": item.title, "richDescription": item.text}
        if item.kind == "event":
            assert item.starts is not None and item.ends is not None  # noqa: PT018 - an event has both
            fields |= {
                "startDate": item.starts.isoformat(),
                "endDate": item.ends.isoformat(),
                "location": item.location,
            }
        if step.kind == "change":
            # Never a container on an edit: a page would leave its group.
            return Change("editEntity", {"guid": step.guid, **fields})
        above = self.items.get((step.group_key, item.parent or "")) or self.groups[step.group_key]
        fields |= {"subtype": item.kind, "containerGuid": above, "accessId": GROUP_ACCESS}
        return Change("addEntity", {**fields, "tagCategories": [{"name": CATEGORY, "values": [item.key]}]})


def _group_change(step: Step, group: DesiredGroup) -> Change:
    fields: dict[str, Any] = {
        "name": group.name,
        "introduction": group.introduction,
        "richDescription": group.text,
    }
    if step.kind == "change":
        return Change("editGroup", {"guid": step.guid, **fields})
    fields |= {"isClosed": True, "autoNotification": False, "plugins": PLUGINS}
    return Change("addGroup", {**fields, "tagCategories": [{"name": CATEGORY, "values": [group.key]}]})


def _guid(answer: dict[str, Any]) -> str:
    found = answer.get("group") or answer.get("entity") or {}
    return str(found.get("guid", ""))


def _chunks(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Steps in batches; a group, and a page with pages below it, is made before what goes into it."""
    parents = {
        (step.group_key, step.desired.parent)
        for step in steps
        if isinstance(step.desired, DesiredItem) and step.desired.parent
    }
    alone = [s for s in steps if s.what == "group" or (s.kind == "create" and (s.group_key, s.key) in parents)]
    later = [s for s in steps if s not in alone]
    for part in ([s for s in alone if s.what == "group"], [s for s in alone if s.what != "group"], later):
        rest = iter(part)
        while chunk := list(islice(rest, BATCH)):
            yield chunk
