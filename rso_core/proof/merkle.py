"""The Merkle tree of RFC 9162 (section 2.1) over SHA-256: roots, proofs of inclusion, proofs of consistency.

It is a small module of our own because what there is does not fit. pymerkle 7.0.0 (October 2026, after three years without a
release) gives the same roots, but is under GPLv3, pins its one dependency to a single version, says itself that it still needs a security
audit, grows only with all its leaves at hand, and proves in a form of its own (its paths of consistency are not those of the RFC), so that
no other tool can check it; ``python -m benchmarks.proof`` compares the speed. tlog-scales 0.0.3 calls itself a work in progress.

Nothing here stores anything: who has the hashes of complete subtrees gives them through a `Nodes` function.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

import attrs

from rso_core.proof.errors import ProofError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

Nodes = Callable[[int, int], bytes]
"""``nodes(level, index)``: the hash of the complete subtree of ``2**level`` leaves that begins at leaf ``index * 2**level``;
level 0 are the leaf hashes."""

_CHUNK = 1 << 12
# To copy a started hash and go on costs about a tenth less than to start one with the prefix in front of the data.
_new_leaf = sha256(b"\x00").copy
_new_node = sha256(b"\x01").copy


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256 of a zero byte and the data."""
    started = _new_leaf()
    started.update(data)
    return started.digest()


def leaf_hashes(leaves: Iterable[bytes]) -> list[bytes]:
    """The hashes of many leaves; faster than one by one."""
    found = []
    for data in leaves:
        started = _new_leaf()
        started.update(data)
        found.append(started.digest())
    return found


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees together: SHA-256 of a one byte and both hashes."""
    started = _new_node()
    started.update(left + right)
    return started.digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """The root over all these leaf hashes; memory stays bounded, whatever their number."""
    frontier = Frontier()
    frontier.extend(hashes)
    return frontier.root()


def _check_hashes(hashes: Iterable[bytes], what: str) -> None:
    for number, value in enumerate(hashes):
        if len(value) != HASH_SIZE:
            raise ProofError(f"{what} {number} is {len(value)} bytes long; a hash has {HASH_SIZE}")


def _right_size(frontier: "Frontier", _: object, hashes: Sequence[bytes]) -> None:
    if frontier.size < 0 or len(hashes) != frontier.size.bit_count():
        raise ProofError(f"a tree of {frontier.size} leaves does not have {len(hashes)} hashes at its frontier")
    _check_hashes(hashes, "frontier hash")


def _as_list(hashes: Iterable[bytes]) -> list[bytes]:
    return list(hashes)


@attrs.define(on_setattr=[])  # no hook on assignment: `append` is called for every event
class Frontier:
    """A tree that grows at its right side; it remembers the complete subtrees only, one per bit of its size.

    Attributes:
        size: number of leaves so far.
        hashes: the hashes of those subtrees, the largest first.

    Raises:
        ProofError: size and hashes that do not belong together.
    """

    size: int = 0
    hashes: list[bytes] = attrs.field(factory=list, converter=_as_list, validator=_right_size)

    def append(self, leaf: bytes) -> None:
        """Take up one more leaf hash."""
        size, hashes = self.size, self.hashes
        self.size = size + 1
        while size & 1:
            leaf = node_hash(hashes.pop(), leaf)
            size >>= 1
        hashes.append(leaf)

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Take up many leaf hashes; faster than one by one, because complete subtrees are hashed level by level.

        Fastest in batches of a power of two, such as 4,096.
        """
        waiting = iter(hashes)
        while chunk := list(islice(waiting, _CHUNK)):
            start = 0
            while start < len(chunk):
                width = 1 << (len(chunk) - start).bit_length() - 1
                if self.size:
                    width = min(width, self.size & -self.size)
                self._push(_complete(chunk[start : start + width]), width)
                start += width

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return _folded(self.hashes) if self.hashes else EMPTY_ROOT

    def _push(self, subtree: bytes, width: int) -> None:
        while self.size & width:
            subtree = node_hash(self.hashes.pop(), subtree)
            self.size -= width
            width <<= 1
        self.hashes.append(subtree)
        self.size += width


