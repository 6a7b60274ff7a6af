"""The installation checks itself once a day: the tables in use against the record, and the operator hears of it."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop
from django_tasks import TaskContext, task

from wasl.acts import jobs, outbox, queries, rebuild
from wasl.acts.models import JobProgress

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
TITLE = gettext_noop("Daily check of the tables against the record")


@task(takes_context=True)
def check_tables(context: TaskContext) -> dict[str, Any]:
    """Rebuild beside the tables in use and compare; tell the operator when they differ."""
    try:
        differences = rebuild.compare(progress=jobs.reporter(context))
        found = [f"{difference.table} {difference.key}" for difference in differences]
    except (rebuild.Corrupted, queries.Unknown) as error:
        found = [str(error)]
    for line in found:
        log.error("the tables differ from the record: %s", line)
    if found and settings.WASL_HOME.operator:
        outbox.owe([outbox.email(settings.WASL_HOME.operator, "en", "tables-differ", "/record/")])
    return {"differences": found}


def start_due(now: datetime) -> None:
    """Queue the check when the last one began more than a day ago."""
    if not JobProgress.objects.filter(title=TITLE, updated_at__gt=now - EVERY).exists():
        jobs.start(check_tables, TITLE, "system")
