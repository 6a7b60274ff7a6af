"""How a native word may be written in Latin letters: the best alignment of its signs with chunks of letters.

A sign (a letter of the native script, for Hangul a jamo) stands for a chunk of none to three Latin letters, at a
learned price of minus log2 P(chunk | sign). A word's price is that of its cheapest way through; set against the
price of the letters by themselves it says how much better the native word explains them than chance does. Many
pairs are priced at once: one numpy step a sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

SIGNS_MAX: Final = 20
LETTERS_MAX: Final = 20
"""Signs and letters looked at; what is longer is compared by its beginning."""

CHUNK_MAX: Final = 3
CHUNKS: Final = 27**CHUNK_MAX
"""Chunks of letters are numbers in base 27, `a` being 1; the empty chunk is 0."""

EIGHTHS: Final = 8
"""Prices are whole eighths of a bit, so that a table is bytes."""

UNSEEN: Final = 4
"""The first columns of a table: the empty chunk, then a chunk of 1, 2, 3 letters that has no column of its own."""

_FAR: Final = 20_000
_BLOCK: Final = 512

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Places = NDArray[np.intp]
Prices = NDArray[np.int16]


@dataclass(frozen=True)
class Aligner:
    """The prices of one script's signs.

    `signs` are its signs by their codes, in the order of the rows from 2; row 0 is the end of the word and row 1 any
    other sign. `chunks` are the numbers of the chunks that have a column, in their order from `UNSEEN` on. `prices`
    (rows, columns) are in eighths of a bit.
    """

    signs: str
    chunks: NDArray[np.uint16]
    prices: Bytes

    def encode(self, words: Sequence[str]) -> Places:
        """The rows of the words' signs, (words, `SIGNS_MAX`), 0 behind the end."""
        text = "".join([signs_of(word).ljust(SIGNS_MAX, "\0") for word in words])
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").reshape(-1, SIGNS_MAX)
        places = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        rows = np.where(self._codes[places] == codes, places + 2, 1)
        rows[codes == 0] = 0
        return rows

    def columns(self, chunks: NDArray[np.int32]) -> NDArray[np.int32]:
        """The columns of chunks given by number, as `chunk_numbers` has them."""
        return self._column[chunks]

    def likeliest(self) -> dict[str, str]:
        """The chunk that each sign is written as most often, as letters."""
        return {
            sign: letters_of(int(self.chunks[column - UNSEEN])) if column >= UNSEEN else ""
            for sign, column in zip(self.signs, self.prices[2:].argmin(axis=1).tolist(), strict=True)
        }

    @cached_property
    def _codes(self) -> NDArray[np.uint32]:
        return np.array([ord(sign) for sign in self.signs], np.uint32)

    @cached_property
    def _column(self) -> NDArray[np.int32]:
        column = np.full(CHUNKS, CHUNK_MAX, np.int32)
        column[: 27**2] = 2
        column[:27] = 1
        column[0] = 0
        column[self.chunks] = np.arange(UNSEEN, UNSEEN + len(self.chunks))
        return column


def signs_of(word: str) -> str:
    """The signs of a native word, at most `SIGNS_MAX`: its characters, a Hangul syllable's jamo."""
    return normalize("NFD", word[:SIGNS_MAX])[:SIGNS_MAX] if "가" <= word[:1] <= "힣" else word[:SIGNS_MAX]


def encode_letters(readings: Sequence[str]) -> Bytes:
    """Readings (letters a to z) as numbers, `a` being 1: (readings, `LETTERS_MAX`), 0 behind the end."""
    joined = "".join([reading[:LETTERS_MAX].ljust(LETTERS_MAX, "`") for reading in readings])
    letters = np.frombuffer(joined.encode("ascii"), np.uint8) - np.uint8(ord("`"))
    return letters.reshape(-1, LETTERS_MAX)


def chunk_numbers(letters: Bytes) -> NDArray[np.int32]:
    """For every length 0 to 3 and place 0 to the end, the chunk of that length that ends there.

    Shape (readings, 4, letters + 1). Where a chunk would begin before the word, its number means nothing.
    """
    count, wide = letters.shape
    numbers = np.zeros((count, CHUNK_MAX + 1, wide + 1), np.int32)
    numbers[:, 1, 1:] = letters
    for length in range(2, CHUNK_MAX + 1):
        numbers[:, length, 1:] = letters
        numbers[:, length, 1:] += 27 * numbers[:, length - 1, :-1]
    return numbers


def letters_of(chunk: int) -> str:
    """The letters of a chunk given by number."""
    return letters_of(chunk // 27) + chr(ord("`") + chunk % 27) if chunk else ""


def prices(
    table: Bytes, signs: Places, columns: NDArray[np.int32], lengths: Places, pairs: tuple[Places, Places]
) -> Prices:
    """The price of each pair in eighths of a bit: its cheapest alignment.

    `signs` (words, signs) are rows of the table, `columns` (readings, 4, letters + 1) those of the chunks, `lengths`
    (readings,) their letters; `pairs` are the places of the word and of the reading of each pair.
    """
    word, reading = pairs
    found = np.empty(len(word), np.int16)
    order = np.argsort(lengths[reading] + np.count_nonzero(signs, axis=1)[word])  # the longest pair sets a block's time
    flat, rows = table.ravel().astype(np.int16), np.ascontiguousarray(signs.T * table.shape[1])
    chunks = np.ascontiguousarray(columns[:, 1:].transpose(1, 2, 0))
    for start in range(0, len(word), _BLOCK):
        block = order[start : start + _BLOCK]
        its_lengths = lengths[reading[block]]
        wide = int(its_lengths.max()) + 1
        found[block] = _prices(
            flat, rows[:, word[block]], chunks[:, :wide, reading[block]].astype(np.intp), its_lengths
        )
    return found


def _prices(table: Prices, rows: Places, chunks: Places, lengths: Places) -> Prices:
    """The prices of one block; the pairs are the last axis throughout."""
    longest, wide = int(np.count_nonzero(rows, axis=0).max()), chunks.shape[1]
    nothing = table[rows]
    so_far = np.full((CHUNK_MAX + wide, len(lengths)), _FAR, np.int16)
    so_far[CHUNK_MAX] = 0
    places, steps = np.empty_like(chunks), np.empty(chunks.shape, np.int16)
    for sign in range(longest):
        np.add(chunks, rows[sign], out=places)
        np.take(table, places, out=steps, mode="clip")
        best = so_far[CHUNK_MAX:] + nothing[sign]
        for length in range(1, CHUNK_MAX + 1):
            steps[length - 1] += so_far[CHUNK_MAX - length : CHUNK_MAX - length + wide]
            np.minimum(best, steps[length - 1], out=best)
        so_far[CHUNK_MAX:] = best
    return so_far[lengths + CHUNK_MAX, np.arange(len(lengths))]
