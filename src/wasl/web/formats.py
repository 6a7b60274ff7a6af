"""Numbers, dates and lists as a page's reader wants them: by language, and by their own choices.

Pages use these through the tags in `templatetags/shown.py`; Python uses them where it makes a sentence. What names
something (the number of an entry, a code, a digest) is no quantity and never comes here.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from babel.dates import format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import pgettext, pgettext_lazy
from hijridate import Gregorian
from hijridate.ummalqura import GREGORIAN_RANGE

from wasl.acts.wording import Text
from wasl.web import preferences, zones
from wasl.web.language import locale_name, short_language

_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_QUANTITY = re.compile(r"(?<![\w#@./:+\-])\d+(?:[.,:٫٬]\d+)*(?![\w@/:\-]|\.\d)")

_HIJRI_MONTHS: tuple[Text, ...] = (
    pgettext_lazy("Hijri month", "Muharram"),
    pgettext_lazy("Hijri month", "Safar"),
    pgettext_lazy("Hijri month", "Rabi I"),
    pgettext_lazy("Hijri month", "Rabi II"),
    pgettext_lazy("Hijri month", "Jumada I"),
    pgettext_lazy("Hijri month", "Jumada II"),
    pgettext_lazy("Hijri month", "Rajab"),
    pgettext_lazy("Hijri month", "Shaban"),
    pgettext_lazy("Hijri month", "Ramadan"),
    pgettext_lazy("Hijri month", "Shawwal"),
    pgettext_lazy("Hijri month", "Dhu al-Qadah"),
    pgettext_lazy("Hijri month", "Dhu al-Hijjah"),
)

_SIZES = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")

_FIRST_OF_MONTH = re.compile(r"^1\b")


def _numbering() -> str:
    """The digits of this page, as Babel calls them: Arabic-Indic ones are for Arabic pages."""
    chosen = preferences.active().numerals == preferences.ARABIC
    return "arab" if chosen and short_language() == "ar" else "latn"


def digits(text: str) -> str:
    """A text that is nothing but a number or a date, with the digits of this page."""
    return text.translate(_DIGITS) if _numbering() == "arab" else text


def quantities(text: str) -> str:
    """A sentence with the digits of this page, except in codes, addresses and the numbers of entries."""
    if _numbering() != "arab":
        return text
    return _QUANTITY.sub(lambda found: found[0].translate(_DIGITS), text)


def _grouped(value: float) -> bool:
    """Whether thousands are set apart: in Spanish from five digits on."""
    return short_language() != "es" or abs(value) >= 10_000


@cache
def _marks(language: str, numbering: str) -> tuple[str, str]:
    """The sign of a negative number, and what stands between thousands."""
    shown = format_decimal(-1111, locale=locale_name(language), numbering_system=numbering)
    sign, between = shown.split("1", 1)[0], shown.removesuffix("111").rpartition("1")[2]
    return sign, between


def number(value: float, places: int | None = None) -> str:
    """A quantity: `12,345`, `12 345`, `١٢٬٣٤٥`; with so many decimal places, if they are given."""
    if isinstance(value, int) and not places:
        return _whole(value)
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    shown = format_decimal(
        value,
        pattern,
        locale=locale_name(short_language()),
        group_separator=_grouped(value),
        numbering_system=_numbering(),
    )
    return digits(shown)


def _whole(value: int) -> str:
    """A whole number, without Babel's work for fractions: lists hold hundreds."""
    sign, between = _marks(short_language(), _numbering())
    figures = f"{abs(value):,}".replace(",", between) if _grouped(value) else str(abs(value))
    return digits(f"{sign if value < 0 else ''}{figures}")


def percent(share: float, places: int = 0) -> str:
    """A share of one as a percentage."""
    pattern = "#,##0" + ("." + "#" * places if places else "") + "%"
    language = short_language()
    shown = format_percent(share, pattern, locale=locale_name(language), numbering_system=_numbering())
    if language in ("fr", "es"):
        shown = shown.replace("%", "\N{NO-BREAK SPACE}%")
    elif _numbering() == "arab":
        shown = shown.replace("%", "٪")
    return digits(shown)


