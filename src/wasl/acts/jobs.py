"""Long work in the background, with progress: `django-tasks` keeps the queue on the same database.

`wasl serve` and `wasl tick` work the queue off. Several processes may: each job is claimed by one.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django_tasks import TaskContext
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from wasl.acts import clock
from wasl.acts.models import JobProgress

KEPT_FOR = timedelta(days=30)


def start(task: Task[Any, Any], title: str, party: str, *arguments: Any) -> JobProgress:
    """Queue a job that takes its context first; returns what its page shows. Raises nothing the job will raise."""
    result = task.enqueue(*arguments)
    progress, _ = JobProgress.objects.get_or_create(
        task=str(result.id), defaults={"title": title, "party": party, "updated_at": clock.now()}
    )
    return progress


def reporter(context: TaskContext) -> Callable[[int, int], None]:
    """What a job calls with how much is done and how much there is."""
    key = str(context.task_result.id)

    def report(done: int, total: int) -> None:
        JobProgress.objects.filter(pk=key).update(done=done, total=total, updated_at=clock.now())

    return report


def resume() -> None:
    """Let jobs that a dead process had begun wait again; called by the one process that works jobs off, at start."""
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)


def work_off() -> None:
    """Run every job that waits, one after the other, and forget those long finished."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"wasl-{os.getpid()}",
        excluded_queue_names=[],
    ).run()
    old = clock.now() - KEPT_FOR
    DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
    JobProgress.objects.filter(updated_at__lt=old).delete()
