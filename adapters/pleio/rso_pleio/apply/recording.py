"""What the ledger keeps of each step once it was carried out."""

from collections.abc import Sequence

import attrs

from rso_pleio.apply.mutation_batch import Answer, MutationBatch, last_told
from rso_pleio.apply.writing import Known
from rso_pleio.ledger_entry import Entries, Entry, FileContent, Origin, State, What
from rso_pleio.model import DesiredGroup, DesiredItem, DesiredMember, DesiredSubgroup
from rso_pleio.plan.members import same_person
from rso_pleio.plan.steps import Step
from rso_pleio.plan.subgroups import sent_members
from rso_pleio.rendered_item import RenderedItem, content_hash, group_desired_hash, group_fingerprint
from rso_pleio.seen import SeenItem


def before(batch: MutationBatch, entry: Entry | None, known: Known) -> Entry | None:
    """What is kept before a batch is sent: what will be made, or what will stand in place of what stands there."""
    step, desired = batch.step, batch.step.desired
    if batch.makes:
        return intention(step)
    if (
        entry is None
        or step.does == ("mark",)
        or not {"editEntity", "editFileFolder", "editGroup", "editTask"} & batch.names
    ):
        return None
    if isinstance(desired, DesiredGroup):
        text = str(batch.changes[0].input["richDescription"])
        return attrs.evolve(entry, sent_hash=group_fingerprint(desired.name, desired.introduction, text))
    if isinstance(desired, DesiredItem) and batch.rendered is not None:
        stands, _ = _as_it_stands(batch, desired, batch.rendered)
        expected = stands.expected_content_hash(_above(step, desired, known))
        return attrs.evolve(entry, sent_hash=expected, sent_file=batch.file_sent)
    return None


def _above(step: Step, item: DesiredItem, known: Known) -> str | None:
    """Guid of the page above a page."""
    return known.items.get((step.group_key, item.parent or "")) if item.kind == "wiki" else None


def intention(step: Step) -> Entry:
    """What is kept before something is made, so that it is looked for before it is made again."""
    member = step.what == What.MEMBER
    return Entry(
        group_key=step.group_key,
        what=step.what,
        key=step.key,
        state=State.INTENDED,
        guid=step.guid if member else None,
        origin=_origin(step) if member else None,
        quiet=step.quiet and not member,
    )


def rows(batch: MutationBatch, answers: Sequence[Answer], known: Known, entries: Entries) -> list[Entry]:
    """What is kept of a batch that was carried out; `known` has learned from its answers."""
    step, desired = batch.step, batch.step.desired
    before = entries.get((step.group_key, step.what, step.key))
    if step.kind == "archive":
        base = before or Entry(group_key=step.group_key, what=What.ITEM, key=step.key, state=State.ENDED)
        return [attrs.evolve(base, state=State.ENDED, guid=step.guid)]
    if step.kind in ("remove", "delete"):
        return []
    if step.does == ("mark",) and before is not None:
        return []  # what else a person changed in it is still to be judged
    if isinstance(desired, DesiredGroup):
        return [group_row(step, desired, known, str(batch.changes[0].input["richDescription"]))]
    if isinstance(desired, DesiredItem):
        return [_item_row(batch, desired, answers, known)]
    if isinstance(desired, DesiredSubgroup):
        return [_subgroup_row(step, desired)]
    return member_rows(step, before)


def adopted(step: Step, found: SeenItem | None, known: Known, entries: Entries) -> list[Entry]:
    """What is kept of something that stands on the site already as it should."""
    desired = step.desired
    if isinstance(desired, DesiredItem):
        return [_found_row(step, desired, found, known)]
    if isinstance(desired, DesiredGroup):
        return [group_row(step, desired, known, desired.text.resolved(known.addresses).to_json())]
    return member_rows(step, entries.get((step.group_key, step.what, step.key)))


