"""The installation checks itself once a day: the tables in use against the record, and the operator hears of it.

What the last check found stays with its progress, and `wasl status` shows it. A check that could not be made is a
job that failed: the operator hears of that, too (`jobs`), and the next one comes a day later.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop
from django_tasks import TaskContext, task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wasl.acts import clock, jobs, queries, rebuild, scratch
from wasl.acts.act import SYSTEM
from wasl.acts.models import JobProgress
from wasl.record.checkpoint import SKEW

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
TITLE = gettext_noop("Daily check of the tables against the record")


@task(takes_context=True)
def check_tables(context: TaskContext) -> dict[str, Any]:
    """Rebuild beside the tables in use and compare; tell the operator when they differ (`tables-differ`).

    Raises Refused: storage-full. Nobody may be watching: it takes no room that the record needs to grow.
    """
    scratch.leave_room()
    try:
        differences = rebuild.compare(progress=jobs.reporter(context))
        found = [f"{difference.table} {difference.key}" for difference in differences]
    except (rebuild.Corrupted, queries.Unknown) as error:
        found = [str(error)]
    for line in found:
        log.error("the tables differ from the record: %s", line)
    if found:
        jobs.tell_operator("tables-differ")
    return {"problem": "tables-differ" if found else "", "differences": found}


def start_due(now: datetime) -> None:
    """Queue the check when none waits or runs and the last one was more than a day ago.

    One that seems to have ended after `now` was made under a clock that was wrong, and counts as none.
    """
    at_work = DBTaskResult.objects.filter(
        task_path=check_tables.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    recent = _ended(now).filter(ended_at__gt=now - EVERY)
    if not at_work.exists() and not recent.exists():
        jobs.start(check_tables, TITLE, SYSTEM)


def last() -> JobProgress | None:
    """The last check that ended, well or not; None when there was none within `jobs.KEPT_FOR`."""
    return _ended(clock.now()).order_by("-ended_at").first()


def _ended(now: datetime) -> QuerySet[JobProgress]:
    return JobProgress.objects.filter(title=TITLE, ended_at__lte=now + SKEW)
