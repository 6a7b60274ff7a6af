"""Jobs that exist for tests: a worker finds them by their name."""

import errno
from threading import Event
from typing import Any

from django.db.utils import OperationalError
from django_tasks import TaskContext, task

from wasl.acts import jobs
from wasl.acts.refusals import Refused

begun, ended = Event(), Event()

ERRORS: dict[str, Exception] = {
    "no-luck": Refused("no-luck", "It was not to be."),
    "database": OperationalError("the server went away"),
    "input-output": OSError(errno.EIO, "Input/output error"),
    "storage-full": OSError(errno.ENOSPC, "No space left on device"),
    "fault": ZeroDivisionError("division by zero"),
}


@task(takes_context=True)
def count(context: TaskContext, total: int) -> dict[str, Any]:
    """Count up to a number."""
    report = jobs.reporter(context)
    for number in range(1, total + 1):
        report(number, total)
    return {"counted": total}


@task(takes_context=True)
def fail(context: TaskContext, code: str) -> dict[str, Any]:
    """Come to grief half-way."""
    jobs.reporter(context)(1, 2)
    raise ERRORS[code]


@task(takes_context=True)
def vanish(context: TaskContext) -> dict[str, Any]:
    """Succeed, with something that cannot be kept."""
    return {"kept": object()}


@task(takes_context=True)
def wait(context: TaskContext) -> dict[str, Any]:
    """Take as long as it takes until `ended`, in steps."""
    report, step = jobs.reporter(context), 0
    begun.set()
    while not ended.wait(0.02):
        step += 1
        report(step, step + 1)
    return {}
