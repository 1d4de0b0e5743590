"""Corrections as they are written down: in a line of a dossier, in a file of corrections, and on the command line.

A line corrects one act, or sets one aside, by its handle or by the idempotency key of an earlier line:

    {"correct": "besluit-7", "set": {"title": "Programma 2027"}, "reason": "typefout"}
    {"set-aside": "K3M7-QX2P", "reason": "dubbel vastgelegd"}

Several go in one line, all or nothing: the first as above, the others in a list under ``with``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rso_core.acts import act_classes
from rso_core.corrected_record import Correction, named_act
from rso_core.domain.refusal import FieldName
from rso_core.domain.text_rule import LINE, text_as_recorded
from rso_core.pending_record import RecordWithPending
from rso_core.structuring import InputError, structure_field

CORRECT, SET_ASIDE, SET, WITH, REASON = "correct", "set-aside", "set", "with", "reason"


@attrs.frozen
class WrittenCorrection:
    """A correction as it is written: the act, and plain data by field; None where it sets the act aside."""

    act: str
    changes: Mapping[str, Any] | None


def is_correction(row: Mapping[str, Any]) -> bool:
    """Whether an object says to correct an act, or to set one aside."""
    return CORRECT in row or SET_ASIDE in row


def written_corrections(row: Mapping[str, Any]) -> tuple[tuple[WrittenCorrection, ...], str]:
    """What a line of a dossier corrects, and why.

    Raises:
        InputError: it is not written so.
    """
    own = {name: value for name, value in row.items() if name not in (WITH, REASON)}
    more, reason, problems = row.get(WITH, []), row.get(REASON), []
    if not isinstance(reason, str) or not reason.strip():
        problems.append(f"{REASON}: a correction says why")
    if not isinstance(more, list):
        problems.append(f"{WITH}: {more!r:.60} is not a list of corrections")
        more = []
    made = []
    for place, each in [("", own), *((f"{WITH}[{n}]: ", each) for n, each in enumerate(more))]:
        try:
            made.append(written_correction(each))
        except InputError as error:
            problems += [f"{place}{problem}" for problem in error.problems]
    if problems:
        raise InputError(problems)
    return tuple(made), str(reason)


def written_correction(row: Any) -> WrittenCorrection:
    """One correction.

    Raises:
        InputError: it is not written so.
    """
    if not isinstance(row, Mapping) or (CORRECT in row) is (SET_ASIDE in row):
        raise InputError([f'{row!r:.80} is not {{"{CORRECT}": act, "{SET}": {{…}}}} or {{"{SET_ASIDE}": act}}'])
    kind = CORRECT if CORRECT in row else SET_ASIDE
    act, changes, problems = row[kind], row.get(SET), []
    if not isinstance(act, str) or not act.strip():
        problems.append(f"{kind}: {act!r:.60} is not the handle of an act, nor the key of a line")
    if kind == CORRECT and (not isinstance(changes, Mapping) or not changes):
        problems.append(f"{SET}: give the values by field that the act should have said")
    unknown = sorted(row.keys() - ({CORRECT, SET} if kind == CORRECT else {SET_ASIDE}))
    if unknown:
        problems.append(f"unknown field {', '.join(map(repr, unknown))} of a correction")
    if problems:
        raise InputError(problems)
    return WrittenCorrection(str(act), changes if kind == CORRECT else None)


def structured(record: RecordWithPending, written: Sequence[WrittenCorrection]) -> list[Correction]:
    """Corrections with values of the types of their fields.

    Raises:
        InputError: a value is not what its field takes.
        ActNotFoundError: what is named is no act, or may be several.
        Refused: RECORD_TEXT_CHARACTERS, RECORD_TEXT_LENGTH, where what names an act is no text.
    """
    made, problems = [], []
    for each in written:
        text_as_recorded(each.act, LINE, FieldName("act"))
        try:
            made.append(_structured(record, each))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return made


def _structured(record: RecordWithPending, written: WrittenCorrection) -> Correction:
    if written.changes is None:
        return Correction(written.act, None)
    cls = act_classes().get(named_act(record, written.act)[1].meta.act)
    known = {} if cls is None else attrs.fields_dict(cls)
    changes, problems = {}, []
    for name, value in written.changes.items():
        try:
            # What is no field of the act is for the rules to refuse.
            changes[name] = structure_field(cls, name, value) if cls is not None and name in known else value
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return Correction(written.act, changes)
