"""How much a shared name part says: the rarer it is, the more.

A part's rarity is the bits that it takes to name it, -log2 of its share among names. Spellings of one name share it:
they are counted together under the skeleton of their likeliest reading, so that a rare spelling of a common name, or
a common name in another script, passes for common. The share is that among persons at large, from a shipped table, or
on the list where it is greater there: who is asked about is anybody, and however few of a common name are listed, many
are called so. Who is the father or mother of somebody is named no more rarely than that somebody.
"""

import zlib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from wasl.screening.keys import skeletons
from wasl.screening.persons import core_of
from wasl.screening.scripts import readings

UNSEEN: Final = 14.0
"""Bits of a part of a name that neither the list nor the table knows."""

BITS_MIN, BITS_MAX = 2.0, 17.0
_WEIGHT: Final = 4000
"""The shipped table counts as much as a list of this many subjects."""

_CACHED = 1 << 17
_VOWELS: Final = frozenset("aeiouy")


class Rarity:
    """The rarity of name parts, by the shipped table and counts of a list."""

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
        share = max(self._share(part), self._share(core_of(part)))
        return float(min(max(-np.log2(share), BITS_MIN), BITS_MAX))

    def _share(self, part: str) -> float:
        """In how great a share of names a part stands, among persons at large or on the list."""
        code = code_of(part)
        known = _shares().get(code, 0.0)
        share = known or 2.0**-UNSEEN
        if self.total:
            at = int(np.searchsorted(self.codes, code))
            count = int(self.counts[at]) if at < len(self.codes) and self.codes[at] == code else 0
            share = max(known, (count + _WEIGHT * share) / (self.total + _WEIGHT))
        return share


@lru_cache(_CACHED)
def code_of(part: str) -> int:
    """The hash of the class that a part is counted in: consonants that tell names apart, written as signs."""
    return zlib.crc32(class_of(part).encode())


def class_of(part: str) -> str:
    """The class of a part: the fine skeleton of its likeliest reading, or its vowels where it has no consonant.

    A mark before and behind stands for a vowel there, which most spellings of a name keep: Omar is not Maria.
    """
    likeliest = next(iter(readings(part)), "") or part
    kept = skeletons(likeliest)
    if not kept.fine:
        return kept.vowels or part
    return f"{_mark(likeliest[0])}{kept.fine}{_mark(likeliest[-1])}"


def _mark(letter: str) -> str:
    return "-" if letter in _VOWELS else ""


@cache
def _shares() -> Mapping[int, float]:
    """The shipped table: classes of name parts and in how many of 100,000 names of persons each stands."""
    lines = (files("wasl.screening") / "data" / "rarity.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {zlib.crc32(name.encode()): float(share) / 100_000 for name, share in rows}
