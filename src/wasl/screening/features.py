"""What two words have in common, as numbers: the input of the token model.

Words are compared by their readings, each pair by the two readings that agree best, so that any two scripts meet in
Latin letters. A pair is turned so that nothing depends on which word came first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from wasl.screening.align import (
    EIGHTHS,
    LETTERS_MAX,
    Aligner,
    Bytes,
    Floats,
    Places,
    chunk_numbers,
    encode_letters,
    prices,
)
from wasl.screening.keys import skeletons
from wasl.screening.scripts import readings, script_of

LATIN: Final = "Latn"
SCRIPTS: Final = ("Arab", "Hebr", "Cyrl", "Kana", "Hani", "Hang", "other", LATIN)
"""Scripts in the order in which the words of a pair are turned; all but the last two have an aligner of their own."""

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

_PLACE: Final = {script: place for place, script in enumerate(SCRIPTS)}
_NATIVE: Final = _PLACE["other"]
_NO_ENDS: Final = "    "
_MEASURES: Final = 9
_WRITTEN_MAX: Final = 64
_HAN: Final = _PLACE["Hani"]
_OTHER, _LATIN, _SAME, _CROSS = (KINDS.index(kind) for kind in ("other", LATIN, "same", "cross"))

Strings = NDArray[np.object_]


class Forms(NamedTuple):
    """A word's script, its readings, and for each the skeletons and the measures.

    Measures are the lengths of the reading and of its skeletons, then the signs that the fine and the coarse one begin
    with, then those they end with.
    """

    script: int
    readings: tuple[str, ...]
    fine: tuple[str, ...]
    medium: tuple[str, ...]
    coarse: tuple[str, ...]
    vowels: tuple[str, ...]
    measures: tuple[bytes, ...]


@lru_cache(maxsize=1 << 15)
def forms(word: str) -> Forms:
    """The forms of a cleaned word. A word without letters reads as the empty string."""
    read = tuple(reading[:LETTERS_MAX] for reading in readings(word)) or ("",)
    fine, medium, coarse, vowels = zip(*map(skeletons, read), strict=True)
    measures = tuple(map(_measures, read, fine, medium, coarse, vowels))
    return Forms(_PLACE.get(script_of(word), _OTHER), read, fine, medium, coarse, vowels, measures)


def _measures(reading: str, fine: str, medium: str, coarse: str, vowels: str) -> bytes:
    lengths = len(reading), len(fine), len(medium), len(coarse), len(vowels)
    return bytes(lengths) + (fine[0] + coarse[0] + fine[-1] + coarse[-1] if coarse else _NO_ENDS).encode("ascii")


class Column(NamedTuple):
    """Strings and their lengths."""

    strings: Strings
    lengths: Floats

    @classmethod
    def of(cls, strings: Iterable[str], lengths: Bytes) -> "Column":
        """The strings, whose lengths are known."""
        found = list(strings)
        column = np.empty(len(found), object)
        column[:] = found
        return cls(column, lengths.astype(np.float32))


@dataclass(frozen=True)
class Columns:
    """The forms of several words one below the other: a word's are those from `start` on, `count` of them."""

    words: Sequence[str]
    script: Places
    start: Places
    count: Places
    readings: Column
    fine: Column
    medium: Column
    coarse: Column
    vowels: Column
    ends: Bytes

    @classmethod
    def of(cls, words: Sequence[str]) -> "Columns":
        """The forms of words, in their order."""
        found = [forms(word) for word in words]
        count = np.array([len(form.readings) for form in found], np.intp)
        script, *several, measures = zip(*found, strict=True)
        numbers = np.frombuffer(b"".join(chain.from_iterable(measures)), np.uint8).reshape(-1, _MEASURES)
        read, fine, medium, coarse, vowels = (
            Column.of(chain.from_iterable(strings), lengths)
            for strings, lengths in zip(several, numbers.T[: len(several)], strict=True)
        )
        return cls(
            words,
            np.array(script, np.intp),
            np.cumsum(count) - count,
            count,
            read,
            fine,
            medium,
            coarse,
            vowels,
            numbers[:, len(several) :],
        )


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
    words = sorted({*a, *b})
    place = {word: number for number, word in enumerate(words)}
    columns = Columns.of(words)
    left = np.fromiter(map(place.__getitem__, a), np.intp, len(a))
    right = np.fromiter(map(place.__getitem__, b), np.intp, len(b))
    rank = columns.script * len(words) + np.arange(len(words))
    turned = rank[left] > rank[right]
    first, second = np.where(turned, right, left), np.where(turned, left, right)
    script, beside = columns.script[first], columns.script[second]
    kind = np.where(beside == _LATIN, script, np.where(script == beside, _SAME, _CROSS))
    one, other, start, coarse = _best_readings(columns, first, second)
    fine, vowels = _alike(columns.fine, one, other)[1], _alike(columns.vowels, one, other)[1]
    return Pairs(columns, kind, first, second, one, other, np.column_stack((start, coarse, fine, vowels)))


