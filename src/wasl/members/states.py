"""The facts about the members that no act changes: codes, names in four languages, region, year of admission.

Read from `states.toml` beside this file, once, when first asked for. Needs no Django. Whether a member is
suspended, who its officers are and which keys it has are recorded tables of this room, not facts of this module.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

ARTICLE = "ال"
INSIDE_A_WORD = str.maketrans("", "", "-’'")


class Region(StrEnum):
    """The organisation's four regions, from which its offices are filled.

    Source: Constitution, articles 15 to 19 (president and vice-presidents come from different regions).
    """

    AFRICA = "africa"
    AMERICAS = "americas"
    ASIA = "asia"
    EUROPE = "europe"


class UnknownStateError(LookupError):
    """No member has this code; `code` is what was asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no member has the code {code!r}")
        self.code = code


class UnknownLanguageError(LookupError):
    """The organisation does not work in this language; `language` is what was asked for."""

    def __init__(self, language: str) -> None:
        super().__init__(f"{language!r} is not one of en, ar, fr, es")
        self.language = language


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the four working languages, as the United Nations writes it and without brackets."""

    en: str
    ar: str
    fr: str
    es: str

    def in_language(self, language: str) -> str:
        """The name in `language`: en, ar, fr or es. Raises UnknownLanguageError."""
        match language:
            case "en":
                return self.en
            case "ar":
                return self.ar
            case "fr":
                return self.fr
            case "es":
                return self.es
            case _:
                raise UnknownLanguageError(language)


@dataclass(frozen=True, slots=True)
class State:
    """One member. `code` and `code3` are ISO 3166-1 alpha-2 and alpha-3.

    `joined` is "YYYY-MM", the month of the Assembly that admitted it: no public list is more exact for all.
    """

    code: str
    code3: str
    joined: str
    region: Region
    name: Name


@dataclass(frozen=True, slots=True)
class SubBureau:
    """A territory's own bureau, under the bureau of the member `of` (a member's code). It has no vote."""

    code: str
    of: str
    name: Name


@lru_cache(maxsize=1)
def _facts() -> tuple[tuple[State, ...], tuple[SubBureau, ...]]:
    """Both lists of the file, each sorted by code."""
    import tomllib  # most processes that import this module for Region never read the file

    facts = tomllib.loads(files("wasl.members").joinpath("states.toml").read_text(encoding="utf-8"))
    members = (
        State(
            code=row["code"],
            code3=row["code3"],
            joined=row["joined"],
            region=Region(row["region"]),
            name=Name(**row["name"]),
        )
        for row in facts["state"]
    )
    territories = (SubBureau(code=row["code"], of=row["of"], name=Name(**row["name"])) for row in facts["sub_bureau"])
    return (
        tuple(sorted(members, key=lambda member: member.code)),
        tuple(sorted(territories, key=lambda territory: territory.code)),
    )


@lru_cache(maxsize=1)
def _by_code() -> Mapping[str, State]:
    return MappingProxyType({member.code: member for member in states()})


def states() -> tuple[State, ...]:
    """Every member, sorted by code."""
    return _facts()[0]


def sub_bureaus() -> tuple[SubBureau, ...]:
    """Every sub-bureau, sorted by code."""
    return _facts()[1]


def state(code: str) -> State:
    """The member with this alpha-2 code, in capitals. Raises UnknownStateError."""
    try:
        return _by_code()[code]
    except KeyError:
        raise UnknownStateError(code) from None


def name(code: str, language: str) -> str:
    """What a member is called in a language. Raises UnknownStateError, UnknownLanguageError."""
    return state(code).name.in_language(language)


def roll_call(language: str) -> list[State]:
    """Every member in the alphabetical order of the names shown in `language`. Raises UnknownLanguageError."""
    return list(_roll_call(language))


@lru_cache(maxsize=4)
def _roll_call(language: str) -> tuple[State, ...]:
    return tuple(sorted(states(), key=lambda member: roll_call_key(member.name.in_language(language), language)))


def roll_call_key(text: str, language: str) -> str:
    """What to sort a name by: accents do not count, nor does the article in front of an Arabic name.

    Words are compared one by one, and a compound with hyphens or an apostrophe is one word. The vowel signs of
    Arabic and the hamza on its letters are accents too, so that أ إ آ stand with ا.
    """
    if language == "ar":
        # Before the accents go: ألبانيا begins with the same two letters, but they are no article.
        text = text.removeprefix(ARTICLE)
    letters = unicodedata.normalize("NFD", text.translate(INSIDE_A_WORD).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
