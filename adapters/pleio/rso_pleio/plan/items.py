"""How the items of a group differ from what they should be."""

from collections.abc import Iterator, Mapping

import attrs

from rso_pleio.ledger_entry import Entry, State, What
from rso_pleio.model import DesiredItem
from rso_pleio.plan.context import Context, local_time
from rso_pleio.plan.steps import Difference, Step
from rso_pleio.rendered_item import GROUP_ACCESS, Addresses, RenderedItem, canonical, content_hash, readable, told
from rso_pleio.seen import SeenContent, SeenItem, instant

_TAKEN_OUT = "door iemand uit het archief gehaald"


@attrs.frozen
class Pair:
    """An item of ours: what is wanted, what stands there, and what the ledger has on it."""

    wanted: DesiredItem
    found: SeenItem | None
    entry: Entry | None


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
        step = _Item(context, pair, guids).step()
        if step is not None:
            yield step
    yield from _no_longer_wanted(context, {pair.found.guid for pair in matched if pair.found is not None})


@attrs.frozen
class _Item:
    """The judgement of one item."""

    context: Context
    pair: Pair
    guids: Mapping[str, str]

    def step(self) -> Step | None:
        step = self._step()
        if step is not None and step.kind in ("create", "change") and self._lacks_document():
            reason = "het document zelf is niet gevonden; zet het in de map 'documents' van [pleio] (SHA-256 {})"
            file = self.pair.wanted.file
            return self._say("cannot", reason=reason.format(file.sha256 if file else ""))
        return step

    def _lacks_document(self) -> bool:
        file, entry = self.pair.wanted.file, self.pair.entry
        if file is None or file.sha256 in self.context.documents:
            return False
        return entry is None or not _has_bytes(entry, file.sha256)

    def _step(self) -> Step | None:
        wanted, found, entry = self.pair.wanted, self.pair.found, self.pair.entry
        if found is None:
            return self._absent()
        if entry is not None and entry.state == State.HIDDEN:
            # Made out of sight, and stopped before it was shown: whoever reads it now sees it for the first time.
            how = "show" if found.status == "archived" else "settle"
            return self._say("change", does=("edit", how), reason="nog te tonen")
        if entry is not None and entry.state == State.INTENDED and entry.quiet and found.status == "archived":
            return self._say("change", does=("edit", "show"), reason="nog te tonen")
        moved = found.content is not None and self.context.there and found.content.group != self.context.there.guid
        if moved:
            return self._say("drift", reason="door iemand uit de groep verplaatst")
        if found.key != wanted.key:
            # Only the mark: what else a person changed is judged once it is ours again.
            mark: Difference = ("kenmerk", found.key or "", wanted.key)
            return self._say("change", does=("mark",), differences=(mark,))
        if wanted.archived or found.status != "published":
            return self._status()
        return self._content()

    def _say(self, kind: str, **more: object) -> Step:
        wanted, found = self.pair.wanted, self.pair.found
        given = {"guid": found.guid if found else None, "desired": wanted, **more}
        return self.context.step(kind, What.ITEM, wanted.key, wanted.title, **given)  # type: ignore[arg-type]

    def _absent(self) -> Step | None:
        wanted, entry = self.pair.wanted, self.pair.entry
        if entry is not None and entry.state in (State.MADE, State.HIDDEN, State.ENDED):
            if wanted.archived:
                return None
            if self._restores():
                return self._say("create", reason="door iemand verwijderd; opnieuw gemaakt")
            return self._drift("door iemand verwijderd, of niet meer zichtbaar voor dit account")
        if wanted.archived:
            return None  # it ended before it was ever shown
        return self._say("create")

    def _drift(self, reason: str) -> Step | None:
        """What a person did to an item as a whole; nothing to tell where that is accepted."""
        return None if self.context.policy(self.pair.wanted.kind) == "accept" else self._say("drift", reason=reason)

    def _status(self) -> Step | None:
        """A difference in whether it is published, a draft or archived."""
        wanted, found, entry = self.pair.wanted, self.pair.found, self.pair.entry
        assert found is not None
        ended = entry is not None and entry.state == State.ENDED
        if wanted.archived:
            if found.status == "archived":
                if not ended:
                    self._note(state=State.ENDED)
                return None
            return (
                self._say("archive", reason="beëindigd") if not ended or self._restores() else self._drift(_TAKEN_OUT)
            )
        if found.status == "archived":
            if ended or self._restores():
                return self._say("change", does=("edit", "show"), reason="weer getoond")
            return self._drift("door iemand gearchiveerd")
        if self._restores():
            return self._say("change", does=("edit", "publish"), reason="weer gepubliceerd")
        return self._drift("door iemand tot concept gemaakt")

    def _content(self) -> Step | None:
        """A difference in what it says."""
        wanted, found, entry = self.pair.wanted, self.pair.found, self.pair.entry
        assert found is not None
        target = RenderedItem.of(wanted, self.context.addresses)
        if entry is None or entry.state == State.INTENDED or entry.guid != found.guid:
            differences = self._differences()
            if not differences:
                return self._say("adopt")
            if entry is not None and entry.state == State.INTENDED:
                return self._say("change", does=("edit", "finish"), differences=differences, reason="nog af te maken")
            return self._edited(target)
        if found.content is None or (entry.is_ours(content_hash(found.content)) and not self._other_bytes()):
            if found.time_updated != entry.time_updated and found.content is not None:
                self._note(time_updated=found.time_updated)
            if entry.desired_hash == target.desired_hash:
                return None
            if found.content is not None and not self._differences() and self._has_our_bytes():
                return self._say("adopt")
            if entry.desired_hash is None:
                return self._say("change", does=("edit", "finish"), reason="nog af te maken")
            if target.differs_in_links_only(entry.desired_hash):
                reason = "krijgt koppelingen naar wat er nu is"
                return self._say("change", does=("edit", "link"), differences=self._differences(), reason=reason)
            return self._say("change", does=("edit",), differences=self._differences())
        return self._edited(target)

    def _edited(self, target: RenderedItem) -> Step | None:
        """A person changed it since we wrote it."""
        found = self.pair.found
        assert found is not None
        assert found.content is not None
        differences = self._differences()
        if not differences:
            return self._say("adopt")
        match self.context.policy(self.pair.wanted.kind):
            case "restore":
                return self._say("change", does=("edit",), differences=differences, reason="teruggezet")
            case "accept" if self.pair.entry is not None:
                self._note(
                    content_hash=content_hash(found.content),
                    desired_hash=target.desired_hash,
                    time_updated=found.time_updated,
                )
                return None
        who = self.context.by_whom(found.guid)
        if self.pair.entry is None or not self.pair.entry.content_hash:
            reason = f"verschilt van het dossier, en wij weten niet meer wat wij schreven{who}; --restore zet het terug"
            return self._say("drift", differences=differences, reason=reason)
        when = "" if who else f" (laatst op {local_time(found.time_updated)})"
        reason = f"gewijzigd{who or ' door iemand'}{when}; --restore zet het terug"
        return self._say("drift", differences=differences, reason=reason)

    def _differences(self) -> tuple[Difference, ...]:
        found = self.pair.found
        if found is None or found.content is None:
            return ()
        parent = self.guids.get(self.pair.wanted.parent or "")
        differences = item_differences(self.pair.wanted, found.content, parent, self.context.addresses)
        if self._other_bytes():
            differences += (("inhoud", f"{found.content.size} bytes", "het document van het dossier"),)
        return differences

    def _has_our_bytes(self) -> bool:
        """Whether a file has the very bytes that are wanted, by what was sent last."""
        file, entry = self.pair.wanted.file, self.pair.entry
        return file is None or (entry is not None and _has_bytes(entry, file.sha256))

    def _other_bytes(self) -> bool:
        """Whether the content of a file is another than we sent: the site tells its size only."""
        found, entry = self.pair.found, self.pair.entry
        size = found.content.size if found and found.content else None
        ours = entry.sizes if entry else set()
        # Without a size on record there is nothing to compare with.
        return self.pair.wanted.kind == "file" and size is not None and bool(ours) and size not in ours

    def _restores(self) -> bool:
        return self.context.policy(self.pair.wanted.kind) == "restore"

    def _note(self, **changes: object) -> None:
        wanted, found, entry = self.pair.wanted, self.pair.found, self.pair.entry
        assert found is not None
        base = entry or Entry(
            group_key=self.context.group.key, what=What.ITEM, key=wanted.key, state=State.MADE, guid=found.guid
        )
        self.context.notes.append(attrs.evolve(base, **changes))  # type: ignore[arg-type]


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
    if canonical(found.text) != canonical(target.text):
        differences.append(("tekst", readable(found.text), readable(target.text)))
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