def _best_readings(columns: Columns, first: Places, second: Places) -> tuple[Places, Places, Floats, Floats]:
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
    start = cpdist(
        columns.readings.strings[one], columns.readings.strings[other], scorer=JaroWinkler.similarity, dtype=np.float32
    )
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
    columns = pairs.columns
    script = columns.script[pairs.first]
    native = (script < _NATIVE) & (pairs.kind != _SAME)
    found = np.full((2, len(script)), EXPLAINED_MIN, np.float32)
    for by in np.flatnonzero(np.bincount(script[native])):
        chosen = native & (script == by)
        aligner = aligners[SCRIPTS[by]]
        source, row = np.unique(pairs.first[chosen], return_inverse=True)
        signs = aligner.encode([columns.words[word] for word in source])[row]
        found[:, chosen] = _explained(aligner, signs, _spelled(columns.readings.strings, pairs.other[chosen], letters))
    chosen = ~native | (script == _HAN)
    if chosen.any() and LATIN in aligners:
        aligner = aligners[LATIN]
        source, row = np.unique(pairs.one[chosen], return_inverse=True)
        signs = aligner.encode(columns.readings.strings[source].tolist())[row]
        by_reading = _explained(aligner, signs, _spelled(columns.readings.strings, pairs.other[chosen], letters))
        found[:, chosen] = np.maximum(found[:, chosen], by_reading)
    return found[0], found[1]


class _Spelled(NamedTuple):
    """Readings, each once, as an aligner sees them; `place` says which is whose."""

    chunks: NDArray[np.int32]
    lengths: Places
    by_chance: NDArray[np.int32]
    place: Places


def _spelled(readings: Strings, reading: Places, letters: Bytes) -> _Spelled:
    once, place = np.unique(reading, return_inverse=True)
    encoded = encode_letters(readings[once].tolist())
    by_chance = letters[np.pad(encoded, ((0, 0), (1, 0)))[:, :-1], encoded].sum(axis=1, dtype=np.int32)
    return _Spelled(chunk_numbers(encoded), np.count_nonzero(encoded, axis=1), by_chance, place)


def _explained(aligner: Aligner, signs: Places, spelled: _Spelled) -> Floats:
    place = spelled.place
    price = prices(aligner.prices, signs, aligner.columns(spelled.chunks)[place], spelled.lengths[place])
    bits = np.stack((spelled.by_chance[place] - price, -price)) / EIGHTHS
    return np.maximum(bits, EXPLAINED_MIN).astype(np.float32)


def _written(pairs: Pairs) -> Floats:
    """How alike the words are as written, for two of one script that is not Latin; else 0."""
    found = np.zeros(len(pairs.kind), np.float32)
    chosen = pairs.kind == _SAME
    if chosen.any():
        written = [word[:_WRITTEN_MAX] for word in pairs.columns.words]
        words = Column.of(written, np.array([len(word) for word in written], np.uint8))
        found[chosen] = _alike(words, pairs.first[chosen], pairs.second[chosen])[1]
    return found


def _alike(column: Column, one: Places, other: Places) -> tuple[Floats, Floats]:
    """Edits (transpositions count once) from one string to the other, and their likeness by the longer, 0 to 1."""
    strings = column.strings
    edits = cpdist(strings[one], strings[other], scorer=OSA.distance, dtype=np.uint8).astype(np.float32)
    longer = np.maximum(_lengths(column, one, other)[1], 1, dtype=np.float32)
    return edits, np.subtract(1, edits / longer, dtype=np.float32)


def _lengths(column: Column, one: Places, other: Places) -> tuple[Floats, Floats]:
    """The length of the shorter and of the longer string of each pair."""
    lengths = column.lengths[one], column.lengths[other]
    return np.minimum(*lengths), np.maximum(*lengths)
