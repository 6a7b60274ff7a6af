"""Days of the Islamic, Solar Hijri and Gregorian calendars on one scale, and their months by name.

The scale is that of `datetime.date.toordinal`: day 1 is 1 January of the year 1, Gregorian.
"""

from datetime import date
from typing import Final

from wasl.screening.text import clean

GREGORIAN: Final = "gregorian"
HIJRI: Final = "hijri"
SOLAR_HIJRI: Final = "solar-hijri"

TOLERANCE: Final = {GREGORIAN: 0, HIJRI: 2, SOLAR_HIJRI: 1}
"""Days by which a converted date may be off: the Islamic month begins as the moon is seen, or by a state's tables
(Umm al-Qura), up to two days from the arithmetical one; a Solar Hijri year at the equinox, a day from the rule's."""

_HIJRI_BEFORE: Final = 227_014
"""The day before 1 Muharram 1, in the civil reckoning (16 July 622, Julian)."""
_SOLAR_BEFORE: Final = date(2021, 3, 20).toordinal() - 365 * 1399 - 8 * (1399 // 33) - 4
"""The day before the year 1, from 20 March 2021, the last of 1399: year 13 of its cycle, the fourth leap year in it."""
_SOLAR_LEAPS: Final = (1, 5, 9, 13, 17, 22, 26, 30)
"""The leap years of the cycle of 33, right for every year from 1178 to 1633."""


def first_day(calendar: str, year: int, month: int = 1, day: int = 1) -> int:
    """The day on the common scale. Months from 1 to 13 (the first of the next year); a day beyond its month runs on.

    Raises ValueError for a Gregorian date that is none.
    """
    if month == 13:
        year, month = year + 1, 1
    if calendar == HIJRI:
        return _HIJRI_BEFORE + (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day
    if calendar == SOLAR_HIJRI:
        return _solar_year(year) + 31 * (month - 1) - max(0, month - 7) + day
    return date(year, month, day).toordinal()


def month_length(calendar: str, year: int, month: int) -> int:
    """The longest that the month can be; 30 for every Islamic one, for the moon decides."""
    if calendar == HIJRI:
        return 30
    return first_day(calendar, year, month + 1) - first_day(calendar, year, month)


def _solar_year(year: int) -> int:
    """The day before a Solar Hijri year."""
    cycles, rest = divmod(year - 1, 33)
    leaps = 8 * cycles + sum(1 for leap in _SOLAR_LEAPS if leap <= rest)
    return _SOLAR_BEFORE + 365 * (year - 1) + leaps


def _numbered(calendar: str, *months: str) -> dict[str, tuple[str, int]]:
    return {clean(name): (calendar, number) for number, names in enumerate(months, start=1) for name in names.split()}


MONTHS: Final = {
    **_numbered(
        GREGORIAN,
        "january jan janvier janv enero ene januar gennaio janeiro يناير جانفي января",
        "february feb fevrier fevr fev febrero februar febbraio fevereiro فبراير فيفري شباط февраля",
        "march mar mars marzo marz maerz marco مارس آذار марта",
        "april apr avril avr abril abr aprile ابريل افريل نيسان апреля",
        "may mai mayo maggio maio مايو ماي ايار мая",
        "june jun juin junio juni giugno junho يونيو جوان حزيران июня",
        "july jul juillet juil julio juli luglio julho يوليو جويلية تموز июля",
        "august aug aout agosto ago اغسطس اوت غشت آب августа",
        "september sep sept septembre septiembre settembre setembro سبتمبر شتنبر ايلول сентября",
        "october oct octobre octubre oktober okt ottobre outubro اكتوبر октября",
        "november nov novembre noviembre novembro نوفمبر نونبر ноября",
        "december dec decembre diciembre dic dezember dez dicembre dezembro ديسمبر دجنبر декабря",
    ),
    **_numbered(
        HIJRI,
        "muharram محرم المحرم",
        "safar صفر",
        "rabi1 ربيع1",
        "rabi2 ربيع2",
        "jumada1 جمادى1",
        "jumada2 جمادى2",
        "rajab رجب",
        "shaban شعبان",
        "ramadan ramazan رمضان",
        "shawwal شوال",
        "dhulqada ذوالقعدة ذيالقعدة",
        "dhulhijja ذوالحجة ذيالحجة",
    ),
    **_numbered(
        SOLAR_HIJRI,
        "farvardin hamal فروردین حمل",
        "ordibehesht sawr اردیبهشت ثور",
        "khordad jawza خرداد جوزا",
        "tir saratan تیر سرطان",
        "mordad amordad asad مرداد اسد",
        "shahrivar sonbola شهریور سنبله",
        "mehr mizan مهر میزان",
        "aban aqrab آبان عقرب",
        "azar qaws آذر قوس",
        "dey jadi دی جدی",
        "bahman dalw بهمن دلو",
        "esfand hut اسفند حوت",
    ),
}
"""Calendar and number of a month by its name, cleaned and without accents.

The Gregorian names of the East (شباط), the West (فيفري) and Egypt (فبراير); the Solar Hijri of Iran and of
Afghanistan. Names of several words are joined first, by `JOINED`.
"""

JOINED: Final = (
    (r"كانون الاول", "ديسمبر"),
    (r"كانون الثاني", "يناير"),
    (r"تشرين الاول", "اكتوبر"),
    (r"تشرين الثاني", "نوفمبر"),
    (r"ربيع الاول", "ربيع1"),
    (r"ربيع (?:الثاني|الاخر)", "ربيع2"),
    (r"جمادي? الاولي?", "جمادي1"),
    (r"جمادي? (?:الثانيه|الثاني|الاخره|الاخر)", "جمادي2"),
    (r"(?:ذو|ذي) القعده", "ذوالقعده"),
    (r"(?:ذو|ذي) الحجه", "ذوالحجه"),
    (r"rabi['\s-]*(?:al|ul)?[\s-]*a?w?wal\b|rabi['\s]*(?:i|1)\b", "rabi1"),
    (r"rabi['\s-]*(?:al|ul|ath|as)?[\s-]*(?:thani|sani|akhir)\b|rabi['\s]*(?:ii|2)\b", "rabi2"),
    (r"jumad[ai]['\s-]*(?:al|ul)?[\s-]*(?:ula|awwal)\b|jumada['\s]*(?:i|1)\b", "jumada1"),
    (r"jumad[ai]['\s-]*(?:al|ul|ath|as)?[\s-]*(?:thani\w*|akhir\w*)\b|jumada['\s]*(?:ii|2)\b", "jumada2"),
    (r"(?:dhu|zu)['\s-]*(?:al|ul|l)?[\s-]*q[ia]?['a]*d[ae]h?\b", "dhulqada"),
    (r"(?:dhu|zu)['\s-]*(?:al|ul|l)?[\s-]*hi[jg]*[ae]h?\b", "dhulhijja"),
    (r"sha['\s]ban\b", "shaban"),
)
"""Patterns of names of several words in a cleaned text, and the one word for each in `MONTHS`."""