def _no_longer_wanted(context: Context, matched: set[str]) -> Iterator[Step]:
    wanted = {item.key for item in context.group.items}
    here = context.there.items if context.there else ()
    for item in sorted(here, key=lambda i: (i.key or "", i.guid)):
        if item.key is None or item.guid in matched:
            continue
        entry = context.entry(What.ITEM, item.key)
        label = item.content.title if item.content else item.key
        if entry is None or entry.guid != item.guid:
            reason = "draagt ons kenmerk, maar wij maakten het niet of weten dat niet meer; blijft staan"
            yield context.step("leave", What.ITEM, item.key, label, reason=reason, guid=item.guid)
        elif item.key not in wanted:
            yield from _put_away(context, item, entry, label)
    guids = {item.guid for item in here}
    for entry in context.own(What.ITEM):
        if context.there is not None and entry.key not in wanted and entry.guid not in guids:
            context.forgotten.append(entry)


def _put_away(context: Context, item: SeenItem, entry: Entry, label: str) -> Iterator[Step]:
    assert item.key is not None
    given = {"guid": item.guid, "reason": "staat niet meer in het dossier"}
    if not context.tidy:
        given["reason"] = "een plugin faalde, dus wordt er niets opgeruimd"
        yield context.step("leave", What.ITEM, item.key, label, **given)
    elif context.delete and _holds_others(context, item):
        given["reason"] = "er staat iets van anderen onder, dat mee verwijderd zou worden; blijft staan"
        yield context.step("leave", What.ITEM, item.key, label, **given)
    elif context.delete:
        yield context.step("delete", What.ITEM, item.key, label, **given)
    elif item.status != "archived" and entry.state == State.ENDED:
        yield context.step("drift", What.ITEM, item.key, label, guid=item.guid, reason=_TAKEN_OUT)
    elif item.status != "archived":
        yield context.step("archive", What.ITEM, item.key, label, **given)


def _holds_others(context: Context, item: SeenItem) -> bool:
    """Whether something stands below an item, at any depth, that is not to be deleted with it."""
    wanted = {wanted.key for wanted in context.group.items}
    here = context.there.items if context.there else ()
    below = [other for other in here if other.content is not None and other.content.parent == item.guid]
    return any(other.key is None or other.key in wanted or _holds_others(context, other) for other in below)


def _has_bytes(entry: Entry, sha256: str) -> bool:
    return entry.file is not None and entry.file.sha256 == sha256


def _same_moment(one: str | None, other: str) -> bool:
    if one == other:
        return True
    try:
        return instant(one) == instant(other)
    except ValueError:
        return False


def _shown(moment: object) -> str:
    return moment.isoformat() if hasattr(moment, "isoformat") else ""
