"""Dates as far as they are known, in whatever spelling and calendar, and what two of them say in bits.

A birth date on a list is often only a year, a default (1 January), written with day and month exchanged, or
converted from another calendar. Each of these is a hypothesis with a rule of its own name and its own bits; the
shares behind them are judgement, but for the share of strangers born in one year, which is measured on public lists.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple
from unicodedata import combining, normalize

from wasl.screening.calendars import (
    GREGORIAN,
    HIJRI,
    JOINED,
    MONTHS,
    SOLAR_HIJRI,
    TOLERANCE,
    first_day,
    month_length,
)
from wasl.screening.text import clean
from wasl.screening.weighing import Weighed, likeliest, ratio

LENGTH_MAX: Final = 64
"""Characters of a written date that are looked at."""
SEVERAL_MAX: Final = 8
"""Dates of one description that are compared."""

_YEARS: Final = {GREGORIAN: (1501, 2400), HIJRI: (1201, 1500), SOLAR_HIJRI: (1201, 1450)}
"""Years that a bare number may be, by calendar."""
_BUDDHIST: Final = 543
"""Years by which the Thai calendar is ahead; its months and days are the Gregorian ones."""

_CIRCA: Final = re.compile(
    r"\b(?:circa|ca|c|approx(?:imate(?:ly)?)?|about|around|vers|env(?:iron)?|hacia|aprox|alrededor de)\b\.?|~|\?"
    r"|حوالي|نحو|تقريبا"
)
_BETWEEN: Final = re.compile(r"(\d{4})\D{1,12}?(\d{4})")
_BETWEEN_DAYS: Final = re.compile(r"^\D{0,12}?\d{1,2}\W\w+\W(\d{4})\W+(?:to|and|a|au|y|et|-)\W+\d{1,2}\W\w+\W(\d{4})$")
_ERAS: Final = (
    (SOLAR_HIJRI, re.compile(r"هجري شمسي|شمسي|(?<=\d)\s?(?:ه\s?\.?\s?)?ش\b|\b(?:sh|shamsi|a\.?p)\b\.?")),
    (HIJRI, re.compile(r"هجري|(?<=\d)\s?ه\b|\b(?:ah|a\.h|hijri|h)\b\.?")),
    (GREGORIAN, re.compile(r"ميلادي|(?<=\d)\s?م\b|\b(?:ad|a\.d|ce)\b\.?")),
)
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b")
_TIME: Final = re.compile(r"(?<=\d)(?:t|\s)\d{1,2}:\d{2}.*$")
_WORDS: Final = re.compile(r"[^\W\d_]\W+[^\W\d_]")
_PART: Final = re.compile(r"\d+|[^\W\d_]+\d?")
_YEAR_ALONE: Final = re.compile(r"(?<![\w:])\d{4}(?![\w:])")
_ASIAN: Final = str.maketrans("年月日", "---")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """One reading of a written date. `month` and `day` are 0 where unknown; `until` is the last year of a range."""

    year: int
    month: int = 0
    day: int = 0
    calendar: str = GREGORIAN
    until: int = 0
    circa: bool = False

    @property
    def is_default(self) -> bool:
        """Whether it is a day that offices write when they know the year alone: 1 January, 1 Muharram, 1 Rajab."""
        return self.day == 1 and (self.month == 1 or (self.calendar == HIJRI and self.month == 7))

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.day > 0

    def span(self) -> tuple[int, int]:
        """First and last day it can be, as `date.toordinal` counts; a default stands for its year."""
        if not self.month or self.is_default:
            return (
                first_day(self.calendar, self.year),
                first_day(self.calendar, (self.until or self.year) + 1) - 1,
            )
        length = month_length(self.calendar, self.year, self.month)
        first = first_day(self.calendar, self.year, self.month, self.day or 1)
        return (first, first if self.day else first + length - 1)

    def __str__(self) -> str:
        """ISO 8601 as far as known, with the calendar where it is not the Gregorian one."""
        text = f"{self.year:04}"
        text += f"-{self.month:02}" if self.month else f"/{self.until:04}" if self.until else ""
        text += f"-{self.day:02}" if self.day else ""
        return f"{'~' * self.circa}{text}" + ("" if self.calendar == GREGORIAN else f" {self.calendar}")


@lru_cache(maxsize=200_000)
def read(text: str) -> tuple[PartialDate, ...]:
    """The readings of a written date, likeliest first; empty when it is none.

    `03/04/1975` has two, day first; `1396-05-12` is Islamic or Solar Hijri; two digits are a year of either century.
    A day that its month does not have is left out, so is a month over 12 unless it can be the day.
    """
    text = _plain(text)
    era = next((calendar for calendar, mark in _ERAS if mark.search(text)), "")
    if era:
        text = dict(_ERAS)[era].sub(" ", text)
    circa = bool(_CIRCA.search(text))
    text = _CIRCA.sub(" ", text).strip(" .()[]،,;")
    found = _range(text) or _parts(text)
    readings = [reading for one in found for reading in _in_calendars(one, era, circa=circa)]
    return tuple(dict.fromkeys(readings))


def _plain(text: str) -> str:
    text = clean(text[:LENGTH_MAX])
    if not text.isascii():
        text = "".join(letter for letter in normalize("NFD", text) if not combining(letter)).translate(_ASIAN)
    for pattern, name in JOINED if _WORDS.search(text) else ():
        text = re.sub(pattern, name, text)
    return _ORDINAL.sub("", _TIME.sub("", text))


class _Found(NamedTuple):
    """What the parts of a text can be; the calendar only where a month's name tells it."""

    year: int
    month: int = 0
    day: int = 0
    calendar: str = ""
    until: int = 0


