"""The small parts that acts are made of: texts, moments, names of parties, entries."""

import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from wasl.acts.act import EntryKey, Instant, KeyId, Party, ShortText, format_instant, parse_instant

_text: TypeAdapter[str] = TypeAdapter(ShortText)
_instant: TypeAdapter[datetime] = TypeAdapter(Instant)
_entry: TypeAdapter[int] = TypeAdapter(EntryKey)
_party: TypeAdapter[str] = TypeAdapter(Party)
_key: TypeAdapter[str] = TypeAdapter(KeyId)

_moments = st.datetimes(timezones=st.timezones() | st.just(UTC))


def _accepts(adapter: TypeAdapter[Any], value: object) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True


@given(moment=st.datetimes().map(lambda naive: naive.replace(tzinfo=UTC)))
def test_a_moment_is_written_and_read_again(moment: datetime) -> None:
    written = format_instant(moment)

    assert len(written) == len("2026-11-24T05:10:11.123456Z")
    assert parse_instant(written) == moment
    assert _instant.validate_python(written) == moment
    assert _instant.dump_python(moment, mode="json") == written


@given(moments=st.lists(st.datetimes().map(lambda naive: naive.replace(tzinfo=UTC)), min_size=2))
def test_moments_sort_as_text_as_they_do_in_time(moments: list[datetime]) -> None:
    assert sorted(map(format_instant, moments)) == [format_instant(moment) for moment in sorted(moments)]


@given(moment=_moments)
def test_a_moment_of_any_zone_is_one_moment_or_refused(moment: datetime) -> None:
    """Near the first and the last year there is no such moment in UTC: that is an answer, not a crash."""
    try:
        expected = moment.astimezone(UTC)
    except OverflowError:
        assert not _accepts(_instant, moment)
    else:
        assert _instant.validate_python(moment) == expected


@pytest.mark.parametrize(
    "value",
    [
        0,
        1_800_000_000.5,
        None,
        "",
        "yesterday",
        "2026-01-05",
        "2026-01-05T08:00:00",
        "2026-13-05T08:00:00Z",
        "2026-01-05T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        datetime(2026, 1, 5, 8),  # noqa: DTZ001 (that is the point)
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_what_is_no_moment(value: object) -> None:
    assert not _accepts(_instant, value)


@pytest.mark.parametrize(
    "name",
    [
        "SPECIMEN Amina",
        "أمينة العلوي",
        "مریم‌السادات",
        "Nguyễn Thị Ánh",
        "Zoë O’Neill-Łukasz",
        "李小龍",
        "आर्या क्‍षत्रिय",
        "Ⴀბესალომ",
        "a" * 300,
    ],
)
def test_names_of_every_script_are_names(name: str) -> None:
    """The joiners in the third and the seventh are part of how they are written."""
    assert _text.validate_python(name) == name


def test_spaces_around_a_name_are_nobodys() -> None:
    assert _text.validate_python("  SPECIMEN \n") == "SPECIMEN"


TURNED = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
"""What Unicode calls the characters that turn the direction of others."""


@given(st.text(max_size=320))
def test_no_text_holds_what_turns_or_hides_it(text: str) -> None:
    if not _accepts(_text, text):
        return
    kept = _text.validate_python(text)
    assert 0 < len(kept) <= 300
    assert kept == kept.strip()
    assert "Cc" not in {unicodedata.category(character) for character in kept}
    assert not TURNED & {unicodedata.bidirectional(character) for character in kept}


@pytest.mark.parametrize("value", [0, 1, 2**53 - 1])
def test_an_entry(value: int) -> None:
    assert _entry.validate_python(value) == value


@pytest.mark.parametrize("value", [-1, 2**53, 1.0, "1", True, None, [1]])
def test_what_is_no_entry(value: object) -> None:
    assert not _accepts(_entry, value)


def test_who_can_speak() -> None:
    assert [name for name in ("MA", "secretariat", "system", "ZZ") if not _accepts(_party, name)] == []
    wrong = ("ma", "MAR", "M", "", "MA\n", "Secretariat", "root", "ΜΑ", "secretariat ")
    assert [name for name in wrong if _accepts(_party, name)] == []


def test_what_a_key_is_called() -> None:
    assert _accepts(_key, "A" * 43)
    assert [
        name for name in ("A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "+", "A" * 43 + "\n") if _accepts(_key, name)
    ] == []