def _complete(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        above = []
        for left, right in zip(hashes[::2], hashes[1::2], strict=True):
            started = _new_node()  # `node_hash`, without the cost of a call
            started.update(left + right)
            above.append(started.digest())
        hashes = above
    return hashes[0]


def _folded(hashes: Sequence[bytes]) -> bytes:
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def _range_root(start: int, end: int, nodes: Nodes) -> bytes:
    # Only for ranges that are a subtree of the whole: `start` is a multiple of a power of two that is not below the width.
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append(nodes(level, start >> level))
        start += 1 << level
    return _folded(parts)


def _split(width: int) -> int:
    return 1 << (width - 1).bit_length() - 1


def root_at(size: int, nodes: Nodes) -> bytes:
    """The root that the tree had at a size.

    Args:
        size: number of leaves, at most as many as `nodes` knows.
        nodes: hashes of complete subtrees; asked for at most log2(size) + 1 of them.

    Raises:
        ProofError: a negative size.
    """
    if size < 0:
        raise ProofError(f"a tree has no size {size}")
    return _range_root(0, size, nodes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> tuple[bytes, ...]:
    """The proof that a leaf stands in the tree of a size (RFC 9162, section 2.1.3.1).

    Args:
        index: which leaf, from 0.
        size: number of leaves of the tree.
        nodes: hashes of complete subtrees.

    Raises:
        ProofError: the tree of that size has no such leaf.
    """
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has no leaf {index}")
    proof = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_range_root(middle, end, nodes))
            end = middle
        else:
            proof.append(_range_root(start, middle, nodes))
            start = middle
    return tuple(reversed(proof))


def consistency_proof(old: int, new: int, nodes: Nodes) -> tuple[bytes, ...]:
    """The proof that the tree of size `new` begins with the tree of size `old` (RFC 9162, section 2.1.4.1).

    Empty when `old` is 0 or equals `new`: then there is nothing to prove.

    Raises:
        ProofError: sizes that are negative, or a tree that would have shrunk.
    """
    if not 0 <= old <= new:
        raise ProofError(f"a tree does not grow from {old} to {new} leaves")
    if old in {0, new}:
        return ()
    proof = []
    start, end = 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(_range_root(middle, end, nodes))
            end = middle
        else:
            proof.append(_range_root(start, middle, nodes))
            start = middle
    if start:
        proof.append(_range_root(start, end, nodes))
    return tuple(reversed(proof))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf stands at a place of the tree with this root (RFC 9162, section 2.1.3.2).

    Args:
        leaf: the leaf hash.
        index: its place, from 0.
        size: number of leaves of the tree.
        proof: what `inclusion_proof` gave.
        root: the root of the tree, from a source that is trusted.

    Raises:
        ProofError: it is not shown; the message says why.
    """
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has no leaf {index}")
    _check_hashes((leaf, root), "hash of leaf (0) or root (1)")
    _check_hashes(proof, "hash of the proof")
    place, last, found = index, size - 1, leaf
    for step in proof:
        if not last:
            raise ProofError(f"the proof is too long for leaf {index} of {size}")
        if place & 1 or place == last:
            found = node_hash(step, found)
            place, last = _up_from_right(place, last)
        else:
            found = node_hash(found, step)
            place, last = place >> 1, last >> 1
    if last:
        raise ProofError(f"the proof is too short for leaf {index} of {size}")
    if found != root:
        raise ProofError(f"leaf {index} of {size} with this proof leads to another root")


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the new tree begins with the old one (RFC 9162, section 2.1.4.2).

    Stricter than the RFC where it is silent: a tree of size 0 has the root of an empty tree, and needs no proof.

    Raises:
        ProofError: it is not shown; the message says why.
    """
    if not 0 <= old_size <= new_size:
        raise ProofError(f"a tree does not grow from {old_size} to {new_size} leaves")
    _check_hashes((old_root, new_root), "hash of old (0) or new root (1)")
    _check_hashes(proof, "hash of the proof")
    if old_size in {0, new_size}:
        if proof:
            raise ProofError(f"from {old_size} to {new_size} leaves there is nothing to prove, yet there is a proof")
        if old_root != (new_root if old_size == new_size else EMPTY_ROOT):
            raise ProofError(f"at {old_size} leaves the roots differ")
        return
    found_old, found_new = _grown(old_size, new_size, old_root, proof)
    if found_old != old_root:
        raise ProofError(f"the proof does not lead to the root of the old tree ({old_size} leaves)")
    if found_new != new_root:
        raise ProofError(f"the proof does not lead to the root of the new tree ({new_size} leaves)")


def _grown(old_size: int, new_size: int, old_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    # Both roots that the proof leads to. A complete old tree is a node of the new one: the proof then begins with its root.
    steps: Iterator[bytes] = iter(proof if old_size & (old_size - 1) else (old_root, *proof))
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not proof:
        raise ProofError(f"the proof from {old_size} to {new_size} leaves is empty")
    found_old = found_new = next(steps)
    for step in steps:
        if not last:
            raise ProofError(f"the proof is too long for {old_size} to {new_size} leaves")
        if place & 1 or place == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            place, last = _up_from_right(place, last)
        else:
            found_new = node_hash(found_new, step)
            place, last = place >> 1, last >> 1
    if last:
        raise ProofError(f"the proof is too short for {old_size} to {new_size} leaves")
    return found_old, found_new


def _up_from_right(place: int, last: int) -> tuple[int, int]:
    # A right child goes up one level; a lone last node goes up past the levels where it has no sibling.
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place >> 1, last >> 1
