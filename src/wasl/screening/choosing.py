"""Which of very many names are worth a comparison: those that share the rarest words with the names asked for."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import nlargest
from typing import Final

from wasl.screening.grammar import WORDS_MAX
from wasl.screening.keys import skeletons
from wasl.screening.rarity import Rarity
from wasl.screening.scripts import readings
from wasl.screening.text import words

_READINGS: Final = 4
_SHORTENED_LEAST: Final = 3
"""Signs that a skeleton has at least to be kept less one, too."""
_TEXT_MAX: Final = 512
_WHOLE: Final = "V"
"""What a key of the whole word begins with, vowels and all."""
_BY_CONSONANTS: Final = 0.8
"""How much of a word's rarity is shared by the families of its consonants."""
_BEYOND: Final = 0.1
"""What each word takes away: of names that share the same the shorter one comes first."""


def likeliest(asked: Sequence[str], listed: Sequence[str], most: int, rarity: Rarity) -> list[int]:
    """The places of at most so many of the names listed, in their order: those likeliest to be one of those asked for.

    They are told by the sound of their words, in any script, a slip in each allowed; the work grows with the words
    listed and asked for, and not with their product.
    """
    if len(listed) <= most:
        return list(range(len(listed)))
    worth: dict[str, list[tuple[str, float]]] = {}
    for name in asked:
        several = _words(name)
        bits = {word: rarity.bits(word) for word in several}
        for word, told in bits.items():
            for key in _keys(word):
                worth.setdefault(key, []).append((word, told if key[0] == _WHOLE else _BY_CONSONANTS * told))
        worth.setdefault(_as_one(several), []).append((name, sum(bits.values())))
    best = nlargest(most, range(len(listed)), key=lambda place: (_shared(listed[place], worth), -place))
    return sorted(best)


def _shared(name: str, worth: dict[str, list[tuple[str, float]]]) -> float:
    """What a name shares of each word asked for, and of names asked for where it is written as one word."""
    several = _words(name)
    found: dict[str, float] = {}
    for key in (_as_one(several), *(key for word in several for key in _keys(word))):
        for asked, told in worth.get(key, ()):
            found[asked] = max(found.get(asked, 0.0), told)
    return sum(found.values()) - _BEYOND * len(several)


def _words(name: str) -> list[str]:
    return words(name[:_TEXT_MAX])[:WORDS_MAX]


def _as_one(several: Sequence[str]) -> str:
    """The key of words written as one."""
    reading = "".join(next(iter(readings(word)), word) for word in several)
    return f"={skeletons(reading).medium}"


@lru_cache(1 << 13)
def _keys(word: str) -> tuple[str, ...]:
    """What spellings of a word share: its letters, and the families of its consonants, less one sign or none."""
    return tuple({key for reading in readings(word)[:_READINGS] for key in _skeletons(reading)})


def _skeletons(reading: str) -> Iterator[str]:
    found = skeletons(reading)
    yield f"{_WHOLE}{found.vowels}"
    spelt = found.coarse if len(found.coarse) > 1 else found.vowels
    yield f"-{spelt}"
    if len(spelt) >= _SHORTENED_LEAST:
        yield from (f"-{spelt[:place]}{spelt[place + 1 :]}" for place in range(len(spelt)))
