"""What a name is made of: atoms, each with the role it plays, and the word tables that tell roles apart."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from wasl.screening.scripts import readings, script_of
from wasl.screening.text import words

WORDS_MAX = 24
"""Words of a name that are looked at; those beyond are left out."""

LATIN, ARABIC, CYRILLIC, HAN, HANGUL = "Latn", "Arab", "Cyrl", "Hani", "Hang"


class Role(StrEnum):
    """What an atom does in its name."""

    PART = "part"
    PATRONYM = "patronym"
    """The name of a father (or forefather), marked so: after `bin`, before `oğlu`, ending in `-ovich`."""
    KUNYA = "kunya"
    """Father or mother of somebody, or a given name of that form."""
    NISBA = "nisba"
    """With the article and not at the beginning: of a place, a tribe, a trade."""
    HONORIFIC = "honorific"
    """A title that is also a name: evidence where the other name has it, nothing where it has not."""
    INITIAL = "initial"
    NUMBER = "number"
    LEGAL_FORM = "legal-form"
    TITLE = "title"
    PARTICLE = "particle"
    BRANCH = "branch"
    """The country in brackets of an organisation's branch there."""


SILENT = frozenset({Role.TITLE, Role.PARTICLE, Role.LEGAL_FORM, Role.BRANCH})
"""Roles that are no evidence of their own."""


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest thing that is compared: one name, whether it was written as one word or as three.

    `text` is what is compared, cleaned, in the script it was written in; `words` are the cleaned words it came
    from. `forms` are other readings of the same words, such as with the article that `text` lacks.
    """

    text: str
    role: Role
    words: tuple[str, ...]
    forms: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The words as they were written, but cleaned."""
        return " ".join(self.words)


def evident(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """The atoms that are compared with another name's; titles, particles and legal forms are not."""
    return tuple(atom for atom in atoms if atom.role not in SILENT)


def fold(word: str) -> str:
    """A Latin word in its plain letters, any other as it is: the form in which tables are looked up."""
    if word.isascii() or script_of(word) != LATIN:
        return word
    # Some letters have no reading: a phonetic sign, for one.
    return next(iter(readings(word)), word)


def table(name: str) -> dict[str, Any]:
    """A word table shipped with the library, by its file's name."""
    return tomllib.loads((files("wasl.screening") / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def person_words() -> dict[str, frozenset[str]]:
    """The words of `atoms.toml`, cleaned and folded, by what they do."""
    return {
        key: frozenset(fold(word) for item in text.split() for word in words(item))
        for key, text in table("atoms").items()
    }