def _range(text: str) -> list[_Found]:
    match = _BETWEEN_DAYS.search(text) or _BETWEEN.search(text)
    if not match:
        return []
    first, last = sorted((int(match[1]), int(match[2])))
    return [_Found(first, until=last if last != first else 0)] if last - first < 100 else []


def _parts(text: str) -> list[_Found]:
    """Year, month and day as the order and size of the parts allow; of a text with other words its only year."""
    parts = _PART.findall(text)
    named = [MONTHS[part] for part in parts if part in MONTHS]
    numbers = [part for part in parts if part.isdecimal()]
    if len(named) > 1 or len(numbers) + len(named) != len(parts) or len(parts) > 3:
        years = _YEAR_ALONE.findall(text)
        return [_Found(int(years[0]))] if len(years) == 1 and not named else []
    if ":" in text or (any(len(number) > 4 for number in numbers) and len(numbers) > 1):
        return []
    if named:
        calendar, month = named[0]
        return [_Found(year, month, day, calendar) for year, day in _year_and_day(numbers)]
    return _compact(numbers[0]) if len(numbers) == 1 else _in_figures(numbers, text) if numbers else []


def _in_figures(numbers: list[str], text: str) -> list[_Found]:
    """Two or three numbers: the year is first or last, and a day comes before its month but for a US date."""
    values = [int(number) for number in numbers]
    if len(numbers[0]) > 2:
        year, month, day = (*values, 0)[:3]
        return [_Found(year, day, month) if month > 12 >= day > 0 else _Found(year, month, day)]
    if len(numbers) == 2:
        return [_Found(values[1], values[0])] if len(numbers[1]) > 2 else []
    day, month, _year = values
    orders = [(month, day)] if month <= 12 else []
    if day <= 12 and day != month and "." not in text:
        orders.append((day, month))
    return [_Found(year, *order) for year in _years(numbers[2]) for order in orders or [(month, day)]]


def _compact(digits: str) -> list[_Found]:
    """`1975`, `19750421` and `21041975`."""
    if len(digits) == 4:
        return [_Found(int(digits))]
    if len(digits) != 8:
        return []
    ways = ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2]))
    found = [_Found(int(year), int(month), int(day)) for year, month, day in ways]
    return [one for one in found if one.year in range(1201, 2700) and one.month <= 12 and one.day <= 31]


