"""The grammar of the names of vessels, aircraft and vehicles: what is told apart by its number."""

import re
from functools import lru_cache

from wasl.screening.grammar import WORDS_MAX, Atom, Role, fold
from wasl.screening.organisations import parse_organisation
from wasl.screening.text import words

_TYPES = frozenset(
    {
        *("mv", "mt", "ms", "ss", "mts", "mf", "fv", "my", "sv", "tss", "rv", "hms", "uss"),
        *("vessel", "ship", "yacht", "tanker", "no", "nr"),
    }
)
_SLASHED = re.compile(r"^\s*([a-z])\s*/\s*([a-z])\b", re.IGNORECASE)
_MIXED = re.compile(r"\d+|[^\W\d_]+")


@lru_cache(4096)
def parse_object(name: str) -> tuple[Atom, ...]:
    """The atoms of an object's name: its numbers by themselves, without the kind of ship (`M/V`, `MT`)."""
    given = words(_SLASHED.sub(r"\1\2 ", name))[:WORDS_MAX]
    split = " ".join(piece for word in given for piece in _MIXED.findall(word))
    atoms = [
        Atom(atom.text, Role.TITLE, atom.words) if fold(atom.text) in _TYPES else atom
        for atom in parse_organisation(split)
    ]
    if all(atom.role is Role.TITLE for atom in atoms):
        return parse_organisation(split)
    return tuple(
        Atom(" ".join(atom.words), Role.PART, atom.words) if atom.role is Role.LEGAL_FORM else atom for atom in atoms
    )
