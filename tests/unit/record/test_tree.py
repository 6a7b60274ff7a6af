import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.record import published, reference
from tests.unit.record.reference import Grown
from wasl.record import tree
from wasl.record.tree import CompactRange, ProofError

VECTORS = Path(__file__).parents[2] / "vectors" / "record" / "tree.json"
LEAVES = [f"entry {number}".encode() for number in range(40)]


@pytest.fixture(scope="module")
def vectors() -> Any:
    return json.loads(VECTORS.read_bytes())


def test_the_shipped_vectors_are_what_the_standards_words_give(vectors: Any) -> None:
    assert vectors == reference.vectors()


def test_roots_and_proofs_are_those_of_the_vectors(vectors: Any) -> None:
    leaves = [bytes.fromhex(leaf) for leaf in vectors["leaves"]]
    roots = [bytes.fromhex(root) for root in vectors["roots"]]
    grown = Grown(leaves)

    assert [Grown(leaves[:size]).range.root() for size in range(len(roots))] == roots
    assert [tree.range_hash(0, size, grown.nodes) for size in range(len(roots))] == roots
    for vector in vectors["inclusion"]:
        index, size, path = vector["index"], vector["size"], [bytes.fromhex(step) for step in vector["path"]]
        assert tree.inclusion_path(index, size, grown.nodes) == path
        tree.verify_inclusion(index, size, tree.leaf(leaves[index]), path, roots[size])
    for vector in vectors["consistency"]:
        old, size, path = vector["old"], vector["size"], [bytes.fromhex(step) for step in vector["path"]]
        assert tree.consistency_path(old, size, grown.nodes) == path
        tree.verify_consistency(old, size, roots[old], roots[size], path)


def test_the_published_tree() -> None:
    vectors = json.loads(published.folder("merkle/rfc6962_tree.json").read_bytes())
    leaves = [bytes.fromhex(leaf) for leaf in vectors["leaf_inputs_hex"]]

    roots = [Grown(leaves[:size]).range.root().hex() for size in range(len(leaves) + 1)]

    assert roots == vectors["root_hashes_hex_by_size"]


DEVIATIONS = {
    "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json": (
        "its two equal roots are 12 bytes of text; a root that is no hash is refused here"
    ),
}
"""Where Wasl answers otherwise than the published vector, and why."""


def _refused(vector: dict[str, Any]) -> bool:
    def raw(name: str) -> bytes:
        return b64decode(vector[name] or "")

    path = [b64decode(step) for step in vector["proof"] or []]
    try:
        if vector["kind"] == "consistency":
            tree.verify_consistency(vector["size1"], vector["size2"], raw("root1"), raw("root2"), path)
        else:  # a subtree's inclusion proof is one in the tree of its own leaves
            start, end = vector.get("start", 0), vector.get("end", vector.get("treeSize"))
            tree.verify_inclusion(vector["leafIdx"] - start, end - start, raw("leafHash"), path, raw("root"))
    except ProofError:
        return True
    return False


def test_the_published_proofs() -> None:
    """346 vectors less 71 of subtree consistency, a proof that Wasl neither makes nor takes."""
    vectors = [vector for vector in published.lines("merkle/proofs.jsonl.gz") if vector["kind"] != "subtreeconsistency"]

    different = {vector["path"] for vector in vectors if _refused(vector) != vector["wantErr"]}

    assert len(vectors) == 275
    assert different == set(DEVIATIONS)


@settings(deadline=None, max_examples=120)
@given(st.integers(0, 40), st.data())
def test_every_prefix_is_consistent_and_every_leaf_provable(size: int, data: st.DataObject) -> None:
    leaves = LEAVES[:size]
    grown = Grown(leaves)
    root = grown.range.root()
    assert root == reference.root(leaves)

    old = data.draw(st.integers(0, size))
    path = tree.consistency_path(old, size, grown.nodes)
    assert path == reference.proof(old, leaves)
    tree.verify_consistency(old, size, reference.root(leaves[:old]), root, path)
    for index in range(size):
        steps = tree.inclusion_path(index, size, grown.nodes)
        assert steps == reference.path(index, leaves)
        tree.verify_inclusion(index, size, tree.leaf(leaves[index]), steps, root)


def _flip(hashed: bytes, bit: int) -> bytes:
    return (int.from_bytes(hashed) ^ 1 << bit).to_bytes(32)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 40), st.integers(0, 255), st.data())
def test_a_flipped_bit_in_an_inclusion_proof_is_caught(size: int, bit: int, data: st.DataObject) -> None:
    grown = Grown(LEAVES[:size])
    index = data.draw(st.integers(0, size - 1))
    parts = [tree.leaf(LEAVES[index]), grown.range.root(), *tree.inclusion_path(index, size, grown.nodes)]

    for place, part in enumerate(parts):
        hashed, root, *path = [*parts[:place], _flip(part, bit), *parts[place + 1 :]]
        with pytest.raises(ProofError):
            tree.verify_inclusion(index, size, hashed, path, root)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 40), st.integers(0, 255), st.data())
