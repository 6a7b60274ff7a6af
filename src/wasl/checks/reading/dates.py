"""Dates as lists write them, in the forms a subject has: `1975`, `1975-04`, `1975-04-21`.

`~1975` is a date that is only roughly known, `1956/1958` lies somewhere in a span of years. Where a text names the
Hijri or the Iranian calendar, its date keeps it, as `1402-06-24 ah` or `1345 sh`: the two calendars meet ours only
within a day or two, which is for the comparison to know.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass

LENGTH_MAX = 200
"""A text longer than this is no date and no number of a document."""

SPAN_MAX = 50
"""The most years a span may cover: beyond that it says nothing."""

YEARS = {"": (1500, 2200), "ah": (1200, 1600), "sh": (1200, 1500)}
"""First and last year that a date may have, by calendar."""

_MONTHS = (
    ("jan", "janv", "january", "janvier", "enero", "ene", "يناير"),
    ("feb", "fev", "fevr", "february", "fevrier", "febrero", "فبراير"),
    ("mar", "mars", "march", "marzo", "مارس"),
    ("apr", "avr", "april", "avril", "abril", "abr", "ابريل"),
    ("may", "mai", "mayo", "مايو"),
    ("jun", "june", "juin", "junio", "يونيو"),
    ("jul", "july", "juil", "juillet", "julio", "يوليو"),
    ("aug", "august", "aout", "agosto", "ago", "اغسطس"),
    ("sep", "sept", "september", "septembre", "septiembre", "سبتمبر"),
    ("oct", "october", "octobre", "octubre", "اكتوبر"),
    ("nov", "november", "novembre", "noviembre", "نوفمبر"),
    ("dec", "december", "decembre", "diciembre", "dic", "ديسمبر"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}

_ROUGHLY = frozenset(
    {
        *("about", "around", "circa", "ca", "approx", "approximately", "approximativement", "vers"),
        *("aproximadamente", "early", "mid", "late"),
    }
)
_FILLERS = frozenset(
    {
        *("a", "b", "c", "d", "e", "f", "g", "h", "i", "ii", "iii", "iv", "v", "the", "of", "on", "in", "et", "y"),
        *("or", "and", "ou", "o", "und", "either", "also", "alternative", "alternatively", "probably", "probable"),
        *("possibly", "presumably", "presumed", "reportedly", "allegedly", "between", "entre", "from", "year", "born"),
        *("dob", "exact", "calendar", "gregorian", "hijri", "islamic", "lunar", "ah", "iranian", "persian", "solar"),
        *("shamsi", "sh", "afghan", "false", "passport", "sources", "vary"),
    }
)
"""Words that may stand around dates; any other makes the text one that this module does not understand."""

_AND = frozenset({"and", "y", "et"})

_Parts = tuple[int, ...]
"""Year, or year and month, or year, month and day."""

_TOKEN = re.compile(
    r"(?P<figures>(?<!\d)(?:\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}(?!\d)"
    r"|(?:\d{4}-\d{2}|\d{1,2}[./]\d{4})(?![\d./-])))"
    r"|(?P<year>(?<!\d)\d{4}(?!\d))|(?P<day>(?<!\d)\d{1,2}(?!\d))|(?P<number>\d+)"
    r"|(?P<to>-|–|—|\b(?:to|until|till)\b)"
    r"|(?P<word>[^\W\d_]+)"
)


def read(text: str, *, order: str = "dmy") -> tuple[str, ...]:
    """The dates of a text, empty where it is not understood or says what is no date.

    `order` is how dates in figures are written: `dmy`, `mdy` or `ymd`; a year of four figures in front, or a day
    beyond twelve, speaks for itself.
    """
    if len(text) > LENGTH_MAX:
        return ()
    try:
        return _understood(_plain(text), order)
    except ValueError:
        without_notes = re.sub(r"\([^()]*\)", " ", text)
        try:
            return _understood(_plain(without_notes), order) if without_notes != text else ()
        except ValueError:
            return ()


def date(text: str) -> str:
    """The one date a text says, or an empty text: for the day of a listing or of an issue."""
    found = read(text)
    return found[0] if len(found) == 1 else ""


def _plain(text: str) -> str:
    """Small letters without accents, figures of our own, so that one table of words does."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in letters
        if not unicodedata.combining(letter)
    )