def size(octets: int) -> str:
    """How large a file is: `1.5 MB`, in steps of a thousand."""
    value, step = float(octets), 0
    while value >= 999.95 and step < len(_SIZES) - 1:
        value, step = value / 1000, step + 1
    rounded = round(value, 1) if step else octets
    shown = format_unit(
        rounded,
        f"digital-{_SIZES[step]}",
        length="short",
        locale=locale_name(short_language()),
        numbering_system=_numbering(),
    )
    return digits(shown)


def _dated(value: date, form: str) -> str:
    if isinstance(value, datetime):
        value = localtime(value)
    shown = date_format(value, form)
    if value.day == 1 and short_language() == "fr" and form.startswith("j "):
        shown = _FIRST_OF_MONTH.sub("1er", shown)
    return digits(shown)


def day(value: date, *, whole: bool = False) -> str:
    """A day: `27 Nov. 2026`, or with the month's whole name; of a moment, the day it is in the reader's zone."""
    return _dated(value, "j F Y" if whole else "j N Y")


def month(value: date) -> str:
    """A month and its year."""
    return digits(date_format(localtime(value) if isinstance(value, datetime) else value, "YEAR_MONTH_FORMAT"))


def moment(value: datetime, *, zone: bool = False, seconds: bool = False) -> str:
    """A point in time in the reader's zone: `27 Nov. 2026 18:36`, with the zone's name where asked."""
    shown = _dated(value, "j N Y H:i:s" if seconds else "j N Y H:i")
    return f"{shown} {zone_name(value)}" if zone else shown


def zone_name(at: datetime) -> str:
    """The reader's time zone, and what a clock there differs from UTC: `Casablanca, UTC+01:00`."""
    chosen = preferences.active().zone
    if chosen == zones.UTC:
        return zones.UTC
    return pgettext("time zone", "%(city)s, %(offset)s") % {
        "city": zones.zone_title(chosen),
        "offset": zones.offset(chosen, at),
    }


def hijri(value: date) -> str:
    """The day in the Umm al-Qura calendar, if the reader asked for it and the calendar reaches so far; else nothing."""
    if preferences.active().calendar != preferences.HIJRI:
        return ""
    if isinstance(value, datetime):
        value = localtime(value).date()
    if not GREGORIAN_RANGE[0] <= (value.year, value.month, value.day) <= GREGORIAN_RANGE[1]:
        return ""
    found = Gregorian(value.year, value.month, value.day).to_hijri()
    shown = pgettext("Hijri date", "%(day)s %(month)s %(year)s AH") % {
        "day": digits(str(found.day)),
        "month": _HIJRI_MONTHS[found.month - 1],
        "year": digits(str(found.year)),
    }
    return str(shown)


def since(value: datetime, now: datetime) -> str:
    """How long ago or from now, in the largest whole unit. Only beside the exact time."""
    passed = value - now
    shown = format_timedelta(passed, add_direction=True, threshold=1, locale=locale_name(short_language()))
    return digits(shown)


def lasting(length: timedelta) -> str:
    """A length of time in its largest unit: `5 hours`."""
    return digits(format_timedelta(length, threshold=1.5, locale=locale_name(short_language())))


def listed(items: Iterable[object]) -> SafeString:
    """Some things in one sentence of a page: `a, b and c`, each kept apart from the direction of the others."""
    apart = [format_html("<bdi>{}</bdi>", item) for item in items]
    joined = format_list([f"\0{place}\0" for place in range(len(apart))], locale=locale_name(short_language()))
    pieces = str(conditional_escape(joined)).split("\0")
    whole = "".join(apart[int(piece)] if place % 2 else piece for place, piece in enumerate(pieces))
    return mark_safe(whole)  # noqa: S308 - every piece was escaped above


def listed_in_text(items: Iterable[object]) -> str:
    """The same for a sentence without markup: invisible marks keep the things apart."""
    return format_list([f"\u2068{item}\u2069" for item in items], locale=locale_name(short_language()))