def test_a_flipped_bit_in_a_consistency_proof_is_caught(size: int, bit: int, data: st.DataObject) -> None:
    grown = Grown(LEAVES[:size])
    old = data.draw(st.integers(0, size))
    old_root = Grown(LEAVES[:old]).range.root()
    parts = [old_root, grown.range.root(), *tree.consistency_path(old, size, grown.nodes)]

    for place, part in enumerate(parts):
        if place == 1 and old == 0:
            continue  # nothing is claimed about a root when there is no older entry
        first, root, *path = [*parts[:place], _flip(part, bit), *parts[place + 1 :]]
        with pytest.raises(ProofError):
            tree.verify_consistency(old, size, first, root, path)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 40), st.data())
def test_a_proof_proves_one_place_in_one_size(size: int, data: st.DataObject) -> None:
    grown = Grown(LEAVES)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, 41))
    path, root = tree.inclusion_path(index, size, grown.nodes), Grown(LEAVES[:size]).range.root()

    if other != index:
        with pytest.raises(ProofError):
            tree.verify_inclusion(other, size, tree.leaf(LEAVES[index]), path, root)
    for wrong in (path[1:], path[:-1], [*path, root], [root, *path], [*path, b""]):
        if wrong != path:
            with pytest.raises(ProofError):
                tree.verify_inclusion(index, size, tree.leaf(LEAVES[index]), wrong, root)


def test_a_root_proves_neither_itself_nor_its_own_growth() -> None:
    root = Grown(LEAVES[:2]).range.root()

    with pytest.raises(ProofError):
        tree.verify_inclusion(0, 2, root, [], root)
    with pytest.raises(ProofError):
        tree.verify_consistency(1, 2, root, root, [])


def test_hashes_of_another_length_are_refused() -> None:
    """SHA-256(01 ‖ a ‖ b) would be the same for other cuts between a and b."""
    left, right = tree.leaf(b"left"), tree.leaf(b"right")
    root = tree.parent(left, right)
    tree.verify_inclusion(0, 2, left, [right], root)

    with pytest.raises(ProofError, match="32 bytes"):
        tree.verify_inclusion(0, 2, left + right[:1], [right[1:]], root)
    with pytest.raises(ProofError, match="32 bytes"):
        tree.verify_consistency(1, 2, left + right[:1], root, [right[1:]])


def test_nothing_comes_before_nothing_and_shrinking_is_refused() -> None:
    tree.verify_consistency(0, 0, tree.EMPTY_ROOT, tree.EMPTY_ROOT, [])
    for old, size in ((1, 0), (5, 4), (-1, 4)):
        with pytest.raises(ProofError):
            tree.verify_consistency(old, size, tree.EMPTY_ROOT, tree.EMPTY_ROOT, [])
        with pytest.raises(ValueError):
            tree.consistency_path(old, size, lambda _height, _number: b"")
    with pytest.raises(ValueError):
        tree.inclusion_path(4, 4, lambda _height, _number: b"")


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 40), st.integers(0, 40))
def test_a_range_goes_to_bytes_and_back_and_grows_on(size: int, more: int) -> None:
    first = Grown(LEAVES[:size]).range

    again = CompactRange.from_bytes(size, first.to_bytes())
    for data in LEAVES[size : size + more]:
        again.append(tree.leaf(data))

    assert again.root() == reference.root(LEAVES[: size + more])
    assert first.root() == reference.root(LEAVES[:size])
    assert len(again.to_bytes()) == 32 * again.size.bit_count()


@pytest.mark.parametrize(("size", "length"), [(0, 32), (1, 0), (3, 32), (3, 33), (3, 63), (3, 96), (-1, 0), (1, 31)])
def test_an_edge_that_does_not_fit_its_size_is_refused(size: int, length: int) -> None:
    with pytest.raises(ValueError):
        CompactRange.from_bytes(size, bytes(length))


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 30), st.integers(0, 20))
def test_a_batch_is_proved_from_the_edge_alone(size: int, more: int) -> None:
    before = Grown(LEAVES[:size]).range
    leaves = (LEAVES * 2)[: size + more]

    paths = tree.batch_proofs(before, [tree.leaf(data) for data in leaves[size:]])

    assert paths == [reference.path(index, leaves) for index in range(size, size + more)]
    assert before.size == size


def test_a_large_tree_needs_few_hashes() -> None:
    """Perfect subtrees of equal leaves: a tree of 2^40 leaves without making one."""
    hashes = [sha256(b"\x00same").digest()]
    for _ in range(40):
        hashes.append(tree.parent(hashes[-1], hashes[-1]))
    size = 2**40 - 5

    root = tree.range_hash(0, size, lambda height, _number: hashes[height])
    path = tree.inclusion_path(12345, size, lambda height, _number: hashes[height])
    proof = tree.consistency_path(2**39 + 7, size, lambda height, _number: hashes[height])

    tree.verify_inclusion(12345, size, hashes[0], path, root)
    old_root = tree.range_hash(0, 2**39 + 7, lambda height, _number: hashes[height])
    tree.verify_consistency(2**39 + 7, size, old_root, root, proof)
    assert len(path) == 40
    assert len(proof) < 80
