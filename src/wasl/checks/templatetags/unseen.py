"""Text that strangers typed, with what nobody sees in it made visible: the log keeps it as it came."""

from collections.abc import Iterable
from itertools import groupby
from unicodedata import category

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters, marks and signs that leave no trace on paper."""
_JOINERS = frozenset("\u200c\u200d")
"""Persian and many Indian names are not written without them."""
_LAYOUT = frozenset("\t\n\r")


@register.filter
def unseen(text: object) -> SafeString:
    """The text with controls, marks of direction and blanks as `U+202E`; a text of spaces alone has these marked."""
    said = str(text)
    empty = not any(_is_seen(sign) and not sign.isspace() for sign in said)
    pieces = [
        conditional_escape("".join(signs)) if seen else _marked(signs)
        for seen, signs in groupby(said, key=lambda sign: _is_seen(sign) and not (empty and sign not in _LAYOUT))
    ]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped above


def _is_seen(sign: str) -> bool:
    if sign in _JOINERS or sign in _LAYOUT:
        return True
    return category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp") and sign not in _BLANK and not _chooses_form(sign)


def _chooses_form(sign: str) -> bool:
    """Whether it is a variation selector."""
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _marked(signs: Iterable[str]) -> SafeString:
    return format_html_join("", '<span class="mono unseen">U+{}</span>', ((f"{ord(sign):04X}",) for sign in signs))
