"""``python -m benchmarks.fuzz --tries 100000``: breaks proofs, bundles, checkpoints and copied texts, and counts the refusals.

A try fails when a reader crashes with anything but its own error, when a file is accepted that says something else than a valid one,
or when ``check_proof.py`` and the library do not agree. A change that leaves the meaning as it is (spaces in JSON, the order of its fields,
a signature line of an unknown key, which readers must pass over) may be accepted; such tries are counted apart.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from random import Random

import attrs

from benchmarks.databases import TINY, parser_of
from benchmarks.mutations import mutated
from benchmarks.sample_log import LOG_KEY, MOMENT, OTHER_LOG_KEY, WITNESS_KEY, SampleLog, sample_events
from benchmarks.timing import machine
from rso_core.proof import check_proof
from rso_core.proof.bundle import CheckpointBundle
from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.checkpoint_extraction import find_note
from rso_core.proof.errors import ProofError
from rso_core.proof.note import Note
from rso_core.proof.proofs import EventProof
from rso_core.proof.witness import witness

LOG = SampleLog.of(sample_events(21))
OTHER = SampleLog.of(list(reversed(sample_events(21))), OTHER_LOG_KEY)
TRUSTED = LOG_KEY.verifier_key
HELD = LOG.checkpoint(8)
ACCEPTED = "accepted, same meaning"


class FuzzError(AssertionError):
    """A try that shows a fault; names the file that does."""


@attrs.frozen
class Target:
    """One kind of file: valid ones, valid ones of which nothing may be taken over, and what a reader takes from it."""

    name: str
    valid: Sequence[bytes]
    others: Sequence[bytes]
    meaning: Callable[[bytes], Hashable]

    def allowed(self) -> frozenset[Hashable]:
        """The meanings of the valid files."""
        return frozenset(self.meaning(data) for data in self.valid)


def _proof(data: bytes) -> Hashable:
    proof = EventProof.parse(data)
    checkpoint = proof.check(TRUSTED)
    return proof.event, proof.index, proof.size, proof.inclusion, checkpoint


def _checked_proof(data: bytes) -> Hashable:
    # The library and the file of its own must say the same about every file.
    alone = _accepted_alone(data)
    try:
        found = _proof(data)
    except ProofError:
        if alone:
            raise FuzzError(f"check_proof.py accepts what the library refuses: {data!r}") from None
        raise
    if not alone:
        raise FuzzError(f"check_proof.py refuses what the library accepts: {data!r}")
    return found


def _accepted_alone(data: bytes) -> bool:
    try:
        check_proof.verified(data, TRUSTED.encode())
    except (check_proof.Wrong, ValueError, TypeError, RecursionError):  # what its `main` tells in words
        return False
    return True


def _bundle(data: bytes) -> Hashable:
    bundle = CheckpointBundle.parse(data)
    note = witness(bundle, HELD, TRUSTED, WITNESS_KEY, MOMENT)
    return note.text, bundle.old_size, bundle.consistency


def _note(data: bytes) -> Hashable:
    note = Note.parse(data)
    verified = note.verified_by([TRUSTED, WITNESS_KEY.verifier_key])
    if len(verified) < 2:  # a reader who counts on this witness
        raise ProofError("the log or the witness did not sign")
    return Checkpoint.parse(note.text), frozenset(verified)


def _copied(data: bytes) -> Hashable:
    note = find_note(data.decode("utf-8", "replace"))
    note.verified_by([TRUSTED])
    return Checkpoint.parse(note.text)


def targets() -> tuple[Target, ...]:
    """Every kind of file that others hand in."""
    spots = ((0, 1), (2, 3), (6, 11), (9, 16), (20, 21), (13, 21))
    growths = ((8, 9), (8, 16), (8, 21), (8, 13))
    page = "Laatste stand van het logboek:\r\n\r\n  %s\r\nBewaar deze tekst."
    notes = [LOG.cosigned(size).render().encode() for size in (1, 8, 21)]
    other_notes = [OTHER.cosigned(size).render().encode() for size in (1, 8, 21)]
    copied = [(page % note.decode().replace("\n", "\r\n  ")).encode() for note in notes]
    return (
        Target(
            "proof",
            [LOG.proof(*spot).render() for spot in spots],
            [OTHER.proof(*spot).render() for spot in spots],
            _checked_proof,
        ),
        Target(
            "bundle",
            [LOG.bundle(*growth).render() for growth in growths],
            [OTHER.bundle(*growth).render() for growth in growths],
            _bundle,
        ),
        Target("checkpoint", notes, other_notes, _note),
        Target("copied text", copied, other_notes, _copied),
    )


def attempt(target: Target, allowed: frozenset[Hashable], random: Random) -> str:
    """Break one file and read it.

    Returns:
        The reason of the refusal, without its numbers and names; or `ACCEPTED`.

    Raises:
        FuzzError: accepted with another meaning, or a crash.
    """
    original = random.choice(target.valid)
    data = mutated(original, [*target.valid, *target.others], random)
    try:
        found = target.meaning(data)
    except FuzzError:
        raise
    except ProofError as error:
        return _reason(error)
    except Exception as error:
        raise FuzzError(f"{target.name}: a crash with {error!r} on {data!r}") from error
    if found not in allowed:
        raise FuzzError(f"{target.name}: accepted with another meaning: {data!r}")
    return ACCEPTED


def _reason(error: ProofError) -> str:
    text = str(error)
    head, _, rest = text.partition(": ")
    if head.endswith("cannot be read"):
        head = f"{head}: {rest.partition(' (byte ')[0].partition(' - at ')[0].partition(': ')[0]}"
    head = re.sub(r"\S+\+[0-9a-f]{8}\b(\+\S+)?", "<key>", head)
    head = re.sub(r"'.*'|\".*\"|`[^`]*`", "<…>", head, flags=re.DOTALL)
    return re.sub(r"\b\d+\b", "N", head)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tries; 1 when one shows a fault."""
    parser = parser_of("benchmarks.fuzz", __doc__)
    parser.add_argument("--tries", type=int, help=f"how many (100,000; {TINY} with --tiny)")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32, help="leads to these tries (the time)")
    options = parser.parse_args(arguments)
    tries = options.tries or (TINY if options.tiny else 100_000)
    random, kinds = Random(options.seed), [(target, target.allowed()) for target in targets()]
    counts: dict[str, Counter[str]] = {target.name: Counter() for target, _ in kinds}
    print(f"seed {options.seed}, {tries:,} tries; {machine()}")
    start, faults = time.perf_counter(), 0
    for number in range(tries):
        target, allowed = kinds[number % len(kinds)]
        try:
            counts[target.name][attempt(target, allowed, random)] += 1
        except FuzzError as fault:
            faults += 1
            print(f"FAULT at try {number}: {fault}", file=sys.stderr)
    for name, reasons in counts.items():
        print(f"\n{name}: {reasons.total():,}, of which {reasons[ACCEPTED]:,} {ACCEPTED}")
        for reason, times in reasons.most_common():
            if reason != ACCEPTED:
                print(f"  {times:>7,}  {reason}")
    print(f"\n{faults} faults in {time.perf_counter() - start:.0f} s")
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
