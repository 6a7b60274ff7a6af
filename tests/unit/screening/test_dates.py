"""Dates as people and lists write them, in three calendars, and what two of them say."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hijridate import Hijri
from hypothesis import given
from hypothesis import strategies as st

from wasl.screening.calendars import GREGORIAN, HIJRI, SOLAR_HIJRI, first_day, month_length
from wasl.screening.dates import BITS, compare, read, weigh

DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1975", "1975"),
        ("1975-04", "1975-04"),
        ("02.1975", "1975-02"),
        ("1975-04-21", "1975-04-21"),
        ("1975-04-21T00:00:00Z", "1975-04-21"),
        ("21/04/1975", "1975-04-21"),
        ("04/21/1975", "1975-04-21"),
        ("03/04/1975", "1975-04-03 | 1975-03-04"),
        ("03.04.1975", "1975-04-03"),
        ("21.4.1975", "1975-04-21"),
        ("19750421", "1975-04-21"),
        ("21041975", "1975-04-21"),
        ("21-APR-75", "1975-04-21 | 2075-04-21"),
        ("21 Apr 1975", "1975-04-21"),
        ("April 21, 1975", "1975-04-21"),
        ("1st Jan 1970", "1970-01-01"),
        ("1er janvier 1970", "1970-01-01"),
        ("21 août 1975", "1975-08-21"),
        ("27 января 1954", "1954-01-27"),
        ("1975年4月21日", "1975-04-21"),
        ("٢١/٤/١٩٧٥", "1975-04-21"),
        ("۱۹۷۵-۰۴-۲۱", "1975-04-21"),
        ("٢١ نيسان ١٩٧٥", "1975-04-21"),
        ("21 كانون الثاني 1975", "1975-01-21"),
        ("circa 1975", "~1975"),
        ("c. 1975", "~1975"),
        ("vers 1975", "~1975"),
        ("حوالي 1975", "~1975"),
        ("1975?", "~1975"),
        ("1970 to 1975", "1970/1975"),
        ("Between 1956 and 1957", "1956/1957"),
        ("05 May 1962 to 06 Jun 1964", "1962/1964"),
        ("1396-05-12", "1396-05-12 hijri | 1396-05-12 solar-hijri"),
        ("١٣٩٦ هـ", "1396 hijri"),
        ("1354 هـ.ش", "1354 solar-hijri"),
        ("12 رجب 1395", "1395-07-12 hijri"),
        ("12 ذو القعدة 1395", "1395-11-12 hijri"),
        ("12 Rabi al-Thani 1395", "1395-04-12 hijri"),
        ("22 بهمن 1357", "1357-11-22 solar-hijri"),
        ("15 حوت 1357", "1357-12-15 solar-hijri"),
        ("2518", "1975"),
        ("1975-02-30", "1975-02"),
        ("1975-13-40", "1975"),
        ("1975-21-04", "1975-04-21"),
        ("1975-00-00", "1975"),
        ("00/00/1975", "1975"),
        ("0000-00-00", ""),
        ("14 March", ""),
        ("12:30:45", ""),
        ("99999999999", ""),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_as_it_is_written(text: str, readings: str) -> None:
    assert " | ".join(map(str, read(text))) == readings


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("1975-04-21", "21 April 1975", "date"),
        ("1975-04-03", "1975-03-04", "date-swapped"),
        ("1975-04-03", "03/04/1975", "date"),
        ("1975-04-21", "1976-04-21", "date-year-off-by-one"),
        ("1975-04-30", "1975-05-01", "date-day-off-by-one"),
        ("1975-12-31", "1976-01-01", "date-year-near"),
        ("1975-04-21", "1985-04-21", "date-year-misread"),
        ("1957-04-21", "1975-04-21", "date-year-misread"),
        ("1975-04-21", "1975-04-11", "date-day-differs"),
        ("1975-04-21", "1975-08-21", "date-month-differs"),
        ("1975-04-21", "1975-08-11", "date-same-year"),
        ("1975-01-01", "1975-01-01", "date-default"),
        ("1975-01-01", "1975-08-11", "date-year"),
        ("1975-04", "1975-04-21", "date-month"),
        ("1975-04", "1975-05-21", "date-same-year"),
        ("1975", "1975-04-21", "date-year"),
        ("1975", "1976-04-21", "date-year-near"),
        ("circa 1975", "1975-04-21", "date-year-about"),
        ("circa 1975", "1977-04-21", "date-year-near-about"),
        ("circa 1975", "1995-04-21", "date-differs-about"),
        ("1970 to 1975", "1973-04-21", "date-range"),
        ("1970 to 1975", "1993-04-21", "date-differs-about"),
        ("1975-04-21", "1977-03-11", "date-year-two-off"),
        ("1975-04-21", "1979-03-11", "date-five-years"),
        ("1975-04-21", "1989-03-11", "date-differs"),
        ("1975-04-21", "2003-03-11", "date-far"),
        ("10 ربيع الثاني 1395", "1975-04-21", "date-hijri"),
        ("1395-04-09", "1975-04-21", "date-hijri"),
        ("1 فروردین 1354", "1975-03-21", "date-solar-hijri"),
        ("1354-02-01", "1975-04-21", "date-solar-hijri"),
        ("1395 هـ", "1975-04-21", "date-hijri"),
        ("1 رجب 1395", "1975-04-21", "date-hijri"),
        ("1395-04-09", "1995-04-21", "date-calendars-differ"),
    ],
)
def test_the_hypothesis_is_named_and_the_same_from_both_sides(one: str, other: str, rule: str) -> None:
    found = compare(one, other)
    assert found
    assert found[0] == rule
    assert compare(other, one) == found


def test_the_better_the_agreement_the_more_bits() -> None:
    ladder = ["1975-04-21", "1976-04-21", "1975-04", "1975", "1975-08-11", "1979-03-11", "1990-03-11", "2010-03-11"]
    bits = [found[1] for other in ladder if (found := compare("1975-04-21", other))]
    exact, year_off, month, year, *worse = bits
    assert exact > month > year_off > year > worse[0] > 0 > worse[1] > worse[2] > worse[3]


def test_a_default_day_says_hardly_more_than_its_year() -> None:
    default, year, day = (compare(one, one) for one in ("1975-01-01", "1975", "1975-04-21"))
    assert default
    assert year
    assert day
    assert year[1] < default[1] < day[1]


def test_of_several_dates_the_best_counts_and_costs() -> None:
    alone = weigh(("1975-04-21",), ("1975-04-21",))
    several = weigh(("1975-04-21",), ("1960", "1975-04-21", "1962-01-05", "1963"))
    assert alone
    assert several
    assert (several.query, several.subject, several.rule) == ("1975-04-21", "1975-04-21", "date")
    assert several.bits == pytest.approx(alone.bits - 2, abs=0.01)


def test_no_date_says_nothing() -> None:
    assert weigh((), ("1975",)) is None
    assert weigh(("unknown",), ("1975",)) is None
    assert compare("1975", "") is None


def test_five_hundred_dates_cost_no_more_than_a_few() -> None:
    many = tuple(f"{year}-04-21" for year in range(1600, 2100))
    assert weigh(many, many)


@pytest.mark.parametrize(
    ("year", "month", "day", "gregorian"),
    [  # days that the world knows in both calendars
        (1357, 11, 22, date(1979, 2, 11)),
        (1354, 1, 1, date(1975, 3, 21)),
        (1375, 1, 1, date(1996, 3, 20)),
        (1400, 1, 1, date(2021, 3, 21)),
        (1403, 12, 30, date(2025, 3, 20)),
    ],
)
def test_solar_hijri_days_are_the_known_ones(year: int, month: int, day: int, gregorian: date) -> None:
    assert first_day(SOLAR_HIJRI, year, month, day) == gregorian.toordinal()


def test_islamic_months_begin_within_two_days_of_the_tables_of_umm_al_qura() -> None:
    for year in range(1343, 1501):
        for month in range(1, 13):
            apart = first_day(HIJRI, year, month) - Hijri(year, month, 1).to_gregorian().toordinal()
            assert abs(apart) <= 2


@pytest.mark.parametrize("calendar", [GREGORIAN, HIJRI, SOLAR_HIJRI])
def test_months_follow_one_another_and_years_too(calendar: str) -> None:
    for year in range(1201, 1500):
        begins = [first_day(calendar, year, month) for month in range(1, 14)]
        lengths = [after - before for before, after in pairwise(begins)]
        assert begins[-1] == first_day(calendar, year + 1)
        assert all(28 <= length <= month_length(calendar, year, month) for month, length in enumerate(lengths, 1))


@given(DAYS)
def test_a_written_day_reads_back(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day:%d %b %Y}", f"{day:%d.%m.%Y}", f"{day:%B %d, %Y}"):
        assert str(read(text)[0]) == day.isoformat()


@given(DAYS, DAYS)
def test_comparison_is_symmetric(one: date, other: date) -> None:
    forward, backward = compare(f"{one:%d/%m/%Y}", str(other)), compare(str(other), f"{one:%d/%m/%Y}")
    assert forward == backward
    assert forward
    assert forward[0] in BITS


@given(DAYS)
def test_a_converted_day_is_recognised(day: date) -> None:
    for calendar, rule in ((HIJRI, "date-hijri"), (SOLAR_HIJRI, "date-solar-hijri")):
        year = day.year - 621 if calendar == SOLAR_HIJRI else round((day.year - 621) * 1.0307)
        while first_day(calendar, year) > day.toordinal():
            year -= 1
        while first_day(calendar, year + 1) <= day.toordinal():
            year += 1
        month = max(month for month in range(1, 13) if first_day(calendar, year, month) <= day.toordinal())
        written = f"{year}-{month:02}-{day.toordinal() - first_day(calendar, year, month) + 1:02}"
        found = compare(written, (day + timedelta(days=1)).isoformat())
        assert found
        assert found[0] == rule
        assert found[1] > 1


@given(st.text(max_size=80), st.text(max_size=80))
def test_noise_never_fails(one: str, other: str) -> None:
    for reading in read(one):
        first, last = reading.span()
        assert first <= last
    found = compare(one, other)
    assert found is None or found == compare(other, one)


@given(st.text("0123456789-/. ٠١٢٣٤٥٦٧٨٩هش", max_size=14))
def test_digits_in_any_order_never_fail(text: str) -> None:
    for reading in read(text):
        assert reading.span()[0] <= reading.span()[1]
        assert str(reading)
