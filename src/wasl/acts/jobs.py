"""Long work in the background, with progress: `django-tasks` keeps the queue on the same database.

A thread of `wasl serve` works the queue off, and so does `wasl tick`: one job at a time, and of all processes on a
database only the one whose turn it is (`turns`). The more jobs of a party wait, the later its next one comes: whoever
asks for many holds up themselves, and not those who ask for one.

A job that is interrupted, by the end of its server or by a crash, waits again and begins anew. One that raises is over:
the code of its problem stays with its progress, the log says the rest, and the operator is told. So is one under which
the process died `BEGUN_MAX` times.

How a job ended is written again and again for a while, should that fail: a full disk has room again one day. Until it
is written the job counts as running, and with the next look at the queue it begins anew.

Queue and progress are not part of backups. They belong to the installation that runs them: one that was restored
has nobody waiting for its jobs, and what they would make can be asked for again.
"""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.utils import Error as AnyDatabaseError
from django.db.utils import OperationalError
from django_tasks import TaskContext
from django_tasks.base import TASK_MIN_PRIORITY, Task, TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from wasl.acts import clock, journal, outbox, queries, timekeeping, turns
from wasl.acts.models import JobProgress
from wasl.acts.refusals import Refused

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)

BEGUN_MAX = 3
"""How often a job is begun, when each time the process ended under it without a word."""

TOLD_EVERY = 1.0
"""Seconds between two writings of a job's progress."""

ENDING_PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds before how a job ended is written once more, when that failed."""

Stopping = Callable[[], bool]
Job = DBTaskResult[Any, Any]


def _never() -> bool:
    return False


_stopping: ContextVar[Stopping] = ContextVar("wasl_jobs_stopping", default=_never)


class Interrupted(BaseException):
    """The process ends, and the job is to wait: raised by what it reports to. No `except Exception` holds it up."""


class Died(Exception):  # noqa: N818 (says what happened)
    """The process ended under the job, again and again."""


def start(task: Task[Any, Any], title: str, party: str, *arguments: Any) -> JobProgress:
    """Queue a job that takes its context first; returns what its page shows. Raises nothing the job will raise.

    What the job returns is a dictionary, kept as JSON; `problem` in it is the code of what it found to be wrong.
    """
    with transaction.atomic():
        waiting = JobProgress.objects.filter(party=party, ended_at=None).count()
        result = task.using(priority=max(-waiting, TASK_MIN_PRIORITY)).enqueue(*arguments)
        return JobProgress.objects.create(task=str(result.id), title=title, party=party, updated_at=clock.now())


def reporter(context: TaskContext) -> Callable[[int, int], None]:
    """What a job calls with how much is done and how much there is, at every step: there it may be interrupted."""
    key, written, due = str(context.task_result.id), (-1, -1), 0.0

    def report(done: int, total: int) -> None:
        nonlocal written, due
        if _stopping.get()():
            raise Interrupted
        if (done, total) == written or (done < total and monotonic() < due):
            return
        written, due = (done, total), monotonic() + TOLD_EVERY
        # No job fails because it could not say how far it is.
        with suppress(Refused, OperationalError), journal.in_line():
            JobProgress.objects.filter(pk=key).update(done=done, total=total, updated_at=clock.now())

    return report


def work_off(stopping: Stopping = _never) -> None:
    """Run every job that waits, one after the other, and forget those long finished.

    Does nothing while another process is at it. Once `stopping` says so, the job under way waits again from its next
    report on, and no other begins. Raises Refused, OperationalError: the queue could not be read or written.
    """
    with turns.alone("jobs") as alone:
        if not alone:
            return
        _take_up_again()
        token = _stopping.set(stopping)
        try:
            while not stopping() and (claimed := _claim()):
                _run(claimed)
        finally:
            _stopping.reset(token)
        _forget_old()


def wait() -> bool:
    """Whether a job waits to be run."""
    return DBTaskResult.objects.ready().exists()


def failed() -> int:
    """How many jobs failed within `KEPT_FOR`."""
    return DBTaskResult.objects.failed().count()


def tell_operator(template: str) -> None:
    """Owe the operator, where one is named, the message under `outbox/`."""
    if settings.WASL_HOME.operator:
        outbox.owe([outbox.email(settings.WASL_HOME.operator, "en", template, "/record/")])


def _take_up_again() -> None:
    """Let jobs wait again that a process began and died under: whoever holds the lock knows that none is at work."""
    for left in DBTaskResult.objects.running():
        if len(left.worker_ids) < BEGUN_MAX:
            _wait_again(left, left.worker_ids)
        else:
            log.error("the job %s failed: the process ended under it %s times", left.task_path, BEGUN_MAX)
            _fail(left, Died(), "died")


def _claim() -> Job | None:
    if not wait():
        return None
    with journal.in_line(), transaction.atomic():
        found = DBTaskResult.objects.ready().get_locked()
        if found:
            found.claim(f"wasl-{os.getpid()}")
        return found


def _run(claimed: Job) -> None:
    try:
        result: Any = claimed.task_result
        found = normalize_json(claimed.task.call(TaskContext(task_result=result), *result.args, **result.kwargs))
        problem = str(found.get("problem", ""))
    except Interrupted:
        _wait_again(claimed, claimed.worker_ids[:-1])
    except Exception as error:
        log.exception("the job %s failed", claimed.task_path)
        _fail(claimed, error, _code(error))
    except BaseException:
        _wait_again(claimed, claimed.worker_ids[:-1])
        raise
    else:
        _end(claimed, problem, lambda: claimed.set_successful(found))


def _wait_again(job: Job, begun_by: list[str]) -> None:
    with journal.in_line():
        DBTaskResult.objects.filter(pk=job.pk).update(status=TaskResultStatus.READY, worker_ids=begun_by)


def _fail(job: Job, error: Exception, problem: str) -> None:
    def write() -> None:
        job.set_failed(error)
        tell_operator("job-failed")

    _end(job, problem, write)


def _end(job: Job, problem: str, write: Callable[[], None]) -> None:
    """Write down how the job ended, all of it or nothing. Raises Refused, DatabaseError, OSError: it cannot be.

    Tried again with a pause, unless the process is to end.
    """
    now, pauses = clock.now(), iter(ENDING_PAUSES)
    while True:
        # A job may have left a connection behind that is no longer any good.
        close_old_connections()
        try:
            with journal.in_line(), transaction.atomic():
                write()
                JobProgress.objects.filter(pk=str(job.pk)).update(problem=problem, ended_at=now, updated_at=now)
        except (Refused, AnyDatabaseError, OSError) as error:
            pause = next(pauses, None)
            if pause is None or _stopping.get()():
                raise
            log.warning("how the job %s ended could not be written yet: %s", job.task_path, error)
            sleep(pause)
        else:
            return


def _code(error: Exception) -> str:
    """What a problem is called: by a refusal's code, or as the command line calls it."""
    if isinstance(error, Refused):
        return error.code
    if isinstance(error, (OperationalError, OSError)) and journal.not_written(error).code == "storage-full":
        return "storage-full"
    if isinstance(error, AnyDatabaseError):
        return "database"
    return "input-output" if isinstance(error, OSError) else "fault"


def _forget_old() -> None:
    if timekeeping.doubted(queries.last_at()):
        return
    old = clock.now() - KEPT_FOR
    DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
    JobProgress.objects.filter(updated_at__lt=old).delete()
