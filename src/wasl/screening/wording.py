"""The rules of evidence in words, in Arabic, English, French and Spanish."""

from functools import cache
from typing import Final

from wasl.screening.evidence import BORNE, MANY
from wasl.screening.grammar import table

LANGUAGES: Final = ("ar", "en", "fr", "es")


def rules() -> tuple[str, ...]:
    """Every rule that has words."""
    return tuple(_words())


def wording(rule: str, language: str = "en") -> str:
    """A rule in words; in English where the language is none of `LANGUAGES`, as its name where it has no words."""
    words = _words().get(rule)
    if words is None:
        return rule
    return words[language if language in LANGUAGES else "en"]


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = table("wording")
    many = words.pop(MANY)
    for rule in BORNE:
        words[rule + MANY] = {language: text.format(rule=words[rule][language]) for language, text in many.items()}
    return words
