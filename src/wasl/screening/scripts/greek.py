"""Greek: as a passport has it (ELOT 743), as it sounds, and as names from elsewhere or from antiquity are written."""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

from wasl.screening.scripts.tables import spelt

_LETTERS: Final = spelt("""
    α a  β v  γ g  δ d  ε e  ζ z  η i  θ th  ι i  κ k  λ l  μ m  ν n  ξ x  ο o  π p  ρ r  σ s  ς s  τ t  υ y  φ f
    χ ch  ψ ps  ω o
    B b  M mp  N nt  G gk  Q ng  U ou  F f  V v  Z tz  C ts  E ai  I ei  O oi  Y g
""")
"""After the letters what `_marked` puts in: pairs of letters with one sound, and γ before a light vowel."""
_PAIRS: Final = spelt("ου U  αι E  ει I  οι O  τζ Z  τσ C  γγ Q  γχ nχ  γξ nξ  μπ M  ντ N  γκ G")
_AT_THE_BEGINNING: Final = {"M": "B", "N": "δ", "G": "γ"}
_F: Final = re.compile("(?<=[αεη])υ(?=[θκξπστφχψCM]|$)")
_V: Final = re.compile("(?<=[αεη])υ(?=.)")
_LIGHT: Final = re.compile("γ(?=[ειηυEI])")

_SYSTEMS: Final = tuple(
    str.maketrans(_LETTERS | spelt(changed))
    for changed in (
        "",
        "M b  N d  G g  U u  E e  I i  O i  Z j  C ch  χ h  υ i  Y y",
        "β b  χ kh  φ ph  η e  F u  V u  U u  ξ ks  κ k  M mb  N nd",
        "M b  N d  G g  U u  E ae  I y  θ t  β b",
        "χ h  M mb  N d  Q g  G nk  U oo  σ sh  ς sh  κ c  F u  V u",
    )
)


def read(word: str) -> Iterator[str]:
    """A word of Greek letters by each system."""
    marked = _marked(word)
    return (marked.translate(system) for system in _SYSTEMS)


def _marked(word: str) -> str:
    # A dieresis keeps two vowels apart.
    word = word.replace("ϊ", "i").replace("ΐ", "i").replace("ϋ", "y").replace("ΰ", "y")
    word = "".join(letter for letter in normalize("NFD", word) if not "\u0300" <= letter <= "\u036f")
    for pair, sign in _PAIRS.items():
        word = word.replace(pair, sign)
    word = _LIGHT.sub("Y", _V.sub("V", _F.sub("F", word)))
    return _AT_THE_BEGINNING.get(word[:1], word[:1]) + word[1:]
