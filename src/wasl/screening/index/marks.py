"""What a subject is found by beside its names: numbers, looked up exactly, and the years it may be born in."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Final

from wasl.screening import dates, documents, identifiers
from wasl.screening.subject import Query, Subject

MARKS_MAX: Final = 200
"""Documents and identifiers of one subject or query that are filed or looked up, each."""

_YEARS_MAX: Final = 20
_ANY_YEAR: Final = 2**64 - 1


def marks_of(described: Subject | Query) -> set[str]:
    """The texts under which a subject is filed, and a query looks.

    Of a document its number, characters that are misread for one another made one; of an identifier its normal form.
    """
    numbers = (documents.normal(each.number, each.country) for each in described.documents[:MARKS_MAX])
    return {
        *(f"document:{documents.confusable(number)}" for number in numbers if number),
        *(identifiers.key(each.kind, each.value) for each in described.identifiers[:MARKS_MAX]),
    }


def years_of(written: Iterable[str]) -> int:
    """The years that dates may lie in, as the bits of a number: bit y mod 64. Zero where no date can be read."""
    bits = 0
    for text in written:
        for reading in dates.read(text):
            first, last = (date.fromordinal(day).year for day in reading.span())
            if last - first > _YEARS_MAX:
                return _ANY_YEAR
            bits |= sum(1 << (year & 63) for year in range(first, last + 1))
    return bits


def days_of(written: Iterable[str]) -> set[int]:
    """The days that dates may be, as `date.toordinal` counts; none for a date whose day is not known."""
    spans = [reading.span() for text in written for reading in dates.read(text)]
    return {first for first, last in spans if first == last}


def days_beside(days: Iterable[int]) -> set[int]:
    """The days that are taken for these: the one before and after, day and month exchanged, a year off."""
    found: set[int] = set()
    for day in days:
        found |= {day - 1, day + 1}
        written = date.fromordinal(day)
        for year, month, number in (
            (written.year, written.day, written.month),
            (written.year - 1, written.month, written.day),
            (written.year + 1, written.month, written.day),
        ):
            with suppress(ValueError):
                found.add(date(year, month, number).toordinal())
    return found


def with_years_beside(years: int) -> int:
    """The years of `years_of` with the one before and the one after each."""
    return (years | years << 1 | years >> 63 | years >> 1 | years << 63) & _ANY_YEAR
