"""The plan: how what the site shows differs from what it should show, and what may be done about it.

A pure comparison. What people made is never in it; what people changed in ours is drift, and stays as they left it
unless it is asked to be restored.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

import attrs

from rso_pleio.desired import DesiredGroup, DesiredItem, DesiredMember, DesiredSite
from rso_pleio.documents import same_text
from rso_pleio.ledger import Entry, What, fingerprint
from rso_pleio.site import SeenGroup, SeenItem, SeenSite

Kind = Literal["create", "change", "remove", "adopt", "leave", "drift", "cannot"]
DONE: frozenset[Kind] = frozenset({"create", "change", "remove", "adopt"})
"""Kinds of steps that are carried out; the others are told only."""
Entries = Mapping[tuple[str, What, str], Entry]


@attrs.frozen(kw_only=True)
class Step:
    """One line of the plan.

    Attributes:
        kind: what happens: create, change, remove, adopt (it is there, we only note it), leave, drift, cannot.
        what, group_key, key: what it is about.
        label: name for a reader.
        differences: field, as it is, as it should be.
        reason: why it is drift, left or impossible.
        guid: of what is there.
        desired: what it should be.
    """

    kind: Kind
    what: What
    group_key: str
    key: str
    label: str
    differences: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""
    guid: str | None = None
    desired: DesiredGroup | DesiredItem | DesiredMember | None = None


@attrs.frozen
class Plan:
    """All steps in order, and what the site showed when it was made."""

    steps: tuple[Step, ...]
    seen: SeenSite

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that ask something of the site."""
        return tuple(step for step in self.steps if step.kind in DONE - {"adopt"})


def make_plan(desired: DesiredSite, seen: SeenSite, entries: Entries, *, restore: bool = False) -> Plan:
    """Compare what should be with what is.

    Args:
        desired: what the site should show.
        seen: what it shows.
        entries: the ledger.
        restore: put back what people changed in our items.
    """
    steps: list[Step] = []
    for group in desired.groups:
        steps += _Comparison(group, seen, entries, restore).steps()
    for key in desired.closed:
        if key in seen.groups:
            reason = "het overleg bestaat niet meer; de groep blijft staan"
            steps.append(
                Step(kind="leave", what="group", group_key=key, key=key, label=seen.groups[key].name, reason=reason)
            )
    return Plan(tuple(steps), seen)


