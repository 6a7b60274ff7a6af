"""Countries by whatever code or name, and what nationality, place of birth and sex say in bits.

These facts say little beside a name, for people of one name tend to be of one country and one sex: the bits here
are those left once the names agree.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Final

from wasl.screening.scripts import readings
from wasl.screening.text import clean, words
from wasl.screening.weighing import Weighed, likeliest, ratio

SEVERAL_MAX: Final = 16
"""Values of one description that are compared."""

SUCCESSORS: Final = {
    "su": frozenset({"ru", "am", "az", "by", "ee", "ge", "kz", "kg", "lv", "lt", "md", "tj", "tm", "ua", "uz"}),
    "yu": frozenset({"rs", "me", "hr", "si", "ba", "mk", "xk"}),
    "cs": frozenset({"cz", "sk", "rs", "me"}),
    "dd": frozenset({"de"}),
    "zr": frozenset({"cd"}),
    "bu": frozenset({"mm"}),
    "tp": frozenset({"tl"}),
    "yd": frozenset({"ye"}),
    "an": frozenset({"cw", "sx", "bq"}),
    "cn": frozenset({"hk", "mo"}),
}
"""States that are no more, or whose parts have codes of their own, and who followed. `cs` was two states in turn."""

_FORMAL: Final = re.compile(
    r"\b(?:the|of|and|islamic|arab|jamahiriya|democratic|socialist|peoples|federal|federation|federative|republic"
    r"|plurinational|bolivarian|united|kingdom|state|sultanate|hashemite|former|republique|republica|جمهوريه"
    r"|الجمهوريه|مملكه|دوله|سلطنه)\b"
)
_SPLIT: Final = re.compile(r"[,;/()،؛\n]|\s-\s")


@cache
def _countries() -> dict[str, str]:
    """Country by code and by cleaned name."""
    data = files("wasl.screening") / "data"
    known: dict[str, str] = {}
    for line in (data / "countries.tsv").read_text("utf-8").splitlines():
        two, three, *names = line.lower().split("\t")
        for name in names:
            known |= {_plain(name): two, _plain(re.sub(r"\(.*\)", "", name)): two}
        known |= {two: two, three: two}
    for line in (data / "countries_also.tsv").read_text("utf-8").splitlines():
        code, *names = line.split("\t")
        known |= {_plain(name): code for name in names}
    return known


def _plain(text: str) -> str:
    return re.sub(r"\bst(?= )", "saint", " ".join(words(text)))


@lru_cache(maxsize=10_000)
def country(text: str) -> str:
    """The country in two small letters (ISO 3166-1 alpha-2, `xk` for Kosovo), or empty when it is none known here.

    Takes two or three letters, the codes of travel documents (`D`, `GBD`, `RKS`), the name in English, Arabic, French
    or Spanish, short or official. A state that is no more keeps its old code: `su`, `yu`, `cs`, `dd`.
    """
    plain = _plain(text[:100].rstrip("<"))
    known = _countries()
    if plain in known:
        return known[plain]
    short = " ".join(_FORMAL.sub(" ", plain).split())
    return known.get(short, "") if len(short) > 3 else ""


@cache
def codes() -> frozenset[str]:
    """The two small letters of every country known here, of those that are no more as well."""
    return frozenset(_countries().values())


@cache
def three_letters(code: str) -> str:
    """ISO 3166-1 alpha-3 in capitals for alpha-2 in small letters; empty for a state that is no more, or none."""
    lines = (files("wasl.screening") / "data" / "countries.tsv").read_text("utf-8").splitlines()
    return {line[:2].lower(): line[3:6] for line in lines}.get(code, "")


# Shares: two entries of one list agree in nationality or sex far oftener when their names do, so `other` is high.
BITS: Final = {
    "nationality": ratio(0.8, 0.3),
    "nationality-successor": ratio(0.4, 0.3),
    "nationality-differs": ratio(0.2, 0.7),
    "country": ratio(0.7, 0.4),
    "country-differs": ratio(0.3, 0.6),
    "sex": ratio(0.98, 0.8),
    "sex-differs": ratio(0.01, 0.15),
    "place": ratio(0.5, 0.02),
    "place-alike": ratio(0.1, 0.015),
    "place-country": ratio(0.35, 0.25),
    "place-differs": ratio(0.2, 0.4),
    "place-country-differs": ratio(0.1, 0.5),
}
"""The rules of this module and their bits."""
RULES: Final = tuple(BITS)
"""Every rule of this module."""


def weigh_nationalities(queries: tuple[str, ...], subjects: tuple[str, ...]) -> Weighed | None:
    """What the nationalities say; None where one side has none that is known. A second one is no contradiction."""
    return _by_country(queries, subjects, "nationality", "nationality-successor", "nationality-differs")


def weigh_countries(queries: tuple[str, ...], subjects: tuple[str, ...]) -> Weighed | None:
    """What countries of residence, activity or registration say; weaker than nationality, for people move."""
    return _by_country(queries, subjects, "country", "country", "country-differs")


def _by_country(
    queries: tuple[str, ...], subjects: tuple[str, ...], same: str, successor: str, differs: str
) -> Weighed | None:
    ours, theirs = list(_known(queries)), list(_known(subjects))
    found = None
    for (query, one), (subject, other) in product(ours, theirs):
        if one == other:
            return Weighed(query, subject, same, BITS[same])
        if one in SUCCESSORS.get(other, ()) or other in SUCCESSORS.get(one, ()):
            found = Weighed(query, subject, successor, BITS[successor])
    if found or not ours or not theirs:
        return found
    return Weighed(ours[0][0], theirs[0][0], differs, BITS[differs])


def _known(values: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((value, code) for value in tuple(values)[:SEVERAL_MAX] if (code := country(value)))


def weigh_sex(query: str, subject: str) -> Weighed | None:
    """What the sex says: `female` or `male` or a word's first letter on both sides, None otherwise."""
    one, other = _sex(query), _sex(subject)
    if not one or not other:
        return None
    rule = "sex" if one == other else "sex-differs"
    return Weighed(query, subject, rule, BITS[rule])


