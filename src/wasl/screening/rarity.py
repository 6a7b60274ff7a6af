"""How much a shared name part says: the rarer it is, the more.

A part's rarity is the bits that it takes to name it, -log2 of its share among names. Spellings of one name share it:
they are counted together under the skeleton of their likeliest reading, so that a rare spelling of a common name, or
a common name in another script, passes for common. The share is what a list shows, tempered by a shipped table of
shares among persons at large; a part outside any list has the table's alone.
"""

import zlib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from wasl.screening.keys import skeletons
from wasl.screening.scripts import readings

UNSEEN: Final = 14.0
"""Bits of a part of a name that neither the list nor the table knows."""

BITS_MIN, BITS_MAX = 2.0, 17.0
_WEIGHT: Final = 4000
"""The shipped table counts as much as a list of this many subjects."""

_CACHED = 1 << 17


class Rarity:
    """The rarity of name parts, by counts of a list over the shipped table."""

    def __init__(self, codes: NDArray[np.uint32], counts: NDArray[np.uint32], total: int) -> None:
        """`codes` are the hashes of part classes, ascending, `counts` in how many of `total` subjects each stands."""
        self.codes, self.counts, self.total = codes, counts, total
        self.bits = lru_cache(_CACHED)(self._bits)

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """What is known without a list."""
        none = np.empty(0, np.uint32)
        return cls(none, none, 0)

    def _bits(self, part: str) -> float:
        """The rarity of a cleaned name part in bits, between `BITS_MIN` and `BITS_MAX`."""
        code = code_of(part)
        share = _shares().get(code, 2.0**-UNSEEN)
        if self.total:
            at = int(np.searchsorted(self.codes, code))
            count = int(self.counts[at]) if at < len(self.codes) and self.codes[at] == code else 0
            share = (count + _WEIGHT * share) / (self.total + _WEIGHT)
        return float(min(max(-np.log2(share), BITS_MIN), BITS_MAX))


@lru_cache(_CACHED)
def code_of(part: str) -> int:
    """The hash of the class that a part is counted in: consonants that tell names apart, written as signs."""
    return zlib.crc32(class_of(part).encode())


def class_of(part: str) -> str:
    """The class of a part: the fine skeleton of its likeliest reading, or its vowels where it has no consonant."""
    likeliest = next(iter(readings(part)), "") or part
    kept = skeletons(likeliest)
    return kept.fine or kept.vowels or part


@cache
def _shares() -> Mapping[int, float]:
    """The shipped table: classes of name parts and in how many of 100,000 names of persons each stands."""
    lines = (files("wasl.screening") / "data" / "rarity.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {zlib.crc32(name.encode()): float(share) / 100_000 for name, share in rows}
