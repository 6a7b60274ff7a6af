"""Names that look like other names.

Two names look alike when their skeletons are equal: compatibility forms unfolded (NFKC), case and accents aside,
and every letter replaced by the one that it can be taken for (Unicode UTS 39, the part of it that names of persons
need). A word that mixes Latin letters with Cyrillic or Greek ones is written by nobody: it is a warning by itself.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

TAKEN_FOR = str.maketrans(
    {
        # Cyrillic
        **dict(zip("авекмнорстухіјѕһԁԛԝҽӏьзбг", "abekmhopctyxijshdqwel63br", strict=True)),
        # Greek
        **dict(zip("αβγεζηικνορτυχωϲϳ", "abyezniknoptuxwcj", strict=True)),
        # Latin letters that are drawn like others
        **dict(zip("ıɑɡɩʋſƅꞵ", "iagivsbb", strict=True)),
        # Arabic letters and figures that are drawn alike, in whole or in the middle of a word
        **dict(zip("کیىےېڪہەةھۀؤئڤ", "كيييييكههههوييف", strict=False)),
        **dict(zip("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True)),
        # Figures and signs taken for letters
        **dict(zip("01|", "oll", strict=True)),
        # Signs between words
        **dict.fromkeys("’ʼ‘`´'ʹ·.-‐‑‒–—_\u0640", ""),
    }
)

PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))

MIXED_WITH_LATIN = ("CYRILLIC", "GREEK")


@lru_cache(maxsize=4096)
def skeleton(name: str) -> str:
    """What a name looks like: equal for two names that a reader can take for each other."""
    unfolded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(letter for letter in unfolded if not unicodedata.combining(letter))
    drawn = letters.translate(TAKEN_FOR)
    for pair, one in PAIRS:
        drawn = drawn.replace(pair, one)
    return " ".join(drawn.replace("\u200c", "").replace("\u200d", "").replace("i", "l").split())


def alike(name: str, others: Iterable[str]) -> list[str]:
    """Those of the other names that look like this one, itself among them if it is there."""
    drawn = skeleton(name)
    return [other for other in others if skeleton(other) == drawn]


def mixed_words(name: str) -> list[str]:
    """The words of a name that mix Latin letters with Cyrillic or Greek ones."""
    return [word for word in name.split() if _is_mixed(word)]


def _is_mixed(word: str) -> bool:
    scripts = {_script(letter) for letter in word if letter.isalpha()}
    return "LATIN" in scripts and not scripts.isdisjoint(MIXED_WITH_LATIN)


@lru_cache(maxsize=1024)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
