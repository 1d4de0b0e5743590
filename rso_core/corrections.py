"""Putting right what was recorded wrongly: any act can be corrected or set aside, and stays visible.

Nothing is taken out of the record. What a corrected act led to is withdrawn, and what it leads to as corrected is recorded
in its place; what rests on it is judged anew on the record as corrected, in the order in which it holds.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

import attrs

from rso_core.act_content import digests_of
from rso_core.acts import said
from rso_core.application import Application, Batch, Outcome, Provenance, retrying
from rso_core.corrected_record import CORRECT, SET_ASIDE, Correction, Rewritten
from rso_core.domain.admission import admitted
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.correction_rules import CORRECTION_KNOWN_AFTER
from rso_core.domain.refusal import FieldName
from rso_core.domain.text_rule import TEXT, text_as_recorded
from rso_core.domain.values import require_text
from rso_core.judging_anew import Correcting
from rso_core.time_zone import AMSTERDAM

__all__ = ["Correcting", "Correction", "Rewritten", "correct", "correct_in"]
Planned = Callable[[Sequence[Rewritten]], None]
"""Called with what is about to be recorded, and may still raise."""


def correct(
    application: Application,
    corrections: Sequence[Correction],
    reason: str,
    circumstances: Provenance,
    planned: Planned | None = None,
) -> Outcome:
    """Put acts right, or set them aside, all in one go or none of them.

    Args:
        application: with an open record.
        corrections: the acts, each with the values by field that it should have said.
        reason: why.
        circumstances: who corrects, and on what document; without one each act keeps the document it rested on. The same
            key again changes nothing and gives the first outcome.
        planned: called with what is about to be recorded; once more where another writer was first.

    Returns:
        What was recorded: first what no longer holds, then what stands in its place.

    Raises:
        ActNotFoundError: a handle is of no act, or of several.
        InvalidActError: a field is not of its type.
        Refused: CORRECTION_REST_STANDS, with what rests on these acts and would not stand; another rule of corrections
            (`rso_core.domain.correction_rules`); or a rule of an act.
        ConflictError: other writers kept being first.
    """

    def attempt() -> Outcome:
        with application.batch() as batch:
            return correct_in(batch, corrections, reason, circumstances, planned)

    return retrying(attempt, in_turn=application.store.in_turn)


def correct_in(
    batch: Batch,
    corrections: Sequence[Correction],
    reason: str,
    circumstances: Provenance,
    planned: Planned | None = None,
    name: str | None = None,
) -> Outcome:
    """The same, decided upon what the acts of a batch so far led to as well; nothing is recorded until it is committed.

    Args:
        name: under which it stands in the record, where it is more than a correction (`rso_core.merging_persons`).

    Raises:
        as `correct` does.
        ValueError: there are no corrections.
    """
    if not corrections:
        raise ValueError("a correction names at least one act")
    why = text_as_recorded(require_text(reason, "reason"), TEXT, FieldName("reason"))
    digests: list[str] = []
    circumstances = admitted(circumstances)
    if circumstances.key is not None:
        # Of what is no text there is no fingerprint; it is refused when it is planned.
        with suppress(UnicodeEncodeError):
            digests = [batch.blind(each) for each in _fingerprints(corrections, reason, circumstances)]
        if (first := batch.first_outcome(circumstances.key, *digests)) is not None:
            return first
    batch.require_at_the_door(circumstances)
    correcting = Correcting(batch.record())
    rewritten = correcting.plan(corrections)
    _require_known(rewritten, circumstances)
    if planned is not None:
        planned(rewritten)
    kind = SET_ASIDE if all(each.changes is None for each in corrections) else CORRECT
    instead = [(attrs.evolve(each.before, act=each.act), each.events) for each in rewritten if each.act is not None]
    return batch.rewrite(
        name or kind, withdrawals(rewritten, why), instead, correcting.read, circumstances, *digests[:1]
    )


def withdrawals(rewritten: Sequence[Rewritten], reason: str) -> list[tuple[EventsWithdrawn, date]]:
    """What is recorded of what no longer holds: an event per stream, with the first day from which that held."""
    versions: dict[str, list[int]] = {}
    days: dict[str, date] = {}
    for each in rewritten:
        for _, recorded in each.before.events:
            stream, day = recorded.originator_id, recorded.meta.effective
            versions.setdefault(stream, []).append(recorded.originator_version)
            days[stream] = min(day, days.get(stream, day))
    act = rewritten[0].before.id
    return [
        (
            EventsWithdrawn(withdrawn_from=stream, versions=tuple(sorted(each)), corrected_act=act, reason=reason),
            days[stream],
        )
        for stream, each in versions.items()
    ]


def _fingerprints(corrections: Sequence[Correction], reason: str, circumstances: Provenance) -> tuple[str, ...]:
    """Fingerprints of what a correction says, to tell a repetition from another one under the same key."""
    changes = [
        [each.act, None if each.changes is None else {n: said(v) for n, v in each.changes.items()}]
        for each in corrections
    ]
    content = ["correct", changes, reason, circumstances.actor, circumstances.source]
    return digests_of(content)


def _require_known(rewritten: Sequence[Rewritten], circumstances: Provenance) -> None:
    """Refuse a correction that is said to be known before what it corrects was.

    Raises:
        Refused: CORRECTION_KNOWN_AFTER.
    """
    claimed = circumstances.recorded_at
    if claimed is None:
        return
    for each in rewritten:
        known = max(recorded.meta.recorded_at for _, recorded in each.before.events)
        shown = {"claimed": claimed.astimezone(AMSTERDAM), "known_from": known.astimezone(AMSTERDAM)}
        CORRECTION_KNOWN_AFTER.unless(claimed >= known, act=f"{each.before.name} {each.handle}", **shown)
