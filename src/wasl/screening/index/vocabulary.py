"""The distinct name parts of a list, filed under their keys, each with sketches of its readings.

A sketch is 128 bits in which readings that sound alike differ little.
"""

import zlib
from array import array
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from wasl.screening.align import Places
from wasl.screening.index.lists import Lists, Numbers, distinct, find, spread
from wasl.screening.index.storage import Array, named
from wasl.screening.index.texts import Texts
from wasl.screening.keys import keys, skeletons
from wasl.screening.lexicon import Lexicon
from wasl.screening.scripts import readings

Part = tuple[str, ...]
"""A name part as it is compared: its cleaned text, and other forms of the same words."""


class Vocabulary:
    """Distinct parts by number, with their words, keys and sketches."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        """From the arrays that `of` makes, or a file has.

        `words` are those of all parts, `begins` where each part's begin, with one place more than there are parts;
        `letters` what each may begin with (see `first_letters`); `codes` the hashes of keys, ascending; `filed` the
        parts under each; `sketched`, `consonants` and `vowels` the sketches of each part, one a reading.
        """
        self.arrays = arrays
        self.words = Texts(arrays["words.begins"], arrays["words.content"])
        self.letters: Numbers = arrays["letters"]
        self._begins: Numbers = arrays["begins"]
        self._codes: Numbers = arrays["codes"]
        self._filed = Lists(arrays["filed.begins"], arrays["filed.items"])
        self._sketched = Lists(arrays["sketched"], arrays["consonants"])
        self._vowels: Array = arrays["vowels"]
        self._of_one_word = len(self.words) == len(self)
        self._in_lexicon: tuple[Lexicon | None, Places] = None, np.empty(0, np.intp)

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Self:
        """File distinct parts; each gets its place as its number."""
        codes, numbers = array("I"), array("I")
        for number, part in enumerate(parts):
            filed = key_codes(part)
            codes.extend(filed)
            numbers.extend([number] * len(filed))
        distinct, under = np.unique(np.array(codes, np.uint32), return_inverse=True)
        by_key = Lists.grouped(under.astype(np.uint32), np.array(numbers, np.uint32), len(distinct))
        words = Texts.of([word.encode() for part in parts for word in part])
        sketches = [sketches_of(part) for part in parts]
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

    def under_each(self, codes: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], Numbers]:
        """The parts filed under any key of several lists: which list, and the part, each once and in this order.

        Keys are given by their hashes.
        """
        wanted = np.array([code for several in codes for code in several], np.uint32)
        places, there = find(wanted, self._codes)
        found, lengths = self._filed.gather(places[there])
        askers = np.repeat(np.arange(len(codes)), np.array([len(several) for several in codes], np.int64))
        filed = distinct(np.repeat(askers[there], lengths) << 32 | found)
        return filed >> 32, filed.astype(np.uint32)

    def spelt(self, parts: Numbers, lexicon: Lexicon) -> tuple[Places, Places, Places]:
        """The words of parts by their numbers in a lexicon: where those of each part begin, how many, the numbers."""
        begins = self._begins[parts].astype(np.intp)
        lengths = self._begins[parts + 1] - begins
        if self._of_one_word:
            return np.arange(len(parts)), lengths, self._numbered(begins, lexicon)
        return np.cumsum(lengths) - lengths, lengths, self._numbered(spread(begins, lengths), lexicon)

    def _numbered(self, words: Places, lexicon: Lexicon) -> Places:
        known, numbers = self._in_lexicon
        if known is not lexicon:
            numbers = np.full(len(self.words), -1, np.intp)
            self._in_lexicon = lexicon, numbers
        fresh = distinct(words[numbers[words] < 0])
        if len(fresh):
            numbers[fresh] = lexicon.numbers(self.words.pick(fresh))
        return numbers[words]

    @cached_property
    def is_latin(self) -> NDArray[np.bool_]:
        """Which parts are written in plain Latin letters."""
        beyond = np.concatenate(([0], np.cumsum(self.words.arrays["content"] > 127, dtype=np.uint32)))
        ends = beyond[self.words.arrays["begins"][self._begins]]
        plain: NDArray[np.bool_] = ends[1:] == ends[:-1]
        return plain

    def sketches(self, parts: Numbers) -> tuple[Numbers, NDArray[np.int64], Array, Array]:
        """The sketches of all, of consonants and of vowels, and where those of some parts begin and how many."""
        begins = self._sketched.begins[parts]
        return begins, self._sketched.lengths(parts), self._sketched.items, self._vowels


def first_letters(part: Part) -> int:
    """The letters that the readings of a part begin with, as the bits of a number."""
    letters = {reading[:1] for reading in readings(part[0]) if reading}
    return sum(1 << (ord(letter) & 31) for letter in letters)


def key_codes(part: Part) -> list[int]:
    """The hashes of the keys of a part, each once; of one that cannot be read, such as a number, the part itself."""
    found = {key for word in part for key in keys(word)} or {f"={part[0]}"}
    return [code_of_key(key) for key in found]


def sketches_of(part: Part) -> tuple[tuple[int, int], ...]:
    """The sketches of a part's readings: of their consonants and of their vowels, 64 bits each."""
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