def _year_and_day(numbers: list[str]) -> list[tuple[int, int]]:
    """Beside a month's name: the long number is the year; of two short ones the second."""
    if len(numbers) == 1:
        return [(year, 0) for year in _years(numbers[0])] if len(numbers[0]) == 4 else []
    first, second = numbers
    if len(first) > 2:
        first, second = second, first
    return [(year, int(first)) for year in _years(second)] if len(first) <= 2 else []


def _years(number: str) -> list[int]:
    return [1900 + int(number), 2000 + int(number)] if len(number) <= 2 else [int(number)]


def _in_calendars(found: _Found, era: str, *, circa: bool) -> list[PartialDate]:
    year, month, day, calendar, until = found
    if 2401 <= year <= 2700 and not calendar:
        year, until = year - _BUDDHIST, until and until - _BUDDHIST
    calendars = [calendar or era] if calendar or era else [HIJRI, SOLAR_HIJRI, GREGORIAN]
    return [
        PartialDate(year, *_possible(calendar, year, month, day), calendar, until, circa)
        for calendar in calendars
        if _YEARS[calendar][0] <= year <= _YEARS[calendar][1] and until <= _YEARS[calendar][1]
    ]


def _possible(calendar: str, year: int, month: int, day: int) -> tuple[int, int]:
    if not 1 <= month <= 12:
        return (0, 0)
    return (month, day) if 1 <= day <= month_length(calendar, year, month) else (month, 0)


# Shares of strangers are measured: of two people on the lists of the United Nations, the Union or the United States,
# 2.2 to 2.4 % are born in one year, 6 to 7 % two years apart at most, 12 % three to five, 46 % up to twenty.
_YEAR: Final = 0.023
_DAY: Final = _YEAR / 365

BITS: Final = {
    # Both days are known.
    "date": ratio(0.84, _DAY),
    "date-swapped": ratio(0.012, _DAY),
    "date-year-off-by-one": ratio(0.012, 2 * _DAY),
    "date-day-off-by-one": ratio(0.01, 2 * _DAY),
    "date-year-misread": ratio(0.008, 12 * _DAY),
    "date-month-differs": ratio(0.008, 11 * _DAY),
    "date-day-differs": ratio(0.012, 28 * _DAY),
    # A default on both sides: a tenth of the people of such a register have it.
    "date-default": ratio(0.8, 0.1 * _YEAR),
    # The month is known.
    "date-month": ratio(0.84, _YEAR / 12),
    # The year is known, on one side at least.
    "date-year": ratio(0.84, _YEAR),
    "date-year-about": ratio(0.5, _YEAR),
    "date-year-near": ratio(0.08, 2 * _YEAR),
    "date-year-near-about": ratio(0.3, 4 * _YEAR),
    # The year is the same, what is known besides is not.
    "date-same-year": ratio(0.03, _YEAR),
    "date-year-two-off": ratio(0.03, 0.065),
    "date-five-years": ratio(0.03, 0.12),
    "date-differs": ratio(0.02, 0.46),
    "date-far": ratio(0.004, 0.22),
    "date-differs-about": ratio(0.06, 0.7),
    # Of two calendars, and not within what a conversion explains.
    "date-calendars-differ": ratio(0.08, 0.8),
}
"""The rules of a fixed weight and their bits."""
RULES: Final = (*BITS, "date-range", "date-hijri", "date-solar-hijri")
"""Every rule of this module. The last three weigh by the width of the range, or of what a conversion leaves open."""


@lru_cache(maxsize=500_000)
def compare(query: str, subject: str) -> tuple[str, float] | None:
    """The rule and the bits of two written dates in their likeliest readings; None when one is no date. Symmetric.

    A reading costs what trying it is worth: where `03/04/1975` may be two days, either is a bit cheaper.
    """
    pairs = list(product(read(query)[:4], read(subject)[:4]))
    best = likeliest(Weighed(query, subject, *_compare(one, other)) for one, other in pairs)
    return best and (best.rule, best.bits)


