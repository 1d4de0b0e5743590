"""Importing a dossier: all of a file or nothing of it, unless asked to keep going; twice is as good as once.

Every line is decided upon, on the record and the lines before it; only then is all of it recorded, in one transaction.
A file of more than `MOST_AT_ONCE` events, which memory would not hold, is read once more and recorded some hundreds of
acts a transaction; and so is one during which other writers kept being first. A process that is killed in between then leaves a
beginning of the file; because every line carries a key, the next import goes on from there.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import msgspec

from rso_core.act_content import digests_of
from rso_core.act_handles import ActNotFoundError
from rso_core.application import Application, Batch, Outcome, Provenance, retrying
from rso_core.corrections import correct_in
from rso_core.domain.refusal import Language, Refused
from rso_core.domain.text_rule import can_be_recorded
from rso_core.dossier.lines import LINE, BadLine, CorrectionLine, DossierLine, GoodLine
from rso_core.dossier.other_spellings import spellings
from rso_core.dossier.reading import read_lines
from rso_core.dossier.written_corrections import structured
from rso_core.store.errors import ConflictError, KeyTakenError
from rso_core.store.mapper import CONTENT_KEY, blinded_key
from rso_core.store.recorded import EntryKind
from rso_core.structuring import InputError

BATCH = 500
ATTEMPTS = 3
MOST_AT_ONCE = 50_000
"""Events: some 100 MB until they are recorded."""
MOST_BAD_LINES = 1_000


@attrs.define
class ImportReport:
    """What came of an import.

    Attributes:
        recorded: acts recorded now.
        repeated: acts that had been recorded before.
        events: events recorded now.
        bad_lines: lines that could not be imported.
        gave_up: there were so many bad lines that the rest of the file was not looked at.
    """

    path: Path
    recorded: int = 0
    repeated: int = 0
    events: int = 0
    bad_lines: list[BadLine] = attrs.field(factory=list)
    gave_up: bool = False

    @property
    def accepted(self) -> bool:
        """Whether the file has no bad lines."""
        return not self.bad_lines


Progress = Callable[[str, int], None]
"""Called with what is being done (``checking``, ``recording``) and the bytes of the file read so far."""


def import_dossier(
    application: Application,
    path: Path,
    *,
    actor: str,
    act: str | None = None,
    sheet: str | None = None,
    keep_going: bool = False,
    dry_run: bool = False,
    language: Language = "en",
    progress: Progress | None = None,
) -> ImportReport:
    """Import a dossier file.

    Args:
        application: where to record.
        path: JSON Lines, or a table (CSV, or a workbook .xlsx).
        actor: who records the lines that name no actor.
        act: for a table without a column ``act``: the act that every row records.
        sheet: of a workbook, by name; the only one when left out.
        keep_going: record the good lines of a file that also has bad ones.
        dry_run: check only.
        language: of the refusals in the report.
        progress: called now and then.

    Raises:
        UnreadableFileError: the file as a whole cannot be read.
        StoreError, ConflictError: the record cannot be written; what was recorded before stays, and the next
            import goes on from there.
    """
    run = _Run(application, path, actor, act, sheet, language, progress)
    for _ in range(ATTEMPTS):
        report, decided = run.decide()
        if dry_run or (report.bad_lines and not keep_going):
            return attrs.evolve(report, recorded=0, repeated=0, events=0)
        if decided is None:
            break
        # Another writer may have been first; what the file says is then decided upon anew.
        with suppress(ConflictError, KeyTakenError):
            decided.commit()
            return report
    return run.record(skip={line.number for line in report.bad_lines}, bad_lines=report)


@attrs.frozen
class _Run:
    application: Application
    path: Path
    actor: str
    act: str | None
    sheet: str | None
    language: Language
    progress: Progress | None

    def decide(self) -> tuple[ImportReport, Batch | None]:
        """Decide every line without recording any; with what was decided, unless that is too much to keep."""
        report = ImportReport(self.path)
        batch = self.application.batch()
        kept = True
        keys: dict[str, int] = {}
        for key, line in self._looked_up(batch, self._lines("checking")):
            bad = line if isinstance(line, BadLine) else self._decide(batch, line, key, keys, report)
            if bad is not None:
                report.bad_lines.append(bad)
                if len(report.bad_lines) >= MOST_BAD_LINES:
                    report.gave_up = True
                    break
            kept = kept and len(batch) <= MOST_AT_ONCE
            if not kept:
                batch.discard_pending()
        return report, batch if kept else None

    def _looked_up(self, batch: Batch, lines: Iterator[GoodLine | BadLine]) -> Iterator[tuple[str, GoodLine | BadLine]]:
        """The same lines with their keys; of each few hundred, keys and streams are looked up before they are asked for."""
        while some := list(islice(lines, BATCH)):
            yield from self._look_up(batch, some)

    def _look_up(self, batch: Batch, lines: Sequence[GoodLine | BadLine]) -> list[tuple[str, GoodLine | BadLine]]:
        """The same lines with their keys, which are looked up; one that was recorded before, as it was written then.

        They, and the streams that new lines name, are read in a few questions. Of a bad line the key is empty.
        """
        ways = [[("", line)] if isinstance(line, BadLine) else self._ways_to_write(line) for line in lines]
        new = batch.look_up_keys([key for each in ways for key, _ in each if key and can_be_recorded(key)])
        found = [each[0] if len(each) == 1 else self._as_recorded(batch, each, new) for each in ways]
        batch.read_ahead(line.act for key, line in found if isinstance(line, DossierLine) and key in new)
        return found

    def _ways_to_write(self, line: GoodLine) -> list[tuple[str, GoodLine | BadLine]]:
        several: list[GoodLine] = [line]
        if isinstance(line, DossierLine) and line.unit != LINE:
            several = [*spellings(line)]
        return [(key, way) for way in several for key in self._keys(way)]

    def _as_recorded(
        self, batch: Batch, ways: Sequence[tuple[str, GoodLine | BadLine]], new: Collection[str]
    ) -> tuple[str, GoodLine | BadLine]:
        """The way of writing that was recorded before; the one that stands there where none was."""
        there = [(key, line) for key, line in ways if key not in new and can_be_recorded(key)]
        for key, line in there:
            if isinstance(line, DossierLine) and batch.repeats(line.act, self._circumstances(line, key)):
                return key, line
        # Where a release before took the line itself in, it did so under the last of its keys.
        return next((way for way in there if way[1] is ways[0][1]), ways[0])

    def _decide(
        self, batch: Batch, line: GoodLine, key: str, keys: dict[str, int], report: ImportReport
    ) -> BadLine | None:
        if (earlier := keys.setdefault(key, line.number)) != line.number:
            return _bad(line, _said_before(line, earlier))
        try:
            outcome = _perform(batch, line, self._circumstances(line, key))
        except Refused as refused:
            return _bad(line, refused.message(self.language))
        except (ActNotFoundError, InputError) as error:
            return _bad(line, str(error))
        report.repeated += outcome.repeated
        report.recorded += not outcome.repeated
        report.events += 0 if outcome.repeated else len(outcome.events)
        return None

    def record(self, skip: set[int], bad_lines: ImportReport) -> ImportReport:
        """Record the lines, except those to skip."""
        report = ImportReport(self.path, bad_lines=bad_lines.bad_lines, gave_up=bad_lines.gave_up)
        good = (line for line in self._lines("recording") if not isinstance(line, BadLine) and line.number not in skip)
        while lines := list(islice(good, BATCH)):
            attempt = partial(self._record_batch, lines)
            recorded, repeated, events = retrying(attempt, in_turn=self.application.store.in_turn)
            report.recorded += recorded
            report.repeated += repeated
            report.events += events
            if report.gave_up and lines[-1].number > bad_lines.bad_lines[-1].number:
                break
        return report

    def _record_batch(self, lines: list[GoodLine]) -> tuple[int, int, int]:
        repeated = events = 0
        with self.application.batch() as batch:
            for key, line in self._look_up(batch, lines):
                assert not isinstance(line, BadLine)
                outcome = _perform(batch, line, self._circumstances(line, key))
                repeated += outcome.repeated
                events += 0 if outcome.repeated else len(outcome.events)
        return len(lines) - repeated, repeated, events

    def _circumstances(self, line: GoodLine, key: str) -> Provenance:
        about = line.about
        return Provenance(
            actor=about.actor or self.actor,
            source=about.source,
            key=key,
            recorded_at=about.recorded_at,
            caused_by=about.caused_by,
            entry=EntryKind.IMPORTED,
            ground=about.because,
        )

    def _keys(self, line: GoodLine) -> tuple[str, ...]:
        """The key of a line; and the one that a release before gave it, where that took letters as they were typed."""
        if line.about.key is not None:
            return (line.about.key,)
        keys = tuple(CONTENT_KEY + each for each in content_fingerprints(line))
        may_name = isinstance(line, CorrectionLine) or line.act.names_a_person
        return tuple(blinded_key(key, self.application.store.keys) for key in keys) if may_name else keys

    def _lines(self, doing: str) -> Iterator[GoodLine | BadLine]:
        for line, offset in read_lines(self.path, self.act, self.sheet):
            if self.progress is not None:
                self.progress(doing, offset)
            yield line


def _bad(line: GoodLine, reason: str) -> BadLine:
    return BadLine(line.number, reason, line.unit)


def _said_before(line: GoodLine, earlier: int) -> str:
    key, unit = line.about.key, line.unit
    if key is None:
        return f"it says the same as {unit} {earlier}; leave one of the two out, or give each {unit} a key of its own"
    return f"the key {key!r} stands on {unit} {earlier} too; give each {unit} a key of its own"


def _perform(batch: Batch, line: GoodLine, circumstances: Provenance) -> Outcome:
    if isinstance(line, CorrectionLine):
        return correct_in(batch, structured(batch.record(), line.corrections), line.reason, circumstances)
    return batch.perform(line.act, circumstances)


def content_fingerprints(line: GoodLine) -> tuple[str, ...]:
    """What stands for the content of a line that carries no key; see `rso_core.act_content.digests_of`."""
    about = msgspec.to_builtins(line.about)
    if line.about.because is None:
        del about["because"]  # lines of before there was one keep their keys
    what: list[Any]
    if isinstance(line, CorrectionLine):
        what = ["correct", [[each.act, each.changes] for each in line.corrections], line.reason]
    else:
        what = [line.act.act_name, line.act]
    return digests_of([*what, about])