@attrs.frozen
class _Comparison:
    group: DesiredGroup
    site: SeenSite
    entries: Entries
    restore: bool

    def steps(self) -> Iterator[Step]:
        there = self.site.groups.get(self.group.key)
        step = self._group_step(there)
        if step is not None:
            yield step
            if step.kind in ("cannot", "drift") and there is None:
                return
        yield from self._items(there)
        yield from self._members(there)

    def _step(self, kind: Kind, what: What, key: str, label: str, **more: object) -> Step:
        return Step(kind=kind, what=what, group_key=self.group.key, key=key, label=label, **more)  # type: ignore[arg-type]

    def _entry(self, what: What, key: str) -> Entry | None:
        return self.entries.get((self.group.key, what, key))

    def _group_step(self, there: SeenGroup | None) -> Step | None:
        wanted, entry = self.group, self._entry("group", self.group.key)
        if there is None:
            if entry is not None and entry.state == "made":
                return self._step("drift", "group", wanted.key, wanted.name, reason="door iemand verwijderd")
            if not self.site.viewer.is_admin:
                reason = "dit account mag geen groepen maken; laat een sitebeheerder de groep maken"
                return self._step("cannot", "group", wanted.key, wanted.name, reason=reason)
            return self._step("create", "group", wanted.key, wanted.name, desired=wanted)
        differences = tuple(
            (name, old, new)
            for name, old, new in (
                ("naam", there.name, wanted.name),
                ("introductie", there.introduction, wanted.introduction),
                ("beschrijving", there.text, wanted.text),
            )
            if not _same(name, old, new)
        )
        written = fingerprint(there.name, there.introduction, there.text)
        return self._judge("group", wanted.key, wanted.name, entry, differences, written, there.guid, wanted)

    def _judge(
        self,
        what: What,
        key: str,
        label: str,
        entry: Entry | None,
        differences: tuple[tuple[str, str, str], ...],
        found: str,
        guid: str,
        desired: DesiredGroup | DesiredItem,
    ) -> Step | None:
        """Tell a change of ours from a change by people, by what we wrote last."""
        if not differences:
            noted = entry is not None and entry.state == "made" and entry.guid == guid
            return None if noted else self._step("adopt", what, key, label, guid=guid, desired=desired)
        ours = entry is not None and entry.state == "made" and entry.fingerprint == found
        if ours or self.restore:
            return self._step("change", what, key, label, differences=differences, guid=guid, desired=desired)
        reason = "door iemand gewijzigd; --restore zet het terug"
        return self._step("drift", what, key, label, differences=differences, reason=reason, guid=guid)

    def _items(self, there: SeenGroup | None) -> Iterator[Step]:
        by_guid = {item.guid: item for item in there.items} if there else {}
        by_key: dict[str, SeenItem] = {}
        for item in by_guid.values():
            if item.key is not None:
                by_key.setdefault(item.key, item)
        guids = {key: item.guid for key, item in by_key.items()}
        for wanted in self.group.items:
            entry = self._entry("item", wanted.key)
            found = by_guid.get(entry.guid or "") if entry else None
            found = found or by_key.get(wanted.key)
            if found is not None:
                guids[wanted.key] = found.guid
            step = self._item_step(wanted, found, entry, guids)
            if step is not None:
                yield step
        wanted_keys = {item.key for item in self.group.items}
        for key, item in sorted(by_key.items()):
            if key not in wanted_keys and self._entry("item", key) is not None:
                reason = "staat niet meer in het dossier; blijft staan"
                yield self._step("leave", "item", key, item.title, reason=reason, guid=item.guid)

    def _item_step(
        self, wanted: DesiredItem, found: SeenItem | None, entry: Entry | None, guids: Mapping[str, str]
    ) -> Step | None:
        if found is None:
            if entry is not None and entry.state == "made":
                reason = "door iemand verwijderd of verplaatst"
                return self._step("drift", "item", wanted.key, wanted.title, reason=reason)
            return self._step("create", "item", wanted.key, wanted.title, desired=wanted)
        pairs = [("titel", found.title, wanted.title), ("tekst", found.text, wanted.text)]
        if wanted.kind == "event":
            pairs += [
                ("begin", _instant(found.starts), _instant(wanted.starts)),
                ("einde", _instant(found.ends), _instant(wanted.ends)),
                ("plaats", found.location, wanted.location),
            ]
        differences = tuple((name, old, new) for name, old, new in pairs if not _same(name, old, new))
        return self._judge(
            "item", wanted.key, wanted.title, entry, differences, item_fingerprint(found), found.guid, wanted
        )

    def _members(self, there: SeenGroup | None) -> Iterator[Step]:
        current = there.members if there else {}
        for person in self.group.without_address:
            yield self._step("cannot", "member", person, person, reason="geen adres in Pleio bekend")
        wanted_guids = set()
        for member in self.group.members:
            guid = self.site.users.get(member.email.lower())
            if guid is None:
                reason = "niet bekend op de site, of niet zichtbaar voor dit account"
                yield self._step("cannot", "member", member.person, member.person, reason=reason)
                continue
            wanted_guids.add(guid)
            step = self._member_step(member, guid, current)
            if step is not None:
                yield step
        for (group_key, what, key), entry in sorted(self.entries.items()):
            ours = group_key == self.group.key and what == "member" and entry.state == "made"
            gone = entry.guid not in wanted_guids and current.get(entry.guid or "") in ("member", "admin")
            if ours and gone:
                reason = "heeft geen rol meer in dit overleg"
                yield self._step("remove", "member", key, key, reason=reason, guid=entry.guid)

    def _member_step(self, member: DesiredMember, guid: str, current: Mapping[str, str]) -> Step | None:
        entry = self._entry("member", member.person)
        role = current.get(guid)
        label = f"{member.person} ({'beheerder' if member.role == 'admin' else 'lid'})"
        if role not in ("owner", "admin", "member"):
            if entry is not None and entry.state == "made":
                return self._step("drift", "member", member.person, label, reason="door iemand uit de groep gehaald")
            if not self.site.viewer.is_admin:
                reason = "dit account mag niemand rechtstreeks toevoegen"
                return self._step("cannot", "member", member.person, label, reason=reason)
            return self._step("create", "member", member.person, label, guid=guid, desired=member)
        if entry is None:
            return None  # somebody let this person in; that stays as it is
        if entry.state == "intended" or (role not in (member.role, "owner") and entry.fingerprint == role):
            differences = (("rol", role, member.role),) if role != member.role else ()
            kind: Kind = "change" if differences else "adopt"
            return self._step(kind, "member", member.person, label, differences=differences, guid=guid, desired=member)
        return None


def item_fingerprint(item: SeenItem) -> str:
    """Fingerprint of an item as it stands on the site."""
    return fingerprint(item.title, item.text, _instant(item.starts), _instant(item.ends), item.location)


def desired_fingerprint(item: DesiredItem) -> str:
    """Fingerprint of an item as we write it."""
    return fingerprint(item.title, item.text, _instant(item.starts), _instant(item.ends), item.location)


def _instant(moment: object) -> str:
    return str(int(moment.timestamp())) if hasattr(moment, "timestamp") else ""


def _same(name: str, old: str, new: str) -> bool:
    return same_text(old, new) if name in ("tekst", "beschrijving") else old == new
