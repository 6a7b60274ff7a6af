"""What the installation does by itself in this room: it commits to yesterday's log, and ends clearances."""

from collections.abc import Iterable
from datetime import datetime

from wasl.acts import deadlines, timekeeping
from wasl.acts import queries as record
from wasl.acts.act import Act
from wasl.checks import queries
from wasl.checks.acts import ClearanceEnd, CommitLog, EndClearance
from wasl.checks.log import lines


@deadlines.due
def logs_of_days(now: datetime, limit: int) -> Iterable[Act]:
    """One act for each day that is over, whether or not it had checks."""
    acts = []
    for day in lines.days_to_commit(now, limit):
        checks, digest = lines.sum_of(day)
        acts.append(CommitLog(day=day, checks=checks, digest=digest))
    return acts


@deadlines.due
def expired_clearances(now: datetime, limit: int) -> Iterable[Act]:
    """One act for each clearance whose time is over."""
    found = queries.clearances_expired(now, limit)
    return [EndClearance(clearance=entry, reason=ClearanceEnd.EXPIRED) for entry in found]


@deadlines.chore
def forget_old_lines(now: datetime) -> None:
    """Lines of the log go when their time is over, but never by a clock that is in doubt."""
    if not timekeeping.doubted(record.last_at()):
        lines.forget(now)
