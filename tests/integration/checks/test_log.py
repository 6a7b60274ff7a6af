"""The log of checks: every line counts for its day's digest, and the record has each day that is over."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.checks.specimens import logged
from tests.world import World
from wasl.acts import clock, deadlines, queries, timekeeping
from wasl.checks.acts import CommitLog
from wasl.checks.log import auditing, lines
from wasl.checks.models import Check, LoggedDay


def _tick(world: World) -> list[CommitLog]:
    """What the installation says of its log now."""
    with clock.held_at(world.now):
        receipts = deadlines.tick(world.now)
    kept = [queries.kept(receipt.index) for receipt in receipts]
    return [found.act for found in kept if found and isinstance(found.act, CommitLog)]


def _moved(world: World, day: str, clock_time: str = "12:00") -> None:
    world.now = datetime.fromisoformat(f"{day}T{clock_time}:00").replace(tzinfo=UTC)


def test_a_day_that_is_over_is_committed_to_once(world: World) -> None:
    lines = [logged(world), logged(world, "SP123456")]
    assert _tick(world) == []
    world.pass_time(days=1)

    (act,) = _tick(world)

    summed = sha256(b"".join(line.digest for line in lines)).hexdigest()
    assert act == CommitLog(day="2026-01-05", checks=2, digest=summed)
    assert _tick(world) == []


def test_a_day_is_settled_before_it_is_committed_to(world: World) -> None:
    logged(world)
    _moved(world, "2026-01-06", "00:09")
    assert _tick(world) == []
    _moved(world, "2026-01-06", "00:10")
    assert [act.day for act in _tick(world)] == ["2026-01-05"]


def test_every_day_since_the_first_line_is_caught_up_with_and_those_without_lines_say_so(world: World) -> None:
    world.pass_time(days=1)
    for day in ("2026-01-06", "2026-01-07", "2026-01-10"):
        _moved(world, day)
        logged(world)
    _moved(world, "2026-01-12")

    acts = _tick(world)

    days = {"2026-01-06": 1, "2026-01-07": 1, "2026-01-08": 0, "2026-01-09": 0, "2026-01-10": 1, "2026-01-11": 0}
    assert {act.day: act.checks for act in acts} == days
    assert list(days) == [act.day for act in acts]
    assert {act.digest for act in acts if not act.checks} == {sha256().hexdigest()}
    assert _tick(world) == []


def test_days_are_caught_up_with_over_more_than_one_turn(world: World) -> None:
    logged(world)
    _moved(world, "2026-01-09")

    assert list(lines.days_to_commit(world.now, 2)) == ["2026-01-05", "2026-01-06"]


def test_a_day_that_lost_its_lines_is_told_from_one_that_had_none(world: World) -> None:
    logged(world)
    _moved(world, "2026-01-06")
    logged(world)
    _moved(world, "2026-01-08")
    _tick(world)
    assert [auditing.verdict(day, world.now).good for day in ("2026-01-06", "2026-01-07")] == [True, True]

    Check.objects.filter(day="2026-01-06").delete()

    assert auditing.verdict("2026-01-06", world.now).state == "differs"
    assert auditing.verdict("2026-01-07", world.now).state == "agrees"


def test_no_line_is_added_to_a_day_that_the_record_has(world: World) -> None:
    _moved(world, "2026-01-06", "23:59")
    logged(world)
    _moved(world, "2026-01-07", "00:10")
    _tick(world)
    before = lines.sum_of("2026-01-06")

    _moved(world, "2026-01-06", "12:00")  # the clock is set back
    late = logged(world)

    assert (late.day, late.at.date().isoformat()) == ("2026-01-07", "2026-01-06")
    assert lines.sum_of("2026-01-06") == before
    _moved(world, "2026-01-08")
    assert [(act.day, act.checks) for act in _tick(world)] == [("2026-01-07", 1)]


def test_the_day_is_committed_by_the_installation_alone_when_it_is_over(world: World) -> None:
    act = CommitLog(day="2026-01-04", checks=1, digest="0" * 64)

    assert world.refusal(act, by="secretariat") == "not-system"
    assert world.refusal(act.model_copy(update={"day": "2026-01-05"}), by="system") == "not-over"
    world.perform(act, by="system")
    assert world.refusal(act, by="system") == "already-logged"
    assert world.refusal(act.model_copy(update={"day": "2026-01-03"}), by="system") == "already-logged"


def test_anybody_may_read_what_a_day_came_to_and_nobody_what_was_asked(world: World) -> None:
    logged(world, "Marwan Specimenov")
    world.pass_time(days=1)
    _tick(world)

    entry = LoggedDay.objects.get().entry
    kept = queries.readable(entry, None)
    assert kept is not None
    assert b"Marwan" not in kept.envelope.normal


CHANGES: dict[str, Any] = {
    "day": "2026-01-06",
    "at": datetime(2026, 1, 5, 8, 0, 0, 1, tzinfo=UTC),
    "party": "FR",
    "account": 7,
    "asker": "SPECIMEN other",
    "way": "page",
    "purpose": "visa",
    "reference": "SPECIMEN 2",
    "asked": {"text": "Marwan Specimenow", "facts": {}},
    "answered": {"unanswered": "no-index"},
    "rows": [{"row": 1, "asked": "SPECIMEN", "matches": []}],
    "matches": 1,
    "took": 1201,
    "salt": bytes(16),
}


def test_every_column_of_a_line_is_among_the_changes_tried() -> None:
    columns = {field.name for field in Check._meta.fields} - {"id", "digest"}
    assert columns == CHANGES.keys()


@pytest.mark.parametrize("column", CHANGES)
def test_any_change_of_a_line_changes_its_digest(world: World, column: str) -> None:
    line = logged(world)
    Check.objects.filter(pk=line.pk).update(**{column: CHANGES[column]})
    changed = Check.objects.get()

    assert bytes(line.digest) == lines.digest_of(line)
    assert bytes(changed.digest) != lines.digest_of(changed)


@given(
    text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60),
    took=st.integers(0, 2**53 - 1),
    names=st.lists(st.text("abcé عشقぁ𐍈", max_size=8), max_size=3),
)
def test_a_line_reads_back_as_it_was_digested(db: None, text: str, took: int, names: list[str]) -> None:
    line = Check(at=datetime(2026, 1, 5, 8, tzinfo=UTC), day="2026-01-05", party="MA", asker=text, way="api")
    line.purpose, line.matches, line.took, line.salt = "training", 0, took, bytes(16)
    line.asked, line.answered = {"text": text, "facts": {"names": names}}, {"matches": []}
    line.digest = lines.digest_of(line)
    line.save()

    again = Check.objects.get(pk=line.pk)
    assert lines.digest_of(again) == bytes(again.digest)
    line.delete()


def _forget(world: World) -> int:
    with clock.held_at(world.now):
        return lines.forget(world.now)


def test_lines_go_when_their_time_is_over(world: World) -> None:
    logged(world)
    world.pass_time(days=1)
    _tick(world)
    logged(world)
    world.pass_time(days=364)
    assert _forget(world) == 0
    world.pass_time(days=1)

    assert _forget(world) == 1
    assert [line.day for line in Check.objects.all()] == ["2026-01-06"]


def test_lines_of_a_day_that_the_record_does_not_have_stay(world: World) -> None:
    logged(world)
    world.pass_time(days=400)

    assert _forget(world) == 0
    _tick(world)
    assert not Check.objects.exists()


def test_a_tick_deletes_no_more_than_so_many_lines(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(5):
        logged(world)
    world.perform(CommitLog(day="2026-01-05", checks=5, digest="0" * 64), by=_over(world))
    monkeypatch.setattr(lines, "SLICE", 2)
    monkeypatch.setattr(lines, "FORGOTTEN_AT_ONCE", 3)

    assert [_forget(world) for _each in range(3)] == [4, 1, 0]


def _over(world: World) -> str:
    """A year and a day later; the installation speaks."""
    world.pass_time(days=366 + 1)
    return "system"


def test_a_clock_in_doubt_deletes_nothing(world: World) -> None:
    world.now = datetime.now(UTC) - timedelta(days=380)
    day = logged(world).day
    world.pass_time(days=1)
    world.perform(CommitLog(day=day, checks=1, digest="0" * 64), by="system")

    deadlines.tick()  # by the machine's clock, which stands long after the record's newest entry
    assert Check.objects.count() == 1

    newest = queries.last_at()
    assert newest is not None
    timekeeping.vouch(newest)
    deadlines.tick()
    assert not Check.objects.exists()
