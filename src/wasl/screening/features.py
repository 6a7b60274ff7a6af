"""What two words have in common, as numbers: the input of the token model.

Words are compared by their readings, each pair by the two readings that agree best, so that any two scripts meet in
Latin letters. A pair is turned so that nothing depends on which word came first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from wasl.screening.align import (
    EIGHTHS,
    Aligner,
    Bytes,
    Floats,
    Places,
    chunk_numbers,
    encode_letters,
    prices,
)
from wasl.screening.lexicon import LATIN, SCRIPTS, Column, Columns, Lexicon

KINDS: Final = (*SCRIPTS, "same", "cross")
"""Kinds of pairs: a native script with Latin, Latin with itself, one other script with itself, two others."""

RISING: Final = (
    *("reading-start", "reading", "fine", "medium", "coarse", "vowels", "written"),
    *("reading-edits", "fine-edits", "coarse-edits", "starts", "ends", "explained", "explained-per-letter", "expected"),
)
"""Features that speak for one name the higher they are."""

LOOK: Final = ("reading-start", "coarse", "fine", "vowels")
"""Features that are cheap and tell most."""

FREE: Final = ("shorter", "apart", "shorter-skeleton", "shorter-coarse", "choices")
"""Features that say how much the others may be trusted."""

FEATURES: Final = (*RISING, *FREE)

EXPLAINED_MIN: Final = -40.0
"""Bits of explanation at least, also where there is no way from the signs to the letters."""

_NATIVE: Final = SCRIPTS.index("other")
_HAN: Final = SCRIPTS.index("Hani")
_WRITTEN_MAX: Final = 64
_OTHER, _LATIN, _SAME, _CROSS = (KINDS.index(kind) for kind in ("other", LATIN, "same", "cross"))


@dataclass(frozen=True)
class Pairs:
    """Pairs of words, each with the two readings that agree best.

    `first` and `second` are places among the words of `columns`, `one` and `other` among its readings. `kind`
    indexes `KINDS`. `look` (pairs, `LOOK`) is how alike the readings and skeletons are at a first look, 0 to 1.
    """

    columns: Columns
    kind: Places
    first: Places
    second: Places
    one: Places
    other: Places
    look: Floats

    def part(self, chosen: NDArray[np.bool_] | Places) -> "Pairs":
        """The chosen pairs alone."""
        places = (self.kind, self.first, self.second, self.one, self.other)
        kind, first, second, one, other = (place[chosen] for place in places)
        return Pairs(self.columns, kind, first, second, one, other, self.look[chosen])


def pair(a: Sequence[str], b: Sequence[str]) -> Pairs:
    """The pairs of two aligned lists of cleaned words, each turned into one order and with its best readings."""
    lexicon = Lexicon.shared()
    left, right = lexicon.numbers(a), lexicon.numbers(b)
    return pair_of(lexicon.columns, left, right)


def pair_of(columns: Columns, left: Places, right: Places) -> Pairs:
    """The same of words given by their numbers in a lexicon."""
    script, beside = columns.script[left], columns.script[right]
    turned = script > beside
    alike = np.flatnonzero(script == beside)
    turned[alike] = columns.words[left[alike]] > columns.words[right[alike]]
    first, second = np.where(turned, right, left), np.where(turned, left, right)
    kind = np.where(
        np.maximum(script, beside) == _LATIN, np.minimum(script, beside), np.where(script == beside, _SAME, _CROSS)
    )
    one, other, start, coarse = _best_readings(columns, first, second)
    fine, vowels = _alike(columns.fine, one, other)[1], _alike(columns.vowels, one, other)[1]
    return Pairs(columns, kind, first, second, one, other, np.column_stack((start, coarse, fine, vowels)))


def _best_readings(columns: Columns, first: Places, second: Places) -> tuple[Places, Places, Floats, Floats]:
    """Of each pair of words the two readings most alike, and how alike they and their coarse skeletons are."""
    one, other = columns.start[first], columns.start[second]
    count, across = columns.count[first] * columns.count[second], columns.count[second]
    if len(first) == count.sum():
        return one, other, *_nearness(columns, one, other)
    owner = np.repeat(np.arange(len(first)), count)
    begin = np.cumsum(count) - count
    row, column = np.divmod(np.arange(len(owner)) - begin[owner], across[owner])
    one, other = one[owner] + row, other[owner] + column
    start, coarse = _nearness(columns, one, other)
    best = np.lexsort((-start - coarse, owner))[begin]
    return one[best], other[best], start[best], coarse[best]


def _nearness(columns: Columns, one: Places, other: Places) -> tuple[Floats, Floats]:
    strings = columns.readings.strings
    start = cpdist(strings[one], strings[other], scorer=JaroWinkler.similarity, dtype=np.float32)
    return start, _alike(columns.coarse, one, other)[1]


def features(pairs: Pairs, aligners: Mapping[str, Aligner], letters: Bytes) -> Floats:
    """The features of pairs, shape (pairs, `FEATURES`).

    `aligners` has one for each script of its own and `LATIN`'s, from reading to reading; `letters` (27, 27) is the
    price of a letter after another in names at large, in eighths of a bit.
    """
    columns, one, other = pairs.columns, pairs.one, pairs.other
    reading_edits, reading = _alike(columns.readings, one, other)
    start, coarse, fine, vowels = pairs.look.T
    fine_shorter, fine_longer = _lengths(columns.fine, one, other)
    coarse_shorter, coarse_longer = _lengths(columns.coarse, one, other)
    shorter, longer = _lengths(columns.readings, one, other)
    same_ends = columns.ends[one] == columns.ends[other]
    bits, expected = explained(pairs, aligners, letters)
    by_name = {
        "reading-start": start,
        "reading": reading,
        "fine": fine,
        "medium": _alike(columns.medium, one, other)[1],
        "coarse": coarse,
        "vowels": vowels,
        "written": _written(pairs),
        "reading-edits": -reading_edits,
        "fine-edits": (fine - 1) * fine_longer,
        "coarse-edits": (coarse - 1) * coarse_longer,
        "starts": same_ends[:, :2].sum(axis=1),
        "ends": same_ends[:, 2:].sum(axis=1),
        "explained": bits,
        "explained-per-letter": bits / np.maximum(shorter, 1),
        "expected": expected,
        "shorter": shorter,
        "apart": longer - shorter,
        "shorter-skeleton": fine_shorter,
        "shorter-coarse": coarse_shorter,
        "choices": np.log2(columns.count[pairs.first] * columns.count[pairs.second], dtype=np.float32),
    }
    return np.stack([by_name[name] for name in FEATURES], axis=1, dtype=np.float32)


def explained(pairs: Pairs, aligners: Mapping[str, Aligner], letters: Bytes) -> tuple[Floats, Floats]:
    """How well the first word explains the letters of the second's reading.

    In bits: how much better than chance does, and how expected the letters are of this word (log2 of their chance).
    By the signs of its script where those have an aligner, by its reading otherwise. Han characters are tried both
    ways: they write foreign names by sound and are spelled, in Chinese names, with more letters than a chunk has.
    """
    columns, one, other = pairs.columns, pairs.one, pairs.other
    script = columns.script[pairs.first]
    native = (script < _NATIVE) & (pairs.kind != _SAME)
    found = np.full((2, len(script)), EXPLAINED_MIN, np.float32)
    for by in np.flatnonzero(np.bincount(script[native])):
        chosen = native & (script == by)
        aligner = aligners[SCRIPTS[by]]
        source, word = np.unique(pairs.first[chosen], return_inverse=True)
        signs = aligner.encode(columns.words[source].tolist())
        found[:, chosen] = _explained(aligner, signs, letters, columns.readings, (word, other[chosen]))
    chosen = ~native | (script == _HAN)
    if chosen.any() and LATIN in aligners:
        aligner = aligners[LATIN]
        source, word = np.unique(one[chosen], return_inverse=True)
        signs = aligner.encode(columns.readings.strings[source].tolist())
        by_reading = _explained(aligner, signs, letters, columns.readings, (word, other[chosen]))
        found[:, chosen] = np.maximum(found[:, chosen], by_reading)
    return found[0], found[1]


def _explained(
    aligner: Aligner, signs: Places, letters: Bytes, readings: Column, pairs: tuple[Places, Places]
) -> Floats:
    """The same by one aligner. `signs` are those of words; `pairs` the place of the word and the row of the reading."""
    word, reading = pairs
    source, place = np.unique(reading, return_inverse=True)
    spelled = encode_letters(readings.strings[source].tolist())
    by_chance = letters[np.pad(spelled, ((0, 0), (1, 0)))[:, :-1], spelled].sum(axis=1, dtype=np.int32)
    columns, lengths = aligner.columns(chunk_numbers(spelled)), np.count_nonzero(spelled, axis=1)
    price = prices(aligner.prices, signs, columns, lengths, (word, place))
    bits = np.stack((by_chance[place] - price, -price)) / EIGHTHS
    return np.maximum(bits, EXPLAINED_MIN).astype(np.float32)


def _written(pairs: Pairs) -> Floats:
    """How alike the words are as written, for two of one script that is not Latin; else 0."""
    found = np.zeros(len(pairs.kind), np.float32)
    chosen = pairs.kind == _SAME
    if chosen.any():
        sides = (pairs.columns.words[side[chosen]].tolist() for side in (pairs.first, pairs.second))
        one, other = ([word[:_WRITTEN_MAX] for word in words] for words in sides)
        found[chosen] = cpdist(one, other, scorer=OSA.normalized_similarity, dtype=np.float32)
    return found


def _alike(column: Column, one: Places, other: Places) -> tuple[Floats, Floats]:
    """Edits (exchanges count once) from one string to the other, and their likeness by the longer, 0 to 1."""
    strings = column.strings
    edits = cpdist(strings[one], strings[other], scorer=OSA.distance, dtype=np.uint8).astype(np.float32)
    longer = np.maximum(_lengths(column, one, other)[1], 1, dtype=np.float32)
    return edits, np.subtract(1, edits / longer, dtype=np.float32)


def _lengths(column: Column, one: Places, other: Places) -> tuple[Floats, Floats]:
    """The length of the shorter and of the longer string of each pair."""
    lengths = column.lengths[one], column.lengths[other]
    return np.minimum(*lengths).astype(np.float32), np.maximum(*lengths).astype(np.float32)
