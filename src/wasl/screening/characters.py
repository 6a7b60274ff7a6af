"""Characters of numbers and codes, which people type in the digits and letters at hand."""

import re
from typing import Final
from unicodedata import decimal, normalize

VALUE_MAX: Final = 4_096
"""Characters of one value that are looked at, unless it is said otherwise."""

LOOKALIKES: Final = str.maketrans("АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTYXABEZHIKMNOPTYX")
"""Capital letters of Cyrillic and Greek that are printed like the Latin ones of documents and plates."""


class _Typed(dict[int, int]):
    """For the code of a character, that of the one it is typed for: digits of every script, learned as they come."""

    def __missing__(self, code: int) -> int:
        digit = decimal(chr(code), None)
        self[code] = code if digit is None else ord("0") + digit
        return self[code]


_TYPED: Final = _Typed(dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), ord("-")))
_UNSEEN: Final = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text: str, length: int = VALUE_MAX) -> str:
    """At most `length` characters of the text, NFKC, with ASCII digits and hyphens, without marks nobody sees.

    White space at the ends is gone; inside, lines and spaces are left.
    """
    text = text[: 2 * length]
    if text.isascii():
        return text.strip()[:length]
    return _UNSEEN.sub("", normalize("NFKC", text)).translate(_TYPED).strip()[:length]


def compact(text: str) -> str:
    """The letters and digits of a text alone, in capitals."""
    return "".join(letter for letter in plain(text).upper() if letter.isalnum())


def is_said(text: str) -> bool:
    """Whether a text has a letter or a figure."""
    return any(map(str.isalnum, plain(text, len(text))))
