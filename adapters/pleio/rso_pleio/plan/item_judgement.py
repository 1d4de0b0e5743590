"""The judgement of one item that is wanted: its facts, what the tables make of them, and the step that follows."""

from collections.abc import Mapping
from functools import cached_property

import attrs

from rso_pleio.ledger_entry import Entry, State, What
from rso_pleio.model import DesiredItem
from rso_pleio.plan.context import Context, local_time
from rso_pleio.plan.item_decisions import (
    BEGUN,
    TEXT,
    WHOLE,
    Author,
    Compared,
    Desired,
    Known,
    Place,
    Site,
    TextFacts,
    Verdict,
    WholeFacts,
    decide,
)
from rso_pleio.plan.item_differences import OLD_TABLES, item_differences
from rso_pleio.plan.steps import Difference, Does, Kind, Step
from rso_pleio.rendered_item import RenderedItem, content_hash
from rso_pleio.seen import SeenContent, SeenItem

TAKEN_OUT = "door iemand uit het archief gehaald"
_KNOWN = {State.MADE: Known.MADE, State.HIDDEN: Known.HIDDEN, State.ENDED: Known.ENDED}
_SITE = {"archived": Site.ARCHIVED, "published": Site.PUBLISHED}


@attrs.frozen
class Pair:
    """An item of ours: what is wanted, what stands there, and what the ledger has on it."""

    wanted: DesiredItem
    found: SeenItem | None
    entry: Entry | None


@attrs.frozen
class _Line:
    """What a verdict becomes in the plan; `compares` when the step says field by field what differs."""

    kind: Kind
    does: tuple[Does, ...] = ()
    reason: str = ""
    compares: bool = False


_LINES: Mapping[Verdict, _Line] = {
    Verdict.CREATE: _Line("create"),
    Verdict.CREATE_AGAIN: _Line("create", reason="door iemand verwijderd; opnieuw gemaakt"),
    Verdict.REMOVED_BY_A_PERSON: _Line(
        "drift", reason="door iemand verwijderd, of niet meer zichtbaar voor dit account"
    ),
    Verdict.BRING_INTO_SIGHT: _Line("change", ("edit", "show"), "nog te tonen"),
    Verdict.KEEP_IN_SIGHT: _Line("change", ("edit", "settle"), "nog te tonen"),
    Verdict.MOVED_BY_A_PERSON: _Line("drift", reason="door iemand uit de groep verplaatst"),
    Verdict.MARK: _Line("change", ("mark",)),
    Verdict.ARCHIVE: _Line("archive", reason="beëindigd"),
    Verdict.TAKEN_OUT_BY_A_PERSON: _Line("drift", reason=TAKEN_OUT),
    Verdict.SHOW_AGAIN: _Line("change", ("edit", "show"), "weer getoond"),
    Verdict.ARCHIVED_BY_A_PERSON: _Line("drift", reason="door iemand gearchiveerd"),
    Verdict.PUBLISH_AGAIN: _Line("change", ("edit", "publish"), "weer gepubliceerd"),
    Verdict.DRAFTED_BY_A_PERSON: _Line("drift", reason="door iemand tot concept gemaakt"),
    Verdict.ADOPT: _Line("adopt"),
    Verdict.FINISH_MAKING: _Line("change", ("edit", "finish"), "nog af te maken", compares=True),
    Verdict.FINISH_WRITING: _Line("change", ("edit", "finish"), "nog af te maken"),
    Verdict.PUT_BACK: _Line("change", ("edit",), "teruggezet", compares=True),
    Verdict.EDITED_BY_A_PERSON: _Line("drift", compares=True),
    Verdict.LINK: _Line("change", ("edit", "link"), "krijgt koppelingen naar wat er nu is", compares=True),
    Verdict.EDIT: _Line("change", ("edit",), compares=True),
}
"""Verdicts without a line lead to no step."""


