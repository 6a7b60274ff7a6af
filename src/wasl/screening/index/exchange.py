"""What processes that search one list in bulk tell each other: the forms of parts, which are dear to find.

Each has a file of its own in a folder that they share, to which it appends what it found, and reads those of the
others from time to time. The same part has the same forms whoever finds them, so nothing depends on who was first.
"""

import pickle
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from wasl.screening.index.expanding import Forms
from wasl.screening.index.vocabulary import Part

_LENGTH: Final = 8
_ROUND: Final = 1 << 32


class Exchange:
    """One of `several` processes that share a folder, which is theirs alone and for parts of one vocabulary."""

    def __init__(self, folder: Path, several: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._own = _own_file(folder)
        self._begin = int(self._own.name) * _ROUND // several
        self._read: dict[Path, int] = {}

    def ordered(self, parts: Sequence[Part]) -> list[Part]:
        """Parts in the order in which this process finds their forms: all go round one circle, each begins elsewhere.

        So two that need the same parts at the same time meet half-way, instead of finding everything twice.
        """
        return sorted(parts, key=lambda part: (zlib.crc32("\0".join(part).encode()) - self._begin) % _ROUND)

    def tell(self, parts: Sequence[Part], forms: Sequence[Forms]) -> None:
        """Tell the others the forms of parts."""
        lengths = np.array([len(numbers) for numbers, _ in forms], np.int64)
        numbers, bits = (np.concatenate([each[side] for each in forms]) for side in (0, 1))
        told = pickle.dumps((list(parts), lengths, numbers, bits), pickle.HIGHEST_PROTOCOL)
        with self._own.open("ab") as file:
            file.write(len(told).to_bytes(_LENGTH, "little") + told)

    def told(self) -> Iterator[tuple[Part, Forms]]:
        """What the others told since this was last asked: parts and their forms."""
        for path in sorted(self._folder.iterdir()):
            if path != self._own:
                for parts, lengths, numbers, bits in self._new(path):
                    ends = np.cumsum(lengths).tolist()
                    for part, begin, end in zip(parts, [0, *ends], ends, strict=False):
                        yield part, (numbers[begin:end], bits[begin:end])

    def _new(self, path: Path) -> Iterator[tuple[Any, ...]]:
        """What was written whole since the file was last read."""
        with path.open("rb") as file:
            file.seek(self._read.get(path, 0))
            while len(head := file.read(_LENGTH)) == _LENGTH:
                told = file.read(int.from_bytes(head, "little"))
                if len(told) < int.from_bytes(head, "little"):
                    return
                self._read[path] = file.tell()
                yield pickle.loads(told)  # noqa: S301 (written by processes of our own, into a folder of their own)


def _own_file(folder: Path) -> Path:
    """A file that nobody else has, called by the first number that is free."""
    number = 0
    while True:
        try:
            (folder / str(number)).touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return folder / str(number)