def weigh(queries: tuple[str, ...], subjects: tuple[str, ...]) -> Weighed | None:
    """What the dates of two descriptions say, by the two that agree best; None when there is nothing to compare."""
    return likeliest(
        Weighed(query, subject, *compared)
        for query, subject in product(queries[:SEVERAL_MAX], subjects[:SEVERAL_MAX])
        if (compared := compare(query, subject))
    )


def _compare(one: PartialDate, other: PartialDate) -> tuple[str, float]:
    if one.calendar != other.calendar:
        return _across_calendars(one, other)
    if one.until or other.until:
        return _ranges(one, other)
    rule = _days(one, other) if one.is_day and other.is_day else _months(one, other)
    return rule, BITS[rule]


def _days(one: PartialDate, other: PartialDate) -> str:
    apart = abs(one.year - other.year)
    if one.is_default or other.is_default:
        return "date-default" if one.is_default and other.is_default and not apart else _years_apart(one, other)
    same_month, same_day = one.month == other.month, one.day == other.day
    same_but_year = same_month and same_day
    hypotheses = (
        ("date", same_but_year and not apart),
        ("date-swapped", not apart and (one.month, one.day) == (other.day, other.month)),
        ("date-day-off-by-one", apart <= 1 and abs(one.span()[0] - other.span()[0]) == 1),
        ("date-year-off-by-one", same_but_year and apart == 1),
        ("date-year-misread", same_but_year and _one_slip(one.year, other.year)),
        ("date-day-differs", same_month and not apart),
        ("date-month-differs", same_day and not apart),
        ("date-same-year", not apart),
    )
    return next((rule for rule, holds in hypotheses if holds), "") or _years_apart(one, other)


def _one_slip(year: int, other: int) -> bool:
    """Whether one digit differs, or two neighbours are exchanged."""
    one, two = str(year), str(other)
    wrong = [index for index in range(4) if one[index] != two[index]]
    return len(wrong) == 1 or (len(wrong) == 2 and wrong[1] - wrong[0] == 1 and sorted(one) == sorted(two))


def _months(one: PartialDate, other: PartialDate) -> str:
    if one.year == other.year and one.month and other.month and not (one.is_default or other.is_default):
        return "date-month" if one.month == other.month else "date-same-year"
    return _years_apart(one, other)


def _years_apart(one: PartialDate, other: PartialDate) -> str:
    """By the years alone. Where a month is known on both sides, a year apart is a slip and not a rounding."""
    apart = abs(one.year - other.year)
    about = one.circa or other.circa
    rounded = not (one.month and other.month) or one.is_default or other.is_default
    if apart == 0:
        return "date-year-about" if about else "date-year"
    if about and apart <= 2:
        return "date-year-near-about"
    if rounded and apart == 1:
        return "date-year-near"
    if apart <= 2:
        return "date-year-two-off"
    if about:
        return "date-differs-about"
    return "date-five-years" if apart <= 5 else "date-differs" if apart <= 20 else "date-far"


def _ranges(one: PartialDate, other: PartialDate) -> tuple[str, float]:
    (first, last), (start, end) = (one.year, one.until or one.year), (other.year, other.until or other.year)
    if first <= end and start <= last:
        years = max(last - first, end - start) + 1
        return "date-range", max(0.0, ratio(0.85, min(0.85, years * _YEAR)))
    apart = max(first - end, start - last)
    rule = "date-year-near-about" if apart <= 2 else "date-differs-about"
    return rule, BITS[rule]


def _across_calendars(one: PartialDate, other: PartialDate) -> tuple[str, float]:
    (first, last), (start, end) = one.span(), other.span()
    moved = {one.calendar, other.calendar} - {GREGORIAN}
    slack = max(TOLERANCE[calendar] for calendar in moved)
    if first <= end + slack and start <= last + slack:
        days = (last - first) + (end - start) + 1 + 2 * slack
        rule = "date-hijri" if moved == {HIJRI} else "date-solar-hijri"
        return rule, ratio(0.75, min(0.75, days * _DAY))
    if max(first - end, start - last) <= 366:
        return "date-calendars-differ", -1.0
    return "date-calendars-differ", BITS["date-calendars-differ"]
