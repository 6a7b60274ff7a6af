"""Names as they are compared: one form for what is written in several, and words out of it.

Nothing here knows a language. What is folded is what writers of one script exchange freely (the hamza on an alif,
a final dotless ya, the Turkish i, the two kana), what nobody sees (bidirectional and zero-width marks), and letters of
another script put in to deceive. Keep the text as it was given: a cleaned one is for comparison alone.
"""

import re
from typing import Final
from unicodedata import normalize

from wasl.screening.scripts import han

LENGTH_MAX: Final = 256
"""Characters of a cleaned text; the rest is cut off, so that no input costs more than another of this length."""

_RAW: Final = 4
"""Characters looked at for one of the cleaned text, which normalisation can lengthen and, by marks, shorten."""

_APOSTROPHES: Final = "`´ʹʻʼʽʾʿˈˊˋ‘’‛′＇՚"
_DIGIT_ZEROS: Final = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50)
"""The zeros of Arabic, Persian, Devanagari, Bengali and Thai digits."""

_SEEN: Final = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85", " "),
        **dict.fromkeys("‐‑‒–—―−־", "-"),
        **{chr(zero + digit): str(digit) for zero in _DIGIT_ZEROS for digit in range(10)},
        # Casefolding leaves the Turkish dotless i alone and gives the dotted one a combining dot.
        "İ": "i",
        "ı": "i",
    }
)

_UNSEEN: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad"  # controls, soft hyphen
    "\u0300-\u036f"  # combining marks that found no letter to compose with
    "\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7"  # Cyrillic titla, Hebrew points
    "\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # harakat, tatweel
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff"
    "]+"
)

_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳٵ", "ا"),
        **dict.fromkeys("ىیئېےۓۍۑؽؾؿ", "ي"),
        **dict.fromkeys("ؤٶۆۇۈۄۅ", "و"),
        **dict.fromkeys("ةہۂۃھۀۿ", "ه"),
        **dict.fromkeys("کڪڮ", "ك"),
        "ګ": "گ",
        **dict.fromkeys("ڕڔ", "ر"),
        "ڵ": "ل",
        "ں": "ن",
        "ء": None,
        # Hiragana is katakana: the same syllables, and the learned tables know these.
        **{chr(code): chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)},
    }
)

# Written alike: for each Cyrillic or Greek letter, the Latin one.
_LOOKALIKES: Final = (
    dict(zip("АВЕЅІЈКМНОРСТУХҮԚԜаеѕіјорсухһԁԛԝү", "ABESIJKMHOPCTYXYQWaesijopcyxhdqwy", strict=True)),
    dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυ", "ABEZHIKMNOPTYXaikvopu", strict=True)),
)
_TO_LATIN: Final = {ord(other): latin for table in _LOOKALIKES for other, latin in table.items()}
_FROM_LATIN: Final = tuple({ord(latin): other for other, latin in reversed(table.items())} for table in _LOOKALIKES)
_LATIN: Final = r"A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_OTHER: Final = r"\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff"
_MIXED: Final = re.compile(rf"[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}]")
_RUN: Final = re.compile(rf"[{_LATIN}{_OTHER}]+")

_HAN: Final = re.compile("[\u3400-\u9fff]")
_GERESH: Final = re.compile(r"(?<=[א-ת])'")
_GERSHAYIM: Final = re.compile(r'(?<=[א-ת])"(?=[א-ת])')
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys((*range(0x20), 0x7F)),
        **dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f", " "),
        "`": "'",
    }
)

_WORD: Final = re.compile(
    r"(?:[^\W_]|[׳\u0900-\u0963\u0966-\u0df3\u0e30-\u0e4e\u0eb0-\u0ece\u0f18-\u0fbc"
    r"\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1773\u17b4-\u17d3\u1920-\u193b\u1a17-\u1cff"
    r"\ua802-\uaaef\uabe3-\uabed\u3099\u309a])+"
)
"""Letters and digits with the vowel signs of scripts that write them as marks, and the Hebrew geresh."""


def clean(text: str, length: int = LENGTH_MAX) -> str:
    """The text in the form that is compared: NFKC, caseless, without marks nobody sees, letters folded.

    Idempotent. Punctuation stays, apostrophes and dashes as `'` and `-` (in Hebrew words `׳` and `״`); any
    white space is one space. At most `length` characters.
    """
    text = text[: _RAW * length]
    if text.isascii():
        text = text.translate(_PLAIN).lower()
    else:
        text = _UNSEEN.sub("", normalize("NFKC", text.translate(_SEEN))[: _RAW * length])
        if _MIXED.search(text):
            text = _RUN.sub(_in_one_script, text)
        text = _UNSEEN.sub("", normalize("NFKC", text.casefold())).translate(_FOLDED)
        if _HAN.search(text):
            text = han.unify(text)
        text = _GERSHAYIM.sub("״", _GERESH.sub("׳", text))
    return " ".join(text.split())[:length].rstrip()


def words(text: str, length: int = LENGTH_MAX) -> list[str]:
    """The cleaned words of a text, in order: what stands between spaces, hyphens and other punctuation.

    Apostrophes stand inside words and are left out (`O'Neil` is one word); so are the quotation marks of Hebrew
    abbreviations. Those of the first `length` characters of the cleaned text.
    """
    return _WORD.findall(clean(text, length).replace("'", "").replace("״", ""))


def _in_one_script(run: re.Match[str]) -> str:
    """A run of letters of two scripts, with those that look like letters of the other one put back.

    Left alone where letters of both scripts are beyond doubt, as in the name of a firm that joins them.
    """
    word = run[0]
    others = [ord(letter) for letter in word if 0x370 <= ord(letter) < 0x530]
    latins = [ord(letter) for letter in word if ord(letter) < 0x250]
    if not others:
        return word
    twins = _FROM_LATIN[others[0] < 0x400]
    is_latin = all(code in _TO_LATIN for code in others)
    is_other = all(code in twins for code in latins)
    if is_latin and not (is_other and len(others) > len(latins)):
        return word.translate(_TO_LATIN)
    return word.translate(twins) if is_other else word
