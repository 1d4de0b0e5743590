"""Verification: is the record as it was recorded, complete, and the one that was signed for?

What is checked is told with what was found, in Dutch, for an auditor who does not believe us: the events against the log
that was written with them; the log against every checkpoint that was signed; the checkpoints against the keys that the
record names; and all of it against what others hold (a checkpoint from the members' platform, a key).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import attrs

from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.checkpoint_signing import KeysOfRecord, keys_of
from rso_core.proof.checkpoints import kept_checkpoints
from rso_core.proof.entry_order import EntryOrder, in_words
from rso_core.proof.errors import NoteError
from rso_core.proof.finding import Finding as Finding  # noqa: PLC0414 - where it is imported from
from rso_core.proof.keys_verification import key_findings
from rso_core.proof.log_tree import LogTree
from rso_core.proof.log_verification import Comparison, Difference, compare
from rso_core.proof.lost_end import LostEnd, lost_ends_in
from rso_core.proof.note import Note, VerifierKey
from rso_core.store.errors import StoreError
from rso_core.store.event_store import EventStore
from rso_core.store.restorations import Restoration, restoration_of
from rso_core.time_zone import AMSTERDAM


@attrs.frozen(kw_only=True)
class Verification:
    """What came of verifying a record.

    Attributes:
        events: number of events.
        root: the root over all events as they stand (32 bytes).
        difference: the first event that differs from the log; None when none does.
        findings: what was checked and found, in order.
    """

    events: int
    root: bytes
    difference: Difference | None
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether everything that was checked is as it should be."""
        return all(finding.ok is not False for finding in self.findings)


@attrs.frozen
class HeldCheckpoint:
    """A checkpoint that was kept outside the store.

    Attributes:
        where: who or what kept it (Dutch), for the findings.
        note: the checkpoint; None when it could not be read.
        problem: why it could not be read.
    """

    where: str
    note: Note | None
    problem: str = ""


def verify(
    store: EventStore,
    held: Sequence[HeldCheckpoint] = (),
    trusted: VerifierKey | None = None,
    progress: Callable[[int, int], None] | None = None,
    now: datetime | None = None,
    *,
    persons: bool = True,
) -> Verification:
    """Verify a record.

    Args:
        store: the open record.
        held: checkpoints that were kept outside it.
        trusted: a key of the record as the reader got it from elsewhere; then only checkpoints count that are signed with it,
            or with a key that hangs together with it. Without it the keys are those that the record names, and somebody
            who rewrote all of it could have made keys of his own.
        progress: called now and then with the number of events done and of all events.
        now: the moment (aware) after which nothing can have been entered yet; that of this computer when left out.
        persons: whether every key of a person is tried on the names that it is for.
    """
    kept, broken = _kept_in(store)
    outside = [_Point(each.where, each.note) for each in held if each.note is not None]
    signed = [(point.checkpoint.size, at) for point in kept if (at := point.checkpoint.at) is not None]
    order = EntryOrder(signed)
    sizes = [point.checkpoint.size for point in (*kept, *outside)]
    comparison = compare(store.url, sizes, progress, order.look)
    keys, wrong_keys = _keys(store)
    judge = _Judge(keys, keys.verifiers(trusted), comparison)
    own = [_Judged(point, judge.wrong(point)) for point in kept]
    others = [_Judged(point, judge.wrong(point)) for point in outside]
    return Verification(
        events=comparison.events,
        root=comparison.root,
        difference=comparison.difference,
        findings=(
            _events(comparison),
            *_subtrees(store, comparison),
            *wrong_keys,
            *_key_findings(keys, trusted),
            _own_checkpoints(own, broken, judge, _held_until(held, outside), restoration_of(store.url)),
            *(
                Finding(check=_HELD.format(where=each.where), ok=False, found=each.problem)
                for each in held
                if not each.note
            ),
            *(_held(judged, judge) for judged in others),
            *_lost_ends(keys),
            _covered([*own, *others], comparison, trusted),
            *_entry_order(order, min((size for size, _ in signed), default=None), now or datetime.now(UTC)),
            *(key_findings(store) if persons else ()),
        ),
    )


@attrs.frozen
class _Point:
    where: str
    note: Note
    checkpoint: Checkpoint = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "checkpoint", Checkpoint.parse(self.note.text))


def _kept_in(store: EventStore) -> tuple[list[_Point], list[str]]:
    kept, broken = [], []
    for stored in kept_checkpoints(store.url):
        try:
            kept.append(_Point("in het dossier zelf", Note.parse(stored.note)))
        except NoteError as error:
            broken.append(f"het controlepunt bij {stored.size} gebeurtenissen is onleesbaar ({error})")
    return kept, broken


def _keys(store: EventStore) -> tuple[KeysOfRecord, list[Finding]]:
    try:
        return keys_of(store), []
    except (NoteError, StoreError) as error:
        return KeysOfRecord(), [
            Finding(check=KEYS_FOLLOW, ok=False, found=f"de sleutels in het dossier zijn onleesbaar: {error}")
        ]


