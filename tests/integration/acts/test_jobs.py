"""Long jobs: one at a time, begun anew after an interruption, and never again after a failure."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.utils import OperationalError
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.integration.acts import long_jobs
from tests.world import World
from wasl.acts import clock, jobs, outbox, turns
from wasl.acts.models import JobProgress, OutboxMessage
from wasl.cli import serving
from wasl.members.models import Mandate

FULL = ("database or disk is full",)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Nobody waits for the jobs of an earlier test."""
    long_jobs.begun.clear()
    long_jobs.ended.clear()
    yield
    long_jobs.ended.set()


def _job(progress: JobProgress) -> Any:
    return DBTaskResult.objects.get(pk=progress.pk)


def _until(true: Callable[[], Any], seconds: float = 20) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_a_job_is_done_and_says_so() -> None:
    progress = jobs.start(long_jobs.count, "Counting", "MA", 7)

    jobs.work_off()

    progress.refresh_from_db()
    assert (progress.done, progress.total, progress.problem) == (7, 7, "")
    assert progress.ended_at is not None
    assert _job(progress).return_value == {"counted": 7}
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("code", long_jobs.ERRORS)
def test_one_that_fails_is_over_and_the_operator_hears_of_it(code: str, caplog: pytest.LogCaptureFixture) -> None:
    failing = jobs.start(long_jobs.fail, "Failing", "MA", code)
    after = jobs.start(long_jobs.count, "Counting", "MA", 1)

    jobs.work_off()
    jobs.work_off()

    for progress in (failing, after):
        progress.refresh_from_db()
        assert progress.ended_at is not None
    assert (failing.problem, failing.done, after.problem) == (code, 1, "")
    assert (_job(failing).status, len(_job(failing).worker_ids)) == (TaskResultStatus.FAILED, 1)
    assert jobs.failed() == 1
    assert [record.levelname for record in caplog.records if record.name == "wasl.acts.jobs"] == ["ERROR"]
    assert outbox.send_due(clock.now()) == 1
    assert mail.outbox[0].subject == "Wasl: a long job failed"


def test_many_of_one_party_do_not_hold_up_one_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [jobs.start(long_jobs.count, "Counting", "MA", 1) for _number in range(3)]
    other = jobs.start(long_jobs.count, "Counting", "FR", 1)
    run, order = jobs._run, list[str]()

    def running(claimed: jobs.Job) -> None:
        order.append(str(claimed.pk))
        run(claimed)

    monkeypatch.setattr(jobs, "_run", running)
    jobs.work_off()

    assert order == [each.pk for each in (many[0], other, *many[1:])]


def test_one_that_is_interrupted_begins_anew() -> None:
    """However often: an end that was asked for does not count against it."""
    progress = jobs.start(long_jobs.wait, "Waiting", "MA")
    for _ in range(jobs.BEGUN_MAX + 1):
        long_jobs.begun.clear()
        jobs.work_off(long_jobs.begun.is_set)
        progress.refresh_from_db()
        assert (_job(progress).status, progress.ended_at) == (TaskResultStatus.READY, None)

    long_jobs.ended.set()
    jobs.work_off()

    assert _job(progress).status == TaskResultStatus.SUCCESSFUL


def test_once_the_end_was_asked_for_no_job_begins() -> None:
    progress = jobs.start(long_jobs.count, "Counting", "MA", 1)

    jobs.work_off(lambda: True)

    assert _job(progress).worker_ids == []


def test_one_under_which_processes_die_is_given_up() -> None:
    """A crash says nothing, so that it is tried again; but not for ever."""
    progress = jobs.start(long_jobs.wait, "Waiting", "MA")
    for time_ in range(1, jobs.BEGUN_MAX + 1):
        long_jobs.begun.clear()
        jobs.work_off(long_jobs.begun.is_set)
        assert _job(progress).status == TaskResultStatus.READY
        # What a dead process leaves behind.
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["wasl-1"] * time_)
    long_jobs.ended.set()

    jobs.work_off()

    progress.refresh_from_db()
    assert (_job(progress).status, progress.problem) == (TaskResultStatus.FAILED, "died")
    assert OutboxMessage.objects.count() == 1


def test_one_process_at_a_time() -> None:
    progress = jobs.start(long_jobs.count, "Counting", "MA", 1)

    with turns.alone("jobs") as alone:
        assert alone
        jobs.work_off()
        assert _job(progress).status == TaskResultStatus.READY

    jobs.work_off()
    assert _job(progress).status == TaskResultStatus.SUCCESSFUL


def test_two_at_once_leave_each_others_job_alone() -> None:
    """The second takes up nothing that the first is at."""
    progress = jobs.start(long_jobs.wait, "Waiting", "MA")

    def work() -> None:
        try:
            jobs.work_off()
        finally:
            connection.close()

    first = Thread(target=work)
    first.start()
    assert long_jobs.begun.wait(20)
    jobs.work_off()
    assert _job(progress).status == TaskResultStatus.RUNNING
    long_jobs.ended.set()
    first.join()

    assert (_job(progress).status, len(_job(progress).worker_ids)) == (TaskResultStatus.SUCCESSFUL, 1)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A disk on which no job's end can be written as often as the number in it says."""
    left = [0]

    def run(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        if left[0] > 0 and statement.startswith("UPDATE") and "ended_at" in statement:
            left[0] -= 1
            raise OperationalError(*FULL)
        return execute(statement, *rest)

    monkeypatch.setattr(jobs, "ENDING_PAUSES", (0.01, 0.01))
    with connection.execute_wrapper(run):
        yield left


def test_what_is_done_is_not_undone_because_its_end_could_not_be_written_at_once(full: list[int]) -> None:
    long_jobs.ended.set()
    progress = jobs.start(long_jobs.wait, "Waiting", "MA")
    full[0] = 2

    jobs.work_off()

    progress.refresh_from_db()
    assert (_job(progress).status, progress.problem, jobs.failed()) == (TaskResultStatus.SUCCESSFUL, "", 0)


@pytest.mark.parametrize("job", [long_jobs.wait, long_jobs.vanish])
def test_one_whose_end_cannot_be_written_does_not_run_for_ever(full: list[int], job: Any) -> None:
    long_jobs.ended.set()
    progress = jobs.start(job, "Waiting", "MA")
    full[0] = 3
    with pytest.raises(OperationalError):
        jobs.work_off()

    jobs.work_off()

    progress.refresh_from_db()
    ended = TaskResultStatus.FAILED if job is long_jobs.vanish else TaskResultStatus.SUCCESSFUL
    assert (_job(progress).status, progress.ended_at is None) == (ended, False)


def test_while_a_job_runs_deadlines_are_met_and_mail_is_sent(
    transactional_db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "EVERY", 0.05)
    world = World(members=("MA",))
    world.now = clock.now() - timedelta(hours=1)
    progress = jobs.start(long_jobs.wait, "Waiting", "MA")

    with serving.repeated():
        assert long_jobs.begun.wait(20)
        mandate = world.appoint("MA", ends=world.now + timedelta(minutes=1))
        outbox.owe([outbox.email("operator@specimen.example", "en", "key-lost", "/record/1/")])
        _until(lambda: Mandate.objects.get(pk=mandate).ended_at and mail.outbox)
        assert _job(progress).status == TaskResultStatus.RUNNING

    assert _job(progress).status == TaskResultStatus.READY
