"""``python -m benchmarks.proof``: what the Merkle log costs next to bare hashing of the same bytes; with ``--write`` to RESULTS-PROOF.md.

Full verification is what is measured first: every leaf hashed and the root made of them, against ``hashlib.sha256(leaf).digest()`` over the
same leaves in a list comprehension. Reading them from a store is in neither. Both sides run in turn; of each the best of the rounds is told, in CPU time.
pymerkle is measured beside it where it can be imported; it is not a dependency.
"""

import hashlib
import importlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import attrs

from benchmarks import databases, kept
from benchmarks.databases import add_databases, parser_of, stores
from benchmarks.sample_log import SampleLog, sample_events
from benchmarks.timing import Pair, in_turn, machine, rate
from benchmarks.verifying import ROUNDS as ROUNDS_IN_DATABASE
from benchmarks.verifying import filled, questions, verification
from rso_core.proof.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hashes,
    root_at,
    verify_consistency,
    verify_inclusion,
)

GOAL = 0.5
PROOFS = 2_000
BATCH = 4_096
ROUNDS = 21
HEAD = ("pair", "leaves", "ours", "bare", "ratio of rates", "goal", "")


def verify_all(leaves: list[bytes]) -> int:
    """Every leaf hashed, and the root of them all, in batches as they would come from a store."""
    frontier = Frontier()
    for start in range(0, len(leaves), BATCH):
        frontier.extend(leaf_hashes(leaves[start : start + BATCH]))
    frontier.root()
    return frontier.size


def full_verification(leaves: list[bytes], name: str, rounds: int) -> Pair:
    """Leaf hashes and root of all leaves, against bare hashing of the same bytes."""

    def ours() -> int:
        return verify_all(leaves)

    def bare() -> int:
        return len([hashlib.sha256(leaf).digest() for leaf in leaves])

    mine, other = in_turn(ours, bare, rounds)
    return Pair(name="leaf hashes and root / bare hashing", database=name, ours=mine, bare=other, goal=GOAL)


def single_things(log: SampleLog, proofs: int) -> list[tuple[str, float]]:
    """Rates of what is done once per event or per question; the proofs are at so many random places."""
    size, leaves, random = len(log.events), log.levels[0], Random(1)
    root = root_at(size, log.nodes)
    places = [random.randrange(size) for _ in range(proofs)]
    olds = [random.randrange(1, size) for _ in range(proofs)]
    paths = [inclusion_proof(place, size, log.nodes) for place in places]
    growths = [(old, root_at(old, log.nodes), consistency_proof(old, size, log.nodes)) for old in olds]

    def append_all() -> int:
        frontier = Frontier()
        for leaf in leaves:
            frontier.append(leaf)
        return len(leaves)

    def verify_paths() -> int:
        for place, path in zip(places, paths, strict=True):
            verify_inclusion(leaves[place], place, size, path, root)
        return proofs

    def verify_growths() -> int:
        for old, old_root, proof in growths:
            verify_consistency(old, size, old_root, root, proof)
        return proofs

    things: list[tuple[str, Callable[[], int]]] = [
        ("Frontier.append of a leaf hash", append_all),
        ("inclusion proof, from stored nodes", lambda: len([inclusion_proof(n, size, log.nodes) for n in places])),
        ("inclusion proof verified", verify_paths),
        ("consistency proof, from stored nodes", lambda: len([consistency_proof(n, size, log.nodes) for n in olds])),
        ("consistency proof verified", verify_growths),
    ]
    return [(name, max(rate(work) for _ in range(3))) for name, work in things]


def beside_pymerkle(leaves: list[bytes]) -> list[str]:
    """The same with pymerkle's tree in memory, where it is installed."""
    try:
        pymerkle = importlib.import_module("pymerkle")
    except ImportError:
        return ["pymerkle is not installed here and was not measured."]

    def theirs() -> int:
        tree = pymerkle.InmemoryTree()
        tree.append_entries(leaves)
        tree.get_root()
        return len(leaves)

    mine, other = in_turn(lambda: verify_all(leaves), theirs, 3)
    return [f"pymerkle {pymerkle.__version__}, all leaves appended and the root: {other:,.0f}/s; ours {mine:,.0f}/s."]


def measure(events: int, rounds: int, proofs: int) -> tuple[list[str], list[Pair]]:
    """The lines about a log in memory, and what was measured."""
    log = SampleLog.of(sample_events(events))
    leaves = [event.leaf for event in log.events]
    mean = sum(map(len, leaves)) / len(leaves)
    pairs = [
        full_verification(leaves, f"{mean:.0f} bytes on average, as events are stored", rounds),
        full_verification([leaf[:100] for leaf in leaves], "100 bytes", rounds),
        full_verification([leaf * 4 for leaf in leaves], f"{mean * 4:.0f} bytes on average", rounds),
    ]
    lines = [f"{machine()}; {events:,} events; {datetime.now(UTC).date()}", ""]
    lines += [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}", *(f"| {' | '.join(p.row())} |" for p in pairs), ""]
    lines += [f"Full verification takes {1 / p.ratio:.2f} times bare hashing at {p.database}." for p in pairs]
    lines += ["", *(f"- {name}: {found:,.0f}/s ({1e6 / found:.1f} µs)" for name, found in single_things(log, proofs))]
    # By what the leaves are, without how long they came out this time.
    named = zip(pairs, ("as stored", "of 100 bytes", "four times as long"), strict=True)
    measured = [attrs.evolve(pair, database=f"leaves {name}") for pair, name in named]
    return [*lines, "", *beside_pymerkle(leaves), ""], measured


def in_databases(found: Mapping[str, str], events: int, rounds: int) -> tuple[list[str], list[Pair]]:
    """The lines about whole records in their databases, and what was measured."""
    measured = []
    lines = [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    told: list[str] = []
    for database, url in found.items():
        rows = filled(url, events)
        for pair in verification(database, url, rows, rounds):
            lines.append(f"| {' | '.join(pair.row())} |")
            measured.append(pair)
            told.append(f"{pair.name} on {database}: {1 / pair.ratio:.2f} times as long.")
        told += [f"- {database}, {what}: {rate:,.0f}/s" for what, rate in questions(url, len(rows))]
    return ["In their databases, log compared and root made:", "", *lines, "", *told], measured


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = parser_of("benchmarks.proof", __doc__, 100_000)
    add_databases(parser)
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS-PROOF.md")
    given = parser.parse_args(arguments)
    events = given.events or (databases.TINY if given.tiny else 100_000)
    rounds, in_base, proofs = (1, 1, 20) if given.tiny else (ROUNDS, ROUNDS_IN_DATABASE, PROOFS)
    lines, measured = measure(events, rounds, proofs)
    with tempfile.TemporaryDirectory() as name, stores(Path(name), given.database, given.postgres) as found:
        more, in_base_measured = in_databases(found, events, in_base)
    figures = kept.of_pairs([*measured, *in_base_measured])
    lines += [*more, *kept.told(figures, f"a log of {events:,} events", given)]
    print("\n".join(lines))
    if given.write:
        head = "# Proof: the Merkle log against bare hashing"
        Path(__file__).with_name("RESULTS-PROOF.md").write_text("\n".join([head, "", *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