def group_row(step: Step, group: DesiredGroup, known: Known, text: str) -> Entry:
    """What is kept of a group, with its text as it stands on the site now."""
    sent = group_fingerprint(group.name, group.introduction, text)
    return Entry(
        group_key=step.group_key,
        what=What.GROUP,
        key=step.key,
        state=State.MADE,
        guid=step.guid or known.groups.get(step.group_key),
        content_hash=sent,
        desired_hash=sent if sent == group_desired_hash(group, known.addresses) else None,
    )


def _item_row(batch: MutationBatch, item: DesiredItem, answers: Sequence[Answer], known: Known) -> Entry:
    step, rendered = batch.step, batch.rendered
    assert rendered is not None
    stands, complete = _as_it_stands(batch, item, rendered)
    made_out_of_sight = step.quiet and batch.makes
    hidden = made_out_of_sight and last_told(answers, "statusPublished") == "archived"
    parent = _above(step, item, known)
    return Entry(
        group_key=step.group_key,
        what=What.ITEM,
        key=step.key,
        state=State.HIDDEN if hidden else State.MADE,
        guid=known.items.get((step.group_key, step.key)) or step.guid,
        content_hash=stands.expected_content_hash(parent),
        time_updated=last_told(answers, "timeUpdated"),
        # Left open while something is still to be done, so that a next run sees it.
        desired_hash=rendered.desired_hash if complete and not made_out_of_sight else None,
        url=known.addresses.get(step.key),
        parent=(parent or "") if item.kind == "wiki" else None,
        file=batch.file_sent,
    )


def _as_it_stands(batch: MutationBatch, item: DesiredItem, rendered: RenderedItem) -> tuple[RenderedItem, bool]:
    """What the site will tell of an item after this batch, and whether that is all that is wanted."""
    if item.kind == "task" and "editTask" not in batch.names:
        return attrs.evolve(rendered, state="NEW"), item.state in (None, "NEW")
    if batch.names == {"addFile"}:
        name = item.file.name if item.file else ""
        return attrs.evolve(rendered, title=name), rendered.title == name
    return rendered, True


def _found_row(step: Step, item: DesiredItem, found: SeenItem | None, known: Known) -> Entry:
    content = found.content if found else None
    size = content.size if content is not None else None
    return Entry(
        group_key=step.group_key,
        what=What.ITEM,
        key=step.key,
        state=State.MADE,
        guid=step.guid,
        content_hash=content_hash(content) if content is not None else None,
        time_updated=found.time_updated if found else None,
        desired_hash=RenderedItem.of(item, known.addresses).desired_hash,
        url=known.addresses.get(item.key) or (content.url if content else None),
        parent=(content.parent or "") if content is not None and item.file is None else None,
        file=FileContent(item.file.sha256, size) if item.file is not None else None,
    )


def member_rows(step: Step, before: Entry | None) -> list[Entry]:
    """What is kept of a member: the role that we gave, whether we let the person in, and which account it is."""
    member = step.desired if isinstance(step.desired, DesiredMember) else None
    origin = before.origin if before is not None and before.origin else _origin(step)
    kept = [
        Entry(
            group_key=step.group_key,
            what=What.MEMBER,
            key=step.key,
            state=State.INVITED if "invite" in step.does else State.MADE,
            guid=step.guid,
            role=member.role if member is not None else "member",
            origin=origin,
            # By which an account is known again that did not exist, or was not seen, when it was invited.
            address_hash=same_person(step.key, member.email) if member is not None else None,
        )
    ]
    if member is not None and step.guid:
        same = same_person(step.guid, member.email)
        person = Entry(
            group_key="", what=What.PERSON, key=step.key, state=State.MADE, guid=step.guid, address_hash=same
        )
        kept.append(person)
    return kept


def _origin(step: Step) -> Origin:
    """How a person came in: let in by us, at our invitation, or found there."""
    if "invite" in step.does:
        return Origin.INVITED
    return Origin.FOUND if step.kind == "change" else Origin.ADDED


def _subgroup_row(step: Step, subgroup: DesiredSubgroup) -> Entry:
    _, ours = sent_members(subgroup)
    return Entry(
        group_key=step.group_key,
        what=What.SUBGROUP,
        key=step.key,
        state=State.MADE,
        guid=step.guid,
        members=frozenset(ours),
    )
