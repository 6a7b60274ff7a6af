"""A country by whatever a list calls it, or its people: the ISO 3166-1 alpha-2 code in small letters.

Known are the members by their names in four languages and both codes, the territories by those that Babel has from
the CLDR in the same languages, and what `countries.toml` adds.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from wasl.members import states

LANGUAGES = ("en", "ar", "fr", "es")

NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "EA", "IC"})
"""Codes of the CLDR that stand for no country."""

LENGTH_MAX = 500
"""Characters of a text that are looked at."""


def codes(text: str) -> tuple[str, ...]:
    """The countries a text names, in its order: a name, a code, or a sentence with names or peoples in it.

    Of two names that begin at one word the longer counts: South Sudan is not Sudan. A word that stands for two
    countries gives both. A country that is no more keeps the code it had. Empty where the text names none.
    """
    return _found(text[:LENGTH_MAX])


@lru_cache(maxsize=16_384)
def _found(text: str) -> tuple[str, ...]:
    plain = _plain(text)
    names = _names()
    if plain in names:
        return names[plain]
    words = plain.split()
    found: dict[str, None] = {}
    at = 0
    while at < len(words):
        for size in range(min(_longest(), len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            if name in names and (size > 1 or name not in _bare_codes()):
                found |= dict.fromkeys(names[name])
                at += size
                break
        else:
            at += 1
    return tuple(found)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str, ...]]:
    """What each name, code or word for a people stands for."""
    named = [(name, code) for section in ("names", "peoples", "former") for name, code in _table(section)]
    named += [(name, code) for code, name in _territories()]
    for language in LANGUAGES:
        named += [(state.name.in_language(language), state.code) for state in states.states()]
        named += [(bureau.name.in_language(language), bureau.code) for bureau in states.sub_bureaus()]
    found: dict[str, dict[str, None]] = {}
    for name, code in (*named, *_codes()):
        found.setdefault(_plain(name), {})[code.lower()] = None
    return {name: tuple(several) for name, several in found.items()}


def _codes() -> list[tuple[str, str]]:
    """Every code of two, three or, for countries that are no more, four letters, with the code of two."""
    two = [(code, code) for code, _ in _territories()]
    three = [(state.code3, state.code) for state in states.states()]
    return [*two, *three, *_table("alpha3"), *_table("former_codes")]


@lru_cache(maxsize=1)
def _bare_codes() -> frozenset[str]:
    """Codes that are no names: inside a sentence they would be read out of "in" and "no"."""
    named = {name for section in ("names", "peoples", "former") for name, _ in _table(section)}
    return frozenset({code.lower() for code, _ in _codes()} - named)


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(name.split()) for name in _names())


@lru_cache(maxsize=6)
def _table(section: str) -> tuple[tuple[str, str], ...]:
    """Name and code, of one section of the file."""
    tables = tomllib.loads(files("wasl.checks.reading").joinpath("countries.toml").read_text(encoding="utf-8"))
    return tuple((name, code) for code, names in tables[section].items() for name in names)


@lru_cache(maxsize=1)
def _territories() -> tuple[tuple[str, str], ...]:
    from babel import Locale  # only who reads a list pays for its files

    return tuple(
        (code, name)
        for language in LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    )


def _plain(text: str) -> str:
    """Small letters and figures in words: accents, punctuation and a leading "the" do not count."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    letters = letters.replace("'s ", "s ").replace("’s ", "s ")  # people's
    words = "".join(letter if letter.isalnum() else " " for letter in letters).split()
    words = ["saint" if word == "st" else word for word in words]
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
