"""When somebody is on duty, and when that changes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.members.duty import Duty, duty, is_language, languages
from wasl.members.models import BureauDescription
from wasl.web.zones import is_zone

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def said(zone: str = "UTC", *hours: list[Any], always: bool = False) -> BureauDescription:
    return BureauDescription(time_zone=zone, hours=list(hours), always=always)


@pytest.mark.parametrize(
    ("hour", "on", "changes"),
    [(7, False, 8), (8, True, 16), (12, True, 16), (16, False, 7 * 24 + 8), (23, False, 7 * 24 + 8)],
)
def test_hours_of_one_day(hour: int, on: bool, changes: int) -> None:
    found = duty(said("UTC", [1, "08:00", "16:00"]), MONDAY + timedelta(hours=hour))

    assert found == Duty(on, MONDAY + timedelta(hours=changes))


def test_what_goes_on_past_midnight_is_one_time_of_duty() -> None:
    night = said("UTC", [1, "20:00", "24:00"], [2, "00:00", "06:00"])

    assert duty(night, MONDAY + timedelta(hours=22)) == Duty(on=True, changes=MONDAY + timedelta(hours=30))
    assert duty(night, MONDAY + timedelta(hours=29)) == Duty(on=True, changes=MONDAY + timedelta(hours=30))


def test_it_is_in_the_bureaus_own_time() -> None:
    tokyo = said("Asia/Tokyo", [1, "08:00", "09:00"])

    assert duty(tokyo, MONDAY - timedelta(hours=1)) == Duty(on=True, changes=MONDAY)
    assert duty(tokyo, MONDAY + timedelta(hours=8)).on is False  # type: ignore[union-attr]


def test_the_clocks_change_with_the_zone() -> None:
    """On the last Sunday of March it is eight o'clock an hour sooner in Paris."""
    sunday = datetime(2026, 3, 29, tzinfo=UTC)
    paris = said("Europe/Paris", *[[day, "08:00", "10:00"] for day in range(1, 8)])

    assert duty(paris, sunday - timedelta(hours=6)).changes == sunday + timedelta(hours=6)  # type: ignore[union-attr]
    assert duty(paris, sunday - timedelta(hours=17)).on  # type: ignore[union-attr]


def test_round_the_clock_never_changes() -> None:
    assert duty(said(always=True), MONDAY) == Duty(on=True, changes=None)


def test_nothing_said_is_nothing_known() -> None:
    assert duty(said(), MONDAY) is None
    assert duty(said("Africa/Specimen", [1, "08:00", "16:00"]), MONDAY) is None


_clock = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.integers(0, 59))
_span = st.tuples(st.integers(1, 7), _clock, _clock).filter(lambda span: span[1] < span[2]).map(list)
_zones = st.sampled_from(["UTC", "Europe/Paris", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland"])


@given(
    hours=st.lists(_span, min_size=1, max_size=6),
    zone=_zones,
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)),  # noqa: DTZ001
)
def test_it_agrees_with_the_clock_on_the_wall(hours: list[list[Any]], zone: str, at: datetime) -> None:
    moment = at.replace(tzinfo=UTC, microsecond=0)
    found = duty(said(zone, *hours), moment)

    assert found is not None
    assert found.changes is not None
    assert found.changes > moment
    if not _near_a_change_of_clocks(moment, zone):
        wall = moment.astimezone(ZoneInfo(zone))
        time = f"{wall:%H:%M:%S}"
        assert found.on == any(day == wall.isoweekday() and opens <= time < closes for day, opens, closes in hours)
    assert duty(said(zone, *hours), found.changes - timedelta(seconds=1)).on == found.on  # type: ignore[union-attr]
    assert duty(said(zone, *hours), found.changes).on != found.on  # type: ignore[union-attr]


def _near_a_change_of_clocks(moment: datetime, zone: str) -> bool:
    offsets = {(moment + timedelta(hours=hour)).astimezone(ZoneInfo(zone)).utcoffset() for hour in range(-26, 27, 2)}
    return len(offsets) > 1


def test_zones_and_languages_that_there_are() -> None:
    assert is_zone("Africa/Casablanca")
    assert not is_zone("Africa/Specimen")
    assert is_language("ar")
    assert not is_language("xq")
    assert [code for code, _title in languages()][:4] == ["ar", "en", "fr", "es"]
    assert all(is_language(code) for code, _title in languages())