def _understood(text: str, order: str) -> tuple[str, ...]:
    """Raises ValueError where a word or number has no place in a date."""
    calendar = _calendar(text)
    found: dict[str, None] = {}
    said = _said(text, order)
    for at, date in enumerate(said):
        if date is None or None in said[at + 1 : at + 2]:
            continue
        start = said[at - 2] if at >= 2 and said[at - 1] is None else None
        found[_span(start, date, calendar) if start else _written(date, calendar)] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Date:
    parts: _Parts
    roughly: bool


def _said(text: str, order: str) -> list[_Date | None]:
    """The dates of a text as its calendar has them; None stands between the two ends of a span.

    A month waits for its year, which may come after further months: "Aug. and Sep. 1977".
    """
    said: list[_Date | None] = []
    between = bool(re.search(r"\b(between|entre)\b", text))
    day, months, roughly = 0, list[int](), False
    for token in _TOKEN.finditer(text):
        kind, value = token.lastgroup, token.group()
        if kind == "year":
            said += [_Date(parts, roughly) for parts in _of_year(int(value), months, day)]
            day, months, roughly = 0, [], False
        elif kind == "figures" and not day and not months:
            said.append(_Date(_in_order([int(part) for part in re.split(r"[^\d]+", value)], order), roughly))
            roughly = False
        elif kind == "day" and not day:
            day = int(value)
        elif kind == "word" and value in _MONTH:
            months.append(_MONTH[value])
        elif kind == "to" or (between and value in _AND):
            said += [None] if said and said[-1] and not day and not months else []
        elif value in _ROUGHLY:
            roughly = True
        elif kind != "word" or value not in _FILLERS:
            raise ValueError(value)
    if day or months:
        raise ValueError(text)
    return said


def _of_year(year: int, months: list[int], day: int) -> list[_Parts]:
    """The dates that a year completes. Raises ValueError for a day without its month."""
    if day and len(months) != 1:
        raise ValueError(day)
    if not months:
        return [(year,)]
    return [(year, month, day) if day else (year, month) for month in months]


def _calendar(text: str) -> str:
    if re.search(r"\b(hijri|islamic|lunar|ah)\b", text):
        return "ah"
    return "sh" if re.search(r"\b(iranian|persian|solar|shamsi|afghan|sh)\b", text) else ""


def _in_order(parts: list[int], order: str) -> _Parts:
    """Year, month and day of a date in figures. Raises ValueError where they cannot be told apart."""
    if len(parts) == 2:
        return (parts[0], parts[1]) if parts[0] > 31 else (parts[1], parts[0])
    if parts[0] > 31:
        return (parts[0], parts[1], parts[2])
    if parts[2] < 100:
        raise ValueError(parts)
    first, second, year = parts
    if order == "mdy":
        first, second = second, first
    return (year, first, second) if second > 12 else (year, second, first)


def _written(date: _Date, calendar: str) -> str:
    """A date in the form a subject has. Raises ValueError where there is no such day."""
    year, month, day = (*date.parts, 0, 0)[:3]
    if calendar and year >= YEARS[""][0]:
        calendar = ""  # beside a date in its own calendar, lists give ours
    first, last = YEARS[calendar]
    longest = 31 if calendar else monthrange(year, month)[1] if 1 <= month <= 12 else 0
    if not first <= year <= last or (len(date.parts) > 1 and not 1 <= month <= 12) or day > longest:
        raise ValueError(date)
    if len(date.parts) > 2 and not day:
        raise ValueError(date)
    text = "-".join((f"{year:04}", *(f"{part:02}" for part in date.parts[1:])))
    return "~" * date.roughly + text + f" {calendar}" * bool(calendar)


def _span(start: _Date, end: _Date, calendar: str) -> str:
    """The years between two dates, or their month. Raises ValueError where they are too many or run backwards."""
    first, last = start.parts[0], end.parts[0]
    if not 0 <= last - first <= SPAN_MAX or _written(start, calendar).endswith("h"):
        raise ValueError(start)
    _written(end, calendar)
    if first < last:
        text = f"{first:04}/{last:04}"
    else:
        same_month = start.parts[1:2] == end.parts[1:2] and len(start.parts) > 1
        text = f"{first:04}-{start.parts[1]:02}" if same_month else f"{first:04}"
    return "~" * (start.roughly or end.roughly) + text
