"""Carrying out a plan, in rounds; resumable at any point."""

from collections.abc import Callable, Iterator

import attrs

from rso_pleio.apply import recording
from rso_pleio.apply.mutation_batch import MutationBatch, batch_of
from rso_pleio.apply.order import creations
from rso_pleio.apply.outcome import ApplyReport
from rso_pleio.apply.sending import Progress, Sender
from rso_pleio.apply.writing import (
    Known,
    ending,
    group_changes,
    item_creation,
    item_edit,
    member_changes,
    subgroup_changes,
)
from rso_pleio.client import Change, PleioClient, Upload
from rso_pleio.errors import RefusedByPleioError
from rso_pleio.ledger import Ledger
from rso_pleio.ledger_entry import Entry, FileContent, State, What
from rso_pleio.model import DesiredGroup, DesiredItem, DesiredMember, DesiredSubgroup
from rso_pleio.plan.steps import Does, Plan, Step
from rso_pleio.rendered_item import RenderedItem, group_content_hash, group_desired_hash
from rso_pleio.seen import CATEGORY, categories, our_key, seen_group

Documents = Callable[[str], Upload | None]
"""Gives the bytes of a document by their SHA-256, where they are at hand."""
Accounts = Callable[[DesiredMember, str | None], str]
"""Makes an account for a person, in a group (by guid) where that is asked; gives its guid."""


def no_document(_: str) -> Upload | None:
    """No document is at hand."""
    return None


@attrs.frozen(kw_only=True)
class Means:
    """What carrying out a plan needs besides the site.

    Attributes:
        documents: where the bytes of files come from.
        accounts: how accounts are made; None when they are not.
        progress: called with the steps done and to do.
        stopping: asked between requests; when it says so, the work stops.
        parallel: how many requests at a time.
        waited: whether time may have passed since the site was read.
    """

    documents: Documents = no_document
    accounts: Accounts | None = None
    progress: Progress | None = None
    stopping: Callable[[], bool] = lambda: False
    parallel: int = 1
    waited: bool = False


def apply_plan(
    client: PleioClient, ledger: Ledger, plan: Plan, means: Means | None = None, report: ApplyReport | None = None
) -> ApplyReport:
    """Carry out a plan.

    Args:
        client: on the site that the plan was made for.
        ledger: of that site.
        plan: made just now; what it does not say is not done.
        means: what it needs besides the site.
        report: to go on with, where an earlier part of the same work was put off.

    Raises:
        OutcomeUnknownError, SessionExpiredError, StoppedError: the work stops; a new plan and apply go on from there.
    """
    return _Run(client, ledger, plan, means or Means(), report or ApplyReport()).run()


