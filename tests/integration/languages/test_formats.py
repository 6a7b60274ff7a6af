"""Numbers, dates and lists in four languages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wasl.web import formats, zones
from wasl.web.language import LANGUAGES
from wasl.web.preferences import NUMERALS, Preferences, activated

AT = datetime(2026, 8, 1, 22, 30, tzinfo=UTC)
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫٪", "0123456789,.%")


@contextmanager
def reading(language: str, **chosen: str) -> Iterator[None]:
    with translation.override(language), activated(Preferences(**chosen)):
        yield


def shown(template: str, **values: object) -> str:
    return Template(template).render(Context(values))


@pytest.mark.parametrize(
    ("language", "numerals", "texts"),
    [
        ("en", "latin", ["1,234", "12,345.6", "12%", "12.5%", "1.5 MB"]),
        ("fr", "latin", ["1\u202f234", "12\u202f345,6", "12\xa0%", "12,5\xa0%", "1,5\u202fMo"]),
        ("es", "latin", ["1234", "12.345,6", "12\xa0%", "12,5\xa0%", "1,5 MB"]),
        ("ar", "latin", ["1,234", "12,345.6", "12%", "12.5%", "1.5 م.ب"]),
        ("ar", "arabic", ["١٬٢٣٤", "١٢٬٣٤٥٫٦", "١٢٪", "١٢٫٥٪", "١٫٥ م.ب"]),
        ("fr", "arabic", ["1\u202f234", "12\u202f345,6", "12\xa0%", "12,5\xa0%", "1,5\u202fMo"]),
    ],
)
def test_numbers(language: str, numerals: str, texts: list[str]) -> None:
    with reading(language, numerals=numerals):
        assert [
            formats.number(1234),
            formats.number(12345.6),
            formats.percent(0.12),
            formats.percent(0.125, 1),
            formats.size(1_500_000),
        ] == texts


def test_a_number_with_as_many_places_as_asked_for() -> None:
    with reading("fr"):
        assert [formats.number(0.9, 2), formats.number(1234.5678, 2), formats.number(3, 1)] == [
            "0,90",
            "1\u202f234,57",
            "3,0",
        ]
    with reading("ar", numerals="arabic"):
        assert shown("{{ score|number:2 }}", score=0.875) == "٠٫٨٨"


@given(st.integers(-(10**12), 10**12))
def test_both_kinds_of_digits_say_the_same_number(value: int) -> None:
    with reading("ar", numerals="latin"):
        latin = formats.number(value)
    with reading("ar", numerals="arabic"):
        arabic = formats.number(value)
    assert arabic.translate(WESTERN) == latin
    assert not set(arabic) & set("0123456789")


@given(st.integers(-(10**12), 10**12), st.sampled_from(LANGUAGES), st.sampled_from(NUMERALS))
def test_a_whole_number_is_shown_as_a_fraction_would_be(value: int, language: str, numerals: str) -> None:
    with reading(language, numerals=numerals):
        assert formats.number(value) == formats.number(float(value))


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (1000, "1 kB"),
        (999_940, "999.9 kB"),
        (999_960, "1 MB"),
        (3 * 10**15, "3,000 TB"),
    ],
)
def test_sizes_step_by_thousands(octets: int, text: str) -> None:
    with reading("en"):
        assert formats.size(octets) == text


@pytest.mark.parametrize(
    ("language", "numerals", "texts"),
    [
        ("en", "latin", ["1 Aug. 2026", "1 August 2026", "August 2026", "1 Aug. 2026 22:30 UTC"]),
        ("fr", "latin", ["1er août 2026", "1er août 2026", "août 2026", "1er août 2026 22:30 UTC"]),
        ("es", "latin", ["1 ago. 2026", "1 agosto 2026", "agosto de 2026", "1 ago. 2026 22:30 UTC"]),
        ("ar", "latin", ["1 أغسطس 2026", "1 أغسطس 2026", "أغسطس 2026", "1 أغسطس 2026 22:30 UTC"]),
        ("ar", "arabic", ["١ أغسطس ٢٠٢٦", "١ أغسطس ٢٠٢٦", "أغسطس ٢٠٢٦", "١ أغسطس ٢٠٢٦ ٢٢:٣٠ UTC"]),
    ],
)
def test_dates(language: str, numerals: str, texts: list[str]) -> None:
    with reading(language, numerals=numerals):
        found = [formats.day(AT), formats.day(AT, whole=True), formats.month(AT), formats.moment(AT, zone=True)]
        assert found == texts


def test_a_moment_is_shown_in_the_readers_zone_and_says_which() -> None:
    with reading("fr", zone="Asia/Kolkata"):
        assert formats.moment(AT, zone=True) == "2 août 2026 04:00 Calcutta, UTC+05:30"
        assert formats.day(AT) == "2 août 2026"
    with reading("en", zone="America/New_York"):
        assert formats.moment(AT, zone=True) == "1 Aug. 2026 18:30 New York, UTC-04:00"
        assert formats.moment(AT + timedelta(days=150), zone=True) == "29 Dec. 2026 17:30 New York, UTC-05:00"
    assert formats.zone_name(AT) == "UTC"


@pytest.mark.parametrize("language", ["ar", "en", "fr", "es"])
def test_every_zone_has_a_name_and_stands_in_the_list_once(language: str) -> None:
    with reading(language):
        listed = [name for _region, group in zones.choices(AT) for name, label in group if label]
    assert sorted(listed) == sorted(zones.zones())
    assert len(listed) > 400


# The first days of months as the Umm al-Qura calendar was published.
@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2023, 7, 19), "1 Muharram 1445 AH"),
        (date(2024, 7, 7), "1 Muharram 1446 AH"),
        (date(2025, 3, 1), "1 Ramadan 1446 AH"),
        (date(2026, 2, 18), "1 Ramadan 1447 AH"),
        (date(1924, 7, 31), ""),
        (date(2077, 11, 17), ""),
    ],
)
def test_the_hijri_date_is_that_of_umm_al_qura(day: date, text: str) -> None:
    with reading("en", calendar="hijri"):
        assert formats.hijri(day) == text
    with reading("en"):
        assert formats.hijri(day) == ""


def test_the_hijri_day_is_that_of_the_readers_zone() -> None:
    late = datetime(2026, 2, 17, 22, 0, tzinfo=UTC)
    with reading("ar", calendar="hijri", numerals="arabic"):
        assert formats.hijri(late) == "٢٩ شعبان ١٤٤٧ هـ"
    with reading("ar", calendar="hijri", zone="Asia/Riyadh"):
        assert formats.hijri(late) == "1 رمضان 1447 هـ"


def test_how_long_ago() -> None:
    with reading("ar", numerals="arabic"):
        assert formats.since(AT, AT + timedelta(days=3)) == "قبل ٣ أيام"
        assert formats.since(AT, AT + timedelta(days=2)) == "قبل يومين"
    with reading("fr"):
        assert formats.since(AT, AT - timedelta(hours=2)) == "dans 2 heures"
        assert formats.lasting(timedelta(hours=26)) == "26\xa0heures"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "A, B and C"), ("fr", "A, B et C"), ("es", "A, B y C"), ("ar", "A وB وC")]
)
def test_a_list_is_a_sentence_and_each_thing_keeps_its_direction(language: str, text: str) -> None:
    with reading(language):
        assert formats.listed(["A", "B", "C"]).replace("<bdi>", "").replace("</bdi>", "") == text
        assert formats.listed_in_text(["A", "<b>"]).count("\u2068<b>\u2069") == 1
        assert formats.listed(["<b>"]) == "<bdi>&lt;b&gt;</bdi>"
        assert formats.listed([]) == ""


@given(st.lists(st.text(st.characters(exclude_characters="&<>\"'\r\n"), min_size=1), max_size=5))
def test_a_list_keeps_what_it_is_given(items: list[str]) -> None:
    with reading("en"):
        found = formats.listed(items)
    assert found.count("<bdi>") == len(items)
    for item in items:
        assert f"<bdi>{item}</bdi>" in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at most 1024 acts", "at most ١٠٢٤ acts"),
        ("12,5 or 3", "١٢,٥ or ٣"),
        ("entry #123, SHA-256, ISO 3166-1, 2026-08-01", "entry #123, SHA-256, ISO 3166-1, 2026-08-01"),
        ("https://a.example/12 and members.admit/1 and 0f3a", "https://a.example/12 and members.admit/1 and 0f3a"),
    ],
)
def test_a_sentence_changes_its_quantities_only(text: str, expected: str) -> None:
    with reading("ar", numerals="arabic"):
        assert formats.quantities(text) == expected
    with reading("ar"):
        assert formats.quantities(text) == text


def test_templates_follow_without_loading_anything() -> None:
    with reading("ar", numerals="arabic", zone="Asia/Riyadh"):
        assert shown('{{ n|number }} {{ at|day }} {{ at|date:"j N Y" }} {{ at|date:"c" }}', n=1234, at=AT) == (
            "١٬٢٣٤ ٢ أغسطس ٢٠٢٦ ٢ أغسطس ٢٠٢٦ 2026-08-02T01:30:00+03:00"
        )
        assert shown("{% load humanize l10n %}{{ n|intcomma }} #{{ n|unlocalize }}", n=1234) == "١٬٢٣٤ #1234"
        assert (
            shown("{{ none|day }}{{ none|moment }}{{ none|size }}{{ none|percent }}{{ none|since }}", none=None) == ""
        )


def test_no_template_says_a_number_or_a_date_past_the_readers_choices() -> None:
    others = re.compile(
        r"\|(?:timesince|timeuntil|naturaltime|naturalday|filesizeformat|floatformat|intword|apnumber|ordinal|time)\b"
        r"|\{%\s*now\b|\{%\s*(?:localize(?! off)|localtime|timezone)\b"
    )
    found = {
        f"{path}: {use[0]}"
        for path in sorted(Path("src/wasl").rglob("templates/**/*.*"))
        if path.suffix in (".html", ".txt", ".svg")
        for use in others.finditer(path.read_text("utf-8"))
    }
    assert found == set()
