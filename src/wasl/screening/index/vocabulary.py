"""The distinct name parts of a list, filed under their keys, and which of them a word of a query may be a form of.

Keys are coarse on purpose, so that a misspelt or unvowelled word still shares one with its forms; a large list then
has thousands of parts under one key. Sketches of each reading, 128 bits, tell in a few machine instructions
how far a part is from the word; only the nearest are left to the learned scorer.
"""

import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from wasl.screening.index.lists import Lists, Numbers, spread
from wasl.screening.index.storage import Array, named
from wasl.screening.index.texts import Texts
from wasl.screening.keys import keys, skeletons
from wasl.screening.scripts import readings
from wasl.screening.tokens import TokenModel

LOOKED_AT_MAX: Final = 96
"""Parts that are scored for one word of a query."""

Part = tuple[str, ...]
"""A name part as it is compared: its cleaned text, and other forms of the same words."""

Forms = tuple[Numbers, NDArray[np.float32]]
"""Parts by number, ascending, and for each the bits that what was asked for and it are forms of one part."""


class Vocabulary:
    """Distinct parts by number, with their words, keys and sketches."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        """From the arrays that `of` makes, or a file has.

        `words` are those of all parts, `begins` where each part's begin, with one place more than there are parts;
        `letters` what each may begin with (see `first_letters`); `codes` the hashes of keys, ascending; `filed` the
        parts under each; `sketched`, `consonants` and `vowels` the sketches of
        each part, one a reading.
        """
        self.arrays = arrays
        self.words = Texts(arrays["words.begins"], arrays["words.content"])
        self.letters: Numbers = arrays["letters"]
        self._begins: Numbers = arrays["begins"]
        self._codes: Numbers = arrays["codes"]
        self._filed = Lists(arrays["filed.begins"], arrays["filed.items"])
        self._consonants = Lists(arrays["sketched"], arrays["consonants"])
        self._vowels: Array = arrays["vowels"]
        self._of_one_word = len(self.words) == len(self)

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Self:
        """File distinct parts; each gets its place as its number."""
        codes, numbers = array("I"), array("I")
        for number, part in enumerate(parts):
            for key in _keys(part):
                codes.append(code_of_key(key))
                numbers.append(number)
        distinct, under = np.unique(np.array(codes, np.uint32), return_inverse=True)
        by_key = Lists.grouped(under.astype(np.uint32), np.array(numbers, np.uint32), len(distinct))
        words = Texts.of([word.encode() for part in parts for word in part])
        sketches = [_sketches(part) for part in parts]
        begins = np.cumsum([0, *map(len, sketches)], dtype=np.uint32)
        consonants, vowels = np.array([each for several in sketches for each in several], np.uint64).reshape(-1, 2).T
        return cls(
            {
                **named("words", words.arrays),
                "begins": np.cumsum([0, *map(len, parts)], dtype=np.uint32),
                "letters": np.array([first_letters(part) for part in parts], np.uint32),
                "codes": distinct,
                **named("filed", by_key.arrays),
                "sketched": begins,
                "consonants": consonants.copy(),
                "vowels": vowels.copy(),
            }
        )

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __getitem__(self, number: int) -> Part:
        begin, end = self._begins[number : number + 2].tolist()
        return tuple(self.words[at] for at in range(begin, end))

    def under(self, codes: Sequence[int]) -> Numbers:
        """The parts filed under keys of these hashes, ascending by number."""
        if not len(self._codes) or not codes:
            return np.empty(0, np.uint32)
        wanted = np.array(codes, np.uint32)
        places = np.minimum(np.searchsorted(self._codes, wanted), len(self._codes) - 1)
        found: Numbers = np.unique(self._filed.gather(places[self._codes[places] == wanted])[0])
        return found

    def near(self, part: Part) -> Numbers:
        """The parts here nearest to a part of a query, ascending by number; at most `LOOKED_AT_MAX`."""
        found = self.under([code_of_key(key) for key in _keys(part)])
        if len(found) > LOOKED_AT_MAX:
            distances = self._distances(found, _sketches(part))
            found = np.sort(found[np.argpartition(distances, LOOKED_AT_MAX)[:LOOKED_AT_MAX]])
        return found

    def spelt(self, parts: Numbers) -> tuple[list[str], NDArray[np.int64] | None]:
        """The words of several parts, and how many each has, or None for one each."""
        if self._of_one_word:
            return self.words.pick(parts), None
        begins = self._begins[parts]
        lengths = self._begins[parts + 1].astype(np.int64) - begins
        return self.words.pick(spread(begins, lengths)), lengths

    def _distances(self, parts: Numbers, sketches: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
        """How far each part is from what has these sketches, by the nearest two readings."""
        lengths = self._consonants.lengths(parts)
        places = spread(self._consonants.begins[parts], lengths)
        consonants, vowels = self._consonants.items[places], self._vowels[places]
        distances = [
            2 * np.bitwise_count(consonants ^ np.uint64(ours)) + np.bitwise_count(vowels ^ np.uint64(beside))
            for ours, beside in sketches
        ]
        return np.asarray(np.minimum.reduceat(np.min(distances, axis=0), np.cumsum(lengths) - lengths), np.int64)


def expand(vocabulary: Vocabulary, parts: Sequence[Part], model: TokenModel) -> list[Forms]:
    """The parts of a vocabulary near to each part of a query, and the learned scorer's bits, all in one go."""
    near = [vocabulary.near(part) for part in parts]
    spelt = [vocabulary.spelt(numbers) for numbers in near]
    asked = [word for part, (words, _) in zip(parts, spelt, strict=True) for word in part for _ in words]
    there = [each for part, (words, _) in zip(parts, spelt, strict=True) for _ in part for each in words]
    scored, end, found = model.bits(asked, there) if asked else np.empty(0, np.float32), 0, []
    for part, numbers, (words, lengths) in zip(parts, near, spelt, strict=True):
        begin, end = end, end + len(part) * len(words)
        bits = scored[begin:end].reshape(len(part), -1).max(axis=0) if len(words) else scored[:0]
        if lengths is not None and len(words):
            bits = np.maximum.reduceat(bits, np.cumsum(lengths) - lengths)
        found.append((numbers, bits))
    return found


