"""What tells organisations and vessels apart whose names are otherwise alike: a country, a direction, a few letters.

`Bank of Iran` is no spelling of `Bank of Iraq`, and of three letters drawn by chance most are near somebody's short
name. A name of one short word therefore says little where it is equal, and where it is not, it is another.
"""

import re
from functools import cache, lru_cache
from itertools import product

from wasl.screening.grammar import Atom, Role, fold, table
from wasl.screening.keys import skeletons
from wasl.screening.places import SUCCESSORS, country
from wasl.screening.scripts import readings, script_of

_VOWELS = re.compile("[aeiou]+")

COUNTRY_DIFFERS, OPPOSED = -10.0, -8.0
"""Bits of two countries, and of north and south or first and second."""
_COUNTRY_WORDS = 3
"""Words of a country's name at most; two or three letters stand for other things, too."""
_COUNTRY_LEAST = 4

SHORT, SHORT_BESIDE = 5, 3
"""Letters up to which a word alone, and one beside words that very many bear, must be written alike."""
SHORT_DIFFERS = -16.0
"""More than any likeness of two words is worth."""
_LONG_ENOUGH = 6
_PER_LETTER = -0.5
"""Bits of a name of one word, by the square of the letters it is short of `_LONG_ENOUGH`."""
_SELDOM = 10.0
"""Bits of rarity from which one word names somebody; each below is one less, if that is more than its letters lose."""
ONE_NAME_DIFFERS = -4.0
"""Bits of a person known by one short name, and another one."""


@lru_cache(4096)
def countries_of(atoms: tuple[Atom, ...]) -> frozenset[str]:
    """The countries that a name's words say, as codes: by name (`Iran`) or of whom they are (`Iranian`)."""
    said = [word for atom in atoms for word in (atom.words if len(atom.words) > 1 else (atom.text,))]
    found: set[str] = set()
    at = 0
    while at < len(said):
        length, code = _country_at(said, at)
        found.update([code] if code else [])
        at += length
    return frozenset(found)


def _country_at(said: list[str], at: int) -> tuple[int, str]:
    for length in range(min(_COUNTRY_WORDS, len(said) - at), 0, -1):
        text = " ".join(said[at : at + length])
        code = _peoples().get(fold(text), "") or (country(text) if len(text) >= _COUNTRY_LEAST else "")
        if code:
            return length, code
    return 1, ""


def countries_apart(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two names say countries and none in common; a state that is no more is also those that followed."""
    if not ours or not theirs:
        return False
    return not any(
        one == other or other in SUCCESSORS.get(one, ()) or one in SUCCESSORS.get(other, ())
        for one, other in product(ours, theirs)
    )


def opposed(a: tuple[Atom, ...], b: tuple[Atom, ...]) -> tuple[str, str]:
    """The words in which two names are opposed (`north`, `south`); empty where they are not."""
    for line in _opposites():
        ours, theirs = ({line[atom.text]: atom.shown for atom in name if atom.text in line} for name in (a, b))
        if ours and theirs and ours.keys().isdisjoint(theirs):
            return " ".join(ours.values()), " ".join(theirs.values())
    return "", ""


def written_alike(a: Atom, b: Atom) -> bool:
    """Whether two words are written alike, but for long vowels and the like, or across scripts in the consonants.

    Words of few letters in one script have no spellings: all their letters must be the same.
    """
    if script_of(a.text) != script_of(b.text):
        form = _consonants
    else:
        form = _exactly if min(short_of(a), short_of(b)) <= SHORT_BESIDE else _spelling
    ours, theirs = (
        {each for text in (atom.text, *atom.forms) for reading in readings(text) for each in form(reading)}
        for atom in (a, b)
    )
    return not ours.isdisjoint(theirs)


def _exactly(reading: str) -> tuple[str, ...]:
    return (reading,)


def _spelling(reading: str) -> tuple[str, ...]:
    """As it is spelt; of five letters or more also with these in any order, for two are easily exchanged."""
    spelt = skeletons(reading).vowels
    return (spelt, "".join(sorted(reading))) if len(reading) >= SHORT else (spelt,)


def _consonants(reading: str) -> tuple[str, ...]:
    """By sound and by letter: where no vowel is written, `t` and `h` beside each other may be two."""
    return skeletons(reading).fine or reading, _VOWELS.sub("", reading) or reading


def short_of(atom: Atom) -> int:
    """How many letters a word has, at its shortest; a number counts as long enough."""
    lengths = [len(reading) for reading in readings(atom.text)]
    return min(lengths, default=_LONG_ENOUGH)


def short_bits(a: Atom, b: Atom, *, alone: bool) -> float:
    """What is lost where the words that alone tell two names apart are short and written otherwise."""
    if Role.NUMBER in (a.role, b.role) or min(short_of(a), short_of(b)) > (SHORT if alone else SHORT_BESIDE):
        return 0.0
    return 0.0 if written_alike(a, b) else SHORT_DIFFERS


def one_word_bits(letters: int, rarity: float) -> float:
    """What is lost where two names agree that are one word of so many letters and so many bits of rarity."""
    missing = max(0, _LONG_ENOUGH - letters)
    return min(_PER_LETTER * missing * missing, rarity - _SELDOM if letters > SHORT_BESIDE else 0.0)


@cache
def _peoples() -> dict[str, str]:
    return {word: code for code, text in table("atoms_organisations")["peoples"].items() for word in text.split()}


@cache
def _opposites() -> tuple[dict[str, int], ...]:
    """By line of the table, each word and which of its sides it is on."""
    return tuple(
        {word: side for side, text in enumerate(line) for word in text.split()}
        for line in table("atoms_organisations")["opposed"]["lines"]
    )
