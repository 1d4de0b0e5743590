"""The Merkle tree: values that others published, and what must hold for every size and place.

The leaves, hashes, roots and proofs are those of github.com/transparency-dev/merkle (``testonly/constants.go``,
``testonly/reference_test.go`` and ``proof/verify_test.go``), the same as in Certificate Transparency; what must be refused follows
``corruptInclusionProof`` and ``corruptConsistencyProof`` there.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rso_core.proof.errors import ProofError
from rso_core.proof.merkle import (
    EMPTY_ROOT,
    Frontier,
    Nodes,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    node_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)


def lines(text: str) -> list[str]:
    return text.split()


LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
LEAF_HASHES = lines("""
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7
07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7
bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658
b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f
46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1
""")
ROOTS = lines("""
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""")
N10 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
N11 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
N12 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
N13 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
N20 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
N21 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
INCLUSION = {
    (0, 1): [],
    (0, 2): [LEAF_HASHES[1]],
    (1, 2): [LEAF_HASHES[0]],
    (2, 3): [N10],
    (1, 5): [LEAF_HASHES[0], N11, LEAF_HASHES[4]],
    (0, 8): [LEAF_HASHES[1], N11, N21],
    (5, 8): [LEAF_HASHES[4], N13, N20],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [LEAF_HASHES[1], N11, N21],
    (6, 8): [N12, N13, N20],
    (2, 5): [N11, LEAF_HASHES[4]],
    (6, 7): [N12, LEAF_HASHES[6], N20],
}
MANY = 40
HASHES = leaf_hashes(b"leaf %d" % number for number in range(MANY))
SOME_HASH = bytes(range(32))


def nodes_of(hashes: Sequence[bytes]) -> Nodes:
    def nodes(level: int, index: int) -> bytes:
        below = list(hashes[index << level : (index + 1) << level])
        assert len(below) == 1 << level, "only complete subtrees are asked for"
        while len(below) > 1:
            below = [node_hash(a, b) for a, b in zip(below[::2], below[1::2], strict=True)]
        return below[0]

    return nodes


def by_definition(hashes: Sequence[bytes]) -> bytes:
    """The root as RFC 9162, section 2.1.1, defines it: split at the largest power of two below the number of leaves."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return node_hash(by_definition(hashes[:half]), by_definition(hashes[half:]))


def unhex(texts: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, texts))


def test_published_hashes_and_roots() -> None:
    assert [leaf_hash(leaf).hex() for leaf in LEAVES] == LEAF_HASHES
    assert [value.hex() for value in leaf_hashes(LEAVES)] == LEAF_HASHES
    assert node_hash(*unhex(LEAF_HASHES[:2])).hex() == N10
    assert [root_of(leaf_hashes(LEAVES[:size])).hex() for size in range(9)] == ROOTS
    assert [root_at(size, nodes_of(unhex(LEAF_HASHES))).hex() for size in range(9)] == ROOTS


@pytest.mark.parametrize(("place", "proof"), INCLUSION.items())
def test_published_inclusion_proofs(place: tuple[int, int], proof: list[str]) -> None:
    index, size = place
    assert inclusion_proof(index, size, nodes_of(unhex(LEAF_HASHES))) == unhex(proof)
    leaf, root = bytes.fromhex(LEAF_HASHES[index]), bytes.fromhex(ROOTS[size])
    verify_inclusion(leaf, index, size, unhex(proof), root)
    refuse_broken_inclusion(leaf, index, size, unhex(proof), root)


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
def test_published_consistency_proofs(sizes: tuple[int, int], proof: list[str]) -> None:
    old, new = sizes
    assert consistency_proof(old, new, nodes_of(unhex(LEAF_HASHES))) == unhex(proof)
    old_root, new_root = bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new])
    verify_consistency(old, new, old_root, new_root, unhex(proof))
    if proof:
        refuse_broken_consistency(old, new, old_root, new_root, unhex(proof))


