"""The recorded tables are what the record makes them: whatever else is in them is found, and can be put right."""

import gc
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import zip_longest
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models

from tests.conftest import FULL
from tests.integration.acts.histories import fill_every_table
from tests.world import World, checksums, forgotten
from wasl.acts import clock, queries, rebuild
from wasl.acts.models import (
    Audience,
    NamedBlob,
    Recorded,
    recorded_models,
)
from wasl.acts.rebuild import Difference
from wasl.members.acts import RegisterOfficer
from wasl.members.models import BureauKey, Mandate, Member, Officer, Organisation, Post


def _other(value: Any, column: models.Field[Any, Any]) -> Any:
    """Another value that the column may hold."""
    if isinstance(column, models.DateTimeField):
        return (value or datetime.fromisoformat("2026-01-05T08:00:00Z")) + timedelta(microseconds=1)
    if isinstance(value, dict):
        return value | {"en": "Another Organisation"}
    if isinstance(value, list):
        return [*value, "Z"]
    if isinstance(value, bool):
        return not value
    if isinstance(column, models.IntegerField):
        return (value or 0) + 1_000_000
    return ("Z" + value)[: column.max_length] if value else "Z"


def _columns(model: type[Recorded]) -> list[models.Field[Any, Any]]:
    """Those that may hold another value: the one organisation's key may not."""
    return [column for column in model._meta.concrete_fields if (model, column.attname) != (Organisation, "id")]


@pytest.mark.parametrize("model", recorded_models(), ids=lambda model: model._meta.label)
def test_every_column_changed_by_hand_is_found(db: None, model: type[Recorded]) -> None:
    fill_every_table(World(members=("MA", "FR")))
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    same = model._default_manager.filter(pk=row.pk)

    for column in _columns(model):
        with forgotten():
            same.update(**{column.attname: _other(getattr(row, column.attname), column)})
            found = rebuild.compare()

        assert {difference.table for difference in found} == {model._meta.label_lower}, column
        assert str(row.pk) in {difference.key for difference in found}, column


def test_whatever_was_changed_by_hand_is_put_right(db: None) -> None:
    """A column of every table, then another of every table, and so on."""
    fill_every_table(World(members=("MA", "FR")))
    rows = {model: model._default_manager.order_by("pk").first() for model in recorded_models()}

    for columns in zip_longest(*map(_columns, rows)):
        for (model, row), column in zip(rows.items(), columns, strict=True):
            assert row is not None
            if column is not None:
                changed = {column.attname: _other(getattr(row, column.attname), column)}
                model._default_manager.filter(pk=row.pk).update(**changed)
        assert rebuild.compare() != []
        rebuild.rebuild()
        assert rebuild.compare() == []


@pytest.mark.parametrize("model", recorded_models(), ids=lambda model: model._meta.label)
def test_a_missing_row_is_found(db: None, model: type[Recorded]) -> None:
    fill_every_table(World(members=("MA", "FR")))
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    key = row.pk
    model._default_manager.filter(pk=key).delete()

    (found,) = rebuild.compare()

    assert (found.table, found.key, found.live) == (model._meta.label_lower, str(key), None)
    assert found.replayed is not None


EXTRA: list[Callable[[], Recorded]] = [
    lambda: Member(code="ZZ", entry=1, region="europe", joined="2000-01"),
    lambda: BureauKey(keyid="A" * 43, entry=1, party="MA", state="in-force", registered_at=clock.now()),
    lambda: Officer(entry=900, party="MA", name="SPECIMEN", photograph=""),
    lambda: Mandate(entry=900, party="MA", officer=900, role="head-of-bureau", begins=clock.now()),
    lambda: Post(key="900/duty-officer", entry=900, mandate=900),
    lambda: Audience(entry=5, party="FR", author="MA", kind="members.register-officer/1"),
    lambda: NamedBlob(entry=5, party="MA", digest="0" * 64),
]


@pytest.mark.parametrize("make", EXTRA, ids=lambda make: type(make()).__name__)
def test_an_extra_row_is_found(db: None, make: Callable[[], Recorded]) -> None:
    """A key, an officer or a mandate that nobody signed for."""
    fill_every_table(World(members=("MA", "FR")))
    row = make()
    row.save(force_insert=True)

    (found,) = rebuild.compare()

    assert (found.table, found.key, found.replayed) == (type(row)._meta.label_lower, str(row.pk), None)


def test_a_difference_shows_both_sides(world: World) -> None:
    Member.objects.filter(pk="MA").update(region="asia")

    (found,) = rebuild.compare()

    assert isinstance(found, Difference)
    assert found.live is not None
    assert found.replayed is not None
    assert (found.live["region"], found.replayed["region"]) == ("asia", "africa")
    rebuild.rebuild()


def test_a_member_sees_only_what_differs_for_it(world: World) -> None:
    officer = world.register_officer("MA", "SPECIMEN Amina")
    Officer.objects.filter(pk=officer).update(name="SPECIMEN Somebody")

    assert len(rebuild.compare("MA", everything=False)) == 1
    assert len(rebuild.compare("secretariat", everything=False)) == 1
    assert rebuild.compare("FR", everything=False) == []
    assert rebuild.compare(None, everything=False) == []
    rebuild.rebuild()


