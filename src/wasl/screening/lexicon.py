"""Words as the token model sees them: what each is read as and boiled down to, worked out once.

A lexicon gives words numbers and keeps their forms in columns, so that any number of pairs of them is compared by
numpy and rapidfuzz alone. It only grows; whoever holds its columns may go on using them.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.screening.align import LETTERS_MAX, Bytes, Places
from wasl.screening.grammar import fold
from wasl.screening.keys import skeletons
from wasl.screening.scripts import readings, script_of

LATIN: Final = "Latn"
SCRIPTS: Final = ("Arab", "Hebr", "Cyrl", "Kana", "Hani", "Hang", "other", LATIN)
"""Scripts in the order in which the words of a pair are turned; all but the last two have an aligner of their own."""

WORDS_MAX: Final = 1 << 17
"""Words of one lexicon, about 80 MB; then a new one is begun."""

_PLACE: Final = {script: place for place, script in enumerate(SCRIPTS)}
_OTHER: Final = _PLACE["other"]
_FORMS: Final = 5
_NO_ENDS: Final = "    "
_ROOM: Final = 1 << 10


class Forms(NamedTuple):
    """A word's script, by a number of its own and by its place in `SCRIPTS`, and its readings with their skeletons.

    Those are the fine, the medium and the coarse one, and the vowels.
    """

    writing: int
    script: int
    readings: tuple[tuple[str, ...], ...]


def forms(word: str) -> Forms:
    """The forms of a cleaned word. A word without letters reads as the empty string."""
    read = [reading[:LETTERS_MAX] for reading in readings(word)] or [""]
    script = script_of(word)
    writing = zlib.crc32(script.encode())
    return Forms(writing, _PLACE.get(script, _OTHER), tuple((reading, *skeletons(reading)) for reading in read))


def _ends(strings: tuple[str, ...]) -> str:
    _, fine, _, coarse, _ = strings
    return fine[0] + coarse[0] + fine[-1] + coarse[-1] if coarse else _NO_ENDS


class Column(NamedTuple):
    """Strings and their lengths."""

    strings: NDArray[np.object_]
    lengths: NDArray[np.integer]


@dataclass(frozen=True)
class Columns:
    """The forms of words one below the other: a word's are those from `start` on, `count` of them.

    `words` to `count` have a row a word; the others one a reading. `folded` are the words in plain letters where they
    are Latin, `edges` the codes of the letters that these begin and end with; `writing` tells apart scripts that have
    no place in `SCRIPTS`, too. `ends` are the signs that the fine and the coarse skeleton begin with, then those they
    end with.
    """

    words: NDArray[np.object_]
    folded: Column
    edges: NDArray[np.int32]
    writing: Places
    script: Places
    start: Places
    count: Places
    readings: Column
    fine: Column
    medium: Column
    coarse: Column
    vowels: Column
    ends: Bytes


class Lexicon:
    """Words by number. Threads may share one."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._lock = Lock()
        self._words = np.empty((_ROOM, 2), object)
        self._places = np.empty((_ROOM, 4), np.intp)
        self._letters = np.empty((_ROOM, 3), np.int32)
        self._strings = np.empty((_ROOM, _FORMS), object)
        self._lengths = np.empty((_ROOM, _FORMS), np.uint8)
        self._ends = np.empty((_ROOM, len(_NO_ENDS)), np.uint8)
        self._read = 0

    def __len__(self) -> int:
        return len(self._numbers)

    @classmethod
    def shared(cls) -> "Lexicon":
        """The lexicon of this process; another one once it is full."""
        global _shared  # noqa: PLW0603 (one a process)
        if len(_shared) >= WORDS_MAX:
            _shared = Lexicon()
        return _shared

    def numbers(self, words: Sequence[str]) -> Places:
        """The numbers of cleaned words; those not met before are added."""
        known = self._numbers
        try:
            return np.fromiter(map(known.__getitem__, words), np.intp, len(words))
        except KeyError:
            with self._lock:
                fresh = [word for word in dict.fromkeys(words) if word not in known]
                if fresh:
                    self._add(fresh)
            return np.fromiter(map(known.__getitem__, words), np.intp, len(words))

    @property
    def columns(self) -> Columns:
        """The forms of all words numbered so far."""
        words, folded = self._words.T
        writing, script, start, count = self._places.T
        in_letters = Column(folded, self._letters[:, 0])
        read, fine, medium, coarse, vowels = map(Column, self._strings.T, self._lengths.T)
        return Columns(
            words, in_letters, self._letters[:, 1:], writing, script, start, count,
            read, fine, medium, coarse, vowels, self._ends,
        )  # fmt: skip

    def _add(self, words: list[str]) -> None:
        """Add words, their forms first: whoever has a word's number finds these."""
        found = [forms(word) for word in words]
        counts = np.array([len(each.readings) for each in found], np.intp)
        begin, end = len(self._numbers), len(self._numbers) + len(words)
        read = self._read + int(counts.sum())
        self._words, self._places, self._letters = (
            _with_room(array, end) for array in (self._words, self._places, self._letters)
        )
        self._strings, self._lengths, self._ends = (
            _with_room(array, read) for array in (self._strings, self._lengths, self._ends)
        )
        folded = [fold(word) for word in words]
        self._words[begin:end] = list(zip(words, folded, strict=True))
        self._letters[begin:end] = [(len(word), ord(word[:1] or "\0"), ord(word[-1:] or "\0")) for word in folded]
        writings, scripts = zip(*[(each.writing, each.script) for each in found], strict=True)
        self._places[begin:end] = np.column_stack((writings, scripts, self._read + np.cumsum(counts) - counts, counts))
        strings = [reading for each in found for reading in each.readings]
        rows = slice(self._read, read)
        self._strings[rows] = strings
        self._lengths[rows] = [tuple(map(len, several)) for several in strings]
        self._ends[rows] = np.frombuffer("".join(map(_ends, strings)).encode("ascii"), np.uint8).reshape(-1, 4)
        self._read = read
        self._numbers.update(zip(words, range(begin, end), strict=True))


_shared = Lexicon()


def _with_room(array: NDArray[Any], wanted: int) -> NDArray[Any]:
    """The array, or a copy at least twice as long where it has not so much room."""
    room = len(array)
    if wanted <= room:
        return array
    grown = np.empty((max(wanted, 2 * room), *array.shape[1:]), array.dtype)
    grown[:room] = array
    return grown
