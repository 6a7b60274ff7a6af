"""Text folded for searching: what a person typed finds what somebody wrote otherwise, in any script.

Capitals, accents, width, the vowel signs and the stretching of Arabic do not count, hamza and ta marbuta are their
letters, and digits of every script are one. Between scripts the consonants of the romanised words are compared
(`skeleton`). This finds; it does not judge whether two names are one person's.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from anyascii import anyascii

ARTICLE = "ال"
LONGEST = 40
"""Characters of a word that are kept."""
MOST_WORDS = 8
"""Words of a query that count."""

_LETTERS = str.maketrans("ىیکة", "ييكه", "ـء") | dict.fromkeys(map(ord, "’ʼʿʾ"), "'")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_WORD = re.compile(r"\w+")
_SPELLINGS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("sch|sh|ch", "s"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("dh", "d"), ("th", "t"),
        ("[ckq]", "k"), ("j", "g"), ("v", "f"), ("p", "b"),
    )
)  # fmt: skip
_SOFT = re.compile(r"[^a-z0-9]|[aeiouyw]|h$")
_TWICE = re.compile(r"(.)\1+")

MARKS = {"LATIN": "=", "ARABIC": "~", "CYRILLIC": "^", "": "`"}
"""Before a skeleton: in which script the word was written. None of them can begin a folded word."""


def folded(text: str) -> str:
    """The text without what does not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = unicodedata.normalize("NFD", plain)
    kept = (letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cf"))
    digits = (str(unicodedata.digit(letter, letter)) if letter.isdigit() else letter for letter in kept)
    return unicodedata.normalize("NFC", "".join(digits).translate(_LETTERS))


def words(text: str) -> list[str]:
    """The folded words of a text, in order; an apostrophe joins, a hyphen parts."""
    return [word[:LONGEST] for word in _WORD.findall(_APOSTROPHE.sub("", folded(text)).replace("_", " "))]


def asked(text: str) -> list[str]:
    """The words of a query that count: without Arabic's article, and the written-out one when other words stand by."""
    found = [_bare(word) for word in words(text)]
    return ([word for word in found if word not in ("al", "el")] or found)[:MOST_WORDS]


def _bare(word: str) -> str:
    return word.removeprefix(ARTICLE) if len(word) > 4 else word


def _mark(word: str) -> str:
    return MARKS.get(unicodedata.name(word[0], "").partition(" ")[0], MARKS[""])


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """The consonants of a word as most languages would write them; empty where fewer than two are left."""
    roman = anyascii(_bare(word)).lower()
    for pattern, letters in _SPELLINGS:
        roman = pattern.sub(letters, roman)
    bones = _TWICE.sub(r"\1", _SOFT.sub("", roman))
    return bones if len(bones) > 1 and not bones.isdigit() else ""


def terms(*texts: str) -> frozenset[str]:
    """What a text is found by: its words, those without article, what follows an apostrophe, and the skeletons."""
    parted = [folded(text).replace("'", " ") for text in texts]
    return frozenset(term for text in {*texts, *parted} for word in words(text) for term in _of_word(word))


def plain_terms(*texts: str) -> frozenset[str]:
    """The same without skeletons: for texts that are there in every language of the reader's."""
    return frozenset(term for term in terms(*texts) if term[0] not in MARKS.values())


def _of_word(word: str) -> Iterator[str]:
    yield word
    if _bare(word) != word:
        yield _bare(word)
    if bones := skeleton(word):
        yield _mark(word) + bones


@lru_cache(maxsize=1024)
def starts(word: str) -> tuple[str, ...]:
    """With what a term begins that a word of a query finds: the word, or its skeleton in another script."""
    bones = skeleton(word)
    if len(bones) < 2 or word.isdigit():
        return (word,)
    return word, *(mark + bones for mark in MARKS.values() if mark != _mark(word))


def matches(query: Iterable[str], known: frozenset[str], *, plain: bool = False) -> bool:
    """Whether each word of a query finds one of the terms; with `plain`, without skeletons."""
    return all(finds(word, known, plain=plain) for word in query)


def finds(word: str, known: frozenset[str], *, plain: bool = False) -> bool:
    """Whether a word finds one of the terms."""
    return any(is_found(term, start) for start in ((word,) if plain else starts(word)) for term in known)


def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters."""
    return _mark(word) == MARKS["LATIN"]


def is_found(term: str, start: str) -> bool:
    """Whether a term begins so; of skeletons two letters long only the whole counts."""
    return term == start if len(start) == 3 and start[0] in MARKS.values() else term.startswith(start)


class Lexicon:
    """Names by the terms that lead to them, each found by how it begins."""

    def __init__(self, known: Mapping[str, Iterable[str]]) -> None:
        self._rows = sorted((term, name) for name, found in known.items() for term in found)

    def named(self, word: str, *, plain: bool = True) -> set[str]:
        """The names to which a word of a query leads; with `plain`, without skeletons."""
        return set().union(*map(self._beginning, (word,) if plain else starts(word)))

    def _beginning(self, start: str) -> Iterator[str]:
        first = bisect_left(self._rows, (start,))
        for place in range(first, len(self._rows)):
            term, name = self._rows[place]
            if not term.startswith(start):
                return
            if is_found(term, start):
                yield name