_EVENTS = "Elke gebeurtenis is zoals zij is vastgelegd, compleet en op haar plaats"
KEYS_FOLLOW = "De sleutels van het dossier volgen elkaar op"
"""What is checked of the keys; of what is recorded it says nothing."""
_SUBTREES = "De bewaarde tussenhashes horen bij het logboek"
_TRUSTED = "Het dossier noemt de sleutel die u vertrouwt"
_OWN = "Elk eerder ondertekend controlepunt klopt met de gebeurtenissen"
_HELD = "Het controlepunt {where} klopt met de gebeurtenissen"
_LOST_ENDS = "Waar het einde verloren ging"
_COVERED = "Hoe ver de controlepunten reiken"
_ORDER = "De invoer gaat nergens terug in de tijd"


def _events(comparison: Comparison) -> Finding:
    difference = comparison.difference
    if difference is None:
        return Finding(check=_EVENTS, ok=True, found=f"{comparison.events} gebeurtenissen, alle gelijk aan het logboek")
    found = f"de eerste die afwijkt: {difference.told}"
    if comparison.events != comparison.logged:
        found += f" (er zijn {comparison.events} gebeurtenissen; het logboek telt er {comparison.logged})"
    return Finding(check=_EVENTS, ok=False, found=found)


def _key_findings(keys: KeysOfRecord, trusted: VerifierKey | None) -> list[Finding]:
    if trusted is not None and trusted not in keys.verifiers():
        return [Finding(check=_TRUSTED, ok=False, found=f"het dossier kent de sleutel {trusted.encode()} niet")]
    if not keys.keys:
        return [Finding(check=KEYS_FOLLOW, ok=None, found="het dossier heeft nog geen sleutel (rso audit key)")]
    findings = [Finding(check=_TRUSTED, ok=True, found=trusted.encode())] if trusted else []
    loose = [known for known in keys.keys if known.vouched is False]
    if loose:
        told = "; ".join(f"{known.key.encode()} ({known.event}: {known.reason})" for known in loose)
        return [
            *findings,
            Finding(check=KEYS_FOLLOW, ok=None, found=f"zonder handtekening van de sleutel ervoor: {told}"),
        ]
    return [
        *findings,
        Finding(
            check=KEYS_FOLLOW, ok=True, found=f"{len(keys.keys)} in getal, in gebruik: {keys.keys[-1].key.encode()}"
        ),
    ]


@attrs.frozen
class _Judge:
    """Tells of a checkpoint whether it is real and fits the events.

    Attributes:
        recorded: the keys and witnesses that the record names.
        keys: those whose signature counts.
        comparison: the events as they stand.
    """

    recorded: KeysOfRecord
    keys: Sequence[VerifierKey]
    comparison: Comparison

    def wrong(self, point: _Point) -> str | None:
        """What is wrong with a checkpoint, in Dutch; None when nothing is."""
        if self.given_up(point):
            return None
        size, events = point.checkpoint.size, self.comparison.events
        named = f"het controlepunt bij {size} gebeurtenissen"
        try:
            point.note.verified_by(self.keys)
        except NoteError as error:
            return f"{named} is niet ondertekend met een sleutel die hier telt: vervalst, of van een ander ({error})"
        if self.comparison.roots.get(size) == point.checkpoint.root:
            return None
        if self.comparison.difference is not None:
            return f"{named} is echt, en klopt niet meer met de gebeurtenissen: zie de eerste bevinding"
        if size > events:
            return (
                f"{named} is echt, maar er zijn er nog maar {events}: het einde ontbreekt, vanaf gebeurtenis {events + 1}, "
                "of het dossier is teruggezet naar een eerder moment"
            )
        return f"{named} is echt, maar de eerste {size} gebeurtenissen zijn nu andere dan toen"

    def given_up(self, point: _Point) -> LostEnd | None:
        """How it was given up on record that this checkpoint is continued; None where it was not."""
        return next((end for end in lost_ends_in(self.recorded.keys) if end.is_of(point.checkpoint)), None)

    def witnesses(self, note: Note) -> str:
        """The parties whose cosignature holds, as the end of a sentence."""
        parties = dict(self.recorded.witnesses)
        try:
            seen = [parties[each.key] for each in note.verified_by(parties)] if parties else []
        except NoteError:
            seen = []
        return f", medeondertekend door {', '.join(sorted(seen))}" if seen else ""


@attrs.frozen
class _Judged:
    """A checkpoint, and what is wrong with it; None when nothing is."""

    point: _Point
    wrong: str | None

    @property
    def size(self) -> int:
        """Number of events that the checkpoint is about."""
        return self.point.checkpoint.size


def _subtrees(store: EventStore, comparison: Comparison) -> list[Finding]:
    if comparison.difference is not None:
        return []
    with LogTree(store.url) as tree:
        if tree.check_kept():
            return []
    return [
        Finding(check=_SUBTREES, ok=False, found="zij waren veranderd, en zijn weggegooid; zij worden opnieuw gemaakt")
    ]


def _held_until(held: Sequence[HeldCheckpoint], outside: Sequence[_Point]) -> int | None:
    """How many events the longest checkpoint kept outside the record counts; None where nothing is kept there."""
    return max((point.checkpoint.size for point in outside), default=0) if held else None


