"""Which column of a table says what: recognised by its heading in four languages, or as somebody says.

The columns of a fact are values of it each: a name and an alias. Given and family name make one name together.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wasl.checks.many.refusing import TableRefused
from wasl.screening.subject import SCHEMATA

FACTS = (
    *("id", "name", "given", "family", "weak_name", "birth_date", "nationality", "country", "place", "sex"),
    *("document_number", "document_country", "schema"),
)
"""What a column can say, in the order in which it is shown."""

ASKED_BY = ("name", "given", "family", "weak_name", "document_number")
"""Of these a table needs one at least: with nothing else, nobody can be asked for."""

JOINED = "+"
"""Between the headings of several columns that say the same fact, where a map names them."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row what is said: by fact, positions in the row, from 0."""

    of: Mapping[str, tuple[int, ...]]
    width: int
    """Cells that a row must have."""

    def told(self) -> dict[str, list[int]]:
        """The same as JSON has it."""
        return {fact: list(self.of[fact]) for fact in FACTS if fact in self.of}


def recognised(heading: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By fact, the columns whose headings say so; one that says nothing known is left out.

    "Nom" beside "prénom" is a family name, and "nombre" beside "apellidos" a given one.
    """
    words = _facts()
    found: dict[str, tuple[str, ...]] = {}
    for column in heading:
        fact = words.get(folded(column))
        if fact:
            found[fact] = (*found.get(fact, ()), column)
    for one, other in (("given", "family"), ("family", "given")):
        if one in found and other not in found and "name" in found:
            first, *others = found.pop("name")
            if is_whole(first):
                found["name"] = (first, *others)
            else:
                found |= {other: (first,)} | ({"name": tuple(others)} if others else {})
    return found


def is_whole(column: str) -> bool:
    """Whether a heading says that the whole name stands in the column."""
    return len(folded(column).split()) > 1 or folded(column) in ("fullname", "passenger", "person", "subject")


def parse(said: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """A map as it is typed: `FACT=HEADING`, or `FACT=HEADING+HEADING`. Raises TableRefused: wrong-map."""
    found: dict[str, tuple[str, ...]] = {}
    for each in said:
        fact, sign, columns = each.partition("=")
        if fact not in FACTS or not sign:
            known = ", ".join(FACTS)
            raise TableRefused("wrong-map", f"{each!r} is not FACT=COLUMN with one of {known}")
        found[fact] = (*found.get(fact, ()), columns)
    return found


def placed(heading: Sequence[str], said: Mapping[str, tuple[str, ...]] | None = None) -> Columns:
    """The columns of a table: those recognised, and in their place what is said of a fact; an empty heading is none.

    Raises TableRefused: `wrong-map` for a column that is not there, or twice; `no-columns` where none says whom to
    ask for.
    """
    known = recognised(heading)
    for fact, columns in (said or {}).items():
        wanted = tuple(each for column in columns for each in _named(heading, column))
        taken = set(wanted)
        known = {other: tuple(each for each in several if each not in taken) for other, several in known.items()}
        known[fact] = wanted
    of = {fact: tuple(_position(heading, each) for each in known[fact]) for fact in FACTS if known.get(fact)}
    if not any(fact in of for fact in ASKED_BY):
        raise TableRefused("no-columns", "no column is known to hold names or document numbers: say which with a map")
    return Columns(of, len(heading))


def _named(heading: Sequence[str], column: str) -> list[str]:
    if not column:
        return []
    return [column] if column in heading else column.split(JOINED)


def _position(heading: Sequence[str], column: str) -> int:
    found = [place for place, name in enumerate(heading) if name == column]
    if len(found) != 1:
        fault = "stands twice in the heading" if found else "is not in the heading"
        raise TableRefused("wrong-map", f"the column {column[:60]!r} {fault}")
    return found[0]


def schema_of(word: str) -> str:
    """What a column's word for a schema means; empty where it is not known."""
    return _schemata().get(folded(word), "")


def folded(text: str) -> str:
    """Small letters and figures in words: accents, vowel signs, hamza, punctuation and what is in brackets are gone."""
    without = re.sub(r"\([^()]*\)", "", text)
    letters = unicodedata.normalize("NFKD", without.casefold().replace("\N{ARABIC TATWEEL}", ""))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


@cache
def _facts() -> dict[str, str]:
    words = {folded(word): fact for fact, several in _table("facts").items() for word in several}
    return words | {folded(fact): fact for fact in FACTS}


@cache
def _schemata() -> dict[str, str]:
    words = {folded(word): schema for schema, several in _table("schemata").items() for word in several}
    return words | {folded(schema): schema for schema in SCHEMATA}


@cache
def _table(section: str) -> dict[str, list[str]]:
    text = files("wasl.checks.many").joinpath("columns.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)[section]
    return table
