"""Which parts of a list a part of a query may be a form of.

Keys are coarse on purpose, so that a misspelt or unvowelled word still shares one with its forms; a large list then
has thousands of parts under one key. Sketches tell in a few machine instructions how far a part is from the word;
only the nearest are left to the learned scorer. All parts of all queries at hand are looked up together.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wasl.screening.index.lists import Numbers, crossed, parted
from wasl.screening.index.vocabulary import Part, Vocabulary, key_codes, sketches_of
from wasl.screening.lexicon import Lexicon
from wasl.screening.nearness import Nearness
from wasl.screening.tokens import TokenModel

LOOKED_AT_MAX, LOOKED_AT_IN_LATIN = 192, 64
"""Parts that are scored for one part of a query, and for one in Latin letters, whose sketch tells more."""

FAR: Final = 72
"""How far sketches of Latin words may be apart: two for each sign of the consonants that differs, six of the vowels."""

LOOK_LEAST: Final = -4.0
"""Bits that a first look at two words must find, for the learned scorer to look at them again."""

TOGETHER: Final = 512
"""Parts of queries that are looked up together: what bounds the memory."""

Forms = tuple[Numbers, NDArray[np.float32]]
"""Parts by number, ascending, and for each the bits that what was asked for and it are forms of one part."""

Counts = NDArray[np.int64]


def looked_at(part: Part) -> int:
    """How many parts of a list are scored for a part of a query at most."""
    return LOOKED_AT_IN_LATIN if part[0].isascii() else LOOKED_AT_MAX


def expand(vocabulary: Vocabulary, parts: Sequence[Part], model: TokenModel) -> list[Forms]:
    """The parts of a vocabulary near to each of several parts, and the learned scorer's bits, from `LOOK_LEAST` on."""
    found: list[Forms] = []
    for begin in range(0, len(parts), TOGETHER):
        some = parts[begin : begin + TOGETHER]
        askers, numbers = near(vocabulary, some)
        bits = _scored(vocabulary, some, askers, numbers, model)
        kept = bits >= LOOK_LEAST
        askers, numbers, bits = askers[kept], numbers[kept], bits[kept]
        found += zip(*(parted(each, askers, len(some)) for each in (numbers, bits)), strict=True)
    return found


def near(vocabulary: Vocabulary, parts: Sequence[Part]) -> tuple[Counts, Numbers]:
    """The parts of a vocabulary nearest to each of several, so many as are looked at: who asks, and the number.

    In the order of those who ask, then of the numbers.
    """
    askers, found = vocabulary.under_each([key_codes(part) for part in parts])
    if not len(found):
        return askers, found
    rank = _ranked(vocabulary, parts, askers, found)
    kept = rank < np.array([looked_at(part) for part in parts])[askers]
    return askers[kept], found[kept]


def _ranked(vocabulary: Vocabulary, parts: Sequence[Part], askers: Counts, found: Numbers) -> Counts:
    """Of each part found how many are nearer to the asker, of two as near the one of the lower number first.

    Where both are in Latin letters, which write vowels, these tell most, and those that are `FAR` come last of all.
    """
    asking, slots = np.unique(askers, return_inverse=True)
    sketches = [sketches_of(parts[number]) for number in asking.tolist()]
    consonants, vowels = np.array([each for several in sketches for each in several], np.uint64).reshape(-1, 2).T
    ours = np.array([len(several) for several in sketches])
    begins, lengths, their_consonants, their_vowels = vocabulary.sketches(found)
    one, other, runs = crossed((np.cumsum(ours) - ours)[slots], ours[slots], begins, lengths)
    unlike = np.bitwise_count(consonants[one] ^ their_consonants[other]).astype(np.int64)
    unlike_vowels = np.bitwise_count(vowels[one] ^ their_vowels[other]).astype(np.int64)
    in_latin = np.array([parts[number][0].isascii() for number in asking.tolist()])[slots] & vocabulary.is_latin[found]
    apart = np.where(
        in_latin,
        np.minimum.reduceat(2 * unlike + 6 * unlike_vowels, runs),
        np.minimum.reduceat(6 * unlike + 3 * unlike_vowels, runs),
    )
    order = np.argsort(slots << 10 | apart, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.searchsorted(slots, np.arange(len(asking)))[slots]
    rank[in_latin & (apart > FAR)] = LOOKED_AT_MAX
    return rank


def _scored(
    vocabulary: Vocabulary, parts: Sequence[Part], askers: Counts, found: Numbers, model: TokenModel
) -> NDArray[np.float32]:
    """The learned scorer's bits of each part found and the part it was found for, by the words that agree best."""
    if not len(found):
        return np.empty(0, np.float32)
    lexicon = Lexicon.shared()
    words = np.array([len(part) for part in parts])
    begins, lengths, there = vocabulary.spelt(found, lexicon)
    one, other, runs = crossed((np.cumsum(words) - words)[askers], words[askers], begins, lengths)
    asked = lexicon.numbers([word for part in parts for word in part])
    columns, ours, theirs = lexicon.columns, asked[one], there[other]
    scored = model.bits_of(columns, ours, theirs, LOOK_LEAST).astype(np.float64)
    bits = Nearness.shipped().bits(columns, ours, theirs, scored).astype(np.float32)
    return np.maximum.reduceat(bits, runs)
