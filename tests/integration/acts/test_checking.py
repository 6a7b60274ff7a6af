"""Once a day the installation compares its tables with the record, and tells the operator of what differs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.world import World
from wasl.acts import blobs, checking, clock, deadlines, jobs, outbox, queries, timekeeping
from wasl.acts.models import Blob, JobProgress, JournalEntry, OutboxMessage
from wasl.members.models import Member, Post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: Any) -> World:
    """Jobs are run by a worker that has no patience with open transactions."""
    return World(members=("MA", "FR"))


def _check(world: World) -> dict[str, Any]:
    """Have the check run; what it found."""
    with clock.held_at(world.now):
        checking.start_due(world.now)
        jobs.work_off()
    result: dict[str, Any] = DBTaskResult.objects.latest("enqueued_at").task_result.return_value
    return result


def test_good_tables_are_no_news(world: World) -> None:
    assert _check(world) == {"problem": "", "differences": []}
    assert not OutboxMessage.objects.exists()
    progress = JobProgress.objects.get()
    assert (progress.title, progress.party, progress.done, progress.total) == (checking.TITLE, "system", 5, 5)
    assert checking.last() == progress
    assert (progress.problem, progress.ended_at) == ("", world.now)


def test_a_row_changed_by_hand_is_told_to_the_operator(world: World, caplog: pytest.LogCaptureFixture) -> None:
    Member.objects.filter(pk="MA").update(region="asia")

    assert _check(world) == {"problem": "tables-differ", "differences": ["members.member MA"]}

    told = checking.last()
    assert told is not None
    assert told.problem == "tables-differ"
    assert "the tables differ from the record: members.member MA" in caplog.text
    assert outbox.send_due(world.now) == 1
    (message,) = mail.outbox
    assert message.to == ["operator@specimen.example"]
    assert message.subject == "Wasl: the tables differ from the record"
    assert "MA" not in message.body


def test_a_damaged_journal_is_told_to_the_operator(world: World) -> None:
    JournalEntry.objects.filter(pk=1).update(commitment=bytes(32))

    (found,) = _check(world)["differences"]

    assert "entry 1" in found
    assert OutboxMessage.objects.count() == 1


def test_a_check_that_cannot_be_made_is_told_to_the_operator(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the reason; the next one comes a day later, not at once."""
    with connection.schema_editor() as editor:
        editor.delete_model(Post)
    try:
        with clock.held_at(world.now):
            for _ in range(2):
                checking.start_due(world.now)
                jobs.work_off()
    finally:
        with connection.schema_editor() as editor:
            editor.create_model(Post)

    told = checking.last()
    assert told is not None
    assert (told.problem, DBTaskResult.objects.count()) == ("database", 1)
    assert ("wasl.acts.jobs", "ERROR") in [(record.name, record.levelname) for record in caplog.records]
    assert OutboxMessage.objects.get().template == "job-failed"
    world.pass_time(days=1)
    assert _check(world) == {"problem": "", "differences": []}


def test_a_check_that_waits_is_not_queued_again(world: World) -> None:
    checking.start_due(world.now)
    world.pass_time(days=3)
    checking.start_due(world.now)

    assert DBTaskResult.objects.count() == 1


def test_a_clock_that_jumped_ahead_does_not_end_the_checks(world: World) -> None:
    """A check made under it counts for no day but that one, and is not shown as the last."""
    with clock.held_at(world.now + timedelta(days=300)):
        checking.start_due(clock.now())
        jobs.work_off()

    assert _check(world) == {"problem": "", "differences": []}

    with clock.held_at(world.now):
        last = checking.last()
        assert last is not None
        assert last.ended_at == world.now
        checking.start_due(world.now)
    assert DBTaskResult.objects.count() == 2


def test_progress_of_a_check_that_is_in_no_queue_holds_up_nothing(world: World) -> None:
    """As after a restoration, or when somebody emptied the queue."""
    checking.start_due(world.now)
    DBTaskResult.objects.all().delete()

    assert _check(world) == {"problem": "", "differences": []}


def test_under_a_clock_that_is_doubted_a_tick_destroys_nothing(world: World) -> None:
    """The machine's own is years after the newest entry here, as if it had jumped."""
    with clock.held_at(world.now):
        blobs.store("MA", "photograph", [b"\xff\xd8\xff" + bytes(20)])
        checking.start_due(world.now)
        jobs.work_off()
    JobProgress.objects.update(updated_at=world.now - timedelta(days=900))
    assert timekeeping.doubted(queries.last_at())

    deadlines.tick()
    jobs.work_off()

    assert (Blob.objects.count(), JobProgress.objects.count()) == (1, 2)
    with clock.held_at(world.now + timedelta(days=2)):
        deadlines.tick()
        jobs.work_off()
    assert (Blob.objects.count(), JobProgress.objects.filter(ended_at=world.now).count()) == (0, 0)


def test_a_check_leaves_room_for_the_record(world: World, settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, disk_floor=2**40)
    with clock.held_at(world.now):
        checking.start_due(world.now)
        jobs.work_off()

        last = checking.last()
    assert last is not None
    assert last.problem == "storage-full"
    assert OutboxMessage.objects.get().template == "job-failed"


def test_once_a_day(world: World) -> None:
    for hours in (0, 1, 22):
        world.pass_time(hours=hours)
        with clock.held_at(world.now):
            checking.start_due(world.now)
            jobs.work_off()
    assert DBTaskResult.objects.count() == 1

    world.pass_time(days=1)
    _check(world)
    assert DBTaskResult.objects.count() == 2


def test_a_tick_does_all_that_is_due(world: World) -> None:
    """It ends mandates, sends what is owed, and queues the check; the next tick finds nothing more to do."""
    world.appoint("MA", ends=world.now + timedelta(days=1))
    world.revoke_key("FR", by="secretariat")
    Member.objects.filter(pk="MA").update(region="asia")
    world.pass_time(days=1)

    with clock.held_at(world.now):
        first = deadlines.tick()
        jobs.work_off()
        second = deadlines.tick()
    assert (len(first), len(second)) == (1, 0)
    assert [message.subject for message in mail.outbox] == [
        "Wasl: a key was reported lost or compromised",
        "Wasl: the tables differ from the record",
    ]


def test_finished_jobs_are_forgotten_after_a_month(world: World) -> None:
    now = clock.now()
    with clock.held_at(now):
        checking.start_due(now)
        jobs.work_off()
    assert (DBTaskResult.objects.count(), JobProgress.objects.count()) == (1, 1)

    with clock.held_at(now + jobs.KEPT_FOR + timedelta(hours=1)):
        jobs.work_off()

    assert (DBTaskResult.objects.count(), JobProgress.objects.count()) == (0, 0)
