"""Han characters: Mandarin, Cantonese, Sino-Korean and Japanese readings, and names from elsewhere written in them.

The tables are `data/han_readings.txt`, made from the Unicode Han Database by `tools/make_han_readings.py`, and
`data/han_names.txt`, our own; both are read at the first Han character.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np

from wasl.screening.scripts import hangul, kana
from wasl.screening.scripts.tables import spelt

_FIRST, _LAST = 0x3400, 0x9FFF

_GIVEN_MAX: Final = 2

_ONSETS: Final = spelt("""
    gw kw  kw kw  ng ng  b p  p p  m m  f f  d t  t t  n n  l l  g k  k k  h h  w w  z ch  c ch  s s  j y
""")
_RIMES: Final = spelt("""
    aa a  aai ai  aau au  aam am  aan an  aang ang  aap ap  aat at  aak ak  oe eu  oeng eung  oek euk  eoi ui  eon un
    eot ut  ou o  yu ue  yun uen  yut uet
""")
_WADE_GILES: Final = tuple(
    spelt("""
        zhi chih  chi chih  shi shih  ri jih  zi tzu  ci tzu  si ssu  you yu  yang yang  yan yen  zh ch  ch ch  sh sh
        x hs  q ch  j ch  b p  d t  g k  z ts  c ts  r j
    """).items()
)
_REPEATED: Final = re.compile("(.)々")
_RUN: Final = re.compile("[\u3041-\u30ff]+|.")


class _System:
    """The first reading of each character in one language."""

    def __init__(self, lines: Iterable[str]) -> None:
        rows = [line.split() for line in lines]
        self._readings = ["", *(reading for reading, _ in rows)]
        codes = np.frombuffer("".join([characters for _, characters in rows]).encode("utf-32-le"), "<u4")
        of = np.zeros(_LAST - _FIRST + 1, np.uint16)
        of[codes - _FIRST] = np.repeat(np.arange(1, len(rows) + 1), [len(characters) for _, characters in rows])
        self._of = array("H", of.tobytes())

    def __getitem__(self, character: str) -> str:
        place = ord(character) - _FIRST
        return self._readings[self._of[place]] if 0 <= place < len(self._of) else ""


class _Tables(NamedTuple):
    mandarin: _System
    cantonese: _System
    korean: _System
    on: _System
    surnames: dict[str, str]
    foreign: dict[str, str]
    kun: dict[str, str]
    japanese_names: dict[str, str]
    families: frozenset[str]


def read(word: str) -> Iterator[str]:
    """A word of Han characters, each reading as joined syllables.

    Mandarin in pinyin, Cantonese as Hong Kong spells it, by sound for a name from elsewhere, Mandarin as Taiwan and
    older books spell it, Korean, Japanese. A word with kana among the characters has the Japanese reading alone.
    """
    word = _REPEATED.sub(r"\1\1", unify(word))
    tables = _tables()
    if any("\u3041" <= letter <= "\u30ff" for letter in word):
        yield _japanese(word, tables)
        return
    mandarin = [tables.mandarin[character] for character in word]
    if len(word) <= 2 + _GIVEN_MAX:
        mandarin[0] = tables.surnames.get(word[0], mandarin[0])
    foreign = "".join(
        tables.foreign.get(letter) or _abroad(syllable) for letter, syllable in zip(word, mandarin, strict=True)
    )
    yield "".join(mandarin)
    by_sound = sum(letter in tables.foreign for letter in word) if len(word) > 1 else 0
    if 2 * by_sound >= len(word):
        yield foreign
        yield foreign.replace("l", "r")
    yield "".join(_hong_kong(tables.cantonese[character]) for character in word)
    yield "".join(_wade_giles(syllable) for syllable in mandarin)
    yield next(hangul.read(_korean(word, tables)))
    yield _japanese(word, tables)
    if by_sound:
        yield foreign


def unify(text: str) -> str:
    """The text with traditional characters and Japanese forms as the simplified Chinese ones."""
    return text.translate(_folds())


def split_family_name(word: str) -> tuple[str, str]:
    """The Chinese or Korean family name that a word of two to four characters begins with, and the rest.

    Two empty strings where it begins with none, or with nothing but one.
    """
    plain, known = unify(word), _tables().families
    for length in (2, 1):
        if plain[:length] in known and 1 <= len(plain) - length <= _GIVEN_MAX:
            return word[:length], word[length:]
    return "", ""


def _japanese(word: str, tables: _Tables) -> str:
    """A name known whole or by its parts, else character by character as they are read in names."""
    for split in range(len(word), 0, -1):
        part = tables.japanese_names.get(word[:split])
        if part:
            return part + _japanese(word[split:], tables)
    return "".join(
        next(kana.read(run)) if "\u3041" <= run <= "\u30ff" else tables.kun.get(run) or tables.on[run]
        for run in _RUN.findall(word)
    )


def _korean(word: str, tables: _Tables) -> str:
    """The word in Hangul as in the south, 金 as the family name."""
    letters = "".join(tables.korean[character] for character in word)
    return hangul.southern(letters.replace("금", "김", 1) if word[0] == "金" else letters)


@cache
def _hong_kong(syllable: str) -> str:
    """A syllable of jyutping in the spelling of Hong Kong documents."""
    onset = next((onset for onset in _ONSETS if syllable.startswith(onset)), "")
    rime = syllable.removeprefix(onset)
    return _ONSETS.get(onset, "") + _RIMES.get(rime, rime)


@cache
def _abroad(syllable: str) -> str:
    """A syllable of pinyin as it stands for a sound of another language."""
    return syllable.replace("ng", "n").replace("x", "s").replace("q", "ch")


@cache
def _wade_giles(syllable: str) -> str:
    """A syllable of pinyin in Wade-Giles, without its marks."""
    for pinyin, spelling in _WADE_GILES:
        if syllable.startswith(pinyin):
            syllable = spelling + syllable.removeprefix(pinyin)
            break
    return syllable.replace("ong", "ung")


@cache
def _folds() -> dict[int, str]:
    pairs = [*zip(*[iter(_sections("han_readings.txt")["simplified"][0])] * 2, strict=True)]
    pairs += [(pair[0], pair[1]) for line in _sections("han_names.txt")["folded"] for pair in line.split()]
    return {ord(old): new for old, new in pairs}


@cache
def _tables() -> _Tables:
    readings, names = _sections("han_readings.txt"), _sections("han_names.txt")
    return _Tables(
        mandarin=_System(readings["mandarin"]),
        cantonese=_System(readings["cantonese"]),
        korean=_System(readings["korean"]),
        on=_System(readings["japanese"]),
        surnames=_spelt(names["surnames"]),
        foreign=_spelt(names["foreign"]),
        kun=_spelt(names["japanese"]),
        japanese_names=_spelt(names["japanese names"]),
        families=frozenset("".join(names["families"])) | frozenset(" ".join(names["double families"]).split()),
    )


def _spelt(lines: list[str]) -> dict[str, str]:
    return dict(re.findall("([^a-z ]+)([a-z]+)", unify(" ".join(lines))))


def _sections(name: str) -> dict[str, list[str]]:
    """The lines of a data file by the headings (`= heading`) above them, without comments."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in files("wasl.screening").joinpath("data", name).read_text("utf-8").splitlines():
        if line.startswith("= "):
            lines = sections.setdefault(line[2:], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections
