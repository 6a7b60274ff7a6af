"""Skeletons of a romanised word, from its consonants up, and the keys under which an index files a word.

Spellings of one name differ most in vowels, then within families of consonants (g, k, q; s, z, sh), seldom between
them. A skeleton keeps what such spellings share.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from wasl.screening.align import signs_of
from wasl.screening.scripts import readings

KEYS_MAX: Final = 96
"""The most keys a word is filed under."""

_LETTERS_MAX: Final = 16
"""Signs of a skeleton that enter a key, so that a long word has few keys and its end may be cut."""

_SOUNDS: Final = (
    *((b"tsch", b"C"), (b"dsch", b"J"), (b"sch", b"S"), (b"tch", b"C"), (b"dzh", b"J"), (b"dj", b"J"), (b"cz", b"C")),
    *((b"sz", b"S"), (b"cs", b"C"), (b"ch", b"C"), (b"sh", b"S"), (b"zh", b"Z"), (b"rz", b"Z"), (b"kh", b"X")),
    *((b"gh", b"G"), (b"th", b"T"), (b"dh", b"d"), (b"ph", b"f"), (b"bh", b"b"), (b"ts", b"C"), (b"tz", b"C")),
    *((b"ck", b"k"), (b"qu", b"k"), (b"x", b"ks"), (b"ce", b"se"), (b"ci", b"si"), (b"cy", b"si"), (b"c", b"k")),
    (b"q", b"k"),
)
"""Letters that write one sound in some language, and the sign the fine skeleton has for it; longer ones first."""

_ANY_SOUND: Final = re.compile(rb"[chjqxz]|ts")
"""What a word must have for any of these to be in it."""

_NOT_LETTERS: Final = bytes(set(range(256)) - set(b"abcdefghijklmnopqrstuvwxyz"))
_MEDIUM: Final = bytes.maketrans(b"SCZJzjXGTv", b"sssssskgtf")
_COARSE: Final = bytes.maketrans(b"gdpfml", b"ktbbnr")
_BACK_AND_FRONT: Final = bytes.maketrans(b"owyej", b"uuiii")
_REPEATED: Final = re.compile(rb"(.)(?=\1)")


class Skeletons(NamedTuple):
    """What is left of a reading once the ways to write it are set aside, each step keeping less than the one before.

    `fine` has one sign a consonant sound. `medium` drops h, w and y and has one sign for all hissing sounds, `coarse`
    one for each family of consonants (b k n r s t). `vowels` keeps the letters, front vowels as i and back ones as u.
    """

    fine: str
    medium: str
    coarse: str
    vowels: str


@lru_cache(maxsize=1 << 15)
def skeletons(reading: str) -> Skeletons:
    """The skeletons of a reading (small letters a to z; anything else is passed over)."""
    letters = reading.encode("ascii", "ignore").translate(None, _NOT_LETTERS)
    sounds = letters
    for written, sound in _SOUNDS if _ANY_SOUND.search(letters) else ():
        sounds = sounds.replace(written, sound)
    fine = _once(sounds.translate(None, b"aeiou"))
    medium = _once(fine.translate(_MEDIUM, b"hwy"))
    coarse = _once(medium.translate(_COARSE))
    vowels = _once(letters.translate(_BACK_AND_FRONT, b"h"))
    return Skeletons(fine.decode(), medium.decode(), coarse.decode(), vowels.decode())


@lru_cache(maxsize=1 << 12)
def keys(word: str) -> tuple[str, ...]:
    """The keys a cleaned word is filed and looked up under, the most telling first, at most `KEYS_MAX`.

    Of a Han, Hangul or Hebrew word those of what it most often stands for in foreign names are among them. Other
    spellings share the coarse skeleton (with the first vowels, where it is one consonant or none). Slips of the
    pen share the vowel skeleton less a letter, or as it is; spellings whose consonants differ once share the medium
    skeleton less one of four or more.
    """
    found: dict[str, None] = {}
    read = dict.fromkeys((*_by_sound(word), *readings(word)))
    for reading in read:
        for spelling in _spellings(reading):
            _, _, coarse, vowels = skeletons(spelling)
            found[coarse[:_LETTERS_MAX] if len(coarse) > 1 else _little(coarse, vowels)] = None
    for reading in read:
        _, medium, _, vowels = skeletons(reading)
        found.update(dict.fromkeys(_less_one("V", vowels[:_LETTERS_MAX], 3)))
        found.update(dict.fromkeys(_less_one("M", medium[:_LETTERS_MAX], 4)))
    return tuple(found)[:KEYS_MAX]


def _by_sound(word: str) -> Iterator[str]:
    """The word as its signs most often write foreign names, where that is far from how they are read."""
    if not word.isascii():
        sounds = _sounds()
        sound = "".join([sounds.get(sign, "") for sign in signs_of(word)])
        if sound:
            yield sound


@cache
def _sounds() -> dict[str, str]:
    text = (files("wasl.screening") / "data" / "tokens_sounds.tsv").read_text("utf-8")
    return dict(line.split("\t") for line in text.splitlines())


def _little(coarse: str, vowels: str) -> str:
    """The key of a word of one consonant or none; an opening vowel may be any, as scripts without vowels write it."""
    return f"{coarse}~{'a' if vowels[:1] in {'i', 'u'} else vowels[:1]}{vowels[1:3]}"


def _spellings(reading: str) -> set[str]:
    """The reading, and what it is where w is v and ch is kh, as in some languages they are."""
    return {reading, reading.replace("w", "v").replace("ch", "kh").replace("skh", "sch")}


def _less_one(mark: str, skeleton: str, shortest: int) -> Iterator[str]:
    if len(skeleton) >= shortest:
        yield mark + skeleton
        for place in range(len(skeleton)):
            yield mark + skeleton[:place] + skeleton[place + 1 :]


def _once(signs: bytes) -> bytes:
    """The signs, each run of one sign as one."""
    return _REPEATED.sub(b"", signs)
