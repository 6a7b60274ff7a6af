"""The demo's clock can be moved, and never behind the record; a real installation's cannot."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from wasl.acts import clock, queries, timekeeping
from wasl.demo import moving
from wasl.members.acts import EndReason, Role
from wasl.members.models import Mandate

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def _ahead() -> timedelta:
    return clock.now() - datetime.now(UTC)


def _limited(world: World, days: float) -> int:
    """A duty officer's mandate that ends so many days from the present."""
    world.now = datetime.now(UTC) - DAY
    officer = world.register_officer("MA", "SPECIMEN Duty")
    return world.appoint("MA", officer, Role.DUTY, ends=datetime.now(UTC) + timedelta(days=days))


def test_a_real_installation_never_reads_the_file(world: World) -> None:
    file = Path(settings.WASL_HOME.path, moving.FILE)
    file.write_text(json.dumps({"seconds": 86400.0 * 30}), "utf-8")
    try:
        apps.get_app_config("demo").ready()

        assert abs(_ahead()) < MINUTE
        assert not clock.is_held()
        newest = datetime.now(UTC) + 20 * DAY
        assert timekeeping.doubted(newest), "an entry of the future makes the clock doubtful, file or not"
    finally:
        file.unlink()


def test_a_demo_reads_it_at_each_look(in_demo: Path) -> None:
    for days in (1, 40, 3):
        in_demo.write_text(json.dumps({"seconds": 86400.0 * days}), "utf-8")
        assert abs(_ahead() - days * DAY) < MINUTE
        assert clock.is_held()
    in_demo.unlink()
    assert abs(_ahead()) < MINUTE
    assert not clock.is_held()


def test_a_held_clock_is_not_moved(in_demo: Path) -> None:
    in_demo.write_text('{"seconds": 86400}', "utf-8")
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    with clock.held_at(moment):
        assert clock.now() == moment


@given(
    said=st.one_of(
        st.binary(max_size=30),
        st.recursive(
            st.none() | st.booleans() | st.text(max_size=5) | st.floats(allow_nan=True) | st.integers(),
            lambda parts: st.dictionaries(st.sampled_from(["seconds", "x"]), parts, max_size=2),
            max_leaves=3,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_no_file_takes_the_clock_back_or_out_of_reach(in_demo: Path, said: bytes) -> None:
    in_demo.write_bytes(said)

    assert timedelta(0) <= moving.offset() <= moving.FURTHEST


def test_a_move_does_at_once_what_falls_due(demo: World) -> None:
    mandate = _limited(demo, days=20)

    assert moving.move(clock.now() + 7 * DAY) == []
    (receipt,) = moving.move(clock.now() + 14 * DAY)

    ended = Mandate.objects.get(entry=mandate)
    assert ended.ended_by == receipt.index
    assert ended.end_reason == EndReason.EXPIRED
    assert ended.ended_at
    assert abs(ended.ended_at - clock.now()) < MINUTE


def test_back_goes_to_the_newest_entry_and_no_further(demo: World) -> None:
    _limited(demo, days=20)
    moving.move(clock.now() + 30 * DAY)
    newest = queries.last_at()
    assert newest
    moving.move(clock.now() + 5 * DAY)

    moving.back()

    assert timedelta(0) <= clock.now() - newest < MINUTE
    assert abs(_ahead() - 30 * DAY) < MINUTE
    with pytest.raises(moving.TooFarError):
        moving.move(newest - DAY)
    assert queries.last_at() == newest


def test_without_entries_ahead_it_goes_back_all_the_way(demo: World, in_demo: Path) -> None:
    demo.now = datetime.now(UTC) - DAY
    demo.register_officer("MA", "SPECIMEN Officer")
    moving.move(clock.now() + 5 * DAY)

    moving.back()

    assert not in_demo.exists()
    assert abs(_ahead()) < MINUTE


def test_acts_go_on_under_a_moved_clock(demo: World) -> None:
    demo.now = datetime.now(UTC) - DAY
    demo.register_officer("MA", "SPECIMEN Before")
    moving.move(clock.now() + 400 * DAY)

    assert not timekeeping.doubted(queries.last_at())
    demo.now = clock.now()
    demo.register_officer("MA", "SPECIMEN After")
    assert not timekeeping.doubted(queries.last_at())


def test_ten_years_are_the_end(demo: World) -> None:
    demo.now = datetime.now(UTC) - DAY
    demo.register_officer("MA", "SPECIMEN Officer")

    with pytest.raises(moving.TooFarError):
        moving.move(datetime.now(UTC) + moving.FURTHEST + DAY)
    assert abs(_ahead()) < MINUTE


def test_a_demo_whose_file_was_lost_goes_on_where_its_record_is(demo: World, in_demo: Path) -> None:
    _limited(demo, days=20)
    moving.move(clock.now() + 30 * DAY)
    in_demo.unlink()
    assert timekeeping.doubted(queries.last_at())

    moving.catch_up()

    newest = queries.last_at()
    assert newest
    assert timedelta(0) <= clock.now() - newest < MINUTE
    assert not timekeeping.doubted(newest)


@given(now=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2190, 1, 1)))  # noqa: DTZ001
def test_a_month_forward_is_the_next_month(now: datetime) -> None:
    later = moving.STEPS["month"](now.replace(tzinfo=UTC))

    assert (later.year * 12 + later.month) - (now.year * 12 + now.month) == 1
    assert later.day <= now.day
    assert later.day == now.day or (later + DAY).month != later.month


# The page


def test_the_page_moves_it_and_says_what_fell_due(demo: World, client: Client) -> None:
    _limited(demo, days=20)
    assert "Duty officer" in client.get("/clock/").content.decode()

    page = client.post("/clock/", {"by": "month"}, follow=True).content.decode()

    assert "what fell due was done: 1 entry." in page
    assert "Clock moved" in client.get("/members/").content.decode()
    assert "cannot go back" in page, "an entry was written at this very time"
    assert "Back as far as the record allows" in client.post("/clock/", {"by": "day"}, follow=True).content.decode()


def test_the_page_moves_it_to_a_day(demo: World, client: Client) -> None:
    _limited(demo, days=200)
    day = (datetime.now(UTC) + 50 * DAY).date()

    client.post("/clock/", {"by": "date", "day": day.isoformat()})

    assert clock.now().date() == day
    assert clock.now().hour == 12


def test_a_day_that_cannot_be_is_said_to_be_wrong(demo: World, client: Client) -> None:
    _limited(demo, days=20)

    for day in ("", "yesterday", "2020-01-01", "2026-02-30", "9999-12-31", "0001-01-01", "٢٠٢٠-٠١-٠١"):
        page = client.post("/clock/", {"by": "date", "day": day})
        assert page.status_code == 200
        assert 'class="fault"' in page.content.decode()
        assert abs(_ahead()) < MINUTE


def test_beyond_ten_years_the_buttons_say_so(demo: World, client: Client) -> None:
    _limited(demo, days=20)
    moving.move(datetime.now(UTC) + moving.FURTHEST - DAY)

    page = client.post("/clock/", {"by": "month"})

    assert page.status_code == 200
    assert "ten years is the end" in page.content.decode()
    assert 'class="fault"' not in page.content.decode()


def test_a_move_that_there_is_not_is_no_page(demo: World, client: Client) -> None:
    assert client.post("/clock/", {"by": "century"}).status_code == 404
