"""Words of any script as Latin letters, in the several ways that are in use.

A reading is systematic: the letters of a word by one system of romanisation (a passport office's, a language's, a
neighbour's). What no letter says, such as the short vowels of Arabic, is not guessed; the learned token model knows
what stands in its place.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from wasl.screening.scripts import (
    arabic,
    armenian,
    burmese,
    cyrillic,
    georgian,
    greek,
    han,
    hangul,
    hebrew,
    kana,
    latin,
    thai,
)

READINGS_MAX: Final = 6
"""Readings of one word at most; the likeliest are kept."""
WORD_MAX: Final = 48
"""Letters of a word that are read; the rest of a longer one is left out."""

_BLOCKS: Final = (
    (0x41, 0x24F, "Latn"),
    (0x250, 0x2AF, "Latn"),
    (0x370, 0x3FF, "Grek"),
    (0x400, 0x52F, "Cyrl"),
    (0x531, 0x58F, "Armn"),
    (0x5D0, 0x5F4, "Hebr"),
    (0x620, 0x6FF, "Arab"),
    (0x750, 0x77F, "Arab"),
    (0x8A0, 0x8FF, "Arab"),
    (0xE01, 0xE4E, "Thai"),
    (0x1000, 0x109F, "Mymr"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1100, 0x11FF, "Hang"),
    (0x1C80, 0x1C8F, "Cyrl"),
    (0x1C90, 0x1CBF, "Geor"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x3041, 0x30FF, "Kana"),
    (0x31F0, 0x31FF, "Kana"),
    (0x3005, 0x3007, "Hani"),
    (0x3400, 0x4DBF, "Hani"),
    (0x4E00, 0x9FFF, "Hani"),
    (0xAC00, 0xD7A3, "Hang"),
    (0xF900, 0xFAFF, "Hani"),
    (0x20000, 0x323AF, "Hani"),
)
_HAN_SIGNS: Final = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_HAN: Final = re.compile(f"[{_HAN_SIGNS}]")
_HAN_THEN_KANA: Final = re.compile(f"([{_HAN_SIGNS}々]+)([\u3041-\u30ff]{{2,}})")
_NOT_ASCII_LETTERS: Final = re.compile("[^a-z]+")

_READ: Final[dict[str, Callable[[str], Iterable[str]]]] = {
    "Arab": arabic.read,
    "Armn": armenian.read,
    "Cyrl": cyrillic.read,
    "Geor": georgian.read,
    "Grek": greek.read,
    "Hang": hangul.read,
    "Hani": han.read,
    "Hebr": hebrew.read,
    "Kana": kana.read,
    "Latn": latin.read,
    "Mymr": burmese.read,
    "Thai": thai.read,
}


def script_of(word: str) -> str:
    """The script of a word's first letter as ISO 15924 has it, `Zyyy` for one that has no table here.

    Both kana are `Kana`; a word with a Han character among kana is `Hani`.
    """
    for letter in word:
        if letter.isalpha():
            script = _script(ord(letter))
            return "Hani" if script == "Kana" and _HAN.search(word) else script
    return "Zyyy"


@lru_cache(maxsize=1 << 16)
def readings(word: str) -> tuple[str, ...]:
    """The Latin readings of a cleaned word in the letters a to z, likeliest first, none twice, at most `READINGS_MAX`.

    A Latin word reads as itself without accents. Empty for a word without letters, such as a number.
    """
    if word.isascii():
        reading = _NOT_ASCII_LETTERS.sub("", word[:WORD_MAX].lower())
        return (reading,) if reading else ()
    word = word[:WORD_MAX]
    read = _READ.get(script_of(word))
    found = dict.fromkeys(_plain(reading) for reading in (read(word) if read else (word,)))
    found.pop("", None)
    return tuple(found)[:READINGS_MAX]


def split_family_name(word: str) -> tuple[str, str]:
    """The family name that a name of China, Japan or Korea written as one word begins with, and the rest.

    Of a Japanese one where the given name is in kana. Two empty strings for any other word, and for a family name
    alone. Names from elsewhere can begin like one, but these are seldom written as one word.
    """
    script = script_of(word)
    family, given = ("", "")
    if script == "Hani":
        in_both = _HAN_THEN_KANA.fullmatch(word)
        family, given = in_both.groups() if in_both else han.split_family_name(word)
    elif script == "Hang":
        family, given = hangul.split_family_name(word)
    return (family, given) if given else ("", "")


@lru_cache(maxsize=1 << 12)
def _script(code: int) -> str:
    return next((script for first, last, script in _BLOCKS if first <= code <= last), "Zyyy")


def _plain(reading: str) -> str:
    if not reading.isascii():
        reading = anyascii(reading)
    return reading if reading.isalpha() and reading.islower() else _NOT_ASCII_LETTERS.sub("", reading.lower())