def _sex(text: str) -> str:
    first = text.strip()[:1].casefold()
    return {"f": "female", "w": "female", "m": "male"}.get(first, "")


def weigh_places(queries: tuple[str, ...], subjects: tuple[str, ...]) -> Weighed | None:
    """What places of birth say, in any script: the locality first, the country where no locality can be compared."""
    return likeliest(
        Weighed(query, subject, *compared)
        for query, subject in product(queries[:SEVERAL_MAX], subjects[:SEVERAL_MAX])
        if (compared := compare_places(query, subject))
    )


@lru_cache(maxsize=100_000)
def compare_places(query: str, subject: str) -> tuple[str, float] | None:
    """The rule and the bits of two places as written, `Town, Province, Country`; None when one says nothing."""
    (ours, our_country), (theirs, their_country) = _place(query), _place(subject)
    if our_country and their_country and our_country != their_country:
        followed = our_country in SUCCESSORS.get(their_country, ()) or their_country in SUCCESSORS.get(our_country, ())
        rule = "place-country-differs" if not followed else ""
    else:
        rule = "place-country" if our_country and their_country else ""
    if ours and theirs and rule != "place-country-differs":
        rule = _localities(ours, theirs)
    return (rule, BITS[rule]) if rule else None


def _localities(ours: list[str], theirs: list[str]) -> str:
    if not set(ours).isdisjoint(theirs):
        return "place"
    # Numeric libraries, which whoever only reads the name of a country has no use for.
    from rapidfuzz.distance import JaroWinkler

    from wasl.screening.keys import skeletons

    alike = any(
        JaroWinkler.similarity(one, other) >= 0.9
        or (len(sound := skeletons(one).medium) > 2 and sound == skeletons(other).medium)
        for one, other in product(ours, theirs)
    )
    return "place-alike" if alike else "place-differs"


def _place(text: str) -> tuple[list[str], str]:
    """Localities in Latin letters, each in its likeliest reading, and the country."""
    localities, state = [], ""
    for part in _SPLIT.split(clean(text))[:6]:
        if code := country(part):
            state = state or code
        elif plain := "".join(readings(word)[0] for word in words(part) if readings(word)):
            localities.append(plain)
    return localities, state
