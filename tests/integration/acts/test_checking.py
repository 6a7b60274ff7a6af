"""Once a day the installation compares its tables with the record, and tells the operator of what differs."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from tests.world import World
from wasl.acts import checking, clock, deadlines, jobs, outbox
from wasl.acts.models import JobProgress, JournalEntry, OutboxMessage
from wasl.members.models import Member

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
    assert _check(world) == {"differences": []}
    assert not OutboxMessage.objects.exists()
    progress = JobProgress.objects.get()
    assert (progress.title, progress.party, progress.done, progress.total) == (checking.TITLE, "system", 5, 5)


def test_a_row_changed_by_hand_is_told_to_the_operator(world: World, caplog: pytest.LogCaptureFixture) -> None:
    Member.objects.filter(pk="MA").update(region="asia")

    assert _check(world) == {"differences": ["members.member MA"]}

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
    """It ends mandates, sends what is owed, and has the check run; the next tick finds nothing to do."""
    world.appoint("MA", ends=world.now + timedelta(days=1))
    world.revoke_key("FR", by="secretariat")
    Member.objects.filter(pk="MA").update(region="asia")
    world.pass_time(days=1)

    with clock.held_at(world.now):
        first, second = deadlines.tick(), deadlines.tick()
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
