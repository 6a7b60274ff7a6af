"""How the tree is laid out in files (C2SP tlog-tiles): 256 hashes a tile, 256 entries a bundle.

Level 0 holds leaf hashes; level l + 1 holds the roots of level l's full tiles. The unfinished tile at the right
edge is a file of its own, named by its width. A full tile never changes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wasl.record.tree import HASH_SIZE, Node, leaf, parent

WIDTH = 256
HEIGHT = 8

_PATH = re.compile(r"(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile's place: `level` is None for a bundle of entries; `width` is 256 when it is full."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it lies below the log's prefix."""
        level = "entries" if self.level is None else self.level
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{_grouped(self.number)}{partial}"


def _grouped(number: int) -> str:
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        groups.append(f"x{number % 1000:03d}")
    return "/".join(reversed(groups))


def parse_path(path: str) -> Tile | None:
    """The tile that a path below `tile/` names, or None when it names none."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    number = int(found[2].replace("x", "").replace("/", ""))
    width = int(found[3]) if found[3] else WIDTH
    tile = Tile(None if found[1] == "entries" else int(found[1]), number, width)
    in_order = tile.path == f"tile/{path}"
    return tile if in_order and (found[3] is None or width < WIDTH) else None


def levels(size: int) -> int:
    """How many levels of tiles a tree of this size has."""
    count = 0
    while size >> (HEIGHT * count):
        count += 1
    return count


def level_size(size: int, level: int) -> int:
    """How many hashes a level holds."""
    return size >> (HEIGHT * level)


def of_size(size: int) -> Iterator[Tile]:
    """Every tile of a tree of this size: bundles of entries, then each level."""
    for level in (None, *range(levels(size))):
        whole, rest = divmod(level_size(size, level or 0), WIDTH)
        for number in range(whole):
            yield Tile(level, number)
        if rest:
            yield Tile(level, whole, rest)


def bundle(entries: Sequence[bytes]) -> bytes:
    """A bundle's bytes: each entry after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def unbundle(data: bytes) -> list[bytes]:
    """The entries of a bundle. Raises ValueError when it is cut short."""
    entries, place = [], 0
    while place < len(data):
        end = place + 2 + int.from_bytes(data[place : place + 2])
        if end > len(data) or place + 2 > len(data):
            message = "a bundle of entries is cut short"
            raise ValueError(message)
        entries.append(data[place + 2 : end])
        place = end
    return entries


def hashes(data: bytes) -> list[bytes]:
    """The hashes of a tile. Raises ValueError when it is cut short."""
    if len(data) % HASH_SIZE:
        message = "a tile is cut short"
        raise ValueError(message)
    return [data[start : start + HASH_SIZE] for start in range(0, len(data), HASH_SIZE)]


def tile_root(full: Sequence[bytes]) -> bytes:
    """The root over a full tile's hashes."""
    row = list(full)
    while len(row) > 1:
        row = [parent(row[place], row[place + 1]) for place in range(0, len(row), 2)]
    return row[0]


class Rows:
    """The tiles of hashes as they fill up from below; holds the unfinished one of each level.

    `done` is told of each tile with its hashes: the full ones as they fill, the unfinished ones by `close`.
    """

    def __init__(self, done: Callable[[Tile, list[bytes]], None], lowest: int = 0) -> None:
        self._done, self._lowest = done, lowest
        self._rows: list[list[bytes]] = [[]]
        self._numbers = [0]

    def add(self, hashed: bytes) -> None:
        """Take the next hash of the lowest level."""
        row = self._rows[0]
        row.append(hashed)
        if len(row) == WIDTH:
            self._full(0)

    def _full(self, height: int) -> None:
        """Hand the full tile on and add its root to the level above."""
        row = self._rows[height]
        self._done(Tile(self._lowest + height, self._numbers[height]), row)
        self._rows[height] = []
        self._numbers[height] += 1
        if height + 1 == len(self._rows):
            self._rows.append([])
            self._numbers.append(0)
        above = self._rows[height + 1]
        above.append(tile_root(row))
        if len(above) == WIDTH:
            self._full(height + 1)

    def close(self) -> None:
        """Hand on the unfinished tiles."""
        for height, row in enumerate(self._rows):
            if row:
                self._done(Tile(self._lowest + height, self._numbers[height], len(row)), row)


def leaf_hashes(entries: Sequence[bytes]) -> list[bytes]:
    """The leaf hash of each entry."""
    return [leaf(entry) for entry in entries]


def new_tile_nodes(made: Sequence[Node]) -> list[tuple[int, int, bytes]]:
    """Of the nodes an append completed, the roots of tiles that became full: (level, number, hash)."""
    return [(height // HEIGHT, number, hashed) for height, number, hashed in made if height and height % HEIGHT == 0]