@attrs.frozen
class ItemJudgement:
    """The judgement of one item.

    Attributes:
        context: of its group; what is only noted goes there.
        guids: of what stands on the site, by key.
    """

    context: Context
    pair: Pair
    guids: Mapping[str, str]

    def step(self) -> Step | None:
        """What to do about it; None when there is nothing to do."""
        verdict = decide(WHOLE, self._whole())
        if verdict == Verdict.JUDGE_TEXT:
            verdict = self._judged_by_its_text()
        elif verdict == Verdict.NOTE_ENDED:
            self._note(state=State.ENDED)
        line = _LINES.get(verdict)
        if line is None:
            return None
        if line.kind in ("create", "change") and self._lacks_document():
            file = self.pair.wanted.file
            reason = "het document zelf is niet gevonden; zet het in de map 'documents' van [pleio] (SHA-256 {})"
            return self._step(_Line("cannot", reason=reason.format(file.sha256 if file else "")))
        if verdict == Verdict.MARK:
            return self._step(line, (("kenmerk", self._found.key or "", self.pair.wanted.key),))
        if verdict == Verdict.EDITED_BY_A_PERSON:
            line = attrs.evolve(line, reason=self._who_edited())
        return self._step(line, self._differences if line.compares else ())

    def _step(self, line: _Line, differences: tuple[Difference, ...] = ()) -> Step:
        wanted, found = self.pair.wanted, self.pair.found
        return self.context.step(
            line.kind,
            What.ITEM,
            wanted.key,
            wanted.title,
            guid=found.guid if found else None,
            desired=wanted,
            does=line.does,
            reason=line.reason,
            differences=differences,
        )

    @property
    def _found(self) -> SeenItem:
        assert self.pair.found is not None
        return self.pair.found

    def _whole(self) -> WholeFacts:
        wanted, found = self.pair.wanted, self.pair.found
        return WholeFacts(
            known=_known(self.pair.entry),
            site=Site.ABSENT if found is None else _SITE.get(found.status, Site.DRAFT),
            place=Place.HERE if found is None else self._place(found),
            over=wanted.archived,
            policy=self.context.policy(wanted.kind),
        )

    def _place(self, found: SeenItem) -> Place:
        there = self.context.there
        if found.content is not None and there is not None and found.content.group != there.guid:
            return Place.ELSEWHERE
        return Place.HERE if found.key == self.pair.wanted.key else Place.UNMARKED

    def _judged_by_its_text(self) -> Verdict:
        target = RenderedItem.of(self.pair.wanted, self.context.addresses)
        author, content, moment = self._author(), self._found.content, self._found.time_updated
        desired = _desired(self.pair.entry, target)
        # Of most of a site both are so; nothing follows from a comparison, which takes longer than all the rest.
        in_step = author == Author.OURS and desired == Desired.SAME
        if not in_step and _known(self.pair.entry) not in BEGUN and self._differences == (OLD_TABLES,):
            return Verdict.EDIT
        verdict = decide(
            TEXT,
            TextFacts(
                known=_known(self.pair.entry),
                author=author,
                compared=Compared.UNSEEN if in_step else self._compared(),
                desired=desired,
                policy=self.context.policy(self.pair.wanted.kind),
            ),
        )
        if content is not None and verdict == Verdict.ACCEPT:
            self._note(content_hash=content_hash(content), desired_hash=target.desired_hash, time_updated=moment)
        elif content is not None and author == Author.OURS and self._entry.time_updated != moment:
            self._note(time_updated=moment)
        return verdict

    @property
    def _entry(self) -> Entry:
        key = self.pair.wanted.key
        base = Entry(group_key=self.context.group.key, what=What.ITEM, key=key, state=State.MADE)
        return self.pair.entry or attrs.evolve(base, guid=self._found.guid)

    def _author(self) -> Author:
        found, entry = self._found, self.pair.entry
        if entry is None or entry.state == State.INTENDED or entry.guid != found.guid:
            return Author.UNKNOWN
        if found.content is None:
            return Author.OURS
        ours = entry.is_ours(content_hash(found.content)) and not self._other_bytes(found.content)
        return Author.OURS if ours else Author.PERSON

    def _compared(self) -> Compared:
        if self._differences:
            return Compared.DIFFERENT
        return Compared.SAME if self._found.content is not None and self._has_our_bytes() else Compared.UNSEEN

    def _who_edited(self) -> str:
        who = self.context.by_whom(self._found.guid)
        if self.pair.entry is None or not self.pair.entry.content_hash:
            return f"verschilt van het dossier, en wij weten niet meer wat wij schreven{who}; --restore zet het terug"
        when = "" if who else f" (laatst op {local_time(self._found.time_updated)})"
        return f"gewijzigd{who or ' door iemand'}{when}; --restore zet het terug"

    @cached_property
    def _differences(self) -> tuple[Difference, ...]:
        found = self.pair.found
        if found is None or found.content is None:
            return ()
        parent = self.guids.get(self.pair.wanted.parent or "")
        differences = item_differences(self.pair.wanted, found.content, parent, self.context.addresses)
        if self._other_bytes(found.content):
            differences += (("inhoud", f"{found.content.size} bytes", "het document van het dossier"),)
        return differences

    def _has_our_bytes(self) -> bool:
        """Whether a file has the very bytes that are wanted, by what was sent last."""
        file, entry = self.pair.wanted.file, self.pair.entry
        sent = entry.file if entry is not None else None
        return file is None or (sent is not None and sent.sha256 == file.sha256)

    def _lacks_document(self) -> bool:
        file = self.pair.wanted.file
        return file is not None and file.sha256 not in self.context.documents and not self._has_our_bytes()

    def _other_bytes(self, content: SeenContent) -> bool:
        """Whether the content of a file is another than we sent: the site tells its size only."""
        ours = self.pair.entry.sizes if self.pair.entry else set()
        # Without a size on record there is nothing to compare with.
        return self.pair.wanted.kind == "file" and content.size is not None and bool(ours) and content.size not in ours

    def _note(self, **changes: object) -> None:
        self.context.notes.append(attrs.evolve(self._entry, **changes))  # type: ignore[arg-type]


def _known(entry: Entry | None) -> Known:
    if entry is None:
        return Known.NEVER
    if entry.state == State.INTENDED:
        return Known.INTENDED_QUIETLY if entry.quiet else Known.INTENDED
    return _KNOWN[entry.state]


def _desired(entry: Entry | None, target: RenderedItem) -> Desired:
    if entry is None:
        return Desired.OTHER
    if entry.desired_hash is None:
        return Desired.UNFINISHED
    if entry.desired_hash == target.desired_hash:
        return Desired.SAME
    return Desired.LINKS if target.differs_in_links_only(entry.desired_hash) else Desired.OTHER
