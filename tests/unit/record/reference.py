"""The Merkle tree word for word as RFC 6962, section 2.1, defines it: slow, recursive, and easy to believe."""

from hashlib import sha256
from typing import Any

from wasl.record import tree
from wasl.record.tree import CompactRange


def split(size: int) -> int:
    """k: the largest power of two smaller than n."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def root(leaves: list[bytes]) -> bytes:
    """MTH(D[n])."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), root(leaves[k:])]
    return [*path(index - k, leaves[k:]), root(leaves[:k])]


def proof(old: int, leaves: list[bytes]) -> list[bytes]:
    """PROOF(m, D[n]); empty for no leaves and for all of them."""
    return subproof(old, leaves, whole=True) if 0 < old < len(leaves) else []


def subproof(old: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*subproof(old, leaves[:k], whole=whole), root(leaves[k:])]
    return [*subproof(old - k, leaves[k:], whole=False), root(leaves[:k])]


def vectors() -> dict[str, Any]:
    """What `tests/vectors/record/tree.json` holds."""
    leaves = [f"leaf {number}".encode() * number for number in range(13)]
    sizes = range(len(leaves) + 1)
    return {
        "about": "RFC 6962, section 2.1; leaves, roots by size and proof hashes in hexadecimal",
        "leaves": [leaf.hex() for leaf in leaves],
        "roots": [root(leaves[:size]).hex() for size in sizes],
        "inclusion": [
            {"index": index, "size": size, "path": [step.hex() for step in path(index, leaves[:size])]}
            for size in sizes
            for index in range(size)
        ],
        "consistency": [
            {"old": old, "size": size, "path": [step.hex() for step in proof(old, leaves[:size])]}
            for size in sizes
            for old in range(size + 1)
        ],
    }


class Grown:
    """The library's tree, with every node kept."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.range = CompactRange()
        self.known: dict[tuple[int, int], bytes] = {}
        for data in leaves:
            self.append(tree.leaf(data))

    def append(self, hashed: bytes) -> None:
        self.known |= {(height, number): node for height, number, node in self.range.append(hashed)}

    def nodes(self, height: int, number: int) -> bytes:
        return self.known[height, number]
