"""The Merkle tree of the record (RFC 6962, section 2.1; proofs as RFC 9162 verifies them).

A *node* is a complete subtree, named by its height and its number at that height: node (h, n) covers the
leaves from n·2^h to (n+1)·2^h. A tree of any size is made of nodes alone, so whoever can look nodes up can
make every proof.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

Node = tuple[int, int, bytes]
"""Height, number at that height, hash."""

Nodes = Callable[[int, int], bytes]
"""Looks up the hash of node (height, number)."""


class ProofError(ValueError):
    """A proof does not lead from what it claims to the root."""


def leaf(data: bytes) -> bytes:
    """SHA-256(00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def parent(left: bytes, right: bytes) -> bytes:
    """SHA-256(01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """The right edge of a tree: the roots of its perfect subtrees, largest first.

    All that appending needs: at most 63 hashes, whatever the size.
    """

    __slots__ = ("_edge", "size")

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        if size < 0 or len(edge) != size.bit_count():
            message = f"a tree of {size} leaves has another number of perfect subtrees than {len(edge)}"
            raise ValueError(message)
        self.size = size
        self._edge = list(edge)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "CompactRange":
        """Read what `to_bytes` wrote. Raises ValueError when it does not fit the size."""
        if len(data) % HASH_SIZE:
            message = "an edge is cut short"
            raise ValueError(message)
        return cls(size, [data[start : start + HASH_SIZE] for start in range(0, len(data), HASH_SIZE)])

    def to_bytes(self) -> bytes:
        """The edge's hashes, largest subtree first."""
        return b"".join(self._edge)

    def copy(self) -> "CompactRange":
        """An independent copy."""
        return CompactRange(self.size, self._edge)

    def append(self, hashed: bytes) -> list[Node]:
        """Add one leaf hash; returns every node that became complete, the leaf first."""
        height, number = 0, self.size
        made = [(height, number, hashed)]
        while number & 1:
            hashed = parent(self._edge.pop(), hashed)
            height, number = height + 1, number >> 1
            made.append((height, number, hashed))
        self._edge.append(hashed)
        self.size += 1
        return made

    def nodes(self) -> Iterator[Node]:
        """The perfect subtrees of the edge, largest first."""
        start = 0
        for height, hashed in zip(_heights(self.size), self._edge, strict=True):
            yield height, start >> height, hashed
            start += 1 << height

    def root(self) -> bytes:
        """The Merkle tree hash of all leaves so far."""
        if not self._edge:
            return EMPTY_ROOT
        root = self._edge[-1]
        for hashed in reversed(self._edge[:-1]):
            root = parent(hashed, root)
        return root


def _heights(size: int) -> list[int]:
    return [height for height in range(size.bit_length() - 1, -1, -1) if size >> height & 1]


def _split(width: int) -> int:
    """The largest power of two below a width of at least 2."""
    return 1 << (width - 1).bit_length() - 1


def range_hash(start: int, end: int, nodes: Nodes) -> bytes:
    """The Merkle tree hash of leaves start to end; `start` must be a multiple of the width's power of two."""
    if start == end:
        return EMPTY_ROOT
    width = end - start
    if width & (width - 1) == 0:
        height = width.bit_length() - 1
        return nodes(height, start >> height)
    middle = start + _split(width)
    return parent(range_hash(start, middle, nodes), range_hash(middle, end, nodes))


def inclusion_path(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of a tree of `size` leaves, lowest first."""
    if not 0 <= index < size:
        message = f"entry {index} is not in a tree of {size}"
        raise ValueError(message)
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(range_hash(start, middle, nodes))
            start = middle
    return path[::-1]


def sides(index: int, size: int) -> list[str]:
    """Where each hash of an inclusion path stands, `left` or `right`, lowest first."""
    found = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        found.append("right" if index < middle else "left")
        start, end = (start, middle) if index < middle else (middle, end)
    return found[::-1]


def consistency_path(old: int, size: int, nodes: Nodes) -> list[bytes]:
    """The hashes that show the first `old` leaves of a tree of `size` unchanged; none for 0 and for equal sizes."""
    if not 0 <= old <= size:
        message = f"a tree of {size} does not begin with one of {old}"
        raise ValueError(message)
    path: list[bytes] = []
    start, end, whole = 0, size, True
    while old not in (0, end):
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(range_hash(start, middle, nodes))
            start, whole = middle, False
    if old and not whole:
        path.append(range_hash(start, end, nodes))
    return path[::-1]


def _whole_hashes(*hashes: bytes) -> None:
    if any(len(hashed) != HASH_SIZE for hashed in hashes):
        message = "a hash has another length than 32 bytes"
        raise ProofError(message)


def verify_inclusion(index: int, size: int, hashed: bytes, path: Sequence[bytes], root: bytes) -> None:
    """Check an inclusion path (RFC 9162, section 2.1.3.2). Raises ProofError."""
    if not 0 <= index < size:
        message = f"entry {index} is not in a tree of {size}"
        raise ProofError(message)
    _whole_hashes(hashed, root, *path)
    position, last = index, size - 1
    for step in path:
        if last == 0:
            message = "the proof is too long"
            raise ProofError(message)
        if position & 1 or position == last:
            hashed = parent(step, hashed)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            hashed = parent(hashed, step)
        position, last = position >> 1, last >> 1
    if last or hashed != root:
        message = "the proof does not lead to the root"
        raise ProofError(message)


def verify_consistency(old: int, size: int, old_root: bytes, root: bytes, path: Sequence[bytes]) -> None:
    """Check that a tree grew from an older one (RFC 9162, section 2.1.4.2). Raises ProofError."""
    if not 0 <= old <= size:
        message = f"the record shrank from {old} to {size}"
        raise ProofError(message)
    _whole_hashes(old_root, root, *path)
    if old in (0, size):
        _nothing_to_prove(root if old == size else EMPTY_ROOT, old_root, path)
        return
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        message = "the proof is empty"
        raise ProofError(message)
    position, last = old - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            message = "the proof is too long"
            raise ProofError(message)
        if position & 1 or position == last:
            before, after = parent(step, before), parent(step, after)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            after = parent(after, step)
        position, last = position >> 1, last >> 1
    if last or before != old_root or after != root:
        message = "the proof does not lead from the older root to the newer one"
        raise ProofError(message)


def _nothing_to_prove(root: bytes, old_root: bytes, path: Sequence[bytes]) -> None:
    if path:
        message = "the proof should be empty"
        raise ProofError(message)
    if old_root != root:
        message = "the roots differ for one size"
        raise ProofError(message)


def batch_proofs(before: CompactRange, leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The inclusion path of each newly appended leaf, in the tree that ends with the last of them.

    Needs nothing but the edge before the batch and the batch itself.
    """
    grown = before.copy()
    known = {(height, number): hashed for height, number, hashed in before.nodes()}
    for hashed in leaves:
        known.update({(height, number): node for height, number, node in grown.append(hashed)})

    def node(height: int, number: int) -> bytes:
        found = known.get((height, number))
        if found is None:
            found = known[height, number] = parent(node(height - 1, 2 * number), node(height - 1, 2 * number + 1))
        return found

    return [inclusion_path(before.size + place, grown.size, node) for place in range(len(leaves))]
