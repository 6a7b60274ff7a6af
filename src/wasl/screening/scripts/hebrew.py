"""Hebrew letters, with the geresh that names from elsewhere need; vowels only where a letter stands for one.

Names that have conventional forms (כהן is Cohen, שלמה Solomon, too) read as these first.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from wasl.screening.scripts.tables import spelt

_LETTERS: Final = spelt("""
    א a  ב b  ג g  ד d  ה h  ו u  ז z  ח h  ט t  י i  כ k  ך kh  ל l  מ m  ם m  נ n  ן n  ס s  ע a  פ p  ף f
    צ ts  ץ ts  ק k  ר r  ש sh  ת t
    V v  Y y  H a  J j  Z zh  C ch  K kh  D dh  T th  G gh
""")
"""After the letters what `read` puts in: ו and י as consonants, a final ה, and letters with a geresh."""
_GERESH: Final = dict(zip("גזצץחדתער", "JZCCKDTGG", strict=True))
_WITH_GERESH: Final = re.compile("([גזצץחדתער])׳|[׳״]")
_V: Final = re.compile("^ו|וו|ו(?=[אי])")
_Y: Final = re.compile("^י|יי|י(?=[אהוV])")

_SYSTEMS: Final = tuple(
    str.maketrans(_LETTERS | spelt(changed))
    for changed in (
        "",
        "ב v  פ f  כ kh  ח ch  ו v  צ tz",
        "פ f  ש s  ח kh  ו o",
        "ב v  ש s  ו v  ה -",
        "ב v  כ ch  ח ch  ש sch  ו w  V w  צ z  י j  Y j  ק c",
    )
)


def read(word: str) -> Iterator[str]:
    """A word of Hebrew letters: its conventional forms, then ב, כ, פ, ש and ו in their several values."""
    yield from _conventional().get(word, ())
    if "׳" in word or "״" in word:
        word = _WITH_GERESH.sub(lambda found: _GERESH.get(found[1] or "", ""), word)
    if len(word) > 2 and word.endswith("ה"):
        word = word[:-1] + "H"
    marked = _Y.sub("Y", _V.sub("V", word))
    yield from (marked.translate(system) for system in _SYSTEMS)


@cache
def _conventional() -> Mapping[str, list[str]]:
    lines = (files("wasl.screening") / "data" / "hebrew_names.txt").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: forms.split() for word, forms in rows}
