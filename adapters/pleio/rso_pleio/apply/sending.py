"""Sending batches of mutations: intents before, outcomes after, and a look first at what people may have changed."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import attrs

from rso_pleio.apply import mutation_batch, recording
from rso_pleio.apply.mutation_batch import Answer, MutationBatch
from rso_pleio.apply.order import in_requests
from rso_pleio.apply.outcome import ApplyReport
from rso_pleio.apply.writing import Known
from rso_pleio.client import Look, PleioClient
from rso_pleio.errors import StoppedError
from rso_pleio.ledger import Entry, Key, Ledger
from rso_pleio.ledger_entry import What
from rso_pleio.plan.steps import Step
from rso_pleio.rendered_item import content_hash
from rso_pleio.seen import SeenItem, seen_item
from rso_pleio.site import in_parallel

FEW = 25
"""Items that are looked at by guid; of more the list of their group takes the site less work."""
Progress = Callable[[int, int], None]
"""Called with the steps done and to do."""


@attrs.define(kw_only=True)
class Sender:
    """Sends batches of mutations to the site, and keeps the ledger.

    Attributes:
        stopping: asked between requests; when it says so, the work stops.
        total: how many steps there are, for `progress`.
        entries: the ledger as it is now.
        fresh: whether the site was read just now, so that the first request needs no look before it.
        known: what is on the site; grows with every answer.
    """

    client: PleioClient
    ledger: Ledger
    known: Known
    report: ApplyReport
    entries: dict[Key, Entry]
    stopping: Callable[[], bool]
    progress: Progress | None
    total: int
    parallel: int
    fresh: bool = True
    _handled: int = 0
    _sent: int = 0
    _lock: threading.Lock = attrs.field(factory=threading.Lock)

    def carry_out(self, work: Sequence[MutationBatch], *, without_concurrent_edits: bool = False) -> None:
        """Send batches, a few requests at a time; none starts after one went wrong.

        Args:
            work: the batches, as many in a request as fit.
            without_concurrent_edits: leave out what people changed since it was read.
        """
        requests = list(in_requests(work, lambda batch: len(batch.changes), lambda batch: batch.size))
        stopped = threading.Event()

        def carry(request: list[MutationBatch]) -> None:
            if stopped.is_set():
                return
            try:
                self._send(self.without_concurrent_edits(request) if without_concurrent_edits else request)
            except BaseException:
                stopped.set()
                raise

        in_parallel(carry, requests, self.parallel)

    def write(self, rows: Sequence[Entry]) -> None:
        """Write rows of the ledger."""
        self.ledger.write(rows)
        with self._lock:
            self.entries.update({row.at: row for row in rows})

    def tell(self, number: int) -> None:
        """Tell that so many more steps were handled."""
        with self._lock:
            self._handled += number
            handled = self._handled
        if self.progress is not None:
            self.progress(handled, self.total)

    def entry(self, step: Step) -> Entry | None:
        """What the ledger has on what a step is about."""
        return self.entries.get((step.group_key, step.what, step.key))

    def _send(self, request: Sequence[MutationBatch]) -> None:
        if not request:
            return
        if self.stopping():
            raise StoppedError("stopped between two requests; the next run goes on from there")
        self.write([row for batch in request if (row := recording.before(batch, self.entry(batch.step), self.known))])
        answers = iter(self.client.change([change for batch in request for change in batch.changes]))
        with self._lock:
            self._sent += 1
        gone: list[Key] = []
        rows: list[Entry] = []
        for batch in request:
            own = [next(answers) for _ in batch.changes]
            at = (batch.step.group_key, batch.step.what, batch.step.key)
            if (reason := mutation_batch.refusal(own)) is not None:
                self.report.failed(batch.step, reason)
                # Refused as a whole, so there is nothing to look for; of several changes some may stand.
                gone += [at] if batch.makes and len(own) == 1 else []
                continue
            rows += self._outcome(batch, own)
            gone += [at] if batch.step.kind in ("remove", "delete") else []
        # A person whose account changed is taken out under the old one and let in under the new one.
        self.ledger.forget(gone)
        self.write(rows)
        self.tell(sum(batch.counted for batch in request))

    def _outcome(self, batch: MutationBatch, answers: Sequence[Answer]) -> list[Entry]:
        step = batch.step
        guid = step.guid or mutation_batch.last_told(answers, "guid")
        with self._lock:
            if step.what == What.GROUP and guid:
                self.known.groups[step.group_key] = guid
            if step.what == What.ITEM and guid:
                self.known.items[step.group_key, step.key] = guid
                if url := mutation_batch.last_told(answers, "url"):
                    # Links keep to the address of when it was made; what is made again has another.
                    kept = {step.key: url} if batch.makes else {step.key: self.known.addresses.get(step.key, url)}
                    self.known.addresses.update(kept)
        if step.what == What.ITEM and mutation_batch.wrong_access(answers):
            self.report.failed(step, "de site hield het niet leesbaar voor de groep; mist het account een recht?")
        elif batch.counted:
            self.report.succeeded(step)
        return recording.rows(batch, answers, self.known, self.entries)

    def without_concurrent_edits(self, request: Sequence[MutationBatch]) -> list[MutationBatch]:
        """The batches whose items nobody changed since they were read, or since we wrote them.

        The first request of a run goes out right after the site was read; later ones look again, because a
        long run leaves people time.
        """
        with self._lock:
            first = self.fresh and self._sent == 0
        if first or not request:
            return list(request)
        # The site tells of a group no moment of its last change.
        items = [batch.step for batch in request if batch.step.what == What.ITEM]
        now = self._looks(items)
        suspect = [step for step in items if _moment(now, step) != self._last_moment(step)]
        touched = self._touched(suspect) | {batch.step.guid for batch in request if _would_flip_back(batch, now)}
        self.report.moved += [batch.step for batch in request if batch.step.guid in touched]
        return [batch for batch in request if batch.step.guid not in touched]

    def _looks(self, steps: Sequence[Step]) -> Mapping[str, Look]:
        """How the items of steps stand now: asked by guid for a few, by whole groups for many."""
        if len(steps) <= FEW:
            return self.client.looks([step.guid for step in steps if step.guid])
        ours = Counter(group for group, _ in self.known.items)
        keys = dict.fromkeys(step.group_key for step in steps)
        return self.client.looks_at_groups({self.known.groups[key]: ours[key] for key in keys})

    def _touched(self, suspect: Sequence[Step]) -> set[str | None]:
        """Which of these say something else than we knew; work of the site itself moves the moment only."""
        contents = self.client.contents([step.guid for step in suspect if step.guid])
        return {
            step.guid for step in suspect if step.guid and not self._says_what_we_knew(step, contents.get(step.guid))
        }

    def _says_what_we_knew(self, step: Step, raw: Mapping[str, object] | None) -> bool:
        content = seen_item(raw).content if raw else None
        if content is None:
            return False
        seen, entry = self._seen(step), self.entry(step)
        before = content_hash(seen.content) if seen is not None and seen.content is not None else None
        return content_hash(content) == before or (entry is not None and entry.is_ours(content_hash(content)))

    def _last_moment(self, step: Step) -> str | None:
        seen, entry = self._seen(step), self.entry(step)
        return seen.time_updated if seen is not None else (entry.time_updated if entry is not None else None)

    def _seen(self, step: Step) -> SeenItem | None:
        return self.known.seen_item(step)


def _moment(now: Mapping[str, Look], step: Step) -> str | None:
    look = now.get(step.guid or "")
    return look.time_updated if look is not None else None


def _would_flip_back(batch: MutationBatch, now: Mapping[str, Look]) -> bool:
    """Whether archiving, which the site only flips, would undo what a person did in between."""
    look = now.get(batch.step.guid or "")
    if "toggleEntityArchived" not in batch.names or look is None:
        return False
    return (look.status == "archived") != ("show" in batch.step.does)