def first_letters(part: Part) -> int:
    """The letters that the readings of a part begin with, as the bits of a number."""
    letters = {reading[:1] for reading in readings(part[0]) if reading}
    return sum(1 << (ord(letter) & 31) for letter in letters)


def _keys(part: Part) -> set[str]:
    """The keys of a part; of one that cannot be read, such as a number, the part itself."""
    return {key for word in part for key in keys(word)} or {f"={part[0]}"}


def _sketches(part: Part) -> tuple[tuple[int, int], ...]:
    return tuple({_sketch(reading) for word in part for reading in readings(word)}) or ((0, 0),)


@lru_cache(1 << 16)
def _sketch(reading: str) -> tuple[int, int]:
    """Which consonants and which vowels there are and what each stands beside, hashed to 64 bits each."""
    kept = skeletons(reading)
    ends = _bit(f"{kept.vowels[:1]}~") | _bit(f"~{kept.vowels[-1:]}")
    return _signs(kept.medium) | ends, _signs(kept.vowels)


def _signs(text: str) -> int:
    framed, bits = f"^{text}$", 0
    for at, sign in enumerate(text):
        bits |= _bit(sign) | _bit(framed[at : at + 2])
    return bits | _bit(framed[-2:])


@cache
def _bit(mark: str) -> int:
    """The bit of one or two signs."""
    return 1 << (code_of_key(mark) & 63)


def code_of_key(key: str) -> int:
    """The hash of a key."""
    return zlib.crc32(key.encode())