@attrs.define
class _Run:
    client: PleioClient
    ledger: Ledger
    plan: Plan
    means: Means
    report: ApplyReport
    known: Known = attrs.field(init=False)
    sender: Sender = attrs.field(init=False)
    rendered: dict[tuple[str, str], RenderedItem] = attrs.field(factory=dict)
    accounts_made: dict[str, str] = attrs.field(factory=dict)

    def run(self) -> ApplyReport:
        entries = self.ledger.entries()
        self.known = Known.of(self.plan.seen, entries)
        self.sender = Sender(
            client=self.client,
            ledger=self.ledger,
            known=self.known,
            report=self.report,
            entries=entries,
            stopping=self.means.stopping,
            progress=self.means.progress,
            total=len(self.plan.to_do),
            parallel=self.means.parallel,
            fresh=not self.means.waited,
        )
        self.sender.write(self.plan.notes)
        self.ledger.forget([entry.at for entry in self.plan.forgotten])
        self._adopt()
        self.sender.carry_out(list(self._groups()))
        for round_ in creations(self.plan.to_do):
            self.sender.carry_out(list(self._creations(round_)))
        self.sender.carry_out(list(self._edits()), without_concurrent_edits=True)
        rest = [*self._rest_of_groups(), *self._rest_of_creations()]
        self.sender.carry_out(self.sender.without_concurrent_edits(rest))
        endings = [batch_of(step, [ending(step)]) for step in self._of(What.ITEM, "archive", "delete")]
        self.sender.carry_out(endings, without_concurrent_edits=True)
        self.sender.carry_out(list(self._members()))
        self.sender.carry_out(list(self._subgroups()))
        return self.report

    def _of(self, what: What, *kinds: str) -> list[Step]:
        return [step for step in self.plan.to_do if step.what == what and step.kind in kinds]

    def _adopt(self) -> None:
        steps = [step for step in self.plan.to_do if step.kind == "adopt"]
        for step in steps:
            self.report.succeeded(step)
        found = [
            row
            for step in steps
            for row in recording.adopted(step, self.known.seen_item(step), self.known, self.sender.entries)
        ]
        self.sender.write(found)
        self.sender.tell(len(steps))

    def _groups(self) -> Iterator[MutationBatch]:
        for step in self._of(What.GROUP, "create", "change"):
            assert isinstance(step.desired, DesiredGroup)
            yield batch_of(step, list(group_changes(step, step.desired, self.known)))

    def _creations(self, steps: list[Step]) -> Iterator[MutationBatch]:
        for step in steps:
            item = step.desired
            assert isinstance(item, DesiredItem)
            if step.group_key not in self.known.groups:
                continue  # its group was refused, which is told
            upload = self._document(item)
            if item.file is not None and upload is None:
                self.report.failed(step, "het document is niet meer te vinden")
                continue
            rendered = self.rendered[step.group_key, step.key] = RenderedItem.of(item, self.known.addresses)
            change = item_creation(step, item, rendered, self.known, upload)
            yield batch_of(step, [change], rendered=rendered, file_sent=_sent(item, upload))

    def _edits(self) -> Iterator[MutationBatch]:
        for step in self._of(What.ITEM, "change"):
            assert isinstance(step.desired, DesiredItem)
            yield self._edit(step, step.desired)

    def _rest_of_groups(self) -> Iterator[MutationBatch]:
        """Links in the text of a group to what was made after it, unless a person changed the group meanwhile."""
        asked = [(step, step.desired, self.sender.entry(step)) for step in self._of(What.GROUP, "create", "change")]
        unlinked = [
            (step, group, entry)
            for step, group, entry in asked
            if isinstance(group, DesiredGroup)
            and entry is not None
            and entry.guid is not None
            and entry.desired_hash != group_desired_hash(group, self.known.addresses)
        ]
        now = self._groups_now([step.key for step, _, _ in unlinked])
        for step, group, entry in unlinked:
            if now.get(step.key) != entry.content_hash:
                self.report.moved.append(step)
                continue
            again = attrs.evolve(step, kind="change", guid=entry.guid, does=("edit",))
            yield batch_of(again, list(group_changes(again, group, self.known)), counted=False)

    def _groups_now(self, keys: list[str]) -> dict[str, str]:
        """How groups stand at this moment, by our key."""
        if not keys:
            return {}
        _, listed = self.client.site(CATEGORY, keys)
        groups = [seen_group(raw, our_key(categories(raw)) or "") for raw in listed]
        return {group.key: group_content_hash(group) for group in groups}

    def _rest_of_creations(self) -> Iterator[MutationBatch]:
        """What new items still lack: links to what came after them, the state of a task, a place in sight."""
        for step in self._of(What.ITEM, "create"):
            item, entry = step.desired, self.sender.entry(step)
            if (
                not isinstance(item, DesiredItem)
                or entry is None
                or entry.guid is None
                or entry.state == State.INTENDED
            ):
                continue
            target = RenderedItem.of(item, self.known.addresses)
            if entry.desired_hash == target.desired_hash:
                continue
            rest = attrs.evolve(step, kind="change", guid=entry.guid, does=("edit",))
            if item.kind == "task" and target == self.rendered.get((step.group_key, step.key)):
                state = Change("editTask", {"guid": entry.guid, "state": item.state})
                yield batch_of(rest, [state], rendered=target, counted=False)
                continue
            does: tuple[Does, ...] = ("edit", "show") if entry.state == State.HIDDEN else ("edit",)
            yield self._edit(attrs.evolve(rest, does=does), item, counted=False)

    def _edit(self, step: Step, item: DesiredItem, *, counted: bool = True) -> MutationBatch:
        entry = self.sender.entry(step)
        sent = entry.file if entry is not None else None
        upload = None
        replaced = any(name == "inhoud" for name, _, _ in step.differences)
        if item.file is not None and (replaced or sent is None or sent.sha256 != item.file.sha256):
            upload = self._document(item)
            sent = _sent(item, upload) or sent
        rendered = RenderedItem.of(item, self.known.addresses)
        above = self.known.items.get((step.group_key, item.parent or ""))
        elsewhere = any(name == "plek in de wiki" for name, _, _ in step.differences)
        # Only a page that moves gets a container, and only that of a page: with any other it would leave its group.
        moves = item.kind == "wiki" and above is not None and (elsewhere or _stands_elsewhere(entry, above))
        changes = list(item_edit(step, item, rendered, self.known, upload, above if moves else None))
        return batch_of(step, changes, rendered=rendered, file_sent=sent, counted=counted)

    def _document(self, item: DesiredItem) -> Upload | None:
        upload = self.means.documents(item.file.sha256) if item.file else None
        return attrs.evolve(upload, name=item.file.name) if upload and item.file else None

    def _members(self) -> Iterator[MutationBatch]:
        for step in self._of(What.MEMBER, "remove", "create", "change"):
            group = self.known.groups.get(step.group_key)
            ready = self._with_account(step, group) if group and "account" in step.does else step
            if group is None or ready is None:
                continue
            member = ready.desired if isinstance(ready.desired, DesiredMember) else None
            yield batch_of(ready, list(member_changes(ready, member, group)))

    def _with_account(self, step: Step, group: str) -> Step | None:
        """Make the account of a person first; for a group administrator the site puts it in the group at once."""
        member = step.desired
        if self.means.accounts is None or not isinstance(member, DesiredMember):
            return None
        at_once = not self.plan.seen.viewer.is_admin
        if (guid := self.accounts_made.get(step.key)) is not None:
            return attrs.evolve(step, guid=guid, does=("accept",) if at_once else ())
        self.sender.write([recording.intention(step)])
        try:
            guid = self.accounts_made[step.key] = self.means.accounts(member, group if at_once else None)
        except RefusedByPleioError as error:
            if at_once:
                # There is an account that we do not see; its owner is asked.
                return attrs.evolve(step, does=("invite",))
            self.report.failed(step, str(error))
            return None
        made = attrs.evolve(step, guid=guid, does=())
        if not at_once:
            return made
        self.sender.write(recording.member_rows(made, None))
        self.report.succeeded(step)
        return attrs.evolve(made, kind="change", does=("role",)) if member.role == "admin" else None

    def _subgroups(self) -> Iterator[MutationBatch]:
        for step in self._of(What.SUBGROUP, "create", "change"):
            group = self.known.groups.get(step.group_key)
            if group is not None and isinstance(step.desired, DesiredSubgroup):
                yield batch_of(step, list(subgroup_changes(step, step.desired, group)))


def _sent(item: DesiredItem, upload: Upload | None) -> FileContent | None:
    if item.file is None or upload is None:
        return None
    return FileContent(item.file.sha256, len(upload.content))


def _stands_elsewhere(entry: Entry | None, above: str) -> bool:
    """Whether a page stands, as far as we know, under another page than it should."""
    if entry is None:
        return False
    # Of what was about to be made out of sight nothing is known but that, so it is put where it belongs.
    return entry.quiet or entry.parent not in (None, above)
