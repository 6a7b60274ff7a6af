"""Latin letters with accents and beyond a to z: as a passport has them, and as they sound."""

from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

from wasl.screening.scripts.tables import spelt

_BARE: Final = str.maketrans(
    spelt("""
        æ ae  œ oe  ø o  ß ss  ə a  þ th  ð d  đ d  ħ h  ł l  ŋ n  ı i  ĸ k  ŧ t  ƒ f  ɓ b  ɗ d  ƙ k  ƴ y
        ǝ e  ɛ e  ɔ o  ɣ g  ɨ i  ɖ d  ʒ z  ɲ n  ʋ v
    """)
    | {chr(mark): "" for mark in range(0x300, 0x370)}
)
_SOUND: Final = str.maketrans(
    spelt("""
        ä ae  ö oe  ü ue  ő oe  ű ue  å aa  ø oe  æ e  ə e  ñ ny  ě ie  ł w  đ dj  ð dh  ğ gh  ŋ ng
        ş sh  š sh  ș sh  ś sh  ŝ sh  ç ch  č ch  ć ch  ĉ ch  ž zh  ź zh  ż zh  ț ts  ţ ts  ĝ j  ĥ kh  ĵ zh
        ń ny  ň ny  ņ ny  ģ gy  ķ ky  ľ ly  ļ ly
    """)
)
_TURKIC: Final = frozenset("əğş")
"""Beside these, `c` is an English j and `x` a kh."""


def read(word: str) -> Iterator[str]:
    """A word of Latin letters: without its accents, then by their sounds."""
    yield normalize("NFD", word).translate(_BARE)
    sound = word if _TURKIC.isdisjoint(word) else word.replace("c", "j").replace("x", "kh")
    yield normalize("NFD", sound.translate(_SOUND)).translate(_BARE)