def _own_checkpoints(
    own: Sequence[_Judged],
    broken: Sequence[str],
    judge: _Judge,
    held_until: int | None,
    restored: Restoration | None,
) -> Finding:
    if broken:
        return Finding(check=_OWN, ok=False, found="; ".join(broken))
    if not own and restored is not None and (held_until or 0) <= restored.events:
        # What others hold of it is held to the events all the same; nothing was signed since it was put back.
        told = f"er staat geen controlepunt in het dossier; het is op {restored.at:%Y-%m-%d} teruggezet uit {restored.origin}"
        return Finding(check=_OWN, ok=None, found=told)
    if not own:
        gone = bool(judge.recorded.keys) and held_until is not None
        found = "er staat geen controlepunt in het dossier" + (
            ", terwijl het er een had: zij zijn weggehaald" if gone else ""
        )
        return Finding(check=_OWN, ok=False if gone else None, found=found)
    good = 0
    for judged in own:
        if judged.wrong is not None:
            root = judge.comparison.roots.get(judged.size)
            same = root == judged.point.checkpoint.root or judge.comparison.difference is not None
            between = "" if same else f"; de eerste afwijking ligt bij gebeurtenis {good + 1} tot en met {judged.size}"
            return Finding(check=_OWN, ok=False, found=judged.wrong + between)
        good = judged.size
    witnessed = judge.witnesses(own[-1].point.note)
    return Finding(check=_OWN, ok=True, found=f"{len(own)} in getal, het laatste bij {good} gebeurtenissen{witnessed}")


def _held(judged: _Judged, judge: _Judge) -> Finding:
    check = _HELD.format(where=judged.point.where)
    if judged.wrong is not None:
        return Finding(check=check, ok=False, found=judged.wrong)
    if (end := judge.given_up(judged.point)) is not None:
        return Finding(check=check, ok=None, found=_given_up(end))
    witnessed = judge.witnesses(judged.point.note)
    found = f"de eerste {judged.size} gebeurtenissen zijn dezelfde als toen{witnessed}"
    return Finding(check=check, ok=True, found=found)


def _lost_ends(keys: KeysOfRecord) -> list[Finding]:
    ends = lost_ends_in(keys.keys)
    return [Finding(check=_LOST_ENDS, ok=None, found="; ".join(map(_given_up, ends)))] if ends else []


def _given_up(end: LostEnd) -> str:
    return (
        f"wat er tot {end.lost} gebeurtenissen was ondertekend, is niet vervolgd: het dossier ging op vastgelegde grond verder na "
        f"gebeurtenis {end.kept} ({end.event}: {end.motive})"
    )


def _covered(points: Sequence[_Judged], comparison: Comparison, trusted: VerifierKey | None) -> Finding:
    fitting = (each for each in points if comparison.roots.get(each.size) == each.point.checkpoint.root)
    reach = max((judged.size for judged in fitting if judged.wrong is None), default=0)
    rest = comparison.events - reach
    since = _signed_at([judged for judged in points if judged.wrong is None and judged.size == reach])
    if rest <= 0:
        return Finding(check=_COVERED, ok=True, found=f"tot en met de laatste gebeurtenis{since}")
    if trusted is not None and reach == 0:
        return Finding(check=_COVERED, ok=False, found="niets is ondertekend met de sleutel die u vertrouwt")
    told = "de laatste gebeurtenis is" if rest == 1 else f"de laatste {rest} gebeurtenissen zijn"
    return Finding(check=_COVERED, ok=None, found=f"{told} nog door geen controlepunt gedekt{since}")


def _signed_at(newest: Sequence[_Judged]) -> str:
    """When the newest checkpoint was signed, as the end of a sentence: since then the record is silent, or unsigned."""
    if not newest:
        return ""
    moments = [at for judged in newest if (at := judged.point.checkpoint.at) is not None]
    if not moments:
        return "; het laatste controlepunt noemt geen moment, zoals voor release 0.3"
    local = min(moments).astimezone(AMSTERDAM)
    return (
        f"; het laatste controlepunt is ondertekend op {local:%d-%m-%Y} om {local:%H.%M} uur, en sindsdien geen ander"
    )


def _entry_order(order: EntryOrder, since: int | None, now: datetime) -> list[Finding]:
    """What the moments of entry say; before the first checkpoint that says when it was signed, nothing was held to them."""
    wrong = [each for each in order.back if not each.explained and since is not None and each.number > since]
    known = [each for each in order.back if each not in wrong]
    found = []
    if wrong:
        found.append(Finding(check=_ORDER, ok=False, found="\n".join(in_words(wrong))))
    if known:
        found.append(Finding(check=_ORDER, ok=None, found="\n".join(in_words(known))))
    ahead = order.ahead_of(now)
    if ahead is not None:
        found.append(Finding(check=_ORDER, ok=None, found=ahead))
    return found or [Finding(check=_ORDER, ok=True, found="elke gebeurtenis is na de vorige ingevoerd")]