def test_an_officer_shown_to_another_bureau_is_found(world: World) -> None:
    """Moved by hand to another party, the row is what that party sees and should not."""
    officer = world.register_officer("MA", "SPECIMEN Amina")
    Officer.objects.filter(pk=officer).update(party="FR")

    assert [found.key for found in rebuild.compare("FR", everything=False)] == [str(officer)]
    rebuild.rebuild()


def test_a_rebuild_reports_how_far_it_is(world: World) -> None:
    told: list[tuple[int, int]] = []

    count = rebuild.rebuild(lambda done, total: told.append((done, total)))

    assert count == queries.head().size
    assert told[-1] == (count, count)


@pytest.mark.parametrize("step", [1, 2, 7])
def test_it_does_not_matter_how_many_entries_are_read_at_a_time(
    db: None, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """A row may be written in one stretch of entries, changed in the next and removed in a third."""
    world = World(members=("MA", "FR"))
    fill_every_table(world)
    world.erase("MA", world.register_officer("MA"))
    before = checksums()
    monkeypatch.setattr(queries, "STEP", step)

    assert rebuild.compare() == []
    assert rebuild.compare("MA", everything=False) == []
    rebuild.rebuild()
    assert checksums() == before


def _peak(work: Callable[..., object]) -> int:
    """The most bytes that were in use at the steps of a work that reports its progress."""
    held = []

    def look(_done: int, _total: int) -> None:
        gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])

    gc.collect()
    gc.freeze()  # what was there before need not be looked through at each step
    tracemalloc.start()
    try:
        work(progress=look)
    finally:
        tracemalloc.stop()
        gc.unfreeze()
    return max(held)


def test_a_longer_record_takes_no_more_memory(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    step = 128 if FULL else 48
    monkeypatch.setattr(queries, "STEP", step)
    world = World(members=("MA",))
    world.perform_many([RegisterOfficer(name="SPECIMEN")] * 4 * step, by="MA")
    rebuild.compare()
    short = [_peak(rebuild.compare), _peak(rebuild.rebuild)]
    for _ in range(2):
        world.perform_many([RegisterOfficer(name="SPECIMEN")] * 8 * step, by="MA")

    long = [_peak(rebuild.compare), _peak(rebuild.rebuild)]

    assert all(after < 1.3 * before for before, after in zip(short, long, strict=True)), (short, long)


def test_keys_of_any_writing_are_paired(world: World) -> None:
    """Databases order letters each in their own way: what is one row too many must not make others look lost."""
    names = ["a", "A", "b", "B", "Z", "z", "_", "-", "é", "É", "ش", "\N{GRINNING FACE}", "aB", "Ab", "a-b", "a_b"]
    for number, name in enumerate(names):
        Post(key=f"{name}/duty-officer", entry=1, mandate=900 + number).save(force_insert=True)
        keyid = f"{name}{'A' * 40}"
        BureauKey(keyid=keyid, entry=1, party="MA", state="in-force", registered_at=world.now).save(force_insert=True)

    found = rebuild.compare()

    assert len(found) == 2 * len(names)
    assert all(difference.replayed is None for difference in found)
    rebuild.rebuild()


def test_a_long_list_ends_early(db: None) -> None:
    world = World(members=("MA",))
    world.perform_many([RegisterOfficer(name="SPECIMEN")] * (rebuild.DIFFERENCES_MAX + 20), by="MA")
    Officer.objects.update(name="SPECIMEN Somebody")

    assert len(rebuild.compare()) == rebuild.DIFFERENCES_MAX


def test_nothing_is_left_of_a_comparison(world: World) -> None:
    rebuild.compare()
    with pytest.raises(ZeroDivisionError):
        rebuild.compare(progress=lambda _done, _total: 1 // 0)

    assert list(settings.WASL_HOME.path.glob("rebuild-*")) == []


def _appending(world: World, stop: Event, failures: list[BaseException]) -> Thread:
    """Somebody who registers and appoints officers, and ends mandates, all the time."""

    def append() -> None:
        try:
            while not stop.is_set():
                with clock.held_at(world.now):
                    world.end_mandate("FR", world.appoint("FR"))
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            connection.close()

    thread = Thread(target=append)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_comparison_while_others_append_finds_nothing_wrong() -> None:
    world, stop, failures = World(members=("MA", "FR")), Event(), list[BaseException]()
    thread = _appending(world, stop, failures)
    try:
        found = [difference for _ in range(8) for difference in rebuild.compare()]
    finally:
        stop.set()
        thread.join()

    assert found == []
    assert failures == []
    assert queries.head().size > 10


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_while_others_append_loses_nothing() -> None:
    world, stop, failures = World(members=("MA", "FR")), Event(), list[BaseException]()
    world.perform_many([RegisterOfficer(name="SPECIMEN")] * 200, by="MA")
    thread = _appending(world, stop, failures)
    try:
        for _ in range(4):
            rebuild.rebuild()
    finally:
        stop.set()
        thread.join()

    assert failures == []
    assert rebuild.compare() == []