def refuse_broken_inclusion(leaf: bytes, index: int, size: int, proof: tuple[bytes, ...], root: bytes) -> None:
    broken = [
        (leaf, index - 1, size, proof, root),
        (leaf, index + 1, size, proof, root),
        (leaf, index ^ 2, size, proof, root),
        (leaf, index, size * 2, proof, root),
        (leaf, index, size // 2, proof, root),
        (b"WrongLeaf", index, size, proof, root),
        (leaf, index, size, proof, EMPTY_ROOT),
        (leaf, index, size, proof, SOME_HASH),
        (leaf, index, size, (*proof, b""), root),
        (leaf, index, size, (*proof, root), root),
        (leaf, index, size, (b"", *proof), root),
        (leaf, index, size, (root, *proof), root),
        *((leaf, index, size, wrong, root) for wrong in flipped(proof)),
        *((leaf, index, size, proof[:n] + proof[n + 1 :], root) for n in range(len(proof))),
    ]
    for arguments in broken:
        with pytest.raises(ProofError):
            verify_inclusion(*arguments)


def refuse_broken_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: tuple[bytes, ...]) -> None:
    broken = [
        (old - 1, new, old_root, new_root, proof),
        (old + 1, new, old_root, new_root, proof),
        (old ^ 2, new, old_root, new_root, proof),
        (old, new * 2, old_root, new_root, proof),
        (old, new // 2, old_root, new_root, proof),
        (old, new, b"WrongRoot", new_root, proof),
        (old, new, old_root, b"WrongRoot", proof),
        (old, new, new_root, old_root, proof),
        (old, new, old_root, new_root, ()),
        (old, new, old_root, new_root, (*proof, b"")),
        (old, new, old_root, new_root, (*proof, old_root)),
        (old, new, old_root, new_root, (*proof, new_root)),
        (old, new, old_root, new_root, (b"", *proof)),
        (old, new, old_root, new_root, (old_root, *proof)),
        (old, new, old_root, new_root, (new_root, *proof)),
        (old, new, old_root, new_root, (proof[0], *proof)),
        *((old, new, old_root, new_root, wrong) for wrong in flipped(proof)),
        *((old, new, old_root, new_root, proof[:n] + proof[n + 1 :]) for n in range(len(proof))),
    ]
    for arguments in broken:
        with pytest.raises(ProofError):
            verify_consistency(*arguments)


def flipped(proof: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    return [(*proof[:n], bytes([proof[n][0] ^ 16]) + proof[n][1:], *proof[n + 1 :]) for n in range(len(proof))]


def test_roots_agree_in_every_way_of_making_them() -> None:
    frontier, nodes = Frontier(), nodes_of(HASHES)
    for size in range(MANY + 1):
        expected = by_definition(HASHES[:size])
        assert frontier.size == size
        assert frontier.root() == root_of(HASHES[:size]) == root_at(size, nodes) == expected
        assert Frontier(frontier.size, frontier.hashes).root() == expected
        if size < MANY:
            frontier.append(HASHES[size])


def test_every_leaf_of_every_tree_is_proven_and_nothing_else() -> None:
    nodes = nodes_of(HASHES)
    for size in range(1, MANY + 1):
        root = root_at(size, nodes)
        for index in range(size):
            proof = inclusion_proof(index, size, nodes)
            verify_inclusion(HASHES[index], index, size, proof, root)
            others = {(index + 1) % size, (index - 1) % size, size - 1 - index} - {index}
            for other in others:
                with pytest.raises(ProofError):
                    verify_inclusion(HASHES[index], other, size, proof, root)
                with pytest.raises(ProofError):
                    verify_inclusion(HASHES[other], index, size, proof, root)


def test_every_tree_is_consistent_with_every_earlier_one_and_with_no_other() -> None:
    nodes = nodes_of(HASHES)
    roots = [root_at(size, nodes) for size in range(MANY + 1)]
    for new in range(MANY + 1):
        for old in range(new + 1):
            proof = consistency_proof(old, new, nodes)
            verify_consistency(old, new, roots[old], roots[new], proof)
            with pytest.raises(ProofError):
                verify_consistency(old, new, SOME_HASH, roots[new], proof)
            if old:
                with pytest.raises(ProofError):
                    verify_consistency(old, new, roots[old], SOME_HASH, proof)


def test_a_history_that_was_rewritten_has_no_proof() -> None:
    other = [*HASHES[:3], SOME_HASH, *HASHES[4:]]
    for old, new in pairwise(range(4, MANY)):
        proof = consistency_proof(old, new, nodes_of(other))
        with pytest.raises(ProofError, match="does not lead to the root"):
            verify_consistency(old, new, root_of(HASHES[:old]), root_of(other[:new]), proof)


@settings(deadline=None)
@given(st.data())
def test_a_single_changed_bit_is_refused(data: st.DataObject) -> None:
    nodes = nodes_of(HASHES)
    size = data.draw(st.integers(2, MANY))
    index = data.draw(st.integers(0, size - 1))
    parts = [HASHES[index], root_at(size, nodes), *inclusion_proof(index, size, nodes)]
    at, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    changed = bytearray(parts[at])
    changed[bit // 8] ^= 1 << bit % 8
    parts[at] = bytes(changed)
    with pytest.raises(ProofError):
        verify_inclusion(parts[0], index, size, parts[2:], parts[1])


@settings(deadline=None)
@given(st.lists(st.integers(0, 700), max_size=6), st.integers(0, 40))
def test_a_frontier_grows_the_same_in_any_batches(batches: list[int], first: int) -> None:
    hashes = [leaf_hash(b"%d" % number) for number in range(first + sum(batches))]
    frontier = Frontier()
    for value in hashes[:first]:
        frontier.append(value)
    start = first
    for batch in batches:
        frontier.extend(iter(hashes[start : start + batch]))
        start += batch
        frontier = Frontier(frontier.size, frontier.hashes)
    assert frontier.root() == by_definition(hashes)
    assert len(frontier.hashes) == len(hashes).bit_count()


def test_a_frontier_grows_over_more_than_one_chunk() -> None:
    hashes = leaf_hashes(b"%d" % number for number in range(10_000))
    frontier = Frontier()
    frontier.extend(hashes[:1])
    frontier.extend(hashes[1:])
    assert frontier.root() == root_of(hashes) == by_definition(hashes)


@settings(deadline=None)
@given(st.data())
def test_few_subtrees_are_asked_for(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 2**62))
    old, index = data.draw(st.integers(0, size)), data.draw(st.integers(0, size - 1))
    asked: list[tuple[int, int]] = []

    def nodes(level: int, place: int) -> bytes:
        assert (place + 1) << level <= size
        asked.append((level, place))
        return SOME_HASH

    for work in (
        lambda: root_at(size, nodes),
        lambda: inclusion_proof(index, size, nodes),
        lambda: consistency_proof(old, size, nodes),
    ):
        asked.clear()
        work()
        assert len(asked) <= 2 * size.bit_length()


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (lambda: root_at(-1, nodes_of(HASHES)), "no size -1"),
        (lambda: inclusion_proof(3, 3, nodes_of(HASHES)), "a tree of 3 leaves has no leaf 3"),
        (lambda: inclusion_proof(-1, 3, nodes_of(HASHES)), "has no leaf -1"),
        (lambda: consistency_proof(4, 3, nodes_of(HASHES)), "does not grow from 4 to 3"),
        (lambda: verify_consistency(2, 1, SOME_HASH, SOME_HASH, ()), "does not grow from 2 to 1"),
        (lambda: verify_consistency(0, 1, SOME_HASH, SOME_HASH, ()), "at 0 leaves the roots differ"),
        (lambda: verify_consistency(0, 1, EMPTY_ROOT, SOME_HASH, (SOME_HASH,)), "nothing to prove"),
        (lambda: verify_consistency(1, 1, SOME_HASH, SOME_HASH, (SOME_HASH,)), "nothing to prove"),
        (lambda: verify_consistency(1, 1, SOME_HASH, EMPTY_ROOT, ()), "at 1 leaves the roots differ"),
        (lambda: verify_consistency(1, 2, SOME_HASH, EMPTY_ROOT, ()), "is empty"),
        (lambda: verify_inclusion(SOME_HASH, 0, 0, (), EMPTY_ROOT), "a tree of 0 leaves has no leaf 0"),
        (lambda: verify_inclusion(b"", 0, 1, (), b""), "0 bytes long"),
        (lambda: Frontier(3, [SOME_HASH]), "does not have 1 hashes"),
        (lambda: Frontier(1, [b"short"]), "5 bytes long"),
    ],
)
def test_what_cannot_be_says_why(work: Callable[[], object], reason: str) -> None:
    with pytest.raises(ProofError, match=reason):
        work()
