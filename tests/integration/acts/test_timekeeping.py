"""The record's time never goes back, so an act is not accepted under a clock that cannot be right."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from tests.world import World
from wasl.acts import clock, queries, timekeeping
from wasl.acts.act import Decided
from wasl.acts.perform import perform, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.members.acts import RegisterOfficer

DAY = timedelta(days=1)


def _said_at(moment: datetime, world: World) -> None:
    """An entry whose time the record holds from now on."""
    world.now = moment
    world.perform(RegisterOfficer(name="SPECIMEN Newest"), by="FR")
    assert queries.last_at() == moment


def _say(world: World) -> Decided:
    """An act under the machine's own clock. Raises Refused."""
    return perform(world.signed(RegisterOfficer(name="SPECIMEN Officer"), "MA")).decided


def _refused(world: World) -> None:
    size = queries.head().size
    with pytest.raises(Refused) as refusal:
        _say(world)
    assert (refusal.value.code, refusal.value.status) == ("clock-wrong", 503)
    assert queries.head().size == size


@pytest.mark.parametrize("ago", [timedelta(0), DAY, timedelta(days=59)])
def test_after_a_while_of_silence_the_clock_is_believed(world: World, ago: timedelta) -> None:
    _said_at(datetime.now(UTC) - ago, world)

    assert abs(_say(world).at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_clock_a_little_behind_another_machine_waits_at_the_newest_time(world: World) -> None:
    newest = datetime.now(UTC) + timedelta(minutes=4)
    _said_at(newest, world)

    assert _say(world).at == newest


@pytest.mark.parametrize("away", [timedelta(days=-200), timedelta(days=-61), timedelta(minutes=6), timedelta(days=365)])
def test_a_clock_that_cannot_be_right_is_not_used_until_somebody_looked(world: World, away: timedelta) -> None:
    newest = datetime.now(UTC) + away
    _said_at(newest, world)
    _refused(world)

    timekeeping.vouch(newest)

    said = _say(world).at
    assert said == newest if newest > datetime.now(UTC) else datetime.now(UTC) - said < timedelta(minutes=1)


def test_a_voucher_is_for_this_point_of_the_record(world: World) -> None:
    """The next time that the clock runs away, somebody must look again."""
    _said_at(datetime.now(UTC) - 200 * DAY, world)
    timekeeping.vouch(world.now)
    _say(world)

    _said_at(datetime.now(UTC) + 365 * DAY, world)
    _refused(world)


def test_a_voucher_does_not_outlive_a_day(world: World) -> None:
    newest = datetime.now(UTC) - 200 * DAY
    _said_at(newest, world)
    with clock.held_at(datetime.now(UTC) - 2 * DAY):
        timekeeping.vouch(newest)

    _refused(world)


def test_what_was_accepted_before_has_its_receipt_under_any_clock(world: World) -> None:
    source = world.signed(RegisterOfficer(name="SPECIMEN Officer"), "MA")
    world.pass_time(days=4000)
    first = world.hand_in(source)
    fresh = world.signed(RegisterOfficer(name="SPECIMEN Officer"), "MA")

    again, refused = perform_many([source, fresh])

    assert isinstance(again, Receipt)
    assert again.index == first.index
    assert isinstance(refused, Refused)
    assert refused.code == "clock-wrong"


def _kept() -> Path:
    return Path(settings.WASL_HOME.path, "clock.json")


@pytest.fixture
def doubtful(world: World) -> World:
    _said_at(datetime.now(UTC) - 200 * DAY, world)
    return world


WORDS = st.sampled_from(["record", "clock", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-01-01"])
ANYTHING = st.recursive(
    st.none() | st.integers() | WORDS, lambda parts: st.lists(parts) | st.dictionaries(WORDS, parts), max_leaves=5
)


@hypothesis(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(said=ANYTHING)
@example(said={})
@example(said={"record": "2026-01-01", "clock": "2026-01-01"})
def test_what_cannot_be_read_vouches_for_nothing(doubtful: World, said: object) -> None:
    _kept().write_text(json.dumps(said), "utf-8")

    assert timekeeping.doubted(doubtful.now)
    _refused(doubtful)


def test_a_file_that_is_no_file_vouches_for_nothing(doubtful: World) -> None:
    _kept().unlink(missing_ok=True)
    _kept().mkdir()

    _refused(doubtful)

    _kept().rmdir()


def test_the_voucher_is_for_its_owner_alone_and_written_whole(doubtful: World) -> None:
    timekeeping.vouch(doubtful.now)

    assert _kept().stat().st_mode & 0o777 == 0o600
    assert not _kept().with_name("clock.json.tmp").exists()


def test_many_refused_acts_are_one_line_of_the_log(
    doubtful: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timekeeping, "_told", {})

    for _ in range(3):
        _refused(doubtful)

    assert len([line for line in caplog.messages if "wasl clock" in line]) == 1


@pytest.mark.parametrize("away", [-61 * DAY, -59 * DAY, timedelta(minutes=4), timedelta(minutes=6)])
def test_the_judgement_is_the_doors(world: World, away: timedelta) -> None:
    newest = datetime.now(UTC) + away
    _said_at(newest, world)

    found = timekeeping.judge(newest)

    assert found.earliest
    assert found.latest
    assert found.doubted == (not found.earliest <= found.moment <= found.latest)
    if found.doubted:
        _refused(world)
    else:
        _say(world)


def test_before_the_first_entry_any_clock_is_right() -> None:
    found = timekeeping.judge(None)
    assert (found.doubted, found.earliest, found.latest) == (False, None, None)
