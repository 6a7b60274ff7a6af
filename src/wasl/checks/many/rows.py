"""A row of a table as a query, read as the rows of a list are; and what of it could not be read."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wasl.checks.many.columns import Columns, schema_of
from wasl.checks.many.tables import CELL_MAX, Row
from wasl.checks.reading import countries, dates
from wasl.checks.reading.gathering import NOTHING, SEXES
from wasl.screening.question import says_anything
from wasl.screening.subject import PERSON, Document, Query

_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")
_FULL_DATE = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
"""A date that is one however the columns are read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row asks for: its own id, the name or number to show, the query, and what of the row could not be read.

    Without a query the row is not checked, and `reason` says why. `reason` is a code, and after a colon what it is
    about: `cells`, `not-text`, `too-long`, `nothing-asked`, `unread`, and `left-out`, `words-left-out`,
    `facts-left-out` (so many of them were not looked at: it is not `whole`).
    """

    id: str
    name: str
    query: Query | None
    reason: str = ""
    whole: bool = True


def asked(row: Row, columns: Columns, *, schema: str = PERSON, order: str = "dmy") -> Asked:
    """What a row asks for; `schema` unless a column says which, `order` as dates in figures are written."""
    if row.fault:
        return Asked("", "", None, row.fault)
    text = "".join(row.cells)
    if len(text) > CELL_MAX and (longest := max(map(len, row.cells))) > CELL_MAX:
        return Asked("", "", None, f"too-long: {longest}")
    if _NO_TEXT.search(text):
        return Asked("", "", None, "not-text")
    return _Reader(row.cells, columns, order).asked(schema)


class _Reader:
    def __init__(self, cells: Sequence[str], columns: Columns, order: str) -> None:
        self._said: dict[str, tuple[str, ...]] = {}
        for fact, places in columns.of.items():
            texts = [" ".join(cells[place].split()) for place in places]
            self._said[fact] = tuple([text for text in texts if text.casefold() not in NOTHING])
        self._order = order
        self._unread: list[str] = []

    def asked(self, schema: str) -> Asked:
        own_id = _first(self._texts("id"))
        if word := _first(self._texts("schema")):
            schema = schema_of(word) or self._not_read("schema", word) or schema
        names = self._names(schema)
        query = Query(
            schema=schema,
            names=names,
            weak_names=self._texts("weak_name"),
            birth_dates=self._facts("birth_date", lambda text: _dates(text, self._order)),
            nationalities=self._facts("nationality", countries.codes),
            countries=self._facts("country", countries.codes),
            places=self._texts("place"),
            sex=_first(self._facts("sex", _sex)),
            documents=self._documents(),
        )
        shown = _first(names or query.weak_names or tuple(each.number for each in query.documents))
        if not says_anything(query):
            return Asked(own_id, shown, None, "nothing-asked")
        reasons, left_out = [f"unread: {each}" for each in self._unread], _left_out(query)
        return Asked(own_id, shown, query, "; ".join([*reasons, *left_out]), not left_out)

    def _texts(self, fact: str) -> tuple[str, ...]:
        """What the columns of a fact say, without those that say nothing."""
        return self._said.get(fact, ())

    def _names(self, schema: str) -> tuple[str, ...]:
        names = self._texts("name")
        if joined := " ".join((*self._texts("given"), *self._texts("family"))):
            names = (*names, joined)
        return tuple([_in_speech(name) for name in names]) if schema == PERSON else names

    def _facts(self, fact: str, read: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        for text in self._said.get(fact, ()):
            values = read(text)
            if not values:
                self._not_read(fact, text)
            found += values
        return found

    def _documents(self) -> tuple[Document, ...]:
        issuers = self._facts("document_country", countries.codes)
        issuer = issuers[0] if len(issuers) == 1 else ""
        found = []
        for number in self._texts("document_number"):
            if len(number) <= dates.LENGTH_MAX and any(map(str.isalnum, number)):
                found.append(Document(number, country=issuer))
            else:
                self._not_read("document_number", number)
        return tuple(found)

    def _not_read(self, fact: str, text: str) -> str:
        self._unread.append(f"{fact} {text[:60].replace(';', ',')}")
        return ""


def _left_out(query: Query) -> list[str]:
    from wasl.screening.left_out import left_out

    found = left_out(query)
    counted = {"left-out": found.names, "words-left-out": found.words, "facts-left-out": found.facts}
    return [f"{code}: {number}" for code, number in counted.items() if number]


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""


def _in_speech(name: str) -> str:
    """A person's name in the order of speech, where the row has "FAMILY NAME, Given"."""
    if "," not in name:
        return name
    parts = [part for part in map(str.strip, name.split(",")) if part]
    return " ".join((parts[1], parts[0], *parts[2:])) if 2 <= len(parts) <= 3 else name


@lru_cache(maxsize=1 << 16)
def _dates(text: str, order: str) -> tuple[str, ...]:
    return (text,) if _FULL_DATE.fullmatch(text) else dates.read(text, order=order)


def _sex(text: str) -> tuple[str, ...]:
    found = SEXES.get(text.casefold().rstrip("."))
    return (found,) if found else ()
